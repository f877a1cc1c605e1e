"""The circles that her bridges reach, and who invited her: what a welcome and her own page say."""

from datetime import timedelta

import pytest

from tests.domain.circles.villages import bridge_between, is_constant, join, member, ring
from tests.domain.people.villagers import AT, TODAY, villager
from tisserand.domain.circles.actions import hide_circle
from tisserand.domain.circles.models import Circle
from tisserand.domain.circles.queries import circles_beyond
from tisserand.domain.people.models import Invitation
from tisserand.domain.people.queries import inviter_of

pytestmark = pytest.mark.django_db


def test_circles_beyond_are_those_of_bridges_in_force() -> None:
    own, there, back, unsigned, past, suspended = (ring(name=name) for name in "ABCDEF")
    ada = member(own)
    bridge_between(own, there)
    bridge_between(back, own)
    bridge_between(own, unsigned, signed=False)
    bridge_between(own, past, until=TODAY - timedelta(days=1))
    bridge_between(own, suspended, suspended_on=TODAY)
    bridge_between(there, unsigned)
    assert circles_beyond(ada, TODAY) == [there, back]
    assert circles_beyond(ada, TODAY + timedelta(days=91)) == []


def test_her_own_circle_is_not_beyond_when_a_bridge_joins_two_of_hers() -> None:
    one, other = ring(name="A"), ring(name="B")
    ada = member(one)
    join(ada, other)
    bridge_between(one, other)
    assert circles_beyond(ada, TODAY) == []


def test_a_hidden_circle_stays_in_the_list_when_its_bridge_ends() -> None:
    own, there = ring(name="A"), ring(name="B")
    ada = member(own)
    bridge = bridge_between(own, there)
    hide_circle(person=ada, circle=there, at=AT)
    bridge.delete()
    assert circles_beyond(ada, TODAY) == [there]


def test_circles_beyond_cost_the_same_however_many_there_are() -> None:
    ada = villager("Ada Martin")

    def grow(number: int) -> None:
        for _ in range(number):
            circle: Circle = ring()
            join(ada, circle)
            bridge_between(circle, ring())

    assert is_constant(lambda: circles_beyond(ada, TODAY), grow, (1, 3, 30))


def test_the_inviter_is_the_last_one_and_nobody_when_gone() -> None:
    ada, first, last = (villager(name) for name in ("Ada Martin", "Paul Roy", "Zoé Lam"))
    assert inviter_of(ada) is None
    for by, days in ((first, 9), (last, 2)):
        Invitation.objects.create(
            email=ada.email,
            invited_by=by,
            created_on=TODAY - timedelta(days=days),
            accepted_on=TODAY - timedelta(days=days),
            accepted_by=ada,
        )
    assert inviter_of(ada) == last
    last.delete()
    assert inviter_of(ada) is None
