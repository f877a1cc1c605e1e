"""XLSX: what a person typed in a sheet is what is read."""

from datetime import date, datetime
from pathlib import Path

from tests.formats.files import put, read, workbook
from tisserand.formats.problems import Note, NoteCode
from tisserand.formats.records import Person
from tisserand.formats.tables import open_table
from tisserand.formats.ties import LAYOUT


def people(folder: Path, *sheets: list[list[object]]) -> tuple[Person, ...]:
    return read(folder, workbook(*sheets), "a,b,at\n").network.people


def test_sheet_is_read_by_its_content_whatever_the_name_of_the_file(tmp_path: Path) -> None:
    assert people(tmp_path, [["Identifiant", "Nom"], ["1", "Ana"]]) == (Person("1", "Ana"),)


def test_numbers_are_identifiers_without_decimals(tmp_path: Path) -> None:
    found = people(tmp_path, [["id", "budget"], [12.0, 3.0], [13, 2], [1.5, None]])
    assert [(person.id, person.budget) for person in found] == [("12", 3), ("13", 2), ("1.5", None)]


def test_dates_are_read_when_cells_are_dates_or_texts(tmp_path: Path) -> None:
    rows = [["id", "joined_on"], [1, date(2024, 3, 5)], [2, datetime(2024, 3, 5, 9, 30)], [3, "05/03/2024"]]
    assert {person.joined_on for person in people(tmp_path, rows)} == {date(2024, 3, 5)}


def test_moment_of_a_tie_is_read_when_its_cell_is_a_date_with_time(tmp_path: Path) -> None:
    rows = [["a", "b", "at"], [1, 2, datetime(2024, 3, 5, 9, 30)]]
    (tie,) = read(tmp_path, ties=workbook(rows)).network.ties
    assert tie.at is not None
    assert tie.at.isoformat() == "2024-03-05T09:30:00+00:00"


def test_line_is_the_row_of_the_sheet_when_some_are_blank(tmp_path: Path) -> None:
    path = put(tmp_path, "ties.xlsx", workbook([[], ["a", "b"], [], [1, 2], [None, " "], [3, 4]]))
    table = open_table(path, LAYOUT)
    assert [line for line, _ in table.source] == [4, 5, 6]


def test_first_sheet_is_read_and_told_when_there_are_several(tmp_path: Path) -> None:
    content = workbook([["id"], [1]], [["id"], [2]])
    reading = read(tmp_path, content, "a,b,at\n")
    assert [person.id for person in reading.network.people] == ["1"]
    assert Note(NoteCode.FIRST_SHEET, "people.csv", "liste 1", 2) in reading.notes


def test_line_break_in_a_sentence_is_a_space(tmp_path: Path) -> None:
    assert people(tmp_path, [["id", "needs"], [1, "un vélo\nbleu"]])[0].needs[0].text == "un vélo bleu"


def test_headings_beyond_the_last_filled_one_do_not_count(tmp_path: Path) -> None:
    assert people(tmp_path, [["id", "name", None, " "], [1, "Ana", None, None]])[0].name == "Ana"
