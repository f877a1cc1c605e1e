"""The first run: open to who holds the address as long as nobody is here, then gone for good."""

import pytest

from tests.domain.people.villagers import villager
from tests.web.public.visitors import browser, is_signed_in, settled
from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.people.models import Person
from tisserand.vocabulary import Role
from tisserand.web.first_run import address
from tisserand.web.tokens import INVITATION, token_of

pytestmark = pytest.mark.django_db
FORM = {"name": "Denise Arrighi", "email": "Denise@Example.org", "circle": "Sillage Lyon", "purpose": "Oser."}


@pytest.fixture(autouse=True)
def _settled() -> None:
    settled()


def place() -> str:
    return address("http://testserver").removeprefix("http://testserver")


def test_address_stands_after_the_base_whatever_its_slash() -> None:
    assert address("http://localhost:8000/").startswith("http://localhost:8000/first-run/host.")
    assert address("http://localhost:8000/") == address("http://localhost:8000")


def test_first_person_becomes_host_and_opens_the_first_circle() -> None:
    client, at = browser(), place()
    assert client.get(at).status_code == 200
    answer = client.post(at, FORM)
    assert (answer.status_code, answer["location"]) == (302, "/welcome")
    host, circle = Person.objects.get(), Circle.objects.get()
    assert host.is_host and host.is_here and host.email == "denise@example.org" and host.language == "en"
    assert circle.name == "Sillage Lyon" and circle.dye
    assert Membership.objects.get(person=host, circle=circle).role == Role.ANIMATOR
    assert is_signed_in(client)


def test_page_is_gone_once_somebody_hosts() -> None:
    at = place()
    villager(is_host=True)
    assert browser().get(at).status_code == 404
    assert browser().post(at, FORM).status_code == 404
    assert Circle.objects.count() == 0
    assert address("http://testserver") == ""


def test_wrong_token_opens_nothing() -> None:
    for token in ("host", "host.x", token_of("host", INVITATION)):
        assert browser().get(f"/first-run/{token}").status_code == 404
        assert browser().post(f"/first-run/{token}", FORM).status_code == 404
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "denise"}, b"address cannot be read"),
        ({"name": ""}, b"name will not do"),
        ({"circle": " "}, b"Nothing is written"),
        ({"purpose": "x" * 281}, b"281 characters"),
    ],
)
def test_refusal_leaves_nothing_behind_and_keeps_what_was_typed(wrong: dict[str, str], said: bytes) -> None:
    answer = browser().post(place(), {**FORM, **wrong})
    assert answer.status_code == 422
    assert said in answer.content
    assert b'value="Denise Arrighi"' in answer.content or "name" in wrong
    assert not Person.objects.exists() and not Circle.objects.exists()


def test_visit_changes_nothing() -> None:
    client = browser()
    client.get(place())
    client.head(place())
    assert not Person.objects.exists()


def test_home_says_that_the_installation_waits_for_its_host() -> None:
    assert b"waiting for its host" in browser().get("/").content
    villager(is_host=True)
    assert b"waiting for its host" not in browser().get("/").content


def test_home_leads_to_today_when_signed_in() -> None:
    client = browser()
    client.force_login(villager())
    assert client.get("/")["location"] == "/today"
