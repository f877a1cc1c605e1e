"""The page of the fabric: my threads, my circle, all that I may see; the picture with its list."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tisserand.domain.circles.queries import circles_of
from tisserand.domain.observatory.queries.fabric import FabricTold, Patch, Woven, fabric_of
from tisserand.domain.observatory.queries.first_bridge import FirstBridge, first_bridges
from tisserand.domain.observatory.queries.threads import threads_of
from tisserand.vocabulary import Role
from tisserand.web.access import signed_in, words
from tisserand.web.fabric.asked import Asked, Listed, View, asked_of, fabric_asked, found_in
from tisserand.web.fabric.pictures import picture_of, threads_picture
from tisserand.web.fabric.said import people_said, risk_said, themes_said, ties_said
from tisserand.web.request import PageRequest
from tisserand.wording.choices import ask_type

AT_FIRST = 12
"""Rows of the list before « see all »."""
SUGGESTIONS = 2


class Segment(NamedTuple):
    """One choice among a few views."""

    name: str
    address: str
    here: bool


class BridgeRow(NamedTuple):
    """A bridge in the list; `choose` shows it in the picture."""

    bridge: Woven
    a: Patch
    b: Patch
    ties: str
    themes: str
    risk: str
    choose: str
    here: bool


class CircleRow(NamedTuple):
    """A circle in the list."""

    circle: Patch
    people: str
    choose: str
    here: bool


class Suggestion(NamedTuple):
    """A first bridge that could be, with its theme in words."""

    bridge: FirstBridge
    theme: str


@signed_in
@require_safe
def fabric(request: PageRequest) -> HttpResponse:
    """The fabric, from where its reader stands."""
    asked = asked_of(request)
    if asked.view is None:
        request.memberships = circles_of(request.user)
        sees_all = request.user.is_host or any(row.role == Role.ANIMATOR for row in request.memberships)
        asked = asked.with_(view=View.ALL if sees_all else View.MINE)
    if asked.view is View.MINE:
        return _mine(request, asked)
    return _woven(request, asked)


def _mine(request: PageRequest, asked: Asked) -> HttpResponse:
    told = fabric_of(request.user, request.at, figures=False)
    threads = threads_of(request.user, told)
    own = {rank for rank, one in enumerate(told.circles) if one.own}
    ways = [
        (told.circles[here], told.circles[there], themes_said(one))
        for one in told.bridges
        for here, there in ((one.a, one.b), (one.b, one.a))
        if here in own and there not in own and not told.circles[there].hidden
    ]
    shown = {
        "asked": asked,
        "views": _views(asked),
        "threads": threads,
        "count": sum(len(one.threads) for one in threads),
        "places": len(threads),
        "ways": ways,
        "beyond": told.beyond,
        "home": told.home is not None,
        "picture": threads_picture(told, threads) if own else None,
    }
    return render(request, "fabric/mine.html", shown)


def _woven(request: PageRequest, asked: Asked) -> HttpResponse:
    told = fabric_asked(request, asked)
    themes = {one.ref: themes_said(one) for one in told.bridges}
    bridges, circles = found_in(told, asked, themes)
    everything = bool(request.GET.get("everything"))
    rows: list[Any] = [_bridge_row(told, one, asked, themes) for one in bridges]
    if asked.listed is Listed.CIRCLES:
        rows = [_circle_row(one, asked) for one in circles]
    rows.sort(key=lambda row: not row.here)
    chosen = _chosen(told, asked, themes)
    shown = {
        "asked": asked,
        "views": _views(asked),
        "told": told,
        "home": told.circles[told.home] if told.home is not None else None,
        "hers": [one for one in told.circles if one.own],
        "touched": len(told.circles) - 1,
        "lists": _lists(asked),
        "rows": rows if everything else rows[:AT_FIRST],
        "others": 0 if everything else max(0, len(rows) - AT_FIRST),
        "everything": f"{asked.address()}&everything=1",
        "chosen": chosen,
        "picture": picture_of(told, asked),
        "first_bridges": _first_bridges(request, told),
    }
    return render(request, "fabric/fabric.html", shown)


def _first_bridges(request: PageRequest, told: FabricTold) -> list[Suggestion]:
    """What to propose for the circles without a bridge: those of hers first, two at most."""
    found = first_bridges(request.user, told, request.at) if told.alone else []
    found.sort(key=lambda one: (not one.circle.animated, not one.other.animated))
    return [
        Suggestion(one, ask_type(one.theme, words()).lower() if one.theme else "")
        for one in found[:SUGGESTIONS]
    ]


def _views(asked: Asked) -> list[Segment]:
    named = (
        (View.MINE, gettext("My threads")),
        (View.CIRCLE, gettext("My circle")),
        (View.ALL, gettext("All")),
    )
    return [Segment(name, Asked(view).address(), view is asked.view) for view, name in named]


def _lists(asked: Asked) -> list[Segment]:
    named = ((Listed.BRIDGES, gettext("Bridges")), (Listed.CIRCLES, gettext("Circles")))
    return [
        Segment(name, asked.with_(listed=listed, at="").address("#list"), listed is asked.listed)
        for listed, name in named
    ]


def _bridge_row(told: FabricTold, one: Woven, asked: Asked, themes: dict[str, str]) -> BridgeRow:
    a, b = told.circles[one.a], told.circles[one.b]
    choose = asked.with_(at=one.ref, listed=Listed.BRIDGES).address("#here")
    return BridgeRow(
        one, a, b, ties_said(one.ties), themes[one.ref], risk_said(one), choose, one.ref == asked.at
    )


def _circle_row(one: Patch, asked: Asked) -> CircleRow:
    choose = asked.with_(at=one.ref, listed=Listed.CIRCLES).address("#here")
    return CircleRow(one, people_said(one.people), choose, one.ref == asked.at)


def _chosen(told: FabricTold, asked: Asked, themes: dict[str, str]) -> BridgeRow | CircleRow | None:
    """What the address points at, whatever the list shows."""
    for bridge in told.bridges:
        if bridge.ref == asked.at:
            return _bridge_row(told, bridge, asked, themes)
    return next((_circle_row(one, asked) for one in told.circles if one.ref == asked.at), None)
