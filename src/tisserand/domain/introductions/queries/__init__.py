"""What is read of introductions; the first argument is the person who looks."""

from tisserand.domain.introductions.queries.acquainted import Acquaintance, acquaintances
from tisserand.domain.introductions.queries.crossed import bridge_brought
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
from tisserand.domain.introductions.queries.to_read import proposals_to_read
from tisserand.domain.introductions.queries.today import Today, today_of
from tisserand.domain.introductions.queries.told import (
    Line,
    Own,
    Revealed,
    Told,
    Vouched,
    go_between_of,
    introduction_for,
    person_shown,
    thread_of,
)

__all__ = [
    "Acquaintance",
    "Line",
    "Own",
    "Proposal",
    "Revealed",
    "Today",
    "Told",
    "Vouched",
    "WeavingState",
    "acquaintances",
    "approvals_waiting",
    "bridge_brought",
    "capacity_left",
    "go_between_of",
    "introduction_for",
    "labels",
    "pairs_apart",
    "person_shown",
    "proposals_for",
    "proposals_to_read",
    "quota_left",
    "resting_pairs",
    "thread_of",
    "today_of",
    "weaving_of",
    "weaving_state",
]
