"""Consents: the history is kept, one answer holds, the same answer writes nothing."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from tests.domain.people.villagers import AT, together, villager
from tisserand.domain.people.actions import set_consent
from tisserand.domain.people.models import Consent as ConsentRow
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import consent_history, consents_by_person, consents_of
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Consent, Refusal


@pytest.mark.django_db
def test_answers_are_all_kept_and_the_last_one_holds() -> None:
    ada = villager()
    assert consents_of(ada)[Consent.BEYOND] is None
    for days, allowed in enumerate((True, False, True)):
        assert set_consent(person=ada, code=Consent.BEYOND, allowed=allowed, at=AT + timedelta(days=days))
    assert consents_of(ada)[Consent.BEYOND] is True
    assert [row.allowed for row in consent_history(ada)] == [True, False, True]
    assert [row.current for row in consent_history(ada)] == [True, False, False]


@pytest.mark.django_db
@pytest.mark.parametrize("code", Consent)
@pytest.mark.parametrize("allowed", [True, False])
def test_same_answer_again_writes_nothing(code: Consent, allowed: bool) -> None:
    ada = villager()
    assert set_consent(person=ada, code=code, allowed=allowed, at=AT) is True
    assert set_consent(person=ada, code=code, allowed=allowed, at=AT + timedelta(days=1)) is False
    assert [row.set_at for row in consent_history(ada)] == [AT]
    assert consents_of(ada)[code] is allowed


@pytest.mark.django_db
def test_withdrawing_is_the_same_gesture_and_holds_at_once() -> None:
    ada, bob = villager(), villager()
    for code in Consent:
        set_consent(person=ada, code=code, allowed=True, at=AT)
        set_consent(person=ada, code=code, allowed=False, at=AT)
    assert set(consents_of(ada).values()) == {False}
    assert consents_of(bob)[Consent.PROFILED] is True, "hers changes nobody else's"


@pytest.mark.django_db
def test_consent_is_refused_when_unknown_or_nobody() -> None:
    ada = villager()
    with pytest.raises(Refused) as refused:
        set_consent(person=ada, code="everything", allowed=True, at=AT)  # type: ignore[arg-type]
    assert refused.value.code is Refusal.UNKNOWN_CHOICE
    Person.objects.all().delete()
    with pytest.raises(Refused) as refused:
        set_consent(person=ada, code=Consent.NAMED, allowed=True, at=AT)
    assert refused.value.code is Refusal.NOT_FOUND


@pytest.mark.django_db
def test_two_current_answers_cannot_be_stored() -> None:
    ada = villager()
    set_consent(person=ada, code=Consent.NAMED, allowed=True, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentRow.objects.create(person=ada, code=Consent.NAMED, allowed=False, set_at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 3, 30])
def test_consents_of_everybody_cost_two_queries(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    everybody = [villager() for _ in range(people)]
    villager(confirmed_on=None)
    for person in everybody:
        set_consent(person=person, code=Consent.BEYOND, allowed=True, at=AT)
        set_consent(person=person, code=Consent.COUNTED, allowed=True, at=AT)
        set_consent(person=person, code=Consent.COUNTED, allowed=False, at=AT)
    with django_assert_num_queries(2):
        found = consents_by_person()
    assert found == {person.pk: frozenset({Consent.BEYOND, Consent.PROFILED}) for person in everybody}
    for person in everybody:
        assert found[person.pk] == {code for code, allowed in consents_of(person).items() if allowed}


@pytest.mark.django_db(transaction=True)
def test_one_answer_holds_when_many_are_sent_at_once() -> None:
    ada = villager()
    answers = [bool(turn % 2) for turn in range(8)]
    found = together(
        [
            lambda allowed=allowed: set_consent(person=ada, code=Consent.BEYOND, allowed=allowed, at=AT)
            for allowed in answers
        ]
    )
    assert all(isinstance(one, bool) for one in found), found
    rows = consent_history(ada)
    assert len(rows) == sum(map(bool, found))
    assert [row.current for row in rows].count(True) == 1
    ordered = [row.allowed for row in sorted(rows, key=lambda row: row.pk)]
    assert all(one != other for one, other in pairwise(ordered))
