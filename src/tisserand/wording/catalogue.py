"""The catalogue: English sentences in the code, French ones beside it."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent.parent / "locale"
LANGUAGES = ("fr", "en")

Words = gettext.NullTranslations
"""What says a sentence in one language: `gettext(sentence)` and `ngettext(one, several, number)`."""


@cache
def translator(lang: str) -> Words:
    """Return the words of a language; sentences without a translation stay in English."""
    return gettext.translation("django", LOCALE, languages=[lang], fallback=True)


def N_(sentence: str) -> str:
    """Mark a sentence kept in a table, to be said later."""
    return sentence
