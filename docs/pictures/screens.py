"""The pictures of the guides, and the sheets that show each screen as everybody may see it.

Usage: python docs/pictures/screens.py [--address http://localhost:8000] [--only today,fabric]

Without an address it starts the fictional network in a folder that disappears, and stops it. Writes beside
itself, for each screen and language, one picture for the guides; and for each screen one sheet with every
width, theme and language side by side.
"""

from __future__ import annotations

import argparse
import base64
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

PICTURES = Path(__file__).parent
WIDTHS, THEMES, LANGUAGES = (360, 768, 1280), ("light", "dark"), ("fr", "en")
SHOWN = {360: 150, 768: 290, 1280: 440}
"""How wide each width stands on a sheet, in pixels."""
HEIGHT = 844
TALLEST, TALL = 2600, 1500
"""Sheets and guides cut pages below this, in CSS pixels: what matters comes first."""
STARTING_S = 300
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
SHEET = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 16px; font: 15px sans-serif; background: #ddd; color: #222; width: max-content }}
div {{ display: flex; gap: 10px; align-items: flex-start; margin: 0 0 14px }} img {{ display: block }}
</style><h1>{name}</h1>{rows}"""


class Screen(NamedTuple):
    """One screen: who reads it in the fictional network ("" for a visitor), how she comes to it, and how wide
    its picture is in the guides."""

    name: str
    role: str
    find: Callable[[Any, str], None]
    width: int


def at(path: str) -> Callable[[Any, str], None]:
    """Go straight to an address."""
    return lambda page, base: page.goto(base + path)


def through(path: str, selector: str) -> Callable[[Any, str], None]:
    """Go to an address, then where its first link of that kind leads."""

    def find(page: Any, base: str) -> None:
        page.goto(base + path)
        page.goto(base + str(page.locator(selector).first.get_attribute("href")))

    return find


def of_circle(rest: str, selector: str = "") -> Callable[[Any, str], None]:
    """Go to a page of the circle whose Monday it is, then where its first link of a kind leads."""

    def find(page: Any, base: str) -> None:
        page.goto(base + "/monday")
        page.goto(f"{page.url.rsplit('/', 1)[0]}/{rest}")
        if selector:
            page.goto(base + str(page.locator(selector).first.get_attribute("href")))

    return find


SCREENS = (
    Screen("home", "", at("/"), 1280),
    Screen("about", "", at("/about"), 1280),
    Screen("today", "member", at("/today"), 360),
    Screen("why", "member", through("/today", 'main a[href^="/introductions/"][href$="#change"]'), 360),
    Screen("established", "member", through("/today", "main .rows a[href^='/introductions/']"), 360),
    Screen("my-privacy", "member", at("/me/privacy"), 360),
    Screen("monday", "animator", at("/monday"), 1280),
    Screen("list", "animator", of_circle("lists/new"), 1280),
    Screen("fabric", "animator", at("/fabric?view=all"), 1280),
    Screen("fabric-mine", "member", at("/fabric?view=circle"), 360),
    Screen("bridge", "animator", of_circle("bridges", 'main ul a[href^="/bridges/"]'), 1280),
    Screen("letter-mail", "host", through("/host/outbox", 'main tbody a[href^="/host/outbox/"]'), 1280),
    Screen("observatory", "animator", at("/observatory"), 1280),
    Screen("host", "host", at("/host"), 1280),
    Screen("style", "", at("/style"), 1280),
)


@contextmanager
def network(address: str) -> Iterator[str]:
    """The address of the fictional network: the one given, or one started here and stopped after."""
    if address:
        yield address.rstrip("/")
        return
    folder = Path(tempfile.mkdtemp(prefix="tisserand-pictures-"))
    command = [sys.executable, "-m", "tisserand", "demo", "--lang", "en"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as running:
        try:
            until = time.monotonic() + STARTING_S
            found = None
            while found is None and time.monotonic() < until:
                found = re.search(
                    r"http://\S+?(?=/demo)", (running.stdout and running.stdout.readline()) or ""
                )
            if found is None:
                raise SystemExit("the fictional network did not start")
            yield found[0]
        finally:
            running.terminate()
            running.wait(60)
            shutil.rmtree(folder, ignore_errors=True)


def visitor(chromium: Any, base: str, screen: Screen, language: str, theme: str) -> Any:
    """A page where the reader of a screen is signed in, in a language and a theme."""
    locale = {"fr": "fr-FR", "en": "en-GB"}[language]
    context = chromium.new_context(locale=locale, color_scheme=theme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{base}/demo")
    if screen.role:
        page.locator(f'button[name=role][value="{screen.role}"]').click()
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f'form[action="/language"] button[value={language}]').click()
    return page


def taken(page: Any, width: int, tallest: int = TALLEST, quality: int = 62) -> bytes:
    """A picture of the page at a width, as JPEG: on a screen as tall as the page, so that nothing sticks."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.wait_for_load_state("networkidle")
    tall = min(int(page.evaluate("() => document.documentElement.scrollHeight")), tallest)
    page.set_viewport_size({"width": width, "height": max(tall, 200)})
    return bytes(page.screenshot(type="jpeg", quality=quality))


def sheet(chromium: Any, name: str, found: dict[tuple[str, int, str], bytes]) -> bytes:
    """One picture of them all: a row a language, each width in both themes."""
    rows = ""
    for language in LANGUAGES:
        images = (
            f'<img width="{SHOWN[width]}" src="data:image/jpeg;base64,'
            f'{base64.b64encode(found[language, width, theme]).decode()}" alt="">'
            for width in WIDTHS
            for theme in THEMES
        )
        rows += f"<div>{''.join(images)}</div>"
    page = chromium.new_page(viewport={"width": 1860, "height": 900})
    page.set_content(SHEET.format(name=name, rows=rows))
    made = bytes(page.screenshot(type="jpeg", quality=50, full_page=True))
    page.close()
    return made


def draw(chromium: Any, base: str, screen: Screen) -> None:
    """Take every picture of one screen and write what is kept."""
    found: dict[tuple[str, int, str], bytes] = {}
    for language in LANGUAGES:
        for theme in THEMES:
            page = visitor(chromium, base, screen, language, theme)
            screen.find(page, base)
            for width in WIDTHS:
                found[language, width, theme] = taken(page, width)
            if theme == "light":
                guide = taken(page, screen.width, TALL)
                (PICTURES / f"{screen.name}-{language}.jpg").write_bytes(guide)
            page.context.close()
    (PICTURES / f"{screen.name}-sheet.jpg").write_bytes(sheet(chromium, screen.name, found))


def main(argv: Sequence[str] | None = None) -> int:
    """Draw the screens asked for; 1 when one of them could not be found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="", help="of a fictional network that runs already")
    parser.add_argument("--only", default="", help="names of screens, separated by commas")
    asked = parser.parse_args(argv)
    from playwright.sync_api import Error, sync_playwright

    wanted = set(filter(None, asked.only.split(","))) or {screen.name for screen in SCREENS}
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    PICTURES.mkdir(exist_ok=True)
    failed = 0
    with network(asked.address) as base, sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=browser, args=FLAGS)
        for screen in SCREENS:
            if screen.name in wanted:
                try:
                    draw(chromium, base, screen)
                    print(screen.name)
                except Error as fault:
                    failed += 1
                    print(f"{screen.name}: {str(fault).splitlines()[0]}", file=sys.stderr)
        chromium.close()
    return int(failed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
