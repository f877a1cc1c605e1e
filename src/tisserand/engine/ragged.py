"""Ragged lists as two arrays: `ptr` int64[size + 1] and values; list i is `values[ptr[i]:ptr[i + 1]]`."""

import numpy as np
from numpy.typing import NDArray


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
