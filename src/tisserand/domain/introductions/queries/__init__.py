"""What is read of introductions; the first argument is the person who looks."""

from tisserand.domain.introductions.queries.left import (
    capacity_left,
    labels,
    pairs_apart,
    quota_left,
    resting_pairs,
)
from tisserand.domain.introductions.queries.reading import (
    Proposal,
    WeavingState,
    approvals_waiting,
    proposals_for,
    weaving_of,
    weaving_state,
)
from tisserand.domain.introductions.queries.today import Today, today_of
from tisserand.domain.introductions.queries.told import (
    Line,
    Own,
    Revealed,
    Told,
    Vouched,
    introduction_for,
    person_shown,
    thread_of,
)

__all__ = [
    "Line",
    "Own",
    "Proposal",
    "Revealed",
    "Today",
    "Told",
    "Vouched",
    "WeavingState",
    "approvals_waiting",
    "capacity_left",
    "introduction_for",
    "labels",
    "pairs_apart",
    "person_shown",
    "proposals_for",
    "quota_left",
    "resting_pairs",
    "thread_of",
    "today_of",
    "weaving_of",
    "weaving_state",
]
