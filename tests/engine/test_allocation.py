"""The week's allocation: worked examples, edges, properties against an enumeration, planted faults."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tisserand.engine.allocation import Allocation, allocate

Array = NDArray[np.generic]
World = dict[str, Any]


def world(
    n: int,
    pairs: list[tuple[int, int, int]],
    *,
    capacity: list[int] | int = 1,
    owed: list[int] | None = None,
    route: list[int] | None = None,
    quota: list[int] | None = None,
) -> World:
    """The arguments of `allocate` for pairs (a, b, score), keys in the order written."""
    k = len(pairs)
    columns = np.array(pairs, np.int64).reshape(k, 3)
    floor = np.zeros(n, np.bool_)
    floor[owed or []] = True
    return {
        "a": columns[:, 0].astype(np.int32),
        "b": columns[:, 1].astype(np.int32),
        "score": columns[:, 2],
        "key": np.arange(k, dtype=np.uint64),
        "capacity": np.full(n, capacity) if isinstance(capacity, int) else np.array(capacity, np.int32),
        "owed": floor,
        "route": np.full(k, -1, np.int32) if route is None else np.array(route, np.int32),
        "quota": np.array(quota or [], np.int32),
    }


def loads(at: World, chosen: Array) -> tuple[Array, Array]:
    load = np.bincount(np.append(at["a"][chosen], at["b"][chosen]), minlength=len(at["capacity"]))
    taken = at["route"][chosen]
    return load, np.bincount(taken[taken >= 0], minlength=len(at["quota"]))


def faults(at: World, found: Allocation) -> list[str]:
    """Everything false in what an allocation says of itself."""
    load, used = loads(at, found.chosen)
    said = {
        "a person is over her capacity": (load > at["capacity"]).any(),
        "a route is over its quota": (used > at["quota"]).any(),
        "the value is not the sum": found.value != at["score"][found.chosen].sum(),
        "the served are miscounted": found.served != np.count_nonzero(at["owed"] & (load > 0)),
        "more are served than can be": found.served > found.servable,
        "the value is above the bound": found.value > found.bound,
    }
    return [fault for fault, is_true in said.items() if is_true]


def enumerated(at: World) -> tuple[int, int]:
    """The most people served and, among the ways to serve them, the most value: every subset is tried."""
    best = (0, 0)
    for size in range(len(at["a"]) + 1):
        for subset in combinations(range(len(at["a"])), size):
            chosen = np.array(subset, np.int64)
            load, used = loads(at, chosen)
            if (load <= at["capacity"]).all() and (used <= at["quota"]).all():
                served = int(np.count_nonzero(at["owed"] & (load > 0)))
                best = max(best, (served, int(at["score"][chosen].sum())))
    return best


def chosen_of(at: World) -> list[int]:
    found = allocate(**at)
    assert faults(at, found) == []
    return np.flatnonzero(found.chosen).tolist()


# -- worked by hand ------------------------------------------------------------------------------------------


def test_allocate_takes_both_ends_of_a_path_when_the_middle_is_worth_less_than_the_two() -> None:
    assert chosen_of(world(4, [(0, 1, 20), (1, 2, 30), (2, 3, 20)])) == [0, 2]


def test_allocate_takes_the_middle_of_a_path_when_it_is_worth_more() -> None:
    assert chosen_of(world(4, [(0, 1, 20), (1, 2, 50), (2, 3, 20)])) == [1]


def test_allocate_serves_whom_is_owed_when_others_are_worth_more() -> None:
    at = world(3, [(0, 1, 100), (0, 2, 1)], owed=[2])
    found = allocate(**at)
    assert found.chosen.tolist() == [False, True]
    assert (found.served, found.servable, found.value, found.bound) == (1, 1, 1, 1.0)


def test_allocate_serves_two_at_once_when_the_owed_can_be_paired() -> None:
    at = world(4, [(0, 1, 9), (2, 3, 9), (0, 2, 1), (1, 3, 9)], owed=[0, 2], route=[0, 0, -1, 0], quota=[1])
    found = allocate(**at)
    assert (found.chosen.tolist(), found.served) == ([False, False, True, True], 2)


def test_allocate_keeps_the_best_of_a_route_when_its_quota_binds() -> None:
    at = world(6, [(0, 1, 5), (2, 3, 7), (4, 5, 6), (1, 2, 4)], route=[0, 0, 0, -1], quota=[1])
    assert chosen_of(at) == [2, 3]


def test_allocate_says_four_when_six_could_only_be_half_served() -> None:
    pairs = [(0, 1, 3), (1, 2, 2), (0, 2, 2), (3, 4, 2), (4, 5, 3), (3, 5, 2)]
    found = allocate(**world(6, pairs, owed=list(range(6))))
    assert np.flatnonzero(found.chosen).tolist() == [0, 4]
    assert (found.served, found.servable, found.value) == (4, 4, 6)


def test_allocate_leaves_one_out_when_five_people_stand_in_a_ring() -> None:
    found = allocate(**world(5, [(i, (i + 1) % 5, 10) for i in range(5)]))
    assert (found.value, found.bound >= 20) == (20, True)


def test_allocate_gives_a_star_its_best_when_everybody_wants_the_same_person() -> None:
    at = world(61, [(0, i, i) for i in range(1, 61)], capacity=[3] + [2] * 60, owed=list(range(61)))
    found = allocate(**at)
    assert np.flatnonzero(found.chosen).tolist() == [57, 58, 59]
    assert (found.served, found.servable, found.value, found.bound) == (4, 4, 177, 177.0)


# -- edges ---------------------------------------------------------------------------------------------------


def test_allocate_is_empty_when_there_is_no_pair() -> None:
    found = allocate(**world(3, [], owed=[0, 1]))
    assert (len(found.chosen), found.value, found.bound, found.served, found.servable) == (0, 0, 0.0, 0, 0)


@pytest.mark.parametrize("closed", [{"capacity": [0, 5]}, {"route": [0], "quota": [0]}])
def test_allocate_chooses_nothing_when_nobody_has_room(closed: dict[str, list[int]]) -> None:
    found = allocate(**world(2, [(0, 1, 5)], owed=[0, 1], **closed))
    assert (found.chosen.tolist(), found.bound, found.servable) == ([False], 0.0, 0)


def test_allocate_takes_every_pair_when_capacity_is_larger_than_the_pairs() -> None:
    assert chosen_of(world(3, [(0, 1, 1), (1, 2, 1), (0, 2, 1)], capacity=1000)) == [0, 1, 2]


def test_allocate_stays_exact_when_scores_reach_their_limit() -> None:
    top = 1 << 40
    found = allocate(**world(4, [(0, 1, top - 1), (1, 2, top), (2, 3, 2)]))
    assert (found.chosen.tolist(), found.value) == ([True, False, True], top + 1)
    assert top + 1 <= found.bound <= 1.001 * (top + 1)


def test_allocate_follows_the_keys_when_scores_are_equal() -> None:
    at = world(5, [(0, i, 7) for i in range(1, 5)])
    at["key"] = np.array([3, 1, 0, 2], np.uint64)
    assert chosen_of(at) == [2]


@pytest.mark.parametrize(
    ("column", "value"),
    [("capacity", -1), ("quota", -1), ("score", 0), ("score", 1 << 41), ("a", 9), ("b", 0), ("route", 1)],
)
def test_allocate_refuses_when_the_arrays_do_not_fit(column: str, value: int) -> None:
    at = world(2, [(0, 1, 5)], route=[0], quota=[1])
    at[column][0] = value
    with pytest.raises(ValueError, match=r"."):
        allocate(**at)


def test_allocate_refuses_when_columns_differ_in_length() -> None:
    at = world(3, [(0, 1, 5), (1, 2, 5)])
    with pytest.raises(ValueError, match="length"):
        allocate(**(at | {"score": at["score"][:1]}))


# -- properties ----------------------------------------------------------------------------------------------


@st.composite
def small_worlds(draw: st.DrawFn) -> World:
    n = draw(st.integers(2, 7))
    every = list(combinations(range(n), 2))
    ends = draw(st.lists(st.sampled_from(every), min_size=1, max_size=9, unique=True))
    scores = st.sampled_from([1, 2, 3, 1000, 1 << 20, 1 << 40]) | st.integers(1, 50)
    routes = draw(st.integers(0, 2))
    return world(
        n,
        [(u, v, draw(scores)) for u, v in ends],
        capacity=[draw(st.integers(0, 3)) for _ in range(n)],
        owed=[u for u in range(n) if draw(st.booleans())],
        route=[draw(st.integers(-1, routes - 1)) for _ in ends],
        quota=[draw(st.integers(0, 3)) for _ in range(routes)],
    )


@settings(max_examples=150, deadline=None)
@given(small_worlds())
def test_allocate_equals_the_enumeration_when_the_network_is_small(at: World) -> None:
    found = allocate(**at)
    served, value = enumerated(at)
    assert faults(at, found) == []
    assert (found.served, found.servable) == (served, served)
    assert 0.999 * value <= found.value <= value <= found.bound


@settings(max_examples=60, deadline=None)
@given(small_worlds(), st.randoms(use_true_random=False))
def test_allocate_chooses_the_same_pairs_when_rows_are_shuffled(at: World, random: Any) -> None:
    order = np.array(random.sample(range(len(at["a"])), len(at["a"])))
    rows = {name: at[name][order] for name in ("a", "b", "score", "key", "route")}
    turned = at | rows | {"a": rows["b"], "b": rows["a"]}
    assert allocate(**turned).chosen.tolist() == allocate(**at).chosen[order].tolist()


def crowd(n: int, seed: int, routes: int, *, equal: bool = False) -> World:
    """A random network whose hubs are wanted by many, with quotas that bind."""
    rng = np.random.default_rng(seed)
    u, v = rng.integers(0, n, 14 * n), (n * rng.random(14 * n) ** 2).astype(np.int64)
    code = np.unique((np.minimum(u, v) * n + np.maximum(u, v))[u != v])
    k = len(code)
    route = rng.integers(-1, routes, k).astype(np.int32)
    return {
        "a": (code // n).astype(np.int32),
        "b": (code % n).astype(np.int32),
        "score": np.full(k, 5) if equal else np.ceil(np.exp(rng.normal(0, 1, k)) * 2**20).astype(np.int64),
        "key": rng.permutation(k).astype(np.uint64),
        "capacity": rng.integers(1, 4, n).astype(np.int32),
        "owed": rng.random(n) < 0.5,
        "route": route,
        "quota": np.full(routes, max(1, n // (2 * routes)) if routes else 0, np.int32),
    }


@pytest.mark.parametrize("routes", [0, 20])
@pytest.mark.parametrize("equal", [False, True])
@pytest.mark.parametrize("n", [300, 2500])
def test_allocate_reaches_999_of_the_bound_when_the_network_is_wide(n: int, equal: bool, routes: int) -> None:
    at = crowd(n, 7, routes, equal=equal)
    found = allocate(**at)
    assert faults(at, found) == []
    assert found.served == found.servable == np.count_nonzero(at["owed"])
    assert found.value >= 0.999 * found.bound


def test_allocate_gives_the_same_rows_when_asked_again_or_shuffled_at_length() -> None:
    at = crowd(2500, 3, 40)
    order = np.random.default_rng(5).permutation(len(at["a"]))
    shuffled = at | {name: at[name][order] for name in ("a", "b", "score", "key", "route")}
    first = allocate(**at)
    assert (allocate(**at).chosen == first.chosen).all()
    assert (allocate(**shuffled).chosen == first.chosen[order]).all()


def test_allocate_reports_a_rising_share_when_somebody_watches() -> None:
    shares: list[float] = []
    allocate(**crowd(300, 1, 5), progress=shares.append)
    assert shares[-1] == 1.0
    assert all(0.0 <= share <= 1.0 for share in shares)


# -- the check itself ----------------------------------------------------------------------------------------


def test_faults_are_seen_when_planted() -> None:
    at = world(4, [(0, 1, 20), (1, 2, 30), (2, 3, 20)], owed=[0], route=[-1, -1, 0], quota=[0])
    over = np.array([True, True, True])
    assert faults(at, Allocation(over, 71, 60.0, 2, 1)) == [
        "a person is over her capacity",
        "a route is over its quota",
        "the value is not the sum",
        "the served are miscounted",
        "more are served than can be",
        "the value is above the bound",
    ]
