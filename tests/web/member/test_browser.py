"""The pages of a member in a real browser: no accessibility fault, nothing wider than the screen."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.web.member.world import AT, TODAY, World, build, establish, introduce, join, person
from tests.web.test_browser import FLAGS
from tisserand.domain.introductions.actions import name_contact
from tisserand.domain.introductions.models import Introduction, Message, Side
from tisserand.domain.people.actions import set_consent, set_hide
from tisserand.domain.people.models import Person
from tisserand.vocabulary import Consent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL = """() => [...document.querySelectorAll('a, button, summary, select, input, textarea')]
    .filter(one => one.checkVisibility() && !one.closest('svg') && !one.matches('.skip, [type=hidden]'))
    .map(one => one.closest('label.choice') || one)
    .filter(one => one.getBoundingClientRect().height < 44)
    .map(one => one.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium, the one of the system."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine (on Debian: apt install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with pytest.MonkeyPatch.context() as patch, playwright.sync_playwright() as driver:
        # its synchronous face runs a loop in this thread, which Django would take for an asynchronous one
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        one = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield one
        one.close()


def pages_of(world: World) -> list[str]:
    """Every page of Camille, in all its states; her world is filled for it."""
    said_yes, established, ended, met = (person(f"{name} Nom") for name in ("Ana", "Bao", "Cléo", "Dov"))
    for other in (said_yes, established, ended, met):
        join(other, world.communs)
    letter = introduce(world, world.camille, world.mehdi)
    waits = introduce(world, world.camille, said_yes, with_asks=False)
    Side.objects.filter(introduction=waits, person=world.camille).update(answer="yes")
    talks = establish(
        introduce(world, world.camille, established, with_asks=False), TODAY - timedelta(days=14)
    )
    Message.objects.create(introduction=talks, author=established, text="Bonjour\n" + "o" * 90, written_at=AT)
    over = introduce(world, world.camille, ended, with_asks=False, shown_on=TODAY - timedelta(days=40))
    seen = establish(introduce(world, world.camille, met, with_asks=False), TODAY - timedelta(days=30))
    seen.met_on = TODAY
    seen.save()
    set_hide(person=world.camille, other=ended, at=AT)
    Introduction.objects.filter(pk=letter.pk).update(go_between=world.helene)
    set_consent(person=world.helene, code=Consent.NAMED, allowed=True, at=AT)
    for one, two in ((world.camille, world.helene), (world.helene, world.camille)):
        name_contact(person=one, ref=two.ref, at=AT)
    refs = [one.ref for one in (letter, waits, talks, over, seen)]
    letters = [f"/introductions/{ref}" for ref in refs]
    letters.append(f"/introductions/{talks.ref}/frame")
    return [
        "/today",
        *letters,
        "/me/contacts",
        "/me",
        "/me/privacy",
        "/me/seen-as?reader=other_side",
        "/privacy",
        "/me/erase",
        "/circles",
        "/welcome/first?turn=9",
        "/nowhere",
    ]


def opened(chromium: Any, who: Person, server: Any, width: int, scheme: str) -> Any:
    """A tab where she is signed in, whose console is kept in `page.faults`."""
    client = Client()
    client.force_login(who)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}
    context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    context.add_cookies([session])
    page = context.new_page()
    page.faults = []
    page.on("console", lambda message: page.faults.append(message.text))
    return page


@pytest.mark.parametrize(
    ("lang", "width", "scheme"),
    [
        ("fr", 360, "light"),  # the other widths and themes: tests/web/test_every_page.py
        ("en", 1280, "dark"),
    ],
)
def test_every_page_can_be_read_and_used(
    chromium: Any, live_server: Any, lang: str, width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    world = build()
    Person.objects.filter(pk=world.camille.pk).update(language=lang)
    page = opened(chromium, world.camille, live_server, width, scheme)
    for path in pages_of(world):
        page.goto(live_server.url + path)
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true })")
        found = axe.run(page)
        assert found.violations_count == 0, path + found.generate_report()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, path
        assert page.evaluate(SMALL) == [], path
        assert [fault for fault in page.faults if "404" not in fault] == [], path
    page.context.close()


def test_welcome_is_filled_with_four_gestures_and_leads_to_the_search(
    chromium: Any, live_server: Any
) -> None:
    world = build()
    nour = person("Nour Haddad")
    join(nour, world.sillage, sponsor=world.helene)
    page = opened(chromium, nour, live_server, 360, "light")
    page.goto(live_server.url + "/welcome")
    page.fill("#need-text", "Un local avec cuisine")
    page.fill("#offer-text", "Une heure de bail")
    page.check("[name=beyond][value=yes]")
    page.click("main form .button")
    page.wait_for_url("**/welcome/first**")
    assert page.faults == []
    page.context.close()


def test_page_that_waits_ends_by_itself_within_its_turns(chromium: Any, live_server: Any) -> None:
    world = build()
    page = opened(chromium, world.camille, live_server, 360, "light")
    page.goto(live_server.url + "/welcome/first?turn=4")
    page.wait_for_selector("main .button[href='/today']", timeout=20_000)
    assert page.faults == []
    page.context.close()
