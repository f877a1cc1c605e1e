"""Inviting into a circle: one address, a list, the sending, what an acceptance opens."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count

from tisserand.domain.attention.models import Letter
from tisserand.domain.circles.actions.bulk import made_ready, write_ready
from tisserand.domain.circles.actions.circle import locked_circle
from tisserand.domain.circles.actions.membership import take_role
from tisserand.domain.circles.models import Admission, Circle, Membership
from tisserand.domain.circles.queries.invitation import (
    check_inviter,
    for_circle,
    lately_invited,
    live_invitations,
)
from tisserand.domain.circles.rules.invitation import MOST_TO_ONE, TO_ONE_DAYS, rows_of
from tisserand.domain.people.actions import invite, withdraw_invitation
from tisserand.domain.people.models import Block, Invitation, Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.people.rules import address, chosen
from tisserand.domain.refused import Refused
from tisserand.formats import records
from tisserand.vocabulary import LetterKind, Refusal, Role

AT_ONCE = 500
"""Invitations sent by one transaction."""
MOST_LETTERS = 5
"""Invitations that one address is mailed in `TO_ONE_DAYS`, from every circle together."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a list became: invitations prepared and not sent, and how many rows were left out and why."""

    prepared: int
    repeats: int
    members: int
    without_address: int


@transaction.atomic
def invite_to_circle(
    *,
    by: Person,
    circle: Circle,
    email: str,
    at: datetime,
    name: str = "",
    role: Role = Role.MEMBER,
    sponsor: Person | None = None,
    language: str = "",
    send: bool = False,
) -> Invitation:
    """Invite an address into a circle; the same answer whether the address is somebody's or nobody's.

    Refused: NOT_FOUND unless she animates the circle (or is the host, for an animator where none is left),
    ALREADY_INVITED by this circle, TOO_MANY_INVITATIONS to this address by this circle, SPONSOR_NOT_MEMBER,
    and what `people.actions.invite` refuses.
    """
    row, on = locked_circle(circle), day_of(None, at)
    check_inviter(by, row, chosen(role, Role))
    if sponsor is not None and not _is_member(sponsor, row):
        raise Refused(Refusal.SPONSOR_NOT_MEMBER)
    email = address(email)
    if live_invitations(row, on).filter(invitation__email=email).exists():
        raise Refused(Refusal.ALREADY_INVITED)
    if lately_invited(row, email, on) >= MOST_TO_ONE:
        raise Refused(Refusal.TOO_MANY_INVITATIONS, days=TO_ONE_DAYS)
    invitation = invite(by=by, email=email, name=name, language=language or by.language, at=at)
    Admission.objects.create(invitation=invitation, circle=row, role=role, sponsor=sponsor)
    if send:
        _send([invitation], by, on, at)
    return invitation


def import_people(*, by: Person, circle: Circle, people: Sequence[records.Person], at: datetime) -> Imported:
    """Prepare an invitation for each new address of a list, with what the list says of her: all or nothing.

    Nothing is sent and nobody appears anywhere. The same list again prepares nothing more. Refused: NOT_FOUND
    unless she animates the circle; the code of the first row to correct (facts `id`, `rows`), see
    `import_preview`.
    """
    check_inviter(by, circle, Role.MEMBER)
    on, read = day_of(None, at), rows_of(people)  # reading is long, and stays outside the transaction
    for row, code in read.unusable:
        raise Refused(code, id=row, rows=len(read.unusable))
    ready = made_ready(read.rows, by, circle, on)
    with transaction.atomic():
        locked = locked_circle(circle)
        check_inviter(by, locked, Role.MEMBER)
        found = for_circle(read, locked, on)
        write_ready(found.rows, ready, by)
    return Imported(len(found.rows), found.repeats, found.members, found.without_address)


def send_invitations(*, by: Person, circle: Circle, at: datetime, refs: Collection[str] | None = None) -> int:
    """Send the prepared invitations of a circle, or those of `refs`; returns how many left now.

    By parts, each whole: called again after a stop, it goes on. Refused: NOT_FOUND.
    """
    check_inviter(by, circle, Role.ANIMATOR)
    on, sent = day_of(None, at), 0
    while part := _send_part(by, circle, refs, on, at):
        sent += part
    return sent


