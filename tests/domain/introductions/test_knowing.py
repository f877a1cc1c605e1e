"""People I know: who may be named, what each of the two reads, what a block and a silence leave unsaid."""

from datetime import timedelta

import pytest

from tests.domain.introductions import town
from tests.domain.introductions.town import MONDAY, on
from tisserand.domain.circles.models import Circle
from tisserand.domain.introductions.actions import block_person, hide_person, name_contact, withdraw_contact
from tisserand.domain.introductions.queries import acquaintances
from tisserand.domain.people.models import Person
from tisserand.domain.refused import Refused
from tisserand.domain.ties.models import Contact, Tie
from tisserand.domain.ties.queries import Declarations, declarations_of
from tisserand.domain.ties.rules import DECLARED_DAYS
from tisserand.vocabulary import Refusal

pytestmark = pytest.mark.django_db


def pair() -> tuple[Circle, Person, Person]:
    """Two people of one circle."""
    circle = town.circle()
    return circle, town.member(circle, name="Zoé Un"), town.member(circle, name="Zoé Deux")


def names(person: Person, find: str = "") -> list[str]:
    return [one.name for one in acquaintances(person, find)]


def told(person: Person, days: int = 0) -> Declarations:
    return declarations_of(person, on(days))


def test_named_waits_on_the_page_of_the_other_and_counts_for_nothing() -> None:
    _, one, two = pair()
    for _twice in range(2):
        name_contact(person=one, ref=two.ref, at=MONDAY)
    assert [row.name for row in told(one).waiting] == ["Zoé Deux"]
    assert [row.name for row in told(two).asked] == ["Zoé Un"]
    assert told(two).asked[0].until == MONDAY.date() + timedelta(days=DECLARED_DAYS)
    assert (Contact.objects.count(), Tie.objects.count()) == (1, 0)
    assert names(one) == []
    assert names(two) == ["Zoé Un"]


def test_confirmed_by_both_is_a_tie_and_taken_back_is_none() -> None:
    _, one, two = pair()
    name_contact(person=one, ref=two.ref, at=MONDAY)
    name_contact(person=two, ref=one.ref, at=on(3))
    assert [row.name for row in told(one).confirmed] == ["Zoé Deux"]
    assert [row.name for row in told(two).confirmed] == ["Zoé Un"]
    assert told(two).asked == ()
    assert Tie.objects.count() == 1
    assert withdraw_contact(person=two, ref=one.ref, at=on(4))
    assert not withdraw_contact(person=two, ref=one.ref, at=on(4))
    assert Tie.objects.count() == 0
    assert told(one).confirmed == told(two).confirmed == ()


@pytest.mark.parametrize("act", ["nothing", "block", "hide"])
def test_who_named_reads_the_same_whatever_the_other_does(act: str) -> None:
    _, one, two = pair()
    name_contact(person=one, ref=two.ref, at=MONDAY)
    before = told(one, 1)
    if act == "block":
        block_person(person=two, other=one, at=on(1))
    if act == "hide":
        hide_person(person=two, other=one, at=on(1))
    assert told(one, 1) == before
    assert (told(two, 1).asked == ()) == (act != "nothing")
    late = told(one, DECLARED_DAYS + 1)
    assert (late.waiting, [row.name for row in late.unanswered]) == ((), ["Zoé Deux"])
    assert told(two, DECLARED_DAYS + 1).asked == ()


def test_last_day_to_confirm_is_the_one_that_is_told() -> None:
    _, one, two = pair()
    name_contact(person=one, ref=two.ref, at=MONDAY)
    for days in (0, DECLARED_DAYS):
        assert told(two, days).asked
        assert told(one, days).waiting
    assert not told(two, DECLARED_DAYS + 1).asked


@pytest.mark.parametrize("who", ["stranger", "herself", "nobody", "unconfirmed", "blocked", "blocks"])
def test_who_is_not_near_is_not_found_alike(who: str) -> None:
    circle, one, two = pair()
    ref = {"stranger": town.member(town.circle()).ref, "herself": one.ref, "nobody": "aaaaaaaaaaaa"}.get(who)
    if who == "unconfirmed":
        ref = town.member(circle, confirmed_on=None).ref
    if who == "blocked":
        block_person(person=one, other=two, at=MONDAY)
    if who == "blocks":
        block_person(person=two, other=one, at=MONDAY)
    with pytest.raises(Refused) as refused:
        name_contact(person=one, ref=ref or two.ref, at=MONDAY)
    assert refused.value.code is Refusal.NOT_FOUND
    assert Contact.objects.count() == 0


def test_only_an_established_introduction_brings_somebody_near() -> None:
    found = town.both_asked()
    assert found.second.name not in names(found.first)
    with pytest.raises(Refused):
        name_contact(person=found.first, ref=found.second.ref, at=on(2))
    found.says(found.second, town.Answer.YES, 2)
    assert found.second.name in names(found.first)
    name_contact(person=found.first, ref=found.second.ref, at=on(3))
    name_contact(person=found.second, ref=found.first.ref, at=on(3))
    assert told(found.first, 3).confirmed


def test_who_left_the_circle_may_still_confirm_and_take_back() -> None:
    circle, one, two = pair()
    name_contact(person=one, ref=two.ref, at=MONDAY)
    circle.memberships.filter(person=two).update(left_on=MONDAY.date())
    assert names(two) == []
    name_contact(person=two, ref=one.ref, at=on(1))
    assert told(one, 1).confirmed
    assert withdraw_contact(person=one, ref=two.ref, at=on(2))


def test_search_finds_a_part_of_a_name_and_says_the_circle() -> None:
    circle, one, _ = pair()
    town.member(circle, name="Élodie Marchand")
    assert names(one, "march") == ["Élodie Marchand"]
    assert names(one, "zzz") == []
    assert {found.circle for found in acquaintances(one)} == {circle.name}
    assert len(names(one, "x")) == 2  # one letter is no search
