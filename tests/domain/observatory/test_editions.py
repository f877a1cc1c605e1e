"""What moves from one edition to the next: an attacker who subtracts finds nothing under five people."""

import os
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tisserand.domain.observatory.rules.editions import (
    Holding,
    edition_of,
    may_change,
    moving,
    next_edition,
    signatures,
)

FEW = 5
HISTORIES = int(os.environ.get("P10_HISTORIES", "200"))


def test_an_edition_is_one_monday_in_four() -> None:
    days = [date(2043, 11, 23) + timedelta(days=day) for day in range(84)]
    editions = {edition_of(day) for day in days}
    assert all(one.weekday() == 0 for one in editions)
    assert len(editions) in (3, 4)
    assert all(edition_of(day) <= day < next_edition(day) for day in days)
    assert [may_change(people) for people in (4, 5)] == [False, True]


def holding(rows: list[tuple[int, int]], people: int, circles: int) -> Holding:
    person, circle = np.array(sorted(set(rows)), np.int64).reshape(-1, 2).T
    return Holding(person, circle, people, circles)


def isolated(told: np.ndarray, moved: np.ndarray, of: Holding) -> list[int]:
    """The differences that an attacker finds: each figure with its last one, the network beside a circle."""
    inside = of.counts(moved)
    whole = int(moved.sum())
    found = [int(inside[circle]) for circle in range(of.circles)]
    found += [whole, *(whole - int(inside[circle]) for circle in np.flatnonzero(told))]
    return [count for count in found if 0 < count < FEW]


@st.composite
def weeks(draw: st.DrawFn) -> tuple[np.ndarray, Holding]:
    """A network of a few circles, some people in several, some changed."""
    people, circles = draw(st.integers(1, 60)), draw(st.integers(1, 6))
    seed = np.random.default_rng(draw(st.integers(0, 2**32)))
    rows = [(person, int(seed.integers(circles))) for person in range(people)]
    shared = draw(st.floats(0, 0.5))
    rows += [(person, int(seed.integers(circles))) for person in range(people) if seed.random() < shared]
    changed = seed.random(people) < draw(st.sampled_from([0.03, 0.1, 0.3, 0.8]))
    return np.asarray(changed), holding(rows, people, circles)


@given(weeks())
@settings(max_examples=HISTORIES, deadline=None)
def test_nothing_under_five_is_found_by_difference(week: tuple[np.ndarray, Holding]) -> None:
    changed, of = week
    told, moved = moving(changed, of)
    assert isolated(told, moved, of) == []
    assert not (moved & ~changed).any()


def test_the_attacker_finds_four_when_everything_is_told() -> None:
    """The planted fault: new facts told as they come."""
    of = holding([(person, person // 10) for person in range(30)], 30, 3)
    changed = np.zeros(30, np.bool_)
    changed[:7] = changed[10:14] = True
    assert isolated(np.ones(3, np.bool_), changed, of) == [4, 4]
    told, moved = moving(changed, of)
    assert told.tolist() == [True, False, False] and moved.sum() == 7


def test_what_four_did_is_told_once_a_fifth_did_something() -> None:
    of = holding([(person, 0) for person in range(12)], 12, 1)
    changed = np.zeros(12, np.bool_)
    changed[:4] = True
    assert not moving(changed, of)[1].any()
    changed[4] = True
    assert moving(changed, of)[1].sum() == 5


def test_somebody_of_two_circles_waits_for_both() -> None:
    rows = [(person, 0) for person in range(8)] + [(person, 1) for person in range(7, 15)]
    changed = np.zeros(15, np.bool_)
    changed[:8] = True
    told, moved = moving(changed, holding(rows, 15, 2))
    assert told.tolist() == [True, False] and moved.tolist() == [True] * 7 + [False] * 8


@pytest.mark.parametrize("other", [[(0, 1), (1, 2)], [(0, 2)], []])
def test_a_signature_tells_any_other_tie(other: list[tuple[int, int]]) -> None:
    marks = np.random.default_rng(0).integers(1, 2**62, 4)
    none = (np.zeros(0, np.int64), np.zeros(0, np.int64))

    def of(pairs: list[tuple[int, int]]) -> np.ndarray:
        a, b = np.array(pairs, np.int64).reshape(-1, 2).T
        return signatures(4, marks, (a, b), none)

    assert (of([(0, 1)]) != of(other)).any() and (of([(0, 1)]) == of([(0, 1)])).all()
