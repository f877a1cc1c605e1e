"""Candidates: for each person, the few people worth proposing to her, best first.

Two-hop paths, and needs that meet offers, gathered in one sweep per person; a small share of chance beside them.
Each person is computed alone in integers, so threads and blocks change nothing.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tisserand.engine.fabric import Floats, Ints, Keys
from tisserand.engine.keys import mixed, pair_key
from tisserand.engine.loom import Loom
from tisserand.engine.policy import Policy
from tisserand.engine.scoring import (
    ACROSS,
    CLOSED,
    INSIDE,
    fill_terms,
    floored_score,
    is_everywhere,
    scored_pairs,
)

BLOCK = 4096
BLOCKED = np.int32(-(1 << 30))

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """k distinct pairs a < b, sorted by (a, b), with their score int64[k] > 0 in 1/2^20."""

    a: Ints
    b: Ints
    score: NDArray[np.int64]


def candidates(
    loom: Loom, *, seed: int, policy: Policy, threads: int, people: Ints | None = None, progress: Progress | None = None
) -> Candidates:
    """The Candidates of everybody, or of the given `people` only."""
    chosen = np.arange(loom.key.size, dtype=np.int32) if people is None else people
    other, score = best_partners(loom, chosen, policy.candidates, seed, threads, progress)
    who = np.repeat(chosen, policy.candidates)
    kept = other.ravel() >= 0
    one, two, value = who[kept], other.ravel()[kept], score.ravel()[kept]
    short = chosen[(other < 0).any(axis=1) & (loom.capacity[chosen] > 0)]
    met_one, met_two = chance_pairs(loom, circle_members(loom), short, policy.exploration, np.uint64(seed))
    met_score = scored_pairs(loom, met_one, met_two)[0]
    kept = met_score > 0
    one, two = np.concatenate((one, met_one[kept])), np.concatenate((two, met_two[kept]))
    return _distinct(loom.key.size, one, two, np.concatenate((value, met_score[kept])))


def _distinct(n: int, one: Ints, two: Ints, score: NDArray[np.int64]) -> Candidates:
    code = np.minimum(one, two).astype(np.int64) * n + np.maximum(one, two)
    code, first = np.unique(code, return_index=True)
    return Candidates((code // max(n, 1)).astype(np.int32), (code % max(n, 1)).astype(np.int32), score[first])


def best_partners(
    loom: Loom, people: Ints, keep: int, seed: int, threads: int, progress: Progress | None = None
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """For each of `people`, up to `keep` partners by (-score, key): int32[p, keep] (-1 where there are fewer) and
    scores int64[p, keep] in 1/2^20."""
    other = np.full((people.size, keep), -1, np.int32)
    score = np.zeros((people.size, keep), np.int64)
    cuts = [*range(0, people.size, BLOCK), people.size]
    strips = [(low, high) for low, high in pairwise(cuts) if low < high]
    workers = max(1, min(threads, len(strips)))

    def sweep(start: int) -> None:
        bench = _bench(loom, keep)
        for place in range(start, len(strips), workers):
            low, high = strips[place]
            _sweep(loom, people[low:high], np.uint64(seed), *bench, other[low:high], score[low:high])
            if progress is not None and start == 0:
                progress((place + 1) / len(strips))

    if workers == 1:
        sweep(0)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(sweep, range(workers)))
    return other, score


def _bench(loom: Loom, keep: int) -> tuple[NDArray[np.generic], ...]:
    """The scratch arrays of one thread."""
    n, m = loom.key.size, loom.takes_inside.size
    return (
        np.zeros(n, np.int64), np.zeros(n, np.int32), np.zeros(n, np.int64), np.empty(n, np.int32),
        np.full(m, -1, np.int32), np.full(m, -1, np.int32), np.empty(keep, np.uint64), np.zeros(8),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _sweep(
    loom: Loom, people: Ints, seed: np.uint64, path: NDArray[np.int64], shared: Ints, ask: NDArray[np.int64],
    touched: Ints, mine: Ints, opened: Ints, order: Keys, terms: Floats, other: Ints, score: NDArray[np.int64],
) -> None:  # fmt: skip
    for row in range(people.size):
        u = people[row]
        if loom.capacity[u] == 0:
            continue
        _mark_circles(loom, u, mine, opened)
        _mark_blocked(loom, u, shared, BLOCKED)
        count = _gather(loom, u, path, shared, ask, touched)
        size = 0
        for t in range(count):
            v = touched[t]
            place = ask[v] - 1
            between = _between_marked(loom, u, v, place >= 0, mine, opened) if loom.capacity[v] > 0 else CLOSED
            if between != CLOSED:
                fit_to = loom.fit_to[place] if place >= 0 else 0
                fit_from = loom.fit_from[place] if place >= 0 else 0
                fill_terms(terms, loom, u, v, between, path[v], shared[v], fit_to, fit_from)
                s = floored_score(terms, loom, u, v)
                if s > 0 and (size < score.shape[1] or s >= score[row, size - 1]):
                    size = _insert(other[row], score[row], order, size, v, s, pair_key(seed, loom.key[u], loom.key[v]))
            path[v], shared[v], ask[v] = 0, 0, 0
        _mark_blocked(loom, u, shared, np.int32(0))


@njit(cache=True)
def _mark_circles(loom: Loom, u: int, mine: Ints, opened: Ints) -> None:
    for i in range(loom.member_ptr[u], loom.member_ptr[u + 1]):
        circle = loom.member_circle[i]
        mine[circle] = u
        for j in range(loom.open_ptr[circle], loom.open_ptr[circle + 1]):
            opened[loom.open_circle[j]] = u


@njit(cache=True)
def _mark_blocked(loom: Loom, u: int, shared: Ints, mark: np.int32) -> None:
    """Write `mark` over herself, her ties and those who rest: a negative count can never be gathered."""
    shared[u] = mark
    for i in range(loom.tie_ptr[u], loom.tie_ptr[u + 1]):
        shared[loom.tie_end[i]] = mark
    for i in range(loom.rest_ptr[u], loom.rest_ptr[u + 1]):
        shared[loom.rest_end[i]] = mark


@njit(cache=True)
def _gather(
    loom: Loom, u: int, path: NDArray[np.int64], shared: Ints, ask: NDArray[np.int64], touched: Ints
) -> int:
    """Number of people written in `touched`: those two steps away and those with whom an ask meets."""
    count = 0
    for i in range(loom.tie_ptr[u], loom.tie_ptr[u + 1]):
        w = loom.tie_end[i]
        if loom.hub[w]:
            continue
        weight = np.int64(loom.back[i])
        for j in range(loom.tie_ptr[w], loom.tie_ptr[w + 1]):
            v = loom.tie_end[j]
            seen = shared[v]
            if seen < 0:
                continue
            if seen == 0:
                touched[count] = v
                count += 1
            shared[v] = seen + 1
            path[v] += weight * np.int64(loom.forward[j])
    for i in range(loom.ask_ptr[u], loom.ask_ptr[u + 1]):
        v = loom.ask_other[i]
        if shared[v] == 0:
            touched[count] = v
            count += 1
        if shared[v] >= 0:
            ask[v] = i + 1
    return count


@njit(cache=True)
def _between_marked(loom: Loom, u: int, v: int, asked: bool, mine: Ints, opened: Ints) -> int:
    """`scoring.between_of` with the circles of u marked beforehand."""
    takes, common = False, False
    reachable = is_everywhere(loom, u, v) if loom.everywhere else asked
    for j in range(loom.member_ptr[v], loom.member_ptr[v + 1]):
        circle = loom.member_circle[j]
        if mine[circle] == u:
            common = True
            takes = takes or loom.takes_inside[circle]
        elif opened[circle] == u:
            reachable = True
    if common:
        return INSIDE if takes and (loom.insider[u] or loom.insider[v]) else CLOSED
    return ACROSS if reachable and loom.beyond[u] and loom.beyond[v] else CLOSED


@njit(cache=True)
def _insert(other: Ints, score: NDArray[np.int64], order: Keys, size: int, v: int, s: int, key: np.uint64) -> int:
    """Insert (v, s, key) in a list kept by (-score, key); the new size of the list."""
    if size == score.size:
        if s == score[size - 1] and key >= order[size - 1]:
            return size
        size -= 1
    i = size
    while i > 0 and (score[i - 1] < s or (score[i - 1] == s and order[i - 1] > key)):
        other[i], score[i], order[i] = other[i - 1], score[i - 1], order[i - 1]
        i -= 1
    other[i], score[i], order[i] = v, s, key
    return size + 1


def circle_members(loom: Loom) -> tuple[NDArray[np.int64], Ints]:
    """The members of each circle, in ascending order."""
    owner = np.repeat(np.arange(loom.key.size, dtype=np.int32), np.diff(loom.member_ptr))
    order = np.argsort(loom.member_circle, kind="stable")
    sizes = np.bincount(loom.member_circle, minlength=loom.takes_inside.size)
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes))).astype(np.int64), owner[order]


@njit(cache=True, nogil=True)
def _chance_pairs(
    loom: Loom, ptr: NDArray[np.int64], member: Ints, people: Ints, wanted: int, seed: np.uint64
) -> tuple[Ints, Ints]:
    one, two = np.empty(people.size * wanted, np.int32), np.empty(people.size * wanted, np.int32)
    size = 0
    for u in people:
        for turn in range(wanted):
            draw = mixed(pair_key(seed, loom.key[u], np.uint64(turn + 1)))
            v = _drawn(loom, ptr, member, u, draw)
            if v >= 0 and v != u and not (turn and two[size - 1] == v and one[size - 1] == u):
                one[size], two[size] = u, v
                size += 1
    return one[:size], two[:size]


@njit(cache=True)
def _drawn(loom: Loom, ptr: NDArray[np.int64], member: Ints, u: int, draw: np.uint64) -> int:
    """Somebody drawn by `draw` whom a standing route may let u meet, or -1."""
    if loom.everywhere and loom.beyond[u]:
        return np.searchsorted(loom.key, draw) % loom.key.size
    first, last = loom.member_ptr[u], loom.member_ptr[u + 1]
    if first == last:
        return -1
    circle = loom.member_circle[first + np.int64(draw % np.uint64(last - first))]
    low, high = loom.open_ptr[circle], loom.open_ptr[circle + 1]
    if loom.beyond[u] and high > low and (not loom.insider[u] or draw & np.uint64(1)):
        circle = loom.open_circle[low + np.int64(mixed(draw) % np.uint64(high - low))]
    size = ptr[circle + 1] - ptr[circle]
    return member[ptr[circle] + np.int64(mixed(mixed(draw)) % np.uint64(size))] if size else -1


def chance_pairs(
    loom: Loom, members: tuple[NDArray[np.int64], Ints], people: Ints, wanted: int, seed: np.uint64
) -> tuple[Ints, Ints]:
    """Up to `wanted` partners drawn by lot for each of `people`, so that nobody depends on ties or words alone."""
    one, two = _chance_pairs(loom, *members, people, wanted, seed)
    return np.asarray(one), np.asarray(two)
