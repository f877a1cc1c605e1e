"""Many invitations written at once: everything is made ready before the transaction, which only writes.

The writer's place is one for everybody, and Django would spend five sixths of the time beside the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connections, models
from django.db.models import Max

from tisserand.domain.circles.models import Admission, Circle
from tisserand.domain.circles.rules.invitation import Row
from tisserand.domain.people.models import Invitation, Person

DATABASE = "default"


class Ready(NamedTuple):
    """An invitation that only waits to be written: its reference, its values, those of what it opens."""

    ref: str
    invitation: list[Any]
    admission: list[Any]


def made_ready(rows: Iterable[Row], by: Person, circle: Circle, on: date) -> dict[str, Ready]:
    """Return what would be written for each address; writes nothing."""
    found = {}
    for row in rows:
        one = Invitation(email=row.email, name=row.name, language=by.language, invited_by=by, created_on=on)
        opens = Admission(circle=circle, facts=row.facts)
        found[row.email] = Ready(one.ref, _values(one), _values(opens))
    return found


def write_ready(rows: Sequence[Row], ready: Mapping[str, Ready], by: Person) -> None:
    """Write the invitations of these rows, not sent, with what they open, in the caller's transaction."""
    if not rows:
        return
    last = Invitation.objects.aggregate(last=Max("pk"))["last"] or 0
    wanted = [ready[row.email] for row in rows]
    _insert(Invitation, (one.invitation for one in wanted))
    written = Invitation.objects.filter(pk__gt=last, invited_by=by).values_list("ref", "pk")
    keys = dict(written.iterator())
    place = [field.attname for field in _columns(Admission)].index("invitation_id")
    for one in wanted:
        one.admission[place] = keys[one.ref]
    _insert(Admission, (one.admission for one in wanted))


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _values(row: models.Model) -> list[Any]:
    database = connections[DATABASE]
    return [field.get_db_prep_save(getattr(row, field.attname), database) for field in _columns(type(row))]


def _insert(model: type[models.Model], rows: Iterable[list[Any]]) -> None:
    quoted = connections[DATABASE].ops.quote_name
    columns = [quoted(str(field.column)) for field in _columns(model)]
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(columns)}) VALUES ({places})"
    with connections[DATABASE].cursor() as cursor:
        cursor.executemany(statement, list(rows))
