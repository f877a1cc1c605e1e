"""Weeks, days of letters, rhythms, and when the clock stands still."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.domain.attention import rules
from tisserand.domain.refused import Refused
from tisserand.engine.policy import Policy
from tisserand.vocabulary import Refusal

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2043, 11, 23), date(2043, 11, 23)),
        (date(2043, 11, 29), date(2043, 11, 23)),
        (date(2044, 1, 3), date(2043, 12, 28)),
        (date(2028, 2, 29), date(2028, 2, 28)),
        (date(2043, 3, 29), date(2043, 3, 23)),
    ],
)
def test_week_is_named_by_its_monday(day: date, monday: date) -> None:
    assert rules.monday_of(day) == monday


@pytest.mark.parametrize(
    ("zone", "monday"),
    [
        ("Europe/Zurich", date(2043, 11, 16)),
        ("Indian/Reunion", date(2043, 11, 23)),
        ("America/Martinique", date(2043, 11, 16)),
    ],
)
def test_week_begins_when_monday_begins_there(zone: str, monday: date) -> None:
    sunday_evening = datetime(2043, 11, 22, 20, 30, tzinfo=UTC)
    assert rules.monday_of(rules.day_in(sunday_evening, zone)) == monday


@given(DAYS, st.integers(1, 127))
def test_next_letter_day_is_the_first_one_from_that_day(day: date, bits: int) -> None:
    found = rules.next_letter_day(bits, day)
    assert rules.is_letter_day(bits, found)
    assert day <= found < day + timedelta(days=7)
    between = (found - day).days
    assert not any(rules.is_letter_day(bits, day + timedelta(days=ahead)) for ahead in range(between))


def test_letters_come_on_tuesday_and_friday_by_default() -> None:
    assert rules.days_of_letters(rules.LETTER_DAYS) == [1, 4]
    monday = date(2043, 11, 23)
    assert rules.next_letter_day(rules.LETTER_DAYS, monday) == monday + timedelta(days=1)
    assert rules.next_letter_day(0, monday) == monday


@given(st.sets(st.integers(0, 6)))
def test_days_of_letters_are_read_as_they_were_written(weekdays: set[int]) -> None:
    assert rules.days_of_letters(rules.letter_day_bits(list(weekdays) * 2)) == sorted(weekdays)


@pytest.mark.parametrize("weekdays", [[7], [-1], [0, 9]])
def test_day_is_refused_when_the_week_has_none_such(weekdays: list[int]) -> None:
    with pytest.raises(Refused) as refused:
        rules.letter_day_bits(weekdays)
    assert refused.value.code is Refusal.BAD_NUMBER


@pytest.mark.parametrize(
    ("a_week", "days", "code"),
    [
        (-1, 18, Refusal.BAD_NUMBER),
        (8, 18, Refusal.BAD_NUMBER),
        (2, 0, Refusal.NO_LETTER_DAY),
        (2, 128, Refusal.NO_LETTER_DAY),
        (0, 1, None),
        (7, 127, None),
    ],
)
def test_rhythm_is_refused_out_of_its_bounds(a_week: int, days: int, code: Refusal | None) -> None:
    found = None
    try:
        rules.check_rhythm(a_week, days)
    except Refused as refused:
        found = refused.code
    assert found is code


@given(st.integers(0, rules.MOST_A_WEEK))
def test_no_rhythm_holds_above_the_networks_cap(asked: int) -> None:
    rhythm = rules.Rhythm(asked)
    assert rhythm.a_week == min(asked, Policy().weekly_cap)
    assert rhythm.asked == asked


@given(INSTANTS, INSTANTS)
def test_clock_never_goes_back_and_never_jumps_alone(stored: datetime, seen: datetime) -> None:
    found = rules.later(stored, seen)
    assert found >= stored
    assert found - stored <= timedelta(days=rules.HELD_DAYS)
    assert found in (stored, seen)


@pytest.mark.parametrize(
    ("seconds", "is_alive"), [(0, True), (599, True), (600, False), (3600, False), (-5, True)]
)
def test_code_lives_ten_minutes(seconds: int, is_alive: bool) -> None:
    queued = datetime(2043, 10, 25, 0, 55, tzinfo=UTC)
    assert rules.is_code_alive(queued, queued + timedelta(seconds=seconds)) is is_alive
