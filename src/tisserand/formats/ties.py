"""The file of ties: who met whom and when, or how strong a tie was said to be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from tisserand.formats.cells import clean, instant, share
from tisserand.formats.layout import Layout
from tisserand.formats.problems import Note, NoteCode, Problem, ProblemCode, Problems, UnusableError
from tisserand.formats.records import Tie
from tisserand.formats.tables import Table

LAYOUT = Layout(
    required=("a", "b"),
    columns={
        "a": ("de", "from", "source", "personne_a", "person_a"),
        "b": ("à", "vers", "to", "target", "personne_b", "person_b"),
        "strength": ("force", "intensite"),
        "at": ("date", "le", "on", "when"),
        "kind": ("genre", "nature"),
    },
)

_SPACE_OR_T = (" ", "T")
_from_iso = datetime.fromisoformat
_tie = Tie._make
SHORT = 10
"""Dates without a time repeat a lot: they are remembered; moments are read each time."""


class Names(NamedTuple):
    """The identifiers of the people file, found from the text of a cell."""

    ids: frozenset[str]
    seen: dict[str, str]

    def id_of(self, cell: str) -> str:
        """Return the identifier written in a cell, or '' when nobody in the people file has it."""
        written = clean(cell)
        if written not in self.ids:
            return ""
        self.seen[cell] = written
        return written


def names_of(ids: Iterable[str]) -> Names:
    """Return the identifiers ready to be looked up."""
    seen = {identifier: identifier for identifier in ids}
    return Names(frozenset(seen), seen)


def plain_moment(text: str) -> datetime | None:
    """Return a moment written in the commonest way, `2026-03-05 14:30[:00]` (or with a T), else None."""
    if text[7:8] != "-" or text[10:11] not in _SPACE_OR_T:
        return None
    try:
        return _from_iso(text + "+00:00")
    except ValueError:
        return None


def last_moment(last: date) -> datetime:
    """Return the end of a day, in UTC."""
    return datetime.combine(last, time.max, UTC)


def read_ties(
    table: Table, names: Names, today: date, on: date | None, problems: Problems
) -> tuple[Tie, ...]:
    """Return the ties known on that day, in the file's order; what is wrong in a row goes to `problems`.

    A contact after `on` is not known yet: it is left out, with a note. A contact after `today` is a problem.
    """
    if "strength" not in table.places and "at" not in table.places:
        seen = ", ".join(table.header)
        raise UnusableError([Problem(ProblemCode.MISSING_STRENGTH_AND_AT, table.file, 1, detail=seen)])
    row = _Row(table, names, today, problems)
    ties: list[Tie] = []
    later = 0
    horizon = last_moment(on or today)
    a, b, known, now = table.places["a"], table.places["b"], names.seen, row.now
    at = table.places.get("at", 0)
    dated = at > 0 and "strength" not in table.places and "kind" not in table.places
    for line, cells in table.rows(problems):
        first, second = known.get(cells[a]), known.get(cells[b])
        moment = plain_moment(cells[at]) if dated and first and second and first != second else None
        if moment and moment <= now:
            tie = _tie((first, second, moment, None, ""))
        elif read := row.tie(line, cells):
            tie = read
        else:
            continue
        if on and tie.at and tie.at > horizon:
            later += 1
        else:
            ties.append(tie)
    if later:
        table.notes.append(Note(NoteCode.LATER_TIES, table.file, str(on), later))
    if not ties and not problems.count:
        table.notes.append(Note(NoteCode.NO_TIES, table.file))
    return tuple(ties)


class _Row:
    """Reads one line of the file with care; `read_ties` takes the short way where nothing can be wrong."""

    def __init__(self, table: Table, names: Names, today: date, problems: Problems) -> None:
        self.table, self.names, self.problems = table, names, problems
        self.a, self.b = table.places["a"], table.places["b"]
        self.at, self.strength = table.places.get("at"), table.places.get("strength")
        self.kind = table.places.get("kind")
        self.now = last_moment(today)
        self.days: dict[str, datetime] = {}
        self.kinds: dict[str, str] = {}

    def tie(self, line: int, cells: list[str]) -> Tie | None:
        """Return the tie of one row, None when something in it is wrong."""
        before = self.problems.count
        ends = pair_of(self.table, line, cells, self.names, self.problems, ProblemCode.SELF_TIE)
        at = cells[self.at] if self.at is not None else ""
        strength = cells[self.strength] if self.strength is not None else ""
        moment = (self.days.get(at) or self.moment(line, at)) if at and not at.isspace() else None
        weight = self.weight(line, clean(strength)) if strength and not strength.isspace() else None
        if self.problems.count == before and (moment is None) == (weight is None):
            both = moment is not None
            code = ProblemCode.STRENGTH_AND_AT if both else ProblemCode.NO_STRENGTH_NO_AT
            self.refuse(code, line, "at" if self.at is not None else "strength")
        if self.problems.count != before or ends is None:
            return None
        kind = clean(cells[self.kind]) if self.kind is not None else ""
        return Tie(*ends, moment, weight, self.kinds.setdefault(kind, kind))

    def moment(self, line: int, cell: str) -> datetime | None:
        text = clean(cell)
        moment = instant(text)
        if moment is None:
            self.refuse(ProblemCode.BAD_DATE, line, "at", text)
        elif moment > self.now:
            self.refuse(ProblemCode.FUTURE_DATE, line, "at", text)
        elif len(cell) <= SHORT:
            self.days[cell] = moment
        return moment

    def weight(self, line: int, text: str) -> float | None:
        weight = share(text)
        if weight is None:
            self.refuse(ProblemCode.BAD_STRENGTH, line, "strength", text)
        return weight

    def refuse(self, code: ProblemCode, line: int, column: str, value: str = "") -> None:
        self.problems.add(self.table.problem(code, line, column, value))


def pair_of(
    table: Table, line: int, cells: list[str], names: Names, problems: Problems, itself: ProblemCode
) -> tuple[str, str] | None:
    """Return the two people of a row, None (and problems) when one is unknown or both are the same."""
    found = []
    for column in ("a", "b"):
        cell = cells[table.places[column]]
        name = names.seen.get(cell) or names.id_of(cell)
        if not name:
            problems.add(table.problem(ProblemCode.UNKNOWN_PERSON, line, column, clean(cell)))
        found.append(name)
    a, b = found
    if a and a == b:
        problems.add(table.problem(itself, line, "b", b))
    return (a, b) if a and b and a != b else None
