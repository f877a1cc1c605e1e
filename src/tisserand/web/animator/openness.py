"""The openness of a circle, in words: the figure, what chance would give, its margin, week after week."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tisserand.domain.circles.queries import animates, circle_for
from tisserand.domain.observatory.queries import Figure, openness_of
from tisserand.web.access import signed_in
from tisserand.web.page import IntervalView
from tisserand.web.request import PageRequest


@signed_in
@require_safe
def openness(request: PageRequest, ref: str) -> HttpResponse:
    """How open a circle is against chance, for those who are in it."""
    circle = circle_for(request.user, ref)
    told = openness_of(request.user, circle)
    shown = {
        "circle": circle,
        "here": "openness",
        "is_animator": animates(request.user, circle),
        "latest": told.latest,
        "thread": against_chance(told.latest) if told.latest else None,
        "weeks": [of_a_hundred(figure) for figure in told.weeks],
    }
    return render(request, "animator/openness.html", shown)


def against_chance(figure: Figure) -> IntervalView | None:
    """The share beside what chance gives: the dot is the circle, the band what chance alone would give."""
    if not figure.expected:
        return None
    # rounded here: what is written keeps its first decimals and drops the others
    ratios = (round(value / figure.expected, 2) for value in (figure.share, figure.low, figure.high))
    return IntervalView(*ratios)


def of_a_hundred(figure: Figure) -> Figure:
    """The same figure, of a hundred ties."""
    hundred = {name: round(getattr(figure, name) * 100) for name in ("share", "expected", "low", "high")}
    return replace(figure, **hundred)
