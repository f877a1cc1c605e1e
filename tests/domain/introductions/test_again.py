"""Jobs delivered several times, late and out of order: nothing doubled, nothing revived."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.introductions.town import (
    MONDAY,
    Town,
    asked,
    both_asked,
    established,
    on,
    town,
    waiting,
    woven,
)
from tisserand.domain.attention.models import Letter, Request
from tisserand.domain.introductions.actions import answer, put_aside
from tisserand.domain.introductions.jobs import carry_on, weave_week
from tisserand.domain.introductions.jobs.carrying import Carried
from tisserand.domain.introductions.models import Introduction, Side, Weaving
from tisserand.domain.introductions.queries import introduction_for, today_of
from tisserand.domain.introductions.rules import Answer, Stage, Word
from tisserand.domain.people.models import Person
from tisserand.domain.refused import Refused
from tisserand.vocabulary import LetterKind, Refusal

pytestmark = pytest.mark.django_db
NOTHING = Carried(0, 0, 0, 0, 0)


def everything() -> list[Any]:
    """Every row of the room and of what it asks of attention, without their keys and references."""
    return [
        list(
            Introduction.objects.order_by("pk").values_list("stage", "first_shown_on", "ended_on", "ended_by")
        ),
        list(Side.objects.order_by("pk").values_list("shown_on", "answer", "met")),
        sorted(Letter.objects.values_list("kind", "person_id", "due_on")),
        sorted(Request.objects.values_list("person_id", "week", "closed_on")),
    ]


@pytest.mark.parametrize("start", [woven, asked, waiting, both_asked, established])
@pytest.mark.parametrize("days", [0, 3, 5, 9, 11, 16, 18, 30, 60])
def test_a_day_carried_twice_is_carried_once(start: Any, days: int) -> None:
    start()
    carry_on(on(days))
    before = everything()
    assert carry_on(on(days)) == NOTHING
    assert everything() == before


@settings(max_examples=15)
@given(order=st.lists(st.integers(0, 40), min_size=1, max_size=12), said=st.sampled_from(list(Answer)))
def test_days_out_of_order_double_nothing(order: list[int], said: Answer) -> None:
    """Whatever the order, at most one proposal a person, two reminders, two questions; no stage revived."""
    found = alone()
    for days in order:
        weave_week(on(days))
        carry_on(on(days))
        if said is not Answer.NONE and found.introduction.first_shown_on:
            try:
                answer(person=found.first, ref=found.introduction.ref, answer=said, at=on(days))
            except Refused as refused:
                if refused.code not in (Refusal.TOO_LATE, Refusal.CLOSED):
                    raise
        if found.stage is Stage.OVER:
            over = everything()[0]
            carry_on(on(0))
            assert everything()[0] == over
    for person in (found.ada, found.bob):
        kinds = list(Letter.objects.filter(person=person).values_list("kind", flat=True))
        assert kinds.count(LetterKind.PROPOSAL) <= 1 and kinds.count(LetterKind.REMINDER) <= 2
        assert Request.objects.filter(person=person).count() <= 1


def alone() -> Town:
    """A new town, whatever the history before left."""
    for table in (Introduction, Weaving, Person):
        table.objects.all().delete()
    return town()


def test_a_network_that_slept_owes_one_reminder_and_one_end() -> None:
    found = asked()
    carry_on(on(9))
    assert Letter.objects.filter(kind=LetterKind.REMINDER).count() == 1
    carry_on(on(40))
    assert found.stage is Stage.OVER
    assert Letter.objects.count() == 2
    assert Request.objects.get().closed_on == date(2044, 1, 2)


def test_reminders_follow_days_four_and_eight_until_she_answers() -> None:
    asked()
    sent = []
    for days in range(12):
        carry_on(on(days))
        sent.append(Letter.objects.filter(kind=LetterKind.REMINDER).count())
    assert sent == [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2]


def test_who_answered_is_reminded_no_more() -> None:
    found = asked()
    found.says(found.first, Answer.NO, 1)
    for days in range(12):
        carry_on(on(days))
    assert not Letter.objects.filter(kind=LetterKind.REMINDER).exists()


def test_a_clock_that_goes_back_revives_nothing() -> None:
    found = asked()
    carry_on(on(11))
    carry_on(on(1))
    assert found.stage is Stage.OVER
    assert introduction_for(found.first, found.introduction.ref, on(1)).seen.word is Word.PROPOSED


def test_the_same_answer_again_changes_nothing_and_a_late_one_is_refused() -> None:
    found = asked()
    ref = found.introduction.ref
    for _ in range(3):
        found.says(found.first, Answer.YES, 1)
    assert found.stage is Stage.WAITING_SECOND
    with pytest.raises(Refused) as refused:
        put_aside(person=found.first, ref=ref, at=on(2))
    assert refused.value.code is Refusal.TOO_LATE
    carry_on(on(1))
    found.says(found.second, Answer.YES, 2)
    found.says(found.second, Answer.YES, 2, reveals_email=True)
    assert found.side(2).reveals_email is False, "nothing more is revealed by a second click"
    with pytest.raises(Refused) as refused:
        found.says(found.first, Answer.NO, 2)
    assert refused.value.code is Refusal.CLOSED
    with pytest.raises(Refused) as refused:
        answer(person=found.first, ref=ref, answer=Answer.NONE, at=on(2))
    assert refused.value.code is Refusal.NOT_ALLOWED


def test_a_yes_may_be_taken_back_after_the_tenth_day_but_not_given() -> None:
    found = both_asked()
    found.says(found.first, Answer.NO, 15)
    assert today_of(found.first, on(15)).waiting[0].seen.answer is Answer.NO
    for person in (found.first, found.second):
        with pytest.raises(Refused) as refused:
            found.says(person, Answer.YES, 15)
        assert refused.value.code is Refusal.TOO_LATE


def test_nobody_answers_for_another() -> None:
    found = asked()
    for person in (found.second, found.animator):
        with pytest.raises(Refused) as refused:
            found.says(person, Answer.YES, 1)
        assert refused.value.code is Refusal.NOT_FOUND
    assert found.stage is Stage.ASKED_FIRST
    assert carry_on(MONDAY + timedelta(hours=1)) == NOTHING
