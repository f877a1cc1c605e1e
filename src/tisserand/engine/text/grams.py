"""Character 3- to 5-grams of words: the floor under stems and concepts, against typos and compounds."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tisserand.engine.policy import ONE

SHORTEST, LONGEST = 3, 5

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


def grams_of(word: str) -> set[str]:
    """The 3- to 5-grams of a word, its ends marked by a space."""
    text = f" {word} "
    return {text[at : at + n] for n in range(SHORTEST, LONGEST + 1) for at in range(len(text) - n + 1)}


def gram_rows(words: Sequence[str], numbers: Mapping[str, int]) -> tuple[Longs, Ints]:
    """For each word, its gram numbers (-1 when not numbered): ptr int64[w+1] and int32 values."""
    flat: list[int] = []
    ptr = np.zeros(len(words) + 1, dtype=np.int64)
    for row, word in enumerate(words):
        flat.extend(numbers.get(gram, -1) for gram in grams_of(word))
        ptr[row + 1] = len(flat)
    return ptr, np.asarray(flat, dtype=np.int32)


def gram_numbers(words: Iterable[str]) -> dict[str, int]:
    """Numbers for all grams of the words, in alphabetical order."""
    return {
        gram: number
        for number, gram in enumerate(sorted({gram for word in words for gram in grams_of(word)}))
    }


@njit(cache=True)
def gram_counts(said_ptr: Longs, said_word: Ints, row_ptr: Longs, row_gram: Ints, size: int) -> Longs:
    """In how many sentences each gram is said, int64[size]."""
    counts = np.zeros(size, np.int64)
    last = np.full(size, -1, np.int64)
    for sentence in range(said_ptr.size - 1):
        for place in range(said_ptr[sentence], said_ptr[sentence + 1]):
            word = said_word[place]
            for at in range(row_ptr[word], row_ptr[word + 1]):
                gram = row_gram[at]
                if last[gram] != sentence:
                    last[gram] = sentence
                    counts[gram] += 1
    return counts


def gram_weights(
    said_ptr: Longs,
    said_word: Ints,
    said_weight: Ints,
    row_ptr: Longs,
    row_gram: Ints,
    rarity: Longs,
    unseen: int,
) -> tuple[Longs, Ints, Ints]:
    """Grams of each sentence sorted by number with weights of unit norm x 2^15: ptr, gram, weight.

    rarity int64[g]: inverse document frequency x 1024 by gram; `unseen` for grams without a number, which
    count in the norm alone.
    """
    bound = np.zeros(said_ptr.size, dtype=np.int64)
    per_word = np.diff(row_ptr)[said_word]
    bound[1:] = np.concatenate((np.zeros(1, np.int64), np.cumsum(per_word)))[said_ptr[1:]]
    gram, weight, kept = _weighed(said_ptr, said_word, said_weight, row_ptr, row_gram, rarity, unseen, bound)
    ptr = np.concatenate((np.zeros(1, np.int64), np.cumsum(kept))).astype(np.int64)
    return ptr, *_packed(ptr, bound, gram, weight)


@njit(cache=True)
def _weighed(
    said_ptr: Longs,
    said_word: Ints,
    said_weight: Ints,
    row_ptr: Longs,
    row_gram: Ints,
    rarity: Longs,
    unseen: int,
    bound: Longs,
) -> tuple[Ints, Ints, Longs]:
    """Grams and weights of each sentence from bound[sentence] on, and how many."""
    gram = np.empty(bound[-1], np.int32)
    weight = np.empty(bound[-1], np.int32)
    kept = np.zeros(said_ptr.size - 1, np.int64)
    for sentence in range(said_ptr.size - 1):
        keys = np.empty(bound[sentence + 1] - bound[sentence], np.int64)
        count, norm = 0, np.int64(0)
        for place in range(said_ptr[sentence], said_ptr[sentence + 1]):
            word, told = said_word[place], np.int64(said_weight[place])
            for at in range(row_ptr[word], row_ptr[word + 1]):
                number = row_gram[at]
                if number < 0:
                    norm += (told * unseen >> 10) ** 2
                else:
                    keys[count] = (np.int64(number) << 32) + (told * rarity[number] >> 10)
                    count += 1
        ordered = np.sort(keys[:count])
        base = bound[sentence]
        size = 0
        for at in range(count):
            if at + 1 == count or ordered[at] >> 32 != ordered[at + 1] >> 32:
                value = ordered[at] & 0xFFFFFFFF
                norm += value * value
                gram[base + size], weight[base + size] = ordered[at] >> 32, value
                size += 1
        length = np.sqrt(float(norm))
        for at in range(base, base + size):
            weight[at] = np.int32(np.floor(weight[at] * float(ONE) / length + 0.5))
        kept[sentence] = size
    return gram, weight, kept


@njit(cache=True)
def _packed(ptr: Longs, bound: Longs, gram: Ints, weight: Ints) -> tuple[Ints, Ints]:
    out_gram, out_weight = np.empty(ptr[-1], np.int32), np.empty(ptr[-1], np.int32)
    for sentence in range(ptr.size - 1):
        for place in range(ptr[sentence + 1] - ptr[sentence]):
            out_gram[ptr[sentence] + place] = gram[bound[sentence] + place]
            out_weight[ptr[sentence] + place] = weight[bound[sentence] + place]
    return out_gram, out_weight
