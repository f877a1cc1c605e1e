"""What is asked of a person's time, counted once, within the budget she set."""

from datetime import date, datetime

from django.db import transaction

from tisserand.domain.attention.models import Budget, Request
from tisserand.domain.attention.queries import budget_of, shown_in_week, today_of
from tisserand.domain.attention.rules import Rhythm, check_rhythm, monday_of
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import locked
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal, RequestKind


@transaction.atomic
def set_budget(*, person: Person, a_week: int, letter_days: int, at: datetime) -> Rhythm:  # noqa: ARG001
    """Write her rhythm: requests a week, and the days (bits, Monday 1) when letters may reach her.

    Returns what holds. What was shown stays. Refused: BAD_NUMBER, NO_LETTER_DAY.
    """
    check_rhythm(a_week, letter_days)
    Budget.objects.update_or_create(person=person, defaults={"a_week": a_week, "letter_days": letter_days})
    return Rhythm(a_week, letter_days)


@transaction.atomic
def ask_for_time(
    *, person: Person, kind: RequestKind, about: str, promised_on: date, at: datetime
) -> Request:
    """Show her something that asks for her time: counted once, in her week, the first time.

    The same thing again (`kind`, `about`) returns the same row and costs nothing, even once closed.
    Refused: BUDGET_SPENT (nothing is shown), NOT_FOUND.
    """
    row = locked(person)  # two asks at once take turns here, so that none exceeds the budget
    known = Request.objects.filter(person=row, kind=kind, about=about).first()
    if known is not None:
        return known
    if shown_in_week(row, at) >= budget_of(row).a_week:
        raise Refused(Refusal.BUDGET_SPENT)
    today = today_of(row, at)
    return Request.objects.create(
        person=row, kind=kind, about=about, shown_on=today, week=monday_of(today), promised_on=promised_on
    )


@transaction.atomic
def close_request(*, person: Person, kind: RequestKind, about: str, at: datetime) -> bool:
    """Close what waited for her; nothing is given back to her week. Returns whether it was open."""
    rows = Request.objects.filter(person=person, kind=kind, about=about, closed_on__isnull=True)
    return rows.update(closed_on=today_of(person, at)) > 0
