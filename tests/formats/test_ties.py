"""Files about two people: ties, pairs that met, pairs kept apart, bridges."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.formats.files import TIES, codes, read, refused
from tisserand.formats.problems import Note, NoteCode, ProblemCode
from tisserand.formats.records import Bridge, Tie
from tisserand.formats.ties import plain_moment

DAY = datetime(2026, 3, 5, tzinfo=UTC)


def ties(folder: Path, text: str) -> tuple[Tie, ...]:
    return read(folder, ties=text).network.ties


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        ("a,b,at\n1,2,2026-03-05\n", Tie("1", "2", DAY)),
        ("a,b,at\n1,2,2026-03-05 14:30\n", Tie("1", "2", DAY.replace(hour=14, minute=30))),
        ("a,b,at\n1,2,2026-03-05T14:30Z\n", Tie("1", "2", DAY.replace(hour=14, minute=30))),
        ("De;Vers;Date\n 2 ;1;05/03/2026 14:30\n", Tie("2", "1", DAY.replace(hour=14, minute=30))),
        ("de;à;force\n1;2;0,5\n", Tie("1", "2", None, 0.5)),
        ("a,b,strength,at\n1,2,,2026-03-05\n", Tie("1", "2", DAY)),
        ("a,b,strength,at\n1,2,1,\n", Tie("1", "2", None, 1.0)),
        ("a,b,at,kind\n1,2,2026-03-05,meeting\n", Tie("1", "2", DAY, None, "meeting")),
        ("a,b,strength,kind\n1,2,0.25,mail\n", Tie("1", "2", None, 0.25, "mail")),
    ],
)
def test_tie_is_read_when_it_has_a_strength_or_a_moment(text: str, tie: Tie, tmp_path: Path) -> None:
    assert ties(tmp_path, text) == (tie,)


def test_repeated_rows_are_repeated_contacts(tmp_path: Path) -> None:
    text = "a,b,at\n1,2,2026-03-05\n2,1,2026-03-05\n1,2,2026-03-05\n"
    assert ties(tmp_path, text) == (Tie("1", "2", DAY), Tie("2", "1", DAY), Tie("1", "2", DAY))


@pytest.mark.parametrize(
    ("header", "row", "code", "column"),
    [
        ("a,b,at", "1,3,2026-03-05", ProblemCode.UNKNOWN_PERSON, "b"),
        ("a,b,at", ",2,2026-03-05", ProblemCode.UNKNOWN_PERSON, "a"),
        ("a,b,at", "2,2,2026-03-05 10:00", ProblemCode.SELF_TIE, "b"),
        ("a,b,at", "1,2,hier", ProblemCode.BAD_DATE, "at"),
        ("a,b,at", "1,2,2026-13-05 10:00", ProblemCode.BAD_DATE, "at"),
        ("a,b,Date", "1,2,2026-04-01", ProblemCode.FUTURE_DATE, "Date"),
        ("a,b,at", "1,2,2026-04-01 00:00", ProblemCode.FUTURE_DATE, "at"),
        ("a,b,at", "1,2,", ProblemCode.NO_STRENGTH_NO_AT, "at"),
        ("a,b,strength", "1,2,", ProblemCode.NO_STRENGTH_NO_AT, "strength"),
        ("a,b,strength", "1,2,1.5", ProblemCode.BAD_STRENGTH, "strength"),
        ("a,b,strength", "1,2,-0.1", ProblemCode.BAD_STRENGTH, "strength"),
        ("a,b,strength,at", "1,2,0.5,2026-03-05", ProblemCode.STRENGTH_AND_AT, "at"),
    ],
)
def test_tie_is_refused_with_its_line_and_column(
    header: str, row: str, code: ProblemCode, column: str, tmp_path: Path
) -> None:
    (problem,) = refused(tmp_path, ties=f"{header}\n\n{row}\n")
    assert (problem.code, problem.file, problem.line, problem.column) == (code, "ties.csv", 3, column)


def test_ties_are_refused_when_no_column_weighs_them(tmp_path: Path) -> None:
    assert codes(refused(tmp_path, ties="a,b\n1,2\n")) == [ProblemCode.MISSING_STRENGTH_AND_AT]


def test_contact_is_left_out_with_a_note_when_after_the_day_asked(tmp_path: Path) -> None:
    text = "a,b,at\n1,2,2026-03-05 23:59\n1,2,2026-03-06\n1,2,2026-03-30\n"
    reading = read(tmp_path, ties=text, on=date(2026, 3, 5))
    assert [tie.at for tie in reading.network.ties] == [DAY.replace(hour=23, minute=59)]
    assert Note(NoteCode.LATER_TIES, "ties.csv", "2026-03-05", 2) in reading.notes
    assert reading.on == date(2026, 3, 5)


def test_day_is_today_when_no_contact_is_dated(tmp_path: Path) -> None:
    assert read(tmp_path, ties="a,b,strength\n1,2,1\n").on == date(2026, 3, 31)
    assert read(tmp_path).on is None


def test_ties_may_be_none_with_a_note(tmp_path: Path) -> None:
    reading = read(tmp_path, ties="a,b,at\n")
    assert reading.network.ties == ()
    assert Note(NoteCode.NO_TIES, "ties.csv") in reading.notes


@pytest.mark.parametrize(
    "text", ["2026-03-05", "2026-03-05T10:00Z", "05/03/2026 10:00", "2026-W10-4T10:00", "x", ""]
)
def test_plain_moment_is_none_when_it_needs_care(text: str) -> None:
    assert plain_moment(text) is None


def test_pairs_are_read_once_whatever_their_order(tmp_path: Path) -> None:
    network = read(tmp_path, met="b,a\n1,2\n2,1\n", apart="de;à\n2;1\n").network
    assert network.met == network.apart == frozenset({("1", "2")})


def test_pair_is_refused_when_unknown_or_of_one_person(tmp_path: Path) -> None:
    found = refused(tmp_path, met="a,b\n1,9\n1,1\n")
    assert [(p.code, p.file, p.line) for p in found] == [
        (ProblemCode.UNKNOWN_PERSON, "met.csv", 2),
        (ProblemCode.SELF_PAIR, "met.csv", 3),
    ]


def test_bridges_are_none_without_file_and_the_note_says_so(tmp_path: Path) -> None:
    reading = read(tmp_path)
    assert reading.network.bridges is None
    assert Note(NoteCode.OPEN_TO_ALL) in reading.notes


def test_bridges_are_read_with_themes_and_end(tmp_path: Path) -> None:
    text = "de;vers;quota;thèmes;jusqu’au\nA;B;4;fonds|Locaux;31/12/2026\n B;A;0;;\n"
    reading = read(tmp_path, bridges=text)
    assert reading.network.bridges == (
        Bridge("A", "B", 4, ("fonds", "Locaux"), date(2026, 12, 31)),
        Bridge("B", "A", 0),
    )
    assert Note(NoteCode.OPEN_TO_ALL) not in reading.notes


def test_bridges_may_be_none_with_a_note(tmp_path: Path) -> None:
    reading = read(tmp_path, bridges="from,to,quota\n")
    assert reading.network.bridges == ()
    assert Note(NoteCode.NO_BRIDGES, "bridges.csv") in reading.notes


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("A,C,1,,", ProblemCode.UNKNOWN_CIRCLE, "to"),
        (",B,1,,", ProblemCode.UNKNOWN_CIRCLE, "from"),
        ("A,A,1,,", ProblemCode.SELF_BRIDGE, "to"),
        ("A,B,-1,,", ProblemCode.BAD_QUOTA, "quota"),
        ("A,B,,,", ProblemCode.BAD_QUOTA, "quota"),
        ("A,B,10001,,", ProblemCode.BAD_QUOTA, "quota"),
        ("A,B,1,,toujours", ProblemCode.BAD_DATE, "until"),
    ],
)
def test_bridge_is_refused_with_its_line_and_column(
    row: str, code: ProblemCode, column: str, tmp_path: Path
) -> None:
    (problem,) = refused(tmp_path, bridges=f"from,to,quota,themes,until\nA,B,1,,\n{row}\n")
    assert (problem.code, problem.line, problem.column) == (code, 3, column)


def test_unknown_circle_comes_with_the_nearest_name(tmp_path: Path) -> None:
    people = "id,circles\n1,Club Bellecour\n2,Quais\n"
    (problem,) = refused(tmp_path, people, TIES, bridges="from,to,quota\nclub bellecour,Quais,1\n")
    assert (problem.value, problem.detail) == ("club bellecour", "Club Bellecour")
