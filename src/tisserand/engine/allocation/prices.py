"""Prices on people's attention and on routes' quotas: the dual of the allocation, and its certified bound.

Each person (each route) sets the price at which the pairs that still want her fill her capacity, given all
other prices; demand is softened over a width `tau` that shrinks from the mean score to a thousandth of it
(block coordinate descent on the dual of the quadratically smoothed linear programme, see Bertsekas,
*Nonlinear Programming*, 6.3, and Nesterov, 2005). Only + - * / and comparisons are used, in a fixed order,
so the prices are the same on every machine.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from tisserand.engine.allocation.incidence import Floats, Incidence, Ints, Longs

STEPS = 40
"""Most Newton or bisection steps of one price; 3 to 5 are usual."""


class Prices(NamedTuple):
    """`person` float64[n] (down to -bonus for somebody owed, else >= 0), `route` float64[routes] >= 0.

    `bonus` is the price of one person served: what stage 2 would pay to serve one more of those owed.
    """

    person: Floats
    route: Floats
    bonus: float


def zero_prices(at: Incidence, bonus: float) -> Prices:
    """Everything free, and nothing expected of those owed who have no pair; `bonus` >= 0, in score units."""
    without = at.owed & (np.diff(at.first) == 0)
    return Prices(np.where(without, -bonus, 0.0), np.zeros(len(at.quota)), bonus)


def settle(at: Incidence, prices: Prices, widths: Floats) -> None:
    """Move the prices in place, one sweep over people and routes for each width of `widths` (> 0)."""
    longest = max(_longest(at.first), _longest(at.route_first), 1)
    _settle(at, prices, widths, np.empty(longest))


def bound_of(at: Incidence, prices: Prices, served: int) -> int:
    """Exact upper bound of the value of every allocation that serves at least `served` of those owed.

    Weak duality holds for any prices within their signs; they are rounded to integers of a finer unit first
    and every sum is an exact integer, so no rounding error can make the bound too low. Scores being whole,
    the bound is floored.
    """
    shift = max(0, 50 - int(at.score.max(initial=1)).bit_length())
    limit = float(2**52)
    bonus = int(min(np.ceil(prices.bonus * 2**shift), limit))
    person = np.rint(np.clip(prices.person * 2.0**shift, -limit, limit)).astype(np.int64)
    person = np.maximum(person, np.where(at.owed, -bonus, 0))
    route = np.rint(np.clip(prices.route * 2.0**shift, 0, limit)).astype(np.int64)
    rest = np.maximum(_reduced(at, person, np.append(route, 0), shift), 0)
    total = _sum(rest) + _sum(np.maximum(person, 0), at.capacity) + _sum(route, at.quota)
    total += _sum(np.where(at.owed, bonus + np.minimum(person, 0), 0)) - bonus * served
    return total >> shift


def reduced(at: Incidence, prices: Prices) -> Floats:
    """What each pair is worth above the prices it would pay, float64[k]."""
    route = np.append(prices.route, 0.0)
    rest: Floats = at.score - prices.person[at.a] - prices.person[at.b] - route[at.route]
    return rest


def _reduced(at: Incidence, person: Longs, route: Longs, shift: int) -> Longs:
    rest: Longs = (at.score << shift) - person[at.a] - person[at.b] - route[at.route]
    return rest


def _sum(values: Longs, times: Ints | None = None) -> int:
    """Exact sum of non-negative int64 values (times int32 counts), whatever its size."""
    low, high = values & 0xFFFFFF, values >> 24
    if times is not None:
        count = times.astype(np.int64)
        low, high = low * count, high * count
    return (int(high.sum()) << 24) + int(low.sum())


def _longest(first: Longs) -> int:
    return int(np.diff(first).max(initial=0))


@njit(cache=True)
def _settle(at: Incidence, prices: Prices, widths: Floats, offers: Floats) -> None:
    for tau in widths:
        _price_people(at, prices, tau, offers)
        _price_routes(at, prices, tau, offers)


@njit(cache=True)
def _price_people(at: Incidence, prices: Prices, tau: float, offers: Floats) -> None:
    for u in range(len(at.capacity)):
        start = at.first[u]
        m = at.first[u + 1] - start
        for j in range(m):
            offer = at.worth[start + j] - prices.person[at.other[start + j]]
            r = at.over[start + j]
            offers[j] = offer - prices.route[r] if r >= 0 else offer
        if m > 0:
            floor = prices.bonus if at.owed[u] else 0.0
            prices.person[u] = _clearing(offers[:m], at.capacity[u], floor, tau, prices.person[u])


@njit(cache=True)
def _price_routes(at: Incidence, prices: Prices, tau: float, offers: Floats) -> None:
    for r in range(len(at.quota)):
        start = at.route_first[r]
        m = at.route_first[r + 1] - start
        for j in range(m):
            p = at.route_pair[start + j]
            offers[j] = at.score[p] - prices.person[at.a[p]] - prices.person[at.b[p]]
        if m > 0:
            prices.route[r] = _clearing(offers[:m], at.quota[r], 0.0, tau, prices.route[r])


@njit(cache=True)
def _clearing(offers: Floats, capacity: int, bonus: float, tau: float, last: float) -> float:
    """The price at which demand is `capacity`; below zero, down to -bonus, for the first unit alone."""
    if len(offers) <= capacity and bonus == 0.0:
        return 0.0
    wanted, _ = _demand(offers, 0.0, tau)
    if wanted > capacity:
        return _root(offers, float(capacity), tau, 0.0, _highest(offers), last)
    if bonus == 0.0 or wanted >= 1.0:
        return 0.0
    wanted, _ = _demand(offers, -bonus, tau)
    if wanted <= 1.0:
        return -bonus
    return _root(offers, 1.0, tau, -bonus, 0.0, last)


@njit(cache=True)
def _highest(offers: Floats) -> float:
    highest = -np.inf
    for offer in offers:
        highest = max(highest, offer)
    return highest


@njit(cache=True)
def _demand(offers: Floats, price: float, tau: float) -> tuple[float, int]:
    """How much is wanted at this price, and how many offers are partly wanted."""
    each = 1.0 / tau
    total = 0.0
    partly = 0
    for offer in offers:
        share = (offer - price) * each
        if share >= 1.0:
            total += 1.0
        elif share > 0.0:
            total += share
            partly += 1
    return total, partly


@njit(cache=True)
def _root(offers: Floats, target: float, tau: float, low: float, high: float, last: float) -> float:
    """Newton from the last price, inside a bracket: demand is above `target` at `low`, below at `high`."""
    price = last if low < last < high else 0.5 * (low + high)
    for _ in range(STEPS):
        total, partly = _demand(offers, price, tau)
        excess = total - target
        if excess > 0.0:
            low = price
        else:
            high = price
        if abs(excess) < 1e-3 or high - low < 1e-3 * tau:
            break
        price = price + excess * tau / partly if partly > 0 else low
        if not low < price < high:
            price = 0.5 * (low + high)
    return price
