"""A bilingual lexicon: which stems and expressions say which concept, in French and in English."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tisserand.engine.text.words import folded, spellings, words_of

LANGUAGES = ("fr", "en")
GRAMMAR, ASKING, FILLER, FAINT, WHOLE = "-grammar", "-asking", "-filler", "-faint", "-whole"
LISTS = (GRAMMAR, ASKING, FILLER, FAINT, WHOLE)
_SNOWBALL = {"fr": "french", "en": "english"}

Phrase = tuple[str, ...]
KEPT = "="  # before a grammar word kept in an expression, which no stem may be taken for


@dataclass(frozen=True, slots=True)
class LexiconRow:
    """One concept: its code, how it is said, the wider concept it belongs to, how telling it is (percent).

    The codes of `LISTS` are not concepts but word lists: grammar words (dropped), asking and offering
    words and filler (silent unless part of an expression), faint words (kept, weighing little: towns), whole
    words (not cut to their Snowball stem, which another meaning shares; `word=stem` says which stem to use).
    """

    concept: str
    fr: tuple[str, ...]
    en: tuple[str, ...]
    broader: str = ""
    percent: int = 100


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Concept numbers by expression, per language.

    concepts, broader, percent: by concept number (broader -1: none); labels: per language, the first
    expression; phrases: per language, expression as stems -> concept numbers; grammar, silent, faint: per
    language, folded words (grammar) or stems; whole: per language, word -> stem where Snowball would confuse
    two meanings; spelt: known words by their forms, per language.
    """

    concepts: tuple[str, ...]
    broader: tuple[int, ...]
    percent: tuple[int, ...]
    labels: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, Mapping[Phrase, tuple[int, ...]]]
    grammar: Mapping[str, frozenset[str]]
    silent: Mapping[str, frozenset[str]]
    faint: Mapping[str, frozenset[str]]
    whole: Mapping[str, Mapping[str, str]]
    spelt: Mapping[str, Mapping[str, tuple[str, ...]]]


def lexicon_from(rows: Iterable[LexiconRow]) -> Lexicon:
    """The lexicon those rows say. Raises ValueError for a concept twice or an unknown `broader`."""
    kept = list(rows)
    real = [row for row in kept if row.concept not in LISTS]
    number = {row.concept: place for place, row in enumerate(real)}
    if len(number) != len(real):
        raise ValueError("a concept is written twice in the lexicon")
    unknown = sorted({row.broader for row in real if row.broader and row.broader not in number})
    if unknown:
        raise ValueError(f"broader concepts that do not exist: {', '.join(unknown)}")
    whole = {language: _whole(kept, language) for language in LANGUAGES}
    grammar = {language: _words(kept, language, (GRAMMAR,)) for language in LANGUAGES}
    silent, faint = (
        {
            each: frozenset(stems_of(sorted(_words(kept, each, lists)), each, whole[each]))
            for each in LANGUAGES
        }
        for lists in ((ASKING, FILLER), (FAINT,))
    )
    return Lexicon(
        concepts=tuple(number),
        broader=tuple(number.get(row.broader, -1) for row in real),
        percent=tuple(row.percent for row in real),
        labels={each: tuple(said(row, each)[0] for row in real) for each in LANGUAGES},
        phrases={each: _phrases(real, each, grammar[each], whole[each]) for each in LANGUAGES},
        grammar=grammar,
        silent=silent,
        faint=faint,
        whole=whole,
        spelt={each: spellings(_surface(real, each) - grammar[each]) for each in LANGUAGES},
    )


def said(row: LexiconRow, language: str) -> tuple[str, ...]:
    """How a concept is said in a language ("fr" or "en")."""
    return row.fr if language == "fr" else row.en


def stems_of(words: Sequence[str], language: str, whole: Mapping[str, str]) -> list[str]:
    """The Snowball stems of folded words in "fr" or "en", in their order; `whole` words have theirs given."""
    found = _stemmer(language).stemWords(list(words))
    return [whole.get(word, stem) for word, stem in zip(words, found, strict=True)]


def phrase_of(expression: str, language: str, grammar: frozenset[str], whole: Mapping[str, str]) -> Phrase:
    """An expression as the stems that a sentence must hold side by side.

    Grammar words are left out ("droit du travail" is droit, travail), unless one word alone would remain
    ("sans abri" keeps both, its grammar word whole behind `KEPT`).
    """
    plain = [folded(word) for word in words_of(expression)]
    telling = [word for word in plain if word not in grammar]
    kept = telling if len(telling) >= min(2, len(plain)) else plain
    stems = stems_of(kept, language, whole)
    return tuple(KEPT + word if word in grammar else stem for word, stem in zip(kept, stems, strict=True))


@cache
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(_SNOWBALL[language])


def _words(rows: list[LexiconRow], language: str, lists: tuple[str, ...]) -> frozenset[str]:
    chosen = [text for row in rows if row.concept in lists for text in said(row, language)]
    return frozenset(folded(word) for text in chosen for word in words_of(text))


def _whole(rows: list[LexiconRow], language: str) -> dict[str, str]:
    pairs = [text.partition("=") for row in rows if row.concept == WHOLE for text in said(row, language)]
    return {folded(word): folded(stem or word) for word, _, stem in pairs}


def _phrases(
    rows: list[LexiconRow], language: str, grammar: frozenset[str], whole: Mapping[str, str]
) -> dict[Phrase, tuple[int, ...]]:
    found: dict[Phrase, tuple[int, ...]] = {}
    for number, row in enumerate(rows):
        for expression in said(row, language):
            phrase = phrase_of(expression, language, grammar, whole)
            if phrase and number not in found.get(phrase, ()):
                found[phrase] = (*found.get(phrase, ()), number)
    return found


def _surface(rows: list[LexiconRow], language: str) -> frozenset[str]:
    return frozenset(folded(word) for row in rows for text in said(row, language) for word in words_of(text))
