"""The proof beside the answer: bounds hold for any prices, drafts keep the limits, small optima are exact."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tisserand.engine.allocation.coverage import covering_bound, reachable_of
from tisserand.engine.allocation.draft import draft_of, put, served_of, take_out, value_of
from tisserand.engine.allocation.exchange import improve
from tisserand.engine.allocation.incidence import Incidence, incidence_of
from tisserand.engine.allocation.optimum import most_served, most_valuable
from tisserand.engine.allocation.prices import Prices, bound_of, settle, zero_prices


def incidence(
    pairs: list[tuple[int, int, int, int]], capacity: list[int], quota: list[int], owed: list[bool]
) -> Incidence:
    """The incidence of (a, b, score, route), in the order written."""
    columns = np.array(pairs, np.int64).reshape(len(pairs), 4).T
    limits = np.array(capacity, np.int32), np.array(quota, np.int32), np.array(owed, np.bool_)
    return incidence_of(columns[0], columns[1], columns[2], columns[3], *limits)


@st.composite
def incidences(draw: st.DrawFn) -> Incidence:
    n = draw(st.integers(2, 6))
    ends = draw(
        st.lists(st.sampled_from(list(combinations(range(n), 2))), min_size=1, max_size=8, unique=True)
    )
    routes = draw(st.integers(0, 2))
    pairs = [(u, v, draw(st.integers(1, 40)), draw(st.integers(-1, routes - 1))) for u, v in ends]
    capacity = draw(st.lists(st.integers(1, 3), min_size=n, max_size=n))
    quota = draw(st.lists(st.integers(1, 3), min_size=routes, max_size=routes))
    owed = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    return incidence(pairs, capacity, quota, owed)


def possible(at: Incidence) -> list[tuple[int, int]]:
    """(people served, value) of every set of pairs that keeps within the limits."""
    found = []
    for picks in product((False, True), repeat=len(at.a)):
        chosen = np.array(picks)
        load = np.bincount(np.append(at.a[chosen], at.b[chosen]), minlength=len(at.capacity))
        routed = chosen & (at.route >= 0)
        used = np.bincount(at.route[routed], minlength=len(at.quota))
        if (load <= at.capacity).all() and (used <= at.quota).all():
            found.append((int(np.count_nonzero(at.owed & (load > 0))), int(at.score[chosen].sum())))
    return found


@settings(max_examples=150)
@given(incidences(), st.data())
def test_bound_is_above_every_allocation_when_prices_are_anything(
    at: Incidence, draws: st.DataObject
) -> None:
    price = st.floats(-60, 60)
    prices = Prices(
        np.array([draws.draw(price) for _ in at.capacity]),
        np.array([draws.draw(price) for _ in at.quota]),
        draws.draw(st.floats(0, 60)),
    )
    for served, value in possible(at):
        assert value <= bound_of(at, prices, served)


@settings(max_examples=100)
@given(incidences(), st.integers(1, 40))
def test_covering_bound_is_above_the_most_served_when_sweeps_are_any(at: Incidence, sweeps: int) -> None:
    most = max(served for served, _ in possible(at))
    assert most <= covering_bound(at, sweeps)
    assert most <= reachable_of(at)


@settings(max_examples=100)
@given(incidences(), st.floats(0, 100))
def test_improve_raises_within_the_limits_when_prices_are_settled(at: Incidence, bonus: float) -> None:
    prices = zero_prices(at, bonus)
    settle(at, prices, np.geomspace(40.0, 0.1, 10))
    draft = draft_of(at, np.arange(len(at.a)))
    before = served_of(at, draft), value_of(at, draft)
    improve(at, prices, draft, -1.0, 0)
    assert before <= (served_of(at, draft), value_of(at, draft))
    assert (served_of(at, draft), value_of(at, draft)) in possible(at)
    chosen = np.flatnonzero(draft.chosen)
    assert (
        draft.load.tolist()
        == np.bincount(np.append(at.a[chosen], at.b[chosen]), minlength=len(at.capacity)).tolist()
    )


@settings(max_examples=60)
@given(incidences())
def test_branch_and_bound_is_exact_when_the_network_is_small(at: Incidence) -> None:
    ways = possible(at)
    served = max(served for served, _ in ways)
    assert served <= most_served(at).bound < served + 0.5
    best = most_valuable(at, served, np.ones(len(at.a), np.bool_))
    value = max(value for some, value in ways if some == served)
    assert best.chosen is not None
    assert at.score[best.chosen].sum() == value <= best.bound


def test_put_and_take_out_say_whom_they_serve_when_somebody_is_owed() -> None:
    at = incidence([(0, 1, 5, 0), (0, 2, 4, -1)], [2, 1, 1], [1], [True, True, False])
    draft = draft_of(at, np.zeros(0, np.int64))
    assert (put(at, draft, 0), put(at, draft, 1)) == (2, 0)
    assert (draft.load.tolist(), draft.used.tolist()) == ([2, 1, 1], [1])
    assert (take_out(at, draft, 0), take_out(at, draft, 1)) == (1, 1)
    assert (draft.load.tolist(), draft.used.tolist()) == ([0, 0, 0], [0])


def test_prices_clear_when_two_want_the_same_person() -> None:
    at = incidence([(0, 1, 100, -1), (0, 2, 60, -1)], [1, 1, 1], [], [False] * 3)
    prices = zero_prices(at, 0.0)
    settle(at, prices, np.geomspace(100.0, 0.01, 40))
    assert 59.99 <= prices.person[0] <= 100.0
    assert prices.person[1:].tolist() == [0.0, 0.0]
    assert bound_of(at, prices, 0) == 100
