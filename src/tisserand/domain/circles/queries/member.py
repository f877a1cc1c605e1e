"""The members of a circle, as one of them reads them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, Q, QuerySet

from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.circles.queries.circle import membership_of, own_membership
from tisserand.domain.circles.rules.membership import (
    LEAST_LETTERS,
    PAGE,
    is_animating,
    is_newcomer,
    pages_open,
)
from tisserand.domain.people.models import Block, Person
from tisserand.domain.people.queries import withheld_by_person
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Field, Reader, Refusal, Role

MOST_NAMED = 300
"""Names in a list to choose from."""


@dataclass(frozen=True, slots=True)
class Member:
    """What a circle's members read of each other: never an address, a telephone number or another circle."""

    ref: str
    name: str
    concern: str
    town: str
    organisation: str
    actor_type: str
    sector: str
    role: str
    joined_on: date
    newcomer: bool
    sponsor: str


class Named(NamedTuple):
    """Somebody to choose in a form."""

    ref: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Members:
    """One page of members, by name; `more` says whether another follows."""

    rows: tuple[Member, ...]
    page: int
    more: bool


def members_of(
    person: Person, circle: Circle, *, on: date, page: int = 1, find: str = "", own: Membership | None = None
) -> Members:
    """Return a page of a circle's members as `person` reads them, or the first page of those whose name
    holds `find` (two letters at least).

    Left out: whoever blocked her or whom she blocked; whoever paused, except for an animator and for
    herself; and, of each, what she keeps from animators or from members.
    `own`: her membership, when it was just read. Refused: NOT_FOUND to anybody outside, and beyond the
    pages she may turn.
    """
    own = own_membership(person, circle, own)
    if not pages_open(animates=own.role == Role.ANIMATOR, page=page):
        raise Refused(Refusal.NOT_FOUND)
    animates = is_animating(own.role, own.left_on, person.confirmed_on)
    rows = _readable(person, circle, animates=animates)
    if len(sought := find.strip()) >= LEAST_LETTERS:
        # SQLite folds ASCII letters only: a name that begins with an accent is sought as it is written.
        either = Q(person__name__icontains=sought) | Q(person__name__icontains=sought.title())
        rows, page = rows.filter(either), 1
    start = (page - 1) * PAGE
    found = list(
        rows.select_related("person__organisation", "sponsor").order_by("person__name", "pk")[
            start : start + PAGE + 1
        ]
    )
    reader = Reader.ANIMATOR if animates else Reader.CIRCLE
    kept = withheld_by_person([row.person_id for row in found], reader)
    rows_told = (
        told(row, on, frozenset() if row.person_id == person.pk else kept[row.person_id]) for row in found
    )
    return Members(tuple(rows_told)[:PAGE], page, len(found) > PAGE)


def member_of(person: Person, circle: Circle, ref: str) -> Person:
    """Return a member of a circle by her reference, as `person` may name her. Refused: NOT_FOUND."""
    own = membership_of(person, circle)
    if own is None:
        raise Refused(Refusal.NOT_FOUND)
    rows = _readable(person, circle, animates=is_animating(own.role, own.left_on, person.confirmed_on))
    row = rows.select_related("person").filter(person__ref=ref).first()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    return row.person


def animators_of(circle: Circle) -> list[Person]:
    """Return who animates a circle, by name: its members know them, other circles do not."""
    rows = Membership.objects.animating().filter(circle=circle)
    return list(Person.objects.filter(memberships__in=rows).order_by("name", "pk"))


def member_names(animator: Person, circle: Circle) -> list[Named]:
    """Return the members whom an animator may choose in a form, by name, the first hundreds; nobody to
    whoever does not animate the circle. One query."""
    keys = Membership.objects.animating().filter(person=animator, circle=circle)
    rows = _readable(animator, circle, animates=True).filter(Exists(keys)).order_by("person__name", "pk")
    return [Named(*row) for row in rows.values_list("person__ref", "person__name", "role")[:MOST_NAMED]]


def member_numbers(circles: Collection[Circle]) -> dict[int, int]:
    """Return how many members each circle has now, by key; nothing under ten leaves its circle."""
    rows = Membership.objects.current().filter(circle__in=circles).order_by()
    found = dict(rows.values_list("circle").annotate(Count("pk")))
    return {circle.pk: found.get(circle.pk, 0) for circle in circles}


def share_circle(person: Person, other: Person) -> bool:
    """Say whether two people are in one circle now."""
    own = Membership.objects.current().filter(person=person).values("circle")
    return Membership.objects.current().filter(person=other, circle__in=own).exists()


def _readable(person: Person, circle: Circle, *, animates: bool) -> QuerySet[Membership]:
    rows = Membership.objects.current().filter(circle=circle)
    rows = rows.exclude(person__in=Block.objects.filter(person=person).values("other"))
    rows = rows.exclude(person__in=Block.objects.filter(other=person).values("person"))
    if animates:
        return rows
    return rows.filter(person__paused_on__isnull=True) | rows.filter(person=person)


def told(row: Membership, on: date, kept: frozenset[Field]) -> Member:
    """Return a member as she is read, without what is `kept` from this reader."""
    person = row.person
    organisation = person.organisation.name if person.organisation else ""
    return Member(
        ref=person.ref,
        name=person.name,
        concern="" if Field.CONCERN in kept else person.concern,
        town="" if Field.TOWN in kept else person.town,
        organisation="" if Field.ORGANISATION in kept else organisation,
        actor_type="" if Field.ACTOR_TYPE in kept else person.actor_type,
        sector="" if Field.SECTOR in kept else person.sector,
        role=row.role,
        joined_on=row.joined_on,
        newcomer=is_newcomer(row.joined_on, on),
        sponsor=row.sponsor.name if row.sponsor else "",
    )
