"""Letters waiting to be written: queued in the cause's transaction, once each."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from tisserand.domain.attention.models import Letter
from tisserand.domain.attention.rules import CODE_MINUTES
from tisserand.domain.people.models import Person
from tisserand.domain.people.rules import folded_address
from tisserand.vocabulary import LetterKind


@transaction.atomic
def queue_letter(
    *,
    kind: LetterKind,
    once: str,
    due_on: date,
    at: datetime,
    person: Person | None = None,
    address: str = "",
    about: str = "",
    secret: str = "",
) -> Letter:
    """Queue a letter to a person, or to an address that is not one yet; the same `once` is one letter.

    `about` is a public reference, never a text; `secret` is a sign-in code, cleared within ten minutes.
    Part of the caller's transaction: what is undone mails nothing.
    """
    if (person is None) == (not address):
        raise ValueError("a letter goes either to a person or to an address")
    letter = {
        "person": person,
        "address": folded_address(address),
        "kind": kind,
        "about": about,
        "secret": secret,
        "queued_at": at,
        "due_on": due_on,
    }
    return Letter.objects.get_or_create(once=once, defaults=letter)[0]


@transaction.atomic
def cancel_letters(*, about: str, at: datetime, person: Person | None = None) -> int:
    """Cancel the letters about something that have not left, to her or to everybody; returns how many."""
    rows = Letter.objects.filter(about=about, sent_at__isnull=True, cancelled_at__isnull=True)
    if person is not None:
        rows = rows.filter(person=person)
    return rows.update(cancelled_at=at, secret="")


@transaction.atomic
def mark_sent(*, ref: str, at: datetime) -> bool:
    """Note that a letter left; its code is forgotten. Returns False when it had left or was cancelled."""
    rows = Letter.objects.filter(ref=ref, sent_at__isnull=True, cancelled_at__isnull=True)
    return rows.update(sent_at=at, secret="") > 0


@transaction.atomic
def use_code(*, person: Person, at: datetime) -> int:  # noqa: ARG001  # every action takes the instant
    """Forget the sign-in codes of somebody who has just signed in; returns how many."""
    return Letter.objects.filter(person=person, kind=LetterKind.SIGN_IN).exclude(secret="").update(secret="")


@transaction.atomic
def clear_secrets(*, at: datetime) -> int:
    """Forget the codes older than ten minutes; returns how many. Each minute, and safe to repeat."""
    old = Letter.objects.filter(queued_at__lte=at - timedelta(minutes=CODE_MINUTES))
    return old.exclude(secret="").update(secret="")


@transaction.atomic
def forget_letters(*, addresses: Collection[str]) -> int:
    """Delete the letters to addresses that are nobody's any more; returns how many. Part of an erasure."""
    folded = list(map(folded_address, addresses))
    return Letter.objects.filter(address__in=folded).delete()[0]
