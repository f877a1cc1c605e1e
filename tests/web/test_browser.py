"""The page in a real browser: no accessibility fault, nothing wider than the screen, no label on another."""

import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.web.sample import WEEK
from tisserand.web.page import rendered

pytestmark = pytest.mark.browser
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LABELS = """() => [...document.querySelectorAll('.cloth .name, .cloth .count')]
    .map(text => text.getBoundingClientRect())
    .filter(box => box.width)
    .map(box => [box.left, box.top, box.right, box.bottom])"""
SMALL = """() => [...document.querySelectorAll('a, summary')]
    .filter(link => link.checkVisibility() && !link.closest('svg') && !link.matches('.skip'))
    .filter(link => link.getBoundingClientRect().height < 44).length"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium, the one of the system."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine (on Debian: apt install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample week, written in both languages."""
    folder = tmp_path_factory.mktemp("page")
    written = {}
    for lang in ("fr", "en"):
        written[lang] = folder / f"{lang}.html"
        written[lang].write_text(rendered(WEEK, lang), encoding="utf-8")
    return written


def opened(browser: Any, path: Path, width: int, scheme: str = "light") -> Any:
    """The page open at that width, with the faults that its console told in `page.faults`."""
    page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.faults = []
    page.on("console", lambda message: page.faults.append(message.text))
    page.on("request", lambda request: page.faults.append(request.url) if "://" in request.url[5:] else None)
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize(
    ("lang", "width", "scheme", "folded"),
    [
        ("fr", 390, "light", False),
        ("fr", 390, "dark", True),
        ("fr", 1280, "light", True),
        ("fr", 1280, "dark", False),
        ("en", 390, "light", True),
        ("en", 1280, "dark", False),
    ],
)
def test_page_has_no_accessibility_fault(
    browser: Any, pages: dict[str, Path], lang: str, width: int, scheme: str, folded: bool
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened(browser, pages[lang], width, scheme)
    if not folded:
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = axe.run(page)
    page.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("width", [360, 768, 900, 1280])
def test_page_never_scrolls_sideways(browser: Any, pages: dict[str, Path], width: int, lang: str) -> None:
    page = opened(browser, pages[lang], width)
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true })")
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    page.close()
    assert wide <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_labels_of_the_fabric_never_overlap(browser: Any, pages: dict[str, Path], width: int) -> None:
    page = opened(browser, pages["fr"], width)
    page.evaluate("() => document.fonts.ready")
    boxes = page.evaluate(LABELS)
    page.close()
    assert len(boxes) > 2 * 14
    for (left, top, right, bottom), (x, y, far, low) in combinations(boxes, 2):
        # lines of one label touch by their leading, never by their letters
        assert left >= far or x >= right or top + 5 >= low or y + 5 >= bottom


def test_page_is_quiet_and_its_fonts_are_in_it(browser: Any, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["fr"], 1280)
    loaded = page.evaluate("() => document.fonts.ready.then(all => [...all].map(font => font.status))")
    assert loaded == ["loaded", "loaded"]
    assert page.faults == []
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_targets_are_wide_enough_for_a_thumb(browser: Any, pages: dict[str, Path], width: int) -> None:
    page = opened(browser, pages["fr"], width)
    assert page.evaluate(SMALL) == 0
    page.close()


def test_keyboard_goes_first_to_the_content_and_shows_where_it_is(
    browser: Any, pages: dict[str, Path]
) -> None:
    page = opened(browser, pages["fr"], 1280)
    page.keyboard.press("Tab")
    where = page.evaluate(
        "() => [document.activeElement.className, document.activeElement.getBoundingClientRect().top,"
        " getComputedStyle(document.activeElement).outlineWidth]"
    )
    assert where[0] == "skip"
    assert where[1] >= 0
    assert where[2] == "3px"
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_folded_letter_opens_with_one_press_and_without_a_script(
    browser: Any, pages: dict[str, Path], width: int
) -> None:
    page = opened(browser, pages["fr"], width)
    letter = page.locator(".folded .letter").first
    assert not letter.is_visible()
    page.locator(".folded > summary").first.focus()
    page.keyboard.press("Enter")
    assert letter.is_visible()
    page.keyboard.press("Enter")
    assert not letter.is_visible()
    page.close()


def test_every_letter_is_on_paper(browser: Any, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["fr"], 1280)
    page.emulate_media(media="print")
    shown = page.evaluate(
        "() => [...document.querySelectorAll('.letter h3')].filter(one => one.checkVisibility()).length"
    )
    assert shown == len(WEEK.letters)
    page.close()


def test_row_of_the_week_stays_short_on_a_phone(browser: Any, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["fr"], 390)
    heights = page.evaluate(
        "() => [...document.querySelectorAll('.all tbody tr')].map(row => row.getBoundingClientRect().height)"
    )
    assert len(heights) == len(WEEK.rows)
    assert max(heights) <= 130
    assert page.evaluate("() => getComputedStyle(document.querySelector('.all tr')).display") == "grid"
    page.close()


def test_words_of_people_are_read_in_their_own_language(browser: Any, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["en"], 1280)
    said = page.evaluate(
        "() => [...document.querySelectorAll('main [lang]')].map(one => [one.lang, one.innerText])"
    )
    assert {lang for lang, _ in said} == {"fr"}
    assert "Un local avec cuisine pour mes ateliers de conserves" in {text for _, text in said}
    page.close()


def test_page_of_paper_has_no_dark_ground(browser: Any, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["fr"], 1280, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.close()
