"""A list of members on its way into a circle: kept, read, brought in whole, or given up.

Reading and bringing in may be long: doors leave them to the worker. Both may be called again at any time.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from tisserand.domain.circles.actions.bulk import made_ready, write_ready
from tisserand.domain.circles.actions.circle import locked_circle
from tisserand.domain.circles.models import Circle, MemberList
from tisserand.domain.circles.queries.circle import animates
from tisserand.domain.circles.queries.invitation import for_circle
from tisserand.domain.circles.queries.lists import readable_list, state_of
from tisserand.domain.circles.rules.invitation import Import
from tisserand.domain.circles.rules.lists import (
    MOST_BYTES,
    ListState,
    Preview,
    fault_of,
    may_start,
    sifted,
    told,
)
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.people.rules import chosen
from tisserand.domain.refused import Refused
from tisserand.formats.lists import ListRead
from tisserand.formats.lists import read_list as read
from tisserand.formats.lists.encodings import ENCODINGS, samples
from tisserand.formats.problems import UnusableError
from tisserand.vocabulary import Refusal


@transaction.atomic
def keep_list(*, by: Person, circle: Circle, content: bytes, at: datetime, name: str = "") -> MemberList:
    """Keep a list to be read; one that she sent before for this circle, and that waits still, is forgotten.

    Refused: NOT_FOUND unless she animates the circle, LIST_MISSING, LIST_TOO_LARGE (fact `most`, in MB).
    """
    row = locked_circle(circle)
    if not animates(by, row):
        raise Refused(Refusal.NOT_FOUND)
    if not content:
        raise Refused(Refusal.LIST_MISSING)
    if len(content) > MOST_BYTES:
        raise Refused(Refusal.LIST_TOO_LARGE, most=MOST_BYTES >> 20)
    MemberList.objects.filter(circle=row, by=by, started_at__isnull=True).delete()
    return MemberList.objects.create(circle=row, by=by, name=name[-120:], content=content, brought_at=at)


def read_list(*, ref: str, at: datetime) -> bool:
    """Read a list that waits, and keep what its animator is shown; returns whether there was one to read."""
    row = MemberList.objects.select_related("circle").filter(ref=ref).first()
    if row is None or state_of(row) is not ListState.READING:
        return False
    preview = _preview(row, at)
    fields = {"reading": preview.written(), "total": preview.ready, "done": 0}
    kept = MemberList.objects.filter(pk=row.pk, started_at__isnull=True, encoding=row.encoding)
    return kept.update(**fields) > 0


@transaction.atomic
def choose_encoding(*, by: Person, ref: str, encoding: str) -> MemberList:
    """Say how the letters of a list were written; it is to be read again.

    Refused: NOT_FOUND, UNKNOWN_CHOICE, CLOSED once it is being brought in.
    """
    row = _locked(by, ref)
    if state_of(row) not in (ListState.READING, ListState.READ, ListState.UNUSABLE):
        raise Refused(Refusal.CLOSED)
    row.encoding, row.reading, row.done = chosen(encoding, ENCODINGS, empty=True), {}, 0
    row.save(update_fields=["encoding", "reading", "done"])
    return row


@transaction.atomic
def bring_list(*, by: Person, ref: str, at: datetime) -> bool:
    """Ask for a list to be brought in: an invitation that is not sent for each person who is ready; returns
    whether it was asked for just now, as it is once.

    Refused: NOT_FOUND, NOT_YET while it is not read, LIST_EMPTY, CLOSED once it was given up.
    """
    row = _locked(by, ref)
    state = state_of(row)
    if state is ListState.READING:
        raise Refused(Refusal.NOT_YET)
    if state in (ListState.DROPPED, ListState.STOPPED):
        raise Refused(Refusal.CLOSED)
    if state is ListState.UNUSABLE or (state is ListState.READ and not row.reading.get("ready")):
        raise Refused(Refusal.LIST_EMPTY)
    if state is ListState.BROUGHT or not may_start(started_at=row.started_at, at=at):
        return False
    row.started_at, row.by = at, by
    row.save(update_fields=["started_at", "by"])
    return True


@transaction.atomic
def drop_list(*, by: Person, ref: str, at: datetime) -> bool:
    """Give up a list: its content is forgotten at once; returns whether it still waited.

    Refused: NOT_FOUND, CLOSED while it is being brought in.
    """
    row = _locked(by, ref)
    if row.finished_at is not None:
        return False
    if row.started_at is not None:
        raise Refused(Refusal.CLOSED)
    _finish(row, at, {"state": ListState.DROPPED})
    return True


def take_in(*, ref: str, at: datetime) -> int:
    """Bring in a list whose animator asked for it, whole or not at all; returns how many invitations are
    prepared. Again, or after a stop, it brings nobody twice."""
    row = MemberList.objects.select_related("circle", "by").filter(ref=ref).first()
    if row is None or row.by is None or state_of(row) is not ListState.BRINGING:
        return 0
    on = day_of(None, at)
    found = sifted(_read(row).lines)  # long, and outside the transaction
    ready = made_ready(found.rows, row.by, row.circle, on)
    with transaction.atomic():
        circle = locked_circle(row.circle)
        kept = MemberList.objects.select_for_update().defer("content").filter(pk=row.pk).first()
        if kept is None or kept.finished_at is not None:
            return 0
        if not animates(row.by, circle):
            _finish(kept, at, {"state": ListState.STOPPED})
            return 0
        ours = for_circle(Import(found.rows), circle, on)
        write_ready(ours.rows, ready, row.by)
        counts = {"prepared": len(ours.rows), "members": ours.members, "invited": ours.repeats}
        left = {"twice": len(found.twice), "left": kept.reading.get("faulty", 0)}
        kept.done = len(ours.rows)
        _finish(kept, at, {"state": ListState.BROUGHT, **counts, **left})
    return len(ours.rows)


def _preview(row: MemberList, at: datetime) -> Preview:
    try:
        found_in_it = _read(row)
    except UnusableError as refusal:
        why = tuple(map(fault_of, refusal.problems[:3]))
        return Preview(unusable=why, samples=samples(bytes(row.content)))
    found = sifted(found_in_it.lines)
    ours = for_circle(Import(found.rows), row.circle, day_of(None, at))
    return told(found_in_it, found, ready=len(ours.rows), members=ours.members, invited=ours.repeats)


def _read(row: MemberList) -> ListRead:
    rows = MemberList.objects.filter(pk=row.pk)
    return read(bytes(row.content), row.name, row.encoding, lambda done: rows.update(done=done))


def _finish(row: MemberList, at: datetime, outcome: dict[str, Any]) -> None:
    """Close a list, and forget what was in it."""
    row.finished_at, row.outcome, row.content, row.reading, row.name = at, outcome, b"", {}, ""
    row.save(update_fields=["finished_at", "outcome", "content", "reading", "name", "done"])


def _locked(by: Person, ref: str) -> MemberList:
    row = readable_list(by, ref)
    rows = MemberList.objects.select_for_update(of=("self",)).defer("content").filter(pk=row.pk)
    kept = rows.select_related("circle").first()
    if kept is None:
        raise Refused(Refusal.NOT_FOUND)
    return kept
