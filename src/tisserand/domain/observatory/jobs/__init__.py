"""What the clock asks of the observatory: the figures of the last four weeks, written once.

`measure_week` comes each day and works on the first one of an edition (`rules.editions`).
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from tisserand.domain.attention.queries import network_day
from tisserand.domain.observatory.fabric import Past, past_of
from tisserand.domain.observatory.jobs.opened import tell_openness
from tisserand.domain.observatory.jobs.waits import Lives, lives_of, tell_waits
from tisserand.domain.observatory.models import Measure
from tisserand.domain.observatory.rules.editions import EDITION_WEEKS, edition_of
from tisserand.vocabulary import MeasureCode

__all__ = ["measure_past", "measure_week"]


def measure_week(at: datetime) -> int:
    """Write the figures of the last edition, once; how many were told anew.

    Only ties that both ends opened are counted. A figure about too few people is not told, and one whose
    people changed too little is carried over: its last row stands.
    """
    edition = edition_of(network_day(at))
    if Measure.objects.filter(code=MeasureCode.EDITION, week=edition).exists():
        return 0
    return _tell(past_of(), lives_of(), edition)


def measure_past(since: date, at: datetime) -> int:
    """Write the figures of every edition from a day on, for a network that brings its own history (the
    demo does); how many were told."""
    past, lives, last = past_of(), lives_of(), edition_of(network_day(at))
    told, edition = 0, edition_of(since)
    while edition <= last:
        told += _tell(past, lives, edition)
        edition += timedelta(weeks=EDITION_WEEKS)
    return told


@transaction.atomic
def _tell(past: Past, lives: Lives, edition: date) -> int:
    _, new = Measure.objects.get_or_create(
        code=MeasureCode.EDITION, week=edition, circle=None, defaults={"people": 0}
    )
    if not new:
        return 0
    return tell_openness(past, edition) + tell_waits(past, lives, edition)
