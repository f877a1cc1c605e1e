"""The circles that agreed to be listed, as anybody reads them: nothing of any other circle, no person.

How many people a circle has is rounded down to tens; under ten, no number leaves it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from tisserand.domain.circles.models import Bridge, Circle, Membership
from tisserand.domain.people.models import Person
from tisserand.formats.numbering import folded

MOST_SHOWN = 50
MOST_READ = 2_000
MOST_DRAWN = 14
STEP = 10


@dataclass(frozen=True, slots=True)
class ListedCircle:
    """A circle that agreed to be listed: its people in tens (0 under ten), whether the reader is in it."""

    ref: str
    name: str
    purpose: str
    town: str
    dye: str
    weave: str
    people: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """The first circles that answer a search, by name; how many others do; the towns that have some."""

    circles: tuple[ListedCircle, ...]
    others: int
    towns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenFabric:
    """Listed circles, and the bridges in force between two of them (by rank); `others` are left out."""

    circles: tuple[ListedCircle, ...]
    bridges: tuple[tuple[int, int], ...]
    others: int


def directory(reader: Person | None, *, text: str = "", town: str = "") -> Directory:
    """Return the listed circles whose name, purpose or town hold every word of `text`, in `town` if one is
    named; case and accents do not count. Three queries."""
    listed = _listed()
    words, place = folded(text).split(), folded(town)
    kept = [
        pk
        for pk, name, purpose, where in listed
        if place in ("", folded(where)) and _holds(folded(f"{name} {purpose} {where}"), words)
    ]
    towns = {folded(where): where for *_, where in reversed(listed) if where}
    return Directory(
        _told(reader, kept[:MOST_SHOWN]),
        max(0, len(kept) - MOST_SHOWN),
        tuple(towns[plain] for plain in sorted(towns)),
    )


def open_fabric(reader: Person | None, on: date) -> OpenFabric:
    """Return the listed circles and their bridges in force on a day: those with most bridges first, in the
    order of their names, `MOST_DRAWN` at most. Four queries."""
    listed = [pk for pk, *_ in _listed()]
    rows = Bridge.objects.in_force(on).filter(start__in=listed, end__in=listed)
    pairs = {(min(pair), max(pair)) for pair in rows.values_list("start", "end")}
    reach = dict.fromkeys(listed, 0)
    for one, other in pairs:
        reach[one] += 1
        reach[other] += 1
    drawn = set(sorted(listed, key=lambda pk: -reach[pk])[:MOST_DRAWN])
    chosen = [pk for pk in listed if pk in drawn]
    rank = {pk: place for place, pk in enumerate(chosen)}
    ends = [(rank[one], rank[other]) for one, other in pairs if one in rank and other in rank]
    bridges = sorted((min(pair), max(pair)) for pair in ends)
    return OpenFabric(_told(reader, chosen), tuple(bridges), len(listed) - len(chosen))


def _listed() -> list[tuple[int, str, str, str]]:
    """The key, name, purpose and town of each listed circle, by name."""
    rows = Circle.objects.filter(listed=True).order_by("name")[:MOST_READ]
    found = list(rows.values_list("pk", "name", "purpose", "town"))
    return sorted(found, key=lambda row: (folded(row[1]), row[1]))


def _holds(told: str, words: Iterable[str]) -> bool:
    return all(word in told for word in words)


def _told(reader: Person | None, keys: Collection[int]) -> tuple[ListedCircle, ...]:
    """These circles, in the order of their keys."""
    current = Membership.objects.current().filter(circle__in=keys)
    people = dict(current.values("circle").annotate(people=Count("pk")).values_list("circle", "people"))
    mine = set(current.filter(person=reader).values_list("circle", flat=True)) if reader else set[int]()
    rows = Circle.objects.in_bulk(list(keys))
    return tuple(
        ListedCircle(
            ref=rows[key].ref,
            name=rows[key].name,
            purpose=rows[key].purpose,
            town=rows[key].town,
            dye=rows[key].dye,
            weave=rows[key].weave,
            people=people.get(key, 0) // STEP * STEP,
            mine=key in mine,
        )
        for key in keys
        if key in rows
    )
