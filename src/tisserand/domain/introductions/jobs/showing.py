"""Showing proposals: on letter days, within everybody's week, seconds before new ones."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from tisserand.domain.attention.queries import shown_this_week
from tisserand.domain.attention.rules import is_letter_day
from tisserand.domain.introductions.actions.moving import Held, follow, hold_one
from tisserand.domain.introductions.models import Side
from tisserand.domain.introductions.queries.left import letter_days_of, most_a_week, rhythm_columns
from tisserand.domain.introductions.queries.standings import own_side
from tisserand.domain.introductions.rules import Act, Stage, may_be_shown, may_show_second
from tisserand.domain.people.queries import day_of
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Origin, Refusal


def show(at: datetime) -> int:
    """Show what may be shown today, within everybody's week; how many sides were.

    Second sides go first, the longest waiting before; then new proposals, the best first.
    """
    shown = shown_this_week(at)
    count = 0
    for side in _to_show():
        person, budget = side.person, getattr(side, "a_week", None)
        if shown.get(person.pk, 0) >= most_a_week(budget) or not _is_her_day(side, at):
            continue
        if show_one(side.introduction_id, side.place, at):
            shown[person.pk] = shown.get(person.pk, 0) + 1
            count += 1
    return count


def _to_show() -> list[Side]:
    """The sides that wait to be shown, in the order in which they are."""
    second = Q(introduction__stage=Stage.WAITING_SECOND, place=2)
    first = Q(introduction__stage=Stage.APPROVED, place=1)
    rows = Side.objects.filter(second | first, person__paused_on__isnull=True)
    rows = rows.select_related("introduction", "person").annotate(**rhythm_columns())
    return sorted(rows, key=_turn)


def _turn(side: Side) -> tuple[int, date, float, int]:
    one = side.introduction
    if side.place == 2:
        return 0, one.first_shown_on or one.created_on, 0.0, one.pk
    return 1, date.min, -one.score, one.pk


def _is_her_day(side: Side, at: datetime) -> bool:
    """Whether letters may reach her today; a welcome waits for no day."""
    if side.introduction.origin == Origin.WELCOME and side.place == 1:
        return True
    return is_letter_day(letter_days_of(side), day_of(side.person, at))


def show_one(key: int, place: int, at: datetime) -> bool:
    """Show one introduction to the side at `place`, if its guards hold now; whether it was shown.

    The budget and the letter day were read before; the budget is counted again, under a lock.
    """
    try:
        with transaction.atomic():
            held = hold_one(key)
            return held is not None and _shown(held, place, at)
    except Refused as refused:
        if refused.code is Refusal.BUDGET_SPENT:
            return False
        raise


def _shown(held: Held, place: int, at: datetime) -> bool:
    wanted = Stage.APPROVED if place == 1 else Stage.WAITING_SECOND
    if held.stage is not wanted or not held.is_whole:
        return False
    now, sides = held.standings(at), list(held.sides.values())
    holds = may_be_shown(
        now.both(held.introduction, sides),
        inside=held.is_inside,
        apart=now.are_apart(sides),
        letter_day=True,
        shown_this_week=0,
        budget=1,
    )
    if place == 1:
        holds = holds and now.route_open(held.introduction, sides)
    else:
        first = held.sides[1]
        holds = holds and may_show_second(own_side(first), day_of(first.person, at))
    act = Act.SHOW_FIRST if place == 1 else Act.SHOW_SECOND
    return follow(held, act, at=at, guards_hold=holds) is not None
