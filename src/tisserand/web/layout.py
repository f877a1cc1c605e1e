"""Where circles, labels and bridges stand in the fabric picture: pure geometry, the same for the same input.

Circles take the slots of a staggered grid so that bridges are short and cross little; each is then moved a
little inside its slot, and each label takes the free side of its patch. For up to a few dozen circles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_ADVANCES = (
    (0.25, " ’"), (0.3, "'.,"), (0.35, "ijlîï"), (0.4, "ft"), (0.45, "I-"), (0.5, "rz1"), (0.55, "csJç"),
    (0.6, "aeovxyéèêëàâôö"), (0.65, "bdghknpquFLZ2345679ùûü"), (0.7, "EPSTY08É"), (0.75, "ABCRUVXÀÇ"),
    (0.8, "DGKNOQ"), (0.85, "wH"), (0.95, "Mœæ"), (1.0, "m&"), (1.1, "W"),
)  # fmt: skip
_ADVANCE = {letter: advance for advance, letters in _ADVANCES for letter in letters}
_TURNS, _TRIES = 18, 16
_STRETCHES = (1.0, 0.87, 1.13, 0.8)
CROSSED = 120.0
MARGIN = 6.0


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


@dataclass(frozen=True, slots=True)
class Plan:
    """The places found: patch centres (n x 2), one label box each, knot centres (one per bridge)."""

    width: float
    height: float
    centres: NDArray[np.float64]
    labels: tuple[Box, ...]
    knots: NDArray[np.float64]
    cost: float


def text_width(text: str, size: float) -> float:
    """A width that the text does not exceed at this size, in pixels, in either of our fonts.

    Advances in ems, rounded up: the wider of Fraunces at weight 560 and Public Sans at 500.
    """
    return sum(_ADVANCE.get(letter, 0.75) for letter in text) * size


def _slots(columns: int, rows: int, width: float, height: float) -> NDArray[np.float64]:
    """Slot centres, row by row; every other row is set off by a quarter of a slot."""
    xs = (np.arange(columns) + 0.5) * width
    ys = (np.arange(rows) + 0.5) * height
    grid = np.array([(x, y) for y in ys for x in xs])
    shift = np.where(np.arange(len(grid)) // columns % 2 == 0, -0.1, 0.1) * width
    grid[:, 0] += shift
    return grid


def _side(p: NDArray[np.float64], q: NDArray[np.float64], r: NDArray[np.float64]) -> NDArray[np.float64]:
    cross = (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (
        r[..., 0] - p[..., 0]
    )
    return np.sign(np.round(cross, 6))


def _crossings(grid: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether the segment between slots a and b crosses the one between c and d, for every a, b, c, d."""
    a, b = grid[:, None, None, None], grid[None, :, None, None]
    c, d = grid[None, None, :, None], grid[None, None, None, :]
    return (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)


