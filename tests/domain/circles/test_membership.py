"""Leaving a circle, holding its keys, giving them back: somebody always animates those who stay."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier

import pytest

from tests.domain.circles.villages import bridge_between, join, member, refused, ring
from tests.domain.people.villagers import AT, TODAY, together, villager
from tisserand.domain.attention.models import Letter, Request
from tisserand.domain.circles.actions import (
    ask_bridge_person,
    ask_to_sign,
    leave_circle,
    name_animator,
    propose_bridge,
    step_down,
)
from tisserand.domain.circles.models import BridgePerson, Circle, Membership
from tisserand.domain.circles.queries import (
    animators_of,
    bridges_to_sign,
    circle_for,
    circles_of,
    is_orphaned,
    members_of,
)
from tisserand.domain.people.models import AuditLine, Person
from tisserand.domain.people.queries import audit_of
from tisserand.domain.refused import Refused
from tisserand.vocabulary import AuditAct, Refusal


@pytest.mark.django_db
def test_member_leaves_at_once_and_may_come_back() -> None:
    ada = villager()
    circle = ring(villager())
    join(ada, circle)
    left = leave_circle(person=ada, circle=circle, at=AT)
    assert left.left_on == TODAY
    assert circles_of(ada) == []
    with refused(Refusal.NOT_FOUND):
        circle_for(ada, circle.ref)
    with refused(Refusal.NOT_FOUND):
        leave_circle(person=ada, circle=circle, at=AT)
    join(ada, circle)
    assert circle_for(ada, circle.ref) == circle


@pytest.mark.django_db
def test_last_animator_stays_until_another_is_named() -> None:
    ada = villager()
    circle = ring(ada)
    bob = member(circle)
    with refused(Refusal.LAST_ANIMATOR):
        leave_circle(person=ada, circle=circle, at=AT)
    with refused(Refusal.LAST_ANIMATOR):
        step_down(person=ada, circle=circle, at=AT)
    assert animators_of(circle) == [ada]
    name_animator(by=ada, circle=circle, person_ref=bob.ref, at=AT)
    leave_circle(person=ada, circle=circle, at=AT)
    assert animators_of(circle) == [bob]


@pytest.mark.django_db
def test_last_animator_leaves_an_empty_circle() -> None:
    ada = villager()
    circle = ring(ada)
    join(villager(confirmed_on=None), circle)
    leave_circle(person=ada, circle=circle, at=AT)
    assert is_orphaned(circle)


@pytest.mark.django_db
def test_each_change_of_role_is_told_once_to_whom_it_concerns() -> None:
    ada = villager()
    circle = ring(ada)
    bob = member(circle)
    name_animator(by=ada, circle=circle, person_ref=bob.ref, at=AT)
    with refused(Refusal.ALREADY_DONE):
        name_animator(by=ada, circle=circle, person_ref=bob.ref, at=AT)
    lines = [(line.act, line.by, line.about) for line in audit_of(bob)]
    assert lines == [(AuditAct.ROLE_CHANGED, ada, circle.ref)]
    step_down(person=bob, circle=circle, at=AT)
    with refused(Refusal.NOT_ANIMATOR):
        step_down(person=bob, circle=circle, at=AT)
    assert len(audit_of(bob)) == 2
    assert AuditLine.objects.count() == 2
    assert circle_for(bob, circle.ref) == circle


@pytest.mark.django_db
def test_keys_are_given_by_an_animator_to_a_member() -> None:
    ada = villager()
    circle = ring(ada)
    bob, stranger, host = member(circle), villager(), villager(is_host=True)
    for by, ref in ((bob, bob.ref), (stranger, bob.ref), (host, bob.ref), (ada, stranger.ref), (ada, "x")):
        with refused(Refusal.NOT_FOUND):
            name_animator(by=by, circle=circle, person_ref=ref, at=AT)
    assert animators_of(circle) == [ada]


@pytest.mark.django_db
def test_erasure_of_the_last_animator_leaves_a_circle_that_works() -> None:
    ada, host = villager(), villager(is_host=True)
    circle, other = ring(ada), ring(villager())
    bob = member(circle)
    bridge = propose_bridge(
        by=ada, circle=circle, other_ref=other.ref, quota=3, until=TODAY + timedelta(days=90), at=AT
    )
    ada.delete()
    assert is_orphaned(circle)
    assert [row.name for row in members_of(bob, circle, on=TODAY).rows] == [bob.name]
    bridge.refresh_from_db()
    assert ask_to_sign(bridge=bridge, at=AT) == 1
    with refused(Refusal.NOT_FOUND):
        name_animator(by=bob, circle=circle, person_ref=bob.ref, at=AT)
    name_animator(by=host, circle=circle, person_ref=bob.ref, at=AT)
    assert animators_of(circle) == [bob]


@pytest.mark.django_db
def test_who_leaves_holds_nothing_there_any_more() -> None:
    ada, bob, eve = villager(), villager(), villager()
    circle = ring(ada, bob)
    join(eve, circle, sponsor=bob)
    other = ring(villager())
    bridge = bridge_between(circle, other, signed=False)
    ask_bridge_person(by=ada, ref=bridge.ref, person_ref=bob.ref, at=AT)
    ask_to_sign(bridge=bridge, at=AT)
    assert [one.ref for one in bridges_to_sign(bob, TODAY)] == [bridge.ref]
    leave_circle(person=bob, circle=circle, at=AT)
    assert not BridgePerson.objects.exists()
    assert Membership.objects.get(person=eve).sponsor is None
    assert bridges_to_sign(bob, TODAY) == []
    assert Request.objects.get(person=bob).closed_on == TODAY
    assert Request.objects.get(person=ada).closed_on is None
    assert not Letter.objects.filter(person=bob, cancelled_at__isnull=True).exists()


def leave_without_taking_turns(person: Person, circle: Circle, both: Barrier) -> None:
    """Count, then leave: what a careless writer would do. Both have counted when either goes on."""
    others = list(Membership.objects.animating().filter(circle=circle).exclude(person=person))
    both.wait(timeout=30)
    if not others:
        raise Refused(Refusal.LAST_ANIMATOR)
    Membership.objects.filter(person=person, circle=circle).update(left_on=TODAY)


def animators_left(leave: Callable[[Person, Circle], object]) -> int:
    """Let the two animators of a circle leave together; return how many are left for the third."""
    ada, bob = villager(), villager()
    circle = ring(ada, bob)
    member(circle)
    together([lambda: leave(ada, circle), lambda: leave(bob, circle)])
    return Membership.objects.animating().filter(circle=circle).count()


@pytest.mark.django_db(transaction=True)
def test_two_animators_who_leave_together_leave_one() -> None:
    assert animators_left(lambda who, circle: leave_circle(person=who, circle=circle, at=AT)) == 1


@pytest.mark.django_db(transaction=True)
def test_leaving_without_taking_turns_is_caught_when_planted() -> None:
    both = Barrier(2)
    assert animators_left(lambda who, circle: leave_without_taking_turns(who, circle, both)) == 0
