"""The fabric in a real browser: keyboard, zoom, the large picture; nothing refused, a silent console."""

from typing import Any

import pytest

from tests.web.fabric.test_pages import bridged, folk
from tests.web.member.test_browser import SMALL, chromium, opened
from tests.web.member.world import TODAY, build, circle, join
from tisserand.domain.circles.models import Circle
from tisserand.domain.people.models import Person
from tisserand.vocabulary import Role

__all__ = ["chromium"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOX = "() => document.querySelector('.cloth-wide svg.cloth').getAttribute('viewBox')"
REPORTS = "document.addEventListener('securitypolicyviolation', () => console.error('CSP'))"
DRAWN = "() => Number(document.querySelector('[data-chart-area]')?.dataset.drawn || 0)"


def test_picture_is_zoomed_by_keyboard_and_comes_back(chromium: Any, live_server: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    world = build()
    Circle.objects.update(listed=True)
    circle("Seul", "mauve", "serge_descendant", listed=True, town="Lyon")
    bridged(world.communs, circle("Trois", "lichen", "natte", listed=True))
    folk(world.sillage, 20)
    Person.objects.update(language="en")
    page = opened(chromium, world.helene, live_server, 1280, "light")
    page.add_init_script(REPORTS)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_server.url}/fabric?view=all")
    assert page.locator(".cloth-wide a .knot").count() == page.locator("#list li .knot").count() == 2
    whole = page.evaluate(BOX)
    page.locator(".cloth-wide a").first.focus()
    page.keyboard.press("+")
    zoomed = page.evaluate(BOX)
    assert zoomed != whole
    page.keyboard.press("ArrowRight")
    assert page.evaluate(BOX).split()[2:] == zoomed.split()[2:]
    page.keyboard.press("Escape")
    assert page.evaluate(BOX) == whole
    page.get_by_role("button", name="Zoom in").click()
    assert page.evaluate(BOX) == zoomed
    page.keyboard.press("Escape")
    page.locator(".cloth-wide a[aria-label*=Trois]").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**at=**")
    assert page.locator("#here").count() == 1
    for width, path in ((1280, ""), (360, ""), (360, "?view=mine"), (360, "?view=circle")):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}/fabric{path}")
        found = axe.run(page)
        assert found.violations_count == 0, path + found.generate_report()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, path
        assert page.evaluate(SMALL) == [], path
    assert page.faults == []
    page.context.close()


def test_large_fabric_is_explored_by_keyboard(chromium: Any, live_server: Any) -> None:
    world = build()
    Circle.objects.update(listed=True)
    others = Circle.objects.bulk_create(
        Circle(
            name=f"Cercle {n}", dye="ortie", weave="bayadere", listed=True, created_on=TODAY,
            ref=f"cercle{n:06}".replace("0", "a").replace("1", "b"),
        )
        for n in range(62)
    )  # fmt: skip
    bridged(world.sillage, others[0])
    join(world.helene, others[1], Role.ANIMATOR)
    page = opened(chromium, world.helene, live_server, 1280, "dark")
    page.add_init_script(REPORTS)
    page.goto(f"{live_server.url}/fabric?view=all")
    page.wait_for_function(f"() => ({DRAWN})() > 0")
    area = page.locator("[data-chart-area]")
    area.focus()
    for key in ("+", "ArrowLeft", "-", "Escape"):
        before = page.evaluate(DRAWN)
        page.keyboard.press(key)
        page.wait_for_function(f"() => ({DRAWN})() > {before}")
    assert page.locator("svg.cloth").count() == 0
    assert page.faults == []
    page.context.close()
