"""The first session: eight fields at most, nothing ticked before, then a first proposal or the next step."""

import re
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from tests.web.member.world import AT, World, build, introduce, join, person, signed_in
from tisserand.domain.attention.queries import budget_of
from tisserand.domain.exchanges.actions import write_need, write_offer
from tisserand.domain.exchanges.models import Need, Offer
from tisserand.domain.people.actions import set_consent
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import consents_of
from tisserand.vocabulary import Consent
from tisserand.web.member.errand import look_for_first

pytestmark = pytest.mark.django_db
TYPED: dict[str, Any] = {
    "need": "Un local avec cuisine", "need_type": "locaux", "offer": "Une heure de bail", "offer_type": "",
    "beyond": "yes", "counted": "1", "a_week": "1",
}  # fmt: skip


def arrived() -> tuple[World, Person]:
    """A network, and somebody who has just come in."""
    world = build()
    nour = person("Nour Haddad")
    join(nour, world.sillage, sponsor=world.helene)
    return world, nour


def test_welcome_asks_little_and_ticks_no_agreement() -> None:
    world, nour = arrived()
    world.sillage.charter = "On se tutoie.\n\nOn tient parole."
    world.sillage.save()
    page = signed_in(nour).get("/welcome").content.decode()
    form = page.split('action="/welcome"')[1].split("</form>")[0]
    fields = set(re.findall(r'name="(\w+)"', form)) - {"csrfmiddlewaretoken"}
    assert fields == set(TYPED)
    assert len(fields) <= 7  # with the code of the invitation, eight
    assert not re.search(r'name="(beyond|counted)"[^>]*checked', form)
    for said in ("Sillage Lyon", "Hélène Garnier", "On tient parole."):
        assert said in page


def test_welcome_keeps_everything_and_asks_the_worker_for_a_proposal() -> None:
    _world, nour = arrived()
    answered = signed_in(nour).post("/welcome", TYPED)
    assert (answered.status_code, answered["Location"]) == (302, "/welcome/first")
    assert Need.objects.get(person=nour).type == "locaux"
    assert Offer.objects.get(person=nour).text == "Une heure de bail"
    assert (budget_of(nour).asked, budget_of(nour).letter_days) == (1, 2 + 16)
    assert consents_of(nour)[Consent.BEYOND] is True
    assert consents_of(nour)[Consent.COUNTED] is True
    asked = DBTaskResult.objects.get()
    assert asked.task_path == "tisserand.web.member.errand.look_for_first"
    assert asked.args_kwargs["args"] == [nour.ref]


@pytest.mark.parametrize(
    ("change", "before"),
    [
        ({"beyond": ""}, 'name="beyond" value="yes"'),
        ({"need": "é" * 281}, 'id="need-type"'),
        ({"need": "paix \u202e partout"}, 'id="need-type"'),
        ({"offer": "http://x.example"}, 'id="offer-type"'),
        ({"need_type": "?"}, 'id="need-type"'),
        ({"a_week": ""}, 'name="a_week"'),
    ],
)
def test_welcome_that_is_refused_saves_nothing_and_says_where(change: dict[str, Any], before: str) -> None:
    _world, nour = arrived()
    answered = signed_in(nour).post("/welcome", TYPED | change)
    page = answered.content.decode()
    assert answered.status_code == 422
    assert change.get("need", "Un local avec cuisine") in page
    assert re.search(r'name="counted"[^>]*checked', page)
    assert page.count('class="wrong"') == 1
    assert 0 < page.index(before) - page.index('class="wrong"') < 700
    assert (Need.objects.filter(person=nour).count(), Offer.objects.count()) == (0, 0)
    assert consents_of(nour)[Consent.BEYOND] is None
    assert DBTaskResult.objects.count() == 0


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script> & Cie", "مكان للطبخ مع الجيران", "Une cuisine 🍲 pour 12", "a" * 280]
)
def test_welcome_keeps_what_is_typed_as_it_is(text: str) -> None:
    _world, nour = arrived()
    browser = signed_in(nour)
    assert browser.post("/welcome", TYPED | {"need": text}).status_code == 302
    assert Need.objects.get(person=nour).text == text
    assert "<script>alert" not in browser.get("/me").content.decode()


def test_welcome_counts_no_tie_unless_she_says_so() -> None:
    _world, nour = arrived()
    typed = {name: value for name, value in TYPED.items() if name != "counted"}
    assert signed_in(nour).post("/welcome", typed).status_code == 302
    assert consents_of(nour)[Consent.COUNTED] is False


def test_welcome_sent_twice_is_one() -> None:
    _world, nour = arrived()
    browser = signed_in(nour)
    for _twice in range(2):
        assert browser.post("/welcome", TYPED).status_code == 302
    assert Need.objects.filter(person=nour).count() == 1
    assert browser.get("/welcome")["Location"] == "/today"


def test_page_that_waits_looks_again_with_and_without_a_script() -> None:
    _world, nour = arrived()
    browser = signed_in(nour)
    page = browser.get("/welcome/first").content.decode()
    assert 'hx-get="/welcome/first?turn=1"' in page
    assert 'href="/welcome/first?turn=1"' in page
    assert "htmx-2.min.js" in page
    part = browser.get("/welcome/first?turn=1", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert 'hx-get="/welcome/first?turn=2"' in part


@pytest.mark.parametrize("turn", ["5", "99999999", "-1", "x"])
def test_page_stops_looking_and_offers_the_next_step(turn: str) -> None:
    _world, nour = arrived()
    page = signed_in(nour).get(f"/welcome/first?turn={turn}").content.decode()
    stops = turn in ("5",)
    assert ("hx-get" not in page) == stops
    assert ("Hélène Garnier" in page) == stops


def test_first_proposal_is_found() -> None:
    world, nour = arrived()
    one = introduce(world, nour, world.mehdi)
    page = signed_in(nour).get("/welcome/first").content.decode()
    assert f'href="/introductions/{one.ref}"' in page
    assert "hx-get" not in page


def test_errand_finds_somebody_and_shows_her_at_once() -> None:
    world, nour = arrived()
    write_need(person=nour, text="Une cuisine pour mes ateliers", at=AT, type="locaux")
    write_offer(person=world.mehdi, text="Une cuisine trois jours par semaine", at=AT, type="locaux")
    set_consent(person=nour, code=Consent.BEYOND, allowed=True, at=AT)
    for end in (world.sillage, world.communs):
        end.approval = "none"
        end.save()
    look_for_first.func(nour.ref)
    page = signed_in(nour).get("/welcome/first?turn=1").content.decode()
    found = re.search(r'href="(/introductions/[a-z2-7]{12})"', page)
    assert found
    letter = signed_in(nour).get(found[1]).content.decode()
    assert "Mehdi Benali" in letter
    assert 'class="reasons' in letter
    look_for_first.func(nour.ref)
    assert signed_in(nour).get("/today").content.decode().count('class="letter"') == 1
