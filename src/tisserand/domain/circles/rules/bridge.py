"""How a bridge stands on a day, what its terms are, and how the weaving names its two directions."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from hashlib import blake2b

from tisserand.domain.people.rules import written
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal

SIGNING_DAYS = 28
"""How long an agreement waits for its signatures before it must be proposed again."""
MOST_A_MONTH = 10_000
LONGEST_DAYS = 731
"""Two years: an agreement is looked at again."""
MOST_THEMES = 10
LONGEST_THEME = 60
_BACK = "-back"


class BridgeState(StrEnum):
    """How an agreement stands."""

    WAITING = "waiting"  # a signature is missing
    LAPSED = "lapsed"  # it was not signed in time
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    PAST = "past"  # its review date is behind


def bridge_state(
    *, both_signed: bool, suspended_on: date | None, until: date, proposed_on: date, on: date
) -> BridgeState:
    """How a bridge stands on day `on`; only one in force carries proposals."""
    if on > until:
        return BridgeState.PAST
    if suspended_on is not None:
        return BridgeState.SUSPENDED
    if both_signed:
        return BridgeState.IN_FORCE
    return BridgeState.WAITING if on <= signed_by(proposed_on) else BridgeState.LAPSED


def signed_by(proposed_on: date) -> date:
    """The last day on which an agreement proposed that day may be signed."""
    return proposed_on + timedelta(days=SIGNING_DAYS)


def fingerprint(start: str, end: str, quota: int, quota_back: int, themes: Sequence[str], until: date) -> str:
    """Twelve letters that change with any term: one signs what one has read."""
    terms = json.dumps([start, end, quota, quota_back, sorted(themes), until.isoformat()])
    return blake2b(terms.encode(), digest_size=6).hexdigest()


def check_quotas(quota: int, quota_back: int) -> None:
    """Check the proposals a month, each way. Refused: BAD_NUMBER (facts `least`, `most`); at least one way
    must carry something."""
    if not (0 <= quota <= MOST_A_MONTH and 0 <= quota_back <= MOST_A_MONTH and quota + quota_back):
        raise Refused(Refusal.BAD_NUMBER, least=1, most=MOST_A_MONTH)


def check_until(until: date, on: date) -> None:
    """Check the review date. Refused: BAD_DATE (facts `first`, `last`)."""
    first, last = on + timedelta(days=1), on + timedelta(days=LONGEST_DAYS)
    if not first <= until <= last:
        raise Refused(Refusal.BAD_DATE, first=first, last=last)


def themes_of(themes: Sequence[str]) -> list[str]:
    """The themes as kept: written once each, none for all. Refused: as `people.rules.written`, BAD_NUMBER
    when there are too many."""
    kept = list(dict.fromkeys(filter(None, (written(theme, LONGEST_THEME, empty=True) for theme in themes))))
    if len(kept) > MOST_THEMES:
        raise Refused(Refusal.BAD_NUMBER, least=0, most=MOST_THEMES)
    return kept


def may_resume(*, suspended_by: int | None, animated: Sequence[int]) -> bool:
    """Whether an animator of the circles `animated` may take up a bridge again: of the one that stopped."""
    return suspended_by in animated


def row_ref(ref: str, *, back: bool) -> str:
    """What the weaving calls one direction of a bridge."""
    return ref + _BACK if back else ref


def bridge_of_row(row: str) -> tuple[str, bool]:
    """The bridge's own reference, and whether the row goes back: the inverse of `row_ref`."""
    return row.removesuffix(_BACK), row.endswith(_BACK)
