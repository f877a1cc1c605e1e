"""Erasure: nothing of her in any table or file, one line without a name, a ledger that outlives backups."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connections
from pytest_django import Settings

from tests.domain.people.villagers import AT, TODAY, together, villager
from tisserand.domain.circles.models import Admission, Circle
from tisserand.domain.people.actions import (
    erase_row,
    invite,
    report,
    set_block,
    set_consent,
    set_hide,
    write_audit,
    write_ledger,
    write_profile,
)
from tisserand.domain.people.jobs import finish_erasures
from tisserand.domain.people.models import AuditLine, Erasure, Invitation, Organisation, Person, Report
from tisserand.domain.people.queries import erased_refs, ledger_path
from tisserand.domain.refused import Refused
from tisserand.vocabulary import AuditAct, Consent, Refusal, ReportReason

CANARIES = [f"canary{number:02}" for number in range(12)]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A folder of the installation for this test alone."""
    settings.FOLDER = tmp_path / "installation"
    return tmp_path


def signed_in(person: Person | None, **held: str) -> str:
    session = SessionStore()
    if person:
        session[SESSION_KEY] = str(person.pk)
    for name, text in held.items():
        session[name] = text
    session.save()
    return str(session.session_key)


def canary_person() -> Person:
    """Return somebody who left a trace wherever people can leave one."""
    c = CANARIES
    bob = villager("Bob")
    eve = villager(c[0], email=f"{c[1]}@example.org")
    write_profile(
        person=eve,
        at=AT,
        organisation=c[2],
        town=c[3],
        sector=c[4],
        concern=c[5],
        phone="+33 6 12 34 56 78",
    )
    waiting = invite(by=bob, email=eve.email, name=c[6], at=AT)
    circle = Circle.objects.create(name="Les Quais", created_on=TODAY)
    Admission.objects.create(invitation=waiting, circle=circle, facts={"town": c[7]})
    report(person=eve, other=bob, reason=ReportReason.OTHER, text=f"je suis {c[8]}", at=AT)
    report(person=bob, other=eve, reason=ReportReason.SPAM, text=f"c'est {c[9]}", at=AT)
    EmailAddress.objects.create(user=eve, email=f"{c[10]}@example.org")
    signed_in(eve, account_email=c[11])
    set_consent(person=eve, code=Consent.NAMED, allowed=True, at=AT)
    set_block(person=bob, other=eve, at=AT)
    set_hide(person=eve, other=bob, at=AT)
    write_audit(person=eve, act=AuditAct.EXPORTED, by=eve, at=AT)
    write_audit(person=bob, act=AuditAct.ROLE_CHANGED, by=eve, at=AT)
    return eve


def told() -> str:
    """Return everything that the database holds, sessions opened."""
    rows = (str(row) for table in apps.get_models() for row in table.objects.values())  # type: ignore[attr-defined]
    opened = (str(session.get_decoded()) for session in Session.objects.all())
    return "\n".join([*rows, *opened])


def stored_files() -> Iterator[bytes]:
    name = Path(str(connections["default"].settings_dict["NAME"]))
    for path in name.parent.glob(name.name + "*"):
        yield path.read_bytes()


def traces(text: str) -> set[str]:
    return {canary for canary in CANARIES if canary in text}


@pytest.mark.django_db(transaction=True)
def test_nothing_of_her_stays_in_any_table() -> None:
    eve = canary_person()
    ref, key = eve.ref, eve.pk
    assert traces(told()) == set(CANARIES), "the search finds what is there"
    assert erase_row(person=eve, at=AT) == ref
    assert traces(told()) == set()
    assert not Invitation.objects.exists()
    assert not Organisation.objects.exists()
    assert [row.person_id for row in Report.objects.all()] == [None]
    for table in apps.get_models():
        for field in table._meta.get_fields():
            if field.is_relation and field.related_model is Person and hasattr(field, "attname"):
                assert not table.objects.filter(**{field.attname: key}).exists()  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_nothing_of_her_stays_in_the_file_of_the_database() -> None:
    if connections["default"].vendor != "sqlite":
        pytest.skip("PostgreSQL forgets at its scheduled VACUUM")
    eve = canary_person()
    before = traces("".join(file.decode("latin-1") for file in stored_files()))
    assert before >= set(CANARIES[:11]), "sessions are compressed, the rest can be read"
    erase_row(person=eve, at=AT)
    finish_erasures(at=AT)
    after = list(stored_files())
    assert after
    assert traces("".join(file.decode("latin-1") for file in after)) == set()


