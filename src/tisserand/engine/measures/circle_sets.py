"""Who shares a circle with whom, counted without listing the pairs: people who hold the same set of circles
are taken together, so that the cost depends on the distinct sets and not on the people.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tisserand.engine.ragged import ragged

NO_CIRCLE = -1
"""The set number of somebody who belongs to no circle."""

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class CircleSets:
    """The s distinct sets of circles: `of` int32[n] the set of each person or NO_CIRCLE; set k holds the
    circles `circle[ptr[k]:ptr[k + 1]]`, ascending; `size` int64[s] people hold it."""

    of: Ints
    ptr: Longs
    circle: Ints
    size: Longs

    @property
    def people(self) -> int:
        """How many people belong to a circle at least."""
        return int(self.size.sum())

    @property
    def pairs(self) -> int:
        """How many pairs of people who each belong to a circle."""
        return self.people * (self.people - 1) // 2

    @property
    def cross_pairs(self) -> int:
        """How many of these pairs share no circle."""
        return self.pairs - (sharing_sum(self, self.size) - self.people) // 2


def circle_sets(member_ptr: Longs, member_circle: Ints) -> CircleSets:
    """The distinct sets of circles of n people, from their sorted lists (`member_ptr` int64[n + 1])."""
    label = _labels(member_ptr, member_circle)
    inside = np.flatnonzero(label >= 0)
    _, first, number, size = np.unique(
        label[inside], return_index=True, return_inverse=True, return_counts=True
    )
    of = np.full(label.size, NO_CIRCLE, np.int32)
    of[inside] = number
    holder = inside[first]
    length = member_ptr[holder + 1] - member_ptr[holder]
    ptr = np.concatenate((np.zeros(1, np.int64), np.cumsum(length)))
    place = np.repeat(member_ptr[holder] - ptr[:-1], length) + np.arange(ptr[-1])
    return CircleSets(
        of=of, ptr=ptr, circle=member_circle[place].astype(np.int32), size=size.astype(np.int64)
    )


def _labels(ptr: Longs, circle: Ints) -> Longs:
    """One number for each distinct list, -1 for the empty one, found one place of the lists at a time."""
    length = np.diff(ptr)
    label = np.where(length > 0, 0, -1).astype(np.int64)
    span, used = int(circle.max(initial=0)) + 1, 1
    for place in range(int(length.max(initial=0))):
        longer = np.flatnonzero(length > place)
        _, number = np.unique(label[longer] * span + circle[ptr[longer] + place], return_inverse=True)
        label[longer] = used + number
        used += int(number.max()) + 1
    return label


def sharing_sum(sets: CircleSets, weight: Longs) -> int:
    """Sum of `weight[k] * weight[l]` over the ordered pairs of sets (k, l) that share a circle, k = l
    included.

    `weight` int64[s]; the sum must stay below 2^63. With `size` it counts the ordered pairs of people who
    share a circle (everybody with herself included); with sums of degrees, the ends that chance would join
    inside.
    """
    in_ptr, in_set = holders(sets)
    return int(_sharing_sum(sets.ptr, sets.circle, in_ptr, in_set, weight))


def holders(sets: CircleSets) -> tuple[Longs, Ints]:
    """For each circle, the sets that hold it, as a ragged list."""
    owner = np.repeat(np.arange(sets.size.size), np.diff(sets.ptr))
    return ragged(int(sets.circle.max(initial=-1)) + 1, sets.circle, owner)


@njit(cache=True)
def is_sharing(ptr: Longs, circle: Ints, k: int, other: int) -> bool:
    """Whether the distinct sets number `k` and `other` have a circle in common (sorted lists, merged)."""
    if k == other:
        return True
    i, j, i_end, j_end = ptr[k], ptr[other], ptr[k + 1], ptr[other + 1]
    if i_end - i == 1 and j_end - j == 1:
        return False
    while i < i_end and j < j_end:
        if circle[i] == circle[j]:
            return True
        if circle[i] < circle[j]:
            i += 1
        else:
            j += 1
    return False


@njit(cache=True)
def _sharing_sum(ptr: Longs, circle: Ints, in_ptr: Longs, in_set: Ints, weight: Longs) -> int:
    seen = np.full(weight.size, -1, np.int32)
    total = 0
    for k in range(weight.size):
        reached = 0
        for place in range(ptr[k], ptr[k + 1]):
            c = circle[place]
            for other in in_set[in_ptr[c] : in_ptr[c + 1]]:
                if seen[other] != k:
                    seen[other] = k
                    reached += weight[other]
        total += weight[k] * reached
    return total
