"""Circles as their members and animators read them; anything else is not found, exactly like what is missing.

The first argument is the person who looks.
"""

from datetime import date
from typing import NamedTuple

from django.db.models import Q

from tisserand.domain.circles.models import Bridge, Circle, HiddenCircle, Membership
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import check_host
from tisserand.domain.people.rules import MOST_LISTED
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal, Role


class Standing(NamedTuple):
    """Somebody's membership of a circle, with it, and who animates it, by name."""

    own: Membership
    animators: tuple[Person, ...]


def circles_of(person: Person) -> list[Membership]:
    """Return her own current memberships with their circles and sponsors, by name of circle."""
    rows = Membership.objects.current().filter(person=person)
    return list(rows.select_related("circle", "sponsor").order_by("circle__name", "pk"))


def animated_circles(person: Person) -> list[Circle]:
    """Return the circles that she animates, by name."""
    rows = Membership.objects.animating().filter(person=person)
    return list(Circle.objects.filter(memberships__in=rows).order_by("name"))


def is_animator(person: Person) -> bool:
    """Say whether she animates some circle now."""
    return Membership.objects.animating().filter(person=person).exists()


def membership_of(person: Person, circle: Circle) -> Membership | None:
    """Return her current membership of a circle, or None."""
    return Membership.objects.current().filter(person=person, circle=circle).first()


def standing_in(person: Person, ref: str) -> Standing:
    """Return her membership of the circle of that reference, and who animates it. Refused: NOT_FOUND."""
    rows = Membership.objects.current().filter(Q(role=Role.ANIMATOR) | Q(person=person), circle__ref=ref)
    found = list(rows.select_related("circle", "person").order_by("person__name", "pk"))
    own = next((row for row in found if row.person_id == person.pk), None)
    if own is None:
        raise Refused(Refusal.NOT_FOUND)
    return Standing(own, tuple(row.person for row in found if row.role == Role.ANIMATOR))


def own_membership(person: Person, circle: Circle, known: Membership | None = None) -> Membership:
    """Return her current membership of a circle: `known` when it is that one, else as it is now.

    Refused: NOT_FOUND outside."""
    if known is not None and (known.person_id, known.circle_id) == (person.pk, circle.pk):
        return known
    own = membership_of(person, circle)
    if own is None:
        raise Refused(Refusal.NOT_FOUND)
    return own


def animates(person: Person, circle: Circle) -> bool:
    """Say whether she animates a circle now."""
    return Membership.objects.animating().filter(person=person, circle=circle).exists()


def circle_for(person: Person, ref: str) -> Circle:
    """Return one of her circles. Refused: NOT_FOUND."""
    rows = Membership.objects.current().filter(person=person)
    return _found(Circle.objects.filter(ref=ref, memberships__in=rows).first())


def animated_circle(person: Person, ref: str) -> Circle:
    """Return one of the circles that she animates. Refused: NOT_FOUND."""
    rows = Membership.objects.animating().filter(person=person)
    return _found(Circle.objects.filter(ref=ref, memberships__in=rows).first())


def listable_circles(person: Person) -> list[Circle]:
    """Return the circles that agreed to be listed, by name, the first two hundred."""
    listed = Circle.objects.filter(listed=True) if person.is_here else Circle.objects.none()
    return list(listed.order_by("name")[:MOST_LISTED])


def hidden_circles_of(person: Person) -> list[Circle]:
    """Return the circles whose members she would rather not be proposed to, by name."""
    rows = HiddenCircle.objects.filter(person=person)
    return list(Circle.objects.filter(pk__in=rows.values("circle")).order_by("name"))


def circles_beyond(person: Person, on: date) -> list[Circle]:
    """Return the circles that a bridge in force joins to hers, and those that she hid, by name; none of
    hers."""
    own = Membership.objects.current().filter(person=person).values("circle")
    bridges = Bridge.objects.in_force(on)
    reached = Q(pk__in=bridges.filter(start__in=own).values("end"))
    reached |= Q(pk__in=bridges.filter(end__in=own).values("start"))
    hidden = Q(pk__in=HiddenCircle.objects.filter(person=person).values("circle"))
    return list(Circle.objects.filter(reached | hidden).exclude(pk__in=own).order_by("name"))


def is_orphaned(circle: Circle) -> bool:
    """Say whether nobody animates a circle any more, as an erasure may leave it."""
    return not Membership.objects.animating().filter(circle=circle).exists()


def orphaned_circles(host: Person) -> list[Circle]:
    """Return the circles that nobody animates any more: the host names or invites an animator there.

    Refused: NOT_ALLOWED to anybody else."""
    check_host(host)
    kept = Membership.objects.animating().values("circle")
    return list(Circle.objects.exclude(pk__in=kept).order_by("name")[:MOST_LISTED])


def orphaned_circle(host: Person, ref: str) -> Circle:
    """Return one of the circles that nobody animates. Refused: NOT_ALLOWED, NOT_FOUND."""
    check_host(host)
    kept = Membership.objects.animating().values("circle")
    return _found(Circle.objects.filter(ref=ref).exclude(pk__in=kept).first())


def _found(circle: Circle | None) -> Circle:
    if circle is None:
        raise Refused(Refusal.NOT_FOUND)
    return circle
