"""How much circles keep to themselves: three classical measures beside openness against chance."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import eigsh

from tisserand.engine.measures.circle_sets import CircleSets, Ints, Longs, sharing_sum
from tisserand.engine.measures.counted import Counted

_TRIES = 400
_CLOSE = 1e-11
"""Powers tried before a part is left to an eigenvalue solver, and how close they must settle."""

_DENSE = 128
"""Largest such part whose eigenvalues are all computed rather than iterated."""

Floats = NDArray[np.float64]


def ei_index(ties: Counted) -> float | None:
    """(external - internal) / all, from -1 (all inside) to 1 (all across); None without a tie.

    Krackhardt and Stern 1988. External means that the two people share no circle.
    """
    return (2 * ties.cross - ties.total) / ties.total if ties.total else None


def assortativity(ties: Counted, sets: CircleSets) -> float | None:
    """How much more often ties stay inside a circle than with the same degrees joined at random, 1 at most.

    (inside - by chance) / (1 - by chance), where chance joins ends of ties: the sum of k_i k_j / (2t)^2 over
    ordered pairs who share a circle. With one circle each this is Newman's coefficient (2003, equation 2);
    with several it keeps the meaning of "inside". Ties count 1 each. None without a tie or an outside.
    """
    size = ties.a.size
    if not size:
        return None
    ends = np.concatenate((sets.of[ties.a], sets.of[ties.b]))
    degree = np.bincount(ends, minlength=sets.size.size).astype(np.int64)
    chance = sharing_sum(sets, degree) / (2 * size) ** 2
    inside = 1 - int(ties.across.sum()) / size
    return (inside - chance) / (1 - chance) if chance < 1 else None


def spectral_segregation(
    tie_ptr: Longs,
    tie_end: Ints,
    member_ptr: Longs,
    member_circle: Ints,
    circles: int,
    *,
    strength: Ints | None = None,
) -> Floats:
    """float64[m]: the spectral segregation index of each circle, 0 (no tie inside) to 1 (no tie outside).

    Echenique and Fryer 2007: each person's ties are divided by their sum; among the members of a circle, each
    connected part has the largest eigenvalue of its matrix, and the circle has their mean over its people (it
    is the growth rate of a walk that dies when it leaves the circle). NaN for a circle without people.
    """
    weight = np.ones(tie_end.size) if strength is None else strength.astype(float)
    n = tie_ptr.size - 1
    held = np.bincount(np.repeat(np.arange(n), np.diff(tie_ptr)), weight, n)
    person = np.repeat(np.arange(n), np.diff(member_ptr))
    size = np.bincount(member_circle, minlength=circles)
    arcs = _inside_arcs(tie_ptr, tie_end, member_ptr, member_circle)
    row, column, tie = (arcs[:, i] for i in range(3))
    root = np.sqrt(held[person[row]] * held[person[column]])
    shape = (person.size, person.size)
    block = sparse.csr_matrix((weight[tie] / root, (row, column)), shape=shape)
    value = _largest_eigenvalues(block, np.sqrt(np.maximum(held[person], 1)))
    total = np.bincount(member_circle, value, circles)
    return np.asarray(np.divide(total, size, out=np.full(circles, np.nan), where=size > 0))


def _largest_eigenvalues(block: "sparse.csr_matrix[np.float64]", start: Floats) -> Floats:
    """For each row, the largest eigenvalue of the connected part it belongs to, of a symmetric matrix whose
    values are not negative; `start` > 0 is the first guess of the vector."""
    value = np.zeros(start.size)
    parts, label = connected_components(block, directed=False)
    order = np.argsort(label, kind="stable")
    cut = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.bincount(label, minlength=parts))))
    lists = block.indptr.astype(np.int64), block.indices.astype(np.int32), block.data
    found, settled = _powers(*lists, order, cut, start)
    for part in np.flatnonzero(np.diff(cut) > 1):
        rows = order[cut[part] : cut[part + 1]]
        value[rows] = found[part] if settled[part] else _largest_eigenvalue(block[rows][:, rows])
    return value


def _largest_eigenvalue(part: "sparse.csr_matrix[np.float64]") -> float:
    size = part.shape[0]
    if size <= _DENSE:
        return float(np.linalg.eigvalsh(part.toarray())[-1])
    start = np.full(size, 1 / math.sqrt(size))
    return float(eigsh(part, k=1, which="LA", v0=start, return_eigenvectors=False)[0])


@njit(cache=True)
def _powers(
    ptr: Longs, end: Ints, weight: Floats, order: Longs, cut: Longs, start: Floats
) -> tuple[Floats, NDArray[np.bool_]]:
    """The largest eigenvalue of each part by powers of (matrix + identity), and whether it settled within
    _CLOSE (the residual bounds the error); parts that mix slowly do not."""
    found, settled = np.zeros(cut.size - 1), np.zeros(cut.size - 1, np.bool_)
    x, y = start.copy(), np.zeros(start.size)
    for part in range(cut.size - 1):
        rows = order[cut[part] : cut[part + 1]]
        for _ in range(_TRIES):
            norm, value, error = 0.0, 0.0, 0.0
            for i in rows:
                norm += x[i] * x[i]
            for i in rows:
                y[i] = 0.0
                for k in range(ptr[i], ptr[i + 1]):
                    y[i] += weight[k] * x[end[k]]
                value += x[i] * y[i] / norm
            for i in rows:
                error += (y[i] - value * x[i]) ** 2
                x[i] = (x[i] + y[i]) / math.sqrt(norm)
            found[part] = value
            settled[part] = error <= _CLOSE**2 * norm
            if settled[part]:
                break
    return found, settled


@njit(cache=True)
def _inside_arcs(tie_ptr: Longs, tie_end: Ints, member_ptr: Longs, member_circle: Ints) -> Longs:
    """int64[k, 3]: (membership, membership, place of the tie) for each tie seen inside each circle it is
    in."""
    size = 0
    found = np.empty((max(16, tie_end.size), 3), np.int64)
    for i in range(tie_ptr.size - 1):
        for tie in range(tie_ptr[i], tie_ptr[i + 1]):
            x, y = member_ptr[i], member_ptr[tie_end[tie]]
            while x < member_ptr[i + 1] and y < member_ptr[tie_end[tie] + 1]:
                if member_circle[x] < member_circle[y]:
                    x += 1
                elif member_circle[x] > member_circle[y]:
                    y += 1
                else:
                    if size == len(found):
                        found = np.concatenate((found, np.empty_like(found)))
                    found[size, 0], found[size, 1], found[size, 2] = x, y, tie
                    size, x, y = size + 1, x + 1, y + 1
    return found[:size]
