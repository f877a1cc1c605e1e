"""The register of security requirements: every number, and what it names exists."""

import ast
import csv
import os
import re
import runpy
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import global_settings

from tests.shape.figures import ROOT

REGISTER = ROOT / "docs" / "security" / "asvs.csv"
COUNTS = """
    1.1:2 1.2:9 1.3:11 1.4:3 1.5:2  2.1:3 2.2:3 2.3:4 2.4:1  3.2:2 3.3:4 3.4:6 3.5:5 3.7:2
    4.1:3 4.2:1 4.3:2 4.4:4  5.1:1 5.2:3 5.3:2 5.4:3  6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4
    7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2  8.1:2 8.2:3 8.3:1 8.4:1  9.1:3 9.2:4
    10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3  11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1
    12.1:3 12.2:2 12.3:4  13.1:1 13.2:5 13.3:2 13.4:5  14.1:2 14.2:4 14.3:3  15.1:3 15.2:3 15.3:7
    16.1:1 16.2:5 16.3:4 16.4:3 16.5:3  17.1:1 17.2:4 17.3:2
"""
"""How many requirements of levels 1 and 2 each section of ASVS 5.0 has; they are its first ones."""
WAYS = ("test", "setting", "reason", "open")
MOST_OPEN = 28
"""What is still open may only become less."""


class Row(NamedTuple):
    """One requirement: how it is met, what shows it, and a note in our words."""

    id: str
    how: str
    where: str
    note: str


def wanted() -> list[str]:
    """Every number of levels 1 and 2."""
    sections = [part.partition(":") for part in COUNTS.split()]
    return [f"{name}.{number}" for name, _, count in sections for number in range(1, int(count) + 1)]


def register() -> list[Row]:
    """The rows of the register."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert tuple(head) == Row._fields
    return [Row(*row) for row in rows]


@cache
def production() -> Mapping[str, Any]:
    """The settings of an installation that was told nothing."""
    before = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("TISSERAND_")}
    try:
        return runpy.run_path(str(ROOT / "src/tisserand/project/settings.py"))
    finally:
        os.environ.update(before)


def value_of(path: str) -> object:
    """The value of a setting, through dots where it is a table; None when there is none."""
    name, *inside = path.split(".")
    found: Any = production().get(name, getattr(global_settings, name, None))
    for key in inside:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of the tests of a file; empty when there is no such file."""
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def fault_of(row: Row) -> str:
    """What is wrong with a row; "" when it holds."""
    if row.how not in WAYS:
        return "unknown way"
    if len(row.note.split()) < 3 or not row.note.endswith("."):
        return "no sentence"
    if row.how == "test":
        file, _, name = row.where.partition("::")
        return "" if name.startswith("test_") and name in names_in(file) else "no such test"
    if row.how == "setting":
        path, _, value = row.where.partition("=")
        return "" if value and value_of(path) == ast.literal_eval(value) else "not that value"
    return "no such page" if row.where and not Path(ROOT / row.where).is_file() else ""


def missing(rows: list[Row]) -> set[str]:
    """The numbers that the register lacks."""
    return set(wanted()) - {row.id for row in rows}


def test_numbers_are_those_of_levels_one_and_two() -> None:
    assert len(wanted()) == len(set(wanted())) == 253


def test_every_number_is_there_once_and_in_order() -> None:
    rows = register()
    assert missing(rows) == set()
    assert [row.id for row in rows] == wanted()


def test_what_every_row_names_exists() -> None:
    assert [(row.id, row.where, fault) for row in register() if (fault := fault_of(row))] == []


def test_what_is_open_becomes_less() -> None:
    left = [row.id for row in register() if row.how == "open"]
    assert len(left) <= MOST_OPEN, left


def test_missing_number_is_found_when_taken_out() -> None:
    assert missing([row for row in register() if row.id != "7.4.3"]) == {"7.4.3"}


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            Row("1.1.1", "test", "tests/shape/test_asvs.py::test_that_nobody_wrote", "It is tested."),
            "no such test",
        ),
        (Row("1.1.1", "test", "tests/nowhere.py::test_x", "It is tested."), "no such test"),
        (Row("1.1.1", "setting", "DEBUG=True", "It is so set."), "not that value"),
        (Row("1.1.1", "setting", "NO_SUCH_SETTING=True", "It is so set."), "not that value"),
        (Row("1.1.1", "reason", "docs/nowhere.md", "It is written down."), "no such page"),
        (Row("1.1.1", "reason", "", "later"), "no sentence"),
        (Row("1.1.1", "perhaps", "", "It may be so."), "unknown way"),
    ],
)
def test_fault_of_a_row_is_found_when_planted(row: Row, fault: str) -> None:
    assert fault_of(row) == fault


def test_notes_are_in_our_words() -> None:
    assert [row.id for row in register() if re.match(r"verify\b", row.note, re.IGNORECASE)] == []
