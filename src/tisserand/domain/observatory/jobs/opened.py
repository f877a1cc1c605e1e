"""How open the network is, each circle, and each two circles: told anew where five people changed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tisserand.domain.observatory.fabric import ABSENT, Past, State, holding_of
from tisserand.domain.observatory.models import Measure
from tisserand.domain.observatory.rules.editions import may_change, moving
from tisserand.domain.observatory.rules.threshold import ANYBODY, OUTSIDE, may_be_told
from tisserand.engine.measures import (
    CircleSets,
    Counted,
    Openness,
    counted,
    grid,
    members_of,
    openness,
    openness_by_circle,
)
from tisserand.engine.measures.grid import SHOWN
from tisserand.engine.ragged import ragged
from tisserand.vocabulary import MeasureCode

Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]
Two = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Told:
    """What an edition is made of: each person as on `days` (her own), seen from `state`."""

    past: Past
    days: Longs
    state: State

    @cached_property
    def sets(self) -> CircleSets:
        """The distinct sets of circles."""
        return self.past.sets_of(self.state)

    @cached_property
    def ties(self) -> Counted:
        """The ties of people who belong to a circle."""
        a, b = self.state.pairs[:, 0], self.state.pairs[:, 1]
        ends = ragged(self.past.people.size, np.concatenate((a, b)), np.concatenate((b, a)))
        return counted(*ends, self.sets)

    def people_between(self) -> dict[Two, frozenset[Two]]:
        """By two circles (smaller number first), the ties between them, as pairs of people."""
        found: dict[Two, set[Two]] = {}
        sets, ties = self.sets, self.ties
        for a, b in zip(ties.a[ties.across].tolist(), ties.b[ties.across].tolist(), strict=True):
            for one in _circles(sets, a):
                for other in _circles(sets, b):
                    found.setdefault((min(one, other), max(one, other)), set()).add((a, b))
        return {two: frozenset(pairs) for two, pairs in found.items()}


def tell_openness(past: Past, edition: date) -> int:
    """Write the openness of an edition; how many figures were told anew."""
    days = _days_before(past)
    before, fresh, chosen = _states(past, days, edition)
    days = _own_days(past, days)
    changed = _changed(before, fresh[edition.toordinal()], days)
    holding = holding_of((*before.values(), fresh[edition.toordinal()]), past.people.size, chosen)
    told, moved = moving(changed, holding)
    if not moved.any():
        return 0
    days = np.where(moved, edition.toordinal(), days)
    seen = Told(past, days, past.together({**before, **fresh}, days))
    keys = {int(number): int(past.circles[number]) for number in np.flatnonzero(told)}
    rows = [*_of_circles(seen, keys, edition), *_of_network(seen, edition), *_of_two(seen, keys, edition)]
    Measure.objects.bulk_create(rows, batch_size=500)
    return sum(row.value is not None for row in rows)


def _days_before(past: Past, before: date | None = None) -> Longs:
    """int64[circles]: the edition that each circle was last told anew, ABSENT for never."""
    rows = Measure.objects.filter(code=MeasureCode.OPENNESS, circle__isnull=False, other__isnull=True)
    if before is not None:
        rows = rows.filter(week__lte=before)
    days = np.full(past.circles.size, ABSENT, np.int64)
    place = {int(key): number for number, key in enumerate(past.circles)}
    for circle, week in rows.order_by("week").values_list("circle_id", "week"):
        days[place[circle]] = week.toordinal()
    return days


def _states(past: Past, days: Longs, edition: date) -> tuple[dict[int, State], dict[int, State], Bools]:
    """The State of each day still told, that of the new edition, and which circles have five members now."""
    today = edition.toordinal()
    before = {day: past.on(day) for day in np.unique(days[days != ABSENT]).tolist()}
    now = past.on(today)
    size = np.bincount(now.circle, minlength=past.circles.size)
    return before, {today: now}, np.asarray((size >= ANYBODY) | (days != ABSENT))


def _own_days(past: Past, days: Longs) -> Longs:
    """int64[people]: the day as on which each person is told: the oldest among those of the circles where
    she was then; ABSENT when she is not told yet."""
    own = np.full(past.people.size, np.iinfo(np.int64).max, np.int64)
    of = days[past.held[:, 1]]
    there = (of != ABSENT) & (past.held[:, 2] < of) & (past.held[:, 3] >= of)
    np.minimum.at(own, past.held[there, 0], of[there])
    return np.where(own == np.iinfo(np.int64).max, ABSENT, own)


def _changed(before: dict[int, State], now: State, days: Longs) -> Bools:
    was = np.zeros(days.size, np.int64)
    for day, state in before.items():
        was[days == day] = state.signature[days == day]
    return np.asarray(was != now.signature)


def _of_circles(seen: Told, keys: dict[int, int], edition: date) -> Iterator[Measure]:
    """Rows of the circles told anew: a row without a value says that it is about too few people."""
    found = dict(openness_by_circle(seen.ties, seen.sets, seed=edition.toordinal()))
    for number, key in keys.items():
        told = found.get(number)
        rows = list(_two_rows(told, edition, key)) if told and may_be_told(told.people, outside=False) else []
        people = told.people if told else 0
        yield from rows or [Measure(circle_id=key, week=edition, code=MeasureCode.OPENNESS, people=people)]


def _of_network(seen: Told, edition: date) -> Iterator[Measure]:
    ties = seen.ties
    if may_be_told(ties.people, outside=True) and not _leaves_few(seen):
        yield from _two_rows(openness(ties, seen.sets, seed=edition.toordinal()), edition, None)


def _leaves_few(seen: Told) -> bool:
    """Whether the figure of the network beside that of one circle would tell one to nine people."""
    holds = np.zeros(seen.past.people.size, np.bool_)
    holds[seen.ties.a] = holds[seen.ties.b] = True
    inside = (int(holds[members].sum()) for _, members in members_of(seen.sets))
    whole = int(holds.sum())
    return any(count >= ANYBODY and 0 < whole - count < OUTSIDE for count in inside)


def _two_rows(told: Openness, edition: date, circle: int | None) -> Iterator[Measure]:
    """The share with what chance gives, and the ratio with its own margin."""
    if told.share is None or not told.expected or told.chance_low is None or told.chance_high is None:
        return
    yield Measure(
        circle_id=circle,
        week=edition,
        code=MeasureCode.OPENNESS,
        value=told.share,
        expected=told.expected,
        low=told.chance_low * told.expected,
        high=told.chance_high * told.expected,
        people=told.people,
    )
    yield Measure(
        circle_id=circle, week=edition, code=MeasureCode.RATIO, value=told.ratio, expected=1.0,
        low=told.low, high=told.high, people=told.people,
    )  # fmt: skip


def _of_two(seen: Told, keys: Collection[int], edition: date) -> Iterator[Measure]:
    """Rows of two circles: where five people or more of those who hold their ties changed since the last."""
    now = seen.people_between()
    size = np.bincount(seen.state.circle, minlength=seen.past.circles.size)
    large = np.sort(np.argsort(-size, kind="stable")[:SHOWN]).astype(np.int32)
    found = grid(seen.ties, seen.sets, large)
    known, silent = _told_before(seen.past)
    past: dict[date, dict[Two, frozenset[Two]]] = {}
    for x, one in enumerate(large.tolist()):
        for y, other in enumerate(large.tolist()[:x]):
            two = other, one
            week = known.get(two)
            if week is not None:
                if week not in past:
                    past[week] = _as_told(seen.past, week).people_between()
                changed = len(_people(past[week].get(two, frozenset()) ^ now.get(two, frozenset())))
                opens = not changed and two in silent  # nothing new, but both circles are large enough by now
                if not may_change(changed) and not opens:
                    continue
            elif not {one, other} <= set(keys):
                continue
            hidden = bool(found.hidden[x, y]) or bool(np.isnan(found.ratio[x, y]))
            if hidden and two in silent:
                continue
            yield Measure(
                circle_id=int(seen.past.circles[other]),
                other_id=int(seen.past.circles[one]),
                week=edition,
                code=MeasureCode.RATIO,
                value=None if hidden else float(found.ratio[x, y]),
                expected=1.0,
                low=None if hidden else float(found.low[x, y]),
                high=None if hidden else float(found.high[x, y]),
                people=0 if hidden else len(_people(now.get(two, ()))),
            )


def _told_before(past: Past) -> tuple[dict[Two, date], frozenset[Two]]:
    """By two circles, the edition in which they were last told; those of which nothing could be."""
    place = {int(key): number for number, key in enumerate(past.circles)}
    rows = Measure.objects.filter(other__isnull=False).order_by("week")
    told: dict[Two, date] = {}
    silent: dict[Two, bool] = {}
    for one, other, week, value in rows.values_list("circle_id", "other_id", "week", "value"):
        two = place[one], place[other]
        told[two], silent[two] = week, value is None
    return told, frozenset(two for two, is_silent in silent.items() if is_silent)


def _as_told(past: Past, week: date) -> Told:
    """What the edition of a week was made of, read again."""
    days = _days_before(past, week)
    states = {day: past.on(day) for day in np.unique(days[days != ABSENT]).tolist()}
    own = _own_days(past, days)
    return Told(past, own, past.together(states, own))


def _people(pairs: Iterable[Two]) -> frozenset[int]:
    return frozenset(person for pair in pairs for person in pair)


def _circles(sets: CircleSets, person: int) -> list[int]:
    own = sets.of[person]
    return sets.circle[sets.ptr[own] : sets.ptr[own + 1]].tolist()  # type: ignore[no-any-return]
