"""The newcomers' clock: the published remission times, by hand, and by resampling."""

import numpy as np
import pytest

from tests.engine.measure_worlds import World
from tisserand.engine.measures import NO_DAY, Clock, clock, first_days
from tisserand.engine.measures.newcomers import waiting_curve

# Remission times of the patients treated in Freireich et al. 1963, weeks; negative when still in remission.
TREATED = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]


def arrivals(waits: list[int], now: int) -> tuple[np.ndarray, np.ndarray]:
    """Days of joining and of the first tie; a negative wait has not ended at `now`."""
    joined = np.array([now - abs(wait) if wait < 0 else 0 for wait in waits], np.int32)
    first = np.array([NO_DAY if wait < 0 else wait for wait in waits], np.int32)
    return joined, first


def test_curve_equals_the_published_one_when_some_still_wait() -> None:
    wait, met = np.abs(TREATED), np.array(TREATED) > 0
    day, alone, error = waiting_curve(wait, met)
    assert day.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert alone == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    assert error == pytest.approx([0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], abs=1e-4)


def test_clock_equals_the_published_median_when_some_still_wait() -> None:
    found = clock(*arrivals(TREATED, 100), now=100)
    assert found == Clock(people=21, waiting=12, median=23, low=13, high=None)


def test_median_is_the_middle_when_nobody_waits() -> None:
    found = clock(*arrivals([3, 10, 41, 50, 60], 100), now=100)
    assert (found.people, found.waiting, found.median) == (5, 0, 41)


def test_waiting_people_lengthen_the_clock_instead_of_being_left_out() -> None:
    waits = [5, 10, 15, 20, 25]
    assert clock(*arrivals(waits, 99), now=99).median == 15
    assert clock(*arrivals([*waits, -30, -30, -30], 99), now=99).median == 20
    assert clock(*arrivals([*waits, -30, -30, -30, -30, -30, -30], 99), now=99).median is None


def test_clock_counts_only_known_arrivals_of_the_period() -> None:
    joined = np.array([NO_DAY, 10, 50, 200], np.int32)
    first = np.array([5, 20, 40, 210], np.int32)
    # Unknown arrival; before the period; tie older than the arrival: 0 days; not here yet.
    assert clock(joined, first, now=100, since=30) == Clock(people=1, waiting=0, median=0, low=0, high=0)
    # A tie after the day looked from is not seen.
    assert clock(joined, first, now=15, since=0) == Clock(people=1, waiting=1)


def test_clock_is_empty_when_nobody_came() -> None:
    none = np.zeros(0, np.int32)
    assert clock(none, none, now=10) == Clock(people=0, waiting=0)


def test_margin_holds_the_true_median_when_resampled() -> None:
    rng = np.random.default_rng(4)
    within = 0
    for _ in range(200):
        wait = np.ceil(rng.exponential(60, 80)).astype(np.int32)
        joined = rng.integers(0, 200, 80).astype(np.int32)
        found = clock(joined, joined + wait, now=200)
        assert found.low is not None
        high = found.high if found.high is not None else 10**6
        within += found.low <= 60 * np.log(2) + 1 and high >= 60 * np.log(2)
    assert within >= 180


def test_first_days_are_the_earliest_when_pairs_repeat() -> None:
    world = World.of(5, [], {0: [0], 1: [0], 2: [1], 3: []})
    a, b = np.array([0, 1, 0, 2, 3], np.int32), np.array([1, 0, 2, 0, 0], np.int32)
    day = np.array([30, 20, 40, 35, 10], np.int32)
    assert first_days(5, a, b, day).tolist() == [10, 20, 35, 10, NO_DAY]
    assert first_days(5, a, b, day, sets=world.sets).tolist() == [35, NO_DAY, 35, NO_DAY, NO_DAY]
