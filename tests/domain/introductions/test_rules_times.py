"""The suggested times: half an hour on working days, from the day and the network's zone alone."""

import inspect
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.domain.introductions.rules.times import (
    FIRST_AFTER,
    HOURS,
    easter,
    is_holiday,
    suggested_times,
)

PARIS = "Europe/Paris"
DAYS = st.dates(date(2020, 1, 1), date(2120, 12, 1))


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(1961, 4, 2), (2000, 4, 23), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2038, 4, 25), (2049, 4, 18)],
)
def test_easter_falls_where_almanacs_say(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)


@given(st.integers(1900, 2400))
def test_easter_is_a_sunday_of_spring(year: int) -> None:
    found = easter(year)
    assert found.weekday() == 6
    assert date(year, 3, 22) <= found <= date(year, 4, 25)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14),
        date(2026, 5, 25), date(2026, 7, 14), date(2026, 8, 15), date(2026, 11, 1), date(2026, 11, 11),
        date(2026, 12, 25),
    ],
)  # fmt: skip
def test_public_holiday_is_known(day: date) -> None:
    assert is_holiday(day)
    assert not is_holiday(day + timedelta(days=3))


@given(DAYS)
def test_three_times_are_on_three_working_days_a_week_later(established_on: date) -> None:
    times = suggested_times(established_on, PARIS)
    days = [one.date() for one in times]
    assert len(times) == len(HOURS) == 3
    assert days == sorted(set(days))
    assert days[0] >= established_on + timedelta(days=FIRST_AFTER)
    assert days[2] <= established_on + timedelta(days=FIRST_AFTER + 9)
    assert all(day.weekday() < 5 and not is_holiday(day) for day in days)
    assert all(8 <= one.hour <= 18 for one in times)


def test_holiday_and_weekend_are_stepped_over() -> None:
    times = suggested_times(date(2026, 11, 4), PARIS)  # the 11th is a holiday, the 14th a Saturday
    assert [one.date().day for one in times] == [12, 13, 16]


def test_hour_is_that_of_the_network_in_summer_and_in_winter() -> None:
    summer, winter = suggested_times(date(2026, 7, 1), PARIS)[0], suggested_times(date(2026, 1, 5), PARIS)[0]
    assert (summer.hour, winter.hour) == (12, 12)
    assert summer.astimezone(ZoneInfo("UTC")).hour == 10
    assert winter.astimezone(ZoneInfo("UTC")).hour == 11


def test_nothing_of_either_person_is_an_argument() -> None:
    assert list(inspect.signature(suggested_times).parameters) == ["established_on", "zone"]
    assert all(isinstance(one, datetime) and one.tzinfo for one in suggested_times(date(2026, 1, 5), PARIS))
