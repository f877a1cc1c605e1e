"""What the ties of one person look like: how closed her contacts are among themselves, and how varied.

Figures about one person are for herself alone; only their median or mean may be shown to others.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tisserand.engine.measures.circle_sets import Ints, Longs

Floats = NDArray[np.float64]


def constraint(tie_ptr: Longs, tie_end: Ints, *, strength: Ints | None = None) -> Floats:
    """float64[n]: Burt's constraint of each person; NaN without a tie.

    Burt 1992: the sum over her contacts j of (p_ij + sum over q of p_iq p_qj)^2, where p_ij is the share of
    i's ties that goes to j. 1 for a single contact; low when contacts do not know each other.
    """
    weight = np.ones(tie_end.size) if strength is None else strength.astype(float)
    return np.asarray(_constraint(tie_ptr, tie_end, weight))


def contact_diversity(
    tie_ptr: Longs, tie_end: Ints, member_ptr: Longs, member_circle: Ints, *, strength: Ints | None = None
) -> Floats:
    """float64[n]: Blau's index of the circles of each person's contacts: the chance that two of them, drawn
    with replacement, come from different circles (Blau 1977). A contact in several circles is split evenly
    among them; contacts without a circle are left out; NaN when none is left.
    """
    weight = np.ones(tie_end.size) if strength is None else strength.astype(float)
    return np.asarray(_diversity(tie_ptr, tie_end, weight, member_ptr, member_circle))


@njit(cache=True)
def _constraint(tie_ptr: Longs, tie_end: Ints, weight: Floats) -> Floats:
    n = tie_ptr.size - 1
    held = np.zeros(n)
    for i in range(n):
        for tie in range(tie_ptr[i], tie_ptr[i + 1]):
            held[i] += weight[tie]
    result = np.full(n, np.nan)
    spent = np.zeros(n)
    for i in range(n):
        mine = range(tie_ptr[i], tie_ptr[i + 1])
        for tie in mine:
            spent[tie_end[tie]] += weight[tie] / held[i]
            q, share = tie_end[tie], weight[tie] / held[i]
            for step in range(tie_ptr[q], tie_ptr[q + 1]):
                spent[tie_end[step]] += share * weight[step] / held[q]
        if len(mine) > 0:
            result[i] = 0.0
        for tie in mine:
            result[i] += spent[tie_end[tie]] ** 2
        for tie in mine:
            q = tie_end[tie]
            spent[q] = 0.0
            for step in range(tie_ptr[q], tie_ptr[q + 1]):
                spent[tie_end[step]] = 0.0
    return result


@njit(cache=True)
def _diversity(
    tie_ptr: Longs, tie_end: Ints, weight: Floats, member_ptr: Longs, member_circle: Ints
) -> Floats:
    n, circles = tie_ptr.size - 1, 0
    for c in member_circle:
        circles = max(circles, c + 1)
    result = np.full(n, np.nan)
    part = np.zeros(circles)
    for i in range(n):
        total = 0.0
        for tie in range(tie_ptr[i], tie_ptr[i + 1]):
            first, last = member_ptr[tie_end[tie]], member_ptr[tie_end[tie] + 1]
            for place in range(first, last):
                part[member_circle[place]] += weight[tie] / (last - first)
            total += weight[tie] if last > first else 0.0
        squares = 0.0
        for tie in range(tie_ptr[i], tie_ptr[i + 1]):
            for place in range(member_ptr[tie_end[tie]], member_ptr[tie_end[tie] + 1]):
                squares += part[member_circle[place]] ** 2
                part[member_circle[place]] = 0.0
        if total > 0:
            result[i] = 1 - squares / total**2
    return result
