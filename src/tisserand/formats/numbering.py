"""Records numbered for the engine: people by the hash of their id, words and days as int32."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.fabric import UNKNOWN, Ints
from tisserand.formats.records import Pair, Person

EPOCH = date(1970, 1, 1)


def id_key(identifier: str) -> int:
    """64-bit hash of an identifier: the place of a person never depends on the order of rows."""
    return int.from_bytes(blake2b(identifier.encode(), digest_size=8).digest(), "big")


def laid_out(people: Iterable[Person]) -> tuple[tuple[Person, ...], NDArray[np.uint64]]:
    """The people in the order of their keys, and the keys uint64[n]."""
    keyed = sorted((id_key(person.id), person) for person in people)
    return tuple(person for _, person in keyed), np.array([key for key, _ in keyed], np.uint64)


def folded(text: str) -> str:
    """The text without case, accents or doubled spaces, so that one town is written in many ways."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def word_numbers(words: Iterable[str]) -> Ints:
    """int32[n]: the number of each word among the sorted distinct folded words; UNKNOWN for an empty one."""
    plain = [folded(word) for word in words]
    number = {word: i for i, word in enumerate(sorted({word for word in plain if word}))}
    return np.array([number.get(word, UNKNOWN) for word in plain], np.int32)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_numbers(days: Iterable[date | None], unknown: int) -> Ints:
    """int32[n]: days since 1970-01-01, or `unknown`."""
    return np.array([unknown if day is None else day_number(day) for day in days], np.int32)


def pair_numbers(pairs: Iterable[Pair], number: Mapping[str, int]) -> Ints:
    """int32[p, 2]: the numbers of each pair, the smaller first; KeyError on an unknown id."""
    rows = sorted({(min(x, y), max(x, y)) for x, y in ((number[a], number[b]) for a, b in pairs) if x != y})
    return np.array(rows, np.int32).reshape(-1, 2)


def list_numbers(lists: Sequence[Iterable[str]], number: Mapping[str, int]) -> tuple[Ints, Ints]:
    """Owner and value int32 of each entry of one list of names per person."""
    rows = [(owner, number[name]) for owner, names in enumerate(lists) for name in names]
    flat = np.array(rows, np.int32).reshape(-1, 2)
    return flat[:, 0], flat[:, 1]
