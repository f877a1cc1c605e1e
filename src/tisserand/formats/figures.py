"""Figures of a network and of its weaving, as codes and numbers: what the summary and the table print.

A figure about fewer than five people is withheld: its value is None, or a range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from tisserand.engine.fabric import Ints
from tisserand.engine.measures import Clock, Measures, Openness, circle_sets, first_days, forecast, measures
from tisserand.engine.propose import NO_PAIRS
from tisserand.engine.strength import DAY
from tisserand.formats.contacts import DECLARED, contacts
from tisserand.formats.fabric import Numbered, fabric_from
from tisserand.formats.introductions import few
from tisserand.formats.records import Network, Tie
from tisserand.formats.weaving import Weaving, Week
from tisserand.vocabulary import Route

DIGITS = 6


class FigureCode(StrEnum):
    """What is measured; each has a name in `wording.figures`."""

    PEOPLE = "people"
    CIRCLES = "circles"
    TIES = "ties"
    WITHOUT_CIRCLE = "without_circle"
    ACROSS = "across"
    EXPECTED = "expected"
    OPENNESS = "openness"
    OPENNESS_BY_STRENGTH = "openness_by_strength"
    CHANCE = "chance"
    EI = "ei"
    ASSORTATIVITY = "assortativity"
    SEGREGATION = "segregation"
    CONSTRAINT = "constraint"
    DIVERSITY = "diversity"
    FIRST_TIE = "first_tie"
    FIRST_ACROSS = "first_across"


class Figure(NamedTuple):
    """One figure with its 95 % margin; a text is a range told instead of a number, None is withheld."""

    code: FigureCode
    value: float | str | None
    low: float | None = None
    high: float | None = None

    def plain(self) -> dict[str, float | str | None]:
        """Return the figure for JSON."""
        return {"value": _rounded(self.value), "low": _rounded(self.low), "high": _rounded(self.high)}


def measured(network: Network, on: date | None, *, seed: int = 0) -> tuple[date, list[Figure]]:
    """Return the day that the network is seen from, and every figure of it."""
    numbered = fabric_from(network, on)
    clocks = _first_days(numbered, network.ties)
    since = None if clocks is None else clocks[2]
    first, across = (None, None) if clocks is None else clocks[:2]
    found = measures(numbered.fabric, first_on=first, first_across_on=across, since=since, seed=seed)
    return numbered.on, figures(found)


def _first_days(numbered: Numbered, ties: Sequence[Tie]) -> tuple[Ints, Ints, int] | None:
    """Return the days of first ties and of first ties across, and the earliest of them; None without dates.

    Only opened ties count. A declared strength has no date and would make a person look alone: no clock
    then.
    """
    number = {person.id: i for i, person in enumerate(numbered.people)}
    rows = contacts(ties, number)
    if not rows.at.size or (rows.at == DECLARED).any():
        return None
    fabric = numbered.fabric
    owner = np.repeat(np.arange(fabric.people, dtype=np.int64), np.diff(fabric.tie_ptr))
    in_fabric = np.isin(rows.a * fabric.people + rows.b, owner * fabric.people + fabric.tie_end)
    kept = rows.only(in_fabric & (rows.at // DAY <= fabric.now))
    if not kept.at.size:
        return None
    day = (kept.at // DAY).astype(np.int32)
    a, b = kept.a.astype(np.int32), kept.b.astype(np.int32)
    sets = circle_sets(fabric.member_ptr, fabric.member_circle)
    both = first_days(fabric.people, a, b, day), first_days(fabric.people, a, b, day, sets=sets)
    return *both, int(day.min())


def figures(found: Measures) -> list[Figure]:
    """Return the figures of a network, in the order in which they are read."""
    code = FigureCode
    now, by_strength = found.openness, found.by_strength
    listed = [
        Figure(code.PEOPLE, few(found.people)),
        Figure(code.CIRCLES, str(found.circles)),
        Figure(code.TIES, str(found.ties)),
        Figure(code.WITHOUT_CIRCLE, few(found.without_circle)),
        Figure(code.ACROSS, now.share if now else None),
        Figure(code.EXPECTED, now.expected if now else None),
        opened(code.OPENNESS, now),
        Figure(code.CHANCE, 1.0, now.chance_low, now.chance_high) if now else Figure(code.CHANCE, None),
        opened(code.OPENNESS_BY_STRENGTH, by_strength),
        Figure(code.EI, found.ei),
        Figure(code.ASSORTATIVITY, found.assortativity),
        Figure(code.SEGREGATION, found.segregation),
        Figure(code.CONSTRAINT, found.constraint),
        Figure(code.DIVERSITY, found.diversity),
    ]
    clocks = ((code.FIRST_TIE, found.first_tie), (code.FIRST_ACROSS, found.first_across))
    return listed + [_clock(name, clock) for name, clock in clocks if clock is not None]


def opened(code: FigureCode, openness: Openness | None) -> Figure:
    """Return an openness as a figure, withheld about fewer than five people."""
    if openness is None or openness.ratio is None:
        return Figure(code, None)
    return Figure(code, openness.ratio, openness.low, openness.high)


def _clock(code: FigureCode, clock: Clock) -> Figure:
    return Figure(code, clock.median, clock.low, clock.high)


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a weaving, as the command line prints them on the side of the introductions."""

    on: date
    people: int
    circles: int
    ties: int
    weeks: tuple[Week, ...]
    across: float | None
    now: Figure
    forecast: Figure
    seconds: float

    @property
    def introductions(self) -> int:
        """How many introductions, all weeks together."""
        return sum(week.introductions for week in self.weeks)

    def plain(self) -> dict[str, object]:
        """Return the summary for JSON."""
        return {
            "on": self.on.isoformat(),
            "people": self.people,
            "circles": self.circles,
            "ties": self.ties,
            "introductions": self.introductions,
            "weeks": [_week(week) for week in self.weeks],
            "across": _rounded(self.across),
            "openness": self.now.plain(),
            "openness_forecast": self.forecast.plain(),
            "seconds": round(self.seconds, 3),
        }


