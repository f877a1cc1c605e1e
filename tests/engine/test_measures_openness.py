"""Openness against chance: by hand, by the plainest count, and on planted structures."""

import numpy as np
import pytest

from tests.engine.measure_worlds import World, cross_shares, planted, planted_ratio, random_world
from tisserand.engine.measures import counted, ei_index, openness
from tisserand.engine.measures.openness import effective_ties, share_margin, shuffled_shares

# Circles A = {0, 1, 2}, B = {2, 3, 4}; 5 is in none, so that the tie 4-5 is left out.
SMALL = World.of(
    6, [(0, 1), (0, 2), (0, 3), (2, 3), (4, 5)], {0: [0], 1: [0], 2: [0, 1], 3: [1], 4: [1], 5: []}
)


def test_openness_when_worked_by_hand() -> None:
    # 10 pairs, of which 03 04 13 14 share no circle; 4 ties counted, of which 03.
    found = openness(SMALL.counted, SMALL.sets)
    assert (found.people, found.ties) == (4, 4)
    assert found.share == 0.25
    assert found.expected == 0.4
    assert found.ratio == pytest.approx(0.625)


@pytest.mark.parametrize("seed", range(8))
def test_shares_equal_the_plainest_count_when_people_have_several_circles(seed: int) -> None:
    world = random_world(seed)
    found = openness(world.counted, world.sets, draws=0)
    assert (found.share, found.expected) == pytest.approx(cross_shares(world), abs=1e-12)


def test_shares_equal_the_plainest_count_when_somebody_holds_many_circles() -> None:
    world = random_world(3, n=40, m=12, several=0.9)
    many = World(world.n, world.m, world.ties, np.vstack((world.members, [(0, c) for c in range(12)])))
    found = openness(many.counted, many.sets, draws=0)
    assert (found.share, found.expected) == pytest.approx(cross_shares(many), abs=1e-12)


def test_shuffles_average_to_the_expected_share_when_drawn_often() -> None:
    world = random_world(1)
    shares = shuffled_shares(world.counted, world.sets, draws=4000, seed=5)
    expected = cross_shares(world)[1]
    assert abs(shares.mean() - expected) < 4 * shares.std() / np.sqrt(4000)


def test_shuffles_spread_as_permutations_do_when_drawn_by_numpy() -> None:
    world = random_world(2)
    ties, held, rng = world.counted, world.circles_of, np.random.default_rng(0)
    here = [i for i in range(world.n) if held[i]]
    plain = []
    for _ in range(1500):
        dealt = dict(zip(here, (held[i] for i in rng.permutation(here)), strict=True))
        plain.append(np.mean([not dealt[a] & dealt[b] for a, b in zip(ties.a, ties.b, strict=True)]))
    ours = shuffled_shares(ties, world.sets, draws=1500, seed=9)
    assert ours.std() == pytest.approx(np.std(plain), rel=0.08)
    assert np.quantile(ours, [0.05, 0.5, 0.95]) == pytest.approx(
        np.quantile(plain, [0.05, 0.5, 0.95]), abs=0.012
    )


def test_shuffles_of_weights_average_to_the_same_expected_share() -> None:
    world = random_world(4)
    ties = counted(*world.tie_lists, world.sets, strength=world.strength)
    shares = shuffled_shares(ties, world.sets, draws=4000)
    assert abs(shares.mean() - cross_shares(world)[1]) < 4 * shares.std() / np.sqrt(4000)


def test_ratio_is_within_its_margin_when_structure_is_planted() -> None:
    mixing = {"inside": 0.25, "across": 0.03}
    truth = planted_ratio(120, 6, **mixing)
    assert truth < 0.6
    within = 0
    for seed in range(100):
        world = planted(seed, 120, 6, **mixing)
        found = openness(world.counted, world.sets, draws=50, seed=seed)
        assert found.low is not None
        assert found.high is not None
        assert found.chance_low is not None
        assert found.high < found.chance_low
        within += found.low <= truth <= found.high
    assert within >= 88


def test_ratio_is_within_chance_when_there_is_no_structure() -> None:
    inside = 0
    for seed in range(100):
        world = planted(seed, 120, 6, inside=0.2, across=0.05, mixed=True)
        found = openness(world.counted, world.sets, seed=seed)
        assert found.ratio is not None
        assert found.chance_low is not None
        assert found.chance_high is not None
        inside += found.chance_low <= found.ratio <= found.chance_high
    assert 86 <= inside <= 100


def test_margin_holds_when_people_differ_where_independent_ties_would_not() -> None:
    ours, independent = 0, 0
    worlds = [planted(seed, 150, 12, inside=0.35, across=0.04, uneven=0.7) for seed in range(120)]
    truth = np.mean([world.counted.cross / world.counted.total for world in worlds])
    for world in worlds:
        ties = world.counted
        low, high = share_margin(ties)
        ours += low <= truth <= high
        share = ties.cross / ties.total
        independent += abs(share - truth) <= 1.96 * np.sqrt(share * (1 - share) / ties.total)
    assert ours >= 108
    assert independent < 100


