"""What this is, for somebody who never heard of it, with a true picture of the circles that may be shown."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.queries.directory import ListedCircle, OpenFabric, open_fabric
from tisserand.web import motif
from tisserand.web.cloth import NARROW, WIDE, ClothBridge, ClothCircle, Loom, cloth
from tisserand.web.dyes import DYES
from tisserand.web.request import PageRequest
from tisserand.web.tags import count

FEWEST = 2
"""Circles from which a picture tells more than a name."""


@require_safe
def about(request: PageRequest) -> HttpResponse:
    """Say what this is, how it goes, what never happens, and show the fabric as far as circles agreed."""
    return render(request, "public/about.html", {"fabric": fabric_for(request)})


def fabric_for(request: PageRequest, where: str = "") -> dict[str, Any] | None:
    """What a template shows of the open fabric: two pictures and the same facts in lists, which stand in the
    page `where` (empty: this one); None when too few circles agreed to be listed."""
    reader = request.user if request.user.is_authenticated else None
    found = open_fabric(reader, network_day(request.at))
    if len(found.circles) < FEWEST:
        return None
    circles, bridges = drawn(found, where)
    words = gettext("Picture of the fabric; the same facts are in the two lists that follow")
    return {
        "wide": picture(circles, bridges, WIDE, words),
        "narrow": picture(circles, bridges, NARROW, words),
        "circles": found.circles,
        "bridges": [(found.circles[a], found.circles[b]) for a, b in found.bridges],
        "others": found.others,
        "where": where,
    }


@lru_cache(maxsize=8)
def picture(
    circles: tuple[ClothCircle, ...], bridges: tuple[ClothBridge, ...], loom: Loom, words: str
) -> SafeString:
    """Return the picture of these circles: the same for every reader, so drawn once."""
    return mark_safe(cloth(circles, bridges, loom, words=words))


def drawn(found: OpenFabric, where: str = "") -> tuple[tuple[ClothCircle, ...], tuple[ClothBridge, ...]]:
    """Return the circles and bridges to draw: one thread of each colour, and no stitch under ten people."""
    circles = tuple(
        ClothCircle(one.name, *dyed(one), people=max(one.people, 5), line=people_in(one), bare=not one.people)
        for one in found.circles
    )
    bridges = tuple(
        ClothBridge(
            a, b, 1,
            gettext("Bridge between %(a)s and %(b)s") % {"a": circles[a].name, "b": circles[b].name},
            f"{where}#bridge-{place}",
        )
        for place, (a, b) in enumerate(found.bridges, start=1)
    )  # fmt: skip
    return circles, bridges


def dyed(circle: ListedCircle) -> tuple[str, str]:
    """Return the dye and the weave of a circle; the first ones when its row holds none that we know."""
    if circle.dye in DYES and circle.weave in motif.WEAVES:
        return circle.dye, circle.weave
    first = next(iter(DYES))
    return first, DYES[first].weave


def people_in(circle: ListedCircle) -> str:
    """Return how many people a circle has, in tens; in words under ten."""
    if not circle.people:
        return gettext("fewer than 10 people")
    return gettext("%(number)s people or more") % {"number": count(circle.people)}
