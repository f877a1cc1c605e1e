"""Every pair of text and ground can be read, in both themes; what is vendored is as said."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from tests.web.sheets import colours, tokens
from tisserand.web.dyes import DYES, INK, PAPER
from tisserand.web.page import STATIC, stylesheet

TEXT, MARK = 4.5, 3.0
LICENCES = {"OFL-1.1": "SIL OPEN FONT LICENSE", "Apache-2.0": "APACHE LICENSE"}
WORDS = ("ink", "ink-2", "indigo", "madder", "weld-text", "woad", "moss")
STATES = ("madder", "weld", "woad", "moss")
PAIRS = [
    *((text, ground, TEXT) for text in WORDS for ground in ("linen", "paper", "linen-deep")),
    *(("weld-text" if state == "weld" else state, f"{state}-tint", TEXT) for state in STATES),
    *((text, f"{state}-tint", TEXT) for text in ("ink", "ink-2", "indigo") for state in STATES),
    ("paper", "indigo", TEXT), ("paper", "ink", TEXT),
    *(("on-heat", f"heat-{step}", TEXT) for step in range(1, 7)), ("on-heat-7", "heat-7", TEXT),
    *(("thread-strong", ground, MARK) for ground in ("linen", "paper", "linen-deep")),
    ("weld-text", "linen", MARK), ("weld-text", "paper", MARK), ("madder", "paper", MARK),
]  # fmt: skip
README = {
    "light": {
        ("ink", "linen"): 14.0, ("ink", "paper"): 15.3, ("ink", "linen-deep"): 12.7,
        ("ink-2", "linen"): 6.9, ("ink-2", "paper"): 7.6, ("ink-2", "linen-deep"): 6.3,
        ("indigo", "linen"): 10.0, ("indigo", "paper"): 10.9, ("indigo", "linen-deep"): 9.0,
        ("madder", "linen"): 5.8, ("madder", "paper"): 6.3, ("madder", "linen-deep"): 5.3,
        ("weld", "linen"): 2.7, ("ink", "weld"): 5.3, ("weld-text", "linen"): 6.0,
        ("weld-text", "paper"): 6.5, ("weld-text", "linen-deep"): 5.4, ("woad", "linen"): 5.9,
        ("woad", "paper"): 6.4, ("moss", "linen"): 6.1, ("moss", "paper"): 6.7, ("moss", "linen-deep"): 5.6,
        ("thread-strong", "linen"): 3.8, ("thread-strong", "paper"): 4.1,
        ("thread-strong", "linen-deep"): 3.4,
        ("madder", "madder-tint"): 5.2, ("weld-text", "weld-tint"): 5.6, ("woad", "woad-tint"): 5.4,
        ("moss", "moss-tint"): 5.6,
    },
    "dark": {
        ("ink", "linen"): 14.8, ("ink", "paper"): 13.1, ("ink-2", "linen"): 8.8, ("ink-2", "paper"): 7.8,
        ("indigo", "linen"): 10.3, ("indigo", "paper"): 9.1, ("madder", "linen"): 8.1,
        ("madder", "paper"): 7.2, ("weld-text", "linen"): 10.1, ("weld-text", "paper"): 8.9,
        ("woad", "linen"): 9.3, ("woad", "paper"): 8.3, ("moss", "linen"): 9.8, ("moss", "paper"): 8.7,
        ("thread-strong", "linen"): 5.0, ("thread-strong", "paper"): 4.4,
        ("madder", "madder-tint"): 6.6, ("weld-text", "weld-tint"): 7.9, ("woad", "woad-tint"): 7.1,
        ("moss", "moss-tint"): 7.7,
    },
}  # fmt: skip
"""What was measured when the tokens were chosen, to one decimal."""
ON_DYES = {
    "garance": (PAPER, 6.3), "indigo": (PAPER, 10.9), "gaude": (INK, 7.6), "campeche": (PAPER, 5.0),
    "brou_de_noix": (PAPER, 15.8), "myrtille": (PAPER, 8.6), "cochenille": (INK, 4.6), "rocou": (INK, 4.6),
    "lichen": (INK, 5.0), "ortie": (PAPER, 5.4), "pastel_clair": (INK, 5.5), "mauve": (INK, 6.4),
}  # fmt: skip


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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrasts_are_those_that_were_measured(theme: str) -> None:
    named = tokens(theme)
    found = {pair: round(contrast(named[pair[0]], named[pair[1]]), 1) for pair in README[theme]}
    assert {pair: ratio for pair, ratio in found.items() if abs(ratio - README[theme][pair]) > 0.11} == {}


def test_paler_ink_is_found() -> None:
    faded = tokens("light") | {"ink-2": "#8A8F99"}
    assert contrast(faded["ink-2"], faded["linen"]) < TEXT


def test_night_changes_only_colours_that_the_day_has() -> None:
    assert set(colours("night.css")) <= set(colours("tokens.css"))


@pytest.mark.parametrize("name", DYES)
def test_initials_are_readable_on_every_dye(name: str) -> None:
    on, measured = ON_DYES[name]
    assert DYES[name].on == on
    assert contrast(DYES[name].on, DYES[name].colour) >= TEXT
    assert contrast(DYES[name].on, DYES[name].colour) == pytest.approx(measured, abs=0.11)


def test_deep_dyes_are_those_that_the_night_would_swallow() -> None:
    night = tokens("dark")["linen"]
    assert {name for name, dye in DYES.items() if contrast(dye.colour, night) < MARK} <= {
        name for name, dye in DYES.items() if dye.deep
    }


def test_no_two_dyes_share_a_weave() -> None:
    assert len({dye.weave for dye in DYES.values()}) == len(DYES) == 12


def test_style_asks_nobody_for_anything() -> None:
    style = stylesheet()
    assert "@import" not in style
    assert all(address.startswith("data:") for address in re.findall(r"url\(([^)]*)\)", style))


def test_vendored_files_are_those_declared() -> None:
    declared = json.loads((STATIC / "VENDORED.json").read_text(encoding="utf-8"))["vendored"]
    for entry in declared:
        content = (STATIC / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        licence = (STATIC / entry["licence_file"]).read_text(encoding="utf-8").upper()
        assert LICENCES[entry["licence"]] in licence
    fonts = {path.name for path in (STATIC / "fonts").glob("*.woff2")}
    assert fonts == {Path(entry["file"]).name for entry in declared if entry["file"].startswith("fonts/")}
