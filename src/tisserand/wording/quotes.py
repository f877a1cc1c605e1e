"""People's own words, quoted as they wrote them, and the language they wrote them in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tisserand.formats.cells import folded

LONGEST = 160
LONGEST_NAME = 60
HIDING = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
"""Unicode categories of characters that only reorder or hide other ones, or break a line."""

_WORD = re.compile(r"[^\W\d_]+")
_LOOSE = re.compile(" +[?!;:»%]|« +")
_FRENCH_LETTER = re.compile("[àâçéèêëîïôùûœÀÂÇÉÈÊËÎÏÔÙÛŒ]")


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, and the language they are in; "" when nobody can tell."""

    text: str
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


def quoted(text: str, longest: int = LONGEST) -> str:
    """Return somebody's words on one line, cut after a word when too long; every letter and space is hers.

    Characters that hide or reorder others are left out; French spaces are put back where a file lost them.
    """
    if not text.isprintable():
        text = "".join(_seen(character) for character in text)
    if text[:1] == " " or text[-1:] == " " or "  " in text:
        text = " ".join(filter(None, text.split(" ")))
    text = spaced(text)
    if len(text) <= longest:
        return text
    whole_words, _space, _cut = text[: longest + 1].rpartition(" ")
    kept = whole_words if len(whole_words) * 2 > longest else text[:longest]
    return kept.rstrip(" ,;:.") + "…"


def named(text: str) -> str:
    """Return the name of a person, a circle or a place as it is quoted."""
    return quoted(text, LONGEST_NAME)


def _seen(character: str) -> str:
    if unicodedata.category(character) not in HIDING:
        return character
    return " " if character.isspace() else ""


def spaced(text: str) -> str:
    """Return a text with the spaces that French keeps before double marks and inside guillemets.

    No other language of ours writes a space there: a text in English comes back as it was.
    """
    return _LOOSE.sub(_joined, text) if " " in text else text


def _joined(found: re.Match[str]) -> str:
    mark = found.group().strip(" ")
    if mark == "«":
        return "«\u00a0"
    return ("\u202f" if mark in "?!;" else "\u00a0") + mark


def without_stop(text: str) -> str:
    """Return somebody's sentence as it stands between quotation marks: without its last full stop."""
    return quoted(text).rstrip(". ")


def language_of(text: str) -> str:
    """Return "fr" or "en", the language that knows more of the text's words; "" when nobody can tell.

    A small word of one language alone counts three times, as the engine counts it.
    """
    # the lexicon takes a moment to read: only for who asks
    from tisserand.engine.text.lexicon import stems_of
    from tisserand.formats.lexicon import shipped_lexicon

    lexicon = shipped_lexicon()
    said = [folded(word) for word in _WORD.findall(text)]

    def votes(language: str, other: str) -> int:
        small, stems = lexicon.grammar[language], stems_of(said, language, lexicon.whole[language])
        alone = sum(word in small and word not in lexicon.grammar[other] for word in said)
        return 3 * alone + sum((stem,) in lexicon.phrases[language] for stem in stems)

    fr, en = votes("fr", "en") + bool(_FRENCH_LETTER.search(text)), votes("en", "fr")
    return "" if fr == en else "fr" if fr > en else "en"


def quote(text: str) -> Quote:
    """Return somebody's sentence as a quotation, with the language it is in."""
    return Quote(without_stop(text), language_of(text))
