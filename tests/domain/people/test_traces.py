"""P8: what outlives its use is forgotten on its day, and nothing before."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from tests.domain.people.villagers import AT, villager
from tisserand.domain.people.actions import export, write_audit
from tisserand.domain.people.actions.traces import NO_ADDRESS
from tisserand.domain.people.jobs import forget_traces
from tisserand.domain.people.models import AuditLine, Person
from tisserand.domain.people.queries import audit_of
from tisserand.vocabulary import AuditAct

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)
"""Before whatever the machine believes: a session ends by its clock."""
pytestmark = pytest.mark.django_db


def session(person: Person, key: str, *, ends: datetime, created: datetime) -> UserSession:
    Session.objects.create(session_key=key, session_data="x", expire_date=ends)
    row = UserSession.objects.create(user=person, session_key=key, ip="192.0.2.7", user_agent="Firefox")
    UserSession.objects.filter(pk=row.pk).update(created_at=created)
    return row


def test_line_of_audit_is_kept_a_year() -> None:
    ada = villager()
    for days in (366, 365, 1):
        write_audit(person=ada, act=AuditAct.ROLE_CHANGED, by=ada, at=AT - timedelta(days=days))
    assert forget_traces(at=AT) == 1
    assert AuditLine.objects.count() == 2
    assert forget_traces(at=AT) == 0


def test_session_that_ended_leaves_no_device() -> None:
    ada = villager()
    kept = session(ada, "a" * 32, ends=AT + timedelta(days=1), created=AT)
    session(ada, "b" * 32, ends=LONG_AGO, created=AT)
    UserSession.objects.create(user=ada, session_key="c" * 32, ip="192.0.2.7", user_agent="Firefox")
    assert forget_traces(at=AT) == 2
    assert list(UserSession.objects.values_list("pk", "ip")) == [(kept.pk, "192.0.2.7")]
    assert Session.objects.count() == 1


def test_address_is_kept_half_a_year() -> None:
    ada = villager()
    old = session(ada, "a" * 32, ends=AT + timedelta(days=1), created=AT - timedelta(days=183))
    young = session(ada, "b" * 32, ends=AT + timedelta(days=1), created=AT - timedelta(days=181))
    assert forget_traces(at=AT) == 1
    assert dict(UserSession.objects.values_list("pk", "ip")) == {old.pk: NO_ADDRESS, young.pk: "192.0.2.7"}


def test_export_writes_one_line_that_she_reads() -> None:
    ada, bob = villager(), villager()
    export(person=ada, at=AT)
    (line,) = audit_of(ada)
    assert (line.act, line.by, line.at) == (AuditAct.EXPORTED, ada, AT)
    assert audit_of(bob) == []
