"""Every pair of text and ground can be read, in both themes; what is vendored is as said."""

import hashlib
import json
import re

import pytest

from tisserand.web.dyes import DYES
from tisserand.web.page import STATIC, stylesheet

TEXT, MARK = 4.5, 3.0
PAIRS = [
    *((text, ground, TEXT) for text in ("ink", "ink-2", "indigo", "madder", "weld-text", "woad", "moss")
      for ground in ("linen", "paper", "linen-deep")),
    ("madder", "madder-tint", TEXT), ("weld-text", "weld-tint", TEXT), ("woad", "woad-tint", TEXT),
    ("moss", "moss-tint", TEXT),
    ("ink-2", "woad-tint", TEXT), ("ink", "woad-tint", TEXT),
    ("paper", "indigo", TEXT), ("thread-strong", "linen", MARK), ("thread-strong", "paper", MARK),
    ("weld-text", "linen", MARK),
]  # fmt: skip


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme, by name; the dark ones fall back on the light ones."""
    text = (STATIC / "tokens.css").read_text(encoding="utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    named = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", light))
    if theme == "dark":
        named |= dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", dark.split("prefers-contrast")[0]))
    return named


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_definition_when_black_on_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_pair_is_readable_in_both_themes(theme: str, text: str, ground: str, least: float) -> None:
    colours = tokens(theme)
    assert contrast(colours[text], colours[ground]) >= least, (theme, text, ground)


@pytest.mark.parametrize("name", DYES)
def test_initials_are_readable_on_every_dye(name: str) -> None:
    assert contrast(DYES[name].on, DYES[name].colour) >= TEXT


def test_deep_dyes_are_those_that_the_night_would_swallow() -> None:
    night = tokens("dark")["linen"]
    assert {name for name, dye in DYES.items() if contrast(dye.colour, night) < MARK} <= {
        name for name, dye in DYES.items() if dye.deep
    }


def test_no_two_dyes_share_a_weave() -> None:
    assert len({dye.weave for dye in DYES.values()}) == len(DYES) == 12


def test_every_class_of_colour_in_the_sheets_is_a_token() -> None:
    named = set(re.findall(r"--([\w-]+):", (STATIC / "tokens.css").read_text(encoding="utf-8")))
    for sheet in ("elements.css", "components.css"):
        text = (STATIC / sheet).read_text(encoding="utf-8")
        assert set(re.findall(r"var\(--([\w-]+)\)", text)) <= named
        if sheet == "elements.css":
            assert not re.findall(r"#[0-9A-Fa-f]{6}", text)


def test_sheets_stay_small() -> None:
    assert sum(path.stat().st_size for path in STATIC.glob("*.css")) <= 30_000


def test_style_asks_nobody_for_anything() -> None:
    style = stylesheet()
    assert "@import" not in style
    assert all(address.startswith("data:") for address in re.findall(r"url\(([^)]*)\)", style))


def test_vendored_files_are_those_declared() -> None:
    declared = json.loads((STATIC / "VENDORED.json").read_text(encoding="utf-8"))["vendored"]
    for entry in declared:
        content = (STATIC / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert "SIL OPEN FONT LICENSE" in (STATIC / entry["licence_file"]).read_text(encoding="utf-8").upper()
    fonts = {path.name for path in (STATIC / "fonts").glob("*.woff2")}
    assert fonts == {entry["file"].removeprefix("fonts/") for entry in declared}
