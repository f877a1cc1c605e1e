"""Reads the reviewed bilingual lexicon of concepts that is shipped as data."""

import csv
from collections.abc import Iterable
from functools import cache
from importlib import resources

from tisserand.engine.text.lexicon import Lexicon, LexiconRow, lexicon_from

COLUMNS = ("concept", "fr", "en", "broader", "percent")


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon of `lexicon.csv`, read once."""
    return lexicon_from(shipped_rows())


def shipped_rows() -> list[LexiconRow]:
    """The rows of `lexicon.csv`, in their order."""
    text = resources.files("tisserand.formats").joinpath("lexicon.csv").read_text(encoding="utf-8")
    return lexicon_rows(text.splitlines())


def lexicon_rows(lines: Iterable[str]) -> list[LexiconRow]:
    """The rows of a lexicon written as CSV. Raises ValueError with the line of a row that cannot be read."""
    reader = csv.DictReader(lines)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise ValueError(f"the columns of a lexicon are {','.join(COLUMNS)}")
    return [_row(line, cells) for line, cells in enumerate(reader, 2)]


def _row(line: int, cells: dict[str, str | None]) -> LexiconRow:
    concept = (cells["concept"] or "").strip()
    percent = (cells["percent"] or "").strip() or "100"
    fr, en = _expressions(cells["fr"]), _expressions(cells["en"])
    if not concept or not fr or not en or not percent.isdecimal() or not 1 <= int(percent) <= 200:
        raise ValueError(f"line {line}: a concept needs a code, French, English, and a percent of 1 to 200")
    return LexiconRow(concept, fr, en, (cells["broader"] or "").strip(), int(percent))


def _expressions(cell: str | None) -> tuple[str, ...]:
    return tuple(text.strip() for text in (cell or "").split("|") if text.strip())
