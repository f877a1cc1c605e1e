"""Bridges at risk, for those who can do something about them: a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, OuterRef, Prefetch, Q, Subquery

from tisserand.domain.circles.models import Bridge, BridgePerson, Circle, Membership
from tisserand.domain.introductions.models import Introduction
from tisserand.domain.observatory.rules.bridges import BridgeFacts, bridge_risk
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of
from tisserand.vocabulary import BridgeRisk


@dataclass(frozen=True, slots=True)
class BridgeAtRisk:
    """A bridge with its gravest risk and since when (for a review to come: its date). `here`: the end that
    the reader animates, None when she animates neither; `people` stand on it."""

    ref: str
    start: Circle
    end: Circle
    risk: BridgeRisk
    since: date
    people: int
    here: Circle | None

    @property
    def there(self) -> Circle:
        """The other end, seen from `here`, or from the start."""
        return self.start if self.here is not None and self.here.pk == self.end.pk else self.end


def bridges_at_risk(reader: Person, at: datetime) -> list[BridgeAtRisk]:
    """Return the signed bridges at risk at an instant, gravest first: of the whole network to the host, to an
    animator those of her circles and those between listed circles; none to anybody else.

    That nothing crossed is told to those who animate an end: they alone know what was established.
    """
    animated = animated_keys(reader)
    if not animated and not reader.is_host:
        return []
    return risks_of(signed_bridges(reader, animated), animated, day_of(None, at))


def animated_keys(reader: Person) -> frozenset[int]:
    """Return the keys of the circles that she animates."""
    memberships = Membership.objects.animating().filter(person=reader)
    return frozenset(memberships.values_list("circle_id", flat=True))


def risks_of(rows: Sequence[Bridge], animated: frozenset[int], on: date) -> list[BridgeAtRisk]:
    """Return those at risk among signed bridges that she may read, gravest first; one query."""
    crossed = _crossed_on([row.pk for row in rows if {row.start_id, row.end_id} & animated])
    order = list(BridgeRisk)
    found = [told for row in rows if (told := _told(row, animated, crossed.get(row.pk), on)) is not None]
    return sorted(found, key=lambda told: (order.index(told.risk), told.since, told.ref))


def signed_bridges(reader: Person, animated: frozenset[int]) -> list[Bridge]:
    """Return the signed bridges that she may read, with all that `risks_of` looks at; three queries."""
    last = Membership.objects.filter(person=OuterRef("person"), circle=OuterRef("circle")).order_by("-pk")
    standing = BridgePerson.objects.filter(accepted_on__isnull=False)
    people = Prefetch("people", standing.annotate(left_on=Subquery(last.values("left_on")[:1])))
    rows = Bridge.objects.signed().select_related("start", "end").prefetch_related("signatures", people)
    if reader.is_host:
        return list(rows)
    own = Q(start__in=animated) | Q(end__in=animated)
    return list(rows.filter(own | Q(start__listed=True, end__listed=True)))


def _crossed_on(bridges: list[int]) -> dict[int, date]:
    """By bridge, the last day that an introduction was established over it."""
    rows = Introduction.objects.filter(bridge__in=bridges, established_on__isnull=False)
    return {key: on for key, on in rows.values_list("bridge").annotate(Max("established_on")) if key and on}


def _told(bridge: Bridge, animated: frozenset[int], crossed_on: date | None, on: date) -> BridgeAtRisk | None:
    signed_on = max(row.signed_on for row in bridge.signatures.all())
    left = [vars(row)["left_on"] for row in bridge.people.all()]  # annotated: when she left her circle
    standing = left.count(None)
    changes = (day for row in bridge.people.all() for day in (row.accepted_on, vars(row)["left_on"]))
    own = [end for end in (bridge.start, bridge.end) if end.pk in animated]
    facts = BridgeFacts(
        signed_on=signed_on,
        until=bridge.until,
        suspended_on=bridge.suspended_on,
        people=standing,
        people_on=max(filter(None, changes), default=signed_on),
        crossed_on=crossed_on,
        tells_crossings=bool(own),
    )
    found = bridge_risk(facts, on)
    if found is None:
        return None
    here = own[0] if own else None
    return BridgeAtRisk(bridge.ref, bridge.start, bridge.end, *found, standing, here)
