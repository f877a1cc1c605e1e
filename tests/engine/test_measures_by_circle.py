"""The openness of each circle against the plainest counting, its chance against a simulation, its margin."""

import numpy as np
import pytest

from tests.engine.measure_worlds import World
from tisserand.engine.measures import median_margin, members_of, openness_by_circle
from tisserand.engine.measures.openness import wilson

TIES = [(0, 1), (0, 5), (1, 2), (2, 6), (3, 4), (4, 9), (5, 6), (7, 8), (3, 10), (2, 11)]
CIRCLES = {**{i: [0] for i in range(5)}, 5: [0, 1], **{i: [1] for i in range(6, 9)}, 9: [1, 2], 10: [2]}
CIRCLES[2] = [0, 2]
"""People of one circle, of two, and one (11) of none."""


def world() -> World:
    return World.of(12, TIES, CIRCLES)


@pytest.mark.parametrize("circle", [0, 1, 2])
def test_share_and_chance_are_those_of_the_plainest_counting(circle: int) -> None:
    drawn = world()
    held = {i: set(drawn.circles_of[i]) for i in range(11)}
    members = [i for i in held if circle in held[i]]
    ends = [(end, other) for a, b in TIES if b < 11 for end, other in ((a, b), (b, a)) if end in members]
    found = dict(openness_by_circle(drawn.counted, drawn.sets))[circle]
    assert found.people == len({end for end, _ in ends}) and found.ties == len(ends)
    assert found.share == pytest.approx(np.mean([not held[end] & held[other] for end, other in ends]))
    by_chance = [np.mean([not held[end] & held[j] for j in held if j != end]) for end, _ in ends]
    assert found.expected == pytest.approx(np.mean(by_chance))
    assert found.ratio == pytest.approx((found.share or 0) / np.mean(by_chance))


def test_chance_falls_around_one_and_the_margin_around_the_ratio() -> None:
    rng = np.random.default_rng(3)
    pairs = {(int(min(two)), int(max(two))) for two in rng.integers(0, 120, (400, 2)) if two[0] != two[1]}
    drawn = World.of(120, sorted(pairs), {i: [i % 4] for i in range(120)})
    for told in dict(openness_by_circle(drawn.counted, drawn.sets, seed=1)).values():
        assert told.chance_low is not None and told.chance_high is not None
        assert told.chance_low < 1 < told.chance_high
        assert told.low is not None and told.high is not None and told.ratio is not None
        assert told.low < told.ratio < told.high
        assert told.low < 1 < told.high, "ties were drawn by chance"


def test_one_person_who_holds_every_crossing_widens_the_margin() -> None:
    """As many ties across, held by one or by six: people are what is sampled."""
    inside = [(a, b) for a in range(6) for b in range(a + 1, 6)]
    members = {**{i: [0] for i in range(6)}, **{i: [1] for i in range(6, 12)}}
    widths = []
    for across in ([(0, 6 + i) for i in range(6)], [(i, 6 + i) for i in range(6)]):
        drawn = World.of(12, inside + across, members)
        told = dict(openness_by_circle(drawn.counted, drawn.sets, draws=0))[0]
        assert told.low is not None and told.high is not None and told.chance_low is None
        widths.append(told.high - told.low)
    assert widths[0] > 1.3 * widths[1]


def test_a_circle_without_ties_is_left_out_and_members_are_those_of_the_lists() -> None:
    drawn = World.of(4, [(0, 1)], {0: [0], 1: [1], 2: [2], 3: [0, 2]})
    assert sorted(dict(openness_by_circle(drawn.counted, drawn.sets))) == [0, 1]
    assert {c: sorted(who.tolist()) for c, who in members_of(drawn.sets)} == {0: [0, 3], 1: [1], 2: [2, 3]}
    assert list(openness_by_circle(World.of(2, [], {0: [0], 1: [1]}).counted, drawn.sets)) == []


def test_wilson_keeps_its_ends() -> None:
    assert wilson(0.0, 20, 10)[0] == 0 and wilson(1.0, 20, 10)[1] == 1
    low, high = wilson(0.5, 1_000_000, 1_000_000)
    assert low == pytest.approx(0.5, abs=0.002) and high == pytest.approx(0.5, abs=0.002)


def test_median_has_the_margin_of_order_statistics() -> None:
    waits = np.arange(1, 100)
    middle, low, high = median_margin(waits, seed=2)
    assert middle == 50 and low is not None and high is not None
    assert 38 <= low <= 43 and 57 <= high <= 62, "binomial(99, 1/2): the 40th to the 60th"
    assert median_margin(np.array([7])) == (7, 7, 7)
    assert median_margin(np.zeros(0, np.int64)) == (None, None, None)
