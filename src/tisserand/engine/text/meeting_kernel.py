"""Compiled search of the offers that answer each need: a partial fit by postings, then the full fit of the
best."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tisserand.engine.text.postings import Best, Faces, Index, Reach, Side, add_fits, dot, fit_of, spread

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

WORD_SHARE, GRAM_SHARE, LEAST, SCAN, GRAM_SCAN, RESCORED = range(6)
"""Places in `limits`."""


@njit(cache=True, nogil=True)
def search(
    first: int,
    last: int,
    need: Side,
    offer: Side,
    word_index: Index,
    gram_index: Index,
    reach: Reach,
    faces: Faces,
    factors: Longs,
    limits: Longs,
    best: Best,
) -> None:
    """Writes in `best` what answers the needs `first`..`last` - 1."""
    partial = np.zeros(offer.owner.size, np.int32)
    touched = np.empty(offer.owner.size, np.int32)
    dense_word, dense_gram = np.zeros(faces.words, np.int32), np.zeros(faces.gram_word.size, np.int32)
    open_to = np.full(_circles(reach), -1, np.int64)
    words = (need.ptr, need.word, need.weight, word_index, limits[SCAN], limits[WORD_SHARE])
    grams = (need.gram_ptr, need.gram, need.gram_weight, gram_index, limits[GRAM_SCAN], limits[GRAM_SHARE])
    for row in range(first, last):
        found = add_fits(row, *words, partial, touched, 0)
        found = add_fits(row, *grams, partial, touched, found)
        _mark_open(row, reach, open_to)
        chosen = _chosen(
            row, need, offer, reach, open_to, factors, partial, touched[:found], limits[RESCORED]
        )
        _write_best(row, need, offer, faces, factors, limits, chosen, dense_word, dense_gram, best)


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
def _circles(reach: Reach) -> int:
    most = -1
    for circle in reach.reach_circle:
        most = max(most, circle)
    for circle in reach.circle:
        most = max(most, circle)
    return most + 1


@njit(cache=True)
def _mark_open(row: int, reach: Reach, open_to: Longs) -> None:
    if reach.reach_ptr.size:
        for place in range(reach.reach_ptr[row], reach.reach_ptr[row + 1]):
            open_to[reach.reach_circle[place]] = row


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
    spread(row, need.ptr, need.word, need.weight, dense_word, 1)
    spread(row, need.gram_ptr, need.gram, need.gram_weight, dense_gram, 1)
    kept, top = 0, best.fit.shape[1]
    for other in chosen:
        words = dot(other, offer.ptr, offer.word, offer.weight, dense_word)
        grams = dot(other, offer.gram_ptr, offer.gram, offer.gram_weight, dense_gram)
        factor = factors[need.kind[row], offer.kind[other]]
        fit = fit_of(words, grams, limits[WORD_SHARE], limits[GRAM_SHARE], factor)
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
    spread(row, need.ptr, need.word, need.weight, dense_word, 0)
    spread(row, need.gram_ptr, need.gram, need.gram_weight, dense_gram, 0)


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


@njit(cache=True, nogil=True)
def answered(
    need: Side, offer: Side, mine: Longs, faces: Faces, factors: Longs, limits: Longs
) -> NDArray[np.bool_]:
    """bool by need: whether one of the offers `mine` answers it well enough to be told."""
    told = np.zeros(need.owner.size, np.bool_)
    dense_word, dense_gram = np.zeros(faces.words, np.int32), np.zeros(faces.gram_word.size, np.int32)
    least = max(limits[LEAST], 1)
    for other in mine:
        spread(other, offer.ptr, offer.word, offer.weight, dense_word, 1)
        spread(other, offer.gram_ptr, offer.gram, offer.gram_weight, dense_gram, 1)
        for row in range(need.owner.size):
            words = dot(row, need.ptr, need.word, need.weight, dense_word)
            grams = dot(row, need.gram_ptr, need.gram, need.gram_weight, dense_gram)
            factor = factors[need.kind[row], offer.kind[other]]
            if fit_of(words, grams, limits[WORD_SHARE], limits[GRAM_SHARE], factor) >= least:
                told[row] = True
        spread(other, offer.ptr, offer.word, offer.weight, dense_word, 0)
        spread(other, offer.gram_ptr, offer.gram, offer.gram_weight, dense_gram, 0)
    return told
