"""Whole introductions from prices: take pairs in price order, then let chains of exchanges raise the value.

A chain puts in one pair; whoever is over her capacity (and the route over its quota) gives back the pair that
costs least at current prices; each person so freed puts in her best other pair, and so on (ejection chains,
Glover 1996). The chain is kept up to the point where it was best, or undone. Better means: more people served
among those owed, then more value; so both only ever rise, and no limit is passed at any moment.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from tisserand.engine.incidence import Flags, Floats, Incidence, Ints, Longs
from tisserand.engine.prices import Prices, reduced

DEPTH = 12
"""Most pairs put in by one chain; longer chains cost more than they bring."""
PASSES = 8
"""Most passes of chains; two or three are usual."""


class Draft(NamedTuple):
    """The pairs chosen so far, by pair, by person and by route (`slot`: whose first `load` places are in use)."""

    chosen: Flags
    load: Ints
    used: Ints
    slot_first: Longs
    slot: Ints
    route_slot_first: Longs
    route_slot: Ints
    touched: Ints


def draft_of(at: Incidence, order: Longs) -> Draft:
    """The draft that takes every pair of `order` that still fits when its turn comes."""
    places = _ends(np.minimum(at.capacity, np.diff(at.first)))
    route_places = _ends(np.minimum(at.quota, np.diff(at.route_first)))
    draft = Draft(
        chosen=np.zeros(len(at.a), np.bool_),
        load=np.zeros(len(at.capacity), np.int32),
        used=np.zeros(len(at.quota), np.int32),
        slot_first=places,
        slot=np.empty(places[-1], np.int32),
        route_slot_first=route_places,
        route_slot=np.empty(route_places[-1], np.int32),
        touched=np.zeros(len(at.a), np.int32),
    )
    fill(at, draft, order)
    return draft


def fill(at: Incidence, draft: Draft, order: Longs) -> None:
    """Put in every pair that still fits, in `order`."""
    _fill(at, draft, order)


def improve(at: Incidence, prices: Prices, draft: Draft, tolerance: float, seed: int) -> None:
    """Chains from every pair that promises more than `tolerance`, best first, while a pass brings 1e-5."""
    mark = max(seed, int(draft.touched.max(initial=0)))
    for _ in range(PASSES):
        served, value = served_of(at, draft), value_of(at, draft)
        hope = promise(at, prices, draft)
        starts = np.flatnonzero(~draft.chosen & (hope > tolerance))
        starts = starts[np.argsort(-hope[starts], kind="stable")]
        mark = _chains(at, prices, draft, starts, mark, DEPTH)
        if served_of(at, draft) == served and value_of(at, draft) <= value * (1 + 1e-5):
            break


def promise(at: Incidence, prices: Prices, draft: Draft) -> Floats:
    """What putting in each pair would bring if all it displaces found its price elsewhere, float64[k]."""
    person, route = _cheapest_room(at, prices, draft)
    return reduced(at, Prices(person, route, prices.bonus))


def value_of(at: Incidence, draft: Draft) -> int:
    """The sum of the chosen scores."""
    return int(at.score[draft.chosen].sum())


def served_of(at: Incidence, draft: Draft) -> int:
    """How many of those owed an introduction have one."""
    return int(np.count_nonzero(at.owed & (draft.load > 0)))


def _ends(counts: np.ndarray) -> Longs:
    ends = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=ends[1:])
    return ends


@njit(cache=True)
def _fill(at: Incidence, draft: Draft, order: Longs) -> None:
    for p in order:
        r = at.route[p]
        room = draft.load[at.a[p]] < at.capacity[at.a[p]] and draft.load[at.b[p]] < at.capacity[at.b[p]]
        if room and not draft.chosen[p] and (r < 0 or draft.used[r] < at.quota[r]):
            _put(at, draft, p)


@njit(cache=True)
def _put(at: Incidence, draft: Draft, p: int) -> int:
    """Put pair p in; the number of people it newly serves."""
    served = 0
    for u in (at.a[p], at.b[p]):
        if draft.load[u] == 0 and at.owed[u]:
            served += 1
        draft.slot[draft.slot_first[u] + draft.load[u]] = p
        draft.load[u] += 1
    r = at.route[p]
    if r >= 0:
        draft.route_slot[draft.route_slot_first[r] + draft.used[r]] = p
        draft.used[r] += 1
    draft.chosen[p] = True
    return served


@njit(cache=True)
def _take_out(at: Incidence, draft: Draft, p: int) -> int:
    """Take pair p out; the number of people it stops serving."""
    lost = 0
    for u in (at.a[p], at.b[p]):
        draft.load[u] -= 1
        _forget(draft.slot, draft.slot_first[u], draft.load[u], p)
        if draft.load[u] == 0 and at.owed[u]:
            lost += 1
    r = at.route[p]
    if r >= 0:
        draft.used[r] -= 1
        _forget(draft.route_slot, draft.route_slot_first[r], draft.used[r], p)
    draft.chosen[p] = False
    return lost


@njit(cache=True)
def _forget(slot: Ints, start: int, last: int, p: int) -> None:
    place = start
    while slot[place] != p:
        place += 1
    slot[place] = slot[start + last]


@njit(cache=True)
def _cheapest_room(at: Incidence, prices: Prices, draft: Draft) -> tuple[Floats, Floats]:
    """What one more place with each person and on each route costs, given what is chosen."""
    person = np.zeros(len(at.capacity))
    route = np.zeros(len(at.quota))
    for u in range(len(at.capacity)):
        if draft.load[u] == at.capacity[u]:
            person[u] = np.inf
        elif at.owed[u] and draft.load[u] == 0:
            person[u] = -prices.bonus
    for r in range(len(at.quota)):
        if draft.used[r] == at.quota[r]:
            route[r] = np.inf
    for p in range(len(at.a)):
        if draft.chosen[p]:
            r = at.route[p]
            rest = at.score[p] - prices.person[at.a[p]] - prices.person[at.b[p]]
            if r >= 0:
                route[r] = min(route[r], max(rest, 0.0))
                rest -= prices.route[r]
            for u in (at.a[p], at.b[p]):
                person[u] = min(person[u], rest + prices.person[u])
    return person, route


@njit(cache=True)
def _weakest(at: Incidence, prices: Prices, draft: Draft, u: int, mark: int) -> int:
    """The pair of person u that costs least to take out, among those this chain has not touched; or -1."""
    found, least = -1, np.inf
    for place in range(draft.slot_first[u], draft.slot_first[u] + draft.load[u]):
        p = draft.slot[place]
        if draft.touched[p] == mark:
            continue
        other = at.a[p] + at.b[p] - u
        r = at.route[p]
        loss = at.score[p] - prices.person[other] - (prices.route[r] if r >= 0 else 0.0)
        if loss < least or (loss == least and p < found):
            found, least = p, loss
    return found


@njit(cache=True)
def _weakest_on_route(at: Incidence, prices: Prices, draft: Draft, r: int, mark: int) -> int:
    found, least = -1, np.inf
    for place in range(draft.route_slot_first[r], draft.route_slot_first[r] + draft.used[r]):
        p = draft.route_slot[place]
        if draft.touched[p] == mark:
            continue
        loss = at.score[p] - prices.person[at.a[p]] - prices.person[at.b[p]]
        if loss < least or (loss == least and p < found):
            found, least = p, loss
    return found


@njit(cache=True)
def _next_pair(at: Incidence, prices: Prices, draft: Draft, u: int, mark: int) -> int:
    """The best pair u could put in, at current prices where there is no room; -1 if none is worth it."""
    unserved = at.owed[u] and draft.load[u] == 0
    found, best = -1, -prices.bonus if unserved else 0.0
    start = at.first[u]
    m = at.first[u + 1] - start
    turn = mark % m  # equals are tried from a different one each time, or every chain would walk the same way
    for i in range(m):
        j = start + (i + turn if i + turn < m else i + turn - m)
        p = at.pair[j]
        if draft.chosen[p] or draft.touched[p] == mark:
            continue
        v = at.other[j]
        r = at.over[j]
        net = at.worth[j]
        if draft.load[v] == at.capacity[v] or prices.person[v] < 0.0:
            net -= prices.person[v]
        if r >= 0 and draft.used[r] == at.quota[r]:
            net -= prices.route[r]
        if net > best:
            found, best = p, net
    return found


@njit(cache=True)
def _next_on_route(at: Incidence, prices: Prices, draft: Draft, r: int, mark: int) -> int:
    """The best pair that could use the room left on route r; -1 if none is worth it."""
    found, best = -1, 0.0
    for place in range(at.route_first[r], at.route_first[r + 1]):
        p = at.route_pair[place]
        if draft.chosen[p] or draft.touched[p] == mark:
            continue
        net = float(at.score[p])
        for u in (at.a[p], at.b[p]):
            if draft.load[u] == at.capacity[u] or prices.person[u] < 0.0:
                net -= prices.person[u]
        if net > best:
            found, best = p, net
    return found


@njit(cache=True)
def _chains(
    at: Incidence, prices: Prices, draft: Draft, starts: Longs, mark: int, depth: int
) -> int:
    """A chain from each start; the last mark used."""
    diary = np.empty(12 * depth + 12, np.int64)
    freed = np.empty(12 * depth + 12, np.int64)
    for p in starts:
        if not draft.chosen[p]:
            mark += 1
            _chain(at, prices, draft, p, mark, depth, diary, freed)
    return mark


@njit(cache=True)
def _chain(
    at: Incidence, prices: Prices, draft: Draft, p: int, mark: int, depth: int, diary: Longs, freed: Longs
) -> None:
    """Follow one chain from pair p and keep its best beginning, or nothing."""
    written = waiting = kept = 0
    served = value = best_served = best_value = 0
    for _ in range(depth):
        for u in (at.a[p], at.b[p]):
            if draft.load[u] == at.capacity[u]:
                q = _weakest(at, prices, draft, u, mark)
                if q < 0:
                    break
                served, value, written, waiting = _eject(
                    at, draft, q, u, mark, served, value, diary, written, freed, waiting
                )
        r = at.route[p]
        if r >= 0 and draft.used[r] == at.quota[r]:
            q = _weakest_on_route(at, prices, draft, r, mark)
            if q >= 0:
                served, value, written, waiting = _eject(
                    at, draft, q, -1, mark, served, value, diary, written, freed, waiting
                )
        if _fits(at, draft, p):
            served += _put(at, draft, p)
            value += at.score[p]
            diary[written] = p
            written += 1
        draft.touched[p] = mark
        if served > best_served or (served == best_served and value > best_value):
            best_served, best_value, kept = served, value, written
        p = -1
        while waiting > 0 and p < 0:
            waiting -= 1
            u = freed[waiting]
            if u < 0:
                if draft.used[-1 - u] < at.quota[-1 - u]:
                    p = _next_on_route(at, prices, draft, -1 - u, mark)
            elif draft.load[u] < at.capacity[u]:
                p = _next_pair(at, prices, draft, u, mark)
        if p < 0:
            break
    while written > kept:
        written -= 1
        if diary[written] >= 0:
            _take_out(at, draft, diary[written])
        else:
            _put(at, draft, -1 - diary[written])

@njit(cache=True)
def _fits(at: Incidence, draft: Draft, p: int) -> bool:
    r = at.route[p]
    room = draft.load[at.a[p]] < at.capacity[at.a[p]] and draft.load[at.b[p]] < at.capacity[at.b[p]]
    return room and (r < 0 or draft.used[r] < at.quota[r])


@njit(cache=True)
def _eject(
    at: Incidence,
    draft: Draft,
    q: int,
    by: int,
    mark: int,
    served: int,
    value: int,
    diary: Longs,
    written: int,
    freed: Longs,
    waiting: int,
) -> tuple[int, int, int, int]:
    served -= _take_out(at, draft, q)
    value -= at.score[q]
    draft.touched[q] = mark
    diary[written] = -1 - q
    if at.route[q] >= 0 and by >= 0:
        freed[waiting] = -1 - at.route[q]
        waiting += 1
    for u in (at.a[q], at.b[q]):
        if u != by:
            freed[waiting] = u
            waiting += 1
    return served, value, written + 1, waiting
