"""What the passing of days brings to introductions. Each is moved in a short transaction of its own, which
reads it again with its row locked: twice, out of order or killed anywhere, nothing is done twice."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tisserand.domain.attention.models import Request
from tisserand.domain.attention.queries import network_day
from tisserand.domain.introductions.jobs.reminding import ask_if_met, remind
from tisserand.domain.introductions.jobs.settling import settle
from tisserand.domain.introductions.jobs.showing import show
from tisserand.domain.introductions.jobs.welcoming import KEEPER
from tisserand.vocabulary import RequestKind


@dataclass(frozen=True, slots=True)
class Carried:
    """How many introductions were settled, sides shown, reminders and questions queued, requests closed."""

    settled: int
    shown: int
    reminded: int
    asked: int
    closed: int


def carry_on(at: datetime) -> Carried:
    """Do all that is due at instant `at`; again at once, it does nothing."""
    KEEPER.forget(at)
    return Carried(settle(at), show(at), remind(at), ask_if_met(at), close_requests(at))


@transaction.atomic
def close_requests(at: datetime) -> int:
    """Close the requests whose promised date has passed; how many. Nothing is given back."""
    today = network_day(at)
    rows = Request.objects.filter(
        kind=RequestKind.INTRODUCTION, closed_on__isnull=True, promised_on__lt=today
    )
    return rows.update(closed_on=today)
