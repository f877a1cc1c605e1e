"""Slots of time: each begins once, at its hour where the network lives, whatever its clocks do that night."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.project.slots import Every, slot_of

PARIS = ZoneInfo("Europe/Paris")
ZONES = [
    "Europe/Paris",
    "Indian/Reunion",
    "America/Martinique",
    "Pacific/Auckland",
    "America/Sao_Paulo",
    "UTC",
]
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))


def paris(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=PARIS).astimezone(UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("every", "at", "slot"),
    [
        (Every.MINUTE, paris(2026, 3, 2, 8, 30, 59), "2026-03-02T07:30Z"),
        (Every.HOUR, paris(2026, 3, 2, 8, 30), "2026-03-02T07Z"),
        (Every.DAY, paris(2026, 3, 2, 3, 59), "2026-03-01"),
        (Every.DAY, paris(2026, 3, 2, 4), "2026-03-02"),
        (Every.WEEK, paris(2026, 3, 2, 3, 59), "2026-02-23"),
        (Every.WEEK, paris(2026, 3, 2, 4), "2026-03-02"),
        (Every.WEEK, paris(2026, 3, 8, 23, 59), "2026-03-02"),
        (Every.DAY, paris(2028, 2, 29, 5), "2028-02-29"),
        (Every.DAY, paris(2028, 3, 1, 5), "2028-03-01"),
    ],
)
def test_slot_is_named_by_its_beginning(every: Every, at: datetime, slot: str) -> None:
    assert slot_of(every, at, PARIS, 4) == slot


@pytest.mark.parametrize("night", [datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)])
@pytest.mark.parametrize("hour", range(6))
def test_day_begins_once_when_clocks_change(night: datetime, hour: int) -> None:
    minutes = [night + timedelta(minutes=ahead) for ahead in range(3 * 24 * 60)]
    slots = [slot_of(Every.DAY, at, PARIS, hour) for at in minutes]
    assert slots == sorted(slots)
    # a day lasts 23, 24 or 25 hours; the first and the last are cut by the window
    whole = sorted(Counter(slots).values())[-2:]
    assert set(whole) <= {23 * 60, 24 * 60, 25 * 60}


@given(at=INSTANTS, zone=st.sampled_from(ZONES), hour=st.integers(0, 23), every=st.sampled_from(list(Every)))
def test_slot_never_goes_back_when_time_passes(at: datetime, zone: str, hour: int, every: Every) -> None:
    where = ZoneInfo(zone)
    after = [slot_of(every, at + timedelta(minutes=5 * step), where, hour) for step in range(60)]
    assert after == sorted(after)


@given(at=INSTANTS, zone=st.sampled_from(ZONES), hour=st.integers(0, 23))
def test_day_is_never_early(at: datetime, zone: str, hour: int) -> None:
    local = at.astimezone(ZoneInfo(zone))
    slot = slot_of(Every.DAY, at, ZoneInfo(zone), hour)
    assert (slot, local.hour >= hour) in (
        (local.date().isoformat(), True),
        ((local.date() - timedelta(days=1)).isoformat(), False),
    )
    monday = datetime.fromisoformat(slot_of(Every.WEEK, at, ZoneInfo(zone), hour)).date()
    assert monday.weekday() == 0
    assert timedelta(0) <= datetime.fromisoformat(slot).date() - monday < timedelta(days=7)
