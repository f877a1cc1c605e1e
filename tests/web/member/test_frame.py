"""What every page of a member is made of: who may come in, what the browser may run, which language."""

import re

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.member.world import AT, build, establish, introduce, signed_in
from tisserand.domain.introductions.models import Message
from tisserand.domain.people.models import Person

pytestmark = pytest.mark.django_db
INLINE = re.compile(rb"""<script(?![^>]*\ssrc=)|<style|\s(?:style|on[a-z]+)\s*=\s*["']|javascript:""")
PAGES = ("/today", "/welcome/first", "/welcome/first?turn=9", "/circles", "/me", "/me/contacts", "/me/erase")
MISSING = "/introductions/aaaaaaaaaaaa"


def bare(page: bytes) -> bytes:
    """A page without the token of its forms, which changes at each view, and without its own address."""
    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)
    return re.sub(rb"/introductions/[a-z2-7]{12}", b"", page)


@pytest.mark.parametrize("page", [*PAGES, MISSING, "/welcome"])
def test_visitor_signs_in_first_and_comes_back(page: str) -> None:
    answered = Client().get(page)
    assert answered.status_code == 302
    assert answered["Location"].startswith("/signin?next=" + page.split("?")[0])


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_page_holds_a_script_or_a_style_of_its_own(lang: str) -> None:
    world = build()
    established = establish(introduce(world, world.camille, world.mehdi))
    proposed = introduce(world, world.camille, world.helene)
    world.camille.language = lang
    world.camille.save()
    browser = signed_in(world.camille)
    letters = [f"/introductions/{one.ref}" for one in (established, proposed)]
    letters.append(f"/introductions/{established.ref}/frame")
    for page in [*PAGES, *letters]:
        answered = browser.get(page)
        assert answered.status_code == 200, page
        assert INLINE.findall(answered.content) == [], page
        assert f'<html lang="{lang}">'.encode() in answered.content
        assert "script-src 'self'" in answered["Content-Security-Policy"]
        assert "no-store" in answered["Cache-Control"]


@pytest.mark.parametrize("planted", ["<p style='x'>", '<a onclick="x">', "<script>x", "<style>"])
def test_script_or_style_is_found_when_planted(planted: str) -> None:
    assert INLINE.search(planted.encode())


def test_what_is_missing_and_what_is_somebody_elses_are_one_page() -> None:
    world = build()
    hers = introduce(world, world.mehdi, world.helene)
    unshown = introduce(world, world.camille, world.mehdi, shown_on=None)
    gone = introduce(world, world.camille, world.helene)
    gone.sides.filter(person=world.camille).update(gone=True)
    browser = signed_in(world.camille)
    pages = [browser.get(MISSING)]
    pages += [browser.get(f"/introductions/{one.ref}") for one in (hers, unshown, gone)]
    assert {page.status_code for page in pages} == {404}
    assert len({bare(page.content) for page in pages}) == 1
    assert b"/today" in pages[0].content


def test_acts_on_what_is_somebody_elses_are_not_found() -> None:
    world = build()
    hers = introduce(world, world.mehdi, world.helene)
    browser = signed_in(world.camille)
    for act in ("answer", "later", "message", "met", "outcome"):
        facts = {"answer": "yes", "text": "x", "met": "yes"}
        assert browser.post(f"/introductions/{hers.ref}/{act}", facts).status_code == 404, act
        assert browser.post(f"{MISSING}/{act}", facts).status_code == 404, act
    assert set(hers.sides.values_list("answer", flat=True)) == {"none"}


@pytest.mark.parametrize("act", ["answer", "later", "message", "met", "outcome"])
def test_opening_the_address_of_an_act_changes_nothing(act: str) -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    assert signed_in(world.camille).get(f"/introductions/{one.ref}/{act}").status_code == 405


def test_form_without_its_token_is_refused_in_words() -> None:
    world = build()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.camille)
    answered = strict.post("/me/pause", {"pause": "yes"})
    assert answered.status_code == 403
    assert b"<h1>" in answered.content
    world.camille.refresh_from_db()
    assert world.camille.paused_on is None


def test_language_changes_for_the_person_and_comes_back() -> None:
    world = build()
    browser = signed_in(world.camille)
    answered = browser.post("/language", {"language": "en", "next": "/me"})
    assert (answered.status_code, answered["Location"]) == (302, "/me")
    assert b'<html lang="en">' in browser.get("/today").content
    world.camille.refresh_from_db()
    assert world.camille.language == "en"


@pytest.mark.parametrize("back", ["https://evil.example/x", "//evil.example", "javascript:alert(1)", ""])
def test_language_never_leads_out(back: str) -> None:
    answered = Client().post("/language", {"language": "en", "next": back})
    assert (answered.status_code, answered["Location"]) == (302, "/")


def test_unknown_language_is_not_found() -> None:
    assert Client().post("/language", {"language": "xx"}).status_code == 404


def test_tab_of_the_page_is_the_current_one() -> None:
    browser = signed_in(build().camille)
    for page in ("/today", "/circles", "/me"):
        current = re.findall(rb'href="([^"]*)" aria-current="page"', browser.get(page).content)
        assert current == [page.encode()]


def test_host_has_one_tab_more() -> None:
    world = build()
    assert b'href="/host"' not in signed_in(world.camille).get("/me").content
    world.camille.is_host = True
    world.camille.save()
    assert b'href="/host"' in signed_in(world.camille).get("/me").content


def test_clock_is_read_once_a_page_and_followed_in_her_zone() -> None:
    world = build()
    one = establish(introduce(world, world.camille, world.mehdi))
    Message.objects.create(introduction=one, author=world.mehdi, text="Bonjour", written_at=AT)
    Person.objects.filter(pk=world.camille.pk).update(zone="Indian/Reunion")
    with CaptureQueriesContext(connections["default"]) as counted:
        page = signed_in(world.camille).get(f"/introductions/{one.ref}").content.decode()
    assert len([query for query in counted if "attention_clock" in query["sql"]]) == 1
    assert ", 13:30" in page  # 9:30 in UTC
    assert ", 10:30" in signed_in(world.mehdi).get(f"/introductions/{one.ref}").content.decode()


def test_head_of_a_page_is_answered() -> None:
    assert signed_in(build().camille).head("/today").status_code == 200
