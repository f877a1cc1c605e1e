"""Who may be asked to walk with a newcomer; how long somebody is left alone."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.circles.queries.circle import animates
from tisserand.domain.people.models import Block, Person
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal

SPARED_DAYS = 91
"""How long "leave alone" holds."""


class Sponsor(NamedTuple):
    """Somebody who may be named: her key, her reference and her name."""

    person: int
    ref: str
    name: str


def sponsors_for(animator: Person, circle: Circle, newcomer: Person | None = None) -> list[Sponsor]:
    """Return the members whom an animator may name as sponsors (of `newcomer`), by name; two queries.

    Left out: the newcomer, whoever rests, and whoever a block keeps apart from her or from the animator.
    Refused: NOT_FOUND to whoever does not animate the circle.
    """
    if not animates(animator, circle):
        raise Refused(Refusal.NOT_FOUND)
    rows = unblocked(Membership.objects.current().filter(circle=circle), animator)
    if newcomer is not None:
        rows = unblocked(rows, newcomer).exclude(person=newcomer)
    rows = rows.filter(person__paused_on__isnull=True).order_by("person__name", "pk")
    return [Sponsor(*row) for row in rows.values_list("person_id", "person__ref", "person__name")]


def unblocked(rows: "QuerySet[Membership]", person: Person) -> "QuerySet[Membership]":
    """Return the memberships of people whom no block keeps apart from somebody."""
    either = Q(person=person, other=OuterRef("person")) | Q(person=OuterRef("person"), other=person)
    return rows.exclude(Exists(Block.objects.filter(either)))
