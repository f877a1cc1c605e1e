"""Pictures of the demo page, taken with the system's Chromium.

`python docs/pictures/make_pictures.py` remakes demo-fr.png and demo-en.png, the pictures of the first pages;
with a FOLDER, it also writes there the whole page: French and English, 390 and 1280 px, light and dark.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from tisserand.cli.demo.command import written

HERE = Path(__file__).parent
ON = date(2026, 11, 16)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
TWO = """<!doctype html><body style="margin:0;padding:28px 24px 20px;display:flex;gap:28px;align-items:center;
background:#F7F3EA"><img src="{letter}" width="390"><img src="{cloth}" width="760"></body>"""


@contextmanager
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        sys.exit("No Chromium here; on Debian: apt install chromium.")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


def opened(chromium: Any, path: Path, width: int, scheme: str = "light", scale: float = 1.0) -> Any:
    """The page at `path`, its fonts ready."""
    page = chromium.new_page(
        viewport={"width": width, "height": 900}, color_scheme=scheme, device_scale_factor=scale
    )
    page.goto(path.as_uri())
    page.evaluate("() => document.fonts.ready")
    return page


def address(picture: bytes) -> str:
    """A picture as an address that holds it."""
    return "data:image/png;base64," + base64.b64encode(picture).decode()


def take_two(chromium: Any, path: Path, target: Path) -> None:
    """The first letter as a phone shows it, beside the fabric as a desk does."""
    phone = opened(chromium, path, 406)
    phone.evaluate("() => document.querySelector('details').removeAttribute('open')")
    letter = phone.locator(".letter").first.screenshot()
    desk = opened(chromium, path, 1280)
    cloth = desk.locator(".fabric figure").screenshot()
    page = chromium.new_page(viewport={"width": 1226, "height": 700})
    page.set_content(TWO.format(letter=address(letter), cloth=address(cloth)))
    page.wait_for_load_state()
    page.locator("body").screenshot(path=target)


def main(folder: Path | None) -> None:
    """Take the pictures."""
    with tempfile.TemporaryDirectory() as beside, browser() as chromium:
        for lang in ("fr", "en"):
            path = written(Path(beside) / lang, ON, lang=lang).page
            take_two(chromium, path, HERE / f"demo-{lang}.png")
            for width, scheme in product((390, 1280), ("light", "dark")) if folder else ():
                page = opened(chromium, path, width, scheme)
                page.screenshot(path=folder / f"demo-{lang}-{width}-{scheme}.png", full_page=True)
                page.close()


if __name__ == "__main__":
    whole = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if whole is not None:
        whole.mkdir(parents=True, exist_ok=True)
    main(whole)
