"""How a list of members stands on its way into a circle, and what its lines become."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from tisserand.domain.circles.rules.invitation import Row, facts_of
from tisserand.domain.people.rules import address, person_name
from tisserand.domain.refused import Refused
from tisserand.formats.lists import Line, ListRead
from tisserand.formats.problems import Problem
from tisserand.formats.records import Person

MOST_BYTES = 16 << 20
LARGE = 1 << 20
LARGE_WORKBOOK = 150 << 10
"""Bytes from which a list is read by the worker, not while a page waits; a workbook is packed."""
WAITS = timedelta(days=2)
"""How long a list that is read waits to be brought in: it holds addresses."""
KEPT = timedelta(days=7)
"""How long what became of a list is told."""
PATIENCE = timedelta(minutes=10)
"""After which a bringing that has not ended may be asked for again."""
SHOWN = 8
"""First rows that the preview shows."""
TOLD = 100
"""Problems and repeats told one by one."""
LONGEST_VALUE = 120


class ListState(StrEnum):
    """How a list stands."""

    READING = "reading"
    UNUSABLE = "unusable"  # nothing in it can be read
    READ = "read"  # its preview is shown, and nothing is brought in
    BRINGING = "bringing"
    BROUGHT = "brought"
    STOPPED = "stopped"  # who brought it may not do so any more
    DROPPED = "dropped"


class Fault(NamedTuple):
    """What is wrong in one cell: `code` is a ProblemCode, or a Refusal with its `facts`."""

    line: int
    column: str
    value: str
    code: str
    detail: str = ""
    facts: dict[str, int] | None = None


class Twice(NamedTuple):
    """An address that an earlier line has already."""

    line: int
    email: str
    first: int


@dataclass(frozen=True, slots=True)
class Sifted:
    """The lines of a list, before any circle looks: each address once."""

    rows: tuple[Row, ...]
    twice: tuple[Twice, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an animator is shown of her list. `ready` people would be invited; `members` and `invited` are in
    this circle already; `twice` and `faults` are the first ones, with their whole numbers beside.
    `unusable`: why nothing can be read, all other fields being empty then."""

    unusable: tuple[Fault, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    first: tuple[tuple[int, str, str, str, str], ...] = ()
    faults: tuple[Fault, ...] = ()
    faulty: int = 0
    twice: tuple[Twice, ...] = ()
    repeats: int = 0
    ready: int = 0
    members: int = 0
    invited: int = 0
    notes: tuple[tuple[str, str, int], ...] = ()
    encoding: str = ""
    samples: tuple[tuple[str, str], ...] = ()
    headless: bool = False

    def written(self) -> dict[str, Any]:
        """Return it as plain values, to be kept."""
        return asdict(self)


def preview_of(kept: dict[str, Any]) -> Preview:
    """Return a preview as it was kept."""
    parts: dict[str, Callable[[Any], Any]] = {
        "unusable": lambda rows: tuple(Fault(*row) for row in rows),
        "faults": lambda rows: tuple(Fault(*row) for row in rows),
        "twice": lambda rows: tuple(Twice(*row) for row in rows),
    }
    plain = {"columns", "first", "notes", "samples"}
    made: dict[str, Any] = {
        name: parts[name](value) if name in parts else tuple(map(tuple, value)) if name in plain else value
        for name, value in kept.items()
    }
    return Preview(**made)


def list_state(
    *, is_read: bool, is_usable: bool, started: bool, finished: bool, outcome: dict[str, Any]
) -> ListState:
    """How a list stands, by what is written of it."""
    if finished:
        return ListState(outcome.get("state", ListState.BROUGHT))
    if started:
        return ListState.BRINGING
    if not is_read:
        return ListState.READING
    return ListState.READ if is_usable else ListState.UNUSABLE


def may_start(*, started_at: datetime | None, at: datetime) -> bool:
    """Whether a bringing may be asked for: not yet, or so long ago that its worker is lost."""
    return started_at is None or at - started_at > PATIENCE


def is_large(size: int, *, workbook: bool) -> bool:
    """Whether a list is too long to be read while a page waits."""
    return size > (LARGE_WORKBOOK if workbook else LARGE)


def sifted(lines: Iterable[Line]) -> Sifted:
    """Each address once, with what waits for her; what is wrong, and where."""
    rows: dict[str, Row] = {}
    seen: dict[str, int] = {}
    twice: list[Twice] = []
    faults: list[Fault] = []
    for line, person in lines:
        try:
            row = Row(address(person.email), _name(person.name), facts_of(person))
        except Refused as refused:
            faults.append(_fault(line, person, refused))
            continue
        if row.email in rows:
            twice.append(Twice(line, row.email, seen[row.email]))
        else:
            rows[row.email], seen[row.email] = row, line
    return Sifted(tuple(rows.values()), tuple(twice), tuple(faults))


def _fault(line: int, person: Person, refused: Refused) -> Fault:
    """The refusal, at the first cell that is refused when it is read alone."""
    cells: tuple[tuple[str, str, Callable[[str], object]], ...] = (
        ("email", person.email, address),
        ("name", person.name, _name),
        ("town", person.town, lambda text: facts_of(Person("", town=text))),
        ("organisation", person.organisation, lambda text: facts_of(Person("", organisation=text))),
        ("sector", person.sector, lambda text: facts_of(Person("", sector=text))),
        ("needs", _longest(person.needs), lambda _: facts_of(Person("", needs=person.needs))),
        ("offers", _longest(person.offers), lambda _: facts_of(Person("", offers=person.offers))),
    )
    column, value = next((column, value) for column, value, read in cells if _refuses(read, value))
    facts = {name: fact for name, fact in refused.facts.items() if isinstance(fact, int)}
    return Fault(line, column, value[:LONGEST_VALUE], refused.code, "", facts)


def _name(text: str) -> str:
    return person_name(text) if text else ""


def _longest(asks: Iterable[Any]) -> str:
    return max((ask.text for ask in asks), key=len, default="")


def _refuses(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except Refused:
        return True
    return False


def fault_of(problem: Problem) -> Fault:
    """What the reading of a list found wrong, as it is kept."""
    value, detail = problem.value[:LONGEST_VALUE], problem.detail[:LONGEST_VALUE]
    return Fault(problem.line, problem.column, value, problem.code, detail)


def told(read: ListRead, found: Sifted, *, ready: int, members: int, invited: int) -> Preview:
    """The preview of a list that was read."""
    wrong = {fault.line for fault in found.faults}
    sound = [line for line in read.lines if line.line not in wrong]
    headings = {code: heading for heading, code in read.columns if code}
    ours = (fault._replace(column=headings.get(fault.column) or fault.column) for fault in found.faults)
    faults = sorted([*map(fault_of, read.faults.kept), *ours], key=lambda fault: fault.line)
    return Preview(
        columns=tuple((heading, code) for heading, code in read.columns),
        first=tuple((line, one.name, one.email, one.town, one.organisation) for line, one in sound[:SHOWN]),
        faults=tuple(faults[:TOLD]),
        faulty=len(read.faults.lines) + len(found.faults),
        twice=found.twice[:TOLD],
        repeats=len(found.twice),
        ready=ready,
        members=members,
        invited=invited,
        notes=tuple((note.code, note.detail[:LONGEST_VALUE], note.number) for note in read.notes),
        encoding=read.encoding,
        samples=read.samples,
        headless=read.headless,
    )
