"""Compiled search of the offers that answer each need: postings, a partial fit, then the full fit of the
best.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from tisserand.engine.policy import ONE

if TYPE_CHECKING:
    from tisserand.engine.text import Nearness, TextPolicy, Texts

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

NEUTRAL = 1024
COARSE = 12  # bits dropped from partial fits, which only choose whom to look at closely
WORD_SHARE, GRAM_SHARE, LEAST, SCAN, GRAM_SCAN, RESCORED = range(6)  # places in `limits`
BLOCK = 256  # needs a thread takes at once
_APART = {
    0: (1, 2, 3, 4, 5, 6),
    2: (1, 3, 4, 5, 6),
    5: (1,),
}  # money, premises, market feedback against others


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


def kind_factors(agreeing: int, contradicting: int) -> Longs:
    """int64[9, 9] in 1/1024 by kinds of need and offer; row and column 8 are for no kind, 7 is `autre`."""
    table = np.full((9, 9), NEUTRAL, dtype=np.int64)
    for kind in range(7):
        table[kind, kind] = agreeing
    for kind, others in _APART.items():
        for other in others:
            table[kind, other] = table[other, kind] = contradicting
    return table


def best_offers(
    needs: "Texts", offers: "Texts", top: int, near: "Nearness | None", policy: "TextPolicy"
) -> tuple[Ints, Ints, Ints, Ints]:
    """(need, offer, fit, words) of `meetings`."""
    if not needs.owner.size or not offers.owner.size:
        none = np.zeros(0, dtype=np.int32)
        return none, none, none, np.zeros((0, 3), dtype=np.int32)
    if needs.above.size != offers.above.size or needs.gram_word.size != offers.gram_word.size:
        raise ValueError("needs and offers must be made with the same vocabulary")
    faces = Faces(needs.above, needs.gram_word, needs.above.size, needs.concepts)
    word_index = postings(offers.ptr, offers.word, offers.weight, faces.words, offers.owner.size)
    gram_index = postings(
        offers.gram_ptr, offers.gram, offers.gram_weight, faces.gram_word.size, policy.gram_common
    )
    limits = np.asarray(
        [policy.word_share, policy.gram_share, policy.least, policy.scan, policy.gram_scan, policy.rescored],
        dtype=np.int64,
    )
    offer, fit, words = _search(
        _side(needs),
        _side(offers),
        word_index,
        gram_index,
        _reach(near),
        faces,
        kind_factors(policy.agreeing, policy.contradicting),
        limits,
        max(0, min(top, policy.rescored)),
    )
    row, rank = np.nonzero(fit)
    return row.astype(np.int32), offer[row, rank], fit[row, rank], words[row, rank]


def _side(said: "Texts") -> Side:
    return Side(
        said.owner, said.kind, said.ptr, said.word, said.weight, said.gram_ptr, said.gram, said.gram_weight
    )


def _reach(near: "Nearness | None") -> Reach:
    if near is None:
        return Reach(
            np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.int32)
        )
    return Reach(near.reach_ptr, near.reach_circle, near.circle_ptr, near.circle)


@njit(cache=True)
def postings(ptr: Longs, feature: Ints, weight: Ints, size: int, common: int) -> Index:
    """By feature, the sentences that hold it and its weights there; features in more than `common` are
    empty.
    """
    counts = np.zeros(size + 1, np.int64)
    for place in range(feature.size):
        counts[feature[place] + 1] += 1
    for number in range(size):
        if counts[number + 1] > common:
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


@njit(cache=True, parallel=True)
def _search(
    need: Side,
    offer: Side,
    word_index: Index,
    gram_index: Index,
    reach: Reach,
    faces: Faces,
    factors: Longs,
    limits: Longs,
    top: int,
) -> tuple[Ints, Ints, Ints]:
    count = need.owner.size
    best = Best(
        np.full((count, top), -1, np.int32),
        np.zeros((count, top), np.int32),
        np.full((count, top, 3), -1, np.int32),
    )
    circles = 0
    for place in range(reach.reach_circle.size):
        circles = max(circles, reach.reach_circle[place] + 1)
    for place in range(reach.circle.size):
        circles = max(circles, reach.circle[place] + 1)
    for block in prange((count + BLOCK - 1) // BLOCK):
        partial = np.zeros(offer.owner.size, np.int32)
        touched = np.empty(offer.owner.size, np.int32)
        dense_word, dense_gram = np.zeros(faces.words, np.int32), np.zeros(faces.gram_word.size, np.int32)
        open_to = np.full(circles, -1, np.int64)
        for row in range(block * BLOCK, min(count, (block + 1) * BLOCK)):
            found = _add_fits(
                row,
                need.ptr,
                need.word,
                need.weight,
                word_index,
                limits[SCAN],
                limits[WORD_SHARE],
                partial,
                touched,
                0,
            )
            found = _add_fits(
                row,
                need.gram_ptr,
                need.gram,
                need.gram_weight,
                gram_index,
                limits[GRAM_SCAN],
                limits[GRAM_SHARE],
                partial,
                touched,
                found,
            )
            if reach.reach_ptr.size:
                for place in range(reach.reach_ptr[row], reach.reach_ptr[row + 1]):
                    open_to[reach.reach_circle[place]] = row
            chosen = _chosen(
                row, need, offer, reach, open_to, factors, partial, touched[:found], limits[RESCORED]
            )
            _write_best(row, need, offer, faces, factors, limits, chosen, dense_word, dense_gram, best)
    return best.offer, best.fit, best.words


@njit(cache=True)
def _add_fits(
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
def _chosen(
    row: int,
    need: Side,
    offer: Side,
    reach: Reach,
    open_to: Longs,
    factors: Longs,
    partial: Ints,
    touched: Ints,
    size: int,
) -> Ints:
    """The `size` best allowed offers by partial fit, then number, ascending; clears what was touched."""
    score, number = np.zeros(size, np.int64), np.zeros(size, np.int32)
    kept = 0
    for other in touched:
        value = np.int64(partial[other]) * factors[need.kind[row], offer.kind[other]]
        partial[other] = 0
        if kept == size and (value < score[0] or (value == score[0] and other > number[0])):
            continue
        if offer.owner[other] == need.owner[row] or not _is_open(row, other, reach, open_to):
            continue
        if kept < size:
            _sift_up(score, number, kept, value, other)
            kept += 1
        else:
            _sift_down(score, number, kept, value, other)
    return np.sort(number[:kept])


@njit(cache=True)
def _is_open(row: int, other: int, reach: Reach, open_to: Longs) -> bool:
    if reach.reach_ptr.size == 0:
        return True
    for place in range(reach.circle_ptr[other], reach.circle_ptr[other + 1]):
        if open_to[reach.circle[place]] == row:
            return True
    return False


@njit(cache=True)
def _sift_up(score: Longs, number: Ints, at: int, value: int, other: int) -> None:
    while at > 0:
        parent = (at - 1) // 2
        if score[parent] < value or (score[parent] == value and number[parent] > other):
            break
        score[at], number[at] = score[parent], number[parent]
        at = parent
    score[at], number[at] = value, other


@njit(cache=True)
def _sift_down(score: Longs, number: Ints, size: int, value: int, other: int) -> None:
    at = 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and (
            score[child + 1] < score[child]
            or (score[child + 1] == score[child] and number[child + 1] > number[child])
        ):
            child += 1
        if score[child] > value or (score[child] == value and number[child] < other):
            break
        score[at], number[at] = score[child], number[child]
        at = child
    score[at], number[at] = value, other


@njit(cache=True)
def _write_best(
    row: int,
    need: Side,
    offer: Side,
    faces: Faces,
    factors: Longs,
    limits: Longs,
    chosen: Ints,
    dense_word: Ints,
    dense_gram: Ints,
    best: Best,
) -> None:
    """Computes the full fit of the chosen offers, keeps the best and writes their evidence."""
    _spread(row, need.ptr, need.word, need.weight, dense_word, 1)
    _spread(row, need.gram_ptr, need.gram, need.gram_weight, dense_gram, 1)
    kept, top = 0, best.fit.shape[1]
    for other in chosen:
        total = limits[WORD_SHARE] * _dot(other, offer.ptr, offer.word, offer.weight, dense_word)
        total += limits[GRAM_SHARE] * _dot(other, offer.gram_ptr, offer.gram, offer.gram_weight, dense_gram)
        fit = min((total >> 25) * factors[need.kind[row], offer.kind[other]] >> 10, ONE)
        if fit < max(limits[LEAST], 1) or (kept == top and (top == 0 or fit <= best.fit[row, kept - 1])):
            continue
        place = min(kept, top - 1)
        while place > 0 and best.fit[row, place - 1] < fit:
            best.fit[row, place], best.offer[row, place] = (
                best.fit[row, place - 1],
                best.offer[row, place - 1],
            )
            place -= 1
        best.fit[row, place], best.offer[row, place] = fit, other
        kept = min(kept + 1, top)
    for place in range(kept):
        other, out = best.offer[row, place], best.words[row, place]
        if not _write_words(other, offer, dense_word, faces, out):
            _write_grams(other, offer, dense_gram, faces, out)
    _spread(row, need.ptr, need.word, need.weight, dense_word, 0)
    _spread(row, need.gram_ptr, need.gram, need.gram_weight, dense_gram, 0)


@njit(cache=True)
def _spread(row: int, ptr: Longs, feature: Ints, weight: Ints, dense: Ints, times: int) -> None:
    for place in range(ptr[row], ptr[row + 1]):
        dense[feature[place]] = weight[place] * times


@njit(cache=True)
def _dot(other: int, ptr: Longs, feature: Ints, weight: Ints, dense: Ints) -> int:
    total = 0
    for place in range(ptr[other], ptr[other + 1]):
        total += int(weight[place]) * int(dense[feature[place]])
    return total


@njit(cache=True)
def _write_words(other: int, offer: Side, dense: Ints, faces: Faces, out: Ints) -> bool:
    """Writes the strongest shared features, none saying what another already says; False when there is
    none.
    """
    for rank in range(3):
        most = np.int64(0)
        for place in range(offer.ptr[other], offer.ptr[other + 1]):
            value = np.int64(offer.weight[place]) * dense[offer.word[place]]
            if value > most and not _is_told(offer.word[place], out[:rank], faces):
                most, out[rank] = value, offer.word[place]
        if out[rank] < 0:
            break
    return bool(out[0] >= 0)


@njit(cache=True)
def _write_grams(other: int, offer: Side, dense: Ints, faces: Faces, out: Ints) -> None:
    """Writes the strongest shared n-grams, each shown by another word."""
    for rank in range(3):
        most = np.int64(0)
        for place in range(offer.gram_ptr[other], offer.gram_ptr[other + 1]):
            gram = offer.gram[place]
            value = np.int64(offer.gram_weight[place]) * dense[gram]
            told = False
            for before in out[:rank]:
                told |= faces.gram_word[before - faces.words] == faces.gram_word[gram]
            if value > most and not told:
                most, out[rank] = value, gram + faces.words
        if out[rank] < 0:
            break


@njit(cache=True)
def _is_told(feature: int, told: Ints, faces: Faces) -> bool:
    """Whether the evidence holds a narrower concept, or the concept that this stem says (or the reverse)."""
    above = faces.above
    for before in told:
        if (
            feature == before
            or above[before] == feature
            or (feature >= faces.concepts and above[feature] == before)
        ):
            return True
    return False
