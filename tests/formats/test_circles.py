"""The file of circles: what each one allows, what is refused, and where."""

from pathlib import Path

import pytest

from tests.formats.files import codes, read, refused
from tisserand.formats.problems import ProblemCode
from tisserand.formats.records import Network
from tisserand.wording.catalogue import translator
from tisserand.wording.problems import sentence

PEOPLE = "id,circles\n1,Nord\n2,Sud|Est\n3,Sud\n"


def network(folder: Path, text: str) -> Network:
    return read(folder, PEOPLE, "a,b,at\n", circles=text).network


@pytest.mark.parametrize(
    ("text", "through", "inside"),
    [
        ("name,through_members,takes_inside\nNord,yes,no\n", {"Nord"}, {"Sud", "Est"}),
        ("nom;par les membres;entre membres\nSud;Oui;oui\nEst;NON;non\n", {"Sud"}, {"Nord", "Sud"}),
        ("cercle,par_ses_membres\nNord,vrai\n Sud ,1\n", {"Nord", "Sud"}, None),
        ("name,takes_inside\nNord,0\nSud,false\nEst,n\n", set(), set()),
        ("name,through_members,takes_inside\nNord,,\n", set(), None),
        ("name\n", set(), None),
    ],
)
def test_circles_allow_what_the_file_says(
    text: str, through: set[str], inside: set[str] | None, tmp_path: Path
) -> None:
    found = network(tmp_path, text)
    assert found.through_members == through
    assert found.takes_inside == inside


def test_circles_keep_to_the_usual_when_there_is_no_file(tmp_path: Path) -> None:
    found = read(tmp_path, PEOPLE, "a,b,at\n").network
    assert found.through_members == frozenset() and found.takes_inside is None


@pytest.mark.parametrize(
    ("row", "code", "column", "value", "detail"),
    [
        ("Nrod,yes,no", ProblemCode.UNKNOWN_CIRCLE, "name", "Nrod", "Nord"),
        (",yes,no", ProblemCode.UNKNOWN_CIRCLE, "name", "", ""),
        ("Est,peut-être,no", ProblemCode.BAD_ANSWER, "through_members", "peut-être", ""),
        ("Est,yes,2", ProblemCode.BAD_ANSWER, "takes_inside", "2", ""),
        ("Sud,yes,no", ProblemCode.CIRCLE_TWICE, "name", "Sud", "2"),
    ],
)
def test_cell_is_refused_with_its_line_and_column(
    row: str, code: ProblemCode, column: str, value: str, detail: str, tmp_path: Path
) -> None:
    text = f"name,through_members,takes_inside\nSud,yes,yes\n{row}\n"
    (problem,) = refused(tmp_path, PEOPLE, "a,b,at\n", circles=text)
    assert (problem.code, problem.file, problem.line, problem.column) == (code, "circles.csv", 3, column)
    assert (problem.value, problem.detail) == (value, detail)


def test_file_without_its_column_is_refused(tmp_path: Path) -> None:
    found = refused(tmp_path, PEOPLE, "a,b,at\n", circles="takes_inside\nyes\n")
    assert codes(found) == [ProblemCode.MISSING_COLUMN]


def test_person_refused_is_not_a_circle_unknown(tmp_path: Path) -> None:
    found = refused(tmp_path, "id,circles,budget\n1,Nord,x\n", "a,b,at\n", circles="name\nSud\n")
    assert codes(found) == [ProblemCode.BAD_BUDGET]


def test_problems_are_said_with_what_to_write(tmp_path: Path) -> None:
    text = "name,through_members\nSud,maybe\n"
    (problem,) = refused(tmp_path, PEOPLE, "a,b,at\n", circles=text)
    said = sentence(problem, translator("en"))
    assert "circles.csv, line 2" in said and "“maybe” is neither yes nor no; write yes or no." in said
