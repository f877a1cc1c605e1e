"""The fabric picture: a circle is a patch of stitches, a bridge two twisted threads with a knot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from zlib import crc32

import numpy as np

from tisserand.web.dyes import DYES
from tisserand.web.layout import Plan, Spot, plan, text_width
from tisserand.web.motif import knot, swatch

_HALF_WAVE = 20.0
_MOST_STITCHES = 150


@dataclass(frozen=True, slots=True)
class ClothCircle:
    """A circle to draw: its people, the second line of its label, a third one when no bridge reaches it."""

    name: str
    dye: str
    weave: str
    people: int
    line: str
    alone: str = ""


@dataclass(frozen=True, slots=True)
class ClothBridge:
    """A bridge to draw between circles `a` and `b` (their rank): more threads, more ties."""

    a: int
    b: int
    threads: int
    words: str
    target: str
    at_risk: bool = False


@dataclass(frozen=True, slots=True)
class Loom:
    """The size of a picture: its width, its columns, the height of a slot, the pitch of a stitch, how long a
    bridge should be (in distances between neighbours)."""

    width: float
    columns: int
    slot_height: float
    pitch: float
    length: float
    name_size: float = 15.5


WIDE = Loom(width=760, columns=4, slot_height=212, pitch=9.4, length=1.25)
NARROW = Loom(width=358, columns=2, slot_height=148, pitch=6.8, length=1.1, name_size=13.5)


def _num(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def people_per_stitch(circles: Sequence[ClothCircle]) -> int:
    """How many people one stitch stands for: one, unless the largest circle would not fit in a patch."""
    return max(1, -(-max((c.people for c in circles), default=0) // _MOST_STITCHES))


def _cells(circle: ClothCircle, per: int) -> list[tuple[int, int]]:
    """The places of a patch's stitches: the nearest to its middle, with an edge as of cloth cut by hand."""
    wanted = max(1, -(-circle.people // per))
    side = math.ceil(math.sqrt(wanted)) + 2
    rng = np.random.default_rng(crc32(circle.name.encode()))
    stretch, uneven = rng.uniform(0.88, 1.14), rng.uniform(1.0, 1.9, 2 * side + 1)
    ranked = sorted(
        (abs(x * stretch) ** 3.2 * uneven[y + side] + abs(y / stretch) ** 3.2 + abs(x) / 99, y, x)
        for y in range(-side, side + 1)
        for x in range(-side, side + 1)
    )
    return [(x, y) for _, y, x in ranked[:wanted]]


def _tilt(circle: ClothCircle) -> float:
    return crc32(circle.name.encode()[::-1]) % 25 - 12.0


def _radius(cells: list[tuple[int, int]], pitch: float) -> float:
    middle = np.mean(cells, axis=0)
    far = max(math.hypot(x - middle[0], y - middle[1]) for x, y in cells)
    return (far + 0.75) * pitch + 2


def _patch(circle: ClothCircle, cells: list[tuple[int, int]], pitch: float, at: tuple[float, float]) -> str:
    """One circle: its cloth (one run per row, so that the edge is round) and its stitches."""
    colour = DYES[circle.dye].colour
    mx, my = (float(v) for v in np.mean(cells, axis=0))
    rows: dict[int, list[int]] = {}
    for x, y in cells:
        rows.setdefault(y, []).append(x)
    runs = "".join(
        f"M{_num((min(xs) - mx - 0.5) * pitch)} {_num((y - my - 0.5) * pitch)}"
        f"h{_num((max(xs) - min(xs) + 1) * pitch)}v{_num(pitch)}H{_num((min(xs) - mx - 0.5) * pitch)}z"
        for y, xs in sorted(rows.items())
    )
    long, thick = pitch * 0.52, pitch * 0.2
    stitches = "".join(
        f"M{_num((x - mx) * pitch - w / 2)} {_num((y - my) * pitch - h / 2)}h{_num(w)}v{_num(h)}h-{_num(w)}z"
        for x, y in sorted(cells)
        for w, h in [(long, thick) if (x + y) % 2 else (thick, long)]
    )
    soft = f'stroke-width="{_num(pitch * 0.5)}" stroke-linejoin="round"'
    return (
        f'<g transform="translate({_num(at[0])} {_num(at[1])}) rotate({_num(_tilt(circle))})" '
        f'color="{colour}">'
        f"<title>{escape(circle.name)}</title>"
        f'<path class="ground" d="{runs}" {soft}/>'
        f'<path class="tint" d="{runs}" {soft}/>'
        f'<path class="stitch" d="{stitches}" stroke-width="{_num(pitch * 0.17)}" '
        'stroke-linejoin="round"/></g>'
    )


def _halves(count: int, wave: float, start: float, shifts: Sequence[float], tall: float, first: int) -> str:
    """Every other half wave from lobe to lobe, one curve per strand; `first` 0 or 1 says which ones."""
    pieces = []
    for i in range(first, count, 2):
        y = start if i % 2 == 0 else -start
        x = i * wave
        for shift in shifts:
            top, bottom = _num(y * tall + shift), _num(-y * tall + shift)
            pieces.append(
                f"M{_num(x - 0.5)} {top}h.5C{_num(x + wave * 0.364)} {top} {_num(x + wave * 0.636)} {bottom} "
                f"{_num(x + wave)} {bottom}h.5"
            )
    return "".join(pieces)


def _twist(a: ClothCircle, b: ClothCircle, bridge: ClothBridge, length: float, pitch: float) -> str:
    """Two bundles of threads twisted together over this length, each passing over and under in turn."""
    count = max(2, round(length / _HALF_WAVE))
    wave, width = length / count, max(1.9, pitch * 0.22)
    shifts = [(i - (bridge.threads - 1) / 2) * (width + 1.3) for i in range(bridge.threads)]
    tall = 4.6 + 1.5 * (bridge.threads - 1)
    broken = ' stroke-dasharray="6.5 5"' if bridge.at_risk else ""
    strands = [(a, 1.0), (b, -1.0)]

    def drawn(circle: ClothCircle, path: str) -> str:
        dye = DYES[circle.dye]
        kind = "strand lit" if dye.deep else "strand"
        return f'<path class="{kind}" color="{dye.colour}" d="{path}" stroke-width="{_num(width)}"{broken}/>'

    under = "".join(
        drawn(c, _halves(count, wave, start, shifts, tall, first)) for first, (c, start) in enumerate(strands)
    )
    over_paths = [
        (c, _halves(count, wave, start, shifts, tall, 1 - first)) for first, (c, start) in enumerate(strands)
    ]
    casing = "".join(path for _, path in over_paths)
    return (
        f'<g fill="none">{under}<path class="casing" d="{casing}" stroke-width="{_num(width + 3)}"/>'
        f"{''.join(drawn(c, path) for c, path in over_paths)}</g>"
    )


def _threads(
    circles: Sequence[ClothCircle], spots: Sequence[Spot], bridge: ClothBridge, p: Plan, pitch: float
) -> str:
    start, end = p.centres[bridge.a], p.centres[bridge.b]
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    skip = spots[bridge.a].radius * 0.45
    length = math.dist(start, end) - skip - spots[bridge.b].radius * 0.45
    x, y = start[0] + math.cos(angle) * skip, start[1] + math.sin(angle) * skip
    twist = _twist(circles[bridge.a], circles[bridge.b], bridge, length, pitch)
    return f'<g transform="translate({_num(x)} {_num(y)}) rotate({_num(math.degrees(angle))})">{twist}</g>'


def _tied(circles: Sequence[ClothCircle], bridge: ClothBridge, at: Sequence[float], size: int) -> str:
    """The knot of a bridge: a link to the same facts in the list, with an exclamation mark when at risk."""
    x, y, half = float(at[0]), float(at[1]), size / 2
    mark = (
        f'<circle class="alarm" cx="{_num(x + half)}" cy="{_num(y - half)}" r="8.5"/>'
        f'<path class="on-alarm" d="M{_num(x + half)} {_num(y - half - 4.5)}v5m0 2.4v2"/>'
        if bridge.at_risk
        else ""
    )
    words = escape(bridge.words)
    sign = knot(circles[bridge.a].dye, circles[bridge.b].dye, size, at=(x - half, y - half))
    return (
        f'<a href="#{escape(bridge.target)}" aria-label="{words}"><title>{words}</title>'
        f'<circle cx="{_num(x)}" cy="{_num(y)}" r="22" fill="transparent"/>'
        f'<rect class="ground" x="{_num(x - half - 2)}" y="{_num(y - half - 2)}" width="{size + 4}" '
        f'height="{size + 4}" rx="3"/>{sign}{mark}</a>'
    )


def _label(circle: ClothCircle, p: Plan, rank: int, loom: Loom) -> str:
    box = p.labels[rank]
    base, left = box.y + loom.name_size, _num(box.x + 23)
    third = (
        f'<text class="count alone" x="{left}" y="{_num(base + 35)}">{escape(circle.alone)}</text>'
        if circle.alone
        else ""
    )
    return (
        f"{swatch(circle.dye, circle.weave, 16, at=(box.x, base - 13.5))}"
        f'<text class="name" x="{left}" y="{_num(base)}">{escape(circle.name)}</text>'
        f'<text class="count" x="{left}" y="{_num(base + 18)}">{escape(circle.line)}</text>{third}'
    )


def _spot(circle: ClothCircle, cells: list[tuple[int, int]], loom: Loom) -> Spot:
    halo, third = (10, 17) if circle.alone else (0, 0)
    wide = max(
        text_width(circle.name, loom.name_size), text_width(circle.line, 13), text_width(circle.alone, 13)
    )
    return Spot(_radius(cells, loom.pitch) + halo, 23 + wide, loom.name_size + 24 + third)


def cloth_plan(
    circles: Sequence[ClothCircle], bridges: Sequence[ClothBridge], loom: Loom
) -> tuple[Plan, tuple[Spot, ...]]:
    """Where everything stands in the picture, and the room each circle took."""
    per = people_per_stitch(circles)
    spots = tuple(_spot(circle, _cells(circle, per), loom) for circle in circles)
    found = plan(
        spots,
        tuple((bridge.a, bridge.b) for bridge in bridges),
        width=loom.width,
        columns=loom.columns,
        slot_height=loom.slot_height,
        length=loom.length,
    )
    return found, spots


def cloth(circles: Sequence[ClothCircle], bridges: Sequence[ClothBridge], loom: Loom, *, words: str) -> str:
    """The fabric as one SVG string; `words` names the picture for readers who do not see it.

    Same circles and bridges, same picture. Each knot is a link to `bridge.target` in the page.
    """
    if not circles:
        return ""
    per = people_per_stitch(circles)
    p, spots = cloth_plan(circles, bridges, loom)
    size = 32 if loom.pitch > 9 else 26
    rings = "".join(
        f'<circle class="ring" cx="{_num(x)}" cy="{_num(y)}" r="{_num(spot.radius)}"/>'
        for circle, spot, (x, y) in zip(circles, spots, p.centres, strict=True)
        if circle.alone
    )
    patches = "".join(
        _patch(circle, _cells(circle, per), loom.pitch, (float(x), float(y)))
        for circle, (x, y) in zip(circles, p.centres, strict=True)
    )
    threads = "".join(_threads(circles, spots, bridge, p, loom.pitch) for bridge in bridges)
    knots = "".join(_tied(circles, bridge, at, size) for bridge, at in zip(bridges, p.knots, strict=True))
    labels = "".join(_label(circle, p, rank, loom) for rank, circle in enumerate(circles))
    return (
        f'<svg class="cloth" viewBox="0 0 {_num(p.width)} {_num(p.height)}" role="group" '
        f'aria-label="{escape(words)}">{threads}{rings}{patches}{knots}{labels}</svg>'
    )
