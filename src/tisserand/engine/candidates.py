"""Candidates: for each person, the few people worth proposing to her, best first.

Two-hop paths, and needs that meet offers, gathered in one sweep per person; a small share of chance beside
them, larger for those who are not `profiled`. Each person is computed alone in integers, so threads and
blocks change nothing.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tisserand.engine.fabric import Ints
from tisserand.engine.keys import mixed, pair_key
from tisserand.engine.loom import Loom
from tisserand.engine.policy import Policy
from tisserand.engine.scoring import may_meet, scored_pairs
from tisserand.engine.sweep import Progress, best_partners

TRIES = 8
"""Draws for each pair wanted by chance, for some fall on people she may not meet now."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """k distinct pairs a < b, sorted by (a, b), with their score int64[k] > 0 in 1/2^20."""

    a: Ints
    b: Ints
    score: NDArray[np.int64]


def candidates(
    loom: Loom,
    *,
    seed: int,
    day: int,
    policy: Policy,
    threads: int,
    people: Ints | None = None,
    progress: Progress | None = None,
) -> Candidates:
    """The Candidates of everybody, or of the given `people` only; chance draws anew each `day`."""
    chosen = np.arange(loom.key.size, dtype=np.int32) if people is None else people
    keep = policy.candidates_among(loom.key.size)
    other, score = best_partners(loom, chosen, keep, seed, threads, progress)
    who = np.repeat(chosen, keep)
    kept = other.ravel() >= 0
    one, two, value = who[kept], other.ravel()[kept], score.ravel()[kept]
    short = chosen[(other < 0).sum(axis=1) > keep - policy.candidates]
    short = short[loom.capacity[short] > 0]
    far = np.array(policy.far_draws)[loom.distance[chosen]] * (loom.capacity[chosen] > 0)
    drawn = np.uint64(seed) ^ np.uint64((day & 0xFFFFFFFF) << 32)
    members = circle_members(loom)
    lots = [
        (policy.exploration, short[loom.profiled[short]]),
        (policy.candidates, short[~loom.profiled[short]]),
    ]
    lots += [(draws, chosen[far == draws]) for draws in sorted({*policy.far_draws} - {0})]
    for draws, those in lots:
        met_one, met_two = chance_pairs(loom, members, those, draws, drawn)
        met_score = scored_pairs(loom, met_one, met_two)[0]
        kept = met_score > 0
        one, two = np.concatenate((one, met_one[kept])), np.concatenate((two, met_two[kept]))
        value = np.concatenate((value, met_score[kept]))
    return _distinct(loom.key.size, one, two, value)


def _distinct(n: int, one: Ints, two: Ints, score: NDArray[np.int64]) -> Candidates:
    code = np.minimum(one, two).astype(np.int64) * n + np.maximum(one, two)
    code, first = np.unique(code, return_index=True)
    return Candidates((code // max(n, 1)).astype(np.int32), (code % max(n, 1)).astype(np.int32), score[first])


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
        found = 0
        for turn in range(TRIES * wanted):
            if found == wanted:
                break
            v = _drawn(loom, ptr, member, u, mixed(pair_key(seed, loom.key[u], np.uint64(turn + 1))))
            if v >= 0 and may_meet(loom, u, v):
                one[size], two[size] = u, v
                size, found = size + 1, found + 1
    return one[:size], two[:size]


@njit(cache=True)
def _drawn(loom: Loom, ptr: NDArray[np.int64], member: Ints, u: int, draw: np.uint64) -> int:
    """Somebody drawn by `draw` among those whom a standing route may reach from u, or -1."""
    if loom.everywhere and loom.beyond[u]:
        return int(np.searchsorted(loom.key, draw) % loom.key.size)
    first, last = loom.member_ptr[u], loom.member_ptr[u + 1]
    if first == last:
        return -1
    circle = loom.member_circle[first + np.int64(draw % np.uint64(last - first))]
    low, high = loom.open_ptr[circle], loom.open_ptr[circle + 1]
    draw = mixed(draw)
    if loom.beyond[u] and high > low and (not loom.insider[u] or draw & np.uint64(1)):
        draw = mixed(draw)
        circle = loom.open_circle[low + np.int64(draw % np.uint64(high - low))]
    size = ptr[circle + 1] - ptr[circle]
    return int(member[ptr[circle] + np.int64(mixed(draw) % np.uint64(size))]) if size else -1


def chance_pairs(
    loom: Loom, members: tuple[NDArray[np.int64], Ints], people: Ints, wanted: int, seed: np.uint64
) -> tuple[Ints, Ints]:
    """Up to `wanted` partners drawn by lot for each of `people`, so that nobody depends on ties or words
    alone."""
    one, two = _chance_pairs(loom, *members, people, wanted, seed)
    return np.asarray(one), np.asarray(two)
