"""Counts of few people: told as `<5` in every kind of file, and read back as the text they are."""

import csv
import io
import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.formats.test_introductions import introduction
from tests.networks import ON, random_network
from tisserand.formats.cells import clean, guarded, instant
from tisserand.formats.figures import FigureCode, measured
from tisserand.formats.introductions import FEW, HEADER, few, told
from tisserand.formats.output import csv_lines, write_table
from tisserand.formats.records import Network, Person, Tie
from tisserand.formats.weaving import weave

WITHHELD = f"<{FEW}"
FRENCH_MONTH = re.compile(r"\d{1,2}[-/.]\d{1,2}")


def rows_of(shared: int) -> list[tuple[str | int, ...]]:
    """The one row of an introduction with that many contacts in common."""
    return [told(introduction(shared=shared), "why").row()]


@given(st.integers(0, 10**6))
def test_count_is_told_exactly_or_not_at_all(number: int) -> None:
    said = few(number)
    assert said == WITHHELD if 0 < number < FEW else said == str(number)


@given(st.integers(0, 10**6))
def test_count_is_never_something_that_a_spreadsheet_takes_for_a_date(number: int) -> None:
    said = few(number)
    assert not FRENCH_MONTH.search(said)
    assert instant(said) is None
    assert guarded(said) == said


def test_planted_range_would_be_taken_for_a_date() -> None:
    assert FRENCH_MONTH.search("1-4")


@pytest.mark.parametrize("shared", range(1, FEW))
def test_withheld_count_is_text_in_csv_and_comes_back(shared: int) -> None:
    text = "".join(csv_lines(HEADER, rows_of(shared)))
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["shared_contacts"] == WITHHELD
    assert clean(row["shared_contacts"]) == WITHHELD


@pytest.mark.parametrize("shared", range(1, FEW))
def test_withheld_count_is_a_text_cell_in_a_workbook(shared: int, tmp_path: Path) -> None:
    write_table(tmp_path / "week.xlsx", HEADER, rows_of(shared))
    _, row = load_workbook(tmp_path / "week.xlsx").active.iter_rows()
    cell = row[HEADER.index("shared_contacts")]
    assert (cell.value, cell.data_type) == (WITHHELD, "s")
    assert not isinstance(cell.value, date | datetime)


@pytest.mark.parametrize(("shared", "value"), [(0, "0"), (2, WITHHELD), (5, "5")])
def test_withheld_count_is_text_in_json(shared: int, value: str) -> None:
    plain = json.loads(json.dumps(told(introduction(shared=shared), "").plain()))
    assert plain["shared_contacts"] == value


@pytest.mark.parametrize(("people", "value"), [(2, WITHHELD), (4, WITHHELD), (5, 5)])
def test_network_of_few_people_is_withheld_in_its_measures(people: int, value: int | str) -> None:
    everybody = tuple(Person(f"p{i}", circles=(f"c{i % 2}",)) for i in range(people))
    network = Network(everybody, (Tie("p0", "p1", strength=0.5),))
    figures = {figure.code: figure for figure in measured(network, ON)[1]}
    assert figures[FigureCode.PEOPLE].plain()["value"] == value


def test_people_without_a_circle_are_withheld_when_few() -> None:
    everybody = tuple(Person(f"p{i}", circles=("c",) if i > 2 else ()) for i in range(9))
    figures = {figure.code: figure for figure in measured(Network(everybody, ()), ON)[1]}
    assert figures[FigureCode.WITHOUT_CIRCLE].value == WITHHELD
    assert figures[FigureCode.PEOPLE].value == "9"


@pytest.mark.parametrize("seed", range(6))
def test_no_row_of_a_random_network_counts_one_to_four_contacts(seed: int) -> None:
    woven = weave(random_network(seed, people=24), ON, weeks=2)
    for one in woven.introductions:
        said = told(one, "").shared_contacts
        assert said in ("0", WITHHELD) or int(said) >= FEW
        assert (said == "0") == (one.shared == 0)
