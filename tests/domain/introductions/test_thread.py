"""The whole life of an introduction, on real rows: woven, shown, two yeses, a meeting, a tie."""

import pytest

from tests.domain.introductions.town import MONDAY, on, town
from tisserand.domain.introductions.actions import say_met
from tisserand.domain.introductions.jobs import carry_on, weave_week
from tisserand.domain.introductions.queries import introduction_for, today_of
from tisserand.domain.introductions.rules import Answer, Stage, Word
from tisserand.domain.people.models import AuditLine
from tisserand.domain.ties.models import Contact, Tie
from tisserand.vocabulary import ApprovalMode, AuditAct

pytestmark = pytest.mark.django_db


def test_two_yeses_lead_to_a_meeting_and_a_tie() -> None:
    place = town(two=ApprovalMode.UNLESS_STOPPED)
    weaving = weave_week(MONDAY)
    assert (weaving.drafted, weaving.finished_at) == (1, MONDAY)
    assert place.stage is Stage.DRAFTED
    assert not today_of(place.first, MONDAY).letters
    carry_on(on(2))
    assert place.stage is Stage.DRAFTED, "silence approves after two whole days"
    carry_on(on(3))
    assert place.stage is Stage.ASKED_FIRST
    letter = today_of(place.first, on(3)).letters[0]
    assert letter.other == place.second and letter.letter is not None
    assert not today_of(place.second, on(3)).letters
    place.says(place.first, Answer.YES, 4, reveals_email=True, intention="Parler cuisine.")
    carry_on(on(4))
    assert place.stage is Stage.ASKED_SECOND
    place.says(place.second, Answer.YES, 5, reveals_phone=True)
    assert place.stage is Stage.ESTABLISHED
    told = introduction_for(place.second, place.introduction.ref, on(5))
    assert told.seen.word is Word.ESTABLISHED
    assert told.revealed is not None and told.revealed.email == place.first.email
    assert told.revealed.intention == "Parler cuisine."
    assert AuditLine.objects.filter(act=AuditAct.DETAILS_REVEALED).count() == 2
    for person in (place.first, place.second):
        say_met(person=person, ref=place.introduction.ref, met=True, at=on(20))
    assert place.stage is Stage.MET
    assert Contact.objects.count() == 1 and Tie.objects.count() == 1
