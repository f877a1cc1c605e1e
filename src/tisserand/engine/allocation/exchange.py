"""Chains of exchanges that raise a draft: more people served among those owed, then more value.

A chain puts in one pair; whoever is over her capacity (and the route over its quota) gives back the pair that
costs least at current prices; each person and each route so freed takes the best other pair, and so on
(ejection chains, Glover 1996). The chain is kept up to the point where it was best, or undone, so that both
figures only ever rise and no limit is passed at any moment.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from tisserand.engine.allocation.draft import Draft, is_free, put, served_of, take_out, value_of
from tisserand.engine.allocation.incidence import Floats, Incidence, Ints, Longs
from tisserand.engine.allocation.prices import Prices, reduced

DEPTH, LONGEST = 12, 96
"""Most pairs put in by one chain; longer chains bring little, but serve the last people who are owed."""
PASSES = 8
"""Most passes of chains; two or three are usual."""
PATIENCE = 1.0
"""A chain goes on until it promises less than this many times the tolerance of its start."""
STARTS = 500
"""Starts of a pass, beside one for every two people: where scores are equal, every pair would be one."""
TRIED = 1_000
"""Long chains between two looks at what they bring: with quotas far below need, next to nothing."""
WRITTEN, WAITING, SERVED, VALUE = range(4)


class Chain(NamedTuple):
    """One chain: the pairs moved (p put in, -1 - p taken out), who waits to be given another, and counts.

    `freed` holds person u as u and route r as -1 - r; `tally` int64[4] is indexed by the names above.
    """

    moves: Longs
    freed: Longs
    tally: Longs


def improve(at: Incidence, prices: Prices, draft: Draft, tolerance: float, seed: int) -> None:
    """Chains from every pair that promises more than `tolerance`, best first, while a pass brings 1e-5."""
    mark = max(seed, int(draft.touched.max(initial=0)))
    for _ in range(PASSES):
        served, value = served_of(at, draft), value_of(at, draft)
        hope = promise(at, prices, draft)
        starts = np.flatnonzero(~draft.chosen & (hope > tolerance))
        starts = starts[np.argsort(-hope[starts], kind="stable")][: STARTS + len(at.capacity) // 2]
        mark = _follow_all(at, prices, draft, starts, mark, DEPTH, PATIENCE * tolerance)
        mark = _serve(at, prices, draft, mark)
        if served_of(at, draft) == served and value_of(at, draft) <= value * (1 + 1e-5):
            break


def _serve(at: Incidence, prices: Prices, draft: Draft, mark: int) -> int:
    """Long chains from the pairs of the people still owed, most promising first, while a hundredth of `TRIED`
    serve somebody more; the last mark used."""
    unserved = at.owed & (draft.load == 0)
    starts = np.flatnonzero(unserved[at.a] | unserved[at.b])
    starts = starts[np.argsort(-promise(at, prices, draft)[starts], kind="stable")]
    for first in range(0, starts.size, TRIED):
        served = served_of(at, draft)
        mark = int(_follow_all(at, prices, draft, starts[first : first + TRIED], mark, LONGEST, -np.inf))
        if 100 * (served_of(at, draft) - served) < TRIED:
            break
    return mark


def promise(at: Incidence, prices: Prices, draft: Draft) -> Floats:
    """What putting in each pair would bring if all it displaces found its price elsewhere, float64[k]."""
    person = np.where(draft.load < at.capacity, 0.0, np.inf)
    route = np.where(draft.used < at.quota, 0.0, np.inf)
    taken = np.flatnonzero(draft.chosen)
    rest = reduced(at, prices)[taken]
    for ends in (at.a[taken], at.b[taken]):
        np.minimum.at(person, ends, rest + prices.person[ends])
    routed = at.route[taken] >= 0
    rows = at.route[taken][routed]
    np.minimum.at(route, rows, np.maximum(rest[routed] + prices.route[rows], 0.0))
    person[at.owed & (draft.load == 0)] = -prices.bonus
    return reduced(at, Prices(person, route, prices.bonus))


@njit(cache=True)
def _follow_all(
    at: Incidence, prices: Prices, draft: Draft, starts: Longs, mark: int, depth: int, least: float
) -> int:
    """A chain from each start, while it promises `least`; the last mark used (each chain has its own)."""
    size = 12 * depth + 12
    chain = Chain(np.empty(size, np.int64), np.empty(size, np.int64), np.empty(4, np.int64))
    for p in starts:
        if not draft.chosen[p]:
            mark += 1
            kept = _follow(at, prices, draft, p, mark, depth, least, chain)
            _undo(at, draft, chain, kept)
    return mark


@njit(cache=True)
def _follow(
    at: Incidence, prices: Prices, draft: Draft, p: int, mark: int, depth: int, least: float, chain: Chain
) -> int:
    """Follow one chain from pair p to its end; how many of its moves to keep."""
    tally = chain.tally
    tally[:] = 0
    kept = served = value = 0
    for _ in range(depth):
        _make_room(at, prices, draft, p, mark, chain)
        draft.touched[p] = mark
        if is_free(at, draft, p):
            tally[SERVED] += put(at, draft, p)
            tally[VALUE] += at.score[p]
            chain.moves[tally[WRITTEN]] = p
            tally[WRITTEN] += 1
        if tally[SERVED] > served or (tally[SERVED] == served and tally[VALUE] > value):
            kept, served, value = tally[WRITTEN], tally[SERVED], tally[VALUE]
        if _prospect(at, prices, draft, chain) < least:
            break
        p = _next(at, prices, draft, mark, chain)
        if p < 0:
            break
    return kept


@njit(cache=True)
def _prospect(at: Incidence, prices: Prices, draft: Draft, chain: Chain) -> float:
    """What the chain would bring if all who wait found their price."""
    prospect: float = chain.tally[VALUE] + prices.bonus * chain.tally[SERVED]
    for place in range(chain.tally[WAITING]):
        u = chain.freed[place]
        if u < 0:
            prospect += prices.route[-1 - u]
        elif draft.load[u] < at.capacity[u]:
            prospect += prices.person[u]
            if at.owed[u] and draft.load[u] == 0:
                prospect += prices.bonus
    return prospect


@njit(cache=True)
def _undo(at: Incidence, draft: Draft, chain: Chain, kept: int) -> None:
    for step in range(chain.tally[WRITTEN] - 1, kept - 1, -1):
        move = chain.moves[step]
        if move >= 0:
            take_out(at, draft, move)
        else:
            put(at, draft, -1 - move)


@njit(cache=True)
def _make_room(at: Incidence, prices: Prices, draft: Draft, p: int, mark: int, chain: Chain) -> None:
    """Take out what stands in the way of pair p, as far as this chain may."""
    u, v, r = at.a[p], at.b[p], at.route[p]
    w = u
    for turn in range(3):
        if turn < 2:
            w = u if turn == 0 else v
            start, load, limit, slot = draft.slot_first[w], draft.load[w], at.capacity[w], draft.slot
        elif r >= 0:
            start, load, limit, slot = draft.route_slot_first[r], draft.used[r], at.quota[r], draft.route_slot
        else:
            break
        if load == limit:
            q = _weakest(at, prices, draft.touched, slot[start : start + load], mark)
            if q >= 0:
                _eject(at, draft, q, w if turn < 2 else -1 - r, mark, chain)


@njit(cache=True)
def _weakest(at: Incidence, prices: Prices, touched: Ints, pairs: Ints, mark: int) -> int:
    """The pair that costs least to take out, among those this chain has not moved; or -1."""
    found, least = -1, np.inf
    for p in pairs:
        if touched[p] == mark:
            continue
        rest = at.score[p] - prices.person[at.a[p]] - prices.person[at.b[p]]
        if at.route[p] >= 0:
            rest -= prices.route[at.route[p]]
        if rest < least or (rest == least and p < found):
            found, least = p, rest
    return found


@njit(cache=True)
def _eject(at: Incidence, draft: Draft, q: int, by: int, mark: int, chain: Chain) -> None:
    tally = chain.tally
    tally[SERVED] -= take_out(at, draft, q)
    tally[VALUE] -= at.score[q]
    draft.touched[q] = mark
    chain.moves[tally[WRITTEN]] = -1 - q
    tally[WRITTEN] += 1
    if at.route[q] >= 0 and -1 - at.route[q] != by:
        chain.freed[tally[WAITING]] = -1 - at.route[q]
        tally[WAITING] += 1
    for u in (at.a[q], at.b[q]):
        if u != by:
            chain.freed[tally[WAITING]] = u
            tally[WAITING] += 1


@njit(cache=True)
def _next(at: Incidence, prices: Prices, draft: Draft, mark: int, chain: Chain) -> int:
    """The best pair for the last one freed, person or route, at current prices where there is no room."""
    p = -1
    while p < 0 and chain.tally[WAITING] > 0:
        chain.tally[WAITING] -= 1
        u = chain.freed[chain.tally[WAITING]]
        p = _best_on(at, prices, draft, -1 - u, mark) if u < 0 else _best_with(at, prices, draft, u, mark)
    return p


@njit(cache=True)
def _best_with(at: Incidence, prices: Prices, draft: Draft, u: int, mark: int) -> int:
    """The best pair that person u has room for; -1 if none is worth it."""
    start = at.first[u]
    m = at.first[u + 1] - start
    found, best = -1, -prices.bonus if at.owed[u] and draft.load[u] == 0 else 0.0
    if draft.load[u] == at.capacity[u]:
        return found
    turn = mark % m  # equals are tried from another one each time, or every chain would go the same way
    for i in range(m):
        j = start + (i + turn if i + turn < m else i + turn - m)
        net = at.worth[j] - _toll(at, prices, draft, at.other[j])
        if net <= best:
            continue
        r = at.over[j]
        if r >= 0 and draft.used[r] == at.quota[r]:
            net -= prices.route[r]
        p = at.pair[j]
        if net > best and not draft.chosen[p] and draft.touched[p] != mark:
            found, best = p, net
    return found


@njit(cache=True)
def _best_on(at: Incidence, prices: Prices, draft: Draft, r: int, mark: int) -> int:
    """The best pair that route r has room for; -1 if none is worth it."""
    found, best = -1, 0.0
    if draft.used[r] == at.quota[r]:
        return found
    for place in range(at.route_first[r], at.route_first[r + 1]):
        p = at.route_pair[place]
        net = at.score[p] - _toll(at, prices, draft, at.a[p]) - _toll(at, prices, draft, at.b[p])
        if net > best and not draft.chosen[p] and draft.touched[p] != mark:
            found, best = p, net
    return found


@njit(cache=True)
def _toll(at: Incidence, prices: Prices, draft: Draft, u: int) -> float:
    """The price of person u, nothing if she has room; less than nothing if she is still to be served."""
    price = prices.person[u]
    return price if price < 0.0 or draft.load[u] == at.capacity[u] else 0.0
