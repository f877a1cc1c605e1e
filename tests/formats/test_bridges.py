"""The file of bridges, the headings of every file, and the counting of problems."""

from datetime import date
from pathlib import Path

import pytest

from tests.formats.files import codes, read, refused
from tisserand.formats import bridges, circles, pairs, people, ties
from tisserand.formats.cells import folded
from tisserand.formats.layout import Layout
from tisserand.formats.problems import (
    KEPT,
    Note,
    NoteCode,
    Problem,
    ProblemCode,
    Problems,
    UnusableError,
)
from tisserand.formats.records import Bridge

LAYOUTS = {"people": people.LAYOUT, "ties": ties.LAYOUT, "bridges": bridges.LAYOUT, "pairs": pairs.LAYOUT,
           "circles": circles.LAYOUT}  # fmt: skip
EACH_FILE = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def crossing(folder: Path, text: str) -> tuple[Bridge, ...] | None:
    """The bridges of a file, between circles A and B."""
    return read(folder, bridges=text).network.bridges


@pytest.mark.parametrize(
    ("text", "bridge"),
    [
        ("from,to,quota\nA,B,4\n", Bridge("A", "B", 4)),
        ("de;vers;quota\nB;A;0\n", Bridge("B", "A", 0)),
        (
            "depuis;à;Quota mensuel;Thèmes\nA;B;10000;locaux | export\n",
            Bridge("A", "B", 10000, ("locaux", "export")),
        ),
        ("from,to,quota,until\nA,B,4,2026-12-31\n", Bridge("A", "B", 4, (), date(2026, 12, 31))),
        ("from,to,quota,Jusqu’au\nA,B,4,31/12/2026\n", Bridge("A", "B", 4, (), date(2026, 12, 31))),
        ("from,to,quota,themes,until\n A ,\u00a0B,4, ,\n", Bridge("A", "B", 4)),
    ],
)
def test_bridge_is_read_as_it_was_signed(text: str, bridge: Bridge, tmp_path: Path) -> None:
    assert crossing(tmp_path, text) == (bridge,)


def test_bridge_may_end_after_today_and_have_ended_before(tmp_path: Path) -> None:
    text = "from,to,quota,until\nA,B,4,2030-01-01\nB,A,4,2020-01-01\n"
    found = crossing(tmp_path, text)
    assert found is not None
    assert [bridge.until for bridge in found] == [date(2030, 1, 1), date(2020, 1, 1)]


@pytest.mark.parametrize(
    ("row", "code", "column", "value"),
    [
        ("A,A,4,", ProblemCode.SELF_BRIDGE, "to", "A"),
        ("A,Z,4,", ProblemCode.UNKNOWN_CIRCLE, "to", "Z"),
        (",B,4,", ProblemCode.UNKNOWN_CIRCLE, "from", ""),
        ("A,B,,", ProblemCode.BAD_QUOTA, "quota", ""),
        ("A,B,-1,", ProblemCode.BAD_QUOTA, "quota", "-1"),
        ("A,B,10001,", ProblemCode.BAD_QUOTA, "quota", "10001"),
        ("A,B,4.5,", ProblemCode.BAD_QUOTA, "quota", "4.5"),
        ("A,B,4,demain", ProblemCode.BAD_DATE, "until", "demain"),
        ("A,B,4,31/02/2026", ProblemCode.BAD_DATE, "until", "31/02/2026"),
    ],
)
def test_bridge_is_refused_with_its_cell(
    row: str, code: ProblemCode, column: str, value: str, tmp_path: Path
) -> None:
    (problem,) = refused(tmp_path, bridges=f"from,to,quota,until\n{row}\n")
    assert (problem.code, problem.file, problem.line) == (code, "bridges.csv", 2)
    assert (problem.column, problem.value) == (column, value)


def test_unknown_circle_comes_with_the_nearest_name(tmp_path: Path) -> None:
    text = "id,circles\n1,Cercle des Quais\n2,Lieux communs\n"
    found = refused(tmp_path, people=text, bridges="from,to,quota\nCercle des Qais,Lieux communs,4\n")
    assert [(problem.code, problem.detail) for problem in found] == [
        (ProblemCode.UNKNOWN_CIRCLE, "Cercle des Quais")
    ]