@transaction.atomic
def withdraw_from_circle(*, by: Person, circle: Circle, ref: str, at: datetime) -> bool:
    """Close an invitation of a circle, and its letter if it has not left; returns whether it was open.

    Refused: NOT_FOUND, INVITATION_USED.
    """
    check_inviter(by, circle, Role.ANIMATOR)
    row = Admission.objects.filter(circle=circle, invitation__ref=ref).select_related("invitation").first()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    waiting = Letter.objects.filter(about=ref, kind=LetterKind.INVITATION, sent_at__isnull=True)
    waiting.filter(cancelled_at__isnull=True).update(cancelled_at=at)
    return withdraw_invitation(invitation=row.invitation, at=at)


@transaction.atomic
def accept_admission(*, invitation: Invitation, person: Person, at: datetime) -> Membership | None:
    """Open to `person` the circle of an invitation she has just accepted; None when it opens none.

    A sponsor who left meanwhile is dropped; somebody already inside stays as she is, or takes the keys.
    """
    admission = Admission.objects.filter(invitation=invitation).select_related("sponsor").first()
    if admission is None:
        return None
    circle = locked_circle(admission.circle)
    sponsor = admission.sponsor if admission.sponsor and _is_member(admission.sponsor, circle) else None
    sponsor = None if sponsor == person else sponsor
    membership, new = Membership.objects.get_or_create(
        person=person,
        circle=circle,
        left_on=None,
        defaults={"sponsor": sponsor, "joined_on": day_of(None, at)},
    )
    if admission.role == Role.ANIMATOR and (new or membership.role != Role.ANIMATOR):
        take_role(membership=membership, role=Role.ANIMATOR, by=invitation.invited_by, at=at)
    return membership


def _is_member(person: Person, circle: Circle) -> bool:
    return Membership.objects.current().filter(person=person, circle=circle).exists()


@transaction.atomic
def _send_part(by: Person, circle: Circle, refs: Collection[str] | None, on: date, at: datetime) -> int:
    waiting = live_invitations(locked_circle(circle), on).filter(invitation__sent_on__isnull=True)
    if refs is not None:
        waiting = waiting.filter(invitation__ref__in=list(refs))
    rows = waiting.select_related("invitation").order_by("pk")[:AT_ONCE]
    return _send([row.invitation for row in rows], by, on, at)


def _send(invitations: Sequence[Invitation], by: Person, on: date, at: datetime) -> int:
    """Note that they leave and queue their letters; nothing leaves towards who must be left alone, and the
    sender's list says the same."""
    Invitation.objects.filter(pk__in=[one.pk for one in invitations]).update(sent_on=on)
    silent = _left_alone([one.email for one in invitations], by, at)
    Letter.objects.bulk_create(
        [
            Letter(
                address=one.email,
                kind=LetterKind.INVITATION,
                about=one.ref,
                once=f"{LetterKind.INVITATION}:{one.ref}",
                queued_at=at,
                due_on=on,
            )
            for one in invitations
            if one.email not in silent
        ],
        ignore_conflicts=True,
    )
    for one in invitations:
        one.sent_on = on
    return len(invitations)


def _left_alone(emails: Sequence[str], by: Person, at: datetime) -> frozenset[str]:
    """The addresses of those who blocked the sender, or whom she blocked, and of who had letters enough."""
    blocked = Block.objects.filter(other=by, person__email__in=emails).values_list("person__email", flat=True)
    blocking = Block.objects.filter(person=by, other__email__in=emails).values_list("other__email", flat=True)
    lately = Letter.objects.filter(
        kind=LetterKind.INVITATION, address__in=emails, queued_at__gt=at - timedelta(days=TO_ONE_DAYS)
    )
    full = lately.values("address").annotate(letters=Count("pk")).filter(letters__gte=MOST_LETTERS)
    return frozenset(blocked) | frozenset(blocking) | frozenset(row["address"] for row in full)
