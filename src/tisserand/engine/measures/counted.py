"""The ties that openness counts: both people belong to a circle; each tie is inside a circle or across."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tisserand.engine.measures.circle_sets import NO_CIRCLE, CircleSets, Ints, Longs, is_sharing
from tisserand.engine.policy import ONE


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """t ties between people who each belong to a circle: `a` < `b` int32[t], `weight` int64[t], and `across`
    bool[t], whether the two share no circle."""

    a: Ints
    b: Ints
    weight: Longs
    across: NDArray[np.bool_]

    @property
    def people(self) -> int:
        """How many people hold one of these ties."""
        return int(np.count_nonzero(np.bincount(np.concatenate((self.a, self.b)))))

    @property
    def total(self) -> int:
        """Sum of the weights."""
        return int(self.weight.sum())

    @property
    def cross(self) -> int:
        """Sum of the weights of the ties across."""
        return int(self.weight[self.across].sum())


def counted(
    tie_ptr: Longs,
    tie_end: Ints,
    sets: CircleSets,
    *,
    strength: Ints | None = None,
    extra: Ints | None = None,
) -> Counted:
    """The ties counted, each weighing 1 or its `strength`.

    `tie_ptr`, `tie_end`: both directions of each tie, ends sorted. `extra` int[k, 2]: pairs taken as ties
    too, at weight 1 (or a strength of 1); a pair already tied, repeated or of one person is left as it is.
    """
    n = sets.of.size
    owner = np.repeat(np.arange(n, dtype=np.int64), np.diff(tie_ptr))
    once = owner < tie_end
    key = owner[once] * n + tie_end[once]
    weight = np.ones(key.size, np.int64) if strength is None else strength[once].astype(np.int64)
    if extra is not None:
        added = np.setdiff1d(_keys(n, extra), key)
        key = np.concatenate((key, added))
        weight = np.concatenate((weight, np.full(added.size, 1 if strength is None else ONE, np.int64)))
    a, b = key // max(n, 1), key % max(n, 1)
    kept = (sets.of[a] != NO_CIRCLE) & (sets.of[b] != NO_CIRCLE)
    a, b, weight = a[kept].astype(np.int32), b[kept].astype(np.int32), weight[kept]
    return Counted(a, b, weight, is_across(sets, a, b))


def is_across(sets: CircleSets, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """bool[k]: whether the two people of each pair each belong to a circle and share none."""
    return np.asarray(_is_across(sets.of, sets.ptr, sets.circle, a.astype(np.int32), b.astype(np.int32)))


def _keys(n: int, extra: Ints) -> Longs:
    pairs = np.asarray(extra, np.int64).reshape(-1, 2)
    if pairs.size and (pairs.min() < 0 or pairs.max() >= n):
        raise ValueError("an extra pair names a person who is not in the fabric")
    low, high = pairs.min(axis=1, initial=n), pairs.max(axis=1, initial=0)
    return np.unique((low * n + high)[low < high])


@njit(cache=True)
def _is_across(of: Ints, ptr: Longs, circle: Ints, a: Ints, b: Ints) -> NDArray[np.bool_]:
    across = np.zeros(a.size, np.bool_)
    for k in range(a.size):
        mine, other = of[a[k]], of[b[k]]
        across[k] = mine >= 0 and other >= 0 and not is_sharing(ptr, circle, mine, other)
    return across
