"""Invitations: nothing leaves before the animator says so, the answer is the same whoever the address is."""

import re

import pytest

from tests.domain.circles.villages import member, ring
from tests.domain.people.villagers import AT, villager
from tests.web.animator.test_circles import english
from tests.web.public.visitors import settled
from tisserand.domain.attention.models import Letter
from tisserand.domain.circles.actions import invite_to_circle
from tisserand.domain.circles.models import Circle
from tisserand.domain.people.models import Invitation, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def helene() -> Person:
    settled()
    return villager("Hélène Garnier")


@pytest.fixture
def circle(helene: Person) -> Circle:
    return ring(helene, name="Sillage Lyon", purpose="Entreprendre.")


def prepared(helene: Person, circle: Circle, number: int) -> list[Invitation]:
    return [
        invite_to_circle(by=helene, circle=circle, email=f"n{rank}@example.org", name=f"Nom {rank}", at=AT)
        for rank in range(number)
    ]


def test_invitation_is_prepared_and_nothing_is_sent(helene: Person, circle: Circle) -> None:
    client, place = english(helene), f"/circles/{circle.ref}/invitations"
    answer = client.post(f"{place}/new", {"email": "Nour@Example.org", "name": "Nour", "role": "member"})
    assert answer["location"] == place
    assert Invitation.objects.get().sent_on is None and not Letter.objects.exists()
    html = client.get(place).content.decode()
    assert "It is ready. Nothing was sent." in html and "nour@example.org" in html


def test_invitation_leaves_when_the_button_says_so(helene: Person, circle: Circle) -> None:
    ada = member(circle, "Ada Martin")
    sent = {"email": "nour@example.org", "role": "animator", "sponsor": ada.ref, "send": "1"}
    english(helene).post(f"/circles/{circle.ref}/invitations/new", sent)
    one = Invitation.objects.get()
    assert one.sent_on and one.admission.sponsor == ada and one.admission.role == "animator"
    assert Letter.objects.get().about == one.ref


def test_answer_is_the_same_for_known_and_unknown_addresses(helene: Person, circle: Circle) -> None:
    villager("Déjà là", email="known@example.org")
    client, place = english(helene), f"/circles/{circle.ref}/invitations"
    pages = []
    for address in ("known@example.org", "nobody@example.org"):
        answer = client.post(f"{place}/new", {"email": address, "send": "1"})
        html = client.get(answer["location"]).content.decode()
        row = next(part for part in html.split("<li>") if address in part).split("</li>")[0]
        pages.append((answer.status_code, re.sub(r'value="\w+"', "", row.replace(address, ""))))
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "nour@"}, b"address cannot be read"),
        ({"email": "n@example.org", "role": "king"}, b"choice does not exist"),
        ({"email": "n@example.org", "name": "http://x.example"}, b"name will not do"),
    ],
)
def test_refusal_is_said_where_it_was_typed(
    helene: Person, circle: Circle, sent: dict[str, str], said: bytes
) -> None:
    answer = english(helene).post(f"/circles/{circle.ref}/invitations/new", sent)
    assert answer.status_code == 422
    assert said in answer.content and f'value="{sent["email"]}"'.encode() in answer.content
    assert not Invitation.objects.exists()


def test_sponsor_of_another_circle_is_nobody(helene: Person, circle: Circle) -> None:
    stranger = member(ring(villager()))
    sent = {"email": "n@example.org", "sponsor": stranger.ref}
    assert english(helene).post(f"/circles/{circle.ref}/invitations/new", sent).status_code == 404
    assert not Invitation.objects.exists()


def test_page_says_what_will_leave_before_it_leaves(helene: Person, circle: Circle) -> None:
    prepared(helene, circle, 3)
    html = english(helene).get(f"/circles/{circle.ref}/invitations").content.decode()
    assert "3 invitations are ready" in html and "Send all 3 of them" in html
    assert "Hélène Garnier invites you to join the circle Sillage Lyon." in html
    assert "/invitation/…" in html


def test_ticked_invitations_leave_and_no_other(helene: Person, circle: Circle) -> None:
    rows = prepared(helene, circle, 3)
    client, place = english(helene), f"/circles/{circle.ref}/invitations"
    client.post(f"{place}/send", {"ref": [rows[0].ref, rows[2].ref]})
    assert set(Letter.objects.values_list("address", flat=True)) == {"n0@example.org", "n2@example.org"}
    assert "2 invitations leave." in client.get(place).content.decode()


def test_nothing_ticked_sends_nothing(helene: Person, circle: Circle) -> None:
    prepared(helene, circle, 2)
    english(helene).post(f"/circles/{circle.ref}/invitations/send", {})
    assert not Letter.objects.exists()


def test_all_leave_at_once_and_once(helene: Person, circle: Circle) -> None:
    prepared(helene, circle, 3)
    client, place = english(helene), f"/circles/{circle.ref}/invitations"
    for _ in range(2):
        client.post(f"{place}/send", {"all": "1"})
    assert Letter.objects.count() == 3


def test_invitation_is_withdrawn(helene: Person, circle: Circle) -> None:
    (row,) = prepared(helene, circle, 1)
    client, place = english(helene), f"/circles/{circle.ref}/invitations"
    assert client.post(f"{place}/withdraw", {"invitation": row.ref})["location"] == place
    row.refresh_from_db()
    assert row.withdrawn_on and "withdrawn" in client.get(place).content.decode()


def test_invitation_of_another_circle_cannot_be_withdrawn_nor_sent(helene: Person, circle: Circle) -> None:
    other = villager()
    (row,) = prepared(other, ring(other), 1)
    client, place = english(helene), f"/circles/{circle.ref}/invitations"
    assert client.post(f"{place}/withdraw", {"invitation": row.ref}).status_code == 404
    client.post(f"{place}/send", {"ref": [row.ref]})
    row.refresh_from_db()
    assert row.withdrawn_on is None and row.sent_on is None
