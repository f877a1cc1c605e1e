"""The fabric as a table to download, and as points for the picture that is explored."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tisserand.domain.observatory.queries.fabric import FabricTold
from tisserand.formats.output import Value, csv_lines
from tisserand.web.access import signed_in
from tisserand.web.dyes import DYES
from tisserand.web.fabric.asked import View, asked_of, fabric_asked, found_in
from tisserand.web.fabric.pictures import FEW, marked, strands
from tisserand.web.fabric.said import alone_said, name_of, people_said, risk_said, themes_said, ties_said
from tisserand.web.labels import Spot
from tisserand.web.layout import Plan, plan
from tisserand.web.patches import Cells, cells_of, radius_of, tilt_of
from tisserand.web.request import PageRequest

PITCH = 10.0
"""Units between two stitches."""
MOST_STITCHES = 60_000
_ROOM = 2.6
"""How many times the area of its patches the whole has."""


@signed_in
@require_safe
def fabric_csv(request: PageRequest) -> HttpResponse:
    """The list of the page as a table: bridges, then circles; a spreadsheet takes no cell for a formula."""
    asked = asked_of(request)
    if asked.view in (None, View.MINE):
        asked = asked.with_(view=View.ALL)
    told = fabric_asked(request, asked)
    themes = {one.ref: themes_said(one) for one in told.bridges}
    bridges, circles = found_in(told, asked, themes)
    rows: list[list[Value]] = [
        [
            gettext("bridge"), told.circles[one.a].name, told.circles[one.b].name, "", ties_said(one.ties),
            themes[one.ref], one.until.isoformat(), risk_said(one),
        ]
        for one in bridges
    ]  # fmt: skip
    rows += [
        [gettext("circle"), one.name, "", one.town, people_said(one.people), "", "", alone_said(one)]
        for one in circles
    ]
    header = [
        gettext("what"), gettext("circle"), gettext("other circle"), gettext("town"), gettext("how many"),
        gettext("themes"), gettext("review"), gettext("note"),
    ]  # fmt: skip
    page = HttpResponse("\ufeff" + "".join(csv_lines(header, rows)), content_type="text/csv; charset=utf-8")
    page["Content-Disposition"] = f'attachment; filename="{gettext("fabric")}.csv"'
    return page


@signed_in
@require_safe
def fabric_points(request: PageRequest) -> JsonResponse:
    """What the picture to explore is made of: places, colours and the words of the list, never a person."""
    asked = asked_of(request)
    return JsonResponse(points_of(fabric_asked(request, asked.with_(view=asked.view or View.ALL))))


def points_of(told: FabricTold) -> dict[str, Any]:
    """Circles with their place, tilt and rows of stitches (y, first x, last x, in cells), bridges with their
    ends, and how many people a stitch stands for."""
    drawn = [one.people or FEW for one in told.circles]
    per = max(1, -(-sum(drawn) // MOST_STITCHES))
    shapes = [cells_of(one.name, -(-n // per)) for one, n in zip(told.circles, drawn, strict=True)]
    found = _placed(
        tuple(radius_of(cells, PITCH) for cells in shapes), tuple((one.a, one.b) for one in told.bridges)
    )
    most = max((one.ties or 0 for one in told.bridges), default=0)
    return {
        "pitch": PITCH,
        "per": per,
        "width": round(found.width),
        "height": round(found.height),
        "circles": [
            {
                "ref": one.ref,
                "name": one.name,
                "line": people_said(one.people),
                "alone": alone_said(one),
                "colour": DYES[marked(one)[0]].colour,
                "you": gettext("You") if rank == told.home else "",
                "x": round(float(found.centres[rank][0])),
                "y": round(float(found.centres[rank][1])),
                "r": round(radius_of(cells, PITCH)),
                "tilt": tilt_of(one.name),
                "rows": _rows(cells),
            }
            for rank, (one, cells) in enumerate(zip(told.circles, shapes, strict=True))
        ],
        "bridges": [
            {
                "ref": one.ref,
                "a": one.a,
                "b": one.b,
                "threads": strands(one.ties, most),
                "broken": one.broken,
                "words": name_of(told, one),
                "line": ", ".join(filter(None, (ties_said(one.ties), risk_said(one)))),
            }
            for one in told.bridges
        ],
    }


def _rows(cells: Cells) -> list[int]:
    """The cells row by row: y, the first x, the last x."""
    found: dict[int, list[int]] = {}
    for x, y in cells:
        found.setdefault(y, []).append(x)
    return [value for y, xs in sorted(found.items()) for value in (y, min(xs), max(xs))]


@lru_cache(maxsize=8)
def _placed(radii: tuple[float, ...], bridges: tuple[tuple[int, int], ...]) -> Plan:
    """Places for circles without labels, in a picture a little wider than high."""
    spots = tuple(Spot(radius, 0, 0) for radius in radii)
    width = max(400.0, math.sqrt(_ROOM * sum((2 * radius) ** 2 for radius in radii) * 1.2))
    return plan(spots, bridges, width=width, length=60)
