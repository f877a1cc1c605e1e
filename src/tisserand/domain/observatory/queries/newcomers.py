"""The newcomers of a circle and their integration clock, for its animators: one query.

What is read of an introduction is what its animators see of it: that it was shown, that it was established,
on its public dates, as long as it was carried by their circle. Neither a Side's answer nor its day is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.circles.queries.care import unblocked
from tisserand.domain.circles.rules.membership import NEWCOMER_DAYS
from tisserand.domain.introductions.models import Side
from tisserand.domain.observatory.rules.newcomers import (
    CLOCK_DAYS,
    Knot,
    Standing,
    Step,
    knots,
    median_wait,
    standing,
)
from tisserand.domain.observatory.rules.quiet import is_spared
from tisserand.domain.people.models import Person

YEAR = 365
MOST_COUNTED = 500
"""Newcomers of a year that the median counts, the latest ones."""
PRESSING = (Standing.ALONE, Standing.LATE, Standing.ON_TIME, Standing.WOVEN)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody new: how many days she has been here, what happened on the way, who walks with her (""). Her
    name is told to the animators of her circle; `resting`: she is not to be hurried."""

    person: int
    ref: str
    name: str
    joined_on: date
    day: int
    knots: tuple[Knot, ...]
    standing: Standing
    sponsor: str
    resting: bool

    @property
    def moved(self) -> bool:
        """Whether anything happened since she arrived."""
        return len(self.knots) > 1

    @property
    def woven_on_day(self) -> int | None:
        """After how many days she had her first tie beyond the circle."""
        return next((knot.day for knot in self.knots if knot.step is Step.BEYOND), None)


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Those whose clock runs, what presses first, and the median of the year's (None about fewer than
    five, or while half of them wait)."""

    rows: tuple[Newcomer, ...]
    median: int | None


def newcomers_of(animator: Person, circle: Circle, today: date) -> Newcomers:
    """Return the newcomers of a circle that she animates (the caller's to check); one query.

    Left out: herself, and whoever a block keeps apart from her.
    """
    told = [_newcomer(*row, today=today) for row in _rows(animator, circle, today)]
    waits = [(one.day if one.woven_on_day is None else one.woven_on_day, one.woven_on_day is not None)
             for one in told]  # fmt: skip
    return Newcomers(tuple(in_order(told)), median_wait(waits))


def in_order(newcomers: Iterable[Newcomer]) -> list[Newcomer]:
    """Return those whose clock still runs, what presses first, then the longest here."""
    running = [
        one
        for one in newcomers
        if one.day <= CLOCK_DAYS or (one.standing is Standing.LATE and one.day <= NEWCOMER_DAYS)
    ]
    return sorted(running, key=lambda one: (PRESSING.index(one.standing), -one.day, one.ref))


def _rows(animator: Person, circle: Circle, today: date) -> Iterable[Any]:
    rows = Membership.objects.current().filter(
        circle=circle, joined_on__gt=today - timedelta(days=YEAR), joined_on__lte=today
    )
    carried = carried_by(animator, circle).filter(person=OuterRef("person"))
    established = carried.filter(introduction__established_on__gte=OuterRef("joined_on"))
    inside = Q(introduction__circle_one=F("introduction__circle_two"))
    return (
        unblocked(rows.exclude(person=animator), animator)
        .annotate(
            proposed_on=_first(carried, "first_shown_on"),
            introduced_on=_first(established.filter(inside), "established_on"),
            beyond_on=_first(established.exclude(inside), "established_on"),
        )
        .order_by("-joined_on", "pk")
        .values_list(
            "person_id", "person__ref", "person__name", "joined_on", "person__paused_on", "spared_until",
            "sponsor__name", "proposed_on", "introduced_on", "beyond_on",
        )[:MOST_COUNTED]
    )  # fmt: skip


def carried_by(animator: Person, circle: Circle) -> QuerySet[Side]:
    """Return the halves, by the members of a circle, of the introductions that it carried and that its
    animator may know of: of her own ones, only those established."""
    mine = Q(place=1, introduction__circle_one=circle) | Q(place=2, introduction__circle_two=circle)
    hers = Side.objects.filter(person=animator).values("introduction")
    unknown = Q(introduction__in=hers, introduction__established_on__isnull=True)
    return Side.objects.filter(mine, introduction__apart=False).exclude(unknown)


def _first(sides: QuerySet[Side], day: str) -> Subquery:
    name = f"introduction__{day}"
    since = sides.filter(**{f"{name}__gte": OuterRef("joined_on")}).order_by(name)
    return Subquery(since.values(name)[:1])


def _newcomer(
    person: int,
    ref: str,
    name: str,
    joined_on: date,
    paused_on: date | None,
    spared_until: date | None,
    sponsor: str | None,
    proposed_on: date | None,
    introduced_on: date | None,
    beyond_on: date | None,
    *,
    today: date,
) -> Newcomer:
    day = (today - joined_on).days
    steps = knots(joined_on, today, proposed_on=proposed_on, introduced_on=introduced_on, beyond_on=beyond_on)
    beyond = any(knot.step is Step.BEYOND for knot in steps)
    return Newcomer(
        person,
        ref,
        name,
        joined_on,
        day,
        steps,
        standing(day, sponsored=bool(sponsor), beyond=beyond),
        sponsor or "",
        resting=is_spared(paused_on, spared_until, today),
    )
