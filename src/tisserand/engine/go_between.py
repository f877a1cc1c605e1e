"""Who could introduce two people: a shared contact, named only if she allows it."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tisserand.engine.fabric import Bools, Fabric, Ints, Ptr
from tisserand.engine.policy import DEFAULT, Policy

NOBODY = -1
"""No go-between, or no circle large enough to stand for her."""

SMALLEST_CIRCLE = 20
"""A circle stands for an unnamed go-between only from this size on."""


def go_betweens(fabric: Fabric, a: Ints, b: Ints, *, policy: Policy = DEFAULT) -> tuple[Ints, Ints]:
    """For each pair: the go-between int32[k] or NOBODY, and the circle int32[k] that stands for her or
    NOBODY.

    The best shared contact has the largest minimum of her two recent strengths (then the smallest number).
    She is returned if `named`; otherwise nobody is, and the largest circle of hers with 20 members or more
    stands for her. Shared contacts that carry no path (hubs) introduce nobody, and nobody introduces somebody
    whose ties may not choose for her (`profiled` off).
    """
    hub = np.diff(fabric.tie_ptr) > policy.hub_degree
    named = _strongest(a, b, fabric.tie_ptr, fabric.tie_end, fabric.tie_recent, fabric.named & ~hub)
    anybody = _strongest(a, b, fabric.tie_ptr, fabric.tie_end, fabric.tie_recent, ~hub)
    size = np.bincount(fabric.member_circle, minlength=fabric.circles)
    via = np.where(named >= 0, NOBODY, _large_circles(anybody, fabric.member_ptr, fabric.member_circle, size))
    known = fabric.profiled[a] & fabric.profiled[b]
    return np.where(known, named, NOBODY), np.where(known, via, NOBODY)


def ranked_go_betweens(fabric: Fabric, a: int, b: int) -> Ints:
    """Every shared contact of a and b, best first, whatever her consent: for measuring, never for showing."""
    ends_a = fabric.tie_end[fabric.tie_ptr[a] : fabric.tie_ptr[a + 1]]
    ends_b = fabric.tie_end[fabric.tie_ptr[b] : fabric.tie_ptr[b + 1]]
    shared, place_a, place_b = np.intersect1d(ends_a, ends_b, assume_unique=True, return_indices=True)
    least = np.minimum(
        fabric.tie_recent[fabric.tie_ptr[a] + place_a], fabric.tie_recent[fabric.tie_ptr[b] + place_b]
    )
    return shared[np.lexsort((shared, -least.astype(np.int64)))].astype(np.int32)


@njit(cache=True)
def _strongest(a: Ints, b: Ints, tie_ptr: Ptr, tie_end: Ints, recent: Ints, allowed: Bools) -> Ints:
    best = np.full(a.size, NOBODY, np.int32)
    for k in range(a.size):
        i, j, strongest = tie_ptr[a[k]], tie_ptr[b[k]], -1
        while i < tie_ptr[a[k] + 1] and j < tie_ptr[b[k] + 1]:
            if tie_end[i] < tie_end[j]:
                i += 1
            elif tie_end[i] > tie_end[j]:
                j += 1
            else:
                least = min(recent[i], recent[j])
                if allowed[tie_end[i]] and least > strongest:
                    strongest, best[k] = least, tie_end[i]
                i, j = i + 1, j + 1
    return best


@njit(cache=True)
def _large_circles(person: Ints, member_ptr: Ptr, member_circle: Ints, size: NDArray[np.int64]) -> Ints:
    circle = np.full(person.size, NOBODY, np.int32)
    for k in range(person.size):
        if person[k] >= 0:
            largest = SMALLEST_CIRCLE - 1
            for i in range(member_ptr[person[k]], member_ptr[person[k] + 1]):
                if size[member_circle[i]] > largest:
                    largest, circle[k] = size[member_circle[i]], member_circle[i]
    return circle
