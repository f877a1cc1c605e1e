"""Where the label of each patch and the knot of each bridge stand in the fabric picture: pure geometry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bridges = Sequence[tuple[int, int]]

_ADVANCES = (
    (0.25, " ’"), (0.3, "'.,"), (0.35, "ijlîï"), (0.4, "ft"), (0.45, "I-"), (0.5, "rz1"), (0.55, "csJç"),
    (0.6, "aeovxyéèêëàâôö"), (0.65, "bdghknpquFLZ2345679ùûü"), (0.7, "EPSTY08É"), (0.75, "ABCRUVXÀÇ"),
    (0.8, "DGKNOQ"), (0.85, "wH"), (0.95, "Mœæ"), (1.0, "m&"), (1.1, "W"),
)  # fmt: skip
_ADVANCE = {letter: advance for advance, letters in _ADVANCES for letter in letters}
MARGIN = 6.0
GAP = 6.0
KNOT = 20.0
"""How far from a knot's middle everything else stays."""
_FORBIDDEN, _OUTSIDE, _CROSSED = 1e5, 5e5, 120.0
_SLIDES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
"""Where the knot of a bridge may stand along what shows of it, the best first."""


class Box(NamedTuple):
    """A rectangle of the picture, in its units (pixels at scale one)."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two rectangles share more than an edge."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def is_within(self, width: float, height: float) -> bool:
        """Whether the rectangle stands inside a picture of that size, margin kept."""
        return (
            self.x >= MARGIN
            and self.y >= MARGIN
            and self.x + self.width <= width - MARGIN
            and self.y + self.height <= height - MARGIN
        )


class Spot(NamedTuple):
    """What asks for a place: the radius of a circle's patch, the size of its label."""

    radius: float
    label_width: float
    label_height: float


def text_width(text: str, size: float) -> float:
    """A width that the text does not exceed at this size, in pixels, in either of our fonts.

    Advances in ems, rounded up: the wider of Fraunces at weight 560 and Public Sans at 500.
    """
    return sum(_ADVANCE.get(letter, 0.75) for letter in text) * size


