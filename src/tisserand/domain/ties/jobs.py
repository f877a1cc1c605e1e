"""What the clock asks of ties: strengths fade every night."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

import numpy as np
from django.db import connections, transaction
from django.db.models import Max, Q

from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.ties.models import Contact, Tie
from tisserand.domain.ties.rules import strengths, weight
from tisserand.formats.contacts import second

Row = tuple[int, int, float, int, datetime]
"""A tie: its two keys, its strength, its contacts, the last one's instant."""

PEOPLE_A_TURN = 500
"""Keys whose ties are written by one transaction: short, so that people's own acts pass in between."""


def strengthen(at: datetime) -> int:
    """Write the strength of every tie on the network's day, from contacts; returns how many ties there are.

    By parts, each in a short transaction; safe to repeat and to stop anywhere.
    """
    on, last = day_of(None, at), Person.objects.aggregate(last=Max("pk"))["last"] or 0
    return sum(_strengthen_part(first, on) for first in range(1, last + 1, PEOPLE_A_TURN))


@transaction.atomic
def _strengthen_part(first: int, on: date) -> int:
    """The ties whose smaller key is in [first, first + PEOPLE_A_TURN)."""
    keys = range(first, first + PEOPLE_A_TURN)
    before = Tie.objects.filter(low_id__gte=keys.start, low_id__lt=keys.stop).select_for_update()
    known = {(low, high): pk for pk, low, high in before.values_list("pk", "low_id", "high_id")}
    ties = _ties_of(keys, on)
    _write(ties)
    gone = known.keys() - {tie[:2] for tie in ties}
    Tie.objects.filter(pk__in=[known[pair] for pair in gone]).delete()
    return len(ties)


def _write(ties: Sequence[Row]) -> None:
    """Write ties, new or known, by one prepared statement: bulk_create takes three times as long."""
    database = connections["default"]
    instant = database.ops.adapt_datetimefield_value
    with database.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Tie._meta.db_table} (low_id, high_id, strength, contacts, last_at)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (low_id, high_id) DO UPDATE SET"
            " strength = excluded.strength, contacts = excluded.contacts, last_at = excluded.last_at",
            [(*tie[:4], instant(tie[4])) for tie in ties],
        )


def _ties_of(keys: range, on: date) -> list[Row]:
    """The ties made by the contacts of the people `keys` with others of a larger key."""
    given = Q(giver_id__gte=keys.start, giver_id__lt=keys.stop)
    received = Q(receiver_id__gte=keys.start, receiver_id__lt=keys.stop)
    rows = Contact.objects.told_by_both().filter(given | received)
    last: dict[tuple[int, int], datetime] = {}
    count: Counter[tuple[int, int]] = Counter()
    columns: list[tuple[int, int, int, float]] = []
    for giver, receiver, at, kind in rows.values_list("giver_id", "receiver_id", "at", "kind").iterator():
        pair = (giver, receiver) if giver < receiver else (receiver, giver)
        if pair[0] in keys:
            count[pair] += 1
            last[pair] = max(last.get(pair, at), at)
            columns.append((*pair, second(at), weight(kind)))
    if not columns:
        return []
    low, high, seconds, weighed = (np.array(column) for column in zip(*columns, strict=True))
    found = strengths(low.astype(np.int64), high.astype(np.int64), seconds, weighed.astype(np.float64), on)
    return [
        (one, other, made, count[one, other], last[one, other])
        for one, other, made in zip(*(column.tolist() for column in found), strict=True)
    ]
