"""The arrays of a search over texts, and the postings: which sentences hold a feature, and how strongly."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tisserand.engine.policy import ONE

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

COARSE = 12  # bits dropped from partial fits, which only choose whom to look at closely


class Side(NamedTuple):
    """The arrays of a Texts that the search reads."""

    owner: Ints
    kind: NDArray[np.int8]
    ptr: Longs
    word: Ints
    weight: Ints
    gram_ptr: Longs
    gram: Ints
    gram_weight: Ints


class Index(NamedTuple):
    """By feature f, the sentences at[f]..at[f + 1] that hold it and its weights there."""

    at: Longs
    sentence: Ints
    weight: Ints


class Reach(NamedTuple):
    """The arrays of a Nearness; empty for everywhere."""

    reach_ptr: Longs
    reach_circle: Ints
    circle_ptr: Longs
    circle: Ints


class Faces(NamedTuple):
    """How features are told: concept above each, word shown for each n-gram, number of words, of concepts."""

    above: Ints
    gram_word: Ints
    words: int
    concepts: int


class Best(NamedTuple):
    """The best offers of each need so far: int32[needs, top], the same, int32[needs, top, 3]."""

    offer: Ints
    fit: Ints
    words: Ints


@njit(cache=True)
def postings(ptr: Longs, feature: Ints, weight: Ints, size: int, crowd: int) -> Index:
    """By feature, the sentences that hold it and its weights there; features in more than `crowd` are
    empty.
    """
    counts = np.zeros(size + 1, np.int64)
    for place in range(feature.size):
        counts[feature[place] + 1] += 1
    for number in range(size):
        if counts[number + 1] > crowd:
            counts[number + 1] = 0
    at = np.cumsum(counts)
    fill = at[:-1].copy()
    sentence_of, weight_of = np.empty(at[-1], np.int32), np.empty(at[-1], np.int32)
    for sentence in range(ptr.size - 1):
        for place in range(ptr[sentence], ptr[sentence + 1]):
            number = feature[place]
            if at[number + 1] > at[number]:
                sentence_of[fill[number]], weight_of[fill[number]] = sentence, weight[place]
                fill[number] += 1
    return Index(at, sentence_of, weight_of)


@njit(cache=True)
def add_fits(
    row: int,
    ptr: Longs,
    feature: Ints,
    weight: Ints,
    index: Index,
    scan: int,
    share: int,
    partial: Ints,
    touched: Ints,
    found: int,
) -> int:
    """Adds share x weight x weight for the rarest features of the need, until `scan` offers were read."""
    start, end = ptr[row], ptr[row + 1]
    keys = np.empty(end - start, np.int64)
    for place in range(start, end):
        length = index.at[feature[place] + 1] - index.at[feature[place]]
        keys[place - start] = (length << 32) + (place - start)
    read = 0
    for key in np.sort(keys):
        length, place = key >> 32, start + (key & 0xFFFFFFFF)
        if read and read + length > scan:
            break
        read += length
        mine = np.int64(share * weight[place])
        for other in range(index.at[feature[place]], index.at[feature[place] + 1]):
            if partial[index.sentence[other]] == 0:
                touched[found] = index.sentence[other]
                found += 1
            partial[index.sentence[other]] += np.int32((mine * index.weight[other] >> COARSE) + 1)
    return found


@njit(cache=True)
def spread(row: int, ptr: Longs, feature: Ints, weight: Ints, dense: Ints, times: int) -> None:
    """Writes the weights of a sentence (x times: 1 or 0) where its features stand in `dense`."""
    for place in range(ptr[row], ptr[row + 1]):
        dense[feature[place]] = weight[place] * times


@njit(cache=True)
def dot(other: int, ptr: Longs, feature: Ints, weight: Ints, dense: Ints) -> int:
    """The integer product of a sentence with what `spread` wrote."""
    total = 0
    for place in range(ptr[other], ptr[other + 1]):
        total += int(weight[place]) * int(dense[feature[place]])
    return total


@njit(cache=True, inline="always")
def fit_of(words: int, grams: int, word_share: int, gram_share: int, factor: int) -> int:
    """The fit of two sentences in 1/32768, from the products of their words and of their n-grams."""
    return min(((word_share * words + gram_share * grams) >> 25) * factor >> 10, ONE)
