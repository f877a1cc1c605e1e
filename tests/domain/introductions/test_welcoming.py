"""The welcome: one proposal at once, within what is left, never twice."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.domain.introductions.town import MONDAY, Town, circle, gives, member, on, seeks, town
from tisserand.domain.attention.models import Budget
from tisserand.domain.circles.models import Bridge, Circle
from tisserand.domain.introductions.jobs import carry_on, weave_week, welcome
from tisserand.domain.introductions.jobs.welcoming import KEEPER
from tisserand.domain.introductions.models import Introduction
from tisserand.domain.introductions.queries import today_of
from tisserand.domain.introductions.rules import Answer, Stage
from tisserand.domain.people.models import Block, Person
from tisserand.vocabulary import ApprovalMode, Origin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """Each test reads its own network."""
    KEEPER.forget()
    yield
    KEEPER.forget()


def arrival(found: Town) -> Person:
    """Somebody who has just come into the first circle, which proposes nobody inside, and needs what Bob
    offers; letters reach her on Sundays only."""
    Circle.objects.filter(pk=found.one.pk).update(takes_inside=False)
    new = member(found.one, days=64, name="Eve Roux", confirmed_on=date(2043, 11, 23))
    seeks(new)
    return new


def test_a_newcomer_is_shown_one_proposal_at_once() -> None:
    found = town(one=ApprovalMode.UNLESS_STOPPED, two=ApprovalMode.UNLESS_STOPPED)
    new = arrival(found)
    ref = welcome(new.ref, MONDAY)
    row = Introduction.objects.get()
    assert (ref, row.origin, row.stage) == (row.ref, Origin.WELCOME, Stage.ASKED_FIRST)
    assert row.sides.get(place=1).person == new and row.sides.get(place=2).person == found.bob
    assert [one.ref for one in today_of(new, MONDAY).letters] == [ref]
    assert welcome(new.ref, on(1)) == ref, "asked again, nobody more"
    assert Introduction.objects.count() == 1
    found.says(new, Answer.YES, 1)
    carry_on(on(1))
    assert found.stage is Stage.ASKED_SECOND, "the second is asked on her letter day, as ever"


def test_a_circle_that_wants_to_read_first_is_waited_for() -> None:
    found = town(two=ApprovalMode.REQUIRED)
    new = arrival(found)
    assert welcome(new.ref, MONDAY) is None
    row = Introduction.objects.get()
    assert (row.stage, [asked.circle for asked in row.approvals.all()]) == (Stage.DRAFTED, [found.two])
    assert welcome(new.ref, MONDAY) is None and Introduction.objects.count() == 1


def test_nobody_is_proposed_twice_or_beyond_what_is_left() -> None:
    found = town()
    new = arrival(found)
    KEEPER.kept(MONDAY)
    Budget.objects.filter(person=found.bob).update(a_week=0)  # since the snapshot
    assert welcome(new.ref, MONDAY) is None
    Budget.objects.filter(person=found.bob).update(a_week=2)
    Bridge.objects.update(suspended_on=date(2043, 11, 23))
    assert welcome(new.ref, MONDAY) is None
    Bridge.objects.update(suspended_on=None)
    assert welcome(new.ref, MONDAY) is not None


def test_who_paused_or_was_erased_since_the_snapshot_is_not_proposed() -> None:
    found = town()
    new = arrival(found)
    KEEPER.kept(MONDAY)
    Person.objects.filter(pk=found.bob.pk).update(paused_on=date(2043, 11, 23))
    assert welcome(new.ref, MONDAY) is None
    Person.objects.filter(pk=found.bob.pk).delete()
    assert welcome(new.ref, MONDAY) is None


def test_a_block_since_the_snapshot_reserves_and_shows_nothing() -> None:
    found = town()
    new = arrival(found)
    KEEPER.kept(MONDAY)
    Block.objects.create(person=found.bob, other=new, set_on=date(2043, 11, 23))
    assert welcome(new.ref, MONDAY) is None
    row = Introduction.objects.get()
    assert (row.apart, row.stage) == (True, Stage.OVER)


def test_a_weaving_after_a_welcome_counts_it() -> None:
    found = town()
    new = arrival(found)
    assert welcome(new.ref, MONDAY)
    weave_week(MONDAY)
    pairs = list(Introduction.objects.values_list("pair", flat=True))
    assert len(pairs) == len(set(pairs)) == 2


def test_nobody_unknown_paused_or_alone_is_proposed() -> None:
    assert welcome("nobody", MONDAY) is None
    alone = member(circle())
    assert welcome(alone.ref, MONDAY) is None
    found = town()
    new = arrival(found)
    Person.objects.filter(pk=new.pk).update(paused_on=date(2043, 11, 23))
    assert welcome(new.ref, MONDAY) is None
    gives(new)


def test_a_snapshot_serves_until_a_weaving_finishes_or_ten_minutes_pass() -> None:
    town()
    kept = KEEPER.kept(MONDAY)
    assert KEEPER.kept(MONDAY.replace(minute=9)) is kept
    assert KEEPER.kept(MONDAY.replace(minute=10)) is not kept
    kept = KEEPER.kept(MONDAY)
    weave_week(MONDAY)
    assert KEEPER.kept(MONDAY) is not kept
    kept = KEEPER.kept(MONDAY)
    carry_on(MONDAY.replace(minute=9))
    assert KEEPER.kept(MONDAY) is kept
    carry_on(on(1))
    assert KEEPER.kept(MONDAY) is not kept, "what was erased must not stay in memory"
