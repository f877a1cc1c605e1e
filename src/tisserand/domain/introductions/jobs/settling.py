"""What its dates, or a guard that no longer holds, end or approve."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet, prefetch_related_objects

from tisserand.domain.attention.queries import network_day
from tisserand.domain.introductions.actions.approving import course_of
from tisserand.domain.introductions.actions.moving import Held, follow, hold
from tisserand.domain.introductions.models import Introduction
from tisserand.domain.introductions.queries.standings import Standings, standings_of
from tisserand.domain.introductions.rules import (
    ANSWER_WITHIN,
    SECOND_BY,
    Act,
    Stage,
    days_of,
    due_act,
    stands,
)
from tisserand.domain.people.queries import day_of
from tisserand.vocabulary import Route

BATCH = 500
TOGETHER = 50
"""Introductions moved in one transaction: few enough that nobody waits for it."""


def settle(at: datetime) -> int:
    """End or approve what its dates, or a guard that no longer holds, end or approve; how many moved."""
    moved = 0
    for rows in _batches(_perhaps_due(network_day(at))):
        due = _moving(_held(rows), at)
        for start in range(0, len(due), TOGETHER):
            moved += settle_some(due[start : start + TOGETHER], at)
    return moved


def _held(rows: Iterable[Introduction]) -> list[Held]:
    return [Held(one, {side.place: side for side in one.sides.all()}) for one in rows]


def _moving(held: Collection[Held], at: datetime) -> list[int]:
    """The keys of those for which something is due, as they were read."""
    now = _standings(held, at)
    return [one.introduction.pk for one in held if _due(one, now, at) is not None]


def _standings(held: Collection[Held], at: datetime) -> Standings:
    people = {side.person_id for one in held for side in one.sides.values()}
    return standings_of([one.introduction for one in held], people, network_day(at))


def _perhaps_due(today: date) -> QuerySet[Introduction]:
    """Those that a date or a guard may end: the unshown ones, and those whose last day may have passed."""
    answered_by, second_by = (today - timedelta(days=days) for days in (ANSWER_WITHIN, SECOND_BY))
    return (
        Introduction.objects.filter(
            Q(stage__in=(Stage.DRAFTED, Stage.APPROVED))
            | Q(stage=Stage.ASKED_FIRST, first_shown_on__lte=answered_by)
            | Q(stage=Stage.WAITING_SECOND, first_shown_on__lte=second_by)
            | Q(stage=Stage.ASKED_SECOND, first_shown_on__lte=answered_by)
        )
        .select_related("circle_one", "circle_two")
        .prefetch_related("sides__person", "approvals__circle")
    )


def _batches(rows: QuerySet[Introduction]) -> Iterator[list[Introduction]]:
    """The rows by growing key, a few hundred at a time; what moves meanwhile is not met twice."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


@transaction.atomic
def settle_some(keys: Collection[int], at: datetime) -> int:
    """Follow all that is due for a few introductions, read again with their rows locked; how many moved."""
    held = hold(Introduction.objects.filter(pk__in=keys))
    prefetch_related_objects(
        [one.introduction for one in held], "approvals__circle", "circle_one", "circle_two"
    )
    now = _standings(held, at)
    return sum(_settle(one, now, at) for one in held)


def _settle(held: Held, now: Standings, at: datetime) -> bool:
    """Follow what is due until nothing is; whether it moved."""
    before = stage = held.stage
    while (act := _due(held, now, at)) is not None and follow(held, act, at=at) is not None:
        if held.stage is stage:
            break
        stage = held.stage
    return stage is not before


def _due(held: Held, now: Standings, at: datetime) -> Act | None:
    """The next act that time or a guard brings."""
    if not held.is_whole:
        return None
    failing = _failing(held, now) if held.stage in (Stage.DRAFTED, Stage.APPROVED) else None
    if failing is not None:
        return failing
    place = days_of(held.stage)
    today = day_of(held.sides[place].person, at) if place else network_day(at)
    return due_act(course_of(held.introduction, held.sides[2]), today)


def _failing(held: Held, now: Standings) -> Act | None:
    """What ends something that nobody was shown: rows 1 and 6, read again."""
    one, sides = held.introduction, list(held.sides.values())
    if now.are_apart(sides):
        return Act.SET_APART
    if one.route == Route.BRIDGE and one.bridge_id not in now.bridges:
        return Act.BRIDGE_ENDS
    standing = all(stands(each, inside=held.is_inside) for each in now.both(one, sides))
    return None if standing and now.route_open(one, sides) else Act.GUARD_FAILS