def summary(weaving: Weaving, *, seed: int = 0) -> Summary:
    """Return the figures of a weaving; `seconds` is the time that the weaving took."""
    fabric = weaving.numbered.fabric
    now = forecast(fabric, NO_PAIRS, seed=seed)
    later = forecast(fabric, weaving.pairs, seed=seed) if weaving.pairs.size else now
    crossing = sum(one.route is not Route.INSIDE for one in weaving.introductions)
    total = len(weaving.introductions)
    return Summary(
        weaving.numbered.on,
        fabric.people,
        fabric.circles,
        weaving.numbered.opened,
        weaving.weeks,
        crossing / total if total else None,
        opened(FigureCode.OPENNESS, now),
        opened(FigureCode.OPENNESS, later),
        weaving.seconds,
    )


class Nobody(StrEnum):
    """Why a weaving introduces nobody."""

    ALONE = "alone"
    NO_BUDGET = "no_budget"
    NO_BEYOND = "no_beyond"
    NO_BRIDGE = "no_bridge"
    ONE_CIRCLE = "one_circle"
    ALL_MET = "all_met"


def why_nobody(weaving: Weaving, *, inside: bool) -> Nobody:
    """Return the likeliest cause of a weaving without introductions."""
    fabric = weaving.numbered.fabric
    free = fabric.capacity > 0
    bridges = fabric.bridges
    in_force = (bridges.until >= fabric.now) & (bridges.quota > 0)
    if fabric.people < 2:
        return Nobody.ALONE
    if free.sum() < 2:
        return Nobody.NO_BUDGET
    if not inside and (free & fabric.beyond).sum() < 2:
        return Nobody.NO_BEYOND
    if not inside and not bridges.everywhere and not in_force.any():
        return Nobody.NO_BRIDGE
    if not inside and fabric.circles == 1:
        return Nobody.ONE_CIRCLE
    return Nobody.ALL_MET


def _week(week: Week) -> dict[str, object]:
    return {
        "on": week.on.isoformat(),
        "introductions": week.introductions,
        "served": week.served,
        "servable": week.servable,
        "highest_load": week.highest,
        "value": _rounded(week.value),
        "bound": _rounded(week.bound),
    }


def _rounded(value: float | str | None) -> float | str | None:
    if isinstance(value, str):
        return int(value) if value.isdecimal() else value
    return None if value is None else round(value, DIGITS)