def test_every_fault_of_a_row_is_told(tmp_path: Path) -> None:
    found = refused(tmp_path, bridges="from,to,quota,until\nY,Z,many,never\n")
    assert codes(found) == [
        ProblemCode.UNKNOWN_CIRCLE, ProblemCode.UNKNOWN_CIRCLE, ProblemCode.BAD_QUOTA, ProblemCode.BAD_DATE,
    ]  # fmt: skip


def test_empty_file_of_bridges_closes_everything_and_says_so(tmp_path: Path) -> None:
    reading = read(tmp_path, bridges="from,to,quota\n")
    assert reading.network.bridges == ()
    assert Note(NoteCode.NO_BRIDGES, "bridges.csv") in reading.notes
    assert NoteCode.OPEN_TO_ALL not in {note.code for note in reading.notes}


def test_no_file_of_bridges_opens_everything_and_says_so(tmp_path: Path) -> None:
    reading = read(tmp_path)
    assert reading.network.bridges is None
    assert Note(NoteCode.OPEN_TO_ALL) in reading.notes


@pytest.mark.parametrize("name", ["met", "apart"])
def test_pairs_are_read_once_whatever_their_order(name: str, tmp_path: Path) -> None:
    network = read(tmp_path, **{name: "a,b\n2,1\n1,2\n"}).network
    assert getattr(network, name) == frozenset({("1", "2")})
    assert getattr(network, "met" if name == "apart" else "apart") == frozenset()


@pytest.mark.parametrize("name", ["met", "apart"])
@pytest.mark.parametrize(
    ("row", "code"), [("1,1", ProblemCode.SELF_PAIR), ("1,9", ProblemCode.UNKNOWN_PERSON)]
)
def test_pair_is_refused_in_its_own_file(name: str, row: str, code: ProblemCode, tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, **{name: f"a,b\n{row}\n"})
    assert (problem.code, problem.file, problem.line) == (code, f"{name}.csv", 2)


# -- headings


@EACH_FILE
def test_no_heading_means_two_columns(layout: Layout) -> None:
    names = [name for code, others in layout.columns.items() for name in (code, *others)]
    assert len(names) == len(set(names))


@EACH_FILE
def test_every_heading_is_found_however_it_is_written(layout: Layout) -> None:
    for code, others in layout.columns.items():
        for name in (code, *others):
            for written in (name, name.upper(), f"  {name} ", name.replace("_", " "), name.replace("_", "-")):
                assert layout.places([written]) == [code]


@EACH_FILE
def test_headings_are_kept_as_they_are_compared(layout: Layout) -> None:
    names = [name for others in layout.columns.values() for name in others]
    assert [name for name in names if name not in (folded(name), "à")] == []
    assert set(layout.required) <= set(layout.columns)


@EACH_FILE
def test_unknown_heading_means_nothing(layout: Layout) -> None:
    assert layout.places(["", "  ", "couleur préférée", "ids"]) == ["", "", "", ""]


# -- problems


def test_problems_are_kept_up_to_a_limit_and_all_counted() -> None:
    problems = Problems()
    for line in range(KEPT + 3):
        problems.add(Problem(ProblemCode.BAD_DATE, "f.csv", line))
    with pytest.raises(UnusableError) as refusal:
        problems.check_none()
    assert (len(refusal.value.problems), refusal.value.more) == (KEPT, 3)
    assert [problem.line for problem in refusal.value.problems[:2]] == [0, 1]


def test_silent_problems_are_neither_kept_nor_counted() -> None:
    problems = Problems(silent=frozenset({ProblemCode.UNKNOWN_PERSON}))
    problems.add(Problem(ProblemCode.UNKNOWN_PERSON))
    problems.check_none()
    problems.add(Problem(ProblemCode.SELF_TIE))
    assert (problems.count, codes(problems.kept)) == (1, [ProblemCode.SELF_TIE])


def test_problems_of_a_file_refused_whole_join_the_others() -> None:
    problems = Problems()
    problems.absorb(UnusableError([Problem(ProblemCode.EMPTY_FILE, "a"), Problem(ProblemCode.NO_ROWS, "b")]))
    assert codes(problems.kept) == [ProblemCode.EMPTY_FILE, ProblemCode.NO_ROWS]


def test_refusal_says_its_codes_to_a_developer() -> None:
    assert str(UnusableError([Problem(ProblemCode.NUL), Problem(ProblemCode.NO_SHEET)])) == "nul, no_sheet"
