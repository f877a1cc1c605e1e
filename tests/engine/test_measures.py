"""Every measure of a Fabric at once: what it holds, what it keeps silent."""

import warnings
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.measure_worlds import World, planted, random_world
from tisserand.engine.fabric import Fabric
from tisserand.engine.measures import (
    NO_DAY,
    Measures,
    assortativity,
    constraint,
    counted,
    ei_index,
    first_days,
    forecast,
    measures,
    openness,
)


def fabric_of(world: World) -> Fabric:
    return Fabric.from_arrays(ties=world.ties, circles=world.members, people=world.n)


def figures_of(found: Measures) -> list[object]:
    """Every figure, the arrays of the grid included, in a form that can be compared."""
    parts = [getattr(found, field.name) for field in fields(found) if field.name != "grid"]
    parts += [getattr(found.grid, field.name) for field in fields(found.grid)]
    return [part.tobytes() if isinstance(part, np.ndarray) else part for part in parts]


def test_measures_hold_each_figure_of_the_plain_functions() -> None:
    world = random_world(1)
    found = measures(fabric_of(world), seed=3)
    assert (found.people, found.circles, found.ties) == (world.n, world.m, len(world.ties))
    assert found.without_circle == sum(not held for held in world.circles_of.values())
    assert found.openness == openness(world.counted, world.sets, seed=3)
    assert found.ei == ei_index(world.counted)
    assert found.assortativity == assortativity(world.counted, world.sets)
    assert found.constraint == pytest.approx(np.nanmedian(constraint(*world.tie_lists)))
    assert found.segregation is not None
    assert np.nanmin(found.spectral) <= found.segregation <= np.nanmax(found.spectral)
    assert (found.forecast, found.first_tie, found.first_across) == (None, None, None)


def test_strength_counts_when_strong_ties_are_inside() -> None:
    world = planted(4, 60, 3, inside=0.4, across=0.1)
    inside = world.ties[:, 0] % 3 == world.ties[:, 1] % 3
    strength = np.where(inside, 0.9, 0.1)
    fabric = Fabric.from_arrays(ties=world.ties, strength=strength, circles=world.members, people=60)
    found = measures(fabric)
    weighed = counted(fabric.tie_ptr, fabric.tie_end, world.sets, strength=fabric.tie_strength)
    assert found.by_strength == openness(weighed, world.sets, draws=0)
    assert found.by_strength is not None
    assert found.openness is not None
    assert (found.by_strength.ratio or 9) < (found.openness.ratio or 0) / 2


def test_forecast_is_more_open_when_pairs_across_are_added() -> None:
    world = planted(1, 60, 3, inside=0.3, across=0.02)
    fabric = fabric_of(world)
    extra = np.array([(i, i + 1) for i in range(0, 58, 2)])
    found = measures(fabric, extra=extra)
    assert found.forecast == forecast(fabric, extra)
    assert found.forecast is not None
    assert found.openness is not None
    assert (found.forecast.ratio or 0) > (found.openness.ratio or 0)
    assert found.forecast.expected == found.openness.expected


def test_clocks_are_given_when_days_are() -> None:
    world = planted(2, 40, 2, inside=0.3, across=0.1)
    joined = np.full(40, 10, np.int32)
    fabric = replace(fabric_of(world), now=200, joined_on=joined)
    a, b = world.ties.T
    day = (20 + np.arange(a.size)).astype(np.int32)
    first, across = (first_days(40, a, b, day, sets=sets) for sets in (None, world.sets))
    found = measures(fabric, first_on=first, first_across_on=across)
    assert found.first_tie is not None
    assert found.first_across is not None
    assert found.first_tie.people == 40
    assert (found.first_tie.median or 0) <= (found.first_across.median or 999)
    assert measures(fabric, first_on=first, since=11).first_tie is None


@pytest.mark.parametrize(("alone", "told"), [(0, 0), (4, None), (5, 5), (15, 15), (16, None), (20, 20)])
def test_waiting_people_are_not_told_when_they_or_the_others_are_few(alone: int, told: int | None) -> None:
    world = World.of(20, [(i, i + 1) for i in range(19)], {i: [i % 2] for i in range(20)})
    fabric = replace(fabric_of(world), now=50, joined_on=np.zeros(20, np.int32))
    first = np.where(np.arange(20) < alone, NO_DAY, 9).astype(np.int32)
    found = measures(fabric, first_on=first).first_tie
    assert found is not None
    assert found.waiting == told


def test_figures_about_fewer_than_five_people_are_none() -> None:
    four = World.of(30, [(0, 1), (1, 2), (2, 3)], {i: [i % 3] for i in range(30)})
    five = World.of(30, [(0, 1), (1, 2), (2, 3), (3, 4)], {i: [i % 3] for i in range(30)})
    names = ("openness", "by_strength", "forecast", "ei", "assortativity", "constraint", "diversity")
    for world, silent in ((four, True), (five, False)):
        found = measures(fabric_of(world), extra=np.zeros((0, 2), np.int64))
        assert [getattr(found, name) is None for name in names] == [silent] * len(names)


def test_spectral_of_a_circle_of_four_is_kept_silent() -> None:
    circles = {i: [0] for i in range(10)} | {i: [1] for i in range(10, 14)}
    world = World.of(14, [(i, (i + 1) % 14) for i in range(14)], circles)
    assert np.isnan(measures(fabric_of(world)).spectral).tolist() == [False, True]


@pytest.mark.parametrize(
    "world",
    [
        World.of(0, [], {}),
        World.of(1, [], {0: [0]}),
        World.of(9, [], {i: [i % 2] for i in range(9)}),
        World.of(9, [(i, i + 1) for i in range(8)], {i: [0] for i in range(9)}),
        World.of(9, [(i, i + 1) for i in range(8)], {}),
    ],
    ids=["empty", "one person", "no tie", "one circle", "no circle"],
)
def test_answers_are_defined_without_a_warning_when_there_is_little(world: World) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = measures(fabric_of(world), extra=np.zeros((0, 2), np.int64))
    assert found.openness is None or found.openness.ratio is None
    for field in fields(found):
        value = getattr(found, field.name)
        assert not isinstance(value, float) or np.isfinite(value)


def test_same_seed_gives_the_same_answer() -> None:
    fabric = fabric_of(random_world(2))
    assert figures_of(measures(fabric, seed=1)) == figures_of(measures(fabric, seed=1))
    assert figures_of(measures(fabric, seed=1)) != figures_of(measures(fabric, seed=2))


@given(st.integers(0, 10**6), st.integers(1, 40), st.integers(1, 6), st.floats(0, 8))
def test_figures_stay_within_their_bounds_on_random_fabrics(seed: int, n: int, m: int, degree: float) -> None:
    found = measures(fabric_of(random_world(seed, n=n, m=m, degree=degree)), draws=5, seed=seed)
    for value, low, high in (
        (found.ei, -1, 1),
        (found.assortativity, -np.inf, 1),
        (found.segregation, 0, 1.0001),
        (found.diversity, 0, 1),
        (found.constraint, 0, 1.6),
    ):
        assert value is None or low <= value <= high
    for part in (found.openness, found.by_strength):
        if part is not None and part.ratio is not None:
            assert part.low is not None
            assert part.high is not None
            assert 0 <= part.low <= part.ratio <= part.high
