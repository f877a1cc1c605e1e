"""Where circles stand in the fabric picture: pure geometry, the same for the same input.

Circles first take the places that give every bridge its length (stress majorization, from a few seeded
starts); each then keeps a rectangle for its patch and its label, and rectangles are pushed apart until none
overlaps another. Of the starts, the picture with the fewest crossings is kept. From one circle to hundreds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from tisserand.web.labels import GAP, MARGIN, Box, Bridges, Floats, Spot, is_crossed, knots_of, labelled

_STARTS, _STEPS = 8, 40
_MANY = 80
"""Circles from which one start is enough: the picture is explored, not read at once."""
_PAD = 9.0
"""Air around a patch and its label."""
_FILLS = (1.25, 1.5)
"""How many times the area of what is drawn a picture has, at first."""
_PUSHES = 80


@dataclass(frozen=True, slots=True)
class Plan:
    """The places found: patch centres (n x 2), one label box each, knot centres (one per bridge).

    `cost` is what is amiss: bridges that cross, pass over a third circle or over a label.
    """

    width: float
    height: float
    centres: Floats
    labels: tuple[Box, ...]
    knots: Floats
    cost: float


@lru_cache(maxsize=64)
def plan(
    spots: tuple[Spot, ...],
    bridges: tuple[tuple[int, int], ...],
    *,
    width: float,
    length: float,
    roomy: float = 0,
    seed: int = 0,
) -> Plan:
    """Places for every spot in a picture of that width, as high as it needs; `length` is what should show of
    a bridge, in pixels; a picture of several circles spreads over a height of `roomy` where it can.

    No label overlaps a label or a patch, no patch a patch."""
    if not spots:
        return Plan(width, 2 * MARGIN, np.zeros((0, 2)), (), np.zeros((0, 2)), 0.0)
    starts = _STARTS if len(spots) <= _MANY else 1
    tried = []
    for number, loose in enumerate(_stretched(spots, bridges, length, starts, seed)):
        fill = _FILLS[number % len(_FILLS)]
        least = min(roomy, 0.3 * roomy * len(spots))
        centres, height = _apart(loose, spots, bridges, (width, least), min(length, 0.2 * width), fill)
        tried.append((_crowding(centres, spots, bridges) + 0.3 * height, height, centres))
    tried.sort(key=lambda found: (found[0], found[1]))
    best: Plan | None = None
    for crowded, height, centres in tried[: 5 if len(spots) <= 24 else 2]:
        knots = knots_of(centres, spots, bridges)
        labels, cost = labelled((width, height), centres, spots, bridges, knots)
        knots = knots_of(centres, spots, bridges, labels)
        found = Plan(width, height, centres, tuple(labels), knots, crowded + cost)
        best = min(filter(None, (best, found)), key=lambda one: one.cost)
    assert best is not None
    return best


def _stretched(
    spots: Sequence[Spot], bridges: Bridges, length: float, starts: int, seed: int
) -> list[Floats]:
    """Loose places from each start, where bridges are about as long as wished (stress majorization)."""
    n = len(spots)
    if n == 1:
        return [np.zeros((1, 2))]
    wished = _distances(spots, bridges, length)
    weight = np.where(wished > 0, 1 / np.maximum(wished, 1) ** 2, 0)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.inv(laplacian + 1 / n) - 1 / n  # its pseudo-inverse: it sums to nothing
    scale = float(wished.max(initial=1.0))
    places = np.random.default_rng(seed).uniform(-scale / 2, scale / 2, (starts, n, 2))
    for _ in range(_STEPS):
        gaps = places[:, :, None] - places[:, None]
        far = np.maximum(np.hypot(gaps[..., 0], gaps[..., 1]), 1e-6)
        pull = -weight * wished / far
        pull[:, np.arange(n), np.arange(n)] = -pull.sum(axis=2) + pull[:, np.arange(n), np.arange(n)]
        places = np.einsum("ij,sjk->sik", inverse, np.einsum("sij,sjk->sik", pull, places))
    return list(places)


def _distances(spots: Sequence[Spot], bridges: Bridges, length: float) -> Floats:
    """How far apart each two circles should be (n x n): along bridges; a little further without a way."""
    radius = np.array([spot.radius for spot in spots])
    ends = np.array(bridges, dtype=np.int64).reshape(-1, 2)
    long = radius[ends[:, 0]] + radius[ends[:, 1]] + length
    graph = csr_array((long, (ends[:, 0], ends[:, 1])), shape=(len(spots), len(spots)))
    found = shortest_path(graph, directed=False)
    finite = found[np.isfinite(found)]
    beside = 2 * float(np.mean(radius)) + length
    return np.where(
        np.isfinite(found), found, max(float(finite.max(initial=0.0)) * 0.6, beside) + beside * 0.4
    )


def _apart(
    loose: Floats,
    spots: Sequence[Spot],
    bridges: Bridges,
    picture: tuple[float, float],
    shown: float,
    fill: float,
) -> tuple[Floats, float]:
    """Patch centres inside a picture of that width and least height, and its height: no two footprints
    overlap, and so much of each bridge is shown if it can be.

    A footprint is the rectangle of a patch with its label below it. Those that overlap push each other aside
    while there is room; then, from the top, each falls just below what it would still cover.
    """
    size = np.array(
        [(max(2 * s.radius, s.label_width) + _PAD, 2 * s.radius + GAP + s.label_height + _PAD) for s in spots]
    )
    width, least = picture
    height = max(float(size[:, 1].max()) + 2 * MARGIN, least, fill * float(size.prod(axis=1).sum()) / width)
    places = _fitted(_turned(loose, wide=width >= height), size, width, height)
    low = size / 2 + MARGIN
    high = np.maximum([width, height] - low, low)
    radius = np.array([spot.radius for spot in spots])
    ends = np.array(bridges, dtype=np.int64).reshape(-1, 2)
    lift = np.column_stack([np.zeros(len(spots)), radius + _PAD / 2 - size[:, 1] / 2])
    wished = radius[ends].sum(axis=1) + shown
    for _ in range(_PUSHES if len(spots) <= _MANY else _PUSHES // 2):
        places = np.clip(_lengthened(_pushed(places, size), lift, ends, wished), low, high)
    places = _fallen(places, size)
    height = float((places[:, 1] + size[:, 1] / 2).max()) + MARGIN
    return places + lift, height


def _lengthened(places: Floats, lift: Floats, ends: NDArray[np.int64], wished: Floats) -> Floats:
    """The places once the ends of each bridge that is too short have moved away from each other."""
    if not len(ends):
        return places
    centres = places + lift
    along = centres[ends[:, 1]] - centres[ends[:, 0]]
    long = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)
    push = along * (np.maximum(wished - long, 0) / long * 0.3)[:, None]
    moved = places.copy()
    np.add.at(moved, ends[:, 0], -push)
    np.add.at(moved, ends[:, 1], push)
    return moved


def _pushed(places: Floats, size: Floats) -> Floats:
    """The places once each has moved away from those it overlaps, the shorter way."""
    gaps = places[None] - places[:, None]
    inside = (size[None] + size[:, None]) / 2 - np.abs(gaps)
    over = np.asarray((inside > 0).all(axis=-1))
    np.fill_diagonal(over, False)
    rank = np.arange(len(places))
    sign = np.where(gaps == 0, np.sign(rank[None] - rank[:, None])[..., None], np.sign(gaps))
    sideways = inside[..., 0] < inside[..., 1]
    push = np.where(np.stack([sideways, ~sideways], -1) & over[..., None], inside * sign, 0)
    return np.asarray(places - 0.5 * push.sum(axis=1) / np.maximum(over.sum(axis=1), 1)[:, None])


def _fallen(places: Floats, size: Floats) -> Floats:
    """The places from top to bottom, each lowered just below those that it would overlap."""
    fallen = places.copy()
    order = np.argsort(places[:, 1] - size[:, 1] / 2, kind="stable")
    for step, i in enumerate(order):
        before = order[:step]
        beside = np.abs(fallen[before, 0] - fallen[i, 0]) < (size[before, 0] + size[i, 0]) / 2
        above = before[beside]
        top = fallen[i, 1] - size[i, 1] / 2
        for j in above[np.argsort(fallen[above, 1] - size[above, 1] / 2, kind="stable")]:
            upper, lower = fallen[j, 1] - size[j, 1] / 2, fallen[j, 1] + size[j, 1] / 2
            if top < lower and upper < top + size[i, 1]:
                top = lower
        fallen[i, 1] = top + size[i, 1] / 2
    fallen[:, 1] -= float((fallen[:, 1] - size[:, 1] / 2).min()) - MARGIN
    return fallen


def _turned(loose: Floats, *, wide: bool) -> Floats:
    """The places around zero, turned so that they spread most along the picture's longer side."""
    around: Floats = loose - loose.mean(axis=0)
    if len(around) < 3:
        return around if wide or len(around) < 2 else around[:, ::-1]
    _, _, axes = np.linalg.svd(around, full_matrices=False)
    turned: Floats = around @ axes.T
    return turned if wide else turned[:, ::-1]


