"""What the picture of the fabric may tell of circles and bridges (pure)."""

from datetime import date, timedelta

from tisserand.domain.observatory.rules.bridges import TOLD_DAYS
from tisserand.domain.observatory.rules.threshold import OUTSIDE
from tisserand.vocabulary import BridgeRisk

STEP = 5
"""Ties of a bridge are told by fives: one tie more or less does not show."""
PEOPLE_STEP = 10
BROKEN = frozenset(
    {BridgeRisk.REVIEW_PAST, BridgeRisk.SUSPENDED, BridgeRisk.NOTHING_CROSSED, BridgeRisk.ONE_PERSON}
)
"""The risks that show as a broken thread; a review to come is only said."""


def people_told(people: int) -> int | None:
    """How many people a circle is told to have; None for fewer than ten."""
    return people if people >= OUTSIDE else None


def ties_told(ties: int) -> int | None:
    """About how many ties a bridge is told to carry, to the nearest five; None for fewer than ten."""
    return STEP * ((ties + STEP // 2) // STEP) if ties >= OUTSIDE else None


def total_told(people: int) -> int | None:
    """About how many people there are in several circles, to the nearest ten; None for fewer than ten."""
    return PEOPLE_STEP * ((people + PEOPLE_STEP // 2) // PEOPLE_STEP) if people >= OUTSIDE else None


def is_drawn(*, until: date, suspended: bool, concerned: bool, on: date) -> bool:
    """Whether a signed bridge is in the picture: to those of its two circles' animators (`concerned`) one
    that was suspended too; to nobody one whose review passed half a year ago."""
    return on - until <= timedelta(days=TOLD_DAYS) and (concerned or not suspended)


def is_seen(*, listed: tuple[bool, bool], own: tuple[bool, bool]) -> bool:
    """Whether somebody who belongs to the circles `own` may know of a bridge: one of her own, or one between
    two circles that agreed to be listed."""
    return any(own) or all(listed)
