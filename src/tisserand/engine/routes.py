"""Which bridge row carries a proposal: exactly one (docs/decisions/0010).

The row is fixed before allocation, so pairs that several rows could carry are spread over them in proportion
to the quota left: none stays idle while another runs out.
"""

import math

import numpy as np
from numba import njit

from tisserand.engine.asks import Asks
from tisserand.engine.fabric import Fabric, Ints, Ptr
from tisserand.engine.keys import mixed, pair_key
from tisserand.engine.loom import Loom
from tisserand.engine.reach import NO_ROW, Reach, carries
from tisserand.engine.scoring import find, is_listed


def routes(
    fabric: Fabric, reached: Reach, weft: Loom, asked: Asks, meeting_need: Ints, a: Ints, b: Ints, seed: int
) -> tuple[Ints, Ints, Ints]:
    """For each open pair: its bridge row int32[k] or NO_ROW, then the circle of a and the circle of b
    (int32[k], -1 for somebody in no circle) that the route joins; twice the same circle for a pair inside
    it.

    `meeting_need` gives the need behind each meeting; `seed` draws among the rows that could carry a pair. A
    row without theme carries any pair; a row with themes carries the needs of its start that belong to one of
    them.
    """
    bridges = fabric.bridges
    row, circle_a, circle_b = _routes(
        weft, np.uint64(seed), a, b, reached.row_ptr, reached.row, bridges.end, bridges.quota,
        bridges.theme_ptr, bridges.theme, fabric.need_theme_ptr, fabric.need_theme,
        asked.meeting_to, asked.meeting_from, meeting_need,
    )  # fmt: skip
    return row, circle_a, circle_b


@njit(cache=True)
def _routes(
    weft: Loom, seed: np.uint64, a: Ints, b: Ints, row_ptr: Ptr, rows: Ints, end: Ints, quota: Ints,
    theme_ptr: Ptr, theme: Ints, need_theme_ptr: Ptr, need_theme: Ints, meeting_to: Ints, meeting_from: Ints,
    meeting_need: Ints,
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    chosen, circle_a, circle_b = (
        np.empty(a.size, np.int32),
        np.empty(a.size, np.int32),
        np.empty(a.size, np.int32),
    )
    for k in range(a.size):
        u, v = a[k], b[k]
        circle_a[k], circle_b[k] = standing_circles(weft, u, v)
        chosen[k] = NO_ROW
        if circle_a[k] == circle_b[k] and circle_a[k] >= 0:
            continue
        ask = find(weft.ask_ptr, weft.ask_other, u, v)
        key, least = pair_key(seed, weft.key[u], weft.key[v]), np.inf
        for forward in (True, False):
            start, other, meeting = (u, v, meeting_to) if forward else (v, u, meeting_from)
            need = meeting_need[meeting[ask]] if ask >= 0 and meeting[ask] >= 0 else -1
            for i in range(weft.member_ptr[start], weft.member_ptr[start + 1]):
                for j in range(row_ptr[weft.member_circle[i]], row_ptr[weft.member_circle[i] + 1]):
                    row = rows[j]
                    if not is_listed(weft.member_ptr, weft.member_circle, other, end[row]):
                        continue
                    drawn = _drawn(key, row, quota[row])
                    if drawn < least and carries(row, need, theme_ptr, theme, need_theme_ptr, need_theme):
                        least, chosen[k] = drawn, row
                        ends = (weft.member_circle[i], end[row])
                        circle_a[k], circle_b[k] = ends if forward else (ends[1], ends[0])
    return chosen, circle_a, circle_b


@njit(cache=True, inline="always")
def _drawn(key: np.uint64, row: int, quota: int) -> float:
    """A draw of the pair for a row: the least of several falls on each in proportion to its quota (weighted
    rendezvous, Thaler and Ravishankar 1998)."""
    unit = (np.float64(mixed(key ^ mixed(np.uint64(row))) >> np.uint64(11)) + 1.0) / 9007199254740993.0
    return -math.log(unit) / quota


@njit(cache=True)
def standing_circles(weft: Loom, u: int, v: int) -> tuple[int, int]:
    """A circle in common, given twice; else the first two open to each other; else the first of each."""
    first, last = weft.member_ptr[u], weft.member_ptr[u + 1]
    one, other = weft.member_ptr[v], weft.member_ptr[v + 1]
    for i in range(first, last):
        circle = weft.member_circle[i]
        if weft.takes_inside[circle] and is_listed(weft.member_ptr, weft.member_circle, v, circle):
            return int(circle), int(circle)
    for i in range(first, last):
        for j in range(one, other):
            circle, end = weft.member_circle[i], weft.member_circle[j]
            if is_listed(weft.open_ptr, weft.open_circle, circle, end):
                return int(circle), int(end)
    circle_u = int(weft.member_circle[first]) if first < last else -1
    return circle_u, int(weft.member_circle[one]) if one < other else -1
