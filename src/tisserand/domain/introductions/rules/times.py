"""Three times for a first half hour, the same for both: from the day it was established and the network's
zone alone. Pure; nothing here knows who is busy, who asked first or where anybody lives."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TALK = timedelta(minutes=30)
FIRST_AFTER = 7
"""Days before the first suggestion: a week to write to each other."""
HOURS = (time(12, 30), time(18, 0), time(9, 0))
"""At lunch, after work, first thing in the morning: one working day after the other."""
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension, Whit Monday."""
_SATURDAY = 5


def suggested_times(established_on: date, zone: str) -> tuple[datetime, ...]:
    """Return when three suggested half hours begin, in order: aware, in the network's `zone`."""
    days = working_days(established_on + timedelta(days=FIRST_AFTER))
    return tuple(datetime.combine(next(days), hour, ZoneInfo(zone)) for hour in HOURS)


def working_days(since: date) -> Iterator[date]:
    """Yield the working days of France from `since` on."""
    day = since
    while True:
        if day.weekday() < _SATURDAY and not is_holiday(day):
            yield day
        day += timedelta(days=1)


def is_holiday(day: date) -> bool:
    """Say whether a day is a public holiday everywhere in France."""
    return (day.month, day.day) in FIXED or (day - easter(day.year)).days in AFTER_EASTER


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (the anonymous computus, Nature, 20 April 1876)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap_centuries, left = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap_centuries - shift + 15) % 30
    leaps, odd = divmod(rest, 4)
    sunday = (32 + 2 * left + 2 * leaps - moon - odd) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
