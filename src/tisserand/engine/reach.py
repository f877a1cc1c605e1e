"""Who may be proposed to whom, over which route (docs/decisions/0010). Hard masks, never penalties."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse

from tisserand.engine.fabric import NEVER_JOINED, Fabric, Ints, Ptr
from tisserand.engine.policy import DEFAULT, Policy
from tisserand.engine.ragged import ragged

NO_ROW = -1
"""The route of a pair that no bridge row carries: everywhere open, a shared member, or a circle in common."""


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """`open_ptr`, `open_circle`: for each circle, the circles whose members may be proposed to its own
    without any need (symmetric). `row_ptr`, `row`: the bridge rows in force that start at each circle.
    `live` bool[B]: rows in force with quota left. `insider` bool[n]: people who may be proposed inside
    their own circles."""

    open_ptr: Ptr
    open_circle: Ints
    row_ptr: Ptr
    row: Ints
    live: NDArray[np.bool_]
    insider: NDArray[np.bool_]


def reach(fabric: Fabric, *, inside: bool = False, policy: Policy = DEFAULT) -> Reach:
    """The Reach of `fabric` on its day. `inside` lets everybody be proposed within a circle."""
    bridges, m = fabric.bridges, fabric.circles
    live = (bridges.until >= fabric.now) & (bridges.quota > 0)
    rows = np.flatnonzero(live)
    plain = rows[np.diff(bridges.theme_ptr)[rows] == 0] if rows.size else rows
    shared_one, shared_other = _shared_member_circles(fabric)
    one = np.concatenate((bridges.start[plain], shared_one))
    other = np.concatenate((bridges.end[plain], shared_other))
    open_ptr, open_circle = ragged(m, np.concatenate((one, other)), np.concatenate((other, one)))
    row_ptr, row = ragged(m, bridges.start[rows], rows)
    new = is_new(fabric.joined_on, fabric.now, policy)
    insider = np.ones(fabric.people, np.bool_) if inside else new | ~fabric.beyond
    return Reach(open_ptr, open_circle, row_ptr, row, live, insider)


def is_new(joined_on: Ints, now: int, policy: Policy = DEFAULT) -> NDArray[np.bool_]:
    """bool[n]: who arrived less than `policy.newcomer_days` ago; an unknown arrival is not new."""
    known, lately = joined_on != NEVER_JOINED, joined_on > now - policy.newcomer_days
    new: NDArray[np.bool_] = known & lately & (joined_on <= now)
    return new


def _shared_member_circles(fabric: Fabric) -> tuple[Ints, Ints]:
    """Pairs of circles that both allow it and have a member in common."""
    allowed = fabric.through_members[fabric.member_circle]
    owner = np.repeat(np.arange(fabric.people), np.diff(fabric.member_ptr))[allowed]
    belongs = sparse.csr_array(
        (np.ones(owner.size, np.int32), (owner, fabric.member_circle[allowed])),
        shape=(fabric.people, fabric.circles),
    )
    both = sparse.triu(belongs.T @ belongs, k=1).tocoo()
    return both.row.astype(np.int32), both.col.astype(np.int32)


def need_circles(fabric: Fabric, reached: Reach, needs: NDArray[np.int64]) -> tuple[Ptr, Ints] | None:
    """For each of `needs`, the circles whose members' offers may answer it; None when every circle may.

    A need travels from a circle of its owner along a bridge row that starts there, if the row has no theme or
    one of the need's; through a shared member both ways; and inside a circle where somebody may be proposed
    inside.
    """
    if fabric.bridges.everywhere:
        return None
    bridges = fabric.bridges
    one, other = _shared_member_circles(fabric)
    home = np.unique(fabric.member_circle[np.repeat(reached.insider, np.diff(fabric.member_ptr))])
    free_ptr, free = ragged(
        fabric.circles, np.concatenate((one, other, home)), np.concatenate((other, one, home))
    )
    need, circle = _need_circles(
        needs, fabric.needs.owner, fabric.member_ptr, fabric.member_circle, free_ptr, free, reached.row_ptr,
        reached.row, bridges.end, bridges.theme_ptr, bridges.theme, fabric.need_theme_ptr, fabric.need_theme,
    )  # fmt: skip
    return ragged(needs.size, need, circle)


@njit(cache=True)
def carries(row: int, need: int, theme_ptr: Ptr, theme: Ints, need_theme_ptr: Ptr, need_theme: Ints) -> bool:
    """Whether bridge row `row` carries `need`: it has no theme, or one of the need's (`need` -1 has none)."""
    if theme_ptr[row] == theme_ptr[row + 1]:
        return True
    if need < 0:
        return False
    for i in range(theme_ptr[row], theme_ptr[row + 1]):
        for j in range(need_theme_ptr[need], need_theme_ptr[need + 1]):
            if theme[i] == need_theme[j]:
                return True
    return False


@njit(cache=True)
def _need_circles(
    numbers: NDArray[np.int64], owner: Ints, member_ptr: Ptr, member_circle: Ints, free_ptr: Ptr, free: Ints,
    row_ptr: Ptr, row: Ints, end: Ints, theme_ptr: Ptr, theme: Ints, need_theme_ptr: Ptr, need_theme: Ints,
) -> tuple[Ptr, Ints]:  # fmt: skip
    needs, circles = [np.int64(0) for _ in range(0)], [np.int32(0) for _ in range(0)]
    for spot in range(numbers.size):
        need = numbers[spot]
        for i in range(member_ptr[owner[need]], member_ptr[owner[need] + 1]):
            circle = member_circle[i]
            for j in range(free_ptr[circle], free_ptr[circle + 1]):
                needs.append(np.int64(spot))
                circles.append(free[j])
            for j in range(row_ptr[circle], row_ptr[circle + 1]):
                if carries(row[j], need, theme_ptr, theme, need_theme_ptr, need_theme):
                    needs.append(np.int64(spot))
                    circles.append(end[row[j]])
    return np.array(needs, dtype=np.int64), np.array(circles, dtype=np.int32)
