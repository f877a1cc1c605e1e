"""The newcomers' clock: how many days from joining to a first tie.

Those still waiting are not left out: they count for as long as they have waited (Kaplan and Meier 1958).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tisserand.engine.measures.circle_sets import CircleSets, Ints
from tisserand.engine.measures.counted import is_across
from tisserand.engine.measures.openness import LEVEL

NO_DAY = np.iinfo(np.int32).min
"""An unknown day of arrival (as in the Fabric), or no tie yet."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Clock:
    """`people` joined in the period, `waiting` of them have no tie yet (None when withheld); the `median`
    wait in days with its margin `low`..`high` at 95 %, None where not reached."""

    people: int
    waiting: int | None
    median: int | None = None
    low: int | None = None
    high: int | None = None


def clock(joined_on: Ints, first_on: Ints, *, now: int, since: int | None = None) -> Clock:
    """The clock of those who joined on a known day from `since` to `now`, with `first_on` the day of their
    first tie or NO_DAY; a tie older than the arrival is a wait of 0 days, one later than `now` is not seen.

    The margin inverts the log-log interval of the curve (Brookmeyer and Crowley 1982; Kalbfleisch and
    Prentice).
    """
    here = (joined_on != NO_DAY) & (joined_on <= now) & (joined_on >= (NO_DAY if since is None else since))
    met = here & (first_on != NO_DAY) & (first_on <= now)
    wait = np.where(
        met, np.maximum(first_on.astype(np.int64) - joined_on, 0), now - joined_on.astype(np.int64)
    )
    day, alone, error = waiting_curve(wait[here], met[here])
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = ndtri((1 + LEVEL) / 2) * error / (alone * np.abs(np.log(alone)))
        low, high = alone ** np.exp(spread), alone ** np.exp(-spread)
    low, high = (np.where((alone > 0) & (alone < 1), side, alone) for side in (low, high))
    people, waiting = int(here.sum()), int((here & ~met).sum())
    return Clock(people, waiting, _half(day, alone), _half(day, low), _half(day, high))


def waiting_curve(
    wait: NDArray[np.int64], met: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], Floats, Floats]:
    """The days at which somebody met somebody, the share still alone after each, and Greenwood's standard
    error."""
    day = np.unique(wait[met])
    ordered = np.sort(wait)
    at_risk = wait.size - np.searchsorted(ordered, day, side="left")
    ended = np.bincount(np.searchsorted(day, wait[met]), minlength=day.size)
    alone = np.asarray(np.cumprod(1 - ended / np.maximum(at_risk, 1)), float)
    left = np.maximum(at_risk - ended, 1)
    spread = np.sqrt(np.cumsum(ended / (np.maximum(at_risk, 1) * left)))
    return day, alone, np.asarray(alone * spread, float)


def first_days(n: int, a: Ints, b: Ints, day: Ints, *, sets: CircleSets | None = None) -> Ints:
    """int32[n]: the first of the days at which each person is in a pair (a, b), NO_DAY when in none; with
    `sets`, only pairs across circles count."""
    kept = np.ones(a.size, np.bool_) if sets is None else is_across(sets, a, b)
    first = np.full(n, np.iinfo(np.int32).max, np.int32)
    np.minimum.at(first, np.concatenate((a[kept], b[kept])), np.concatenate((day[kept], day[kept])))
    return np.where(first == np.iinfo(np.int32).max, NO_DAY, first).astype(np.int32)


def _half(day: NDArray[np.int64], alone: Floats) -> int | None:
    # Equal shares such as 0.5 must count as half in spite of rounding.
    reached = np.flatnonzero(alone <= 0.5 + 1e-12)
    return int(day[reached[0]]) if reached.size else None
