"""What a bridge brought, for those who may open its page: figures, never a pair, never an answer."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet

from tisserand.domain.circles.models import Bridge
from tisserand.domain.circles.queries.bridge import readable_bridges
from tisserand.domain.exchanges.models import Need
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.introductions.rules.crossed import Brought, Crossing, brought_by
from tisserand.domain.people.models import Person

_Facts = tuple[date, date | None, date | None, dict[str, object]]
LONG = timedelta(days=731)
"""How far back a bridge is told: longer than it may run without a new signature."""


def bridge_brought(person: Person, ref: str, on: date, opened_on: date) -> Brought:
    """Return what a bridge brought since it was opened, in the months that are over; nothing of one whose
    page she may not open."""
    bridge = readable_bridges(person).filter(ref=ref)
    return brought_by(_crossings(bridge, on), opened_on=opened_on, on=on)


def _crossings(bridge: QuerySet[Bridge], on: date) -> list[Crossing]:
    rows = Introduction.objects.filter(
        bridge__in=bridge, created_on__gte=on - LONG, created_on__lt=on.replace(day=1)
    )
    facts = ("created_on", "established_on", "met_on", "facts")
    people: defaultdict[int, set[int]] = defaultdict(set)
    told: dict[int, _Facts] = {}
    sides = Side.objects.filter(introduction__in=rows)
    columns = ("introduction", "person", *(f"introduction__{name}" for name in facts))
    for introduction, person, *known in sides.values_list(*columns):
        people[introduction].add(person)
        told[introduction] = (known[0], known[1], known[2], known[3])
    refs = _needs(told.values())
    asked = dict(Need.objects.filter(ref__in=refs).values_list("ref", "created_on")) if refs else {}
    return [
        Crossing(
            people=frozenset(people[pk]),
            drafted_on=created_on,
            established_on=established_on,
            met_on=met_on,
            asked_on=min((asked[need] for need in _refs(said) if need in asked), default=None),
        )
        for pk, (created_on, established_on, met_on, said) in told.items()
    ]


def _needs(told: Iterable[_Facts]) -> list[str]:
    """The needs behind those who met: the only ones whose date is told."""
    return [need for _, _, met_on, said in told if met_on for need in _refs(said)]


def _refs(facts: dict[str, object]) -> list[str]:
    sides = (facts.get("one"), facts.get("two"))
    return [str(side["need"]) for side in sides if isinstance(side, dict) and "need" in side]
