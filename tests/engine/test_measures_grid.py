"""Circle by circle: equal to the plainest count; what concerns few people stays hidden, by difference too."""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from tests.engine.measure_worlds import World, planted, random_world
from tisserand.engine.measures import grid, openness
from tisserand.engine.measures.grid import OUTSIDE, counts_margin


def plain_grid(world: World) -> tuple[np.ndarray, np.ndarray, list[list[set[int]]]]:
    """Ties, expected ties and people of each cell, pair by pair."""
    held, m = world.circles_of, world.m
    here = [i for i in range(world.n) if held[i]]
    ties = {tuple(sorted(pair)) for pair in world.ties.tolist() if all(held[i] for i in pair)}
    seen, pairs = np.zeros((m, m)), np.zeros((m, m))
    people: list[list[set[int]]] = [[set() for _ in range(m)] for _ in range(m)]
    for i, j in combinations(here, 2):
        if held[i] & held[j]:
            continue
        for c in held[i]:
            for d in held[j]:
                for x, y in ((c, d), (d, c)):
                    pairs[x, y] += 1
                    if (i, j) in ties:
                        seen[x, y] += 1
                        people[x][y] |= {i, j}
    return seen, len(ties) * pairs / (len(here) * (len(here) - 1) / 2), people


@pytest.mark.parametrize("seed", range(5))
def test_ratios_equal_the_plainest_count_and_few_people_are_hidden(seed: int) -> None:
    world = random_world(seed, n=90, m=7, degree=3)
    seen, expected, people = plain_grid(world)
    found = grid(world.counted, world.sets)
    size = np.bincount(world.members[:, 1], minlength=7)
    for x, y in np.ndindex(7, 7):
        few = min(size[x], size[y]) < OUTSIDE or 0 < len(people[x][y]) < OUTSIDE
        if x == y:
            assert np.isnan(found.ratio[x, y])
            assert not found.hidden[x, y]
        elif found.hidden[x, y]:
            assert np.isnan([found.ratio[x, y], found.low[x, y], found.high[x, y]]).all()
        else:
            assert not few
            assert found.ratio[x, y] == pytest.approx(seen[x, y] / expected[x, y], abs=1e-12)
            assert found.low[x, y] <= found.ratio[x, y] <= found.high[x, y]
    assert (found.hidden == found.hidden.T).all()


def test_grid_equals_openness_when_there_are_two_circles() -> None:
    world = planted(1, 60, 2, inside=0.3, across=0.1)
    whole = openness(world.counted, world.sets, draws=0)
    assert grid(world.counted, world.sets).ratio[0, 1] == pytest.approx(whole.ratio)


def test_no_tie_between_large_circles_is_an_honest_zero() -> None:
    world = planted(2, 60, 3, inside=0.4, across=0)
    found = grid(world.counted, world.sets)
    assert found.ratio[0, 1] == found.low[0, 1] == 0
    assert found.high[0, 1] > 0
    assert not found.hidden.any()


def test_a_small_circle_is_hidden_even_when_it_has_no_tie() -> None:
    circles = {i: [0] for i in range(20)} | {i: [1] for i in range(20, 40)} | {i: [2] for i in range(40, 49)}
    world = World.of(49, [(i, i + 20) for i in range(20)], circles)
    found = grid(world.counted, world.sets)
    assert found.hidden.tolist() == [[False, False, True], [False, False, True], [True, True, False]]
    assert grid(world.counted, world.sets, np.array([0, 1], np.int32)).hidden.any() is np.False_


def test_a_hidden_cell_is_not_found_by_difference() -> None:
    # One cell of four people; every other cell is large: the smallest of these goes too.
    circles = {i: [i // 20] for i in range(60)}
    few = [(0, 20), (1, 21)]
    many = [(i, i + 40) for i in range(12)] + [(i + 20, i + 40) for i in range(15)]
    found = grid((world := World.of(60, few + many, circles)).counted, world.sets)
    assert found.hidden[0, 1]
    assert found.hidden[0, 2]
    assert not found.hidden[1, 2]
    # Control: with the few ties alone there is nothing to take the difference from.
    alone = World.of(60, few, circles)
    assert grid(alone.counted, alone.sets).hidden[0, 1]


@pytest.mark.parametrize("seed", range(5))
def test_hidden_cells_concern_ten_people_or_nobody_or_everything(seed: int) -> None:
    world = random_world(seed, n=90, m=7, degree=3)
    _, _, people = plain_grid(world)
    found = grid(world.counted, world.sets)
    concerned = set().union(*(people[x][y] for x, y in np.argwhere(found.hidden)))
    shown = [(x, y) for x, y in np.argwhere(~found.hidden) if people[x][y]]
    assert not concerned or len(concerned) >= OUTSIDE or not shown


def test_margins_of_counts_equal_the_exact_poisson_ones() -> None:
    seen = np.array([0, 1, 4, 30, 500])
    low, high = counts_margin(seen)
    assert low[0] == 0
    assert stats.poisson.sf(seen[1:] - 1, low[1:]) == pytest.approx(0.025)
    assert stats.poisson.cdf(seen, high) == pytest.approx(0.025)


def test_grid_shows_the_largest_circles_in_their_order() -> None:
    members = [(i, c) for c in range(30) for i in range(c * 40, c * 40 + 10 + c % 29)]
    world = World(1200, 30, np.zeros((0, 2), np.int64), np.array(members))
    shown = grid(world.counted, world.sets).circles
    assert shown.tolist() == sorted(sorted(range(30), key=lambda c: (-(c % 29), c))[:24])


def test_grid_is_empty_when_there_is_no_circle() -> None:
    for world in (World.of(0, [], {}), World.of(2, [(0, 1)], {})):
        assert grid(world.counted, world.sets).ratio.shape == (0, 0)


def test_grid_is_hidden_when_a_circle_asked_is_empty() -> None:
    world = planted(3, 60, 3, inside=0.2, across=0.1)
    found = grid(world.counted, world.sets, np.array([0, 2, 9], np.int32))
    assert found.hidden[2].tolist() == [True, True, False]


def test_grid_is_the_same_when_people_are_renumbered() -> None:
    world = random_world(8, n=90, m=5)
    other = world.renumbered(np.random.default_rng(3).permutation(world.n))
    one, two = (grid(w.counted, w.sets) for w in (world, other))
    assert np.array_equal(one.ratio, two.ratio, equal_nan=True)
    assert np.array_equal(one.hidden, two.hidden)
