"""What the observatory finds, worked out for its page: the title, the map, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import hypot
from typing import Any

from tisserand.domain.observatory.queries import BridgeAtRisk, Observed, Point, Wait
from tisserand.vocabulary import BridgeRisk
from tisserand.web.motif import initials_of

LIMITS = (0.25, 0.5, 0.8, 1.25, 1.6, 2.0)
"""Between the seven steps of the map, from far below chance to far above."""
MONTH_DAYS = 30.4
MOST_SHOWN = 10
MOST_NAMED = 2


Circle = Any
"""A circle of `Observed.circles`: doors know the rows of rooms by what they read of them only."""


class Trend(StrEnum):
    """Where openness goes, as far as its margins tell."""

    OPENS = "opens"
    CLOSES = "closes"
    STEADY = "steady"
    FIRST = "first"  # one figure only


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the map: `step` 1 to 7; 0 where it is not told, -1 on the diagonal."""

    step: int
    value: float = 0.0
    week: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A circle of the map with its cells."""

    circle: Circle
    letters: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """How long a risk has lasted, or is still to come, in whole weeks; `last` for months of silence."""

    weeks: int
    ahead: bool


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A bridge at risk, and since when."""

    bridge: BridgeAtRisk
    since: Since


@dataclass(frozen=True, slots=True)
class Gesture:
    """Two circles to bring nearer: one of the reader's and another."""

    own: Circle
    other: Circle
    value: float


@dataclass(frozen=True, slots=True)
class WaitSaid:
    """A figure in whole numbers, with its margin and what it was a year before."""

    number: int
    low: int
    high: int
    people: int
    then: int | None


def said_of(wait: Wait | None, *, unit: float = 1) -> WaitSaid | None:
    """Return a figure in whole numbers of `unit` (0.01: of a hundred); None when there is none."""
    if wait is None:
        return None
    number, low, high = (round(value / unit) for value in (wait.now.value, wait.now.low, wait.now.high))
    then = None if wait.then is None else round(wait.then.value / unit)
    return WaitSaid(number, low, high, wait.now.people, then)


def trend_of(points: Sequence[Point]) -> Trend:
    """Return where openness went from the first point to the last: a change counts beyond both margins."""
    if len(points) < 2:
        return Trend.FIRST
    first, last = points[0], points[-1]
    change = last.value - first.value
    noise = hypot((first.high - first.low) / 2, (last.high - last.low) / 2)
    if abs(change) <= noise:
        return Trend.STEADY
    return Trend.OPENS if change > 0 else Trend.CLOSES


def months_of(points: Sequence[Point]) -> int:
    """Return the months between the first point and the last."""
    return round((points[-1].week - points[0].week).days / MONTH_DAYS) if points else 0


def heat_map(seen: Observed) -> list[Row]:
    """Return the map, the first few circles: the reader's, those that meet them most, those that stand
    alone."""
    paired = {key for two in seen.between for key in two}
    alone = {circle.pk for circle in seen.alone}
    near = {circle.pk: _nearness(seen, circle) for circle in seen.circles}
    ordered = sorted(
        (circle for circle in seen.circles if circle.pk in paired),
        key=lambda circle: (circle.pk not in seen.own, circle.pk not in alone, -near[circle.pk], circle.name),
    )[:MOST_SHOWN]
    circles = sorted(ordered, key=lambda circle: circle.pk in alone)  # those that stand alone come last
    return [
        Row(one, initials_of(one.name), tuple(_cell(seen, one, other) for other in circles))
        for one in circles
    ]


def _nearness(seen: Observed, circle: Circle) -> float:
    """How much a circle meets those of the reader; the others too, a little."""
    told = [
        (between.told.value, bool(set(two) & seen.own))
        for two, between in seen.between.items()
        if circle.pk in two and between.told is not None
    ]
    return sum(min(value, 2) * (10 if is_own else 1) for value, is_own in told)


def _cell(seen: Observed, one: Circle, other: Circle) -> Cell:
    if one.pk == other.pk:
        return Cell(-1)
    between = seen.between.get((min(one.pk, other.pk), max(one.pk, other.pk)))
    if between is None or between.told is None:
        return Cell(0)
    value = between.told.value
    return Cell(1 + sum(value >= limit for limit in LIMITS), value, between.told.week)


def risk_rows(seen: Observed, on: date) -> list[RiskRow]:
    """Return the bridges at risk, the reader's first, with how long each has been, or how long until its
    review."""
    return [RiskRow(one, _since(one, on)) for one in sorted(seen.risks, key=lambda one: one.here is None)]


def _since(bridge: BridgeAtRisk, on: date) -> Since:
    ahead = bridge.risk is BridgeRisk.REVIEW_NEAR
    days = (bridge.since - on if ahead else on - bridge.since).days
    return Since(max(days, 0) // 7, ahead)


def gesture_of(seen: Observed) -> Gesture | None:
    """Return the circle that one of the reader's meets least, where that is told: one that stands alone
    first."""
    own = [circle for circle in seen.circles if circle.pk in seen.own]
    alone = {circle.pk for circle in seen.alone}
    found = [
        Gesture(mine, other, between.told.value)
        for mine in own
        for other in seen.circles
        if other.pk not in seen.own
        and (between := seen.between.get((min(mine.pk, other.pk), max(mine.pk, other.pk)))) is not None
        and between.told is not None
        and between.told.value < LIMITS[1]
    ]
    return min(found, key=lambda one: (one.other.pk not in alone, one.value, one.other.name), default=None)
