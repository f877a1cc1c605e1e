"""Every night ties fade: all of them at once, exactly as one by one, however often it is done."""

import random
from datetime import timedelta

import pytest

from tests.domain.people.villagers import AT, TODAY, villager
from tisserand.domain.people.models import Person
from tisserand.domain.ties.actions import record_contact, renew_tie
from tisserand.domain.ties.jobs import PEOPLE_A_TURN, strengthen
from tisserand.domain.ties.models import Contact, Tie
from tisserand.domain.ties.rules import known_kind, strength_of, told_kind, weight
from tisserand.vocabulary import ContactKind

DAY = timedelta(days=1)


def snapshot() -> list[tuple[int, int, float, int, object]]:
    """Return every tie, as written."""
    return list(
        Tie.objects.order_by("low_id", "high_id").values_list(
            "low_id", "high_id", "strength", "contacts", "last_at"
        )
    )


def village(people: int, contacts: int) -> list[Person]:
    """Return people with contacts of every kind, some said by one side only."""
    draw = random.Random(3)
    everybody = [villager() for _ in range(people)]
    for number in range(contacts):
        one, other = draw.sample(everybody, 2)
        Contact.objects.create(
            giver=one, receiver=other, kind=draw.choice([*ContactKind, "travail", ""]), once=f"k{number}",
            at=AT - timedelta(hours=draw.randrange(9_000)), confirmed_on=draw.choice((None, TODAY, TODAY)),
        )  # fmt: skip
    return everybody


@pytest.mark.django_db
def test_all_at_once_is_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tisserand.domain.ties.jobs.PEOPLE_A_TURN", 3)
    everybody = village(12, 60)
    made = strengthen(AT)
    together = snapshot()
    assert made == len(together) > 20
    Tie.objects.all().delete()
    for one in everybody:
        for other in everybody:
            if one.pk < other.pk:
                renew_tie(one, other, AT)
    assert snapshot() == together
    assert PEOPLE_A_TURN > 3


@pytest.mark.django_db
def test_same_night_twice_changes_nothing_and_the_next_ties_are_weaker() -> None:
    village(8, 30)
    strengthen(AT)
    first = snapshot()
    strengthen(AT + timedelta(hours=1))
    assert snapshot() == first
    strengthen(AT + 30 * DAY)
    later = snapshot()
    assert [row[:2] for row in later] == [row[:2] for row in first]
    assert all(new[2] < old[2] for new, old in zip(later, first, strict=True))


@pytest.mark.django_db
def test_tie_without_contact_is_gone() -> None:
    ada, bob = villager(), villager()
    record_contact(giver=ada, receiver=bob, kind=ContactKind.MET, once="k", at=AT, confirmed=True)
    Contact.objects.all().delete()
    assert strengthen(AT) == 0
    assert snapshot() == []
    assert strengthen(AT) == 0


@pytest.mark.django_db
def test_nobody_has_no_tie() -> None:
    assert strengthen(AT) == 0


def test_having_met_weighs_like_a_meeting() -> None:
    assert weight(ContactKind.MET) == weight(ContactKind.MEETING) == 2.0
    assert weight(ContactKind.DECLARED) == weight(ContactKind.IMPORTED) == weight("courriel") == 1.0
    assert told_kind(ContactKind.MET) == "meeting" and told_kind("courriel") == "courriel"
    assert known_kind("courriel") is ContactKind.IMPORTED and known_kind("met") is ContactKind.MET


def test_strength_fades_and_never_vanishes() -> None:
    now, old, older = (strength_of([(AT - days * DAY, ContactKind.MET)], TODAY) for days in (0, 75, 3_000))
    assert now > old > older > 0
    assert strength_of([], TODAY) == 0
    assert strength_of([(AT, "met"), (AT, "met")], TODAY) > now
