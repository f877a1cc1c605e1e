"""Every page that has an address, in a real browser: no accessibility fault at any width and theme, nothing
wider than the screen (400 % zoom included), little to load, nothing from elsewhere, no complaint of the
content policy. A new address is looked at as soon as it has its row in the table of who may open what."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings

from tests.journeys.browser import REPORTS, launched
from tests.web.test_access import World, world
from tests.web.test_bad_input import pages

__all__ = ["world"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WIDTHS, ZOOMED = (360, 1280), 320
MOST_KB, MOST_REQUESTS, MOST_NEXT_KB = 150, 15, 30
"""What a first visit may weigh once compressed, and the next."""
HEAVY = ("fabric",)
"""Pages with a picture to explore: the promise leaves them out."""
DEMO = ("demo", "style")
UNDER_AXE: dict[str, Any] = {
    "light": {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    # a theme changes colours and nothing else: the nightly run looks at everything again
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}},
}
if os.environ.get("EVERY_RULE"):
    UNDER_AXE["dark"] = UNDER_AXE["light"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with launched() as one:
        yield one


@dataclass
class Tab:
    """A page of a browser, what it loaded and what it complained of."""

    page: Any
    responses: list[Any] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def opens(self, address: str) -> None:
        """Go there, once everything is loaded."""
        self.responses.clear()
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")

    @property
    def width(self) -> int:
        """How wide the page is."""
        return int(self.page.evaluate("() => document.documentElement.scrollWidth"))

    @property
    def weight(self) -> float:
        """kB that would travel: texts compressed, fonts and images as they are."""
        return sum(_travels(one) for one in self.responses) / 1000


def _travels(response: Any) -> int:
    if response.status in (204, 301, 302, 304):
        return 0
    body = response.body()
    kind = response.headers.get("content-type", "")
    return len(body) if kind.startswith(("font/", "image/png", "image/jpeg")) else len(gzip.compress(body))


def tab(chromium: Any, world: World, role: str, server: str, theme: str) -> Tab:
    """A browser of one reader, in French and in one theme."""
    context = chromium.new_context(
        viewport={"width": WIDTHS[0], "height": 844}, color_scheme=theme, locale="fr-FR",
        reduced_motion="reduce",
    )  # fmt: skip
    cookies = world.browser(role).cookies
    if "sessionid" in cookies:
        context.add_cookies([{"name": "sessionid", "value": cookies["sessionid"].value, "url": server}])
    context.add_init_script(REPORTS)
    opened = Tab(context.new_page())
    opened.page.on("response", lambda response: opened.responses.append(response))
    opened.page.on(
        "console",
        lambda message: opened.said.append(message.text) if message.type in ("error", "warning") else None,
    )
    return opened


def looked_at(world: World) -> list[tuple[str, str, str]]:
    """Every page, with its name and one reader; those of the demonstration too."""
    return [*pages(world), *((name, "anonymous", world.address(name)) for name in DEMO)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_for_everybody(
    chromium: Any, world: World, live_server: Any, settings: LazySettings, theme: str
) -> None:
    settings.DEMO = True
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    wrong: list[str] = []
    tabs: dict[str, Tab] = {}
    found = looked_at(world)
    assert len(found) > 35
    for name, role, address in found:
        opened = tabs.setdefault(role, tab(chromium, world, role, live_server.url, theme))
        opened.page.set_viewport_size({"width": WIDTHS[0], "height": 844})
        answer = opened.page.request.get(live_server.url + address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        opened.opens(live_server.url + address)
        for width in WIDTHS:
            opened.page.set_viewport_size({"width": width, "height": 844})
            if opened.width > width:
                wrong.append(f"{name}: {opened.width} wide on a screen of {width}")
            seen = axe.run(opened.page, options=UNDER_AXE[theme])
            if seen.violations_count:
                wrong.append(f"{name} {width} {theme}: {seen.generate_report()}")
        opened.page.set_viewport_size({"width": ZOOMED, "height": 640})
        if opened.width > ZOOMED:
            wrong.append(f"{name}: {opened.width} wide at 400 %")
    wrong += [text for opened in tabs.values() for text in opened.said if "404" not in text]
    assert wrong == [], "\n".join(wrong)


def test_pages_are_light_and_ask_nothing_of_anybody_else(
    chromium: Any, world: World, live_server: Any
) -> None:
    here, wrong = urlsplit(live_server.url).netloc, []
    for name, role, address in pages(world):
        opened = tab(chromium, world, role, live_server.url, "light")
        answer = opened.page.request.get(live_server.url + address)
        if answer.headers.get("content-type", "").startswith("text/html"):
            opened.opens(live_server.url + address)
            elsewhere = {urlsplit(one.url).netloc for one in opened.responses} - {here, ""}
            first, asked = opened.weight, len(opened.responses)
            own = len(gzip.compress(answer.body())) / 1000
            if elsewhere:
                wrong.append(f"{name}: asks {elsewhere}")
            if name not in HEAVY and (first > MOST_KB or asked > MOST_REQUESTS):
                wrong.append(f"{name}: {first:.0f} kB in {asked} requests")
            if name not in HEAVY and own > MOST_NEXT_KB:
                wrong.append(f"{name}: {own:.0f} kB at the next visit")
        opened.page.context.close()
    assert wrong == []
