"""Which file, which columns: what is wrong before the first row."""

import os
from pathlib import Path

import pytest

from tests.formats.files import TODAY, codes, put, read, refused
from tisserand.formats import people
from tisserand.formats.network import Paths, read_network
from tisserand.formats.problems import Note, NoteCode, ProblemCode, Problems, UnusableError
from tisserand.formats.tables import MAX_BYTES, open_table


def test_file_is_refused_when_missing(tmp_path: Path) -> None:
    ties = put(tmp_path, "ties.csv", "a,b,at\n")
    for name in ("nobody.csv", "x\0y.csv", "ties.csv/people.csv"):
        with pytest.raises(UnusableError) as refusal:
            read_network(Paths(tmp_path / name, ties), TODAY)
        assert refusal.value.problems[0].code in (ProblemCode.MISSING_FILE, ProblemCode.NOT_READ)


def test_folder_is_refused_when_given_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(UnusableError) as refusal:
        read_network(Paths(tmp_path, put(tmp_path, "ties.csv", "a,b,at\n")), TODAY)
    assert codes(refusal.value.problems) == [ProblemCode.IS_FOLDER]
    assert refusal.value.problems[0].file == tmp_path.name


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_is_refused_when_its_permissions_forbid(tmp_path: Path) -> None:
    path = put(tmp_path, "people.csv", "id\n1\n")
    path.chmod(0)
    with pytest.raises(UnusableError) as refusal:
        open_table(path, people.LAYOUT)
    assert codes(refusal.value.problems) == [ProblemCode.NOT_ALLOWED]


def test_file_is_refused_when_too_large(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(UnusableError) as refusal:
        open_table(path, people.LAYOUT)
    assert codes(refusal.value.problems) == [ProblemCode.TOO_LARGE]


def test_problems_of_every_file_are_told_together(tmp_path: Path) -> None:
    found = refused(tmp_path, people="nom\nAna\n", ties="a,c\n1,2\n", met="x\n")
    assert [(problem.file, problem.code) for problem in found] == [
        ("people.csv", ProblemCode.MISSING_COLUMN),
        ("ties.csv", ProblemCode.MISSING_COLUMN),
        ("met.csv", ProblemCode.MISSING_COLUMN),
        ("met.csv", ProblemCode.MISSING_COLUMN),
    ]


def test_echo_of_a_refused_person_is_not_told(tmp_path: Path) -> None:
    found = refused(tmp_path, people="id,name\n1,Ana\n2,B\u202eob\n", ties="a,b,at\n1,2,2026-03-05\n")
    assert codes(found) == [ProblemCode.BAD_CHARACTER]


@pytest.mark.parametrize(
    "header",
    [
        "id,name,circles",
        "ID, Name ,CIRCLES",
        "Identifiant;Nom;Cercles",
        "identifiant\tnom\tcercle",
        '"id";"name";"Circles"',
    ],
)
def test_columns_are_found_when_headings_are_french_or_padded(header: str, tmp_path: Path) -> None:
    separator = next(mark for mark in ";\t," if mark in header)
    row = separator.join(("1", "Ana", "A|B"))
    network = read(tmp_path, f"{header}\n{row}\n", "a,b,at\n").network
    assert (network.people[0].name, network.people[0].circles) == ("Ana", ("A", "B"))


@pytest.mark.parametrize(
    ("column", "french"),
    [
        ("email", "Courriel"), ("offers", "Offres"), ("needs", "besoins"), ("town", "Ville"),
        ("organisation", "Organisation"), ("actor_type", "Type d’acteur"), ("sector", "Secteur"),
        ("budget", "Budget"), ("joined_on", "Arrivée le"), ("allow", "Accord"), ("agreed_on", "Accord le"),
    ],
)  # fmt: skip
def test_column_is_found_by_its_french_name(column: str, french: str) -> None:
    assert people.LAYOUT.places([french]) == [column]


def test_separator_is_the_one_that_makes_headings_known(tmp_path: Path) -> None:
    reading = read(tmp_path, "id;needs\n1;vélo, bois, local\n", "a,b,at\n")
    assert reading.network.people[0].needs[0].text == "vélo, bois, local"


def test_unknown_columns_are_ignored_and_told_once(tmp_path: Path) -> None:
    reading = read(tmp_path, "id,shoe size,name,hat,\n1,42,Ana,no,\n", "a,b,at\n")
    assert Note(NoteCode.IGNORED_COLUMNS, "people.csv", "shoe size, hat", 2) in reading.notes
    assert reading.network.people[0].name == "Ana"


def test_column_is_refused_when_given_twice(tmp_path: Path) -> None:
    found = refused(tmp_path, people="id,nom,name\n1,Ana,Ana\n")
    assert [(p.code, p.line, p.column, p.value) for p in found] == [
        (ProblemCode.COLUMN_TWICE, 1, "name", "name")
    ]


def test_missing_column_is_named_with_the_headings_read(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, people="Nom;Prénom\nAna;B\n")
    assert (problem.column, problem.detail) == ("id", "Nom, Prénom")


def test_row_is_completed_when_its_last_cells_are_missing(tmp_path: Path) -> None:
    network = read(tmp_path, "id,name,town\n1\n2,Bob\n3,Cy,Lyon,,\n", "a,b,at\n").network
    assert [person.town for person in network.people] == ["", "", "Lyon"]


def test_line_is_the_one_where_the_row_starts_when_cells_hold_breaks(tmp_path: Path) -> None:
    content = 'id,needs,budget\n1,"un\nvélo",2\n2,x,-1\n'
    (problem,) = refused(tmp_path, people=content)
    assert (problem.line, problem.column) == (4, "budget")
    network = read(tmp_path, content.replace("-1", "1"), "a,b,at\n").network
    assert network.people[0].needs[0].text == "un vélo"


def test_open_quote_is_told_on_the_line_where_it_opens(tmp_path: Path) -> None:
    content = 'id,needs,name\n1,"un\nvélo","Ana\n2,x,Bob\n'
    (problem,) = refused(tmp_path, people=content)
    assert (problem.code, problem.line) == (ProblemCode.OPEN_QUOTE, 3)


def test_hidden_character_is_told_only_in_columns_that_are_read(tmp_path: Path) -> None:
    reading = read(tmp_path, "id,note\n1,\u200bx\n", "a,b,at\n")
    assert len(reading.network.people) == 1


def test_cp1252_is_told_with_a_word_to_check(tmp_path: Path) -> None:
    reading = read(tmp_path, "id;nom\n1;Zoé\n".encode("cp1252"), "a,b,at\n")
    assert Note(NoteCode.READ_AS_CP1252, "people.csv", "Zoé") in reading.notes


def test_problems_are_counted_beyond_those_kept(tmp_path: Path) -> None:
    rows = "".join(f"{i},-1\n" for i in range(500))
    with pytest.raises(UnusableError) as refusal:
        read(tmp_path, "id,budget\n" + rows)
    assert len(refusal.value.problems) + refusal.value.more == 500


def test_problems_may_be_none() -> None:
    Problems().check_none()
