"""When a bridge is at risk, and since when (pure)."""

from dataclasses import dataclass
from datetime import date, timedelta

from tisserand.vocabulary import BridgeRisk

STILL_DAYS = 91
"""Three months in which nothing was established over a bridge."""
REVIEW_DAYS = 28
"""A review nearer than this is prepared now."""
TOLD_DAYS = 183
"""A bridge whose review passed longer ago than this is over rather than at risk."""


@dataclass(frozen=True, slots=True)
class BridgeFacts:
    """What is known of an agreement that both circles signed. `people` who accepted to stand on it, the last
    change among them on `people_on`; `crossed_on`: the last day an introduction was established over it, None
    without any; `tells_crossings`: whether the reader may know that."""

    signed_on: date
    until: date
    suspended_on: date | None
    people: int
    people_on: date
    crossed_on: date | None
    tells_crossings: bool


def bridge_risk(facts: BridgeFacts, on: date) -> tuple[BridgeRisk, date] | None:
    """The gravest risk of a bridge on day `on`, with the day since when (for a review to come: its date);
    None when it is well, or over."""
    if on > facts.until:
        told = on - facts.until <= timedelta(days=TOLD_DAYS)
        return (BridgeRisk.REVIEW_PAST, facts.until) if told else None
    if facts.suspended_on is not None:
        return BridgeRisk.SUSPENDED, facts.suspended_on
    last = max(facts.crossed_on or facts.signed_on, facts.signed_on)
    if facts.tells_crossings and on - last >= timedelta(days=STILL_DAYS):
        return BridgeRisk.NOTHING_CROSSED, last
    if facts.people <= 1:
        return BridgeRisk.ONE_PERSON, max(facts.people_on, facts.signed_on)
    if facts.until - on <= timedelta(days=REVIEW_DAYS):
        return BridgeRisk.REVIEW_NEAR, facts.until
    return None
