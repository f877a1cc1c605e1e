"""Days and weeks where people live, days of letters, budgets, how long a letter is kept. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tisserand.domain.people.rules import day_in
from tisserand.domain.refused import Refused
from tisserand.engine.policy import Policy
from tisserand.vocabulary import LetterKind, Refusal

__all__ = [
    "A_WEEK",
    "CODE_MINUTES",
    "EVERY_DAY",
    "HELD_DAYS",
    "LETTERS_KEPT_DAYS",
    "LETTER_DAYS",
    "MOST_A_WEEK",
    "MOST_LISTED",
    "NETWORK_CAP",
    "TELL_OF_ANSWERS",
    "Rhythm",
    "check_rhythm",
    "day_in",
    "days_of_letters",
    "is_code_alive",
    "is_held",
    "is_letter_day",
    "later",
    "letter_day_bits",
    "monday_of",
    "next_letter_day",
]

A_WEEK = 2
"""Requests a week, for who said nothing."""
LETTER_DAYS = 2 + 16
"""Tuesday and Friday, for who said nothing."""
MOST_A_WEEK = 7
"""The most that somebody may write; 0 is "nothing for now"."""
NETWORK_CAP = Policy().weekly_cap
"""What the network asks of anybody in a week, at most, whatever she wrote."""
EVERY_DAY = 127
HELD_DAYS = 30
"""A clock that jumps further than this waits for the host."""
CODE_MINUTES = 10
LETTERS_KEPT_DAYS = 365
TELL_OF_ANSWERS = frozenset(
    {
        LetterKind.PROPOSAL,
        LetterKind.REMINDER,
        LetterKind.ESTABLISHED,
        LetterKind.HAVE_YOU_MET,
        LetterKind.MESSAGE,
    }
)
"""Letters whose coming and not coming would tell an answer: a reminder that does not follow is a no."""
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often somebody may be asked: `asked` is what she wrote, `a_week` what holds under the cap."""

    asked: int = A_WEEK
    letter_days: int = LETTER_DAYS

    @property
    def a_week(self) -> int:
        """How many requests may be shown to her in a week."""
        return min(self.asked, NETWORK_CAP)


def monday_of(day: date) -> date:
    """Return the Monday that begins the week of a day: the name of a budget's week."""
    return day - timedelta(days=day.weekday())


def is_letter_day(letter_days: int, day: date) -> bool:
    """Say whether letters may reach her on that day (bits: Monday 1, Tuesday 2, Wednesday 4...)."""
    return bool(letter_days & (1 << day.weekday()))


def next_letter_day(letter_days: int, day: date) -> date:
    """Return her first letter day, that day included; the day itself when she has none."""
    for ahead in range(7):
        if is_letter_day(letter_days, day + timedelta(days=ahead)):
            return day + timedelta(days=ahead)
    return day


def letter_day_bits(weekdays: list[int]) -> int:
    """Return the bits of days of the week, Monday 0 to Sunday 6. Refused: BAD_NUMBER."""
    if any(not 0 <= weekday < 7 for weekday in weekdays):
        raise Refused(Refusal.BAD_NUMBER, least=0, most=6)
    return sum(1 << weekday for weekday in set(weekdays))


def days_of_letters(letter_days: int) -> list[int]:
    """Return the days of the week on which letters may reach her, Monday 0 to Sunday 6."""
    return [weekday for weekday in range(7) if letter_days & (1 << weekday)]


def check_rhythm(a_week: int, letter_days: int) -> None:
    """Check what somebody wrote. Refused: BAD_NUMBER (facts least, most), NO_LETTER_DAY."""
    if not 0 <= a_week <= MOST_A_WEEK:
        raise Refused(Refusal.BAD_NUMBER, least=0, most=MOST_A_WEEK)
    if not 0 < letter_days <= EVERY_DAY:
        raise Refused(Refusal.NO_LETTER_DAY)


def is_held(stored: datetime, seen: datetime) -> bool:
    """Say whether the clock stands still: the machine is too far ahead of it to be believed alone."""
    return seen - stored > timedelta(days=HELD_DAYS)


def later(stored: datetime, seen: datetime) -> datetime:
    """Return the network's instant when the machine says `seen`: never back, and not while held."""
    return stored if is_held(stored, seen) else max(stored, seen)


def is_code_alive(queued_at: datetime, at: datetime) -> bool:
    """Say whether a sign-in code queued then may still be used."""
    return at - queued_at < timedelta(minutes=CODE_MINUTES)
