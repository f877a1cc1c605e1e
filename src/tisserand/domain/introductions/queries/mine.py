"""Everything that the network holds about the person who looks, table by table, as the register finds it.

Introductions are told as her pages tell them, by `told_to`: her export knows no more of the other side than
she does. Rows come a few hundred at a time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import ForeignKey, Model

from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.introductions.queries.told import Told, sides_of, told_to
from tisserand.domain.people.models import Person
from tisserand.domain.register import REGISTER, Mine, Table

AT_ONCE = 200
"""Rows read at a time."""
CALLED = {
    "people.Person": "name",
    "people.Organisation": "name",
    "circles.Circle": "name",
    "account.EmailAddress": "email",
}
"""By what a row that is referred to is called; by its public reference where it has another."""
TOLD = (
    "ref", "word", "shown_on", "answer_by", "outcome_on", "other", "circle_mine", "circle_theirs",
    "go_between", "via_circle", "reasons", "note", "established_on", "met", "email", "phone", "intention",
)  # fmt: skip
CITED = ("shown_on", "circle", "other_circle")
RECEIVED = ("introduction", "text", "written_at")


class Sheet(NamedTuple):
    """Rows of hers: the `table` of the register, the `name` of this kind of rows, its columns, its rows."""

    table: str
    name: str
    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Citation:
    """A letter that may say her name between two people: when the first of them was shown it, and the two
    circles in the order of their names; never who."""

    shown_on: date
    circles: tuple[str, str]


def mine_of(person: Person, at: datetime, register: Mapping[str, Table] = REGISTER) -> Iterator[Sheet]:
    """Yield everything that is hers, one sheet for each kind of rows, empty ones included; the rows of a
    sheet are read when they are asked for."""
    for label, table in register.items():
        for mine in table.mine:
            yield _sheet(person, label, table, mine)
        if table.told:
            yield Sheet(label, label, TOLD, _introductions(person, at))
            yield Sheet(label, f"{label}-cited", CITED, _cited(person))
            yield Sheet(
                "introductions.Message", "introductions.Message-received", RECEIVED, _received(person, at)
            )


def citations_of(person: Person) -> list[Citation]:
    """Return every letter that was given her name to say between two people, newest first."""
    rows = (
        Introduction.objects.filter(go_between=person, first_shown_on__isnull=False)
        .order_by("-first_shown_on", "-pk")
        .values_list("first_shown_on", "circle_one__name", "circle_two__name")
    )
    return [Citation(on, _in_order(one, two)) for on, one, two in rows.iterator() if on]


def _in_order(one: str | None, two: str | None) -> tuple[str, str]:
    """Two circles, without telling which of them was asked first."""
    first, second = sorted((one or "", two or ""))
    return first, second


def _sheet(person: Person, label: str, table: Table, mine: Mine) -> Sheet:
    model = apps.get_model(label)
    columns = table.columns(mine)
    found: dict[str, Any] = {mine.path: person.email if mine.by_address else person.pk, **mine.where}
    rows = model._base_manager.filter(**found).order_by("pk").distinct()
    if mine.but:
        rows = rows.exclude(**{mine.but: person.pk})
    name = f"{label}-{mine.name}" if mine.name else label
    paths = [_path(model, column) for column in columns]
    return Sheet(label, name, columns, rows.values_list(*paths).iterator(chunk_size=AT_ONCE))


def _path(model: type[Model], column: str) -> str:
    """The path to what a column says: the name or the reference of the row that it refers to."""
    field = model._meta.get_field(column)
    if not isinstance(field, ForeignKey):
        return column
    target = field.related_model
    known = {one.name for one in target._meta.concrete_fields}
    called = CALLED.get(target._meta.label) or ("ref" if "ref" in known else "pk")
    return f"{column}__{called}"


def _told(person: Person, at: datetime) -> Iterator[Told]:
    """What she sees of introductions, the oldest first, a few at a time."""
    keys = list(sides_of(person).order_by("shown_on", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        some = Side.objects.filter(pk__in=keys[start : start + AT_ONCE]).order_by("shown_on", "pk")
        yield from told_to(person, some, at, with_thread=True)


def _introductions(person: Person, at: datetime) -> Iterator[tuple[Any, ...]]:
    for told in _told(person, at):
        seen, letter, given = told.seen, told.letter, told.revealed
        yield (
            told.ref,
            seen.word.value,
            seen.shown_on,
            seen.answer_by,
            seen.outcome_on,
            told.other.name if told.other else "",
            told.circle_mine.name if told.circle_mine else "",
            told.circle_theirs.name if told.circle_theirs else "",
            letter.go_between.name if letter and letter.go_between else "",
            letter.via_circle if letter else "",
            {reason.value: value for reason, value in letter.values.items()} if letter else {},
            told.note,
            told.established_on,
            seen.met,
            given.email if given else "",
            given.phone if given else "",
            given.intention if given else "",
        )


def _cited(person: Person) -> Iterator[tuple[Any, ...]]:
    for one in citations_of(person):
        yield (one.shown_on, *one.circles)


def _received(person: Person, at: datetime) -> Iterator[tuple[Any, ...]]:
    for told in _told(person, at):
        for line in told.thread:
            if not line.mine:
                yield told.ref, line.text, line.written_at
