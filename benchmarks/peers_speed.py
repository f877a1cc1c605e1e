"""The peers of `introductions_speed`: the same lists by scipy and networkx, other lists by implicit.

All of them run on one thread and read the same fixed-point weights as the engine, so that equal means equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tisserand.engine.fabric import Fabric
from tisserand.engine.keys import pair_key
from tisserand.engine.loom import Loom
from tisserand.engine.policy import SCORE_ONE
from tisserand.engine.scoring import PATH_ONE

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NOBODY = -1
BLOCK = 512


@dataclass(frozen=True, slots=True)
class Lists:
    """For each person asked, her partners by (-score, key): `other` int64[p, keep], NOBODY where there are
    fewer, and `score` int64[p, keep]."""

    other: Ints
    score: Ints


@dataclass(frozen=True, slots=True)
class Arrays:
    """What a scipy user prepares once: path weights, the ties, circles padded with a different -1 a side, and
    which circles are open to each other (None: all)."""

    back: Any
    forward: Any
    tied: Any
    circles: Ints
    opened: NDArray[np.bool_] | None


def arrays_of(fabric: Fabric, weft: Loom) -> Arrays:
    """The Arrays of a fabric without asks, rests or newcomers."""
    n, m = fabric.people, fabric.circles
    ptr, end = fabric.tie_ptr, fabric.tie_end
    ones = np.ones(end.size, np.int32)
    back = sparse.csr_matrix((weft.back.astype(np.int64), end, ptr), shape=(n, n))
    forward = sparse.csr_matrix((weft.forward.astype(np.int64), end, ptr), shape=(n, n))
    tied = sparse.csr_matrix((ones, end, ptr), shape=(n, n))
    sizes = np.diff(fabric.member_ptr)
    circles = np.full((n, int(sizes.max(initial=1))), NOBODY, np.int64)
    for turn in range(circles.shape[1]):
        has = np.flatnonzero(sizes > turn)
        circles[has, turn] = fabric.member_circle[fabric.member_ptr[has] + turn]
    opened = None
    if not fabric.bridges.everywhere:
        opened = np.zeros((m, m), np.bool_)
        owner = np.repeat(np.arange(m), np.diff(weft.open_ptr))
        opened[owner, weft.open_circle] = True
    return Arrays(back, forward, tied, circles, opened)


def scipy_lists(
    fabric: Fabric, weft: Loom, arrays: Arrays, keep: int, seed: int, *, people: int | None = None
) -> Lists:
    """The Lists of the first `people` (default everybody) by two sparse products a block of 512 people (path
    sums, numbers of shared contacts), then masks, the score formula and a partial sort, all vectorised."""
    n, count = fabric.people, fabric.people if people is None else people
    found = Lists(np.full((count, keep), NOBODY, np.int64), np.zeros((count, keep), np.int64))
    taken = np.zeros(BLOCK * n, np.bool_)
    for low in range(0, count, BLOCK):
        high = min(count, low + BLOCK)
        path = arrays.back[low:high] @ arrays.forward
        shared = arrays.tied[low:high] @ arrays.tied
        assert np.array_equal(path.indices, shared.indices), "scipy changed the order of its products"
        row = np.repeat(np.arange(high - low), np.diff(path.indptr))
        other = path.indices.astype(np.int64)
        kept = _allowed(arrays, taken, n, low, high, row, other)
        row, other = row[kept], other[kept]
        score = scored(weft, low + row, other, path.data[kept], shared.data[kept])
        _keep_best(fabric, found, low, row, other, score, seed)
    return found


def _allowed(
    arrays: Arrays, taken: NDArray[np.bool_], n: int, low: int, high: int, row: Ints, other: Ints
) -> Ints:
    """The places of the pairs that are not tied, not inside a circle, and open."""
    ties = arrays.tied[low:high]
    local = np.arange(high - low)
    blocked = np.concatenate(
        (np.repeat(local, np.diff(ties.indptr)) * n + ties.indices, local * n + low + local)
    )
    taken[blocked] = True
    kept = np.flatnonzero(~taken[row * n + other])
    taken[blocked] = False
    left, right = low + row[kept], other[kept]
    inside = np.zeros(kept.size, np.bool_)
    opened = np.zeros(kept.size, np.bool_)
    for i in range(arrays.circles.shape[1]):
        for j in range(arrays.circles.shape[1]):
            one, two = arrays.circles[left, i], arrays.circles[right, j]
            both = (one >= 0) & (two >= 0)
            inside |= (one == two) & both
            opened |= both if arrays.opened is None else both & arrays.opened[one, two]
    return kept[opened & ~inside]


def scored(weft: Loom, left: Ints, right: Ints, path: Ints, shared: Ints) -> Ints:
    """int64: the score of pairs of two circles without asks, in the order of operations of `scoring`."""
    w = weft.weights
    fall = np.where(shared <= w[8], 1.0, np.sqrt(w[8] / shared))
    allocated = path / PATH_ONE * fall
    total = w[2] * (allocated / (allocated + w[7])) + w[3]
    score = np.floor(weft.acceptance[left] * weft.acceptance[right] * total * SCORE_ONE)
    return np.asarray(score, np.int64)


def _keep_best(
    fabric: Fabric, found: Lists, low: int, row: Ints, other: Ints, score: Ints, seed: int
) -> None:
    """Write the best of each row: those at or above its keep-th score, then the few that remain sorted."""
    keep = found.other.shape[1]
    packed = np.sort((row << 32) | (SCORE_ONE * 64 - score))
    rows = int(row.max(initial=-1)) + 1
    start = np.searchsorted(packed, np.arange(rows) << 32)
    size = np.diff(np.append(start, packed.size))
    last = packed[np.minimum(start + np.minimum(size, keep) - 1, packed.size - 1)] if rows else packed
    few = np.flatnonzero(((row << 32) | (SCORE_ONE * 64 - score)) <= last[row])
    row, other, score = row[few], other[few], score[few]
    key = pair_keys_numpy(seed, fabric.key[low + row], fabric.key[other])
    order = np.lexsort((key, -score, row))
    row, other, score = row[order], other[order], score[order]
    rank = np.arange(row.size) - np.searchsorted(row, row)
    best = rank < keep
    found.other[low + row[best], rank[best]] = other[best]
    found.score[low + row[best], rank[best]] = score[best]


def pair_keys_numpy(seed: int, one: NDArray[np.uint64], two: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """uint64: `keys.pair_key` on arrays, written again with numpy."""
    first = _mixed(np.full(1, seed, np.uint64))
    return _mixed(_mixed(first ^ np.minimum(one, two)) ^ np.maximum(one, two))


def _mixed(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def networkx_graph(fabric: Fabric, weft: Loom) -> Any:
    """The ties as a networkx directed graph, each arc with its `back` and `forward` weights."""
    import networkx as nx  # type: ignore[import-untyped]

    graph = nx.DiGraph()
    graph.add_nodes_from(range(fabric.people))
    owner = np.repeat(np.arange(fabric.people), np.diff(fabric.tie_ptr)).tolist()
    rows = zip(owner, fabric.tie_end.tolist(), weft.back.tolist(), weft.forward.tolist(), strict=True)
    graph.add_edges_from((u, v, {"back": back, "forward": forward}) for u, v, back, forward in rows)
    return graph


def networkx_lists(
    fabric: Fabric, weft: Loom, arrays: Arrays, graph: Any, people: Sequence[int], keep: int, seed: int
) -> Lists:
    """The Lists of a sample of `people`, walking the graph as its own link predictors do."""
    found = Lists(np.full((len(people), keep), NOBODY, np.int64), np.zeros((len(people), keep), np.int64))
    circles = [frozenset(row[row >= 0].tolist()) for row in arrays.circles]
    for place, u in enumerate(people):
        path: dict[int, int] = {}
        shared: dict[int, int] = {}
        for w, arc in graph.adj[u].items():
            for v, far in graph.adj[w].items():
                path[v] = path.get(v, 0) + arc["back"] * far["forward"]
                shared[v] = shared.get(v, 0) + 1
        kept = [
            v for v in path if v != u and v not in graph.adj[u] and _is_open(arrays, circles[u], circles[v])
        ]
        sums = (np.array([facts[v] for v in kept], np.int64) for facts in (path, shared))
        score = scored(weft, np.full(len(kept), u), np.array(kept, np.int64), *sums)
        keys = [pair_key(np.uint64(seed), fabric.key[u], fabric.key[v]) for v in kept]
        best = sorted(zip((-score).tolist(), keys, kept, strict=True))[:keep]
        found.other[place, : len(best)] = [v for _, _, v in best]
        found.score[place, : len(best)] = [-s for s, _, _ in best]
    return found


def _is_open(arrays: Arrays, one: frozenset[int], two: frozenset[int]) -> bool:
    if not one or not two or one & two:
        return False
    return arrays.opened is None or any(arrays.opened[i, j] for i in one for j in two)


def implicit_model(keep: int) -> Any | None:
    """An unfitted cosine recommender on one thread, or None when implicit is not installed."""
    try:
        from implicit.nearest_neighbours import CosineRecommender  # type: ignore[import-untyped]
    except ImportError:
        return None
    return CosineRecommender(K=keep + 1, num_threads=1)
