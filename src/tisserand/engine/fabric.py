"""The Fabric: the one immutable input of every verb of the engine, as checked arrays.

Shapes, declared once: n people, m circles, k pairs, r reasons. People are numbered 0..n-1; a ragged list per
person is a pair of arrays (`ptr` of length n + 1, values), as in a compressed sparse row.

What is private to a pair (a tie not opened by both, a block, "never") is not in here on purpose: it acts
after allocation (docs/decisions/0004), so that it can change nobody else's week.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.policy import DEFAULT, MIDDLE, ONE, STOPS
from tisserand.engine.ragged import is_first, is_mirrored, is_mutual, is_ragged, is_sorted_inside, ragged
from tisserand.engine.text import NO_TEXTS, Texts

UNKNOWN = -1
"""Stands for a town, a type, a sector that nobody gave."""

NEVER_JOINED = np.iinfo(np.int32).min
"""Stands for an unknown day of arrival."""

FOREVER = np.iinfo(np.int32).max
"""Stands for the end of a bridge that has none."""

Ints = NDArray[np.int32]
Ptr = NDArray[np.int64]
Keys = NDArray[np.uint64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def _no_ints() -> Ints:
    return np.zeros(0, np.int32)


def _no_ptr() -> Ptr:
    return np.zeros(1, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Bridges:
    """B directed bridge rows: `start`, `end` int32[B] circles; `quota` int32[B] proposals left this month;
    `until` int32[B] last day in force; themes of row i are `theme[theme_ptr[i]:theme_ptr[i + 1]]`, none =
    all.

    `everywhere` true means that no bridge was ever declared and every circle is open to every other.
    """

    start: Ints = field(default_factory=_no_ints)
    end: Ints = field(default_factory=_no_ints)
    quota: Ints = field(default_factory=_no_ints)
    until: Ints = field(default_factory=_no_ints)
    theme_ptr: Ptr = field(default_factory=_no_ptr)
    theme: Ints = field(default_factory=_no_ints)
    everywhere: bool = True


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Fabric:
    """Who is here, what they opened, and what is left of their attention, on day `now`.

    Days are counted from 1970-01-01. `key` uint64[n] ascending: a hash of the public identifier, so that
    numbering does not depend on the order of rows. `capacity` int32[n]: requests she may still be shown this
    week. `owed` bool[n]: consenting members owed a floor of one proposal. `beyond`, `named`, `profiled`
    bool[n]: consents; without the last one, only her needs, her offers and chance choose for her.
    `acceptance` float64[n] in 0..1. `distance` int32[n]: how far from her she wishes to be introduced, 0..4.
    `joined_on` int32[n] days or NEVER_JOINED. `town`, `actor_type`, `sector` int32[n] or UNKNOWN.
    `member_*`: circles of a person, sorted. `tie_*`: both directions of each tie that both ends opened, ends
    sorted, `tie_strength` and `tie_recent` int32 > 0 in 1/32768 (half-lives of 75 and 30 days). `rest_*`:
    people she may not be proposed to for now, both directions, sorted. `through_members`, `takes_inside`
    bool[m]: circle policies. `need_theme_*`: bridge themes that each need belongs to.
    """

    now: int
    key: Keys
    capacity: Ints
    owed: Bools
    beyond: Bools
    named: Bools
    profiled: Bools
    acceptance: Floats
    distance: Ints
    joined_on: Ints
    town: Ints
    actor_type: Ints
    sector: Ints
    member_ptr: Ptr
    member_circle: Ints
    tie_ptr: Ptr
    tie_end: Ints
    tie_strength: Ints
    tie_recent: Ints
    rest_ptr: Ptr
    rest_end: Ints
    through_members: Bools
    takes_inside: Bools
    bridges: Bridges = field(default_factory=Bridges)
    needs: Texts = NO_TEXTS
    offers: Texts = NO_TEXTS
    need_theme_ptr: Ptr = field(default_factory=_no_ptr)
    need_theme: Ints = field(default_factory=_no_ints)

    def __post_init__(self) -> None:
        check_fabric(self)

    @property
    def people(self) -> int:
        """n, the number of people."""
        return int(self.key.size)

    @property
    def circles(self) -> int:
        """m, the number of circles."""
        return int(self.through_members.size)

    @classmethod
    def from_arrays(
        cls,
        *,
        ties: NDArray[np.integer],
        strength: NDArray[np.floating] | None = None,
        circles: NDArray[np.integer] | None = None,
        people: int | None = None,
        capacity: int | Sequence[int] = DEFAULT.weekly_cap,
        bridges: Bridges | None = None,
        now: int = 0,
    ) -> Self:
        """The Fabric of an analyst: `ties` int[t, 2] pairs of person numbers, `strength` float[t] in 0..1
        (default 1), `circles` int[s, 2] rows (person, circle). Everybody consents to everything;
        ValueError if unusable."""
        ties = np.asarray(ties, np.int64).reshape(-1, 2)
        rows = np.zeros((0, 2), np.int64) if circles is None else np.asarray(circles, np.int64).reshape(-1, 2)
        n = people if people is not None else int(max(ties.max(initial=-1), rows[:, 0].max(initial=-1))) + 1
        m = int(rows[:, 1].max(initial=-1)) + 1
        weight = np.ones(len(ties)) if strength is None else np.asarray(strength, float)
        tie_ptr, tie_end, tie_strength = tie_arrays(
            n, ties[:, 0], ties[:, 1], np.floor(weight * ONE).astype(np.int64)
        )
        member_ptr, member_circle = ragged(n, rows[:, 0], rows[:, 1])
        capacities = np.broadcast_to(np.asarray(capacity, np.int32), (n,)).copy()
        return cls(
            now=now,
            key=(np.arange(n, dtype=np.uint64) + np.uint64(1)) * np.uint64((1 << 64) // (n + 2)),
            capacity=capacities,
            owed=capacities > 0,
            beyond=np.ones(n, np.bool_),
            named=np.ones(n, np.bool_),
            profiled=np.ones(n, np.bool_),
            acceptance=np.full(n, DEFAULT.acceptance),
            distance=np.full(n, MIDDLE, np.int32),
            joined_on=np.full(n, NEVER_JOINED, np.int32),
            town=np.full(n, UNKNOWN, np.int32),
            actor_type=np.full(n, UNKNOWN, np.int32),
            sector=np.full(n, UNKNOWN, np.int32),
            member_ptr=member_ptr,
            member_circle=member_circle,
            tie_ptr=tie_ptr,
            tie_end=tie_end,
            tie_strength=tie_strength,
            tie_recent=tie_strength,
            rest_ptr=np.zeros(n + 1, np.int64),
            rest_end=_no_ints(),
            through_members=np.zeros(m, np.bool_),
            takes_inside=np.ones(m, np.bool_),
            bridges=Bridges() if bridges is None else bridges,
        )


def tie_arrays(
    n: int, a: NDArray[np.int64], b: NDArray[np.int64], strength: NDArray[np.int64]
) -> tuple[Ptr, Ints, Ints]:
    """`tie_ptr`, `tie_end`, `tie_strength` of undirected ties: a pair given twice keeps its largest strength;
    a strength of 0 is no tie; ValueError for a self-tie or an unknown person."""
    if a.size and (min(a.min(), b.min()) < 0 or max(a.max(), b.max()) >= n):
        raise ValueError("a tie names a person who is not in the fabric")
    if np.any(a == b):
        raise ValueError("a tie joins a person to herself")
    low, high, kept = np.minimum(a, b), np.maximum(a, b), strength > 0
    low, high, strength = low[kept], high[kept], strength[kept]
    order = np.lexsort((-strength, high, low))
    low, high, strength = low[order], high[order], strength[order]
    first = is_first(low, high)
    low, high, strength = low[first], high[first], strength[first]
    owner, end = np.concatenate((low, high)), np.concatenate((high, low))
    order = np.lexsort((end, owner))
    ptr = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.bincount(owner, minlength=n)))).astype(np.int64)
    both = np.concatenate((strength, strength))[order].astype(np.int32)
    return ptr, end[order].astype(np.int32), both


def check_fabric(fabric: Fabric) -> None:
    """Raise ValueError, naming the array, when shapes, ranges or orders are not those of a Fabric."""
    n, m = fabric.people, fabric.circles
    for name in (
        "capacity",
        "owed",
        "beyond",
        "named",
        "profiled",
        "acceptance",
        "distance",
        "joined_on",
        "town",
        "actor_type",
        "sector",
    ):
        if getattr(fabric, name).shape != (n,):
            raise ValueError(f"{name} must hold one value for each of the {n} people")
    if n and np.any(fabric.key[1:] <= fabric.key[:-1]):
        raise ValueError("key must be strictly ascending")
    if fabric.capacity.min(initial=0) < 0:
        raise ValueError("capacity must not be negative")
    if n and not (fabric.acceptance.min() >= 0 and fabric.acceptance.max() <= 1):
        raise ValueError("acceptance must lie between 0 and 1")
    if n and not (fabric.distance.min() >= 0 and fabric.distance.max() < STOPS):
        raise ValueError(f"distance must lie between 0 and {STOPS - 1}")
    if fabric.takes_inside.shape != (m,):
        raise ValueError(f"takes_inside must hold one value for each of the {m} circles")
    _check_lists(fabric, n, m)
    _check_bridges(fabric.bridges, m)
    _check_asks(fabric, n)


def _check_lists(fabric: Fabric, n: int, m: int) -> None:
    lists = (
        ("member", fabric.member_ptr, fabric.member_circle, m),
        ("tie", fabric.tie_ptr, fabric.tie_end, n),
        ("rest", fabric.rest_ptr, fabric.rest_end, n),
    )
    for name, ptr, values, bound in lists:
        if not is_ragged(n, ptr, values, bound) or not is_sorted_inside(ptr, values):
            raise ValueError(
                f"{name}_ptr and its values are not sorted lists of numbers below {bound}, one a person"
            )
    for name, ptr, values, _ in lists[1:]:
        if np.any(np.repeat(np.arange(n), np.diff(ptr)) == values):
            raise ValueError(f"a {name} joins a person to herself")
        if not is_mutual(ptr, values):
            raise ValueError(f"{name} lists must hold both directions of each pair")
    if fabric.tie_strength.shape != fabric.tie_end.shape or fabric.tie_recent.shape != fabric.tie_end.shape:
        raise ValueError("each tie needs a strength and a recent strength")
    for strength in (fabric.tie_strength, fabric.tie_recent):
        if not is_mirrored(fabric.tie_ptr, fabric.tie_end, strength):
            raise ValueError("both directions of a tie must have the same strength")
    if fabric.tie_strength.min(initial=1) <= 0 or fabric.tie_recent.min(initial=0) < 0:
        raise ValueError("tie strengths must be positive")


def _check_asks(fabric: Fabric, n: int) -> None:
    owner = np.concatenate((fabric.needs.owner, fabric.offers.owner))
    if owner.size and (owner.min() < 0 or owner.max() >= n):
        raise ValueError("a need or an offer has an owner who is not in the fabric")
    ptr, needs = fabric.need_theme_ptr, fabric.needs.owner.size
    if (fabric.bridges.theme.size or ptr.size > 1) and not is_ragged(needs, ptr, fabric.need_theme, FOREVER):
        raise ValueError("need_theme_ptr must hold one list of themes for each need")


def _check_bridges(bridges: Bridges, m: int) -> None:
    size = bridges.start.size
    if any(array.shape != (size,) for array in (bridges.end, bridges.quota, bridges.until)):
        raise ValueError("each bridge row needs a start, an end, a quota and a last day")
    ends = np.concatenate((bridges.start, bridges.end))
    if size and (ends.min() < 0 or ends.max() >= m or np.any(bridges.start == bridges.end)):
        raise ValueError("a bridge row must join two different known circles")
    if bridges.quota.min(initial=0) < 0:
        raise ValueError("a bridge quota must not be negative")
    if size and not is_ragged(size, bridges.theme_ptr, bridges.theme, FOREVER):
        raise ValueError("bridge themes must be one list a row")
