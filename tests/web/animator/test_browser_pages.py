"""The pages of visitors, animators and hosts in a real browser: no accessibility fault, nothing wider than
the screen, no target too small, no complaint of the content policy."""

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.domain.introductions import town
from tests.domain.people.villagers import villager
from tests.web.public.visitors import settled
from tests.web.test_browser import FLAGS
from tisserand.domain.attention.models import Letter
from tisserand.domain.circles.actions import ask_bridge_person, invite_to_circle, keep_list, read_list
from tisserand.domain.circles.models import Circle
from tisserand.domain.observatory.models import Measure
from tisserand.domain.people.models import Person, Report
from tisserand.formats.figures import FigureCode
from tisserand.vocabulary import ApprovalMode
from tisserand.web.tokens import INVITATION, token_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "Prénom;E-mail\nZoé;zoe@example.org\nBob;bob@\nZoé;zoe@example.org\n".encode("cp1252")
LOOKS = ((360, "dark", "fr"), (1280, "light", "en"))
SMALL = """() => [...document.querySelectorAll('a, summary, button, select, input, textarea')]
    .filter(one => one.checkVisibility() && !one.closest('svg') && !one.matches('.skip, [type=hidden]'))
    .filter(one => (one.closest('label') || one).getBoundingClientRect().height < 44)
    .map(one => one.outerHTML.slice(0, 80))"""


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A headless Chromium, the one of the system."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine (on Debian: apt install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def pages(settings: LazySettings) -> dict[str, tuple[str, Person | None]]:
    """Every page with something on it, and who reads it."""
    settings.DEMO = True
    settled()
    there = town.woven(one=ApprovalMode.REQUIRED)
    names = {
        "name": "Sillage Lyon",
        "dye": "garance",
        "weave": "toile",
        "purpose": "Oser.",
        "charter": "Un.\n\nDeux.",
    }
    Circle.objects.filter(pk=there.one.pk).update(**names, listed=True)
    Circle.objects.filter(pk=there.two.pk).update(dye="pastel_clair", weave="carreaux", listed=True)
    host = villager("Denise Arrighi", is_host=True)
    Report.objects.create(
        person=there.ada, other=there.bob, reason="spam", text="Encore.", made_on="2043-11-20"
    )
    town.circle()
    invited = [
        invite_to_circle(by=there.animator, circle=there.one, email=email, at=town.MONDAY, send=leaves)
        for email, leaves in (("nour@example.org", True), ("later@example.org", False))
    ]
    token = token_of(invited[0].ref, INVITATION)
    ask_bridge_person(by=there.animator, ref=there.bridge.ref, person_ref=there.ada.ref, at=town.MONDAY)
    for ago in range(3):
        Measure.objects.create(
            circle=there.one, week=(town.MONDAY - timedelta(weeks=ago)).date(), code=FigureCode.OPENNESS,
            value=0.2, expected=0.4, low=0.3, high=0.5, people=12,
        )  # fmt: skip
    listed = keep_list(by=there.animator, circle=there.one, content=LIST, at=town.MONDAY).ref
    read_list(ref=listed, at=town.MONDAY)
    circle, bridge = f"/circles/{there.one.ref}", f"/bridges/{there.bridge.ref}"
    return {
        "home": ("/", None),
        "signin": ("/signin", None),
        "invitation": (f"/invitation/{token}", None),
        "invitation closed": ("/invitation/x", None),
        "demo": ("/demo", None),
        "circle": (circle, there.animator),
        "circle of a member": (circle, there.ada),
        "new circle": ("/circles/new", there.ada),
        "invitations": (f"{circle}/invitations", there.animator),
        "list": (f"/lists/{listed}", there.animator),
        "proposals": (f"{circle}/proposals", there.animator),
        "monday": (f"{circle}/monday", there.animator),
        "sponsor": (f"{circle}/sponsor", there.animator),
        "inclusion": (f"{circle}/inclusion", there.animator),
        "bridges": (f"{circle}/bridges", there.animator),
        "bridge": (bridge, there.animator),
        "bridge of who stands on it": (bridge, there.ada),
        "openness": (f"{circle}/openness", there.animator),
        "host": ("/host", host),
        "outbox": ("/host/outbox", host),
        "letter": (f"/host/outbox/{Letter.objects.filter(kind='invitation').get().ref}", host),
    }


def opened(browser: Any, base: str, look: tuple[int, str, str], reader: Person | None) -> Any:
    """A tab of that width, dark or light, signed in as that reader, with what it complains of."""
    width, scheme, lang = look
    tab = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, locale=lang)
    cookies = [{"name": "django_language", "value": lang, "url": base}]
    if reader is not None:
        Person.objects.filter(pk=reader.pk).update(language=lang)
        client = Client()
        client.force_login(reader)
        cookies.append({"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base})
    tab.add_cookies(cookies)
    page = tab.new_page()
    page.faults = []
    page.on("console", lambda said: page.faults.append(said.text))
    page.on("request", lambda asked: asked.url.startswith(base) or page.faults.append(asked.url))
    return page


def faults_of(page: Any, axe: Any) -> list[str]:
    """What is wrong with the page that is open."""
    found = [
        f"axe: {one['id']} {one['nodes'][0]['html'][:90]}" for one in axe.run(page).response["violations"]
    ]
    found += [f"small: {one}" for one in page.evaluate(SMALL)]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    return found + [said for said in page.faults if "404" not in said]


@pytest.mark.parametrize("look", LOOKS)
def test_pages_stand_in_a_browser(
    browser: Any, live_server: Any, pages: dict[str, tuple[str, Person | None]], look: tuple[int, str, str]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe, found = Axe(), []
    for name, (address, reader) in pages.items():
        page = opened(browser, live_server.url, look, reader)
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found += [f"{name}: {fault}" for fault in faults_of(page, axe)]
        page.context.close()
    assert found == []


def test_planted_faults_are_found(browser: Any, live_server: Any, pages: dict[str, Any]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(browser, live_server.url, LOOKS[0], None)
    page.goto(live_server.url + "/signin")
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('form.form button').className = ''")
    page.evaluate("document.querySelector('h1').textContent = 'x'.repeat(400)")
    page.evaluate("document.querySelector('h1').setAttribute('style', 'white-space: nowrap')")
    page.evaluate("document.querySelector('h1').style.overflowWrap = 'normal'")
    page.evaluate("main = document.querySelector('main'), main.append(document.createElement('img'))")
    page.evaluate("document.querySelector('main > img').src = 'http://elsewhere.test/'")
    page.wait_for_timeout(300)
    kinds = " ".join(faults_of(page, Axe()))
    for expected in ("axe: label", "small:", "wider", "elsewhere"):
        assert expected in kinds
