"""What happened between two people: once, private while one side only says it, a tie once both do."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.domain.circles.villages import is_constant, join, member, refused, ring
from tests.domain.people.villagers import AT, TODAY, together, villager
from tisserand.domain.circles.models import Circle
from tisserand.domain.people.models import Person
from tisserand.domain.ties.actions import declare_contact, record_contact, take_back_contact
from tisserand.domain.ties.fabric import network_for
from tisserand.domain.ties.models import Contact, Tie
from tisserand.domain.ties.queries import tie_of, ties_of
from tisserand.engine.policy import ONE
from tisserand.formats.fabric import fabric_from
from tisserand.vocabulary import Consent, ContactKind, Refusal

DAY = timedelta(days=1)


def met(
    one: Person, other: Person, once: str = "k1", at: datetime = AT, *, confirmed: bool = True
) -> Contact:
    """Record that two people met."""
    return record_contact(
        giver=one, receiver=other, kind=ContactKind.MET, once=once, at=at, confirmed=confirmed, about="i"
    )


def neighbours() -> tuple[Person, Person, Circle]:
    """Return two people of one circle."""
    circle = ring(villager())
    return member(circle, "Ada"), member(circle, "Bob"), circle


@pytest.mark.django_db
def test_contact_is_recorded_once() -> None:
    ada, bob = villager("Ada"), villager("Bob")
    first = met(ada, bob)
    assert met(ada, bob, at=AT + DAY) == first
    assert met(bob, ada) == first
    assert Contact.objects.count() == 1
    tie = Tie.objects.get()
    assert (tie.low, tie.high, tie.contacts, tie.last_at) == (ada, bob, 1, AT)
    told = tie_of(ada, bob)
    assert told is not None and (told.ref, told.contacts, told.kinds) == (bob.ref, 1, (ContactKind.MET,))


@pytest.mark.django_db(transaction=True)
def test_contact_recorded_by_many_at_once_is_one() -> None:
    ada, bob = villager(), villager()
    found = together([lambda: met(ada, bob), lambda: met(bob, ada), lambda: met(ada, bob)])
    assert {type(one) for one in found} == {Contact}
    assert Contact.objects.count() == Tie.objects.count() == Tie.objects.get().contacts == 1


@pytest.mark.django_db(transaction=True)
def test_many_contacts_of_one_pair_at_once_are_all_in_the_tie() -> None:
    ada, bob = villager(), villager()
    acts = [lambda key=key: met(*((ada, bob) if key % 2 else (bob, ada)), once=f"k{key}") for key in range(6)]  # type: ignore[misc]
    assert {type(one) for one in together(acts)} == {Contact}
    assert Tie.objects.get().contacts == 6


@pytest.mark.django_db
def test_one_name_serves_one_pair() -> None:
    ada, bob, eve = villager(), villager(), villager()
    met(ada, bob)
    with pytest.raises(ValueError, match="two other people"):
        met(ada, eve)
    with refused(Refusal.SELF):
        met(ada, ada, once="k2")
    gone = villager()
    Person.objects.filter(pk=gone.pk).delete()
    with refused(Refusal.NOT_FOUND):
        met(ada, gone, once="k3")


@pytest.mark.django_db
def test_contact_that_one_side_says_makes_no_tie_until_confirmed() -> None:
    ada, bob = villager(), villager()
    met(ada, bob, confirmed=False)
    assert not Tie.objects.exists()
    assert tie_of(ada, bob) is not None
    assert tie_of(bob, ada) is None and ties_of(bob) == [], "she is not told what the other says"
    assert met(bob, ada, at=AT + DAY).confirmed_on == TODAY + DAY
    assert Tie.objects.get().contacts == 1
    assert tie_of(bob, ada) is not None


@pytest.mark.django_db
def test_two_declarations_make_a_tie_and_one_does_not() -> None:
    ada, bob, _ = neighbours()
    declare_contact(person=ada, other=bob, at=AT)
    declare_contact(person=ada, other=bob, at=AT + DAY)
    assert Contact.objects.get().confirmed_on is None
    assert ties_of(bob) == []
    assert ties_of(ada)[0].declared
    declare_contact(person=bob, other=ada, at=AT + DAY)
    assert set(Contact.objects.values_list("confirmed_on", flat=True)) == {TODAY + DAY}
    assert Tie.objects.get().contacts == 2
    assert take_back_contact(person=ada, other=bob, at=AT) is True
    assert take_back_contact(person=ada, other=bob, at=AT) is False
    assert not Tie.objects.exists()
    assert ties_of(ada) == [] and ties_of(bob)[0].declared


@pytest.mark.django_db
def test_reading_her_ties_does_not_tell_whether_the_other_declared_too() -> None:
    views = []
    for answers in (False, True):
        ada, bob, _ = neighbours()
        declare_contact(person=ada, other=bob, at=AT)
        if answers:
            declare_contact(person=bob, other=ada, at=AT)
        views.append([replace(tie, ref="") for tie in ties_of(ada)])
    assert views[0] == views[1]


@pytest.mark.django_db
def test_one_declares_members_of_her_circles_only() -> None:
    ada, bob, circle = neighbours()
    gone = villager()
    join(gone, circle, left_on=TODAY)
    for other in (villager(), gone):
        with refused(Refusal.NOT_FOUND):
            declare_contact(person=ada, other=other, at=AT)
    with refused(Refusal.SELF):
        declare_contact(person=bob, other=bob, at=AT)


@pytest.mark.django_db
def test_strength_of_a_tie_is_the_fabrics() -> None:
    ada, bob = villager(), villager()
    for person in (ada, bob):
        person.consents.create(code=Consent.COUNTED, allowed=True, set_at=AT)
    for number, days in enumerate((300, 40, 3, 0)):
        met(ada, bob, f"k{number}", AT - days * DAY)
    stored = Tie.objects.get().strength
    met(ada, bob, "k9", AT)
    fabric = fabric_from(network_for(at=AT, asks={}, remaining={}), TODAY).fabric
    assert Tie.objects.get().strength * ONE == fabric.tie_strength[0] > stored * ONE


@pytest.mark.django_db
def test_somebody_erased_leaves_an_empty_place() -> None:
    ada, bob = villager(), villager()
    met(ada, bob)
    met(ada, bob, "k2", AT + DAY)
    bob.delete()
    assert not Tie.objects.exists()
    assert [(tie.ref, tie.name, tie.contacts) for tie in ties_of(ada)] == [("", "", 2)]


@pytest.mark.django_db
def test_list_of_ties_costs_the_same_however_long() -> None:
    ada = villager()

    def grow(rows: int) -> None:
        for _ in range(rows):
            other = villager()
            met(ada, other, f"{other.ref}")

    assert is_constant(lambda: ties_of(ada), grow, (1, 3, 30))
