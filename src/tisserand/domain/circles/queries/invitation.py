"""Invitations as the animators of one circle read them: dates, and nothing about whose address it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from tisserand.domain.circles.models import Admission, Circle, Membership
from tisserand.domain.circles.queries.circle import animates, is_orphaned
from tisserand.domain.circles.rules.invitation import (
    TO_ONE_DAYS,
    Import,
    InvitationState,
    invitation_state,
    rows_of,
    sorted_out,
)
from tisserand.domain.circles.rules.membership import may_invite
from tisserand.domain.people.models import Person
from tisserand.domain.people.rules import SENT_DAYS, UNSENT_DAYS
from tisserand.domain.refused import Refused
from tisserand.formats import records
from tisserand.vocabulary import Refusal, Role

PAGE = 100


@dataclass(frozen=True, slots=True)
class Invited:
    """An address invited into a circle, and how the invitation stands."""

    ref: str
    email: str
    name: str
    role: str
    sponsor: str
    state: InvitationState
    created_on: date
    sent_on: date | None
    accepted_on: date | None


@dataclass(frozen=True, slots=True)
class InvitedPage:
    """One page of invitations, newest first; `more` says whether another follows."""

    rows: tuple[Invited, ...]
    page: int
    more: bool


def invitations_of(animator: Person, circle: Circle, *, on: date, page: int = 1) -> InvitedPage:
    """Return a page of a circle's invitations. Refused: NOT_FOUND to whoever does not animate it."""
    check_inviter(animator, circle, Role.ANIMATOR)
    start = (max(page, 1) - 1) * PAGE
    rows = Admission.objects.filter(circle=circle).select_related("invitation", "sponsor")
    found = list(rows.order_by("-invitation__created_on", "-pk")[start : start + PAGE + 1])
    return InvitedPage(tuple(_invited(row, on) for row in found[:PAGE]), max(page, 1), len(found) > PAGE)


def invitation_totals(animator: Person, circle: Circle, *, on: date) -> Counter[InvitationState]:
    """Return how many invitations of a circle stand in each state; one query. Refused: NOT_FOUND."""
    check_inviter(animator, circle, Role.ANIMATOR)
    days = ("created_on", "sent_on", "accepted_on", "withdrawn_on")
    rows = Admission.objects.filter(circle=circle).values_list(*(f"invitation__{day}" for day in days))
    return Counter(
        invitation_state(created_on=made, sent_on=sent, accepted_on=accepted, withdrawn_on=withdrawn, on=on)
        for made, sent, accepted, withdrawn in rows.iterator()
    )


def import_preview(animator: Person, circle: Circle, people: Sequence[records.Person], *, on: date) -> Import:
    """Return what a list of people becomes for a circle, comparing it with itself and this circle only.

    Refused: NOT_FOUND to whoever does not animate it."""
    check_inviter(animator, circle, Role.MEMBER)
    return for_circle(rows_of(people), circle, on)


def for_circle(found: Import, circle: Circle, on: date) -> Import:
    """Return what rows become for a circle as it is now; two queries."""
    invited = live_invitations(circle, on).values_list("invitation__email", flat=True)
    members = Membership.objects.current().filter(circle=circle).values_list("person__email", flat=True)
    return sorted_out(found, frozenset(invited), frozenset(members))


def check_inviter(person: Person, circle: Circle, role: str) -> None:
    """Check that somebody may invite into a circle for a role. Refused: NOT_FOUND."""
    keys = animates(person, circle)
    orphaned = not keys and person.is_host and is_orphaned(circle)
    if not may_invite(animates=keys, is_host=person.is_host, orphaned=orphaned, role=role):
        raise Refused(Refusal.NOT_FOUND)


def live_invitations(circle: Circle, on: date) -> QuerySet[Admission]:
    """Return a circle's invitations that are prepared or sent: the twin of `rules.invitation.LIVE`."""
    rows = Admission.objects.filter(
        circle=circle, invitation__accepted_on__isnull=True, invitation__withdrawn_on__isnull=True
    )
    sent = Q(invitation__sent_on__gte=on - timedelta(days=SENT_DAYS))
    prepared = Q(
        invitation__sent_on__isnull=True, invitation__created_on__gte=on - timedelta(days=UNSENT_DAYS)
    )
    return rows.filter(sent | prepared)


def lately_invited(circle: Circle, email: str, on: date) -> int:
    """Return how often a circle invited an address lately, whatever became of it."""
    since = on - timedelta(days=TO_ONE_DAYS)
    rows = Admission.objects.filter(circle=circle, invitation__email=email)
    return rows.filter(invitation__created_on__gt=since).count()


def _invited(row: Admission, on: date) -> Invited:
    one = row.invitation
    return Invited(
        ref=one.ref,
        email=one.email,
        name=one.name,
        role=row.role,
        sponsor=row.sponsor.name if row.sponsor else "",
        state=invitation_state(
            created_on=one.created_on,
            sent_on=one.sent_on,
            accepted_on=one.accepted_on,
            withdrawn_on=one.withdrawn_on,
            on=on,
        ),
        created_on=one.created_on,
        sent_on=one.sent_on,
        accepted_on=one.accepted_on,
    )
