"""Compiled search of the offers that answer each need: postings, a partial fit, then the full fit of the best."""

from typing import TYPE_CHECKING

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
BLOCK = 256  # needs a thread takes at once
_APART = {0: (1, 2, 3, 4, 5, 6), 2: (1, 3, 4, 5, 6), 5: (1,)}  # money, premises, market feedback against others


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
    size = 1 + max(int(needs.word.max(initial=-1)), int(offers.word.max(initial=-1)), needs.above.size - 1)
    grams = 1 + max(int(needs.gram.max(initial=-1)), int(offers.gram.max(initial=-1)), needs.gram_word.size - 1)
    word_at, word_offer, word_weight = postings(offers.ptr, offers.word, offers.weight, size, offers.kind.size)
    gram_at, gram_offer, gram_weight = postings(
        offers.gram_ptr, offers.gram, offers.gram_weight, grams, policy.gram_common
    )
    limits = np.asarray([policy.word_share, policy.gram_share, policy.least, policy.scan, policy.gram_scan,
                         policy.rescored], dtype=np.int64)
    none = (np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.int32))
    reach = none if near is None else (near.reach_ptr, near.reach_circle, near.circle_ptr, near.circle)
    offer, fit, words = _search(
        (needs.owner, needs.kind, needs.ptr, needs.word, needs.weight, needs.gram_ptr, needs.gram, needs.gram_weight),
        (offers.owner, offers.kind, offers.ptr, offers.word, offers.weight, offers.gram_ptr, offers.gram,
         offers.gram_weight),
        (word_at, word_offer, word_weight), (gram_at, gram_offer, gram_weight), reach,
        kind_factors(policy.agreeing, policy.contradicting), limits, max(0, min(top, policy.rescored)),
        needs.above, needs.gram_word, size, grams, needs.concepts,
    )  # fmt: skip
    row, rank = np.nonzero(fit)
    return row.astype(np.int32), offer[row, rank], fit[row, rank], words[row, rank]


@njit(cache=True)
def postings(ptr: Longs, feature: Ints, weight: Ints, size: int, common: int) -> tuple[Longs, Ints, Ints]:
    """By feature, the sentences that hold it and its weights there; features in more than `common` are empty."""
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
    return at, sentence_of, weight_of


