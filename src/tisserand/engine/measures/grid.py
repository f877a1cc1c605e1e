"""Circle by circle: the ties between two circles, divided by what chance would give.

What concerns one to nine people is hidden, and so is every cell of a circle of fewer than ten; a cell without
any tie between two larger circles is an honest 0. Hidden cells must not be found again by difference with the
total: together they concern ten people at least, or the smallest shown cell is hidden too. No row total may
be shown beside.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.special import chdtri

from tisserand.engine.measures.circle_sets import CircleSets, Ints, Longs, holders
from tisserand.engine.measures.counted import Counted
from tisserand.engine.measures.openness import LEVEL

OUTSIDE = 10
"""Fewer people than this never leave their circle as a figure (docs/decisions/0007)."""

SHOWN = 24
"""Circles on a grid unless asked otherwise: the largest."""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """g circles by g: `circles` int32[g]; `ratio` float64[g, g] of ties across over chance, with its 95 %
    margin `low` and `high`; `hidden` bool[g, g]. NaN on the diagonal, where hidden, and where no pair of
    people could cross."""

    circles: Ints
    ratio: Floats
    low: Floats
    high: Floats
    hidden: Bools


def grid(ties: Counted, sets: CircleSets, circles: Ints | None = None) -> Grid:
    """The grid of the circles asked (all different), or of the SHOWN largest. Ties count 1 each.

    A pair across counts in every cell joining a circle of one to a circle of the other; a cell's chance is
    ties x its cross pairs / all pairs. Margins are exact for counts (Garwood 1936).
    """
    size = _sizes(sets)
    if circles is None:
        circles = np.sort(np.argsort(-size, kind="stable")[:SHOWN]).astype(np.int32)
    column = np.full(max(size.size, int(circles.max(initial=-1)) + 1), -1, np.int32)
    column[circles] = np.arange(circles.size)
    pairs = _cross_pairs(sets, column, circles.size)
    ptr, end = _arcs(ties, sets.of.size)
    seen, people = _cells(sets.of, sets.ptr, sets.circle, ptr, end, column, circles.size)
    small = np.array([c >= size.size or size[c] < OUTSIDE for c in circles], np.bool_)
    hidden = small[:, None] | small[None, :] | ((people > 0) & (people < OUTSIDE))
    np.fill_diagonal(hidden, False)
    _hide_differences(hidden, people, sets, ptr, end, column)
    expected = ties.a.size * pairs / max(sets.pairs, 1)
    shown = (expected > 0) & ~hidden
    np.fill_diagonal(shown, False)
    low, high = counts_margin(seen)
    ratio, low, high = (_divided(part, expected, shown) for part in (seen, low, high))
    return Grid(circles, ratio, low, high, hidden)


def counts_margin(seen: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """The 95 % margin of the mean of a count seen once (Garwood 1936)."""
    tail = (1 - LEVEL) / 2
    low = np.where(seen > 0, chdtri(2 * np.maximum(seen, 1), 1 - tail) / 2, 0.0)
    return low, chdtri(2 * (seen + 1), tail) / 2


def _divided(part: NDArray[np.generic], expected: Floats, shown: Bools) -> Floats:
    return np.asarray(np.divide(part, expected, out=np.full(expected.shape, np.nan), where=shown))


def _sizes(sets: CircleSets) -> Longs:
    """int64: people of each circle, up to the last one that has any."""
    return np.bincount(sets.circle, np.repeat(sets.size, np.diff(sets.ptr))).astype(np.int64)


def _hide_differences(
    hidden: Bools, people: Longs, sets: CircleSets, ptr: Longs, end: Ints, column: Ints
) -> None:
    """Hide the smallest shown cells, in place, until the hidden ones concern ten people or nobody."""
    while 0 < _people_in(hidden, sets.of, sets.ptr, sets.circle, ptr, end, column) < OUTSIDE:
        rows, columns = np.nonzero(np.triu(~hidden & (people > 0), 1))
        if not rows.size:
            return
        least = np.lexsort((columns, rows, people[rows, columns]))[0]
        hidden[rows[least], columns[least]] = hidden[columns[least], rows[least]] = True


def _arcs(ties: Counted, n: int) -> tuple[Longs, Ints]:
    """The ties across in both directions, as a ragged list of each person's ends."""
    a, b = ties.a[ties.across], ties.b[ties.across]
    owner, end = np.concatenate((a, b)), np.concatenate((b, a))
    order = np.lexsort((end, owner))
    ptr = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.bincount(owner, minlength=n))))
    return ptr, end[order]


def _cross_pairs(sets: CircleSets, column: Ints, g: int) -> Longs:
    """int64[g, g]: pairs of people, one of each circle, who share no circle at all."""
    in_ptr, in_set = holders(sets)
    return np.asarray(_pairs(sets.ptr, sets.circle, sets.size, in_ptr, in_set, column, g))


@njit(cache=True)
def _pairs(ptr: Longs, circle: Ints, size: Longs, in_ptr: Longs, in_set: Ints, column: Ints, g: int) -> Longs:
    held, sharing = np.zeros(g, np.int64), np.zeros((g, g), np.int64)
    seen = np.full(size.size, -1, np.int32)
    for k in range(size.size):
        for c in circle[ptr[k] : ptr[k + 1]]:
            if column[c] >= 0:
                held[column[c]] += size[k]
            for other in in_set[in_ptr[c] : in_ptr[c + 1]]:
                if seen[other] == k:
                    continue
                seen[other] = k
                for mine in circle[ptr[k] : ptr[k + 1]]:
                    for theirs in circle[ptr[other] : ptr[other + 1]]:
                        if column[mine] >= 0 and column[theirs] >= 0:
                            sharing[column[mine], column[theirs]] += size[k] * size[other]
    for x in range(g):
        for y in range(g):
            sharing[x, y] = held[x] * held[y] - sharing[x, y]
    return sharing


@njit(cache=True)
def _cells(
    of: Ints, ptr: Longs, circle: Ints, tie_ptr: Longs, tie_end: Ints, column: Ints, g: int
) -> tuple[Longs, Longs]:
    """int64[g, g] twice: the ties across of each cell, and the people who hold them."""
    ties, people = np.zeros((g, g), np.int64), np.zeros((g, g), np.int64)
    seen = np.full(g, -1, np.int64)
    for i in range(tie_ptr.size - 1):
        for j in tie_end[tie_ptr[i] : tie_ptr[i + 1]]:
            for d in circle[ptr[of[j]] : ptr[of[j] + 1]]:
                y = column[d]
                if y < 0:
                    continue
                fresh = seen[y] != i
                seen[y] = i
                for c in circle[ptr[of[i]] : ptr[of[i] + 1]]:
                    x = column[c]
                    if x >= 0:
                        ties[x, y] += 1
                        people[x, y] += fresh
                        people[y, x] += fresh
    return ties, people


@njit(cache=True)
def _people_in(
    hidden: Bools, of: Ints, ptr: Longs, circle: Ints, tie_ptr: Longs, tie_end: Ints, column: Ints
) -> int:
    """How many people hold a tie of a hidden cell."""
    total = 0
    for i in range(tie_ptr.size - 1):
        found = False
        for j in tie_end[tie_ptr[i] : tie_ptr[i + 1]]:
            for c in circle[ptr[of[i]] : ptr[of[i] + 1]]:
                for d in circle[ptr[of[j]] : ptr[of[j] + 1]]:
                    if column[c] >= 0 and column[d] >= 0 and hidden[column[c], column[d]]:
                        found = True
        total += found
    return total
