"""Who is introduced this week, all at once: the most valuable set of pairs within everybody's capacity.

Stage 1 asks how many of the people owed an introduction can have one (`coverage`); stage 2 takes the most
valuable pairs among the ways to serve that many, within capacities and the routes' quotas. `prices` says what
each person's attention and each route is worth, and proves a bound; `exchange` makes whole introductions of
it; `optimum` settles the small networks where that is not enough.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.allocation.coverage import covering_bound, reachable_of
from tisserand.engine.allocation.draft import Draft, draft_of, fill, served_of, value_of
from tisserand.engine.allocation.exchange import improve
from tisserand.engine.allocation.incidence import Flags, Incidence, Ints, Longs, incidence_of
from tisserand.engine.allocation.optimum import SMALL, most_served, most_valuable
from tisserand.engine.allocation.prices import Prices, bound_of, reduced, settle, zero_prices

Progress = Callable[[float], None]
"""Called with the share done, 0 to 1."""

VISITS, VISITS_WITH_QUOTAS = 20_000_000, 240_000_000
"""Arcs looked at by one settling of prices, some 60 million a second; quotas are slower to price well."""
FEWEST, MOST = 32, 256
"""Sweeps of one settling: 32 certify .999 of budgets only, more are taken where they are cheap."""
HARDER = 4
"""Times the sweeps of the second attempt, for the few networks where the first leaves a gap."""
ENOUGH = 0.9992
"""Share of the bound at which nothing more is tried."""
TOP_SCORE = 1 << 40
"""Largest score: exact in float64 with room for the sums of prices."""


@dataclass(frozen=True, slots=True, eq=False)
class Allocation:
    """What `allocate` returns.

    `chosen` bool[k] in the order of the input. `value`: sum of the chosen scores. `bound`: no allocation that
    serves at least `served` is worth more. `served`: people owed who have an introduction. `servable`: no
    allocation serves more; equal to `served` when that number is proved best, else an upper bound of S* (on
    odd cycles a linear programme promises halves of pairs that nobody can be given).
    """

    chosen: Flags
    value: int
    bound: float
    served: int
    servable: int


def allocate(
    a: Ints,
    b: Ints,
    score: Longs,
    key: NDArray[np.uint64],
    capacity: Ints,
    owed: Flags,
    route: Ints,
    quota: Ints,
    *,
    seed: int = 0,
    progress: Progress | None = None,
) -> Allocation:
    """The most valuable pairs within capacities and quotas, serving as many of those owed as can be.

    `a`, `b` int32[k] people, each unordered pair once; `score` int64[k] in 1..2^40; `key` uint64[k] decides
    between equal scores; `capacity` int32[n] >= 0; `owed` bool[n]; `route` int32[k], -1 for none; `quota`
    int32[routes] >= 0. The order of the rows changes nothing; `seed` turns the order in which equals are
    tried. ValueError for arrays that do not fit together.
    """
    check_pairs(a, b, score, key, capacity, owed, route, quota)
    order = _ordered(a, b, score, key, capacity, route, quota)
    at = incidence_of(
        np.minimum(a, b)[order],
        np.maximum(a, b)[order],
        score[order],
        route[order],
        capacity,
        quota,
        owed,
    )
    draft, bound, servable = _best_found(at, seed % 4096, progress or _silent)
    chosen = np.zeros(len(a), np.bool_)
    chosen[order[draft.chosen]] = True
    return Allocation(chosen, value_of(at, draft), float(bound), served_of(at, draft), servable)


def check_pairs(
    a: Ints,
    b: Ints,
    score: Longs,
    key: NDArray[np.uint64],
    capacity: Ints,
    owed: Flags,
    route: Ints,
    quota: Ints,
) -> None:
    """ValueError with one sentence when the arrays of `allocate` do not fit together."""
    k, n = len(a), len(capacity)
    if any(len(column) != k for column in (b, score, key, route)) or len(owed) != n:
        raise ValueError("the columns of the pairs, or capacity and owed, differ in length")
    if (capacity < 0).any() or (quota < 0).any():
        raise ValueError("a capacity or a quota is below zero")
    if k == 0:
        return
    if min(a.min(), b.min()) < 0 or max(a.max(), b.max()) >= n or (a == b).any():
        raise ValueError("a pair names a person who does not exist, or the same person twice")
    if route.min() < -1 or route.max() >= len(quota):
        raise ValueError("a pair names a route that does not exist")
    if score.min() < 1 or score.max() > TOP_SCORE:
        raise ValueError("a score is not between 1 and 2^40")


def _ordered(
    a: Ints,
    b: Ints,
    score: Longs,
    key: NDArray[np.uint64],
    capacity: Ints,
    route: Ints,
    quota: Ints,
) -> Longs:
    """The pairs that everybody concerned has room for, in the canonical order (-score, key)."""
    open_route = np.append(quota > 0, True)
    usable = np.flatnonzero((capacity[a] > 0) & (capacity[b] > 0) & open_route[route])
    return usable[np.lexsort((key[usable], -score[usable]))]


def _best_found(at: Incidence, seed: int, progress: Progress) -> tuple[Draft, int, int]:
    """The best draft, its bound, and how many of those owed can be served at most."""
    servable = reachable_of(at)
    draft, prices = _attempt(at, 1, seed, progress)
    seen = [prices]
    if not _is_enough(at, draft, seen, servable):
        if served_of(at, draft) < servable:
            servable = min(servable, covering_bound(at, 2 * _sweeps(at)))
        second, prices = _attempt(at, HARDER, seed, progress)
        seen.append(prices)
        draft = max(draft, second, key=lambda one: (served_of(at, one), value_of(at, one)))
    bound = _bound(at, draft, seen)
    is_small = 0 < np.count_nonzero(np.diff(at.first)) <= SMALL
    if is_small and not _is_enough(at, draft, seen, servable):
        draft, bound, servable = _settled(at, draft, seen, servable, seed)
    progress(1.0)
    return draft, max(bound, value_of(at, draft)), servable


def _attempt(at: Incidence, effort: int, seed: int, progress: Progress) -> tuple[Draft, Prices]:
    """Prices, whole introductions in their order, exchanges; a second effort starts from wide prices."""
    mean = _mean_taken(at)
    bonus = min(10.0 * mean, 2.0 * float(at.score.max(initial=1))) if at.owed.any() else 0.0
    prices = zero_prices(at, bonus)
    sweeps = effort * _sweeps(at)
    finest = mean * (FEWEST / sweeps) ** 2 / 1024
    widths = np.geomspace(max(mean, bonus) if effort > 1 else mean, finest, sweeps)
    for i in range(0, sweeps, 8):
        settle(at, prices, widths[i : i + 8])
        progress(0.7 * i / sweeps)
    order = np.argsort(-reduced(at, prices), kind="stable")
    draft = draft_of(at, order)
    progress(0.75)
    improve(at, prices, draft, -0.02 * mean, seed)
    fill(at, draft, order)
    return draft, prices


def _settled(
    at: Incidence, draft: Draft, seen: list[Prices], servable: int, seed: int
) -> tuple[Draft, int, int]:
    """The same three, after branch and bound on both stages of a small network."""
    if served_of(at, draft) < servable:
        found = most_served(at)
        servable = max(served_of(at, draft), min(servable, int(found.bound)))
        draft = _better(at, draft, found.chosen)
        improve(at, seen[-1], draft, -0.02 * _mean_taken(at), seed)
    bound, value = _bound(at, draft, seen), value_of(at, draft)
    prices = min(seen, key=lambda one: bound_of(at, one, served_of(at, draft)))
    found = most_valuable(at, served_of(at, draft), reduced(at, prices) >= value - bound - 1)
    draft = _better(at, draft, found.chosen)
    return draft, int(min(bound, max(np.ceil(found.bound), value_of(at, draft)))), servable


def _better(at: Incidence, draft: Draft, chosen: Flags | None) -> Draft:
    if chosen is None:
        return draft
    other = draft_of(at, np.flatnonzero(chosen))
    fill(at, other, np.arange(len(at.a)))
    return max(draft, other, key=lambda one: (served_of(at, one), value_of(at, one)))


def _is_enough(at: Incidence, draft: Draft, seen: list[Prices], servable: int) -> bool:
    return served_of(at, draft) == servable and value_of(at, draft) >= ENOUGH * _bound(at, draft, seen)


def _bound(at: Incidence, draft: Draft, seen: list[Prices]) -> int:
    return min(bound_of(at, prices, served_of(at, draft)) for prices in seen)


def _mean_taken(at: Incidence) -> float:
    """Mean score of about as many of the best pairs as could be taken."""
    room = int(np.minimum(at.capacity, np.diff(at.first)).sum()) // 2
    return float(at.score[: max(1, room)].mean()) if len(at.score) else 1.0


def _sweeps(at: Incidence) -> int:
    visits = VISITS_WITH_QUOTAS if len(at.quota) else VISITS
    return int(np.clip(visits // max(1, len(at.other)), FEWEST, MOST))


def _silent(share: float) -> None:
    """Nobody is watching."""
