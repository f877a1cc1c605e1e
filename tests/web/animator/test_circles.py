"""Circles: opened, read by their members, changed by their animators."""

import pytest
from django.test import Client

from tests.domain.circles.villages import bridge_between, join, member, ring
from tests.domain.people.villagers import villager
from tests.web.public.visitors import browser, settled
from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.people.models import Person, Withheld
from tisserand.domain.ties.models import Vouch
from tisserand.vocabulary import Role

pytestmark = pytest.mark.django_db
POLICY = {
    "name": "Sillage",
    "purpose": "Oser.",
    "charter": "Un.\n\nDeux.",
    "town": "Lyon",
    "approval": "none",
}


@pytest.fixture(autouse=True)
def helene() -> Person:
    settled()
    return villager("Hélène Garnier")


@pytest.fixture
def circle(helene: Person) -> Circle:
    return ring(helene, name="Sillage Lyon", purpose="Entreprendre.", charter="On se tutoie.")


def signed(person: Person) -> Client:
    client = browser(person.language)
    client.force_login(person)
    return client


def english(person: Person) -> Client:
    Person.objects.filter(pk=person.pk).update(language="en")
    person.refresh_from_db()
    return signed(person)


def test_opening_a_circle_gives_its_keys_and_a_dye_of_its_own(helene: Person) -> None:
    client = english(helene)
    for number in range(3):
        answer = client.post(
            "/circles/new", {"circle": f"Cercle {number}", "purpose": "Oser.", "town": "Lyon"}
        )
        made = Circle.objects.get(name=f"Cercle {number}")
        assert answer["location"] == f"/circles/{made.ref}"
        assert Membership.objects.get(circle=made, person=helene).role == Role.ANIMATOR
    assert len(set(Circle.objects.values_list("dye", flat=True))) == 3


def test_name_taken_is_said_on_the_same_page_and_nothing_is_opened(helene: Person, circle: Circle) -> None:
    answer = english(helene).post("/circles/new", {"circle": "sillage lyon", "purpose": "Mon but."})
    assert answer.status_code == 422
    assert b"name is taken" in answer.content and b"Mon but." in answer.content
    assert b'value="sillage lyon"' in answer.content
    assert Circle.objects.count() == 1


def test_member_reads_the_circle_and_finds_nothing_to_change(circle: Circle) -> None:
    ada = member(circle, "Ada Martin", concern="la mer")
    html = english(ada).get(f"/circles/{circle.ref}").content.decode()
    for said in ("Sillage Lyon", "Entreprendre.", "On se tutoie.", "Hélène Garnier", "la mer"):
        assert said in html
    assert (
        "/policy" not in html
        and "/invitations" not in html
        and circle.ref not in html.split("<main")[1].replace(f"/circles/{circle.ref}", "")
    )


def test_page_holds_no_address_and_no_telephone(helene: Person, circle: Circle) -> None:
    ada = member(circle, "Ada Martin", phone="+33600000001")
    html = english(helene).get(f"/circles/{circle.ref}").content.decode()
    assert ada.email not in html and helene.email not in html and "+336" not in html


def test_policy_is_written_with_every_switch(helene: Person, circle: Circle) -> None:
    client = english(helene)
    switches = ("through_members", "vouch_needed", "listed")
    answer = client.post(
        f"/circles/{circle.ref}/policy", {**POLICY, **dict.fromkeys(switches, "on"), "dye": "ortie"}
    )
    assert answer["location"] == f"/circles/{circle.ref}"
    circle.refresh_from_db()
    assert (circle.name, circle.charter, circle.approval) == ("Sillage", "Un.\n\nDeux.", "none")
    assert (circle.through_members, circle.vouch_needed, circle.listed, circle.takes_inside) == (
        True, True, True, False,
    )  # fmt: skip
    assert (circle.dye, circle.weave) == ("ortie", "bayadere")
    html = client.get(answer["location"]).content.decode()
    for said in (
        "Proposals leave without being read again.",
        "Members are not proposed to each other",
        "may make the link",
        "once a member has answered",
        "can be read by animators of other circles",
    ):
        assert said in html


