"""What was typed outlives the session: kept signed out, shown again after sign-in, done only when pressed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.domain.people.villagers import AT, villager
from tests.web.public.visitors import last_code, settled
from tisserand.domain.attention.models import Clock
from tisserand.domain.exchanges.models import Need
from tisserand.domain.people.models import Person
from tisserand.web.kept import MOST_TYPED, PLACE

pytestmark = pytest.mark.django_db
HERS = "ada@example.org"
TEXT = "Un local <b>calme</b> & clair 🌿 שלום"
FROM = {"referer": "http://testserver/me"}


@pytest.fixture(autouse=True)
def ada() -> Person:
    settled()
    return villager(email=HERS, language="en")


def strict() -> Client:
    """A browser whose forms carry their mark, as in life."""
    return Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)


def mark_of(page: Any) -> str:
    """The mark of the forms of a page."""
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert found is not None
    return found[1]


def typed(client: Client, text: str = TEXT, mark: str = "", **headers: str) -> Any:
    """Post a need, from the page named Me."""
    form = {
        "text": text,
        "kind": "need",
        "audience": "circle",
        "csrfmiddlewaretoken": mark,
        "code": "BCDF-GHJK",
    }
    return client.post("/me/asks", form, headers={**FROM, **headers})


def come_in(client: Client, to: str) -> Any:
    """Sign in by a code, on the pages themselves."""
    page = client.get(to)
    client.post("/signin", {"email": HERS, "next": "/me", "csrfmiddlewaretoken": mark_of(page)})
    page = client.get("/signin/code")
    form = {"code": last_code(), "next": "/me", "csrfmiddlewaretoken": mark_of(page)}
    return client.post("/signin/code", form)


def test_form_posted_signed_out_is_found_again_after_sign_in(ada: Person) -> None:
    client = strict()
    client.force_login(ada)
    mark = mark_of(client.get("/me"))
    client.session.flush()
    answer = typed(client, mark=mark)
    assert answer["location"] == "/signin?next=/me" and not Need.objects.exists()
    assert b"is kept: sign in" in client.get(answer["location"]).content
    assert come_in(client, answer["location"])["location"] == "/me"
    page = client.get("/me")
    shown = page.content.decode()
    assert "Un local &lt;b&gt;calme&lt;/b&gt; &amp; clair 🌿 שלום" in shown
    assert "Here is what you had typed" in shown and "BCDF-GHJK" not in shown
    assert not Need.objects.exists()
    assert typed(client, mark=mark_of(page)).status_code == 302
    assert Need.objects.get().text == TEXT
    assert "Here is what you had typed" not in client.get("/me").content.decode()


def test_form_made_before_another_sign_in_is_shown_again(ada: Person) -> None:
    client = strict()
    old = mark_of(client.get("/signin"))
    come_in(client, "/signin")
    answer = typed(client, mark=old)
    assert answer.status_code == 302 and answer["location"] == "/me"
    assert "Un local &lt;b&gt;" in client.get("/me").content.decode() and not Need.objects.exists()


def test_codes_and_marks_are_never_kept(ada: Person) -> None:
    client = Client()
    typed(client)
    assert set(client.session[PLACE]["typed"]) == {"text", "kind", "audience"}


@pytest.mark.parametrize(
    "headers",
    [{"referer": ""}, {"referer": "https://evil.example/me"}, {"sec-fetch-site": "cross-site"}],
)
def test_form_of_another_site_is_not_kept(headers: dict[str, str]) -> None:
    client = strict()
    mark = mark_of(client.get("/signin"))
    assert typed(client, mark=mark, **headers)["location"].startswith("/signin")
    assert PLACE not in client.session
    forged = typed(client, mark="x" * 64, **headers)
    assert forged.status_code == 403 and PLACE not in client.session


def test_form_too_long_to_keep_is_not_kept() -> None:
    client = Client()
    typed(client, "a" * (MOST_TYPED + 1))
    assert PLACE not in client.session


def test_form_is_forgotten_after_half_an_hour(ada: Person) -> None:
    client = Client()
    typed(client)
    client.force_login(ada)
    assert PLACE in client.session
    Clock.objects.update(at=AT + timedelta(minutes=31))
    assert "Un local" not in client.get("/me").content.decode()
    assert PLACE not in client.session


def test_nobody_fills_the_database_with_forms() -> None:
    kept = 0
    for _ in range(22):
        client = Client()
        typed(client)
        kept += PLACE in client.session
    assert kept == 20
