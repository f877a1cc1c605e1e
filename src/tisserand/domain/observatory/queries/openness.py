"""How open a circle or the network is, week after week; the first argument is the person who looks."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tisserand.domain.circles.models import Circle
from tisserand.domain.circles.queries import membership_of
from tisserand.domain.observatory.models import Measure
from tisserand.domain.observatory.rules import may_be_told
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import check_host
from tisserand.domain.refused import Refused
from tisserand.vocabulary import MeasureCode, Refusal

WEEKS = 26
"""Editions read: two years of them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One edition, of the four weeks before `week`: the `share` of ties that cross circles, what chance would
    give (`expected`, 95 % of its draws in `low`..`high`), and the people who hold these ties. `ratio_low`,
    `ratio_high`: the margin of the ratio itself, None when it was not told."""

    week: date
    share: float
    expected: float
    low: float
    high: float
    people: int
    ratio_low: float | None = None
    ratio_high: float | None = None

    @property
    def ratio(self) -> float | None:
        """The share beside chance: 1 is as open as chance; None when nothing could cross."""
        return self.share / self.expected if self.expected else None

    @property
    def is_chance(self) -> bool:
        """Whether the share is within what chance gives."""
        return self.low <= self.share <= self.high


@dataclass(frozen=True, slots=True)
class OpennessTold:
    """The editions of two years, the newest first; `latest` None when nothing may be told."""

    weeks: tuple[Figure, ...]

    @property
    def latest(self) -> Figure | None:
        """The newest figure."""
        return self.weeks[0] if self.weeks else None


def openness_of(person: Person, circle: Circle) -> OpennessTold:
    """How open a circle of hers is; nothing about fewer than five. Refused: NOT_FOUND to who is not in it."""
    if membership_of(person, circle) is None:
        raise Refused(Refusal.NOT_FOUND)
    return openness_told(circle)


def openness_told(circle: Circle) -> OpennessTold:
    """How open a circle is, for somebody who is in it (the caller's to check); one query."""
    return _told(Measure.objects.filter(circle=circle), outside=False)


def openness_of_network(host: Person) -> OpennessTold:
    """How open the whole network is; nothing about fewer than ten. Refused: NOT_ALLOWED but to the host."""
    check_host(host)
    return _told(Measure.objects.filter(circle__isnull=True), outside=True)


def _told(rows: QuerySet[Measure], *, outside: bool) -> OpennessTold:
    codes = (MeasureCode.OPENNESS, MeasureCode.RATIO)
    newest = list(rows.filter(code__in=codes, other__isnull=True).order_by("-week", "code")[: 2 * WEEKS])
    margin = {row.week: (row.low, row.high) for row in newest if row.code == MeasureCode.RATIO}
    return OpennessTold(
        tuple(
            Figure(
                row.week, row.value, row.expected, row.low, row.high, row.people,
                *margin.get(row.week, (None, None)),
            )
            for row in newest
            if row.code == MeasureCode.OPENNESS
            and may_be_told(row.people, outside=outside)
            and row.value is not None
            and row.expected is not None
            and row.low is not None
            and row.high is not None
        )
    )  # fmt: skip