def shortened(text: str, size: float, room: float) -> str:
    """The text, or its first words and an ellipsis when it would be wider than `room`."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > room:
        kept = kept[:-1]
    whole, _, part = kept.rpartition(" ")
    return (whole if whole and len(part) < len(whole) else kept).rstrip(" ,") + "…"


def label_boxes(centre: Floats, spot: Spot) -> list[Box]:
    """The sides a label may take: below its patch first, where a place is kept for it."""
    x, y = float(centre[0]), float(centre[1])
    r, w, h = spot.radius, spot.label_width, spot.label_height
    lean, clear = min(spot.radius * 0.6, spot.label_width / 3), 14.0
    below, above = y + r + GAP, y - r - GAP - h
    lefts = (x - w / 2, x - w / 2 + lean, x - w / 2 - lean, x + clear, x - clear - w)
    return [
        Box(lefts[0], below, w, h),
        Box(x + r + GAP, y - h / 2, w, h),
        Box(lefts[0], above, w, h),
        *(Box(left, below, w, h) for left in lefts[1:]),
        *(Box(left, above, w, h) for left in lefts[1:]),
        Box(x - r - GAP - w, y - h / 2, w, h),
    ]


def labelled(
    size: tuple[float, float], centres: Floats, spots: Sequence[Spot], bridges: Bridges, knots: Floats
) -> tuple[list[Box], float]:
    """A label for each patch, on the side that costs least, and what they cost together.

    All begin below their patch; each then moves only to a better side. Labels that do not overlap at first
    therefore never do.
    """
    named = [rank for rank, spot in enumerate(spots) if spot.label_width]
    boxes = [label_boxes(centre, spot)[0] for centre, spot in zip(centres, spots, strict=True)]
    if not named:
        return boxes, 0.0
    found, cost = _sided(size, centres, spots, bridges, knots, named)
    for rank, box in zip(named, found, strict=True):
        boxes[rank] = box
    return boxes, cost


def _sided(
    size: tuple[float, float],
    centres: Floats,
    spots: Sequence[Spot],
    bridges: Bridges,
    knots: Floats,
    named: Sequence[int],
) -> tuple[list[Box], float]:
    """The label of each circle that is named, and what they cost."""
    choices = [label_boxes(centres[rank], spots[rank]) for rank in named]
    sides = len(choices[0])
    every = [box for boxes in choices for box in boxes]
    fixed = _fixed_costs(every, sides, size, centres, spots, bridges, knots)
    crowd = overlaps(every)
    chosen = np.arange(len(named)) * sides

    def costs_of(i: int) -> Floats:
        own = slice(i * sides, (i + 1) * sides)
        return np.asarray(fixed[own] + _FORBIDDEN * crowd[own][:, np.delete(chosen, i)].sum(axis=1))

    for _ in range(6):
        before = chosen.copy()
        for i in range(len(named)):
            costs = costs_of(i)
            best = int(np.argmin(costs))
            if costs[best] < costs[chosen[i] - i * sides]:
                chosen[i] = i * sides + best
        if (chosen == before).all():
            break
    total = sum(float(costs_of(i)[label - i * sides]) for i, label in enumerate(chosen))
    return [every[label] for label in chosen], total


def knots_of(centres: Floats, spots: Sequence[Spot], bridges: Bridges, labels: Sequence[Box] = ()) -> Floats:
    """The place of each knot (k x 2): near the middle of what shows of its bridge, off patches, labels and
    other knots where it can."""
    radius = np.array([spot.radius for spot in spots])
    boxes = np.array(labels).reshape(-1, 4)
    found: list[Floats] = []
    for u, v in bridges:
        along = centres[v] - centres[u]
        long = max(float(np.hypot(*along)), 1e-9)
        start, shown = radius[u] / long, max(0.0, 1 - (radius[u] + radius[v]) / long)
        spread = np.array([centres[u] + along * (start + slide * shown) for slide in _SLIDES])
        costs = np.arange(len(_SLIDES), dtype=np.float64)
        costs += 100 * (_apart(spread, centres) < radius + KNOT).sum(axis=1)
        if found:
            costs += 100 * (_apart(spread, np.array(found)) < 2 * KNOT).sum(axis=1)
        costs += 60 * is_near(boxes, spread, np.full(len(_SLIDES), KNOT)).sum(axis=0)
        found.append(spread[int(np.argmin(costs))])
    return np.array(found).reshape(-1, 2)


def is_near(boxes: Floats, points: Floats, room: Floats) -> NDArray[np.bool_]:
    """Whether each box comes nearer than its room to each point."""
    low, high = boxes[:, None, :2], boxes[:, None, :2] + boxes[:, None, 2:]
    away = np.maximum(np.maximum(low - points, points - high), 0)
    return np.asarray(np.hypot(away[..., 0], away[..., 1]) < room)


def is_crossed(
    boxes: Floats, centres: Floats, bridges: NDArray[np.int64], air: float = 7
) -> NDArray[np.bool_]:
    """Whether each bridge passes over, or within `air` of, each box: the segment cut by its four sides."""
    start = centres[bridges[:, 0]][None]
    along = centres[bridges[:, 1]][None] - start
    along = np.where(np.abs(along) < 1e-9, 1e-9, along)
    low = (boxes[:, None, :2] - air - start) / along
    high = (boxes[:, None, :2] + boxes[:, None, 2:] + air - start) / along
    enters = np.minimum(low, high).max(axis=-1)
    leaves = np.maximum(low, high).min(axis=-1)
    return np.asarray(np.maximum(enters, 0) < np.minimum(leaves, 1))


def overlaps(every: Sequence[Box]) -> NDArray[np.bool_]:
    """Whether each label, with a little air around it, overlaps each other one."""
    x, y, width, height = np.array(every).T
    beside = (x[:, None] - 4 < x + width) & (x < (x + width + 4)[:, None])
    return np.asarray(beside & (y[:, None] - 3 < y + height) & (y < (y + height + 3)[:, None]))


def _apart(points: Floats, others: Floats) -> Floats:
    return np.asarray(np.hypot(*np.moveaxis(points[:, None] - others[None], -1, 0)))


def _fixed_costs(
    every: Sequence[Box],
    sides: int,
    size: tuple[float, float],
    centres: Floats,
    spots: Sequence[Spot],
    bridges: Bridges,
    knots: Floats,
) -> Floats:
    """What each label costs where it is, other labels set aside; a hundred thousand and more is forbidden."""
    boxes = np.array(every)
    room = np.array([spot.radius + 2 for spot in spots])
    cost = np.tile(np.arange(sides, dtype=np.float64), len(every) // sides)
    cost += [0 if box.is_within(*size) else _OUTSIDE for box in every]
    cost += _FORBIDDEN * is_near(boxes, centres, room).sum(axis=1)
    if not bridges:
        return cost
    cost += 2 * _CROSSED * is_near(boxes, knots, np.full(len(knots), KNOT)).sum(axis=1)
    return np.asarray(cost + _CROSSED * is_crossed(boxes, centres, np.array(bridges)).sum(axis=1))
