"""No page of an animator or of a host opens without a second check; the pages of a member do."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from tests.domain.introductions import town
from tests.domain.people.villagers import villager
from tests.web.public.visitors import browser, last_code, settled
from tests.web.test_access import TABLE, World, addresses
from tests.web.test_access import world as world
from tisserand.domain.people.models import Person
from tisserand.vocabulary import Role
from tisserand.web.proofs import GUARDED

pytestmark = pytest.mark.django_db
THERE = "/me/security/required?next="


def barely(person: Person) -> Client:
    """A browser where somebody signed in with a code alone."""
    client = browser()
    client.force_login(person, second=False)  # type: ignore[call-arg]
    return client


def guarded(world: World) -> Iterator[tuple[str, str]]:
    """Every page of an animator or of a host: its name, its address."""
    known = {name for name, _ in addresses()}
    for name in known & set(TABLE):
        address = world.address(name)
        if resolve(address).func.__module__.startswith(GUARDED):
            yield name, address


def answered(client: Client, method: str, address: str) -> Any:
    with transaction.atomic():
        answer = client.generic(method, address)
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("role", ["animator", "host"])
def test_no_page_of_theirs_opens_with_a_code_alone(world: World, role: str) -> None:
    client = barely(world.readers[role])
    pages = list(guarded(world))
    assert len(pages) > 25
    opened = [
        f"{method} {name}"
        for name, address in pages
        for method in ("GET", "POST")
        if not answered(client, method, address).headers.get("location", "").startswith(THERE)
    ]
    assert opened == []


def test_pages_of_a_member_stay_open_to_them(world: World) -> None:
    client = barely(world.readers["animator"])
    for page in ("/today", "/me", "/circles", "/me/security", "/me/security/required"):
        assert client.get(page).status_code == 200, page


def test_member_who_looks_after_nobody_is_asked_nothing(world: World) -> None:
    client = barely(world.readers["member"])
    assert client.get(world.address("circle")).status_code == 200
    assert client.get("/circles/new").status_code == 200


def test_founder_of_a_circle_is_asked_at_her_next_page() -> None:
    settled()
    client = barely(villager())
    made = client.post("/circles/new", {"circle": "Un cercle neuf"})
    assert client.get(made["location"])["location"].startswith(THERE)


def test_second_check_given_here_opens_them(world: World) -> None:
    client = browser()
    client.force_login(world.readers["animator"])
    with CaptureQueriesContext(connections["default"]) as seen:
        assert client.get(world.address("circle")).status_code == 200
    assert not [query for query in seen if "mfa_authenticator" in query["sql"]]


def test_who_has_one_gives_it_in_a_session_from_before(world: World) -> None:
    person = world.readers["member"]  # she has an app of codes
    town.join(person, town.circle(), Role.ANIMATOR)
    answer = barely(person).get(world.address("circle"))
    assert answer["location"].startswith("/me/security/again?next=")


def test_demonstration_offers_it_only(world: World, settings: Any) -> None:
    settings.DEMO = True
    assert barely(world.readers["host"]).get("/host").status_code == 200


def test_page_of_why_comes_first_after_sign_in() -> None:
    settled()
    villager(email="ada@example.org", is_host=True)
    client = browser()
    client.post("/signin", {"email": "ada@example.org"})
    answer = client.post("/signin/code", {"code": last_code()})
    assert answer["location"] == f"{THERE}%2Ftoday"
    page = client.get(answer["location"]).content.decode()
    assert "/me/security/passkeys/new?next=%2Ftoday" in page and 'href="/today"' in page
