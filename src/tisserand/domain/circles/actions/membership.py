"""Leaving a circle, holding its keys, giving them back."""

from datetime import datetime

from django.db import transaction

from tisserand.domain.attention.actions import cancel_letters, close_request
from tisserand.domain.circles.actions.circle import locked_circle
from tisserand.domain.circles.models import BridgePerson, Circle, Membership
from tisserand.domain.circles.queries.bridge import terms_to_sign
from tisserand.domain.circles.queries.circle import animates
from tisserand.domain.circles.rules.membership import may_leave, may_name_animator
from tisserand.domain.people.actions import write_audit
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.refused import Refused
from tisserand.vocabulary import AuditAct, Refusal, RequestKind, Role


@transaction.atomic
def leave_circle(*, person: Person, circle: Circle, at: datetime) -> Membership:
    """Leave a circle, with what she held there: its keys, her place on its bridges, those she sponsored.

    Refused: NOT_FOUND outside, LAST_ANIMATOR while others stay (name another animator first). An erasure is
    never refused: it leaves a circle that the host sees in `orphaned_circles`.
    """
    row = locked_circle(circle)
    own = _own(person, row)
    _check_leaves(own)
    own.left_on = day_of(None, at)
    own.save(update_fields=["left_on"])
    BridgePerson.objects.filter(person=person, circle=row).delete()
    Membership.objects.filter(circle=row, sponsor=person, left_on__isnull=True).update(sponsor=None)
    if own.role == Role.ANIMATOR:
        _close_signatures(person, row, at)
    return own


@transaction.atomic
def name_animator(*, by: Person, circle: Circle, person_ref: str, at: datetime) -> Membership:
    """Give a member the keys of a circle; one audit line for her. The host may, where nobody animates.

    Refused: NOT_FOUND, ALREADY_DONE.
    """
    row = locked_circle(circle)
    keys = Membership.objects.animating().filter(circle=row)
    orphaned = not keys.exists()
    if not may_name_animator(animates=animates(by, row), is_host=by.is_host, orphaned=orphaned):
        raise Refused(Refusal.NOT_FOUND)
    found = Membership.objects.current().filter(circle=row, person__ref=person_ref)
    named = found.select_related("person").first()
    if named is None:
        raise Refused(Refusal.NOT_FOUND)
    if named.role == Role.ANIMATOR:
        raise Refused(Refusal.ALREADY_DONE)
    return take_role(membership=named, role=Role.ANIMATOR, by=by, at=at)


@transaction.atomic
def step_down(*, person: Person, circle: Circle, at: datetime) -> Membership:
    """Give back the keys of a circle and stay in it; one audit line.

    Refused: NOT_FOUND outside, NOT_ANIMATOR, LAST_ANIMATOR.
    """
    row = locked_circle(circle)
    own = _own(person, row)
    if own.role != Role.ANIMATOR:
        raise Refused(Refusal.NOT_ANIMATOR)
    if not Membership.objects.animating().filter(circle=row).exclude(pk=own.pk).exists():
        raise Refused(Refusal.LAST_ANIMATOR)
    _close_signatures(person, row, at)
    return take_role(membership=own, role=Role.MEMBER, by=person, at=at)


def take_role(*, membership: Membership, role: Role, by: Person | None, at: datetime) -> Membership:
    """Write a member's role with its one audit line, in the transaction of the act that decides it."""
    membership.role = role
    membership.save(update_fields=["role"])
    write_audit(
        person=membership.person, act=AuditAct.ROLE_CHANGED, by=by, about=membership.circle.ref, at=at
    )
    return membership


def _own(person: Person, circle: Circle) -> Membership:
    rows = Membership.objects.current().select_related("person", "circle")
    own = rows.filter(person=person, circle=circle).first()
    if own is None:
        raise Refused(Refusal.NOT_FOUND)
    return own


def _check_leaves(own: Membership) -> None:
    others = Membership.objects.current().filter(circle=own.circle).exclude(pk=own.pk)
    if not may_leave(
        animates=own.role == Role.ANIMATOR,
        other_animators=others.filter(role=Role.ANIMATOR).count(),
        other_members=others.count(),
    ):
        raise Refused(Refusal.LAST_ANIMATOR)


def _close_signatures(person: Person, circle: Circle, at: datetime) -> None:
    """What she was asked to sign for this circle waits for her no more."""
    for ref, about in terms_to_sign(circle):
        close_request(person=person, kind=RequestKind.SIGNATURE, about=about, at=at)
        cancel_letters(person=person, about=ref, at=at)
