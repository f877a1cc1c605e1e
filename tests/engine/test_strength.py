"""Strength of ties, by hand."""

import math

import numpy as np
import pytest

from tisserand.engine.policy import ONE
from tisserand.engine.strength import DAY, strength


def strengths(
    rows: list[tuple[int, int, int, float]], now: int, half_life: float = 75.0
) -> dict[tuple[int, int], int]:
    a, b, at, weight = (np.array(column) for column in zip(*rows, strict=True))
    found = strength(a, b, at, weight, now=now, half_life_days=half_life)
    return {(int(x), int(y)): int(s) for x, y, s in zip(*found, strict=True)}


def test_one_contact_today_is_log_of_two() -> None:
    assert strengths([(3, 1, 10 * DAY, 1.0)], 10 * DAY) == {(1, 3): math.floor(math.log(2) * ONE)}


def test_a_contact_counts_half_after_a_half_life() -> None:
    assert strengths([(0, 1, 0, 1.0)], 75 * DAY) == {(0, 1): math.floor(math.log(1.5) * ONE)}


def test_both_directions_are_one_tie_and_repeats_add_up() -> None:
    rows = [(0, 1, 0, 1.0), (1, 0, 0, 2.0), (0, 1, 0, 1.0)]
    assert strengths(rows, 0) == {(0, 1): math.floor(math.log(5) * ONE)}


def test_a_contact_to_come_counts_as_today() -> None:
    assert strengths([(0, 1, 5 * DAY, 1.0)], 0) == {(0, 1): math.floor(math.log(2) * ONE)}


def test_no_contact_makes_no_tie() -> None:
    none = np.zeros(0, np.int64)
    a, b, made = strength(none, none, none, np.zeros(0), now=0, half_life_days=75)
    assert a.size == b.size == made.size == 0


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    draw = np.random.default_rng(seed)
    ends = draw.integers(0, 5, 200), draw.integers(5, 9, 200)
    columns = (*ends, draw.integers(0, 400 * DAY, 200), draw.random(200))
    rows = [(int(a), int(b), int(at), float(w)) for a, b, at, w in zip(*columns, strict=True)]
    turned = [(b, a, t, w) for a, b, t, w in draw.permutation(np.array(rows, dtype=object))]
    assert strengths(rows, 400 * DAY) == strengths(turned, 400 * DAY)
