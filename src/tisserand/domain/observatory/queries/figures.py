"""The observatory: what is told of the whole network, to those who animate a circle and to the host.

Everything was computed by the jobs of an edition; here it is read, in a constant number of queries. A circle
that is not listed is known to those who animate it and to the host.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from tisserand.domain.circles.models import Bridge, Circle
from tisserand.domain.observatory.models import Measure
from tisserand.domain.observatory.queries.bridges import (
    BridgeAtRisk,
    animated_keys,
    risks_of,
    signed_bridges,
)
from tisserand.domain.observatory.rules.editions import EDITION_WEEKS, YEAR_DAYS, next_edition
from tisserand.domain.observatory.rules.threshold import may_be_told
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.refused import Refused
from tisserand.vocabulary import MeasureCode, Refusal

EDITIONS = 27
"""Two years, both ends included."""
WAITS = (MeasureCode.ASK_TO_MEETING, MeasureCode.FIRST_ACROSS, MeasureCode.SERVED)


@dataclass(frozen=True, slots=True)
class Point:
    """A figure with its margin, as told in the edition of `week`."""

    week: date
    value: float
    low: float
    high: float
    people: int


@dataclass(frozen=True, slots=True)
class Wait:
    """One of the three figures: the newest, and the one of a year before when it was told then."""

    now: Point
    then: Point | None


@dataclass(frozen=True, slots=True)
class Between:
    """Two circles: the ties between them beside chance; `told` None when it concerns too few people."""

    one: Circle
    other: Circle
    told: Point | None


@dataclass(frozen=True, slots=True)
class Signed:
    """A bridge that both circles had signed on a day."""

    on: date
    start: Circle
    end: Circle


@dataclass(frozen=True, slots=True)
class Observed:
    """The observatory on a day. `points`: openness against chance, the oldest first; `circles` those that the
    reader may know, by name; `between` by their two keys, smaller first; `joined` the keys of circles that
    signed a bridge, `own` those that she animates."""

    points: tuple[Point, ...]
    circles: tuple[Circle, ...]
    between: Mapping[tuple[int, int], Between]
    waits: Mapping[MeasureCode, Wait]
    signed: tuple[Signed, ...]
    risks: tuple[BridgeAtRisk, ...]
    joined: frozenset[int]
    own: frozenset[int]
    next_on: date

    @property
    def latest(self) -> Point | None:
        """The newest openness of the network."""
        return self.points[-1] if self.points else None

    @property
    def alone(self) -> tuple[Circle, ...]:
        """The circles that no tie joins to any other, where that may be told, and no bridge either."""
        return tuple(
            circle
            for circle in self.circles
            if circle.pk not in self.joined and _is_alone(circle, self.between)
        )


def observed(reader: Person, at: datetime) -> Observed:
    """Return the observatory. Refused: NOT_ALLOWED to who neither animates a circle nor hosts."""
    own = animated_keys(reader)
    if not own and not reader.is_host:
        raise Refused(Refusal.NOT_ALLOWED)
    on = day_of(None, at)
    known = {
        circle.pk: circle
        for circle in Circle.objects.order_by("name")
        if circle.listed or circle.pk in own or reader.is_host
    }
    told = _Rows(on)
    bridges = signed_bridges(reader, own)
    points = told.points()
    return Observed(
        points=points,
        circles=tuple(known.values()),
        between=told.between(known),
        waits=told.waits(),
        signed=_signed(bridges, points),
        risks=tuple(risks_of(bridges, own, on)),
        joined=frozenset(key for row in bridges for key in (row.start_id, row.end_id)),
        own=own,
        next_on=next_edition(on),
    )


class _Rows:
    """The rows of the whole network and of two circles, the oldest first; one query."""

    def __init__(self, on: date) -> None:
        since = on - timedelta(weeks=EDITION_WEEKS * EDITIONS)
        whole = Q(circle__isnull=True, code__in=(MeasureCode.RATIO, *WAITS), week__gte=since)
        rows = Measure.objects.filter(whole | Q(other__isnull=False, code=MeasureCode.RATIO))
        self.rows = list(rows.order_by("week", "pk"))

    def points(self) -> tuple[Point, ...]:
        """The openness of the network, where it may be told."""
        rows = (row for row in self.rows if row.circle_id is None and row.code == MeasureCode.RATIO)
        return tuple(point for row in rows if (point := _point(row)) is not None)

    def between(self, known: Mapping[int, Circle]) -> dict[tuple[int, int], Between]:
        """The newest row of each two circles. One without people is an honest zero: both have ten or more."""
        newest = {
            (row.circle_id, row.other_id): row
            for row in self.rows
            if row.circle_id is not None and row.other_id is not None
        }
        return {
            (one, other): Between(known[one], known[other], _point(row))
            for (one, other), row in newest.items()
            if one in known and other in known
        }

    def waits(self) -> dict[MeasureCode, Wait]:
        """The newest of each of the three figures, with the one of a year before."""
        told: dict[str, list[Point]] = {}
        for row in self.rows:
            point = _point(row) if row.code in WAITS else None
            if point is not None:
                told.setdefault(row.code, []).append(point)
        return {MeasureCode(code): Wait(points[-1], _a_year_before(points)) for code, points in told.items()}


def _point(row: Measure) -> Point | None:
    """What a row tells outside any circle; None about fewer than ten people."""
    if row.value is None or row.low is None or row.high is None:
        return None
    if row.people and not may_be_told(row.people, outside=True):
        return None
    return Point(row.week, row.value, row.low, row.high, row.people)


def _a_year_before(points: list[Point]) -> Point | None:
    """The figure that stood a year before the newest."""
    day = points[-1].week - timedelta(days=YEAR_DAYS)
    return next((point for point in reversed(points) if point.week <= day), None)


def _signed(bridges: Sequence[Bridge], points: tuple[Point, ...]) -> tuple[Signed, ...]:
    """The bridges signed in the months told, the oldest first."""
    if not points:
        return ()
    found = (
        Signed(max(one.signed_on for one in row.signatures.all()), row.start, row.end) for row in bridges
    )
    return tuple(sorted((one for one in found if one.on >= points[0].week), key=lambda one: one.on))


def _is_alone(circle: Circle, between: Mapping[tuple[int, int], Between]) -> bool:
    cells = [cell for two, cell in between.items() if circle.pk in two]
    return bool(cells) and all(cell.told is not None and cell.told.value == 0 for cell in cells)
