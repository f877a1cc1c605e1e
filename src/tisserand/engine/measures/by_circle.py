"""The openness of each circle: of the ties that its members hold, the share that crosses, against chance.

A tie counts for each member of the circle who holds it: once for a tie that leaves, twice for one inside.
Chance leads each of them to somebody drawn evenly among everybody else who belongs to a circle. Two margins,
as for the whole network: where 95 % of the draws fall (`chance_low`, `chance_high`), and that of the ratio
itself, with people as its sampling units (Cochran 1977, ratio of sums) in Wilson's interval.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tisserand.engine.measures.circle_sets import CircleSets, Ints, Longs
from tisserand.engine.measures.counted import Counted
from tisserand.engine.measures.openness import DRAWS, LEVEL, Openness, wilson

Floats = NDArray[np.float64]


def openness_by_circle(
    ties: Counted, sets: CircleSets, *, draws: int = DRAWS, seed: int = 0
) -> Iterator[tuple[int, Openness]]:
    """The Openness of each circle by its number, where a member holds a tie; `people` are the members who
    hold one, `ties` those that they hold."""
    if not ties.a.size:
        return
    by_chance = _chance_of_crossing(sets)[sets.of]
    held, crossed = _held(ties, sets.of.size)
    chance = np.random.default_rng(seed)
    for number, members in members_of(sets):
        holding = members[held[members] > 0]
        if holding.size:
            told = _of_one(held[holding], crossed[holding], by_chance[holding], draws, chance)
            yield number, told


def members_of(sets: CircleSets) -> Iterator[tuple[int, Longs]]:
    """Each circle with the numbers of its people."""
    people = np.flatnonzero(sets.of >= 0)
    length = np.diff(sets.ptr)[sets.of[people]]
    start = np.repeat(sets.ptr[sets.of[people]], length)
    inside = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    circle, owner = sets.circle[start + inside], np.repeat(people, length)
    order = np.argsort(circle, kind="stable")
    numbers, first = np.unique(circle[order], return_index=True)
    yield from zip(numbers.tolist(), np.split(owner[order], first[1:]), strict=False)


def _of_one(
    held: Longs, crossed: Longs, by_chance: Floats, draws: int, chance: np.random.Generator
) -> Openness:
    total = int(held.sum())
    share, expected = float(crossed.sum() / total), float((held * by_chance).sum() / total)
    if not expected:
        return Openness(held.size, total, share, expected)
    low, high = _margin(held, crossed, share)
    around: tuple[float | None, float | None] = (None, None)
    if draws:
        drawn = chance.binomial(held, by_chance, size=(draws, held.size)).sum(axis=1) / total
        ends = np.quantile(drawn, ((1 - LEVEL) / 2, (1 + LEVEL) / 2)) / expected
        around = float(ends[0]), float(ends[1])
    return Openness(
        held.size, total, share, expected, share / expected, low / expected, high / expected, *around
    )


def _margin(held: Longs, crossed: Longs, share: float) -> tuple[float, float]:
    """The 95 % margin of the share, when the people of the circle are a sample."""
    total = int(held.sum())
    spread = float(((crossed - share * held) ** 2).sum()) * held.size / max(held.size - 1, 1)
    size = min(float(total), share * (1 - share) * total**2 / spread) if spread else float(total)
    return wilson(share, size, held.size)


def _held(ties: Counted, people: int) -> tuple[Longs, Longs]:
    """int64[n] twice: the ties that each person holds, and those of them that cross."""
    ends: Ints = np.concatenate((ties.a, ties.b))
    across = np.concatenate((ties.across, ties.across))
    held = np.bincount(ends, minlength=people).astype(np.int64)
    return held, np.bincount(ends[across], minlength=people).astype(np.int64)


def _chance_of_crossing(sets: CircleSets) -> Floats:
    """float64[s + 1]: for somebody of each set of circles, the share of the others who share none with her;
    the last is for who belongs to none."""
    rows = np.repeat(np.arange(sets.size.size), np.diff(sets.ptr))
    shape = sets.size.size, int(sets.circle.max(initial=-1)) + 1
    holds = sparse.csr_array((np.ones(rows.size, np.int32), (rows, sets.circle)), shape=shape)
    together = (holds @ holds.T).astype(np.bool_).astype(np.int64)
    sharing = np.asarray(together @ sets.size)
    return np.append((sets.people - sharing) / max(sets.people - 1, 1), 0.0)
