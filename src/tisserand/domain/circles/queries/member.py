"""The members of a circle, as one of them reads them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.circles.queries.circle import membership_of
from tisserand.domain.circles.rules.membership import (
    LEAST_LETTERS,
    PAGE,
    is_animating,
    is_newcomer,
    pages_open,
)
from tisserand.domain.people.models import Block, Person
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal, Role


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


@dataclass(frozen=True, slots=True)
class Members:
    """One page of members, by name; `more` says whether another follows."""

    rows: tuple[Member, ...]
    page: int
    more: bool


def members_of(person: Person, circle: Circle, *, on: date, page: int = 1, find: str = "") -> Members:
    """Return a page of a circle's members as `person` reads them, or the first page of those whose name
    holds `find` (two letters at least).

    Left out: whoever blocked her or whom she blocked; whoever paused, except for an animator and for
    herself. Refused: NOT_FOUND to anybody outside, and beyond the pages she may turn.
    """
    own = membership_of(person, circle)
    if own is None or not pages_open(animates=own.role == Role.ANIMATOR, page=page):
        raise Refused(Refusal.NOT_FOUND)
    rows = _readable(person, circle, animates=is_animating(own.role, own.left_on, person.confirmed_on))
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
    return Members(tuple(_told(row, on) for row in found[:PAGE]), page, len(found) > PAGE)


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


def _told(row: Membership, on: date) -> Member:
    person = row.person
    return Member(
        ref=person.ref,
        name=person.name,
        concern=person.concern,
        town=person.town,
        organisation=person.organisation.name if person.organisation else "",
        actor_type=person.actor_type,
        sector=person.sector,
        role=row.role,
        joined_on=row.joined_on,
        newcomer=is_newcomer(row.joined_on, on),
        sponsor=row.sponsor.name if row.sponsor else "",
    )
