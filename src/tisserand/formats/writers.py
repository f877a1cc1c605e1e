"""Records -> files that `read_network` reads back equal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from tisserand.formats.cells import SEVERAL
from tisserand.formats.output import Value, write_table
from tisserand.formats.records import Ask, Bridge, Pair, Person, Tie

PEOPLE = (
    "id", "name", "email", "circles", "offers", "needs", "town", "organisation", "actor_type", "sector",
    "budget", "joined_on", "allow", "agreed_on",
)  # fmt: skip
TIES = ("a", "b", "strength", "at", "kind")
BRIDGES = ("from", "to", "quota", "themes", "until")
PAIRS = ("a", "b")


def write_people(path: Path, people: Iterable[Person]) -> None:
    """Write the people, every column."""
    write_table(path, PEOPLE, map(_person, people))


def write_ties(path: Path, ties: Iterable[Tie]) -> None:
    """Write the ties, each with its strength or its moment."""
    write_table(path, TIES, ((t.a, t.b, t.strength, _moment(t.at), t.kind) for t in ties))


def write_bridges(path: Path, bridges: Iterable[Bridge]) -> None:
    """Write the bridges."""
    write_table(
        path, BRIDGES, ((b.start, b.end, b.quota, _several(b.themes), _day(b.until)) for b in bridges)
    )


def write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    """Write pairs of people, in order."""
    write_table(path, PAIRS, sorted(pairs))


def _person(person: Person) -> tuple[Value, ...]:
    return (
        person.id,
        person.name,
        person.email,
        _several(person.circles),
        _several(map(_ask, person.offers)),
        _several(map(_ask, person.needs)),
        person.town,
        person.organisation,
        person.actor_type,
        person.sector,
        person.budget,
        _day(person.joined_on),
        SEVERAL.join(sorted(person.allow)),
        _day(person.agreed_on),
    )


def _several(texts: Iterable[str]) -> str:
    """Return several values as one cell; a separator inside one of them becomes a slash."""
    return f" {SEVERAL} ".join(text.replace(SEVERAL, "/") for text in texts)


def _ask(ask: Ask) -> str:
    return f"{ask.type}: {ask.text}" if ask.type else ask.text


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(at: datetime | None) -> str:
    return at.isoformat(" ").replace("+00:00", "Z") if at else ""
