"""What drafting reads: what records stand for among the rows, and what is left of weeks and months."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.models import Bridge, Circle, Membership
from tisserand.domain.introductions.queries.left import (
    Pair,
    Row,
    capacity_left,
    pairs_apart,
    quota_left,
    resting_pairs,
)
from tisserand.domain.people.models import Person
from tisserand.domain.ties.fabric import NO_ASKS, Asks
from tisserand.engine.go_between import SMALLEST_CIRCLE
from tisserand.formats.weaving import Introduction as Woven

MANY = 1_000
"""Above this, everybody is read rather than a list of keys."""


@dataclass(frozen=True, slots=True)
class Register:
    """What the records of a weaving stand for, among the rows."""

    people: Mapping[str, int]
    circles: Mapping[str, Circle]
    bridges: Mapping[str, Bridge]
    asks: Mapping[int, Asks]
    animators: Mapping[int, frozenset[int]]
    large: Mapping[int, Circle]  # the circle that stands for a go-between who is not named

    def asks_of(self, ref: str) -> Asks:
        """What somebody looks for and can give, as it was given to the weaving."""
        return self.asks.get(self.people.get(ref, 0), NO_ASKS)


@dataclass(slots=True)
class Room:
    """What is left while drafting; every pair that is drafted takes its part."""

    capacity: dict[int, int]
    quota: dict[Row, int]
    taken: set[Pair]
    apart: set[Pair] = field(default_factory=set)

    def take(self, one: int, two: int, row: Row | None) -> bool:
        """Take one place in each one's week and one of the month's proposals; False if any is missing."""
        pair = (min(one, two), max(one, two))
        free = all(self.capacity.get(person, 0) >= 1 for person in pair)
        if pair in self.taken or not free or (row is not None and self.quota.get(row, 0) < 1):
            return False
        for person in pair:
            self.capacity[person] -= 1
        if row is not None:
            self.quota[row] -= 1
        self.taken.add(pair)
        return True


def room_now(at: datetime, people: Collection[int]) -> Room:
    """What is left now, read again inside the transaction that drafts."""
    today = network_day(at)
    some = people if len(people) <= MANY else None
    return Room(capacity_left(at, some), quota_left(today), resting_pairs(today, some), pairs_apart())


def register_of(woven: Collection[Woven], asks: Mapping[int, Asks]) -> Register:
    """The Register of what was woven; six queries."""
    refs = {person.id for one in woven for person in (one.a, one.b, one.go_between) if person}
    rows = Person.objects.here()
    if len(refs) <= MANY:
        rows = rows.filter(ref__in=refs)
    people = dict(rows.values_list("ref", "pk"))
    circles = list(Circle.objects.all())
    animators: dict[int, set[int]] = {}
    for circle, person in Membership.objects.animating().values_list("circle_id", "person_id"):
        animators.setdefault(circle, set()).add(person)
    named = {one.go_between.id for one in woven if one.go_between}
    return Register(
        people=people,
        circles={name: circle for circle in circles for name in (circle.ref, circle.name)},
        bridges={bridge.ref: bridge for bridge in Bridge.objects.all()},
        asks=asks,
        animators={circle: frozenset(who) for circle, who in animators.items()},
        large=_large_circles({people[ref] for ref in named if ref in people}, circles),
    )


def _large_circles(people: Collection[int], circles: Iterable[Circle]) -> dict[int, Circle]:
    """For each of `people`, the largest of her circles that may stand for her, if one is large enough."""
    by_key = {circle.pk: circle for circle in circles}
    rows = list(Membership.objects.current().values_list("person_id", "circle_id"))
    size = Counter(circle for _, circle in rows)
    found: dict[int, Circle] = {}
    for person, circle in sorted(rows, key=lambda row: (size[row[1]], row[1])):
        if person in people and size[circle] >= SMALLEST_CIRCLE:
            found[person] = by_key[circle]
    return found
