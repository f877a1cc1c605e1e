"""What a bridge brought, as figures that point at nobody (pure).

Two circles read them, so that nothing is told of fewer than ten people; a figure moves at the turn of a month
only, and by the facts of five people or more: until then it is carried over. Answers are not among the facts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from statistics import median

LEAST_TOLD = 10
LEAST_CHANGED = 5
QUARTERS = 4
"""Quarters told, the latest last."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two people proposed to each other over a bridge; `asked_on`: when a need was written, if any."""

    people: frozenset[int]
    drafted_on: date
    established_on: date | None = None
    met_on: date | None = None
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months from `first`: `drafted` proposals, None for fewer than ten people."""

    first: date
    drafted: int | None


@dataclass(frozen=True, slots=True)
class Brought:
    """What a bridge brought up to the day before `until`; None where fewer than ten people are concerned.
    `days`: the median between a need and the meeting it led to."""

    until: date
    established: int | None
    met: int | None
    days: int | None
    quarters: tuple[Quarter, ...]

    @property
    def last_on(self) -> date:
        """The last day that is counted."""
        return self.until - timedelta(days=1)


def brought_by(crossings: Sequence[Crossing], *, opened_on: date, on: date) -> Brought:
    """The figures of a bridge on day `on`, those of the months that are over."""
    until = on.replace(day=1)
    established = _carried([(one.established_on, one) for one in crossings], until)
    met = _carried([(one.met_on, one) for one in established], until)
    drafted = _carried([(one.drafted_on, one) for one in crossings], until)
    asked = [one for one in met if one.asked_on is not None]
    waits = [(one.met_on - one.asked_on).days for one in asked if one.met_on and one.asked_on]
    return Brought(
        until=until,
        established=_told(established),
        met=_told(met),
        days=round(median(waits)) if _told(asked) is not None else None,
        quarters=tuple(
            Quarter(first, _told([one for one in drafted if quarter_of(one.drafted_on) == first]))
            for first in _quarters(opened_on, until)
        ),
    )


def quarter_of(day: date) -> date:
    """The first day of the quarter of a day."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _quarters(opened_on: date, until: date) -> list[date]:
    """The last quarters since a bridge was opened, of which one month at least is over."""
    if opened_on >= until:
        return []
    start, end = quarter_of(opened_on), until - timedelta(days=1)
    number = (end.year - start.year) * 4 + (end.month - 1) // 3 - (start.month - 1) // 3 + 1
    ranks = range(max(0, number - QUARTERS), max(0, number))
    rank = start.year * 4 + (start.month - 1) // 3
    return [date((rank + step) // 4, (rank + step) % 4 * 3 + 1, 1) for step in ranks]


def _carried(dated: Iterable[tuple[date | None, Crossing]], until: date) -> list[Crossing]:
    """Those of the months that are over, a month at a time, once five people's facts or more are new."""
    known = sorted(
        ((day, one) for day, one in dated if day is not None and day < until), key=lambda pair: pair[0]
    )
    told: list[Crossing] = []
    waiting: list[Crossing] = []
    for _, month in groupby(known, key=lambda pair: (pair[0].year, pair[0].month)):
        waiting += [one for _, one in month]
        if len(_people(waiting)) >= LEAST_CHANGED:
            told, waiting = told + waiting, []
    return told


def _told(crossings: Sequence[Crossing]) -> int | None:
    return len(crossings) if len(_people(crossings)) >= LEAST_TOLD else None


def _people(crossings: Iterable[Crossing]) -> frozenset[int]:
    return frozenset(person for one in crossings for person in one.people)
