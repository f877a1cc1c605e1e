"""Every measure of a Fabric at once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.measures.brokerage import constraint, contact_diversity
from tisserand.engine.measures.circle_sets import CircleSets, Ints, circle_sets
from tisserand.engine.measures.counted import counted
from tisserand.engine.measures.grid import Grid, grid
from tisserand.engine.measures.newcomers import Clock, clock
from tisserand.engine.measures.openness import DRAWS, Openness, openness
from tisserand.engine.measures.segregation import assortativity, ei_index, spectral_segregation

if TYPE_CHECKING:
    from tisserand.engine.fabric import Fabric

ANYBODY = 5
"""A figure about fewer people than this is shown to nobody (docs/decisions/0007)."""


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """The figures of a network; None where undefined or about fewer than five people.

    `people`, `circles`, `ties` count everything; `without_circle` people are in none. `openness` counts ties,
    `by_strength` weighs them, `forecast` adds the pairs given. `ei` and `assortativity` go from all inside or
    all across to the other end (see segregation.py); `spectral` float64[m] per circle, NaN for a circle of
    fewer than five, and `segregation` its mean over memberships. `constraint` is the median, `diversity` the
    mean over people. `first_tie`, `first_across`: the newcomers' clocks, when the days of first ties are
    given. `grid`: circle by circle. Only `openness` has a margin of chance, which needs shuffles.
    """

    people: int
    circles: int
    ties: int
    without_circle: int
    openness: Openness | None
    by_strength: Openness | None
    forecast: Openness | None
    ei: float | None
    assortativity: float | None
    segregation: float | None
    spectral: NDArray[np.float64]
    constraint: float | None
    diversity: float | None
    first_tie: Clock | None
    first_across: Clock | None
    grid: Grid


def measures(
    fabric: "Fabric",
    *,
    extra: Ints | None = None,
    first_on: Ints | None = None,
    first_across_on: Ints | None = None,
    since: int | None = None,
    circles: Ints | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Measures:
    """The Measures of a fabric; the same seed gives the same answer.

    `extra` int[k, 2]: proposed pairs, for the forecast. `first_on`, `first_across_on` int32[n]: days of the
    first tie of each person (see `first_days`), for the clocks of those who joined from day `since`.
    `circles`: those of the grid, the largest by default. `draws`: shuffles behind the margin of chance.
    """
    sets = circle_sets(fabric.member_ptr, fabric.member_circle)
    plain = counted(fabric.tie_ptr, fabric.tie_end, sets)
    weighed = counted(fabric.tie_ptr, fabric.tie_end, sets, strength=fabric.tie_strength)
    enough = plain.people >= ANYBODY
    spectral, segregation = _spectral(fabric, sets)
    return Measures(
        people=fabric.people,
        circles=fabric.circles,
        ties=fabric.tie_end.size // 2,
        without_circle=fabric.people - sets.people,
        openness=openness(plain, sets, draws=draws, seed=seed) if enough else None,
        by_strength=openness(weighed, sets, draws=0) if enough else None,
        forecast=forecast(fabric, extra) if extra is not None else None,
        ei=ei_index(plain) if enough else None,
        assortativity=assortativity(plain, sets) if enough else None,
        segregation=segregation,
        spectral=spectral,
        constraint=_over_people(constraint(fabric.tie_ptr, fabric.tie_end), np.median),
        diversity=_over_people(_diversity(fabric), np.mean),
        first_tie=_clock(fabric, first_on, since),
        first_across=_clock(fabric, first_across_on, since),
        grid=grid(plain, sets, circles),
    )


def forecast(fabric: "Fabric", extra: Ints, *, draws: int = 0, seed: int = 0) -> Openness | None:
    """Openness if the pairs `extra` int[k, 2] became ties as well, without the margin of chance unless
    `draws` says so; None about fewer than five people."""
    sets = circle_sets(fabric.member_ptr, fabric.member_circle)
    ties = counted(fabric.tie_ptr, fabric.tie_end, sets, extra=extra)
    return openness(ties, sets, draws=draws, seed=seed) if ties.people >= ANYBODY else None


def _spectral(fabric: "Fabric", sets: CircleSets) -> tuple[NDArray[np.float64], float | None]:
    lists = (fabric.tie_ptr, fabric.tie_end, fabric.member_ptr, fabric.member_circle)
    value = spectral_segregation(*lists, fabric.circles)
    size = np.bincount(fabric.member_circle, minlength=fabric.circles)
    mean = float(np.nansum(value * size) / size.sum()) if sets.people >= ANYBODY else None
    return np.where(size >= ANYBODY, value, np.nan), mean


def _diversity(fabric: "Fabric") -> NDArray[np.float64]:
    return contact_diversity(fabric.tie_ptr, fabric.tie_end, fabric.member_ptr, fabric.member_circle)


def _over_people(
    value: NDArray[np.float64], summary: Callable[[NDArray[np.float64]], np.floating]
) -> float | None:
    known = np.sort(value[~np.isnan(value)])
    return float(summary(known)) if known.size >= ANYBODY else None


def _clock(fabric: "Fabric", first_on: Ints | None, since: int | None) -> Clock | None:
    if first_on is None:
        return None
    found = clock(fabric.joined_on, first_on, now=fabric.now, since=since)
    if found.people < ANYBODY:
        return None
    waiting = found.waiting or 0
    few = any(0 < some < ANYBODY for some in (waiting, found.people - waiting))
    return replace(found, waiting=None) if few else found
