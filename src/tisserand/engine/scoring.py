"""The score of a pair: p(both accept) x the sum of what each reason contributes.

One formula, in one fixed order, used by every kernel: a pair has the same score whoever looks and wherever it
is computed. Contributions are never negative, so removing the facts behind a reason can only lower the score.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tisserand.engine.fabric import Floats, Ints
from tisserand.engine.loom import Loom
from tisserand.engine.policy import ONE, SCORE_ONE
from tisserand.vocabulary import Reason

REASONS = tuple(Reason)
"""The order of the columns of every matrix of reasons."""

PATH_ONE = float(1 << 30)
"""Unit of path sums: two arc weights in 1/32768."""

DISTANCES = 9
"""Where the weights of the five distances begin (`loom.weights_of`)."""

CLOSED, ACROSS, INSIDE = 0, 1, 2
"""What lies between two people: nothing open, two circles with an open route, a circle in common."""


@njit(cache=True, inline="always")
def fill_terms(
    terms: Floats, w: Floats, lean: float, between: int, path: int, shared: int, fit_to: int, fit_from: int,
    town: bool, mix: bool, new: bool,
) -> None:  # fmt: skip
    """Write into `terms` float64[r] what each reason contributes to a pair, before p, with the weights `w`.

    `lean` is what the distance that both wish makes of shared contacts (`lean_of`).
    `path` is the resource allocation in 1/2^30, `shared` the number of shared contacts that carry it;
    `fit_to` says how well the second's offers meet the first's needs, `fit_from` the reverse, in 1/32768;
    `town`: the same town, `mix`: two types of actor, `new`: a newcomer. The value of shared contacts x
    rises as x / (x + half); beyond the working zone each shared contact counts less, as sqrt(zone /
    shared).
    """
    terms[0] = w[0] * (fit_to / ONE)
    terms[1] = w[0] * (fit_from / ONE)
    terms[2] = w[1] * (min(fit_to, fit_from) / ONE)
    allocated = path / PATH_ONE * (1.0 if shared <= w[8] else math.sqrt(w[8] / shared))
    terms[3] = w[2] * lean * (allocated / (allocated + w[7]))
    terms[4] = w[3] if between == ACROSS else 0.0
    terms[5] = w[4] if town else 0.0
    terms[6] = w[5] if mix else 0.0
    terms[7] = w[6] if new else 0.0


@njit(cache=True, inline="always")
def lean_of(w: Floats, one: int, other: int) -> float:
    """What shared contacts weigh between two people who wish the distances `one` and `other`: the mean."""
    lean: float = 0.5 * (w[DISTANCES + one] + w[DISTANCES + other])
    return lean


@njit(cache=True, inline="always")
def floored_score(terms: Floats, both: float) -> int:
    """int64: floor(p x sum of `terms` x 2^20), summed in the order of the reasons; `both` is p."""
    total = 0.0
    for i in range(terms.size):
        total += terms[i]
    return math.floor(both * total * SCORE_ONE)


@njit(cache=True, inline="always")
def is_equal(one: int, other: int) -> bool:
    """Whether two codes are known and equal."""
    return one >= 0 and one == other


@njit(cache=True, inline="always")
def is_different(one: int, other: int) -> bool:
    """Whether two codes are known and different."""
    return one >= 0 and other >= 0 and one != other


@njit(cache=True)
def is_listed(ptr: NDArray[np.int64], value: Ints, u: int, v: int) -> bool:
    """Whether `v` is in the sorted list of `u`."""
    return find(ptr, value, u, v) >= 0


@njit(cache=True)
def find(ptr: NDArray[np.int64], value: Ints, u: int, v: int) -> int:
    """The place of `v` in the sorted list of `u`, or -1."""
    low, high = ptr[u], ptr[u + 1]
    while low < high:
        middle = (low + high) // 2
        if value[middle] < v:
            low = middle + 1
        else:
            high = middle
    return low if low < ptr[u + 1] and value[low] == v else -1


@njit(cache=True)
def between_of(loom: Loom, u: int, v: int, asked: bool) -> int:
    """CLOSED, ACROSS or INSIDE for two people; `asked` tells that a need already found an open route."""
    insider = loom.insider[u] or loom.insider[v]
    opened = is_everywhere(loom, u, v) if loom.everywhere else asked
    for i in range(loom.member_ptr[u], loom.member_ptr[u + 1]):
        circle = loom.member_circle[i]
        for j in range(loom.member_ptr[v], loom.member_ptr[v + 1]):
            if loom.member_circle[j] == circle:
                return _inside_of(loom, u, v) if insider else CLOSED
            if not opened:
                opened = is_listed(loom.open_ptr, loom.open_circle, circle, loom.member_circle[j])
    return ACROSS if opened and loom.beyond[u] and loom.beyond[v] else CLOSED


@njit(cache=True, inline="always")
def is_everywhere(loom: Loom, u: int, v: int) -> bool:
    """Where no bridge was declared: whether both are in some circle; without any circle at all there is no
    wall."""
    if not loom.takes_inside.size:
        return True
    return bool(loom.member_ptr[u] < loom.member_ptr[u + 1] and loom.member_ptr[v] < loom.member_ptr[v + 1])


@njit(cache=True)
def _inside_of(loom: Loom, u: int, v: int) -> int:
    """INSIDE when a circle in common takes inside proposals, else CLOSED."""
    for i in range(loom.member_ptr[u], loom.member_ptr[u + 1]):
        circle = loom.member_circle[i]
        if loom.takes_inside[circle] and is_listed(loom.member_ptr, loom.member_circle, v, circle):
            return INSIDE
    return CLOSED


@njit(cache=True)
def has_room(loom: Loom, u: int, v: int) -> bool:
    """Whether both may still be shown somebody, do not know each other and do not rest."""
    if u == v or loom.capacity[u] == 0 or loom.capacity[v] == 0:
        return False
    known = is_listed(loom.tie_ptr, loom.tie_end, u, v)
    return not known and not is_listed(loom.rest_ptr, loom.rest_end, u, v)


@njit(cache=True)
def may_meet(loom: Loom, u: int, v: int) -> bool:
    """Whether two people may be proposed to each other without any ask."""
    return has_room(loom, u, v) and between_of(loom, u, v, False) != CLOSED


@njit(cache=True, nogil=True)
def scored_pairs(
    loom: Loom, a: Ints, b: Ints
) -> tuple[NDArray[np.int64], Floats, Ints, NDArray[np.int64], NDArray[np.int8]]:
    """For each pair: score int64[k] (0 when it may not be proposed), terms float64[k, r], shared contacts
    int32[k], place in the asks int64[k] or -1, and what lies between int8[k].

    Of a pair with somebody who is not `profiled`, only the asks and the route count."""
    k = a.size
    score, terms = np.zeros(k, np.int64), np.zeros((k, 8))
    shared, ask, between = np.zeros(k, np.int32), np.full(k, -1, np.int64), np.zeros(k, np.int8)
    for i in range(k):
        u, v = a[i], b[i]
        if not has_room(loom, u, v):
            continue
        ask[i] = find(loom.ask_ptr, loom.ask_other, u, v)
        between[i] = between_of(loom, u, v, ask[i] >= 0)
        if between[i] == CLOSED:
            continue
        path, known = 0, loom.profiled[u] and loom.profiled[v]
        if known:
            path, shared[i] = _paths(loom, u, v)
        fit_to = loom.fit_to[ask[i]] if ask[i] >= 0 else 0
        fit_from = loom.fit_from[ask[i]] if ask[i] >= 0 else 0
        fill_terms(
            terms[i], loom.weights, lean_of(loom.weights, loom.distance[u], loom.distance[v]), between[i],
            path, shared[i], fit_to, fit_from,
            known and is_equal(loom.town[u], loom.town[v]),
            known and is_different(loom.actor_type[u], loom.actor_type[v]),
            known and (loom.new[u] or loom.new[v]),
        )  # fmt: skip
        score[i] = floored_score(terms[i], loom.acceptance[u] * loom.acceptance[v])
    return score, terms, shared, ask, between


@njit(cache=True)
def _paths(loom: Loom, u: int, v: int) -> tuple[int, int]:
    """Resource allocation in 1/2^30 and number of shared contacts that carry it."""
    path, shared = 0, 0
    i, j = loom.tie_ptr[u], loom.tie_ptr[v]
    while i < loom.tie_ptr[u + 1] and j < loom.tie_ptr[v + 1]:
        if loom.tie_end[i] < loom.tie_end[j]:
            i += 1
        elif loom.tie_end[i] > loom.tie_end[j]:
            j += 1
        else:
            if not loom.hub[loom.tie_end[i]]:
                path += int(loom.back[i]) * int(loom.back[j])
                shared += 1
            i, j = i + 1, j + 1
    return path, shared
