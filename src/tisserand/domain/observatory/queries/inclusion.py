"""Who is proposed and who is introduced in a circle over twelve whole months, for its animators: a constant
number of queries, and nothing by which one person could be singled out."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.circles.queries import animated_circle
from tisserand.domain.introductions.models import Approval, Introduction, Side
from tisserand.domain.introductions.rules import StopReason, Verdict
from tisserand.domain.observatory.queries.crossings import KEPT_SECONDS
from tisserand.domain.observatory.queries.fabric import MANY
from tisserand.domain.observatory.queries.newcomers import carried_by
from tisserand.domain.observatory.rules.inclusion import (
    OTHERS,
    Exposure,
    counted,
    dosage,
    folded,
    year_to,
)
from tisserand.domain.observatory.rules.threshold import OUTSIDE
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import withheld_by_person
from tisserand.vocabulary import Field, Reader, Route


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The audit of a circle over the months `since`..`until` (the day after the last). `whole` is the circle,
    None under ten members; `network` everybody, None when the rest of it is under ten. `waiting` members were
    in no proposal shown, None when fewer than ten and not nobody. `stops`: by reason. `dosage`: of ten
    proposals, how many near, middle, far."""

    circle: Circle
    since: date
    until: date
    whole: Exposure | None
    network: Exposure | None
    sectors: tuple[Exposure, ...]
    actors: tuple[Exposure, ...]
    waiting: int | None
    stops: Mapping[StopReason, int]
    dosage: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class _Row:
    person: int
    sector: str
    actor_type: str
    proposed: bool
    introduced: bool


def inclusion_of(animator: Person, ref: str, at: datetime) -> Inclusion:
    """Return the audit of a circle; eight queries at most. Refused: NOT_FOUND unless she animates it.

    What is read of an introduction is what animators see of it: shown, established, on its public dates. Of
    her own ones, only those established. A sector kept from animators counts among the others.
    """
    circle = animated_circle(animator, ref)
    since, until = year_to(network_day(at))
    carried = carried_by(animator, circle)
    rows = _members(circle, carried, since, until)
    whole = _whole(rows, circle.name)
    told = whole if whole.people >= OUTSIDE else None
    network = _network(since, until, at)
    waiting = whole.people - whole.proposed
    return Inclusion(
        circle=circle,
        since=since,
        until=until,
        whole=told,
        network=network if network.people - whole.people >= OUTSIDE else None,
        sectors=_by(rows, lambda row: row.sector) if told else (),
        actors=_by(rows, lambda row: row.actor_type) if told else (),
        waiting=waiting if waiting == 0 or waiting >= OUTSIDE else None,
        stops=_stops(circle, since, until),
        dosage=_dosage(carried, since, until),
    )


def _members(circle: Circle, carried: QuerySet[Side], since: date, until: date) -> list[_Row]:
    shown = Q(introduction__first_shown_on__gte=since, introduction__first_shown_on__lt=until)
    established = Q(introduction__established_on__gte=since, introduction__established_on__lt=until)
    days = (
        carried.filter(shown | established)
        .order_by()
        .values("person")
        .annotate(shown=Count("pk", filter=shown), established=Count("pk", filter=established))
        .values_list("person", "shown", "established")
    )
    lived = {person: (proposed > 0, introduced > 0) for person, proposed, introduced in days}
    members = Membership.objects.current().filter(circle=circle, joined_on__lt=until)
    facts = list(members.values_list("person_id", "person__sector", "person__actor_type"))
    kept = withheld_by_person([person for person, *_ in facts], Reader.ANIMATOR)
    return [
        _Row(
            person,
            OTHERS if Field.SECTOR in kept[person] else sector.strip(),
            OTHERS if Field.ACTOR_TYPE in kept[person] else actor_type,
            *lived.get(person, (False, False)),
        )
        for person, sector, actor_type in facts
    ]


def _whole(rows: list[_Row], name: str) -> Exposure:
    proposed, introduced = sum(row.proposed for row in rows), sum(row.introduced for row in rows)
    return Exposure(name, len(rows), proposed, introduced)


def _by(rows: list[_Row], kind: Callable[[_Row], str]) -> tuple[Exposure, ...]:
    return tuple(folded(counted((kind(row), row.proposed, row.introduced) for row in rows)))


def _network(since: date, until: date, at: datetime) -> Exposure:
    """Everybody who is in a circle, whichever; what was counted within the hour in a large network."""
    key = f"inclusion-{at:%Y%m%d%H}-{since:%Y%m%d}-{until:%Y%m%d}"
    kept: tuple[int, int, int] | None = cache.get(key)
    found = kept or _counted(since, until)
    if kept is None and found[0] >= MANY:
        cache.set(key, found, KEPT_SECONDS)
    return Exposure("", *found)


def _counted(since: date, until: date) -> tuple[int, int, int]:
    """How many are in a circle, were in a proposal shown, were introduced; one query."""
    here = Membership.objects.current().filter(joined_on__lt=until, person=OuterRef("pk"))
    sides = Side.objects.filter(person=OuterRef("pk"), introduction__apart=False)
    shown = sides.filter(introduction__first_shown_on__gte=since, introduction__first_shown_on__lt=until)
    established = sides.filter(
        introduction__established_on__gte=since, introduction__established_on__lt=until
    )
    found = Person.objects.filter(Exists(here)).aggregate(
        people=Count("pk"),
        proposed=Count("pk", filter=Exists(shown)),
        introduced=Count("pk", filter=Exists(established)),
    )
    return found["people"], found["proposed"], found["introduced"]


def _stops(circle: Circle, since: date, until: date) -> Mapping[StopReason, int]:
    """The pairs that its animators stopped, by reason."""
    rows = Approval.objects.filter(
        circle=circle, verdict=Verdict.STOPPED, answered_on__gte=since, answered_on__lt=until
    )
    found = Counter(dict(rows.order_by().values_list("reason").annotate(Count("pk"))))
    return {reason: found[reason.value] for reason in StopReason}


def _dosage(carried: QuerySet[Side], since: date, until: date) -> tuple[int, int, int] | None:
    """Of ten proposals of the circle that were shown, how many near, middle and far."""
    ids = carried.order_by().values("introduction")
    rows = (
        Introduction.objects.filter(pk__in=ids, first_shown_on__gte=since, first_shown_on__lt=until)
        .order_by()
        .values_list("route", KT("facts__shared"))
        .annotate(Count("pk"))
    )
    counts: Counter[tuple[bool, int]] = Counter()
    for route, shared, number in rows:
        if shared is not None:
            counts[route == Route.INSIDE, int(shared)] += number
    return dosage(counts)