def _fitted(around: Floats, size: Floats, width: float, height: float) -> Floats:
    """The places stretched to fill the picture."""
    low, high = size / 2 + MARGIN, np.array([width, height]) - size / 2 - MARGIN
    span = np.ptp(around, axis=0)
    share = np.where(span > 1e-6, (around - around.min(axis=0)) / np.maximum(span, 1e-6), 0.5)
    return np.asarray(low + share * np.maximum(high - low, 0))


def _crowding(centres: Floats, spots: Sequence[Spot], bridges: Bridges) -> float:
    """What bridges cost among themselves: those that cross, those that pass over a third circle, their
    length."""
    if not bridges:
        return 0.0
    ends = np.array(bridges)
    radius = np.array([spot.radius for spot in spots])
    boxes = np.column_stack([centres - radius[:, None], np.tile(2 * radius[:, None], 2)])
    over = is_crossed(boxes, centres, ends, air=4)
    over[ends[:, 0], np.arange(len(ends))] = over[ends[:, 1], np.arange(len(ends))] = False
    long = np.hypot(*(centres[ends[:, 0]] - centres[ends[:, 1]]).T) - radius[ends].sum(axis=1)
    short = 90 * np.count_nonzero(long < 44)
    return float(400 * over.sum() + 150 * _crossings(centres, ends) + 0.2 * long.sum() + short)


def _crossings(centres: Floats, ends: NDArray[np.int64]) -> int:
    """How many pairs of bridges cross."""
    a, b = centres[ends[:, 0]], centres[ends[:, 1]]

    def side(p: Floats, q: Floats, r: Floats) -> Floats:
        one, other = q - p, r - p
        return np.asarray(np.sign(np.round(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0], 6)))

    first = side(a[:, None], b[:, None], a[None]) * side(a[:, None], b[:, None], b[None])
    both = (first < 0) & (first.T < 0)
    return int(np.triu(both, 1).sum())
