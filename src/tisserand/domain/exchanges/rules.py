"""What may be written as a need or an offer, how long it holds, how it stands. Pure."""

from datetime import date, timedelta
from enum import StrEnum

from tisserand.domain.people.rules import written
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal

HOLDS_DAYS = 180
"""Half a year: then it is asked whether it still holds, and one tap renews it."""
MOST_OPEN = 10
"""Needs, and as many offers, that one person keeps open: more would say nothing of her."""
LONGEST_ASK = 280
_LINKS = ("://", "www.", "@")


class AskState(StrEnum):
    """How a need or an offer stands."""

    HOLDS = "holds"
    PAST = "past"
    CLOSED = "closed"


def ask_state(*, until: date | None, closed_on: date | None, on: date) -> AskState:
    """How a need or an offer stands on a day; only one that holds is told. Twin of `AskSet.holding`."""
    if closed_on is not None:
        return AskState.CLOSED
    return AskState.HOLDS if until is None or on <= until else AskState.PAST


def holds_until(on: date) -> date:
    """The last day of a need or an offer written or renewed that day."""
    return on + timedelta(days=HOLDS_DAYS)


def ask_text(text: str) -> str:
    """The sentence as kept. Refused: as `people.rules.written`, and TEXT_WITH_LINK: a link or an address is
    given after two yeses, not before."""
    kept = written(text, LONGEST_ASK)
    if any(link in kept.casefold() for link in _LINKS):
        raise Refused(Refusal.TEXT_WITH_LINK)
    return kept
