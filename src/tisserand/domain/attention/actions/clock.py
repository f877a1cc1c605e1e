"""The network's own clock: it follows the machine, never goes back, and does not believe a long jump."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from tisserand.domain.attention.models import Clock, Turn
from tisserand.domain.attention.rules import is_held, later
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import check_host
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal


def _locked(at: datetime) -> Clock:
    """Return the one row, locked; the first use sets it."""
    if at.tzinfo is None:
        raise ValueError("an instant has a zone")
    Clock.objects.get_or_create(pk=1, defaults={"at": at})
    return Clock.objects.select_for_update().get(pk=1)


@transaction.atomic
def advance_clock(*, machine_at: datetime) -> datetime:
    """Store the machine's instant and return the network's: the same, the one before if the machine went
    back, or the one before if it jumped more than thirty days, which then waits for the host."""
    row = _locked(machine_at)
    seen = machine_at + timedelta(days=row.ahead_days)
    before = (row.at, row.held_at)
    row.held_at = seen if is_held(row.at, seen) else None
    row.at = later(row.at, seen)
    if (row.at, row.held_at) != before:
        row.save(update_fields=["at", "held_at"])
    return row.at


@transaction.atomic
def confirm_clock(*, host: Person, at: datetime) -> datetime:
    """Believe the instant that waits: the clock goes there, and what the days bring follows.

    Returns the network's instant. Refused: NOT_ALLOWED unless host, NOTHING_TO_CONFIRM.
    """
    check_host(host)
    row = _locked(at)
    if row.held_at is None:
        raise Refused(Refusal.NOTHING_TO_CONFIRM)
    row.at, row.held_at = max(row.at, row.held_at), None
    row.save(update_fields=["at", "held_at"])
    return row.at


@transaction.atomic
def skip_day(*, at: datetime) -> datetime:
    """Move a demo on by one day; returns the new instant. Refused: DEMO_ONLY, CLOCK_HELD."""
    if not settings.DEMO:
        raise Refused(Refusal.DEMO_ONLY)
    row = _locked(at)
    if row.held_at is not None:
        raise Refused(Refusal.CLOCK_HELD)
    row.at = max(row.at, at) + timedelta(days=1)
    row.ahead_days += 1
    row.save(update_fields=["at", "ahead_days"])
    return row.at


@transaction.atomic
def take_turn(*, job: str, slot: str) -> bool:
    """Claim a slot of time for a job; returns True to one caller only, however many ask at once.

    Slots are named in the order of time, and none before the last one is ever given: only that one is kept.
    """
    if Turn.objects.filter(job=job, slot__gt=slot).exists():
        return False
    taken = Turn.objects.get_or_create(job=job, slot=slot)[1]
    if taken:
        Turn.objects.filter(job=job, slot__lt=slot).delete()
    return taken
