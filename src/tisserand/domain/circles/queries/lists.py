"""Lists of members on their way into a circle, as its animators read them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists
from django.db.models.functions import Length, Substr

from tisserand.domain.circles.models import Circle, MemberList, Membership
from tisserand.domain.circles.queries.circle import animates
from tisserand.domain.circles.rules.lists import (
    KEPT,
    WAITS,
    ListState,
    Preview,
    is_large,
    list_state,
    preview_of,
)
from tisserand.domain.people.models import Person
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal

MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class ListTold:
    """A list and how it stands. `done` of `total` lines are done; `outcome` holds counts once it is brought
    in; `waits_until` is when what was not brought in is forgotten, `told_until` when the row itself is."""

    ref: str
    circle: Circle
    name: str
    state: ListState
    encoding: str
    total: int
    done: int
    brought_at: datetime
    started_at: datetime | None
    preview: Preview
    outcome: dict[str, int]
    waits_until: datetime
    told_until: datetime


def list_for(person: Person, ref: str) -> ListTold:
    """Return a list to an animator of its circle. Refused: NOT_FOUND to anybody else."""
    return _told(readable_list(person, ref))


def lists_of(person: Person, circle: Circle, at: datetime) -> list[ListTold]:
    """Return the lists of a circle that wait, are being brought in or were lately, newest first; none to
    whoever does not animate it."""
    keys = Membership.objects.animating().filter(person=person, circle=circle)
    rows = MemberList.objects.filter(Exists(keys), circle=circle, brought_at__gte=at - KEPT)
    rows = rows.select_related("circle")
    told = [_told(row) for row in rows.defer("content").order_by("-brought_at", "-pk")[:MOST_TOLD]]
    return [one for one in told if one.state is not ListState.DROPPED]


def readable_list(person: Person, ref: str) -> MemberList:
    """Return a list, without its content. Refused: NOT_FOUND unless she animates its circle."""
    row = MemberList.objects.select_related("circle").defer("content").filter(ref=ref).first()
    if row is None or not animates(person, row.circle):
        raise Refused(Refusal.NOT_FOUND)
    return row


def is_long_list(person: Person, ref: str) -> bool:
    """Say whether a list is too long to be read while a page waits. Refused: NOT_FOUND."""
    rows = MemberList.objects.filter(pk=readable_list(person, ref).pk)
    size, start = rows.values_list(Length("content"), Substr("content", 1, 2)).get()
    return is_large(size or 0, workbook=bytes(start or b"") == b"PK")


def state_of(row: MemberList) -> ListState:
    """Return how a list stands."""
    return list_state(
        is_read=bool(row.reading),
        is_usable=not row.reading.get("unusable"),
        started=row.started_at is not None,
        finished=row.finished_at is not None,
        outcome=row.outcome,
    )


def _told(row: MemberList) -> ListTold:
    return ListTold(
        ref=row.ref,
        circle=row.circle,
        name=row.name,
        state=state_of(row),
        encoding=row.encoding,
        total=row.total,
        done=row.done,
        brought_at=row.brought_at,
        started_at=row.started_at,
        preview=preview_of(row.reading),
        outcome={name: count for name, count in row.outcome.items() if name != "state"},
        waits_until=row.brought_at + WAITS,
        told_until=(row.finished_at or row.brought_at) + KEPT,
    )
