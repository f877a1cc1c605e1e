"""What outlives its use: lines of audit, sessions and the addresses that they came from; and the line of an
export."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction

from tisserand.domain.people import rules
from tisserand.domain.people.actions.audit import write_audit
from tisserand.domain.people.models import AuditLine, Person
from tisserand.vocabulary import AuditAct

NO_ADDRESS = "0.0.0.0"
"""What stands for an address that was forgotten."""


@transaction.atomic
def export(*, person: Person, at: datetime) -> AuditLine:
    """Write the line of an export of hers, which she is about to receive."""
    return write_audit(person=person, act=AuditAct.EXPORTED, by=person, at=at)


@transaction.atomic
def purge_audit(*, at: datetime) -> int:
    """Delete the lines of audit older than a year; returns how many."""
    return AuditLine.objects.filter(at__lt=at - timedelta(days=rules.AUDIT_DAYS)).delete()[0]


@transaction.atomic
def purge_sessions(*, at: datetime) -> int:
    """Delete the sessions that ended, with what was kept of where they came from; returns how many rows.

    Of one that still holds, the address is forgotten after half a year. A session ends by the machine's own
    clock, like the cookie that carries it: a network that is ahead (the demo's tomorrow) signs nobody out.
    """
    SessionStore.clear_expired()
    here = Session.objects.values("session_key")
    left: int = UserSession.objects.exclude(session_key__in=here).delete()[0]
    old = UserSession.objects.filter(created_at__lt=at - timedelta(days=rules.ADDRESS_DAYS))
    forgotten: int = old.exclude(ip=NO_ADDRESS).update(ip=NO_ADDRESS)
    return left + forgotten
