"""The peers of `introductions_quality`: link predictors and allocations on small dense arrays.

All read `w` float64[n, n], log1p of decayed counts (0 = never in contact), and give float64[n, n], symmetric.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from tisserand.engine.policy import DEFAULT

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

DAY = 86_400
FACTORS = 16


def decayed(a: Ints, b: Ints, at: Ints, n: int, half_life_days: float = DEFAULT.half_life_days) -> Floats:
    """`w`: log1p of the count of contacts both ways, halved every `half_life_days` before the last."""
    count = np.zeros((n, n))
    if at.size:
        np.add.at(count, (a, b), np.exp2(-(at.max() - at) / (DAY * half_life_days)))
    return np.log1p(count + count.T)


def resource_allocation(w: Floats) -> Floats:
    """Sum over shared contacts x of w(u,x) w(x,v) / w(x) (Zhou, Lu and Zhang, 2009), on decayed strengths."""
    return np.asarray((w / np.maximum(w.sum(axis=1), 1e-12)) @ w)


def neighbours_shared(w: Floats) -> Floats:
    """How many contacts two people share."""
    tied = (w > 0).astype(float)
    return np.asarray(tied @ tied)


def adamic_adar(w: Floats) -> Floats:
    """Shared contacts, each divided by the logarithm of her degree (Adamic and Adar, 2003)."""
    tied = (w > 0).astype(float)
    return np.asarray((tied / np.log(np.maximum(tied.sum(axis=0), 2))) @ tied)


def personal_pagerank(w: Floats, follow: float = 0.85, turns: int = 60) -> Floats:
    """Chance that a walk from u with restarts stands at v, plus the reverse (Page et al., 1999)."""
    step = w / np.maximum(w.sum(axis=1, keepdims=True), 1e-12)
    here = start = np.eye(len(w))
    for _ in range(turns):
        here = (1 - follow) * start + follow * here @ step
    return here + here.T


def least_squares(w: Floats, seed: int, *, turns: int = 15, shrink: float = 0.1) -> Floats:
    """Implicit-feedback factors (Hu, Koren and Volinsky, 2008), 16 of them, solved exactly."""
    chance = np.random.default_rng(seed)
    left, right = (chance.normal(0, 0.1, (len(w), FACTORS)) for _ in range(2))
    for _ in range(turns):
        left = _solved(right, w, shrink)
        right = _solved(left, w, shrink)
    made = left @ right.T
    return made + made.T


def _solved(right: Floats, w: Floats, shrink: float) -> Floats:
    every = right.T @ right + shrink * np.eye(FACTORS)
    left = np.empty_like(right)
    for u in range(len(w)):
        seen = np.flatnonzero(w[u])
        part = right[seen]
        left[u] = np.linalg.solve(every + (part * w[u, seen, None]).T @ part, part.T @ (1 + w[u, seen]))
    return left


def greedy(a: Ints, b: Ints, score: Floats, budget: int, n: int) -> Bools:
    """Best pair first while both have room."""
    room, chosen = np.full(n, budget), np.zeros(a.size, np.bool_)
    for i in np.argsort(-score, kind="stable"):
        if score[i] > 0 and room[a[i]] and room[b[i]]:
            chosen[i] = True
            room[a[i]] -= 1
            room[b[i]] -= 1
    return chosen


def top_of_each(a: Ints, b: Ints, score: Floats, size: int, n: int) -> Bools:
    """Each person's best `size` pairs, whatever the other's load: what a plain recommender does."""
    chosen = np.zeros(a.size, np.bool_)
    for u in range(n):
        mine = np.flatnonzero(((a == u) | (b == u)) & (score > 0))
        chosen[mine[np.argsort(-score[mine], kind="stable")[:size]]] = True
    return chosen


def most_served(a: Ints, b: Ints, score: Floats, budget: int, n: int) -> tuple[Bools, int]:
    """The exact optimum by HiGHS of the two stages: pairs chosen bool[k], and S*, the most people served."""
    k = a.size
    pairs = np.tile(np.arange(k), 2)
    touch = sparse.csr_array((np.ones(2 * k), (np.concatenate((a, b)), pairs)), shape=(n, k))
    blocks: Any = [[touch, None], [-touch, sparse.eye_array(n)], [None, np.ones((1, n))]]
    rows = sparse.block_array(blocks, format="csr")
    limit = np.concatenate((np.full(n, budget), np.zeros(n)))
    goal = np.concatenate((np.zeros(k), -np.ones(n)))
    first = _optimum(goal, rows, np.append(limit, n), 0)
    served = round(-first.fun)
    best = _optimum(np.concatenate((-score, np.zeros(n))), rows, np.append(limit, n), served)
    return best.x[:k] > 0.5, served


def _optimum(goal: Floats, rows: Any, limit: Floats, served: int) -> optimize.OptimizeResult:
    low = np.append(np.full(limit.size - 1, -np.inf), served)
    return optimize.milp(
        goal, constraints=optimize.LinearConstraint(rows, low, limit), bounds=optimize.Bounds(0, 1),
        integrality=np.ones(goal.size, np.int64), options={"mip_rel_gap": 1e-6},
    )  # fmt: skip
