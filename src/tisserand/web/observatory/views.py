"""The first page of the observatory, and the same figures as a table to download."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tisserand.domain.observatory.queries import Observed, Point, observed
from tisserand.domain.people.queries import day_of
from tisserand.formats.output import Value, csv_lines
from tisserand.vocabulary import MeasureCode
from tisserand.web.access import signed_in
from tisserand.web.observatory.chart import NARROW, WIDE, trend
from tisserand.web.observatory.told import (
    MOST_NAMED,
    gesture_of,
    heat_map,
    months_of,
    risk_rows,
    said_of,
    trend_of,
)
from tisserand.web.request import PageRequest

DIGITS = 2
"""Decimals of a ratio outside: finer ones would tell more than the figure knows."""


@signed_in
@require_safe
def observatory(request: PageRequest) -> HttpResponse:
    """How open the network is, for those who animate a circle and the host; `?report` unfolds everything."""
    seen = observed(request.user, request.at)
    on = day_of(request.user, request.at)
    alone = seen.alone
    shown = {
        "seen": seen,
        "report": "report" in request.GET,
        "trend": trend_of(seen.points),
        "months": months_of(seen.points),
        "alone": alone[0] if len(alone) == 1 else None,
        "alone_count": len(alone),
        "alone_names": alone[:MOST_NAMED],
        "pictures": pictures_of(seen),
        "points": seen.points[::-1],
        "map": heat_map(seen),
        "risks": risk_rows(seen, on),
        "gesture": gesture_of(seen),
        "own": next((circle for circle in seen.circles if circle.pk in seen.own), None),
        "steps": range(1, 8),
        "meeting": said_of(seen.waits.get(MeasureCode.ASK_TO_MEETING)),
        "first": said_of(seen.waits.get(MeasureCode.FIRST_ACROSS)),
        "served": said_of(seen.waits.get(MeasureCode.SERVED), unit=0.01),
    }
    return render(request, "observatory/observatory.html", shown)


def pictures_of(seen: Observed) -> list[str]:
    """The picture of openness over time, for a wide page and for a narrow one; none before two figures."""
    if len(seen.points) < 2:
        return []
    own_first = sorted(seen.signed, key=lambda one: not {one.start.pk, one.end.pk} & seen.own)
    words = ((WIDE, gettext("Chance: everybody meets anybody")), (NARROW, gettext("Chance")))
    return [mark_safe(trend(seen.points, own_first, frame, said)) for frame, said in words]


@signed_in
@require_safe
def observatory_csv(request: PageRequest) -> HttpResponse:
    """The figures of the page as a table; a spreadsheet takes no cell for a formula."""
    seen = observed(request.user, request.at)
    header = [
        gettext("what"), gettext("circle"), gettext("other circle"), gettext("four weeks before"),
        gettext("figure"), gettext("at least"), gettext("at most"),
    ]  # fmt: skip
    lines = csv_lines(header, csv_rows(seen))
    page = HttpResponse("\ufeff" + "".join(lines), content_type="text/csv; charset=utf-8")
    page["Content-Disposition"] = f'attachment; filename="{gettext("observatory")}.csv"'
    return page


def csv_rows(seen: Observed) -> Iterator[list[Value]]:
    """A row for each figure: openness over time, each two circles, the three waits. What concerns too few
    people is in words."""
    for point in seen.points:
        yield [gettext("openness"), "", "", *_cells(point)]
    few = gettext("fewer than ten people")
    for between in seen.between.values():
        told = _cells(between.told) if between.told else ["", few, "", ""]
        yield [gettext("two circles"), between.one.name, between.other.name, *told]
    names = {
        MeasureCode.ASK_TO_MEETING: gettext("from ask to meeting, days"),
        MeasureCode.FIRST_ACROSS: gettext("first tie of newcomers, days"),
        MeasureCode.SERVED: gettext("share who received a proposal"),
    }
    for code, wait in seen.waits.items():
        yield [names[code], "", "", *_cells(wait.now)]


def _cells(point: Point) -> list[Value]:
    low, high = point.low, point.high
    return [point.week.isoformat(), round(point.value, DIGITS), round(low, DIGITS), round(high, DIGITS)]
