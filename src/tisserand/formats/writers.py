"""Records -> files that `read_network` reads back equal."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import date, datetime
from pathlib import Path

from tisserand.formats.cells import SEVERAL
from tisserand.formats.output import Value, write_table
from tisserand.formats.people import UNPROFILED, ask_of
from tisserand.formats.records import Ask, Bridge, Pair, Person, Tie
from tisserand.vocabulary import Consent

PEOPLE = (
    "id", "name", "email", "circles", "offers", "needs", "town", "organisation", "actor_type", "sector",
    "budget", "joined_on", "allow", "agreed_on", "acceptance", "distance",
)  # fmt: skip
TIES = ("a", "b", "strength", "at", "kind")
BRIDGES = ("from", "to", "quota", "themes", "until")
PAIRS = ("a", "b")
CIRCLES = ("name", "through_members", "takes_inside")


def write_people(path: Path, people: Iterable[Person]) -> None:
    """Write the people, every column."""
    write_table(path, PEOPLE, map(_person, people))


def write_ties(path: Path, ties: Iterable[Tie]) -> None:
    """Write the ties, each with its strength or its moment."""
    write_table(path, TIES, ((t.a, t.b, t.strength, _moment(t.at), t.kind) for t in ties))


def write_bridges(path: Path, bridges: Iterable[Bridge]) -> None:
    """Write the bridges."""
    write_table(
        path,
        BRIDGES,
        ((_one(b.start), _one(b.end), b.quota, _several(b.themes), _day(b.until)) for b in bridges),
    )


def write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    """Write pairs of people, in order."""
    write_table(path, PAIRS, sorted(pairs))


def write_circles(
    path: Path, names: Iterable[str], through_members: Set[str], takes_inside: Set[str] | None
) -> None:
    """Write what each of the circles `names` allows; `takes_inside` None stands for all of them."""
    rows = (
        (_one(name), _answer(name in through_members), _answer(takes_inside is None or name in takes_inside))
        for name in sorted(names)
    )
    write_table(path, CIRCLES, rows)


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
        _allow(person),
        _day(person.agreed_on),
        person.acceptance,
        person.distance,
    )


def _allow(person: Person) -> str:
    """Return what she agreed to; what holds without being said is said when it does not."""
    said = sorted(person.allow - {Consent.PROFILED})
    return SEVERAL.join(said if Consent.PROFILED in person.allow else [*said, UNPROFILED])


def _several(texts: Iterable[str]) -> str:
    """Return several values as one cell; a separator inside one of them becomes a slash."""
    return f" {SEVERAL} ".join(map(_one, texts))


def _one(text: str) -> str:
    """Return one value without separator."""
    return text.replace(SEVERAL, "/")


def _ask(ask: Ask) -> str:
    """Return an ask as it is read; a sentence that starts as a type does gets a dash for its colon."""
    if ask.type:
        return f"{ask.type}: {ask.text}"
    return ask.text if ask_of(ask.text).type is None else ask.text.replace(":", " –", 1)


def _answer(said: bool) -> str:
    return "yes" if said else "no"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(at: datetime | None) -> str:
    return at.isoformat(" ").replace("+00:00", "Z") if at else ""
