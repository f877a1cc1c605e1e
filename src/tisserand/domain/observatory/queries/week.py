"""What waits this week for who animates circles: how much in each, its invitations, its bridges. One query
for all her circles, one for the bridges of one."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tisserand.domain.circles.models import Admission, Bridge, Circle, Membership, Signature
from tisserand.domain.circles.rules.bridge import BridgeState, bridge_state, signed_by
from tisserand.domain.introductions.models import Approval, Side
from tisserand.domain.introductions.rules import Stage, Verdict
from tisserand.domain.observatory.rules.gesture import Span
from tisserand.domain.people.models import Person
from tisserand.domain.people.rules import SENT_DAYS, UNSENT_DAYS

SOON = 7
"""Days before an invitation expires when it is said."""


@dataclass(frozen=True, slots=True)
class Animated:
    """A circle that she animates: how many proposals it is asked to read, how many of its invitations expire
    within a week, how many wait to be sent."""

    circle: Circle
    to_read: int
    expiring: int
    unsent: int


@dataclass(frozen=True, slots=True)
class ToSign:
    """A bridge that waits for the signature of her circle, to the last day `by`."""

    ref: str
    there: str
    by: date


@dataclass(frozen=True, slots=True)
class BridgesOfWeek:
    """The bridges of a circle: those that wait for its signature, the soonest first, and those in force."""

    to_sign: tuple[ToSign, ...]
    in_force: tuple[Span, ...]


def animated_weeks(animator: Person, on: date) -> list[Animated]:
    """Return the circles that she animates, by name, with what waits in each; one query. Pairs of which she
    is a part are not counted."""
    hers = Side.objects.filter(person=animator).values("introduction")
    waiting = Approval.objects.filter(
        circle=OuterRef("pk"), verdict=Verdict.NONE, introduction__stage=Stage.DRAFTED
    ).exclude(introduction__in=hers)
    sent, unsent = _invitations(on)
    rows = (
        Circle.objects.filter(memberships__in=Membership.objects.animating().filter(person=animator))
        .annotate(to_read=_number(waiting), expiring=_number(sent), unsent=_number(unsent))
        .order_by("name", "pk")
    )
    return [Animated(row, row.to_read, row.expiring, row.unsent) for row in rows]


def _invitations(on: date) -> tuple[QuerySet[Admission], QuerySet[Admission]]:
    """Those of a circle that were sent and expire soon, and those that wait to be sent."""
    rows = Admission.objects.filter(
        circle=OuterRef("pk"), invitation__accepted_on__isnull=True, invitation__withdrawn_on__isnull=True
    )
    first = on - timedelta(days=SENT_DAYS)
    expiring = rows.filter(invitation__sent_on__range=(first, first + timedelta(days=SOON)))
    since = on - timedelta(days=UNSENT_DAYS)
    return expiring, rows.filter(invitation__sent_on__isnull=True, invitation__created_on__gte=since)


def _number(rows: QuerySet[Any]) -> Coalesce:
    """How many rows of a circle, 0 when none."""
    counted = rows.order_by().values("circle").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def bridges_of_week(circle: Circle, on: date) -> BridgesOfWeek:
    """Return the bridges of a circle for its animators (the caller's to check); one query."""
    signed = Signature.objects.filter(bridge=OuterRef("pk"))
    rows: QuerySet[Any] = (
        Bridge.objects.filter(Q(start=circle) | Q(end=circle), until__gte=on, suspended_on__isnull=True)
        .select_related("start", "end")
        .annotate(
            here=Exists(signed.filter(circle=circle)),
            there=Exists(signed.exclude(circle=circle)),
            standing=Count("people", filter=Q(people__accepted_on__isnull=False)),
        )
        .order_by("proposed_on", "ref")
    )
    to_sign, in_force = [], []
    for row in rows:
        there = (row.end if row.start_id == circle.pk else row.start).name
        state = bridge_state(
            both_signed=row.here and row.there,
            suspended_on=row.suspended_on,
            until=row.until,
            proposed_on=row.proposed_on,
            on=on,
        )
        if state is BridgeState.IN_FORCE:
            in_force.append(Span(row.ref, there, row.until, row.standing))
        elif state is BridgeState.WAITING and not row.here:
            to_sign.append(ToSign(row.ref, there, signed_by(row.proposed_on)))
    return BridgesOfWeek(tuple(to_sign), tuple(in_force))
