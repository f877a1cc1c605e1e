"""The clock of a newcomer: what is a knot, how it stands, the median that counts who still waits."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.domain.observatory.rules.newcomers import Knot, Standing, Step, knots, median_wait, standing
from tisserand.engine.measures.newcomers import NO_DAY, clock

JOINED = date(2043, 10, 1)


def after(days: int) -> date:
    return JOINED + timedelta(days=days)


def steps(
    today: int, proposed: int | None = None, inside: int | None = None, beyond: int | None = None
) -> tuple[Knot, ...]:
    found = [None if day is None else after(day) for day in (proposed, inside, beyond)]
    return knots(JOINED, after(today), proposed_on=found[0], introduced_on=found[1], beyond_on=found[2])


def test_knots_stand_in_their_order_from_the_arrival() -> None:
    assert steps(50, proposed=9, inside=12, beyond=30) == (
        Knot(Step.ARRIVED, 0), Knot(Step.PROPOSED, 9), Knot(Step.INTRODUCED, 12), Knot(Step.BEYOND, 30),
    )  # fmt: skip


@pytest.mark.parametrize(("day", "told"), [(-3, False), (0, True), (20, True), (21, False)])
def test_what_was_before_the_arrival_or_is_to_come_is_no_knot(day: int, told: bool) -> None:
    assert (Knot(Step.PROPOSED, day) in steps(20, proposed=day)) is told


@pytest.mark.parametrize(
    ("day", "sponsored", "beyond", "expected"),
    [
        (39, False, False, Standing.ON_TIME),
        (40, False, False, Standing.ALONE),
        (40, True, False, Standing.ON_TIME),
        (60, True, False, Standing.ON_TIME),
        (61, True, False, Standing.LATE),
        (61, False, True, Standing.WOVEN),
    ],
)
def test_standing_turns_on_its_days(day: int, sponsored: bool, beyond: bool, expected: Standing) -> None:
    assert standing(day, sponsored=sponsored, beyond=beyond) is expected


def test_median_counts_who_still_waits() -> None:
    tied = [(10, True), (20, True), (30, True), (40, True), (50, True)]
    assert median_wait(tied) == 30
    assert median_wait([*tied, (45, False), (45, False), (45, False)]) == 40
    assert median_wait([*tied, *[(45, False)] * 4]) == 50
    assert median_wait([(10, True), *[(5, False)] * 4]) == 10, "those who left the watch before do not weigh"


@given(st.lists(st.tuples(st.integers(0, 90), st.booleans()), min_size=5, max_size=40))
def test_median_is_the_one_of_the_engine(waits: list[tuple[int, bool]]) -> None:
    joined = np.array([100 - day for day, _ in waits])
    first = np.array([100 if came else NO_DAY for _, came in waits])
    assert median_wait(waits) == clock(joined, first, now=100).median


def test_median_of_fewer_than_five_or_of_a_half_that_waits_is_not_told() -> None:
    assert median_wait([(1, True)] * 4) is None
    assert median_wait([(1, True), (2, True), *[(90, False)] * 4]) is None
