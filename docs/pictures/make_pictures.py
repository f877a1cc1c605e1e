"""Pictures of the demo page, taken with the system's Chromium.

`python docs/pictures/make_pictures.py` remakes demo-fr.png and demo-en.png, the pictures of the first pages;
with a FOLDER, it also writes there the whole page: French and English, 390 and 1280 px, light and dark.
"""

from __future__ import annotations

import base64
import shutil
import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

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
PIXELS = """async address => {
  const picture = new Image(); picture.src = address; await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height), pen = canvas.getContext('2d');
  pen.drawImage(picture, 0, 0);
  const bytes = pen.getImageData(0, 0, picture.width, picture.height).data;
  let text = ''; for (let i = 0; i < bytes.length; i += 32768)
    text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return [picture.width, picture.height, btoa(text)];
}"""
PLAIN = ":root { --weft: transparent }"
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


def opened(chromium: Any, path: Path, width: int, scheme: str = "light") -> Any:
    """The page at `path`, its fonts ready."""
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
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
    desk = opened(chromium, path, 1280)
    for page in (phone, desk):
        page.add_style_tag(content=PLAIN)  # the grain of the linen would triple the weight of the file
    letter = phone.locator(".letter").first.screenshot()
    cloth = desk.locator(".fabric figure").screenshot()
    page = chromium.new_page(viewport={"width": 1226, "height": 700})
    page.set_content(TWO.format(letter=address(letter), cloth=address(cloth)))
    page.wait_for_load_state()
    whole = address(page.locator("body").screenshot())
    width, height, pixels = page.evaluate(PIXELS, whole)
    target.write_bytes(light_png(width, height, base64.b64decode(pixels)))


def light_png(width: int, height: int, rgba: bytes) -> bytes:
    """A PNG of at most 256 colours: the most frequent ones, each other pixel in the nearest of them."""
    pixels = np.frombuffer(rgba, np.uint8).reshape(-1, 4)[:, :3]
    coarse, first, of, often = np.unique(
        pixels // 6, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    kept = np.argsort(-often, kind="stable")[:256]
    apart = coarse[:, None].astype(np.int32) - coarse[kept][None].astype(np.int32)
    nearest = (apart**2).sum(axis=-1).argmin(axis=1).astype(np.uint8)
    rows = np.zeros((height, width + 1), np.uint8)
    rows[:, 1:] = nearest[of.ravel()].reshape(height, width)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", pixels[first[kept]].tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


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
