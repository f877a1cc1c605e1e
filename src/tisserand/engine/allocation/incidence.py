"""Which pairs touch which person and which route: the arrays that prices, rounding and exchange walk on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Incidence(NamedTuple):
    """k pairs in order, the 2k arcs of n people, the pairs of each route; limits of people and routes.

    Pairs: `a`, `b`, `route` int32[k] (route -1: none), `score` int64[k]. Arcs of person u are
    `first[u]:first[u + 1]`, in the order of the pairs: `other`, `pair`, `over` (the route) int32[2k],
    `worth` float64[2k] (the score, exact below 2^53). Pairs of route r: `route_pair[route_first[r]:...]`.
    Limits: `capacity` int32[n], `quota` int32[routes]; `owed` bool[n].
    """

    a: Ints
    b: Ints
    score: Longs
    route: Ints
    first: Longs
    other: Ints
    pair: Ints
    worth: Floats
    over: Ints
    route_first: Longs
    route_pair: Ints
    capacity: Ints
    quota: Ints
    owed: Flags


def incidence_of(
    a: Ints, b: Ints, score: Longs, route: Ints, capacity: Ints, quota: Ints, owed: Flags
) -> Incidence:
    """The incidence of pairs already in their canonical order, `a` < `b`, each array cast to its type."""
    a, b, route = a.astype(np.int32), b.astype(np.int32), route.astype(np.int32)
    capacity, quota = capacity.astype(np.int32), quota.astype(np.int32)
    first, other, pair = _arcs(a, b, len(capacity))
    route_first, route_pair = _by_route(route, len(quota))
    return Incidence(
        a=a,
        b=b,
        score=score.astype(np.int64),
        route=route,
        first=first,
        other=other,
        pair=pair,
        worth=score.astype(np.float64)[pair],
        over=route[pair],
        route_first=route_first,
        route_pair=route_pair,
        capacity=capacity,
        quota=quota,
        owed=owed.astype(np.bool_),
    )


@njit(cache=True)
def _arcs(a: Ints, b: Ints, n: int) -> tuple[Longs, Ints, Ints]:
    first = np.zeros(n + 1, np.int64)
    for p in range(len(a)):
        first[a[p] + 1] += 1
        first[b[p] + 1] += 1
    for u in range(n):
        first[u + 1] += first[u]
    place = first[:n].copy()
    other = np.empty(2 * len(a), np.int32)
    pair = np.empty(2 * len(a), np.int32)
    for p in range(len(a)):
        for u, v in ((a[p], b[p]), (b[p], a[p])):
            other[place[u]] = v
            pair[place[u]] = p
            place[u] += 1
    return first, other, pair


@njit(cache=True)
def _by_route(route: Ints, routes: int) -> tuple[Longs, Ints]:
    first = np.zeros(routes + 1, np.int64)
    for r in route:
        if r >= 0:
            first[r + 1] += 1
    for r in range(routes):
        first[r + 1] += first[r]
    place = first[:routes].copy()
    pair = np.empty(first[routes], np.int32)
    for p in range(len(route)):
        r = route[p]
        if r >= 0:
            pair[place[r]] = p
            place[r] += 1
    return first, pair