def test_refused_policy_keeps_what_was_typed(helene: Person, circle: Circle) -> None:
    sent = {**POLICY, "name": "", "charter": "À garder.", "listed": "on", "dye": "mauve"}
    answer = english(helene).post(f"/circles/{circle.ref}/policy", sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing is written here" in html and "À garder." in html and '<details class="fold" open>' in html
    assert 'name="listed" checked' in html and 'name="takes_inside" checked' not in html
    assert 'value="mauve" checked' in html and 'value="none" checked' in html
    circle.refresh_from_db()
    assert circle.name == "Sillage Lyon"


def test_dye_that_does_not_exist_is_left_out(helene: Person, circle: Circle) -> None:
    english(helene).post(f"/circles/{circle.ref}/policy", {**POLICY, "dye": "fluo"})
    circle.refresh_from_db()
    assert circle.dye == ""


def test_keys_are_given_and_given_back(helene: Person, circle: Circle) -> None:
    ada = member(circle, "Ada Martin")
    client = english(helene)
    client.post(f"/circles/{circle.ref}/animator", {"person": ada.ref})
    assert Membership.objects.get(person=ada).role == Role.ANIMATOR
    assert client.post(f"/circles/{circle.ref}/keys").status_code == 302
    assert Membership.objects.get(person=helene).role == Role.MEMBER
    assert client.get(f"/circles/{circle.ref}/invitations").status_code == 404


def test_last_animator_keeps_the_keys(helene: Person, circle: Circle) -> None:
    member(circle)
    answer = english(helene).post(f"/circles/{circle.ref}/keys")
    assert answer.status_code == 422 and b"last animator" in answer.content


def test_sponsor_answers_for_a_newcomer_in_one_sentence(helene: Person, circle: Circle) -> None:
    ada = villager("Ada Martin")
    join(ada, circle, sponsor=helene)
    client = english(helene)
    assert b"Answer for somebody" in client.get(f"/circles/{circle.ref}").content
    answer = client.post(
        f"/circles/{circle.ref}/vouches", {"about": ada.ref, "sentence": "Elle tient parole."}
    )
    assert answer.status_code == 302
    assert Vouch.objects.get(author=helene, about=ada).agreed_on is None
    assert b"Answer for somebody" not in client.get(f"/circles/{circle.ref}").content


def test_vouch_with_a_link_is_refused_and_kept(helene: Person, circle: Circle) -> None:
    ada = villager("Ada Martin")
    join(ada, circle, sponsor=helene)
    sent = {"about": ada.ref, "sentence": "Voir https://x.example"}
    answer = english(helene).post(f"/circles/{circle.ref}/vouches", sent)
    assert answer.status_code == 422 and b"Voir https://x.example" in answer.content


def test_bridge_of_the_circle_is_told_to_members_without_a_link(circle: Circle) -> None:
    other = ring(villager("Ousmane"), name="Lieux Communs")
    bridge = bridge_between(circle, other)
    html = english(member(circle)).get(f"/circles/{circle.ref}").content.decode()
    assert "Lieux Communs" in html and bridge.ref not in html


@pytest.mark.parametrize(
    "query", ["?page=2", "?page=x", "?page=-1", "?page=999", "?find=Ad", "?find=x", "?find=<b>"]
)
def test_any_query_is_answered(helene: Person, circle: Circle, query: str) -> None:
    assert english(helene).get(f"/circles/{circle.ref}{query}").status_code in (200, 404)


def test_kind_of_circle_is_chosen_when_it_is_opened(helene: Person) -> None:
    client = english(helene)
    html = client.get("/circles/new?kind=mentoring").content.decode()
    assert 'value="mentoring" checked' in html and "An animator reads each proposal before it leaves." in html
    client.post("/circles/new", {"circle": "Mentors", "kind": "mentoring"})
    made = Circle.objects.get()
    assert (made.kind, made.approval, made.vouch_needed, made.listed) == (
        "mentoring",
        "required",
        True,
        False,
    )


def test_kind_fills_the_form_and_writes_nothing(helene: Person, circle: Circle) -> None:
    client, place = english(helene), f"/circles/{circle.ref}"
    html = client.get(f"{place}?kind=territory").content.decode()
    assert "The form below is filled, and not written yet." in html
    assert 'name="kind" value="territory"' in html and 'value="none" checked' in html
    assert 'name="through_members" checked' in html and 'list="stops" value="3"' in html
    circle.refresh_from_db()
    assert (circle.kind, circle.approval, circle.distance) == ("", "unless_stopped", 2)
    client.post(f"{place}/policy", {**POLICY, "kind": "territory", "distance": "3"})
    circle.refresh_from_db()
    assert (circle.kind, circle.distance) == ("territory", 3)
    assert "How far its members are introduced: Rather far." in client.get(place).content.decode()


@pytest.mark.parametrize("wrong", [{"distance": "9"}, {"kind": "village"}])
def test_choice_that_does_not_exist_is_said(helene: Person, circle: Circle, wrong: dict[str, str]) -> None:
    answer = english(helene).post(f"/circles/{circle.ref}/policy", {**POLICY, **wrong})
    assert answer.status_code == 422
    circle.refresh_from_db()
    assert circle.name == "Sillage Lyon"


def test_unknown_kind_in_the_address_changes_nothing(helene: Person, circle: Circle) -> None:
    html = english(helene).get(f"/circles/{circle.ref}?kind=village").content.decode()
    assert "not written yet" not in html


def test_circle_says_who_animates_it_and_what_is_coming(helene: Person, circle: Circle) -> None:
    bridge_between(circle, ring(villager("Ousmane"), name="Lieux Communs"), until="2043-12-20")
    html = english(member(circle)).get(f"/circles/{circle.ref}").content.decode()
    assert "What is coming" in html and "The bridge with Lieux Communs is reviewed" in html
    assert "Hélène Garnier" in html.split("Who animates it")[1].split("</section>")[0]


def test_page_of_the_circle_leaves_out_what_is_kept_from_animators(helene: Person, circle: Circle) -> None:
    ada = member(circle, "Ada Martin", town="Brest", concern="la mer")
    Withheld.objects.create(person=ada, field="town", reader="animator")
    html = english(helene).get(f"/circles/{circle.ref}").content.decode()
    assert "Brest" not in html and "la mer" in html