def test_effective_ties_are_fewer_when_one_person_holds_all_the_openness() -> None:
    circles = {i: [i % 2] for i in range(20)}
    inside = [(i, (i + 2) % 20) for i in range(20)]
    hub = World.of(20, inside + [(0, i) for i in range(1, 20, 2)], circles)
    spread = World.of(20, inside + [(i, i + 1) for i in range(0, 20, 2)], circles)
    assert hub.counted.cross == spread.counted.cross
    assert effective_ties(hub.counted) < effective_ties(spread.counted)


def test_nothing_changes_when_people_are_renumbered() -> None:
    world = random_world(5)
    other = world.renumbered(np.random.default_rng(8).permutation(world.n))
    for draws in (0, 20):
        before, after = (openness(w.counted, w.sets, draws=draws) for w in (world, other))
        for name in ("people", "ties", "share", "expected", "ratio", "low", "high"):
            assert getattr(before, name) == getattr(after, name)


def test_margin_of_chance_is_the_same_when_the_seed_is() -> None:
    world = random_world(6)
    first, second, other = (openness(world.counted, world.sets, seed=seed) for seed in (3, 3, 4))
    assert first == second
    assert (first.ratio, first.low) == (other.ratio, other.low)
    assert (first.chance_low, first.chance_high) != (other.chance_low, other.chance_high)
    assert openness(world.counted, world.sets, seed=-1).chance_low is not None


def test_weights_change_nothing_when_all_are_equal() -> None:
    world = random_world(7)
    same = np.full(world.tie_lists[1].size, 500, np.int32)
    plain = openness(world.counted, world.sets)
    weighed = openness(counted(*world.tie_lists, world.sets, strength=same), world.sets)
    assert weighed.share == plain.share
    assert (weighed.low, weighed.high) == pytest.approx((plain.low, plain.high))
    assert weighed.chance_low == pytest.approx(plain.chance_low)


def test_weights_count_when_the_tie_across_is_the_strongest() -> None:
    ptr, end = SMALL.tie_lists
    owner = np.repeat(np.arange(6), np.diff(ptr))
    strength = np.where((np.minimum(owner, end) == 0) & (np.maximum(owner, end) == 3), 700, 100).astype(
        np.int32
    )
    found = openness(counted(ptr, end, SMALL.sets, strength=strength), SMALL.sets)
    assert found.share == 0.7
    assert found.ratio == pytest.approx(0.7 / 0.4)


def test_forecast_adds_each_new_pair_once() -> None:
    ties = counted(*SMALL.tie_lists, SMALL.sets, extra=np.array([(1, 4), (4, 1), (0, 3), (2, 2), (5, 1)]))
    assert (ties.total, ties.cross) == (5, 2)
    assert openness(ties, SMALL.sets).ratio == pytest.approx(0.4 / 0.4)
    assert openness(ties, SMALL.sets).expected == 0.4


def test_forecast_is_refused_when_a_pair_names_nobody() -> None:
    for unknown in (6, -1):
        with pytest.raises(ValueError, match="not in the fabric"):
            counted(*SMALL.tie_lists, SMALL.sets, extra=np.array([(0, unknown)]))


def test_forecast_is_the_present_when_nothing_is_proposed() -> None:
    ties = counted(*SMALL.tie_lists, SMALL.sets, extra=np.zeros((0, 2), np.int64))
    assert openness(ties, SMALL.sets) == openness(SMALL.counted, SMALL.sets)


@pytest.mark.parametrize("n", [0, 1, 4])
def test_openness_is_undefined_when_there_is_no_tie(n: int) -> None:
    world = World.of(n, [], {i: [i % 2] for i in range(n)})
    found = openness(world.counted, world.sets)
    assert (found.ties, found.share, found.ratio, found.low, found.chance_high) == (0, None, None, None, None)
    assert found.expected == (None if n < 2 else pytest.approx(4 / 6))
    assert ei_index(world.counted) is None


def test_openness_is_undefined_when_there_is_one_circle() -> None:
    world = World.of(3, [(0, 1), (1, 2)], {0: [0], 1: [0], 2: [0]})
    found = openness(world.counted, world.sets)
    assert (found.share, found.expected, found.ratio, found.low) == (0.0, 0.0, None, None)


def test_openness_is_undefined_when_nobody_has_a_circle() -> None:
    world = World.of(3, [(0, 1), (1, 2)], {})
    found = openness(world.counted, world.sets)
    assert (found.people, found.ties, found.share, found.expected, found.ratio) == (0, 0, None, None, None)


def test_margin_is_not_a_point_when_no_tie_or_every_tie_crosses() -> None:
    closed = World.of(8, [(i, i + 2) for i in range(6)], {i: [i % 2] for i in range(8)})
    open_ = World.of(8, [(i, i + 1) for i in range(7)], {i: [i % 2] for i in range(8)})
    assert share_margin(closed.counted)[0] == 0
    assert 0.3 < share_margin(closed.counted)[1] < 0.7
    assert share_margin(open_.counted)[1] == 1
    assert 0.3 < share_margin(open_.counted)[0] < 0.7
    assert share_margin(World.of(2, [], {}).counted) == (0, 1)


def test_ei_index_when_worked_by_hand() -> None:
    assert ei_index(SMALL.counted) == -0.5
