"""The integration clock of a newcomer: sixty days from her arrival, and what happened on the way (pure).

Only what her animators may know is a step: the public dates of the proposals that their circle carried.
Neither an answer nor a meeting of two people is one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CLOCK_DAYS = 60
"""A first tie beyond the circle is promised within so many days."""
HALF_WAY = 30
LATE_AFTER = 40
"""From that day on, somebody without a sponsor needs one now."""
LEAST_FOR_MEDIAN = 5
"""A median about fewer people is told to nobody."""


class Step(StrEnum):
    """What may have happened to a newcomer, in the order of the clock."""

    ARRIVED = "arrived"
    PROPOSED = "proposed"  # a proposal that bears her name was shown to one of the two
    INTRODUCED = "introduced"  # a first introduction was established, inside her circle
    BEYOND = "beyond"  # a first one was, with somebody of another circle


class Standing(StrEnum):
    """How a newcomer's clock stands."""

    ON_TIME = "on_time"
    ALONE = "alone"  # no sponsor, and the day on which one is needed has passed
    LATE = "late"  # the promise was not kept
    WOVEN = "woven"  # her first tie beyond the circle is there


@dataclass(frozen=True, slots=True)
class Knot:
    """A step, and how many days after her arrival it happened."""

    step: Step
    day: int


def knots(
    joined_on: date,
    today: date,
    *,
    proposed_on: date | None,
    introduced_on: date | None,
    beyond_on: date | None,
) -> tuple[Knot, ...]:
    """Return what happened to a newcomer up to `today`, in its order; nothing before her arrival."""
    steps = ((Step.PROPOSED, proposed_on), (Step.INTRODUCED, introduced_on), (Step.BEYOND, beyond_on))
    done = [
        Knot(step, (on - joined_on).days) for step, on in steps if on is not None and joined_on <= on <= today
    ]
    return (Knot(Step.ARRIVED, 0), *sorted(done, key=lambda knot: (knot.day, list(Step).index(knot.step))))


def standing(day: int, *, sponsored: bool, beyond: bool) -> Standing:
    """Return how the clock of somebody stands, so many days after her arrival."""
    if beyond:
        return Standing.WOVEN
    if day > CLOCK_DAYS:
        return Standing.LATE
    return Standing.ALONE if day >= LATE_AFTER and not sponsored else Standing.ON_TIME


def median_wait(waits: Iterable[tuple[int, bool]]) -> int | None:
    """Return after how many days half of the newcomers had their first tie beyond the circle.

    Each of `waits` is (days, whether it came): who still waits counts for as long as she has waited (Kaplan
    and Meier 1958). None about fewer than five people, and as long as half of them still wait.
    """
    ordered = sorted(waits)
    if len(ordered) < LEAST_FOR_MEDIAN:
        return None
    alone, left = 1.0, len(ordered)
    for day in sorted({day for day, came in ordered if came}):
        left = sum(1 for wait, _ in ordered if wait >= day)
        alone *= 1 - sum(1 for wait, came in ordered if came and wait == day) / left
        if alone <= 0.5 + 1e-9:
            return day
    return None
