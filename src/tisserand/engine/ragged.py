"""Ragged lists as two arrays: `ptr` int64[size + 1] and values; list i is `values[ptr[i]:ptr[i + 1]]`."""

from typing import TypeVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

Value = TypeVar("Value", bound=np.generic)


def is_first(*columns: NDArray[np.integer]) -> NDArray[np.bool_]:
    """bool: where a row of sorted columns differs from the row before."""
    first = np.ones(columns[0].size, np.bool_)
    first[1:] = False
    for column in columns:
        first[1:] |= column[1:] != column[:-1]
    return first


def ragged(
    size: int, owner: NDArray[np.integer], value: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """`ptr` and int32 values of `size` lists, each sorted and without repeats; ValueError for an unknown
    owner."""
    if owner.size and (owner.min() < 0 or owner.max() >= size):
        raise ValueError("a list names an owner who does not exist")
    order = np.lexsort((value, owner))
    owner, value = owner[order], value[order]
    first = is_first(owner, value)
    counts = np.bincount(owner[first], minlength=size) if owner.size else np.zeros(size, np.int64)
    ptr = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts))).astype(np.int64)
    return ptr, value[first].astype(np.int32)


def is_ragged(size: int, ptr: NDArray[np.int64], values: NDArray[np.int32], bound: int) -> bool:
    """Whether `ptr` cuts all the values in `size` lists, each value being in 0..bound-1."""
    if ptr.shape != (size + 1,) or ptr[0] != 0 or ptr[-1] != values.size or np.any(np.diff(ptr) < 0):
        return False
    return not values.size or bool(values.min() >= 0 and values.max() < bound)


def is_sorted_inside(ptr: NDArray[np.int64], values: NDArray[np.int32]) -> bool:
    """Whether each list is strictly ascending."""
    rising = values[1:] > values[:-1]
    starts = ptr[1:-1]
    rising[starts[(starts > 0) & (starts < values.size)] - 1] = True
    return bool(rising.all())


@njit(cache=True)
def is_mutual(ptr: NDArray[np.int64], values: NDArray[np.int32]) -> bool:
    """Whether sorted lists of one another's numbers hold both directions of each pair."""
    place = ptr[:-1].copy()
    for owner in range(ptr.size - 1):
        for i in range(ptr[owner], ptr[owner + 1]):
            other = values[i]
            if place[other] == ptr[other + 1] or values[place[other]] != owner:
                return False
            place[other] += 1
    return True


@njit(cache=True)
def is_mirrored(ptr: NDArray[np.int64], values: NDArray[np.int32], weight: NDArray[np.int32]) -> bool:
    """Whether both directions of each pair of mutual sorted lists have the same weight."""
    place = ptr[:-1].copy()
    for owner in range(ptr.size - 1):
        for i in range(ptr[owner], ptr[owner + 1]):
            if weight[place[values[i]]] != weight[i]:
                return False
            place[values[i]] += 1
    return True


def picked(ptr: NDArray[np.int64], rows: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """`ptr` of the lists of `rows` alone, and the places int64[] of their values."""
    sizes = ptr[rows + 1] - ptr[rows]
    new = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes))).astype(np.int64)
    return new, np.arange(new[-1]) + np.repeat(ptr[rows] - new[:-1], sizes)


def put_between(base: NDArray[Value], low: int, high: int, values: NDArray[Value]) -> NDArray[Value]:
    """`base` with its places `low`..`high` - 1 replaced by `values`."""
    return np.concatenate((base[:low], values.astype(base.dtype), base[high:]))


def ptr_between(ptr: NDArray[np.int64], low: int, high: int, other: NDArray[np.int64]) -> NDArray[np.int64]:
    """`ptr` with its lists `low`..`high` - 1 replaced by those of `other`."""
    gap = ptr[low] + other[-1] - ptr[high]
    return np.concatenate((ptr[:low], ptr[low] + other, ptr[high + 1 :] + gap))


def with_pairs(
    ptr: NDArray[np.int64], values: NDArray[np.int32], owner: NDArray[np.integer], other: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """How to add rows (owner, other), distinct and sorted, to sorted lists: the new `ptr`, the place in
    `values` before which each row goes, and the rows that were not there yet, int64[]."""
    size = ptr.size - 1
    place = np.array(
        [ptr[u] + np.searchsorted(values[ptr[u] : ptr[u + 1]], v) for u, v in zip(owner, other, strict=True)],
        np.int64,
    )  # fmt: skip
    known = np.zeros(place.size, np.bool_)
    inner = np.flatnonzero(place < ptr[np.asarray(owner, np.int64) + 1])
    known[inner] = values[place[inner]] == other[inner]
    new = np.flatnonzero(~known)
    sizes = np.diff(ptr) + np.bincount(owner[new], minlength=size)
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes))).astype(np.int64), place[new], new
