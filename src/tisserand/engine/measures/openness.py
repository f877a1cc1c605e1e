"""Openness against chance: the share of ties that cross circles, divided by what chance would give.

Chance gives everybody's set of circles to somebody else at random and leaves ties where they are; each tie
then joins a pair drawn evenly, so that the expected share is exactly cross pairs / all pairs (people without
a circle left out), whatever the weights. 1 means as much as chance, 0.5 half as much. Two margins, not to be
confused:

- `chance_low`, `chance_high`: where 95 % of the shuffles fall, around 1. A ratio outside is not due to
  chance.
- `low`, `high`: the 95 % margin of the ratio itself. Ties of one person are not independent, so the variance
  is the dyadic one (Fafchamps and Gubert 2007; Aronow, Samii and Assenova 2015): products over all pairs of
  ties that share a person. It sets an effective number of ties (Korn and Graubard 1998), used in Wilson's
  interval with Student's quantile. Resampling ties ignores the dependence; resampling people counts the noise
  of each tie three times.
"""

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.special import stdtrit

from tisserand.engine.measures.circle_sets import CircleSets, Ints, Longs, is_sharing
from tisserand.engine.measures.counted import Counted

LEVEL = 0.95
"""Of every margin."""

DRAWS = 200
"""Shuffles behind the margin of chance."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Openness:
    """Openness and its margins; None where undefined (no tie, or no pair that could cross).

    `people` hold the `ties` counted; `share` of the ties (by weight) across, `expected` by chance, `ratio` of
    the two with its margin `low`..`high`; the ratio of 95 % of shuffles is in `chance_low`..`chance_high`.
    """

    people: int
    ties: int
    share: float | None = None
    expected: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    chance_low: float | None = None
    chance_high: float | None = None


def openness(ties: Counted, sets: CircleSets, *, draws: int = DRAWS, seed: int = 0) -> Openness:
    """Openness of the ties counted against chance; `draws` = 0 leaves the margin of chance out."""
    people, total = ties.people, ties.total
    expected = sets.cross_pairs / sets.pairs if sets.pairs else None
    if not total:
        return Openness(people, ties.a.size, expected=expected)
    share = ties.cross / total
    if not expected:
        return Openness(people, ties.a.size, share, expected)
    low, high = share_margin(ties)
    chance: tuple[float | None, float | None] = (None, None)
    if draws:
        shuffled = shuffled_shares(ties, sets, draws=draws, seed=seed) / expected
        chance = (_quantile(shuffled, (1 - LEVEL) / 2), _quantile(shuffled, (1 + LEVEL) / 2))
    return Openness(
        people, ties.a.size, share, expected, share / expected, low / expected, high / expected, *chance
    )


def shuffled_shares(
    ties: Counted, sets: CircleSets, *, draws: int = DRAWS, seed: int = 0
) -> NDArray[np.float64]:
    """float64[draws]: the share of ties across when sets of circles are shuffled among people who have
    one."""
    inside = np.flatnonzero(sets.of >= 0)
    place = np.zeros(sets.of.size, np.int32)
    place[inside] = np.arange(inside.size)
    a, b, own = place[ties.a], place[ties.b], sets.of[inside]
    start = np.uint64(seed % (1 << 64))
    # A set of one circle is told by its circle, others below 0 by their number: most ties need no list.
    alone = np.diff(sets.ptr) == 1
    code = np.where(alone, sets.circle[sets.ptr[:-1]], -1 - np.arange(alone.size)).astype(np.int32)
    cross = _shuffled_cross(a, b, ties.weight, code[own], sets.ptr, sets.circle, start, draws)
    return np.asarray(cross, float) / max(ties.total, 1)


def share_margin(ties: Counted) -> tuple[float, float]:
    """The 95 % margin of the share of ties across; (0, 1) when there is no tie."""
    if not ties.total:
        return 0.0, 1.0
    return wilson(ties.cross / ties.total, effective_ties(ties), ties.people)


def wilson(share: float, size: float, people: int) -> tuple[float, float]:
    """The 95 % margin of a share known from so many independent ties of `people`: Wilson's interval with
    Student's quantile; a share of 0 or 1 keeps its end."""
    z2 = float(stdtrit(max(people - 1, 1), (1 + LEVEL) / 2)) ** 2
    middle = (share + z2 / (2 * size)) / (1 + z2 / size)
    half = math.sqrt(z2 * (share * (1 - share) + z2 / (4 * size)) / size) / (1 + z2 / size)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return (0.0 if share == 0 else low), (1.0 if share == 1 else high)


def effective_ties(ties: Counted) -> float:
    """How many independent ties would know the share as well: at most (sum of weights)^2 / sum of their
    squares."""
    total, share = ties.total, ties.cross / ties.total
    n = int(max(ties.a.max(), ties.b.max())) + 1
    ends, weight = np.concatenate((ties.a, ties.b)), np.concatenate((ties.weight, ties.weight)).astype(float)
    held = np.bincount(ends, weight, n)
    crossed = np.bincount(ends, weight * np.concatenate((ties.across, ties.across)), n)
    by_person = math.fsum((crossed - share * held) ** 2)
    squares = ties.weight**2
    crossing, whole = int(squares[ties.across].sum()), int(squares.sum())
    by_tie = crossing * (1 - share) ** 2 + (whole - crossing) * share**2
    most = total**2 / whole
    if by_tie == 0:
        return most
    return min(most, share * (1 - share) * total**2 / max(by_person - by_tie, by_tie))


def _quantile(values: NDArray[np.float64], at: float) -> float:
    return float(np.quantile(values, at))


@njit(cache=True)
def _mixed(state: np.uint64) -> np.uint64:
    """The output step of splitmix64 (Steele, Lea and Flood 2014)."""
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))


@njit(cache=True)
def _shuffled_cross(
    a: Ints, b: Ints, weight: Longs, own: Ints, ptr: Longs, circle: Ints, seed: np.uint64, draws: int
) -> Longs:
    cross = np.zeros(draws, np.int64)
    given = own.copy()
    state = _mixed(seed)
    for draw in range(draws):
        for i in range(given.size - 1, 0, -1):
            state += _GOLDEN
            j = np.int64(((_mixed(state) >> np.uint64(32)) * np.uint64(i + 1)) >> np.uint64(32))
            given[i], given[j] = given[j], given[i]
        total = 0
        for k in range(a.size):
            mine, other = given[a[k]], given[b[k]]
            if mine >= 0 and other >= 0:
                shared = mine == other
            elif mine >= 0:
                shared = _holds(ptr, circle, -1 - other, mine)
            elif other >= 0:
                shared = _holds(ptr, circle, -1 - mine, other)
            else:
                shared = is_sharing(ptr, circle, -1 - mine, -1 - other)
            total += 0 if shared else weight[k]
        cross[draw] = total
    return cross


@njit(cache=True)
def _holds(ptr: Longs, circle: Ints, k: int, wanted: int) -> bool:
    """Whether set k holds a circle."""
    found = False
    for place in range(ptr[k], ptr[k + 1]):
        found |= circle[place] == wanted
    return found
