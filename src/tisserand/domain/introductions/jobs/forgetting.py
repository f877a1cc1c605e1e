"""Whoever has given no sign for two years: told thirty days before, then erased like whoever asks for it.

Whoever was never seen since months are noted is counted from the first night: nobody is forgotten for what
was not known of her. The thirty days are counted from the day on which the letter left: where none leaves,
nobody is erased unawares. The last person who looks after the installation is left out, for nobody could
take her place. A circle whose last animator is erased is listed by the host, among those that wait for one.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from tisserand.domain.attention.actions import queue_letter
from tisserand.domain.attention.models import Letter
from tisserand.domain.attention.queries import network_day
from tisserand.domain.introductions.actions import erase_person
from tisserand.domain.people.actions import note_warned
from tisserand.domain.people.models import Person
from tisserand.domain.people.rules import WARNED_DAYS, last_month_absent, month_of
from tisserand.domain.refused import Refused
from tisserand.vocabulary import LetterKind

AT_ONCE = 200
"""People told or erased by one turn of the job; the others the next day."""


def forget_the_absent(*, at: datetime) -> int:
    """Tell those who will soon be erased, erase those who were told; returns how many were either.

    Each in her own transaction, read again; safe to repeat and to stop anywhere.
    """
    _begin_to_count(at)
    _keep_back_letters(at)
    warned = sum(_warn(person, at) for person in _to_warn(at)[:AT_ONCE])
    return warned + sum(_erase(person, at) for person in _to_erase(at)[:AT_ONCE])


def _absent(at: datetime, days_ahead: int = 0) -> QuerySet[Person]:
    """Those who will have been absent for two years so many days from now."""
    month = last_month_absent(network_day(at) + timedelta(days=days_ahead))
    rows = Person.objects.filter(active_month__lte=month)
    return rows.exclude(pk__in=_last_host()).order_by("pk")


def _begin_to_count(at: datetime) -> None:
    unknown = Person.objects.filter(active_month__isnull=True)
    unknown.update(active_month=month_of(network_day(at)))


def _last_host() -> list[int]:
    hosts = list(Person.objects.here().filter(is_host=True).values_list("pk", flat=True)[:2])
    return hosts if len(hosts) == 1 else []


def _to_warn(at: datetime) -> QuerySet[Person]:
    """Those who were not told, or whose letter was thrown away before it left."""
    letters = Letter.objects.filter(person=OuterRef("pk"), kind=LetterKind.FORGOTTEN_SOON)
    return _absent(at, WARNED_DAYS).exclude(Q(warned_on__isnull=False) & Exists(letters))


def _to_erase(at: datetime) -> QuerySet[Person]:
    """Those whose letter left thirty days ago, or more."""
    told = at - timedelta(days=WARNED_DAYS)
    letters = Letter.objects.filter(
        person=OuterRef("pk"), kind=LetterKind.FORGOTTEN_SOON, sent_at__lte=told, cancelled_at__isnull=True
    )
    return _absent(at).filter(Exists(letters), warned_on__lte=network_day(told))


@transaction.atomic
def _warn(person: Person, at: datetime) -> int:
    row = _to_warn(at).select_for_update(of=("self",)).filter(pk=person.pk).first()
    if row is None:
        return 0
    kind = LetterKind.FORGOTTEN_SOON
    once = f"{kind}:{row.ref}:{row.active_month:%Y-%m}"
    queue_letter(person=row, kind=kind, once=once, due_on=network_day(at), at=at)
    note_warned(person=row, at=at)
    return 1


def _erase(person: Person, at: datetime) -> int:
    with transaction.atomic():
        row = _to_erase(at).select_for_update(of=("self",)).filter(pk=person.pk).first()
        if row is None:
            return 0
        try:
            erase_person(person=row, at=at)
        except Refused:  # she left meanwhile
            return 0
    return 1


def _keep_back_letters(at: datetime) -> None:
    """Keep back the letters of those who gave a sign before they left."""
    waiting = Letter.objects.filter(
        kind=LetterKind.FORGOTTEN_SOON, sent_at__isnull=True, cancelled_at__isnull=True
    )
    waiting.filter(person__warned_on__isnull=True).update(cancelled_at=at)
