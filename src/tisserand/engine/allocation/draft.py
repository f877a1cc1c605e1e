"""The pairs chosen so far, kept so that one more or one less costs a few steps and no limit is passed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from tisserand.engine.allocation.incidence import Flags, Incidence, Ints, Longs


class Draft(NamedTuple):
    """`chosen` bool[k]; `load` int32[n] and `used` int32[routes] count them by person and by route.

    The pairs of person u are `slot[slot_first[u]:][:load[u]]`, those of route r are
    `route_slot[route_slot_first[r]:][:used[r]]`; `touched` int32[k] is the last chain that moved each pair.
    """

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


def value_of(at: Incidence, draft: Draft) -> int:
    """The sum of the chosen scores."""
    return int(at.score[draft.chosen].sum())


def served_of(at: Incidence, draft: Draft) -> int:
    """How many of those owed an introduction have one."""
    return int(np.count_nonzero(at.owed & (draft.load > 0)))


@njit(cache=True)
def fill(at: Incidence, draft: Draft, order: Longs) -> None:
    """Put in every pair that still fits, in `order`."""
    for p in order:
        if not draft.chosen[p] and is_free(at, draft, p):
            put(at, draft, p)


@njit(cache=True)
def is_free(at: Incidence, draft: Draft, p: int) -> bool:
    """Whether both people and the route of pair p have room for one more."""
    u, v, r = at.a[p], at.b[p], at.route[p]
    if draft.load[u] == at.capacity[u] or draft.load[v] == at.capacity[v]:
        return False
    return bool(r < 0 or draft.used[r] < at.quota[r])


@njit(cache=True)
def put(at: Incidence, draft: Draft, p: int) -> int:
    """Put pair p in, where there is room; the number of people it newly serves."""
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
def take_out(at: Incidence, draft: Draft, p: int) -> int:
    """Take pair p out; the number of people it stops serving."""
    lost = 0
    for u in (at.a[p], at.b[p]):
        draft.load[u] -= 1
        _close_gap(draft.slot, draft.slot_first[u], draft.load[u], p)
        if draft.load[u] == 0 and at.owed[u]:
            lost += 1
    r = at.route[p]
    if r >= 0:
        draft.used[r] -= 1
        _close_gap(draft.route_slot, draft.route_slot_first[r], draft.used[r], p)
    draft.chosen[p] = False
    return lost


@njit(cache=True)
def _close_gap(slot: Ints, start: int, last: int, p: int) -> None:
    place = start
    while slot[place] != p:
        place += 1
    slot[place] = slot[start + last]


def _ends(counts: Ints) -> Longs:
    ends = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=ends[1:])
    return ends
