"""A passkey in a real browser, with a device that Chromium plays: made, then used to come in."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from tests.domain.people.villagers import villager
from tests.journeys.browser import REPORTS, launched
from tests.web.public.visitors import last_code, settled
from tisserand.domain.people.models import AuditLine
from tisserand.vocabulary import AuditAct

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERS = "ada@example.org"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with launched() as one:
        yield one


@pytest.fixture
def page(chromium: Any, live_server: Any) -> Iterator[Any]:
    """A page of a browser that has a device able to make passkeys; `page.faults`: what its console said."""
    settled()
    villager(email=HERS, language="en", is_host=True)
    context = chromium.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"), locale="en-GB")
    context.add_init_script(REPORTS)
    one = context.new_page()
    one.set_default_timeout(10_000)
    one.faults = []
    one.on("console", lambda said: one.faults.append(said.text) if said.type == "error" else None)
    tool = context.new_cdp_session(one)
    tool.send("WebAuthn.enable")
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield one
    context.close()


def come_in(page: Any) -> None:
    """Sign in by a code."""
    page.goto("/signin")
    page.fill("[name=email]", HERS)
    page.click('form[action="/signin"] button')
    page.wait_for_url("**/signin/code*")
    page.fill("[name=code]", last_code())
    page.click('form[action="/signin/code"] button')


def test_passkey_is_made_then_opens_the_door_alone(page: Any) -> None:
    come_in(page)
    page.wait_for_url("**/me/security/required*")
    page.click("text=Add a passkey")
    page.fill("[name=name]", "My telephone")
    page.click("text=Make the passkey")
    page.wait_for_selector("text=Keep these ten codes")
    page.goto("/host")  # its pages are open now
    assert page.locator("h1").inner_text() and page.url.endswith("/host")
    page.goto("/me/security")
    assert "My telephone" in page.locator("main").inner_text()

    page.click("text=Sign out")
    page.goto("/signin")
    page.click("text=Use my passkey")
    page.wait_for_url("**/today")
    page.goto("/host")
    assert page.url.endswith("/host") and page.faults == []

    page.click("text=Sign out")
    cache.clear()
    come_in(page)
    page.wait_for_url("**/signin/second")
    page.click("text=Use my passkey")
    page.wait_for_url("**/today")
    assert list(AuditLine.objects.values_list("act", flat=True)) == [AuditAct.SECOND_FACTOR_ADDED]
    assert page.faults == []


def test_passkey_that_is_not_known_is_said(page: Any) -> None:
    page.goto("/signin")
    page.click("text=Use my passkey")
    page.wait_for_selector("text=The device gave no key")
    assert page.locator("text=Use my passkey").is_enabled()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_pages_stand_in_a_browser(page: Any, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)

    def look() -> None:
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, page.url
        found = axe.run(page)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    page.goto("/signin")
    look()
    come_in(page)
    page.wait_for_url("**/me/security/required*")
    look()
    for name in ("security", "security/again", "security/app/new", "security/passkeys/new"):
        page.goto(f"/me/{name}")
        look()
    page.click("text=Make the passkey")
    page.wait_for_selector("text=Keep these ten codes")
    look()
    for name in ("security", "security/again"):
        page.goto(f"/me/{name}")
        look()
    page.goto("/me/security")
    page.click("text=Take it away")
    look()
    page.click("text=Sign out")
    cache.clear()
    come_in(page)
    page.wait_for_url("**/signin/second")
    look()
    assert page.faults == []
