"""People I know: whom somebody may name, in her circles and among those to whom she was introduced."""

from datetime import datetime

from django.db import transaction

from tisserand.domain.introductions.queries.acquainted import acquaintance, were_introduced
from tisserand.domain.people.models import Person
from tisserand.domain.ties.actions import declare_contact, take_back_contact
from tisserand.domain.ties.models import Contact


@transaction.atomic
def name_contact(*, person: Person, ref: str, at: datetime) -> Contact:
    """Say that she knows somebody, or confirm that they know each other; twice changes nothing.

    Refused: NOT_FOUND unless they share a circle, were introduced, or the other said so first.
    """
    other = acquaintance(person, ref, at)
    introduced = were_introduced(person, other)
    return declare_contact(person=person, other=other, at=at, introduced=introduced)


@transaction.atomic
def withdraw_contact(*, person: Person, ref: str, at: datetime) -> bool:
    """Take back that she knows somebody; whether there was anything. Refused: NOT_FOUND for who is neither
    named by her nor near her."""
    return take_back_contact(person=person, other=acquaintance(person, ref, at), at=at)
