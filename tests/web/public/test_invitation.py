"""An invitation: its link changes nothing, accepting it asks for the mailbox, each closed door says why."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.domain.circles.villages import ring
from tests.domain.people.villagers import AT, TODAY, villager
from tests.web.public.visitors import browser, is_signed_in, last_code, settled
from tisserand.domain.attention.models import Letter
from tisserand.domain.circles.actions import invite_to_circle
from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.people.models import Invitation, Person
from tisserand.vocabulary import LetterKind, Role
from tisserand.web.tokens import FIRST_RUN, INVITATION, token_of

pytestmark = pytest.mark.django_db
NEW = "nour@example.org"


@pytest.fixture(autouse=True)
def host() -> Person:
    settled()
    return villager("Hélène Garnier", email="helene@example.org")


@pytest.fixture
def circle(host: Person) -> Circle:
    return ring(host, name="Sillage Lyon", purpose="Entreprendre ensemble.", charter="On se tutoie.")


@pytest.fixture
def invited(host: Person, circle: Circle) -> Invitation:
    return invite_to_circle(by=host, circle=circle, email=NEW, at=AT, send=True)


def link(invitation: Invitation) -> str:
    return "/invitation/" + token_of(invitation.ref, INVITATION)


def everything() -> tuple[object, ...]:
    """What a visit must leave as it was."""
    return (
        list(Invitation.objects.values()),
        list(Person.objects.values()),
        list(Membership.objects.values()),
        list(Letter.objects.values()),
    )


def test_visiting_the_link_changes_nothing(invited: Invitation) -> None:
    before = everything()
    for _ in range(2):
        for method in ("get", "head", "options"):
            for headers in ({}, {"purpose": "prefetch"}, {"user-agent": "SafeLinks scanner"}):
                client = Client()
                getattr(client, method)(link(invited), headers=headers)
                getattr(client, method)(link(invited) + "/accept", headers=headers)
                getattr(client, method)(link(invited) + "/code", headers=headers)
                assert not is_signed_in(client)
    assert everything() == before


def test_page_says_who_where_what_for_and_to_which_address(invited: Invitation) -> None:
    answer = browser().get(link(invited))
    html = answer.content.decode()
    assert answer.status_code == 200
    for said in (
        "Hélène Garnier",
        "Sillage Lyon",
        "Entreprendre ensemble.",
        "On se tutoie.",
        "n•••@e•••.org",
    ):
        assert said in html
    assert NEW not in html and "helene@example.org" not in html
    assert "no-store" in answer["cache-control"]


def test_accepting_asks_for_the_mailbox_then_opens_the_circle(invited: Invitation, circle: Circle) -> None:
    client = browser()
    answer = client.post(link(invited) + "/accept")
    assert answer["location"] == link(invited) + "/code"
    assert not Person.objects.filter(email=NEW).exists()
    letter = Letter.objects.get(kind=LetterKind.SIGN_IN)
    assert (letter.person, letter.address) == (None, NEW)
    answer = client.post(link(invited) + "/code", {"code": last_code()})
    assert (answer.status_code, answer["location"]) == (302, "/welcome")
    nour = Person.objects.get(email=NEW)
    assert nour.is_here and Membership.objects.current().filter(person=nour, circle=circle).exists()
    assert client.session["_auth_user_id"] == str(nour.pk)
    invited.refresh_from_db()
    assert invited.accepted_by == nour


def test_code_is_asked_for_alike_when_the_address_is_known(invited: Invitation, circle: Circle) -> None:
    nour = villager("Nour Haddad", email=NEW)
    client = browser()
    assert client.post(link(invited) + "/accept")["location"] == link(invited) + "/code"
    assert client.post(link(invited) + "/code", {"code": last_code()})["location"] == "/welcome"
    assert Membership.objects.current().filter(person=nour, circle=circle).exists()
    assert Person.objects.filter(email=NEW).count() == 1


def test_forwarded_link_opens_nothing_without_the_mailbox(invited: Invitation) -> None:
    client = browser()
    client.post(link(invited) + "/accept")
    right = last_code()
    for _ in range(2):
        assert client.post(link(invited) + "/code", {"code": "BBBB-BBBB"}).status_code == 422
    assert b"spent" in client.post(link(invited) + "/code", {"code": "BBBB-BBBB"}).content
    assert client.post(link(invited) + "/code", {"code": right})["location"] == link(invited)
    assert not Person.objects.filter(email=NEW).exists()


def test_code_of_one_browser_is_worth_nothing_in_another(invited: Invitation) -> None:
    first, other = browser(), browser()
    first.post(link(invited) + "/accept")
    code = last_code()
    assert other.post(link(invited) + "/code", {"code": code})["location"] == link(invited)
    assert not Person.objects.filter(email=NEW).exists()


def test_code_of_one_invitation_does_not_open_another(host: Person, invited: Invitation) -> None:
    other = invite_to_circle(by=host, circle=ring(host), email="eve@example.org", at=AT, send=True)
    client = browser()
    client.post(link(other) + "/accept")
    assert client.post(link(invited) + "/code", {"code": last_code()})["location"] == link(invited)
    assert not Person.objects.filter(email=NEW).exists()


def test_code_to_sign_in_asked_for_often_is_refused_for_a_while(invited: Invitation) -> None:
    client = browser()
    for _ in range(3):
        assert client.post(link(invited) + "/accept").status_code == 302
    answer = client.post(link(invited) + "/accept")
    assert answer.status_code == 429 and b"Wait a minute" in answer.content


def test_signed_in_with_that_address_needs_no_code(invited: Invitation, circle: Circle) -> None:
    nour = villager("Nour Haddad", email=NEW)
    client = browser()
    client.force_login(nour)
    assert client.post(link(invited) + "/accept")["location"] == "/welcome"
    assert Membership.objects.current().filter(person=nour, circle=circle).exists()


def test_signed_in_with_another_address_accepts_nothing(invited: Invitation, circle: Circle) -> None:
    eve = villager("Eve Morin", email="eve@example.org", language="en")
    client = browser()
    client.post(link(invited) + "/accept")
    code, session = last_code(), client.session["invitation_code"]
    client.force_login(eve)
    kept = client.session
    kept["invitation_code"] = session
    kept.save()
    for method, where in (("get", ""), ("post", "/accept"), ("post", "/code")):
        answer = getattr(client, method)(link(invited) + where, {"code": code} if method == "post" else None)
        assert answer.status_code == 403
        assert b"Sign out, and read the invitation" in answer.content
        assert b"On se tutoie" not in answer.content
    assert not Membership.objects.filter(circle=circle, person=eve).exists()


def close(invitation: Invitation, how: str) -> None:
    changes = {
        "used": {"accepted_on": TODAY},
        "withdrawn": {"withdrawn_on": TODAY},
        "old": {"sent_on": TODAY - timedelta(days=31)},
        "unsent": {"sent_on": None},
    }
    Invitation.objects.filter(pk=invitation.pk).update(**changes[how])


@pytest.mark.parametrize(
    ("how", "status", "said"),
    [
        ("used", 410, b"accepted already"),
        ("withdrawn", 404, b"does not open anything"),
        ("old", 410, b"too old"),
        ("unsent", 404, b"does not open anything"),
    ],
)
def test_closed_invitation_says_why_and_what_next(
    invited: Invitation, how: str, status: int, said: bytes
) -> None:
    close(invited, how)
    client = browser()
    for answer in (client.get(link(invited)), client.post(link(invited) + "/accept")):
        assert answer.status_code == status
        assert said in answer.content and b'class="button' in answer.content
        assert b"Entreprendre ensemble" not in answer.content


def test_token_that_we_did_not_sign_opens_nothing(invited: Invitation) -> None:
    whole = link(invited)
    forged = [
        f"/invitation/{invited.ref}",
        whole[:-1],
        whole[:-1] + ("a" if whole[-1] != "a" else "b"),
        "/invitation/" + token_of(invited.ref, FIRST_RUN),
        "/invitation/" + token_of("aaaaaaaaaaaa", INVITATION),
    ]
    for address in forged:
        assert browser().get(address).status_code == 404
        assert browser().post(address + "/accept").status_code == 404


def test_second_browser_comes_too_late(invited: Invitation) -> None:
    browsers, codes = [browser(), browser()], []
    for client in browsers:
        client.post(link(invited) + "/accept")
        codes.append(last_code())
    answers = [
        client.post(link(invited) + "/code", {"code": code})
        for client, code in zip(browsers, codes, strict=True)
    ]
    assert [answer.status_code for answer in answers] == [302, 410]
    assert not is_signed_in(browsers[1])


def test_last_day_is_still_open(invited: Invitation) -> None:
    Invitation.objects.filter(pk=invited.pk).update(sent_on=TODAY - timedelta(days=30))
    assert browser().get(link(invited)).status_code == 200


def test_animator_invited_is_told_what_she_would_do(host: Person, circle: Circle) -> None:
    asked = invite_to_circle(by=host, circle=circle, email=NEW, role=Role.ANIMATOR, at=AT, send=True)
    assert b"animate this circle" in browser().get(link(asked)).content
