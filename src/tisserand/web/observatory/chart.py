"""Openness over time, drawn on the server: a line, its margin, chance, and the bridges signed on the way.

It is hidden from readers of screens: the table beside says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise

from django.utils import formats

from tisserand.domain.observatory.queries import Point, Signed
from tisserand.web.labels import text_width
from tisserand.web.tags import decimal

FOOT, HEAD = 34, 36
LETTER = 14.0
STEPS = (0.2, 0.25, 0.5, 1.0)
VALUE = 60
"""Room kept for the newest value."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a picture: its width and height, the room kept on the left, how many bridges it names."""

    name: str
    width: int
    height: int
    left: int
    marks: int
    dates: int


WIDE = Frame("trend-wide", 748, 330, 44, 3, 5)
NARROW = Frame("trend-narrow", 340, 280, 34, 1, 3)


class _Plane:
    """Where a day and a value are in the picture."""

    def __init__(self, frame: Frame, points: Sequence[Point]) -> None:
        self.frame = frame
        self.first, self.last = points[0].week.toordinal(), points[-1].week.toordinal()
        self.top = max(1.0, *(point.high for point in points)) * 1.02
        self.right = frame.width - 14

    def x(self, on: date) -> float:
        span = max(self.last - self.first, 1)
        part = (on.toordinal() - self.first) / span
        return self.frame.left + part * (self.right - self.frame.left)

    def y(self, value: float) -> float:
        floor = self.frame.height - FOOT
        return floor - (floor - HEAD) * value / self.top


def trend(points: Sequence[Point], signed: Sequence[Signed], frame: Frame, chance: str) -> str:
    """The picture of openness over time, as SVG; `chance` names the line of what chance would give."""
    plane = _Plane(frame, points)
    parts = [_grid(plane), _band(plane, points), _chance(plane, chance)]
    line = " ".join(f"{plane.x(point.week):.1f},{plane.y(point.value):.1f}" for point in points)
    parts += [f'<polyline class="line" points="{line}"/>', _marks(plane, points, signed)]
    last = points[-1]
    x, y = plane.x(last.week), plane.y(last.value)
    above = min(plane.y(last.high) - 12, y - 20)
    parts.append(f'<circle class="now" cx="{x:.1f}" cy="{y:.1f}" r="6"/>')
    parts.append(
        f'<text class="value" x="{x:.1f}" y="{above:.1f}" text-anchor="end">{decimal(last.value)}</text>'
    )
    parts.append(_dates(plane, points))
    return (
        f'<svg class="trend {frame.name}" viewBox="0 0 {frame.width} {frame.height}" aria-hidden="true" '
        f'focusable="false">{"".join(parts)}</svg>'
    )


def _grid(plane: _Plane) -> str:
    step = next((step for step in STEPS if plane.top / step <= 6), STEPS[-1])
    found = []
    for number in range(int(plane.top / step) + 1):
        value = number * step
        y = plane.y(value)
        found.append(f'<path class="rule" d="M{plane.frame.left} {y:.1f}H{plane.right}"/>')
        label = decimal(value, 0 if value in (0, 1) else 1 if step >= 0.2 and step != 0.25 else 2)
        found.append(
            f'<text class="axis" x="{plane.frame.left - 8}" y="{y + 5:.1f}" text-anchor="end">{label}</text>'
        )
    return "".join(found)


def _band(plane: _Plane, points: Sequence[Point]) -> str:
    over = [f"{plane.x(point.week):.1f},{plane.y(point.high):.1f}" for point in points]
    under = [f"{plane.x(point.week):.1f},{plane.y(point.low):.1f}" for point in reversed(points)]
    return f'<polygon class="margin-band" points="{" ".join(over + under)}"/>'


def _chance(plane: _Plane, words: str) -> str:
    y = plane.y(1)
    return (
        f'<path class="by-chance" d="M{plane.frame.left} {y:.1f}H{plane.right}"/>'
        f'<text class="label" x="{plane.frame.left + 4}" y="{y - 8:.1f}">{escape(words)}</text>'
    )


def _marks(plane: _Plane, points: Sequence[Point], signed: Sequence[Signed]) -> str:
    """The bridges signed, each on the line with its name above: as many as leave room to each other."""
    found: list[str] = []
    taken: list[tuple[float, float]] = []
    named, end = 0, plane.right - VALUE
    for one in signed:
        x = plane.x(one.on)
        y = plane.y(_value_on(points, one.on))
        words = f"{one.start.name}, {one.end.name}"
        wide = text_width(words, LETTER)
        start = min(max(x - wide / 2, plane.frame.left), end - wide)
        if named < plane.frame.marks and start >= plane.frame.left and _is_free(taken, start, start + wide):
            taken.append((start - 16, start + wide + 16))
            named += 1
            height = plane.y(plane.top * 0.72)
            found.append(f'<path class="leader" d="M{x:.1f} {y - 5:.1f}V{height + 6:.1f}"/>')
            found.append(f'<text class="label" x="{start:.1f}" y="{height:.1f}">{escape(words)}</text>')
        found.append(f'<circle class="bridge-mark" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>')
    return "".join(found)


def _is_free(taken: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    return all(end < low or start > high for low, high in taken)


def _value_on(points: Sequence[Point], on: date) -> float:
    """The value of the line on a day, between two points."""
    for before, after in pairwise(points):
        if before.week <= on <= after.week:
            part = (on - before.week) / (after.week - before.week)
            return before.value + part * (after.value - before.value)
    return points[-1].value if on > points[-1].week else points[0].value


def _dates(plane: _Plane, points: Sequence[Point]) -> str:
    count = min(plane.frame.dates, len(points))
    places = sorted({round(rank * (len(points) - 1) / max(count - 1, 1)) for rank in range(count)})
    found = []
    for place in places:
        anchor = "start" if place == 0 else "end" if place == len(points) - 1 else "middle"
        words = formats.date_format(points[place].week, "F Y")
        x, y = plane.x(points[place].week), plane.frame.height - 8
        found.append(f'<text class="axis" x="{x:.1f}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>')
    return "".join(found)