@njit(cache=True, parallel=True)
def _search(need, offer, word_index, gram_index, reach, factors, limits, top, above, gram_word, size, grams, concepts):  # type: ignore[no-untyped-def]
    count = need[0].size
    best_offer = np.full((count, top), -1, np.int32)
    best_fit = np.zeros((count, top), np.int32)
    best_words = np.full((count, top, 3), -1, np.int32)
    circles = 0
    for place in range(reach[1].size):
        circles = max(circles, reach[1][place] + 1)
    for place in range(reach[3].size):
        circles = max(circles, reach[3][place] + 1)
    for block in prange((count + BLOCK - 1) // BLOCK):
        partial = np.zeros(offer[0].size, np.int32)
        touched = np.empty(offer[0].size, np.int32)
        dense_word, dense_gram = np.zeros(size, np.int32), np.zeros(grams, np.int32)
        open_to = np.full(circles, -1, np.int64)
        for row in range(block * BLOCK, min(count, (block + 1) * BLOCK)):
            found = _partial_fits(row, need[2], need[3], need[4], word_index, limits[3], limits[0], partial, touched, 0)
            found = _partial_fits(row, need[5], need[6], need[7], gram_index, limits[4], limits[1], partial, touched, found)
            if reach[0].size:
                for place in range(reach[0][row], reach[0][row + 1]):
                    open_to[reach[1][place]] = row
            chosen = _chosen(row, need, offer, reach, open_to, factors, partial, touched, found, limits[5])
            _full_fits(row, need, offer, factors, limits, chosen, dense_word, dense_gram, top,
                       best_offer, best_fit, best_words, above, gram_word, size, concepts)  # fmt: skip
    return best_offer, best_fit, best_words


@njit(cache=True)
def _partial_fits(row, ptr, feature, weight, index, scan, share, partial, touched, found):  # type: ignore[no-untyped-def]
    """Adds share x weight x weight for the rarest features of the need, until `scan` offers were read."""
    at, sentence, there = index
    start, end = ptr[row], ptr[row + 1]
    keys = np.empty(end - start, np.int64)
    for place in range(start, end):
        length = at[feature[place] + 1] - at[feature[place]]
        keys[place - start] = (length << 32) + (place - start)
    read = 0
    for key in np.sort(keys):
        length, place = key >> 32, start + (key & 0xFFFFFFFF)
        if read and read + length > scan:
            break
        read += length
        number, mine = feature[place], np.int64(share * weight[place])
        for other in range(at[number], at[number + 1]):
            if partial[sentence[other]] == 0:
                touched[found] = sentence[other]
                found += 1
            partial[sentence[other]] += np.int32((mine * there[other] >> COARSE) + 1)
    return found


@njit(cache=True)
def _chosen(row, need, offer, reach, open_to, factors, partial, touched, found, size):  # type: ignore[no-untyped-def]
    """The `size` best allowed offers by partial fit, then number; clears what was touched."""
    score, number = np.zeros(size, np.int64), np.zeros(size, np.int32)
    kept = 0
    for place in range(found):
        other = touched[place]
        value = np.int64(partial[other]) * factors[need[1][row], offer[1][other]]
        partial[other] = 0
        if kept == size and (value < score[0] or (value == score[0] and other > number[0])):
            continue
        if offer[0][other] == need[0][row] or not _is_open(row, other, reach, open_to):
            continue
        if kept < size:
            _sift_up(score, number, kept, value, other)
            kept += 1
        else:
            _sift_down(score, number, kept, value, other)
    return np.sort(number[:kept])


@njit(cache=True)
def _is_open(row, other, reach, open_to):  # type: ignore[no-untyped-def]
    if reach[0].size == 0:
        return True
    for place in range(reach[2][other], reach[2][other + 1]):
        if open_to[reach[3][place]] == row:
            return True
    return False


@njit(cache=True)
def _sift_up(score, number, at, value, other):  # type: ignore[no-untyped-def]
    while at > 0:
        parent = (at - 1) // 2
        if score[parent] < value or (score[parent] == value and number[parent] > other):
            break
        score[at], number[at] = score[parent], number[parent]
        at = parent
    score[at], number[at] = value, other


@njit(cache=True)
def _sift_down(score, number, size, value, other):  # type: ignore[no-untyped-def]
    at = 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and (
            score[child + 1] < score[child] or (score[child + 1] == score[child] and number[child + 1] > number[child])
        ):
            child += 1
        if score[child] > value or (score[child] == value and number[child] < other):
            break
        score[at], number[at] = score[child], number[child]
        at = child
    score[at], number[at] = value, other


@njit(cache=True)
def _full_fits(row, need, offer, factors, limits, chosen, dense_word, dense_gram, top,
               best_offer, best_fit, best_words, above, gram_word, size, concepts):  # type: ignore[no-untyped-def]  # fmt: skip
    for place in range(need[2][row], need[2][row + 1]):
        dense_word[need[3][place]] = need[4][place]
    for place in range(need[5][row], need[5][row + 1]):
        dense_gram[need[6][place]] = need[7][place]
    kept = 0
    for other in chosen:
        total = limits[0] * _dot(other, offer[2], offer[3], offer[4], dense_word)
        total += limits[1] * _dot(other, offer[5], offer[6], offer[7], dense_gram)
        fit = min((total >> 25) * factors[need[1][row], offer[1][other]] >> 10, ONE)
        if fit < max(limits[2], 1) or (kept == top and (top == 0 or fit <= best_fit[row, kept - 1])):
            continue
        place = min(kept, top - 1)
        while place > 0 and best_fit[row, place - 1] < fit:
            best_fit[row, place], best_offer[row, place] = best_fit[row, place - 1], best_offer[row, place - 1]
            place -= 1
        best_fit[row, place], best_offer[row, place] = fit, other
        kept = min(kept + 1, top)
    for place in range(kept):
        _evidence(best_offer[row, place], offer, dense_word, dense_gram, above, gram_word, size, concepts,
                  best_words[row, place])  # fmt: skip
    for place in range(need[2][row], need[2][row + 1]):
        dense_word[need[3][place]] = 0
    for place in range(need[5][row], need[5][row + 1]):
        dense_gram[need[6][place]] = 0


@njit(cache=True)
def _dot(other, ptr, feature, weight, dense):  # type: ignore[no-untyped-def]
    total = np.int64(0)
    for place in range(ptr[other], ptr[other + 1]):
        total += np.int64(weight[place]) * dense[feature[place]]
    return total


@njit(cache=True)
def _evidence(other, offer, dense_word, dense_gram, above, gram_word, size, concepts, out):  # type: ignore[no-untyped-def]
    """Writes the strongest shared features, none saying what another already says; n-grams when there is none."""
    for rank in range(3):
        best, number = np.int64(0), -1
        for place in range(offer[2][other], offer[2][other + 1]):
            feature = offer[3][place]
            value = np.int64(offer[4][place]) * dense_word[feature]
            if value > best and not _is_told(feature, out, rank, above, concepts):
                best, number = value, feature
        out[rank] = number
        if number < 0:
            break
    if out[0] < 0:
        for rank in range(3):
            best, number = np.int64(0), -1
            for place in range(offer[5][other], offer[5][other + 1]):
                feature = offer[6][place]
                value = np.int64(offer[7][place]) * dense_gram[feature]
                told = False
                for before in range(rank):
                    told |= gram_word[out[before] - size] == gram_word[feature]
                if value > best and not told:
                    best, number = value, feature + size
            out[rank] = number
            if number < 0:
                break


@njit(cache=True)
def _is_told(feature, out, told, above, concepts):  # type: ignore[no-untyped-def]
    """Whether the evidence holds a narrower concept, or the concept that this stem says (or the reverse)."""
    for rank in range(told):
        before = out[rank]
        if feature == before or above[before] == feature or (feature >= concepts and above[feature] == before):
            return True
    return False
