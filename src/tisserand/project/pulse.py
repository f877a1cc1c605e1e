"""When a worker was last at work, told to everybody who shares the database."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache

SEEN = "worker_seen_at"


def note_seen(machine_at: datetime) -> None:
    """Note that a worker is at work."""
    cache.set(SEEN, machine_at, timeout=None)


def seen_at() -> datetime | None:
    """Return when a worker was last at work; None when nobody knows."""
    found: datetime | None = cache.get(SEEN)
    return found
