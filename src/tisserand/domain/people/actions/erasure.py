"""Erasing somebody: her row and what hangs on it, and a ledger that outlives a restored backup."""

import os
from datetime import datetime
from functools import partial

from django.contrib.sessions.models import Session
from django.db import connections, transaction

from tisserand.domain.people.actions.audit import write_audit
from tisserand.domain.people.actions.persons import forget_organisation
from tisserand.domain.people.models import Erasure, Invitation, Person, Report
from tisserand.domain.people.queries import (
    day_of,
    ledger_path,
    locked,
    people_in_sessions,
    unwritten_erasures,
)
from tisserand.vocabulary import AuditAct


@transaction.atomic
def erase_row(*, person: Person, at: datetime) -> str:
    """Erase somebody: her Person, whatever refers to it, every invitation to her address; returns her ref.

    Leaves an Erasure and one audit line without a name. Once committed, the ledger file is written and
    her sessions are closed; within the hour, `jobs.finish_erasures` empties the database's journal of her.
    Introductions are moved before, by the room that owns them. Refused: NOT_FOUND.
    """
    row = locked(person)
    key, ref, organisation = row.pk, row.ref, row.organisation_id
    today = day_of(None, at)
    Invitation.objects.filter(email=row.email).delete()
    Report.objects.filter(person=row).update(text="")
    row.delete()
    if organisation:
        forget_organisation(organisation)
    Erasure.objects.get_or_create(ref=ref, defaults={"erased_on": today})
    write_audit(person=None, act=AuditAct.ERASED, by=None, about=ref, at=at)
    for after in (write_ledger, partial(close_sessions, key)):
        transaction.on_commit(after, robust=True)
    return ref


def write_ledger() -> int:
    """Append to the ledger the erasures that it lacks, and wait for the disk; returns how many.

    Safe to repeat: what a crash left unwritten is written by the next call.
    """
    path = ledger_path()
    rows = unwritten_erasures(path)
    if not rows:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    # A line that a crash cut short is closed first; blank lines are nothing to the reader.
    lines = "\n" + "".join(f"{row.ref} {row.erased_on:%Y-%m-%d}\n" for row in rows)
    ledger = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(ledger, lines.encode("ascii"))
        os.fsync(ledger)
    finally:
        os.close(ledger)
    return len(rows)


def close_sessions(person: int) -> int:
    """Delete the sessions of somebody, by her key; returns how many. Not inside a transaction."""
    keys = [key for key, whose in people_in_sessions() if whose == str(person)]
    return Session.objects.filter(pk__in=keys).delete()[0]


def close_orphans() -> int:
    """Delete the sessions of people who are no more; returns how many. Not inside a transaction."""
    here = {str(key) for key in Person.objects.values_list("pk", flat=True)}
    orphans = [key for key, person in people_in_sessions() if person and person not in here]
    return Session.objects.filter(pk__in=orphans).delete()[0]


def forget_pages() -> None:
    """Empty the journal of an SQLite database into its file, where deleted rows are overwritten.

    It waits for whoever reads: never while a page is waited for.
    """
    database = connections["default"]
    if database.vendor == "sqlite":
        with database.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
