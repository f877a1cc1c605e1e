"""Slots of time: the minute, hour, day or week that a turn of a job is for.

A slot begins at its instant and not before; it is named once, so that a job takes one turn in it. Days and
weeks are those of the network's zone, and begin at an hour of it: nights when clocks change neither repeat
a slot nor skip one.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Every(StrEnum):
    """How often a job takes its turn."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


def slot_of(every: Every, at: datetime, zone: ZoneInfo, hour: int = 0) -> str:
    """Return the name of the slot that `at` (aware) is in; days and weeks begin at that hour of the zone."""
    if every is Every.MINUTE:
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    if every is Every.HOUR:
        return at.astimezone(UTC).strftime("%Y-%m-%dT%HZ")
    local = at.astimezone(zone)
    day = local.date() if local.hour >= hour else local.date() - timedelta(days=1)
    if every is Every.WEEK:
        day -= timedelta(days=day.weekday())
    return day.isoformat()
