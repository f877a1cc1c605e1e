"""From the text of one cell to a value, and back: spaces, dates, numbers, lists, formula guards."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from functools import lru_cache

MAX_CELL = 20_000
"""Characters in a cell; beyond it is a whole document, or a quotation mark that was never closed."""

OLDEST = date(1900, 1, 1)
SEVERAL = "|"

# Invisible characters that reorder or hide text; line breaks and tabs are judged apart.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAKS = re.compile("[\t\r\n]")
_FORMULA = re.compile("'*[=+\\-@\t\r]")
_GUARDED = re.compile("'+[=+\\-@\t\r]")
_DAY_ENDS = ("", " ", "T")
_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)


def guarded(text: str) -> str:
    """Return `text` as a cell that no spreadsheet takes for a formula; `unguarded` undoes it exactly."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return a cell without the one apostrophe that `guarded` puts before = + - @."""
    return text[1:] if _GUARDED.match(text) else text


def clean(cell: str) -> str:
    """Return the text of a cell: outer spaces and the formula guard removed, accents composed (NFC)."""
    text = cell.strip()
    if text[:1] == "'":
        text = unguarded(text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Return `text` with every run of spaces, line breaks included, as one space."""
    return " ".join(text.split())


def items(cell: str) -> tuple[str, ...]:
    """Return the values of a cell that holds several, each on one line, without repeats, in order."""
    if not cell:
        return ()
    found = (one_line(part) for part in cell.split(SEVERAL))
    return tuple(dict.fromkeys(part for part in found if part))


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a name for comparison: no case, no accent, `_` for anything between words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "_", letters).strip("_")


def hidden_character(text: str, *, breaks: bool) -> str:
    """Return the first character that must not be in a cell, or ''; `breaks` allows line breaks and tabs."""
    found = _HIDDEN.search(text) or (None if breaks else _BREAKS.search(text.strip()))
    return found.group() if found else ""


def character_name(character: str) -> str:
    """Return how to speak of an invisible character: its number and, when it has one, its Unicode name."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" {name}" if name else "")


@lru_cache(maxsize=65536)
def day(text: str) -> date | None:
    """Return the day written `2026-03-05` or `05/03/2026`, whatever time follows; None if unreadable."""
    moment = instant(text)
    return moment.date() if moment else None


def instant(text: str) -> datetime | None:
    """Return a moment in UTC; without a zone the text is taken as UTC. None if unreadable.

    Read: `2026-03-05`, `2026-03-05 14:30[:00]`, with `T` and with `Z` or `+01:00`; `05/03/2026[ 14:30]`.
    """
    try:
        if text[4:5] == "-" and text[7:8] == "-" and text[10:11] in _DAY_ENDS:
            moment = datetime.fromisoformat(text)
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        elif found := _FRENCH_DAY.fullmatch(text):
            dd, mm, yyyy, *clock = found.groups(default="0")
            hour, minute, second = map(int, clock)
            moment = datetime(int(yyyy), int(mm), int(dd), hour, minute, second, tzinfo=UTC)
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return moment if moment.year >= OLDEST.year else None


def whole(text: str, most: int) -> int | None:
    """Return a whole number between 0 and `most`, or None."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 19:
        return None
    number = int(text)
    return number if number <= most else None


def share(text: str) -> float | None:
    """Return a number between 0 and 1, written with a point or a comma, or None."""
    try:
        number = float(text.replace(",", ".", 1)) if "_" not in text else -1.0
    except ValueError:
        return None
    return number if 0.0 <= number <= 1.0 else None
