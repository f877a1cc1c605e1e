"""What proves that somebody is herself beside her mail, and the devices where she is signed in.

allauth keeps both in tables of its own; whatever changes them here leaves its audit line in the same
transaction.
"""

from datetime import datetime
from functools import partial

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from tisserand.domain.people.actions.audit import write_audit
from tisserand.domain.people.actions.erasure import close_sessions
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import locked
from tisserand.domain.refused import Refused
from tisserand.vocabulary import AuditAct, Refusal

NOWHERE = "0.0.0.0"
"""What stands where allauth would keep the network address of a device."""


@transaction.atomic
def end_session(*, person: Person, number: int, at: datetime) -> None:
    """Sign one of her devices out. Refused: NOT_FOUND."""
    row = UserSession.objects.filter(user_id=person.pk, pk=number).first()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    _close(person, [row.session_key], at)


@transaction.atomic
def end_other_sessions(*, person: Person, but: str, at: datetime) -> int:
    """Sign her out of every device but the one whose session has the key `but`; returns how many were."""
    rows = UserSession.objects.filter(user_id=person.pk).exclude(session_key=but)
    return _close(person, list(rows.values_list("session_key", flat=True)), at)


def move_session(*, was: str, now: str) -> None:
    """Follow a device whose session was given another key."""
    UserSession.objects.filter(session_key=was).update(session_key=now)


def forget_where(*, key: str) -> None:
    """Forget the network address of a device that has just signed in."""
    UserSession.objects.filter(session_key=key).update(ip=NOWHERE)


@transaction.atomic
def reset_second_factor(*, person: Person, at: datetime) -> int:
    """Take away every second proof of somebody who lost hers, and sign her out everywhere.

    Returns how many there were; with none, nothing is written. For whoever runs the commands of the machine.
    """
    row = locked(person)
    there, _ = Authenticator.objects.filter(user_id=row.pk).delete()
    if there:
        write_audit(person=row, act=AuditAct.SECOND_FACTOR_RESET, by=None, at=at)
        UserSession.objects.filter(user_id=row.pk).delete()
        transaction.on_commit(partial(close_sessions, row.pk))
    return int(there)


def _close(person: Person, keys: list[str], at: datetime) -> int:
    Session.objects.filter(pk__in=keys).delete()
    ended, _ = UserSession.objects.filter(session_key__in=keys).delete()
    if ended:
        write_audit(person=person, act=AuditAct.SESSION_ENDED, by=person, at=at)
    return int(ended)
