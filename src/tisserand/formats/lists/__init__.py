"""A list of members as an animator has it: a table with or without headings, or addresses of a mail.

Nothing is opened here but the bytes that were given. What is wrong with the whole raises `UnusableError`;
what is wrong with one line goes to the problems of the reading, and reading goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from tisserand.formats.cells import clean, one_line
from tisserand.formats.layout import Layout
from tisserand.formats.lists.encodings import found_encoding, in_utf8, samples
from tisserand.formats.lists.mails import is_mail_text, mail_rows
from tisserand.formats.people import LAYOUT as PEOPLE
from tisserand.formats.people import actor_type, asks_of
from tisserand.formats.problems import Note, Problem, ProblemCode, Problems, UnusableError
from tisserand.formats.records import Ask, Person
from tisserand.formats.tables import Table, check_content, placed, unplaced

MOST_ROWS = 60_000
TOLD_EVERY = 2_000
"""Lines between two words about how far the reading is."""
WIDE = 12
"""Cells that a line may have when no heading says how many there are."""
_ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")

LAYOUT = Layout(
    required=("email",),
    columns={
        "email": (*PEOPLE.columns["email"], "adresse", "adresse_courriel", "email_address", "emails"),
        "first_name": ("prenom", "prenoms", "given_name", "firstname"),
        "name": (*PEOPLE.columns["name"], "nom_prenom", "nom_et_prenom", "prenom_nom", "prenom_et_nom"),
        "last_name": ("nom_de_famille", "surname", "family_name", "lastname"),
        "town": (*PEOPLE.columns["town"], "localite"),
        "organisation": (*PEOPLE.columns["organisation"], "entreprise", "societe", "company"),
        "actor_type": PEOPLE.columns["actor_type"],
        "sector": PEOPLE.columns["sector"],
        "needs": PEOPLE.columns["needs"],
        "offers": PEOPLE.columns["offers"],
    },
)
"""One column is needed, addresses. What concerns ties, agreements or rhythm is hers to say, not a list's."""
NAMES = ("first_name", "name", "last_name")


class Line(NamedTuple):
    """Somebody, and the line of the list that says so; her identifier is that line."""

    line: int
    person: Person


class Column(NamedTuple):
    """A heading as written, and what it was understood as; "" when it is not read."""

    heading: str
    code: str


@dataclass(slots=True)
class Faults(Problems):
    """Problems, and the lines they are on."""

    lines: set[int] = field(default_factory=set)

    def add(self, problem: Problem) -> None:
        """Count one problem, and its line."""
        self.lines.add(problem.line)
        Problems.add(self, problem)


@dataclass(frozen=True, slots=True)
class ListRead:
    """What was understood of a list. `encoding` is how its letters were read ("" for a workbook), `samples`
    the same accented words in each way that can read them; `headless`: no heading says what columns are."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    faults: Faults
    notes: tuple[Note, ...]
    encoding: str
    samples: tuple[tuple[str, str], ...]
    headless: bool

    @property
    def total(self) -> int:
        """How many lines hold somebody."""
        return len(self.lines) + len(self.faults.lines)


def read_list(
    content: bytes, file: str, encoding: str = "", tell: Callable[[int], object] | None = None
) -> ListRead:
    """Read a list of members. `encoding`: how to read its letters, "" for what the bytes themselves say;
    `tell` is called now and then with the number of lines read. `UnusableError` when it cannot be read."""
    check_content(content, file)
    text = in_utf8(content, file, encoding)
    table, headless = _table(text, file)
    faults = Faults()
    lines = tuple(_lines(table, faults, tell))
    if not lines and not faults.count:
        raise UnusableError([Problem(ProblemCode.NO_ROWS, file)])
    known = {place: code for code, place in table.places.items()}
    columns = tuple(Column(heading, known.get(i, "")) for i, heading in enumerate(table.header))
    if headless:
        columns = tuple(column for column in columns if column.code)
    read_as = encoding or found_encoding(content, table.notes)
    return ListRead(columns, lines, faults, tuple(table.notes), read_as, samples(content), headless)


def _table(content: bytes, file: str) -> tuple[Table, bool]:
    """Return the table of a list, and whether its columns were told without headings."""
    if is_mail_text(content, LAYOUT):
        rows = mail_rows(content.decode("utf-8-sig"))
        return Table(file, ["", ""], {"name": 0, "email": 1}, rows), True
    table = unplaced(content, file, LAYOUT)
    if "email" in LAYOUT.places(table.header):
        return placed(table, LAYOUT), False
    at = next((i for i, cell in enumerate(table.header) if _ADDRESS.fullmatch(cell.strip())), None)
    if at is None:
        return placed(table, LAYOUT), False  # which says that the column is missing
    first = table.header
    table.source = chain([(1, list(first))], table.source)
    table.header = [""] * max(len(first), WIDE)
    table.places = {"email": at, **_names_before(first, at)}
    return table, True


def _names_before(first: list[str], at: int) -> dict[str, int]:
    """Return where names stand in a line without headings: one cell, or two of one word each."""
    said = [i for i, cell in enumerate(first) if i != at and any(map(str.isalpha, cell)) and "@" not in cell]
    if len(said) > 1 and said[1] < at and all(len(first[i].split()) == 1 for i in said[:2]):
        return {"first_name": said[0], "name": said[1]}
    return {"name": said[0]} if said else {}


def _lines(table: Table, faults: Faults, tell: Callable[[int], object] | None) -> list[Line]:
    lines: list[Line] = []
    for number, (line, cells) in enumerate(table.rows(faults), start=1):
        if number > MOST_ROWS:
            raise UnusableError([Problem(ProblemCode.TOO_MANY_ROWS, table.file, line, detail=str(MOST_ROWS))])
        if tell and not number % TOLD_EVERY:
            tell(number)
        person = _person(table, line, cells, faults)
        if not person.email:
            faults.add(table.problem(ProblemCode.NO_ADDRESS, line, "email", person.name))
        elif line not in faults.lines:
            lines.append(Line(line, person))
    return lines


def _person(table: Table, line: int, cells: list[str], faults: Faults) -> Person:
    def text(column: str) -> str:
        place = table.places.get(column)
        return "" if place is None else clean(cells[place])

    def asks(column: str) -> tuple[Ask, ...]:
        found, empty = asks_of(text(column))
        for part in empty:
            faults.add(table.problem(ProblemCode.EMPTY_ASK, line, column, part))
        return found

    return Person(
        id=str(line),
        name=one_line(" ".join(filter(None, map(text, NAMES)))),
        email=text("email").removeprefix("mailto:"),
        town=text("town"),
        organisation=text("organisation"),
        actor_type=actor_type(text("actor_type")),
        sector=text("sector"),
        needs=asks("needs"),
        offers=asks("offers"),
    )
