"""Proposals as animators read them: their own member's letter, one yes or one stop, never an answer."""

import re

import pytest
from django.db import transaction

from tests.domain.introductions import town
from tests.web.animator.test_circles import english
from tests.web.public.visitors import settled
from tisserand.domain.attention.models import Clock
from tisserand.domain.circles.models import Circle
from tisserand.domain.introductions.jobs import carry_on
from tisserand.domain.introductions.models import Approval
from tisserand.domain.introductions.rules import Answer, Stage
from tisserand.domain.people.models import Person
from tisserand.vocabulary import ApprovalMode

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _settled() -> None:
    settled()


@pytest.fixture
def there() -> town.Town:
    return town.woven(one=ApprovalMode.REQUIRED)


def test_draft_is_read_as_the_letter_of_her_own_member(there: town.Town) -> None:
    html = english(there.animator).get(f"/circles/{there.one.ref}/proposals").content.decode()
    for said in ("Ada Martin", "Bob Petit", town.NEED, "You are looking for", "Without a yes from you"):
        assert said in html
    assert there.ada.email not in html and there.bob.email not in html


def test_yes_with_a_note_goes_to_her_own_member(there: town.Town) -> None:
    client, place = english(there.animator), f"/circles/{there.one.ref}/proposals"
    sent = {"proposal": there.introduction.ref, "note": "Vous vous entendrez bien."}
    assert client.post(f"{place}/approve", sent)["location"] == place
    approval = Approval.objects.get(circle=there.one)
    assert (approval.verdict, approval.note) == ("approved", "Vous vous entendrez bien.")
    assert there.stage is Stage.APPROVED
    assert "Nothing to read again" in client.get(place).content.decode()


def test_note_with_a_link_is_refused_and_kept(there: town.Town) -> None:
    sent = {"proposal": there.introduction.ref, "note": "Voir www.x.example"}
    answer = english(there.animator).post(f"/circles/{there.one.ref}/proposals/approve", sent)
    assert answer.status_code == 422
    assert b"Voir www.x.example" in answer.content and b"cannot be sent here" in answer.content
    assert there.stage is Stage.DRAFTED


@pytest.mark.parametrize("reason", ["not_this_pair", "already_acquainted", "not_this_member_yet"])
def test_stop_needs_one_of_three_reasons(there: town.Town, reason: str) -> None:
    client, place = english(there.animator), f"/circles/{there.one.ref}/proposals"
    sent = {"proposal": there.introduction.ref}
    assert client.post(f"{place}/stop", sent).status_code == 422
    assert there.stage is Stage.DRAFTED
    assert client.post(f"{place}/stop", {**sent, "reason": reason}).status_code == 302
    assert there.stage is Stage.OVER
    assert "Ada Martin" not in client.get(place).content.decode()


@pytest.mark.parametrize("days", [1, 5, 27, 28, 40])
def test_answer_never_shows_to_animators(days: int) -> None:
    """A no and a silence give the same page, on any later day, in both circles."""
    worlds = []
    for said in (Answer.NO, None):
        with transaction.atomic():
            there = town.asked()
            if said:
                there.says(there.first, said, 1)
            carry_on(town.on(days))
            Clock.objects.update(at=town.on(days))
            worlds.append([seen(there.animator, there.one), seen(there.other_animator, there.two)])
            transaction.set_rollback(True)
    assert worlds[0] == worlds[1]
    assert any("Bob Petit" in page for page in worlds[0])


def seen(person: Person, circle: Circle) -> str:
    """The page of a circle's proposals, without what is drawn by lot or counted in each world."""
    html = english(person).get(f"/circles/{circle.ref}/proposals").content.decode()
    return re.sub(r"(Cercle|Membre) \d+|[a-z2-7]{12}|value=\"\w+\"", "", html.split("<main")[1])


def test_animator_of_the_other_circle_cannot_answer_for_this_one(there: town.Town) -> None:
    sent = {"proposal": there.introduction.ref}
    client = english(there.other_animator)
    assert client.post(f"/circles/{there.one.ref}/proposals/approve", sent).status_code == 404
    assert client.post(f"/circles/{there.two.ref}/proposals/approve", sent).status_code == 404
    assert there.stage is Stage.DRAFTED


def test_second_answer_is_said_to_be_done_already(there: town.Town) -> None:
    client, sent = english(there.animator), {"proposal": there.introduction.ref}
    client.post(f"/circles/{there.one.ref}/proposals/approve", sent)
    answer = client.post(f"/circles/{there.one.ref}/proposals/approve", sent)
    assert answer.status_code == 422
