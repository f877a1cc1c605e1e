"""The sheets: in layers, no class that nothing uses, no colour but tokens, and small."""

import ast
import re
from pathlib import Path

import pytest

from tests.web.sheets import BASE, classes_of, colours, minified, text_of
from tisserand.web.page import STATIC

WEB = STATIC.parent
PAGES = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.glob("pages/*.css"))
SHEETS = (*BASE, *PAGES)
MOST_BASE, MOST_PAGE = 30_000, 6_000
MADE_UP = {"reason-1", "reason-2", "reason-3", "reason-4", "reason-5", "htmx-request"}
"""Classes that a program writes: numbered reasons; what htmx sets while it asks."""
ORDER = "@layer tokens, elements, components, pages;"
WORD = re.compile(r"[A-Za-z_][\w-]*")
COLOUR = r"#[0-9A-Fa-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab)\("


def in_template(text: str) -> set[str]:
    """The classes that a template writes: the words of its class attributes, conditions included."""
    return {
        word for said in re.findall(r'class="((?:\{%.*?%\}|[^"])*)"', text) for word in WORD.findall(said)
    }


def in_module(text: str) -> set[str]:
    """The classes that a module may write: the words of its short strings, and of its class attributes."""
    strings = [
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    short = [one for one in strings if len(one) <= 40 or "class=" in one]
    return {word for one in short for word in WORD.findall(one)}


def written() -> set[str]:
    """The classes that templates, modules and scripts of the web write."""
    found = set[str]()
    for path in WEB.rglob("templates/**/*.html"):
        found |= in_template(path.read_text(encoding="utf-8"))
    for path in WEB.rglob("*.py"):
        found |= in_module(path.read_text(encoding="utf-8"))
    for path in STATIC.glob("**/*.js"):
        found |= set(WORD.findall(path.read_text(encoding="utf-8")))
    return found


def unused(text: str, words: set[str]) -> set[str]:
    """The classes of a sheet that nothing says, whole or by their beginning (`heat-{{ step }}`)."""
    begun = tuple(word for word in words if word.endswith("-"))
    return {name for name in classes_of(text) - words - MADE_UP if not name.startswith(begun)}


def outside_layers(text: str) -> str:
    """What stands in no layer of a sheet, fonts apart; a block ends where its braces close."""
    depth, kept, rest = 0, [], re.sub(r"@font-face \{[^}]*\}", "", text).replace(ORDER, "")
    for piece in re.split(r"(\{|\})", rest):
        depth += {"{": 1, "}": -1}.get(piece, 0)
        if depth == 0 and piece.strip(" \n}"):
            kept.append(piece.strip())
    return " ".join(one for one in kept if not re.fullmatch(r"@layer \w+", one))


def test_layers_are_declared_once_and_first() -> None:
    assert text_of("tokens.css").lstrip().startswith(ORDER)
    assert [sheet for sheet in SHEETS if ORDER in text_of(sheet)] == ["tokens.css"]


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_rule_stands_in_a_layer(sheet: str) -> None:
    assert outside_layers(text_of(sheet)) == ""


def test_rule_outside_the_layers_is_found() -> None:
    assert outside_layers("@layer pages { .a { color: red; } } .b { color: red; }") == ".b"


@pytest.mark.parametrize("sheet", PAGES)
def test_sheet_of_a_page_stays_in_its_layer(sheet: str) -> None:
    assert set(re.findall(r"@layer (\w+)", text_of(sheet))) == {"pages"}


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_class_is_there_for_nothing(sheet: str) -> None:
    assert unused(text_of(sheet), written()) == set()


def test_class_that_nothing_uses_is_found() -> None:
    sheet = ".page { margin: 0; } .gone-by .page:is(.lost, a) { margin: 0; }"
    assert unused(sheet, written() - {"lost"}) == {"gone-by", "lost"}


@pytest.mark.parametrize("sheet", [one for one in SHEETS if one not in ("tokens.css", "night.css")])
def test_every_colour_is_a_token(sheet: str) -> None:
    text = text_of(sheet)
    named = set(re.findall(r"--([\w-]+):", text_of("tokens.css") + text))
    assert re.findall(COLOUR, re.sub(r"url\([^)]*\)", "", text)) == []
    assert set(re.findall(r"var\(--([\w-]+)", text)) <= named


def test_raw_colour_is_found() -> None:
    assert re.findall(COLOUR, "a { color: #F00; background: rgb(0 0 0) }") == ["#F00", "rgb("]


def test_no_rule_is_written_twice() -> None:
    rules = [
        re.sub(r"\s+", " ", rule).strip()
        for sheet in BASE
        for rule in re.findall(r"[^{};]+\{[^{}]+\}", text_of(sheet))
    ]
    assert sorted({rule for rule in rules if rules.count(rule) > 1}) == []


def test_sheets_of_every_page_stay_small() -> None:
    assert sum(len(minified(text_of(sheet)).encode()) for sheet in BASE) <= MOST_BASE


@pytest.mark.parametrize("sheet", PAGES)
def test_sheet_of_a_page_stays_small(sheet: str) -> None:
    assert len(minified(text_of(sheet)).encode()) <= MOST_PAGE


def test_minified_keeps_what_is_said() -> None:
    assert minified("/* x */ .a > .b {\n  color: red;\n}\n") == ".a>.b{color:red}"


def test_print_is_black_on_white_and_shows_no_tool() -> None:
    printed = text_of("tokens.css").partition("@media print")[2]
    assert all(f"--{name}: {value};" in printed for name, value in (("ink", "#000000"), ("linen", "#FFFFFF")))
    hidden = re.findall(r"@media print \{\n  ([^{]+)\{ display: none", text_of("site.css"))
    assert {".top nav", ".foot", ".actions", "form"} <= {part.strip() for part in hidden[0].split(",")}


def test_settings_of_a_reader_are_heard() -> None:
    said = "".join(text_of(sheet) for sheet in BASE)
    for setting in ("prefers-reduced-motion: reduce", "prefers-contrast: more", "forced-colors: active"):
        assert f"({setting})" in said


def test_dark_sheet_is_for_screens_that_prefer_it() -> None:
    base = Path(WEB / "templates" / "base.html").read_text(encoding="utf-8")
    assert "screen and (prefers-color-scheme: dark)" in base
    assert colours("night.css")["linen"] == "#141925"
