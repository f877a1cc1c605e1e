"""Who goes quiet, by four signs that the animators of a circle may know (pure).

None of them is an answer, a visit or a tie of hers: they are told by what happens in the circle, by what she
wrote for its members, and by what the circle did for her. Who paused, or is to be left alone, has no sign.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LOOKS_BACK = 182
"""Days in which somebody's rhythm in her circle is read."""
RHYTHM = 3
"""Meetings of the circle in that time that make a rhythm."""
QUIET_AFTER = 42
"""Days without any of them, at least, before a rhythm is broken."""
TIMES_HER_REST = 2
"""A rhythm is broken after so many times the mean wait between two of them."""
ASK_PAST_FROM, ASK_PAST_TO = 7, 84
"""Days since her last need or offer ran out: sooner she may still renew it, later it is old news."""
VOUCH_WITHIN = 28
"""Days before a vouch runs out when it is said."""
STILL_AFTER = 30
"""Days after her arrival when a clock that did not move is said."""
SPARED_MONTHS = 3
"""How long "leave alone" holds."""
MOST = 5
"""People told at once: more would be a list that nobody reads."""


class Sign(StrEnum):
    """Why somebody seems to go quiet, the surest first."""

    RHYTHM = "rhythm"  # she came to the circle's meetings, and no longer does
    STILL = "still"  # nothing happened to her since she arrived
    ASK_PAST = "ask_past"  # the last thing she sought or offered ran out, and nothing replaced it
    VOUCH = "vouch"  # nobody's word will stand for her any more


@dataclass(frozen=True, slots=True)
class Hint:
    """One sign about one person, by key, since a day (for a vouch: until)."""

    person: int
    sign: Sign
    on: date


def broken_rhythm(first: date, last: date, meetings: int, today: date) -> bool:
    """Say whether somebody who was at so many of the circle's meetings, from `first` to `last`, has been away
    for longer than her own rhythm explains."""
    if meetings < RHYTHM:
        return False
    usual = (last - first).days / (meetings - 1)
    return (today - last).days > max(QUIET_AFTER, TIMES_HER_REST * usual)


def is_past(until: date, today: date) -> bool:
    """Say whether what she sought or offered ran out long enough ago, and not too long."""
    return ASK_PAST_FROM <= (today - until).days <= ASK_PAST_TO


def is_lapsing(until: date, today: date) -> bool:
    """Say whether a vouch is in its last weeks."""
    return today <= until <= today + timedelta(days=VOUCH_WITHIN)


def stands_still(day: int, *, moved: bool, sponsored: bool) -> bool:
    """Say whether nothing happened to a newcomer, so many days after her arrival, though somebody walks
    beside her: whoever has nobody is told by her clock already."""
    return day >= STILL_AFTER and sponsored and not moved


def is_spared(paused_on: date | None, spared_until: date | None, today: date) -> bool:
    """Say whether somebody is to be left alone: she paused, or an animator said so lately."""
    return paused_on is not None or (spared_until is not None and today < spared_until)


def weeks_since(on: date, today: date) -> int:
    """Return whole weeks between two days, whichever comes first."""
    return abs((today - on).days) // 7


def told(hints: Iterable[Hint]) -> list[Hint]:
    """Return at most five hints, each person once by her surest sign: by sign, then the longest first."""
    order = list(Sign)
    ranked = sorted(hints, key=lambda hint: (order.index(hint.sign), hint.on, hint.person))
    once: dict[int, Hint] = {}
    for hint in ranked:
        once.setdefault(hint.person, hint)
    return list(once.values())[:MOST]
