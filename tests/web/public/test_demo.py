"""The demonstration's own pages, and that they exist nowhere else."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.domain.introductions import town
from tests.domain.people.villagers import AT, villager
from tests.web.public.visitors import browser, settled
from tisserand.domain.attention.models import Clock
from tisserand.domain.introductions.models import Side
from tisserand.domain.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ada(settings: LazySettings, tmp_path: Path) -> Person:
    settled()
    person = villager("Ada Martin")
    settings.DEMO, settings.FOLDER = True, tmp_path
    chosen = {"member": person.ref, "animator": villager("Hélène").ref, "host": "nobodyatall2"}
    (tmp_path / "demo-personas.json").write_text(json.dumps(chosen), encoding="utf-8")
    return person


def test_pages_exist_in_a_demonstration_only(settings: LazySettings) -> None:
    assert browser().get("/demo").status_code == 200
    settings.DEMO = False
    client = browser()
    for method, place in (("get", ""), ("post", "/persona"), ("post", "/tomorrow")):
        assert getattr(client, method)(f"/demo{place}", {"role": "member"}).status_code == 404


def test_page_says_that_everything_is_invented() -> None:
    html = browser().get("/demo").content.decode()
    assert "invented" in html and "fictional network" in html
    assert "Be Ada Martin" in html and html.count('name="role"') == 2


def test_visitor_becomes_somebody_with_one_click(ada: Person) -> None:
    client = browser()
    assert client.post("/demo/persona", {"role": "member"})["location"] == "/today"
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert client.post("/demo/persona", {"role": "animator"})["location"] == "/circles"
    assert client.session["_auth_user_id"] != str(ada.pk)


@pytest.mark.parametrize("role", ["host", "king", ""])
def test_nobody_else_can_be_borrowed(role: str) -> None:
    client = browser()
    assert client.post("/demo/persona", {"role": role}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_visiting_changes_nobody() -> None:
    client = browser()
    client.get("/demo")
    assert client.get("/demo/persona").status_code == 405
    assert "_auth_user_id" not in client.session


def test_tomorrow_moves_the_clock_and_shows_what_is_due() -> None:
    town.woven()
    Clock.objects.update(at=town.MONDAY, ahead_days=0)
    assert not Side.objects.filter(shown_on__isnull=False).exists()
    before = Clock.objects.get()
    assert browser().post("/demo/tomorrow")["location"] == "/demo"
    after = Clock.objects.get()
    assert after.ahead_days == 1 and after.at >= before.at + timedelta(days=1)
    assert Side.objects.filter(shown_on__isnull=False).exists()


def test_held_clock_does_not_move() -> None:
    Clock.objects.update(held_at=AT + timedelta(days=90))
    assert browser().post("/demo/tomorrow").status_code == 422
