"""Sentences cut into folded words, and words brought near known spellings."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST_WORD = 32  # letters kept of one word: beyond it, a pasted blob, not a word
SHORTEST_RESPELT = 8  # below it one slip too often makes another real word
SURE_RESPELT = 12  # from here two slips, or a changed letter, still name one word

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_WORD = re.compile(r"[^\W_]+")
_FRENCH_LETTERS = frozenset("àâæçéèêëîïôœùûüÿ")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """q sentences as word numbers.

    word: int32[t], numbers into `words`; ptr: int64[q+1]; words: distinct folded words in order of
    first appearance; accented: bool[w], whether a word was seen with a French accent.
    """

    word: NDArray[np.int32]
    ptr: NDArray[np.int64]
    words: tuple[str, ...]
    accented: NDArray[np.bool_]


def folded(text: str) -> str:
    """The text in lower case, compatibility forms and accents folded (`Œuvre` -> `oeuvre`)."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold().translate(_LIGATURES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """The words of a text in their order, lower case, accents kept; no punctuation."""
    if text.isascii():
        return _WORD.findall(text.lower())
    return _WORD.findall(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text).casefold()))


def tokens(sentences: Sequence[str]) -> Tokens:
    """Every sentence as numbers of folded words; numbers written in digits are left out."""
    numbers: dict[str, int] = {}
    seen: dict[str, int] = {}
    accented: set[int] = set()
    flat: list[int] = []
    ptr = np.zeros(len(sentences) + 1, dtype=np.int64)
    for row, sentence in enumerate(sentences):
        for raw in words_of(sentence):
            number = seen.get(raw)
            if number is None:
                number = seen[raw] = _number_of(raw, numbers)
                if _FRENCH_LETTERS.intersection(raw):
                    accented.add(number)
            if number >= 0:
                flat.append(number)
        ptr[row + 1] = len(flat)
    marks = np.zeros(len(numbers), dtype=np.bool_)
    marks[[number for number in accented if number >= 0]] = True
    return Tokens(np.asarray(flat, dtype=np.int32), ptr, tuple(numbers), marks)


def _number_of(raw: str, numbers: dict[str, int]) -> int:
    word = folded(raw)[:LONGEST_WORD]
    if not word or word.isnumeric():
        return -1
    return numbers.setdefault(word, len(numbers))


def spellings(known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Known words by each of their forms with one letter left out (and whole), for `respelt`."""
    found: dict[str, list[str]] = {}
    for word in sorted(set(known)):
        if len(word) >= SHORTEST_RESPELT:
            for form in _forms(word):
                found.setdefault(form, []).append(word)
    return {form: tuple(words) for form, words in found.items()}


def respelt(word: str, known: Mapping[str, tuple[str, ...]]) -> str | None:
    """The known word one slip away, or None: a letter added, dropped or two swapped.

    First letters must agree. From `SURE_RESPELT` letters on a changed letter is allowed too, and two slips
    when leaving one letter out of each word makes them equal.
    Smallest (slips, word) wins.
    """
    if len(word) < SHORTEST_RESPELT:
        return None
    near = {other for form in _forms(word) for other in known.get(form, ()) if other[0] == word[0]}
    if len(word) < SURE_RESPELT:
        near = {other for other in near if len(other) != len(word) or sorted(other) == sorted(word)}
    allowed = 2 if len(word) >= SURE_RESPELT else 1
    ranked = sorted((slips(word, other), other) for other in near)
    return ranked[0][1] if ranked and ranked[0][0] <= allowed else None


def slips(a: str, b: str) -> int:
    """Optimal string alignment distance between two words (Damerau 1964, adjacent swaps)."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _forms(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(1, len(word))}
