"""The stylesheets as the tests read them: without comments, minified, their colours by theme."""

import re
from pathlib import Path

from tisserand.web.page import STATIC

BASE = ("tokens.css", "night.css", "elements.css", "components.css", "site.css")
"""The sheets that every page loads, in their order."""


def text_of(sheet: str | Path) -> str:
    """A sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (STATIC / sheet).read_text(encoding="utf-8"), flags=re.DOTALL)


def minified(text: str) -> str:
    """A sheet as small as it can be sent: no comment, no needless space, no last semicolon."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", text))
    return re.sub(r": +", ":", text).replace(";}", "}").strip()


def classes_of(text: str) -> set[str]:
    """The classes that the selectors of a sheet name."""
    selectors = re.findall(r"([^{};]+)\{", re.sub(r'"[^"]*"', "", text))
    return {name for one in selectors for name in re.findall(r"\.(-?[A-Za-z_][\w-]*)", one)}


def colours(sheet: str) -> dict[str, str]:
    """The colours that a sheet of tokens gives on a screen, by name."""
    screen = text_of(sheet).partition("@media print")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", screen))


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme, by name; the dark ones fall back on the light ones."""
    return colours("tokens.css") | (colours("night.css") if theme == "dark" else {})