def _distances(
    a: NDArray[np.float64], b: NDArray[np.float64], points: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How far each point stands from each segment a-b: (a, b, points) for every a with every b."""
    start, along = a[:, None, None], (b[None, :] - a[:, None])[:, :, None]
    square = np.maximum((along**2).sum(axis=-1), 1e-9)
    share = np.clip(((points - start) * along).sum(axis=-1) / square, 0, 1)
    return np.asarray(np.hypot(*np.moveaxis(points - start - share[..., None] * along, -1, 0)))


def _assignment(
    grid: NDArray[np.float64], n: int, bridges: Sequence[tuple[int, int]], length: float, seed: int
) -> NDArray[np.int64]:
    """A slot for each circle: swaps, from a few seeded starts, until none makes bridges better."""
    far = np.hypot(*np.moveaxis(grid[:, None] - grid[None], -1, 0))
    unit = float(far[far > 0].min(initial=np.inf)) if len(grid) > 1 else 1.0
    crossing = _crossings(grid).tolist()
    strain = (12 * (far / unit - length) ** 2).tolist()
    near = (_distances(grid, grid, grid) < unit / 2).tolist()

    def cost(place: list[int]) -> float:
        total, taken = 0.0, place[:n]
        for i, (u, v) in enumerate(bridges):
            s, t = place[u], place[v]
            over = near[s][t]
            total += strain[s][t] + 5 * (sum([over[w] for w in taken]) - 2)
            total += 4 * sum([crossing[s][t][place[x]][place[y]] for x, y in bridges[:i]])
        return total

    best: tuple[float, list[int]] = (np.inf, list(range(len(grid))))
    for start in range(2):
        place = [int(s) for s in np.random.default_rng(seed + start).permutation(len(grid))]
        now, improved = cost(place), True
        while improved:
            improved = False
            for i in range(n):
                for j in range(i + 1, len(grid)):
                    place[i], place[j] = place[j], place[i]
                    new = cost(place)
                    if new < now - 1e-9:
                        now, improved = new, True
                    else:
                        place[i], place[j] = place[j], place[i]
        best = min(best, (now, place[:n]))
    return np.array(best[1][:n], dtype=np.int64)


def _label_boxes(centre: NDArray[np.float64], spot: Spot) -> list[Box]:
    """The sides a label may take, the most natural first."""
    x, y = float(centre[0]), float(centre[1])
    r, w, h = spot.radius, spot.label_width, spot.label_height
    gap, lean, clear = 6.0, min(spot.radius * 0.6, spot.label_width / 3), 14.0
    below, above = y + r + gap, y - r - gap - h
    lefts = (x - w / 2, x - w / 2 + lean, x - w / 2 - lean, x + clear, x - clear - w)
    return [
        Box(lefts[0], below, w, h),
        Box(x + r + gap, y - h / 2, w, h),
        Box(lefts[0], above, w, h),
        *(Box(left, below, w, h) for left in lefts[1:]),
        *(Box(left, above, w, h) for left in lefts[1:]),
        Box(x - r - gap - w, y - h / 2, w, h),
    ]


def _knots(
    centres: NDArray[np.float64], spots: Sequence[Spot], bridges: Sequence[tuple[int, int]]
) -> NDArray[np.float64]:
    """The middle of what shows of each bridge, between the two patches."""
    middles = []
    for u, v in bridges:
        along = centres[v] - centres[u]
        long = max(float(np.hypot(*along)), 1e-9)
        share = (spots[u].radius + (long - spots[v].radius)) / 2 / long
        middles.append(centres[u] + along * share)
    return np.array(middles).reshape(-1, 2)


def _is_near(
    boxes: NDArray[np.float64], points: NDArray[np.float64], room: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether each box comes nearer than its room to each point."""
    low, high = boxes[:, None, :2], boxes[:, None, :2] + boxes[:, None, 2:]
    away = np.maximum(np.maximum(low - points, points - high), 0)
    return np.asarray(np.hypot(away[..., 0], away[..., 1]) < room)


def _is_crossed(
    boxes: NDArray[np.float64], centres: NDArray[np.float64], bridges: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether each bridge passes over, or within 7 pixels of, each box."""
    start, end = centres[bridges[:, 0]], centres[bridges[:, 1]]
    steps = np.linspace(0, 1, 41)[None, :, None] * (end - start)[:, None] + start[:, None]
    low, high = boxes[:, None, None, :2] - 7, boxes[:, None, None, :2] + boxes[:, None, None, 2:] + 7
    return np.asarray(((steps > low) & (steps < high)).all(axis=-1).any(axis=-1))


def _with_labels(
    size: tuple[float, float],
    centres: NDArray[np.float64],
    spots: Sequence[Spot],
    bridges: Sequence[tuple[int, int]],
) -> Plan:
    """The plan for these centres: each label on the side that costs least, revised until nothing moves."""
    knots = _knots(centres, spots, bridges)
    choices = [_label_boxes(centre, spot) for centre, spot in zip(centres, spots, strict=True)]
    sides = len(choices[0])
    every = [box for boxes in choices for box in boxes]
    fixed = _fixed_costs(every, sides, size, centres, spots, bridges, knots)
    crowd = _overlaps(every)
    chosen = np.array(
        [i * sides + int(np.argmin(fixed[i * sides : (i + 1) * sides])) for i in range(len(spots))]
    )

    def costs_of(i: int) -> NDArray[np.float64]:
        own = slice(i * sides, (i + 1) * sides)
        return np.asarray(fixed[own] + 1000.0 * crowd[own][:, np.delete(chosen, i)].sum(axis=1))

    for _ in range(6):
        before = chosen.copy()
        for i in range(len(spots)):
            chosen[i] = i * sides + int(np.argmin(costs_of(i)))
        if (chosen == before).all():
            break
    total = sum(float(costs_of(i)[label - i * sides]) for i, label in enumerate(chosen))
    found = tuple(every[label] for label in chosen)
    return Plan(*size, centres, found, knots, total + _crowding(centres, spots, bridges, knots))


def _overlaps(every: Sequence[Box]) -> NDArray[np.bool_]:
    """Whether each label, with a little air around it, overlaps each other one."""
    x, y, width, height = np.array(every).T
    beside = (x[:, None] - 4 < x + width) & (x < (x + width + 4)[:, None])
    return np.asarray(beside & (y[:, None] - 3 < y + height) & (y < (y + height + 3)[:, None]))


def _fixed_costs(
    every: Sequence[Box],
    sides: int,
    size: tuple[float, float],
    centres: NDArray[np.float64],
    spots: Sequence[Spot],
    bridges: Sequence[tuple[int, int]],
    knots: NDArray[np.float64],
) -> NDArray[np.float64]:
    """What each label costs where it is, other labels set aside; 1000 and more is forbidden."""
    boxes = np.array(every)
    room = np.array([spot.radius + 2 for spot in spots])
    cost = np.tile(np.arange(sides, dtype=np.float64), len(spots))
    cost += [0 if box.is_within(*size) else 5000 for box in every]
    cost += 1000 * _is_near(boxes, centres, room).sum(axis=1)
    if not bridges:
        return cost
    cost += 1000 * _is_near(boxes, knots, np.full(len(knots), 20.0)).sum(axis=1)
    return np.asarray(cost + CROSSED * _is_crossed(boxes, centres, np.array(bridges)).sum(axis=1))


def _crowding(
    centres: NDArray[np.float64],
    spots: Sequence[Spot],
    bridges: Sequence[tuple[int, int]],
    knots: NDArray[np.float64],
) -> float:
    """What patches and bridges cost among themselves: patches too close, bridges over a third circle."""
    radius = np.array([spot.radius for spot in spots])
    apart = np.hypot(*np.moveaxis(centres[:, None] - centres[None], -1, 0)) - radius[:, None] - radius[None]
    cost = 2000.0 * (np.count_nonzero(apart < 14) - len(spots)) / 2
    for (u, v), middle in zip(bridges, knots, strict=True):
        passed = _distances(centres[[u]], centres[[v]], centres)[0, 0] < radius + 10
        covered = np.hypot(*(centres - middle).T) < radius + 14
        cost += 400 * (np.count_nonzero(passed) - 2) + 1000 * np.count_nonzero(covered)
    return float(cost)


@lru_cache(maxsize=32)
def plan(
    spots: tuple[Spot, ...],
    bridges: tuple[tuple[int, int], ...],
    *,
    width: float,
    columns: int,
    slot_height: float,
    length: float,
    seed: int = 0,
) -> Plan:
    """Places for every spot in a picture of that width, with the least crowding found.

    `length` is that wished for bridges, in distances between neighbours. Slots grow taller until no label
    overlaps a label, a patch, a bridge or the border.
    """
    rows = max(1, -(-len(spots) // columns))
    grown, best = slot_height, None
    for turn in range(_TURNS):
        slots = _slots(columns, rows, width / columns, grown)
        place = _assignment(slots, len(spots), bridges, length * _STRETCHES[turn % 4], seed + turn)
        tried = (
            _moved(slots[place], spots, (width / columns, grown), seed + attempt) for attempt in range(_TRIES)
        )
        plans = (_with_labels((width, rows * grown), centres, spots, bridges) for centres in tried)
        best = min([best, *plans] if best else plans, key=lambda found: found.cost)
        if best.cost < CROSSED:
            break
        grown *= 1.015
    assert best is not None
    return best


def _moved(
    centres: NDArray[np.float64], spots: Sequence[Spot], slot: tuple[float, float], seed: int
) -> NDArray[np.float64]:
    """The centres, each moved at random inside what its slot leaves free."""
    room = np.array([[max(0.0, side / 2 - spot.radius - 12) for side in slot] for spot in spots])
    draw = np.random.default_rng(seed).uniform(-0.9, 0.9, (len(spots), 2))
    lift = np.array([[0.0, -12.0]])  # labels go below more often than above
    return np.asarray(centres + draw * np.minimum(room, 34) + lift)
