"""The integer optimum of a small allocation, by branch and bound (HiGHS, as shipped inside scipy).

Prices and exchanges come within a thousandth of the best; in a small network that can be one introduction or
one person served. A limit on nodes, not on time, keeps the answer the same on every machine.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from tisserand.engine.allocation.incidence import Flags, Incidence

SMALL = 2000
"""People with a pair, at most, for which branch and bound is worth trying."""
NODES = 200
"""Nodes explored at most: a limit on time would make the answer depend on the machine."""
GAP = 1e-4
"""Relative gap at which branch and bound stops."""
TOLERANCE = 1e-6
"""Feasibility tolerance of the solver, by which its bound is widened."""


class Optimum(NamedTuple):
    """`chosen` bool[k], None if no solution was found; `bound` on the objective, widened by the tolerance."""

    chosen: Flags | None
    bound: float


def most_served(at: Incidence) -> Optimum:
    """The pairs that serve the most people among those owed."""
    owed = _owed(at)
    objective = np.concatenate((np.zeros(len(at.a)), np.ones(len(owed))))
    return _solved(at, objective, 0, np.ones(len(at.a), np.bool_))


def most_valuable(at: Incidence, served: int, within: Flags) -> Optimum:
    """The best pairs among those of `within` that serve at least `served` of those owed."""
    objective = np.concatenate((at.score.astype(np.float64), np.zeros(len(_owed(at)))))
    return _solved(at, objective, served, within)


def _solved(at: Incidence, objective: np.ndarray, served: int, within: Flags) -> Optimum:
    from scipy.optimize import Bounds, LinearConstraint, milp  # slow to import, rarely needed

    k = len(at.a)
    rows, limits = _constraints(at, served)
    scale = max(float(objective.max(initial=0.0)), 1.0)
    most = np.ones(len(objective))
    most[:k] = within
    found = milp(
        -objective / scale,
        constraints=LinearConstraint(rows, -np.inf, limits),
        bounds=Bounds(0.0, most),
        integrality=np.ones(len(objective), np.int8),
        options={"node_limit": NODES, "mip_rel_gap": GAP},
    )
    dual = getattr(found, "mip_dual_bound", None)
    bound = np.inf if dual is None else -dual * scale * (1 + TOLERANCE)
    return Optimum(None if found.x is None else found.x[:k] > 0.5, bound)


def _constraints(at: Incidence, served: int) -> tuple[sparse.csr_array, np.ndarray]:
    """Rows for people, routes, the served (variable y at most her pairs) and the floor on their number."""
    k, n, owed = len(at.a), len(at.capacity), _owed(at)
    each = np.arange(k)
    people = sparse.csr_array((np.ones(2 * k), (np.append(at.a, at.b), np.append(each, each))), shape=(n, k))
    routed = np.flatnonzero(at.route >= 0)
    routes = sparse.csr_array((np.ones(len(routed)), (at.route[routed], routed)), shape=(len(at.quota), k))
    blocks: list[list[Any]] = [
        [people, None],
        [routes, None],
        [-people[owed], sparse.eye_array(len(owed))],
        [None, sparse.csr_array(-np.ones((1, len(owed))))],
    ]
    limits = np.concatenate((at.capacity, at.quota, np.zeros(len(owed)), [-served]))
    return sparse.block_array(blocks).tocsr(), limits


def _owed(at: Incidence) -> np.ndarray:
    return np.flatnonzero(at.owed & (np.diff(at.first) > 0))
