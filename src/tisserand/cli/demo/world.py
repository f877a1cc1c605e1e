"""The demo world: a small fictional French network, the same for the command line and for the browser.

Fourteen circles, about 600 people, two years of contacts, seven signed bridges; drawn from hand-written
sheets and a seed, anchored to the Monday of the week asked for. Everybody in it is invented.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from types import MappingProxyType

from tisserand.cli.demo.asks import with_asks
from tisserand.cli.demo.contacts import ties_of
from tisserand.cli.demo.people import CLOSED, Villager, slug, villagers
from tisserand.cli.demo.sheets import Circle, Row, listed, rows
from tisserand.formats.records import Ask, Bridge, Network, Person, Tie
from tisserand.vocabulary import Consent

SEED = 7

PEOPLE_COLUMNS = (
    "id", "name", "email", "circles", "offers", "needs", "town", "organisation", "actor_type", "sector",
    "budget", "joined_on", "allow", "agreed_on",
)  # fmt: skip
TIE_COLUMNS = ("a", "b", "at", "kind")
BRIDGE_COLUMNS = ("from", "to", "quota", "themes", "until")


@dataclass(frozen=True, slots=True)
class World:
    """The network on its Monday. `concerns`: the line « ce qui me tient à coeur » by person; `go_betweens`:
    the bridge people of each row (start, end); `signed_on`: the day of its signatures; `closed`: the circle
    that touches no other."""

    monday: date
    circles: tuple[Circle, ...]
    people: tuple[Person, ...]
    ties: tuple[Tie, ...]
    bridges: tuple[Bridge, ...]
    concerns: Mapping[str, str]
    go_betweens: Mapping[tuple[str, str], tuple[str, ...]]
    signed_on: Mapping[tuple[str, str], date]
    closed: str = CLOSED

    @property
    def network(self) -> Network:
        """What a weaving reads."""
        through = frozenset(circle.name for circle in self.circles if circle.through_members)
        return Network(self.people, self.ties, self.bridges, through_members=through)

    @property
    def shared_routes(self) -> frozenset[tuple[str, str]]:
        """Pairs of circles, each in alphabetical order, open to each other through a shared member."""
        allowing = self.network.through_members
        pairs = (pair for person in self.people for pair in combinations(sorted(person.circles), 2))
        return frozenset((one, other) for one, other in pairs if {one, other} <= allowing)


def world(on: date, seed: int = SEED) -> World:
    """The demo World of the week of `on`; contacts end on the eve of its Monday."""
    monday = on - timedelta(days=on.weekday())
    known, answers = with_asks(villagers(seed), seed)
    bridges = rows("bridges")
    return World(
        monday=monday,
        circles=tuple(_circle(row) for row in rows("circles")),
        people=tuple(sorted(_person(villager, monday) for villager in known)),
        ties=ties_of(known, answers, monday, seed),
        bridges=tuple(_bridge(row, monday) for row in bridges),
        concerns=MappingProxyType({villager.id: villager.concern for villager in known if villager.concern}),
        go_betweens=MappingProxyType(
            {_ends(row): tuple(map(slug, listed(row["go_betweens"]))) for row in bridges}
        ),
        signed_on=MappingProxyType(
            {_ends(row): monday - timedelta(days=int(row["signed_days_ago"])) for row in bridges}
        ),
    )


def write_files(world: World, folder: Path) -> tuple[Path, Path, Path]:
    """Write people.csv, ties.csv and bridges.csv in `folder`, as the command line reads them; their paths."""
    people, ties, bridges = folder / "people.csv", folder / "ties.csv", folder / "bridges.csv"
    _write(people, PEOPLE_COLUMNS, (_person_cells(person) for person in world.people))
    _write(
        ties,
        TIE_COLUMNS,
        ((t.a, t.b, t.at.isoformat(timespec="minutes"), t.kind) for t in world.ties if t.at),
    )
    _write(
        bridges,
        BRIDGE_COLUMNS,
        ((b.start, b.end, b.quota, "|".join(b.themes), b.until) for b in world.bridges),
    )
    return people, ties, bridges


def _circle(row: Row) -> Circle:
    animators = (
        slug(person["name"])
        for person in rows("cast")
        if person["role"] == "animator" and row["name"] in listed(person["circles"])
    )
    return Circle(
        name=row["name"],
        purpose=row["purpose"],
        town=row["town"],
        rural=row["setting"] == "rural",
        dye=row["dye"],
        weave=row["weave"],
        charter=row["charter"],
        through_members=row["through_members"] == "yes",
        animators=tuple(animators),
    )


def _person(villager: Villager, monday: date) -> Person:
    return Person(
        id=villager.id,
        name=villager.name,
        email=villager.email,
        circles=villager.circles,
        offers=villager.offers,
        needs=villager.needs,
        town=villager.town,
        organisation=villager.organisation,
        actor_type=villager.actor_type,
        sector=villager.sector,
        budget=villager.budget,
        joined_on=monday - timedelta(days=villager.joined),
        allow=villager.allow | {Consent.PROFILED},
        agreed_on=villager.day(monday, villager.agreed),
    )


def _ends(row: Row) -> tuple[str, str]:
    return row["start"], row["end"]


def _bridge(row: Row, monday: date) -> Bridge:
    until = monday + timedelta(days=int(row["until_in_days"]))
    return Bridge(row["start"], row["end"], int(row["quota"]), listed(row["themes"]), until)


def _person_cells(person: Person) -> tuple[object, ...]:
    return (
        person.id,
        person.name,
        person.email,
        "|".join(person.circles),
        _spoken(person.offers),
        _spoken(person.needs),
        person.town,
        person.organisation,
        person.actor_type,
        person.sector,
        "" if person.budget is None else person.budget,
        person.joined_on,
        "|".join(sorted(person.allow - {Consent.PROFILED})),
        person.agreed_on or "",
    )


def _spoken(asks: tuple[Ask, ...]) -> str:
    return "|".join(f"{ask.type}: {ask.text}" if ask.type else ask.text for ask in asks)


def _write(path: Path, columns: tuple[str, ...], cells: Iterable[Iterable[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(cells)
