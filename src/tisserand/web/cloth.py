"""The fabric picture: a circle is a patch of stitches, a bridge two twisted threads with a knot."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

from tisserand.web.labels import Box, Spot, shortened, text_width
from tisserand.web.layout import Plan, plan
from tisserand.web.motif import knot, swatch
from tisserand.web.patches import Cells, cells_of, dyed, num, patch, places_of, plain, radius_of, twist

_MOST_STITCHES = 150
_MOST_IN_ALL = 2000
_MOST_NAMED = 60
_NAMED = 32
_AT_EASE = 16
"""Circles up to which a picture is drawn at its full size."""
_BRIEF = 24
"""Circles from which a label is a name alone."""
_DRAWN_THREADS = 24
NO_THREADS: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ClothCircle:
    """A circle to draw: its people, the second line of its label, a third one when no bridge reaches it.

    `target`: where a click on it leads. `you`: the word of the mark of who looks, in her circle. `bare`: its
    people are not drawn.
    """

    name: str
    dye: str
    weave: str
    people: int
    line: str
    alone: str = ""
    target: str = ""
    you: str = ""
    selected: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class ClothBridge:
    """A bridge to draw between circles `a` and `b` (their rank): more threads, more ties. Its knot leads to
    `target`, an address or what stands there in the page."""

    a: int
    b: int
    threads: int
    words: str
    target: str
    at_risk: bool = False
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Loom:
    """The size of a picture: its width, the height it takes when it may, the pitch of a stitch, how much
    shows of a bridge, the size of names and the room they have."""

    width: float
    roomy: float
    pitch: float
    length: float
    name_size: float = 15.5
    name_room: float = 210


WIDE = Loom(width=760, roomy=520, pitch=9.4, length=118)
NARROW = Loom(width=358, roomy=430, pitch=6.8, length=84, name_size=13.5, name_room=150)


def people_per_stitch(circles: Sequence[ClothCircle]) -> int:
    """How many people one stitch stands for: one, unless a circle or the whole would not fit in a picture."""
    largest = max((c.people for c in circles), default=0)
    return max(1, -(-largest // _MOST_STITCHES), -(-sum(c.people for c in circles) // _MOST_IN_ALL))


def cloth(
    circles: Sequence[ClothCircle],
    bridges: Sequence[ClothBridge],
    loom: Loom,
    *,
    words: str,
    own: Mapping[int, int] = NO_THREADS,
) -> str:
    """The fabric as one SVG string; `words` names the picture for readers who do not see it.

    Same circles and bridges, same picture. Each knot is a link to `bridge.target`. `own`: how many threads go
    from the mark of who looks to people of each circle, by rank.
    """
    if not circles:
        return ""
    return _Drawing(circles, bridges, loom, own).whole(words)


def cloth_plan(
    circles: Sequence[ClothCircle], bridges: Sequence[ClothBridge], loom: Loom
) -> tuple[Plan, tuple[Spot, ...]]:
    """Where everything stands in the picture, and the room each circle took."""
    drawing = _Drawing(circles, bridges, loom)
    return drawing.plan, drawing.spots


def address(target: str) -> str:
    """The address of a target: itself when it is one, else what has that name in the page."""
    return escape(target if target[:1] in ("?", "/", "#") else f"#{target}")


class _Drawing:
    """One picture being drawn: cells, places and sizes, then each part as SVG."""

    def __init__(
        self,
        circles: Sequence[ClothCircle],
        bridges: Sequence[ClothBridge],
        loom: Loom,
        own: Mapping[int, int] = NO_THREADS,
    ) -> None:
        self.circles, self.bridges, self.loom, self.own = circles, bridges, loom, own
        per = people_per_stitch(circles)
        ease = min(1.0, max(0.4, math.sqrt(_AT_EASE / max(len(circles), 1))))
        self.pitch = loom.pitch * ease
        self.cells: list[Cells] = [cells_of(c.name, -(-c.people // per)) for c in circles]
        self.brief, self.dense = len(circles) > _BRIEF, len(circles) > _MOST_NAMED
        room = loom.name_room * (0.62 if self.brief else 1)
        self.names = [shortened(c.name, loom.name_size, room) for c in circles]
        self.named = self._named()
        self.spots = tuple(self._spot(rank) for rank in range(len(circles)))
        self.plan = plan(
            self.spots, self._pairs(), width=loom.width, length=max(64, loom.length * ease), roomy=loom.roomy
        )
        self.at = [(float(x), float(y)) for x, y in self.plan.centres]
        self.knot_size = round(max(20, (32 if loom.pitch > 9 else 26) * math.sqrt(ease)))

    def _named(self) -> frozenset[int]:
        """The circles whose name is written: all of them, or the largest when they are too many to read."""
        ranks = range(len(self.circles))
        if not self.dense:
            return frozenset(ranks)
        largest = sorted(ranks, key=lambda rank: (-self.circles[rank].people, rank))[:_NAMED]
        hers = [rank for rank in ranks if self.circles[rank].you or self.circles[rank].selected]
        return frozenset((*largest, *hers))

    def _pairs(self) -> tuple[tuple[int, int], ...]:
        """What should stand near: the ends of each bridge, then who looks and those she is tied to."""
        pairs = [(bridge.a, bridge.b) for bridge in self.bridges]
        mine = next((rank for rank, circle in enumerate(self.circles) if circle.you), None)
        known = {frozenset(pair) for pair in pairs}
        if mine is not None:
            near = (rank for rank in sorted(self.own) if rank != mine)
            pairs += [(mine, rank) for rank in near if frozenset((mine, rank)) not in known]
        return tuple(pairs)

    def _spot(self, rank: int) -> Spot:
        circle = self.circles[rank]
        radius = radius_of(self.cells[rank], self.pitch) + (10 if circle.alone else 0)
        if rank not in self.named:
            return Spot(radius, 0, 0)
        wide = text_width(self.names[rank], self.loom.name_size)
        if self.brief:
            return Spot(radius, 21 + wide, self.loom.name_size + 5)
        wide = max(wide, text_width(circle.line, 13), text_width(circle.alone, 13))
        return Spot(radius, 23 + wide, self.loom.name_size + 24 + (17 if circle.alone else 0))

    def whole(self, words: str) -> str:
        """The picture, from what lies under to what lies over."""
        ranks = range(len(self.circles))
        parts = [
            *map(self._threads, self.bridges),
            *(self._ring(rank) for rank in ranks),
            *(self._patch(rank) for rank in ranks),
            self._own(),
            *(self._tied(*one) for one in enumerate(self.bridges) if not self.dense or one[1].selected),
            *(self._label(rank) for rank in sorted(self.named)),
            *(self._mark(rank) for rank in ranks if self.circles[rank].you),
        ]
        return (
            f'<svg class="cloth" viewBox="0 0 {num(self.plan.width)} {num(self.plan.height)}" role="group" '
            f'aria-label="{escape(words)}">{"".join(parts)}</svg>'
        )

    def _ring(self, rank: int) -> str:
        (x, y), circle = self.at[rank], self.circles[rank]
        kind = "chosen" if circle.selected else "ring" if circle.alone else ""
        radius = self.spots[rank].radius
        return f'<circle class="{kind}" cx="{num(x)}" cy="{num(y)}" r="{num(radius)}"/>' if kind else ""

    def _patch(self, rank: int) -> str:
        circle = self.circles[rank]
        drawn = patch(circle.name, circle.dye, self.cells[rank], self.pitch, self.at[rank], bare=circle.bare)
        if not circle.target:
            return drawn
        said = escape(", ".join(filter(None, (circle.name, circle.line, circle.alone))))
        return f'<a href="{address(circle.target)}" aria-label="{said}">{drawn}</a>'

    def _threads(self, bridge: ClothBridge) -> str:
        start, end = self.at[bridge.a], self.at[bridge.b]
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        skip, stop = (self.spots[rank].radius * 0.45 for rank in (bridge.a, bridge.b))
        length = max(math.dist(start, end) - skip - stop, 8)
        x, y = start[0] + math.cos(angle) * skip, start[1] + math.sin(angle) * skip
        dyes = self.circles[bridge.a].dye, self.circles[bridge.b].dye
        if self.dense:
            drawn = plain(dyes, length, broken=bridge.at_risk)
        else:
            drawn = twist(dyes, bridge.threads, length, self.pitch, broken=bridge.at_risk)
        return f'<g transform="translate({num(x)} {num(y)}) rotate({num(math.degrees(angle))})">{drawn}</g>'

    def _own(self) -> str:
        """A thread from who looks to each of the people she knows, in the dye of their circle."""
        mine = next((self.at[rank] for rank, circle in enumerate(self.circles) if circle.you), None)
        if mine is None:
            return ""
        drawn = []
        for rank, count in sorted(self.own.items()):
            circle, (x, y) = self.circles[rank], self.at[rank]
            ends = places_of(circle.name, self.cells[rank], self.pitch)[: min(count, _DRAWN_THREADS)]
            path = "".join(_curve(mine, (x + dx, y + dy)) for dx, dy in ends)
            drawn.append(f'<g {dyed(circle.dye)}><path class="strand lit own" d="{path}"/></g>')
        return f'<g fill="none">{"".join(drawn)}</g>'

    def _tied(self, number: int, bridge: ClothBridge) -> str:
        """The knot of a bridge: a link to its facts in the list, with an exclamation mark when at risk."""
        x, y = (float(v) for v in self.plan.knots[number])
        size = self.knot_size + (8 if bridge.selected else 0)
        half, air = size / 2, 6 if bridge.selected else 2
        mark = (
            f'<circle class="alarm" cx="{num(x + half)}" cy="{num(y - half)}" r="8.5"/>'
            f'<path class="on-alarm" d="M{num(x + half)} {num(y - half - 4.5)}v5m0 2.4v2"/>'
            if bridge.at_risk
            else ""
        )
        words = escape(bridge.words)
        sign = knot(self.circles[bridge.a].dye, self.circles[bridge.b].dye, size, at=(x - half, y - half))
        here = ' aria-current="true"' if bridge.selected else ""
        return (
            f'<a href="{address(bridge.target)}" aria-label="{words}"{here}><title>{words}</title>'
            f'<circle cx="{num(x)}" cy="{num(y)}" r="22" fill="transparent"/>'
            f'<rect class="{"chosen" if bridge.selected else "ground"}" x="{num(x - half - air)}" '
            f'y="{num(y - half - air)}" width="{size + 2 * air}" height="{size + 2 * air}" rx="3"/>'
            f"{sign}{mark}</a>"
        )

    def _label(self, rank: int) -> str:
        circle, box, size = self.circles[rank], self.plan.labels[rank], self.loom.name_size
        base, left = box.y + size, num(box.x + (21 if self.brief else 23))
        mark = swatch(circle.dye, circle.weave, 16, at=(box.x, base - 13.5)) if circle.dye else ""
        named = f'{mark}<text class="name" x="{left}" y="{num(base)}">{escape(self.names[rank])}</text>'
        if self.brief:
            return named
        third = (
            f'<text class="count alone" x="{left}" y="{num(base + 35)}">{escape(circle.alone)}</text>'
            if circle.alone
            else ""
        )
        return (
            f'{named}<text class="count" x="{left}" y="{num(base + 18)}">{escape(circle.line)}</text>{third}'
        )

    def _mark(self, rank: int) -> str:
        """The mark of who looks: a ring on her circle, with a word over it."""
        (x, y), word = self.at[rank], self.circles[rank].you
        box = Box(x - text_width(word, 13) / 2 - 8, y - 37, text_width(word, 13) + 16, 24)
        return (
            f'<g class="you"><rect x="{num(box.x)}" y="{num(box.y)}" width="{num(box.width)}" '
            'height="24" rx="3"/>'
            f'<text x="{num(x)}" y="{num(box.y + 16.5)}" text-anchor="middle">{escape(word)}</text>'
            f'<circle cx="{num(x)}" cy="{num(y)}" r="8.5"/>'
            f'<circle class="dot" cx="{num(x)}" cy="{num(y)}" r="3.6"/></g>'
        )


def _curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A slack thread between two places."""
    (x, y), (u, v) = start, end
    slack = 0.12
    mx, my = (x + u) / 2 - (v - y) * slack, (y + v) / 2 + (u - x) * slack
    return f"M{num(x)} {num(y)}Q{num(mx)} {num(my)} {num(u)} {num(v)}"