@pytest.mark.django_db(transaction=True)
def test_file_keeps_traces_without_the_overwriting(tmp_path: Path) -> None:
    """The control of the test above: an SQLite file that does not overwrite is caught."""
    path = tmp_path / "control.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA secure_delete=OFF")
        database.execute("CREATE TABLE t (name TEXT)")
        database.execute("INSERT INTO t VALUES ('canary00')")
        database.commit()
        database.execute("DELETE FROM t")
    database.close()
    assert traces(path.read_bytes().decode("latin-1")) == {"canary00"}


@pytest.mark.django_db(transaction=True)
def test_erasure_leaves_one_line_without_a_name_and_a_ledger() -> None:
    eve = canary_person()
    bob_lines = AuditLine.objects.filter(act=AuditAct.ROLE_CHANGED)
    ref = erase_row(person=eve, at=AT)
    line = AuditLine.objects.get(act=AuditAct.ERASED)
    assert (line.person, line.by, line.about, line.at) == (None, None, ref, AT)
    assert bob_lines.get().by is None, "others keep their lines, without her name"
    assert [(row.ref, row.erased_on) for row in Erasure.objects.all()] == [(ref, TODAY)]
    assert erased_refs(ledger_path()) == {ref}
    assert ledger_path().read_text().split() == [ref, TODAY.isoformat()]
    assert ledger_path().stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db(transaction=True)
def test_erasing_twice_at_once_writes_one_line() -> None:
    eve = villager()
    found = together([lambda: erase_row(person=eve, at=AT)] * 4)
    assert sum(isinstance(one, str) for one in found) == 1, found
    assert {one.code for one in found if isinstance(one, Refused)} == {Refusal.NOT_FOUND}, found
    assert AuditLine.objects.filter(act=AuditAct.ERASED).count() == 1
    assert ledger_path().read_text().count(eve.ref) == 1


@pytest.mark.django_db(transaction=True)
def test_others_keep_their_sessions_and_organisation() -> None:
    ada, eve = villager(), villager()
    write_profile(person=ada, at=AT, organisation="Atelier")
    write_profile(person=eve, at=AT, organisation="Atelier")
    kept = {signed_in(ada), signed_in(None, theme="dark")}
    gone = signed_in(eve)
    erase_row(person=eve, at=AT)
    assert set(Session.objects.values_list("pk", flat=True)) == kept
    assert gone not in kept
    assert Organisation.objects.count() == 1


@pytest.mark.django_db
def test_nothing_is_written_beside_when_the_act_around_is_undone() -> None:
    """Callbacks wait for the commit, which never comes in this test."""
    erase_row(person=villager(), at=AT)
    assert not ledger_path().exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_crash_left_is_finished_by_the_next_turn() -> None:
    eve, ada = villager(), villager()
    kept = {signed_in(ada), signed_in(None)}
    signed_in(eve)
    ref, other = eve.ref, "b" * 12
    Person.objects.filter(pk=eve.pk).delete()
    Erasure.objects.create(ref=ref, erased_on=TODAY)
    ledger_path().parent.mkdir()
    ledger_path().write_text(f"{other} 2043-11-01\n{'c' * 7}")  # the last line was cut short
    assert finish_erasures(at=AT + timedelta(hours=1)) == 2
    assert finish_erasures(at=AT + timedelta(hours=2)) == 0
    assert erased_refs(ledger_path()) == {other, ref}
    assert set(Session.objects.values_list("pk", flat=True)) == kept


@pytest.mark.django_db
def test_ledger_is_read_with_whatever_stands_in_it() -> None:
    assert erased_refs(ledger_path()) == frozenset()
    assert write_ledger() == 0
    assert not ledger_path().exists(), "no file before there is something to write"
    ledger_path().parent.mkdir()
    ledger_path().write_bytes(b"\n\nabcdefghij27 2043-11-24\r\nABC\nabcdefghij2\xff\n" + b"z" * 12)
    assert erased_refs(ledger_path()) == {"abcdefghij27", "z" * 12}
