"""The Fabric refuses what it could not weave, naming the array."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tisserand.engine.fabric import FOREVER, Bridges, Fabric, tie_arrays
from tisserand.engine.measures import measures
from tisserand.engine.propose import propose
from tisserand.engine.ragged import is_ragged, is_sorted_inside, ragged


def small(**change: Any) -> Fabric:
    fabric = Fabric.from_arrays(ties=np.array([[0, 1], [1, 2]]), circles=np.array([[0, 0], [1, 0], [2, 1]]))
    return replace(fabric, **change)


def bridge(start: int, end: int, quota: int = 1) -> Bridges:
    one = np.ones(1, np.int32)
    return Bridges(one * start, one * end, one * quota, one * FOREVER, np.zeros(2, np.int64), one[:0], False)


def test_the_example_of_the_documentation_runs() -> None:
    fabric = Fabric.from_arrays(
        ties=np.array([[0, 1], [1, 2], [2, 3], [3, 4]]),
        circles=np.array([[0, 0], [1, 0], [2, 1], [3, 1], [4, 2]]),
    )
    week = propose(fabric)
    assert week.a.size and week.served == week.servable == 5
    assert measures(fabric).openness is not None


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"capacity": np.array([1, 1], np.int32)}, "capacity"),
        ({"capacity": np.array([1, 1, -1], np.int32)}, "capacity"),
        ({"acceptance": np.array([0.5, 0.5, 1.5])}, "acceptance"),
        ({"distance": np.array([2, 2, 5], np.int32)}, "distance"),
        ({"key": np.array([1, 1, 2], np.uint64)}, "key"),
        ({"tie_end": np.array([1, 0, 2, 9], np.int32)}, "tie"),
        ({"tie_end": np.array([1, 2, 0, 1], np.int32)}, "tie"),
        ({"tie_end": np.array([0, 0, 2, 1], np.int32)}, "herself"),
        ({"tie_end": np.array([2, 0, 2, 1], np.int32)}, "both directions"),
        ({"tie_strength": np.array([1, 1, 0, 1], np.int32)}, "strength"),
        ({"tie_recent": np.array([1], np.int32)}, "strength"),
        ({"member_circle": np.array([0, 0, 2], np.int32)}, "member"),
        ({"bridges": bridge(0, 2)}, "known circles"),
        ({"bridges": bridge(1, 1)}, "different"),
        ({"bridges": bridge(0, 1, -1)}, "quota"),
        ({"bridges": replace(bridge(0, 1), until=np.zeros(0, np.int32))}, "bridge row"),
        ({"bridges": replace(bridge(0, 1), theme_ptr=np.zeros(1, np.int64))}, "themes"),
    ],
)
def test_a_broken_array_is_named(change: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        small(**change)


@pytest.mark.parametrize("ties", [[[0, 0]], [[0, -1]], [[0, 7]]])
def test_a_tie_of_one_person_or_of_a_stranger_is_refused(ties: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="tie"):
        Fabric.from_arrays(ties=np.array(ties), people=3)


def test_a_pair_given_twice_keeps_its_largest_strength() -> None:
    a, b = np.array([0, 1, 1]), np.array([1, 0, 2])
    ptr, end, strength = tie_arrays(3, a, b, np.array([5, 9, 0]))
    assert ptr.tolist() == [0, 1, 2, 2] and end.tolist() == [1, 0] and strength.tolist() == [9, 9]


def test_ragged_lists_are_sorted_without_repeats() -> None:
    ptr, value = ragged(3, np.array([2, 0, 2, 2]), np.array([5, 1, 3, 5]))
    assert ptr.tolist() == [0, 1, 1, 3] and value.tolist() == [1, 3, 5]
    assert is_ragged(3, ptr, value, 6) and not is_ragged(3, ptr, value, 5) and is_sorted_inside(ptr, value)
    assert not is_sorted_inside(ptr, value[::-1].copy())
    with pytest.raises(ValueError, match="owner"):
        ragged(2, np.array([2]), np.array([0]))
