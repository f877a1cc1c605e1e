"""Tie records as arrays: the contacts and declared strengths known on a day, and what they make of each
tie."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.fabric import Bools, Ints, Ptr, tie_arrays
from tisserand.engine.policy import CONTACT_WEIGHTS, ONE, Policy
from tisserand.engine.strength import DAY, strength
from tisserand.formats.numbering import day_number
from tisserand.formats.records import Tie

START = datetime(1970, 1, 1, tzinfo=UTC)
DECLARED = np.iinfo(np.int64).min
"""Stands for the second of a row that declares a strength instead of dating a contact."""


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """t rows: `a`, `b` int64 people; `at` int64 second or DECLARED; `value` float64, the declared strength
    in 0..1 or the weight of the kind of contact."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    at: NDArray[np.int64]
    value: NDArray[np.float64]

    def only(self, kept: Bools) -> "Contacts":
        """The rows where `kept` bool[t]."""
        return Contacts(self.a[kept], self.b[kept], self.at[kept], self.value[kept])

    def pairs(self) -> Ints:
        """int32[p, 2]: the distinct pairs, the smaller number first."""
        rows = np.stack((np.minimum(self.a, self.b), np.maximum(self.a, self.b)), axis=1)
        return np.unique(rows, axis=0).astype(np.int32)

    def latest_day(self) -> int | None:
        """The day of the latest dated contact, or None."""
        latest = int(self.at.max(initial=DECLARED))
        return None if latest == DECLARED else latest // DAY


def contacts(ties: Iterable[Tie], number: Mapping[str, int]) -> Contacts:
    """The Contacts of `ties`; an unknown kind weighs 1; KeyError on an unknown id."""
    a, b, at, value = [], [], [], []
    for tie in ties:
        a.append(number[tie.a])
        b.append(number[tie.b])
        at.append(DECLARED if tie.at is None else second(tie.at))
        value.append(CONTACT_WEIGHTS.get(tie.kind, 1.0) if tie.strength is None else tie.strength)
    return Contacts(
        np.array(a, np.int64), np.array(b, np.int64), np.array(at, np.int64), np.array(value, float)
    )


def second(at: datetime) -> int:
    """Seconds since 1970 in UTC; a time without zone is in UTC."""
    gap = (at if at.tzinfo else at.replace(tzinfo=UTC)) - START
    return gap.days * DAY + gap.seconds


def end_of(day: date) -> int:
    """The last second of a day."""
    return (day_number(day) + 1) * DAY - 1


def tie_lists(people: int, rows: Contacts, now: int, policy: Policy) -> tuple[Ptr, Ints, Ints, Ints]:
    """`tie_ptr`, `tie_end`, `tie_strength`, `tie_recent` of a Fabric on second `now`.

    A pair has the larger of its declared strength and of what its contacts make; the recent strength forgets
    faster.
    """
    declared = rows.at == DECLARED
    stated, dated = rows.only(declared), rows.only(~declared)
    steady = np.floor(stated.value * ONE).astype(np.int64)

    def decayed(half_life: float) -> tuple[Ptr, Ints, Ints]:
        a, b, made = strength(dated.a, dated.b, dated.at, dated.value, now=now, half_life_days=half_life)
        # A contact too old to weigh 1/32768 is still a tie: it keeps the pair from being proposed.
        ends = np.concatenate((stated.a, a)), np.concatenate((stated.b, b))
        return tie_arrays(people, *ends, np.maximum(np.concatenate((steady, made)), 1))

    ptr, end, lasting = decayed(policy.half_life_days)
    return ptr, end, lasting, decayed(policy.go_between_half_life_days)[2]
