"""Standing on a bridge: asked, accepted, left, and named only with her consent."""

import pytest

from tests.domain.circles.villages import bridge_between, join, member, refused, ring
from tests.domain.people.villagers import AT, TODAY, villager
from tisserand.domain.attention.models import Letter
from tisserand.domain.circles.actions import (
    accept_bridge_role,
    ask_bridge_person,
    leave_bridge_role,
    leave_circle,
)
from tisserand.domain.circles.queries import bridge_for, bridge_roles_of
from tisserand.domain.people.actions import set_block
from tisserand.domain.people.queries import consents_of
from tisserand.vocabulary import Consent, LetterKind, Refusal

pytestmark = pytest.mark.django_db


def test_she_is_named_once_she_accepts() -> None:
    ada, bob = villager("Ada"), villager("Bob")
    here, there = ring(ada), ring(bob)
    eve = member(here, "Ève")
    bridge = bridge_between(here, there)
    ask_bridge_person(by=ada, ref=bridge.ref, person_ref=eve.ref, at=AT)
    letter = Letter.objects.get()
    assert (letter.person, letter.kind, letter.about) == (eve, LetterKind.BRIDGE_PERSON, bridge.ref)
    assert consents_of(eve)[Consent.NAMED] is False
    assert [one.accepted for one in bridge_for(ada, bridge.ref, TODAY).people] == [False]
    assert bridge_for(bob, bridge.ref, TODAY).people == (), "whom the other circle asks is its own affair"
    assert bridge_for(eve, bridge.ref, TODAY).here == here
    accept_bridge_role(person=eve, ref=bridge.ref, at=AT)
    assert consents_of(eve)[Consent.NAMED] is True
    assert [one.name for one in bridge_for(bob, bridge.ref, TODAY).people] == ["Ève"]
    assert [row.bridge for row in bridge_roles_of(eve)] == [bridge]
    with refused(Refusal.ALREADY_DONE):
        accept_bridge_role(person=eve, ref=bridge.ref, at=AT)


def test_she_leaves_when_she_wants_even_before_accepting() -> None:
    ada = villager()
    here = ring(ada)
    eve = member(here)
    bridge = bridge_between(here, ring())
    for accepts in (False, True):
        ask_bridge_person(by=ada, ref=bridge.ref, person_ref=eve.ref, at=AT)
        with refused(Refusal.ALREADY_DONE):
            ask_bridge_person(by=ada, ref=bridge.ref, person_ref=eve.ref, at=AT)
        if accepts:
            accept_bridge_role(person=eve, ref=bridge.ref, at=AT)
        leave_bridge_role(person=eve, ref=bridge.ref, at=AT)
        assert bridge_roles_of(eve) == []
        with refused(Refusal.NOT_FOUND):
            leave_bridge_role(person=eve, ref=bridge.ref, at=AT)
        with refused(Refusal.NOT_FOUND):
            bridge_for(eve, bridge.ref, TODAY)
    assert not Letter.objects.filter(cancelled_at__isnull=True).exists()


def test_she_is_asked_by_an_animator_of_her_own_circle() -> None:
    ada, bob = villager(), villager()
    here, there = ring(ada), ring(bob)
    eve, zoe, gone = member(here), member(there), villager()
    join(gone, here, left_on=TODAY)
    bridge = bridge_between(here, there)
    for by, person in ((ada, zoe), (bob, eve), (eve, eve), (ada, gone), (villager(is_host=True), eve)):
        with refused(Refusal.NOT_FOUND):
            ask_bridge_person(by=by, ref=bridge.ref, person_ref=person.ref, at=AT)
    set_block(person=eve, other=ada, at=AT)
    with refused(Refusal.NOT_FOUND):
        ask_bridge_person(by=ada, ref=bridge.ref, person_ref=eve.ref, at=AT)
    with refused(Refusal.NOT_FOUND):
        accept_bridge_role(person=eve, ref=bridge.ref, at=AT)


def test_animator_may_stand_on_her_own_bridge() -> None:
    ada = villager()
    bridge = bridge_between(ring(ada), ring())
    ask_bridge_person(by=ada, ref=bridge.ref, person_ref=ada.ref, at=AT)
    accept_bridge_role(person=ada, ref=bridge.ref, at=AT)
    assert [one.accepted for one in bridge_for(ada, bridge.ref, TODAY).people] == [True]


def test_leaving_the_circle_leaves_its_bridges() -> None:
    ada = villager()
    here = ring(ada)
    eve = member(here)
    bridge = bridge_between(here, ring())
    ask_bridge_person(by=ada, ref=bridge.ref, person_ref=eve.ref, at=AT)
    leave_circle(person=eve, circle=here, at=AT)
    with refused(Refusal.NOT_FOUND):
        accept_bridge_role(person=eve, ref=bridge.ref, at=AT)
    assert bridge_for(ada, bridge.ref, TODAY).people == ()
