"""Addresses asked to come in: written, sent, withdrawn, accepted, forgotten."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from tisserand.domain.people import rules
from tisserand.domain.people.actions.persons import confirm_person, create_person
from tisserand.domain.people.models import Invitation, Person
from tisserand.domain.people.queries import day_of, person_of_address
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal


@transaction.atomic
def invite(
    *, by: Person | None, email: str, at: datetime, name: str = "", language: str = "fr"
) -> Invitation:
    """Write an invitation, not sent yet; the answer is the same whether the address is known or not.

    Refused: BAD_ADDRESS, BAD_NAME, HIDDEN_CHARACTERS, TEXT_TOO_LONG, UNKNOWN_CHOICE.
    """
    return Invitation.objects.create(
        email=rules.address(email),
        name=rules.person_name(name) if name.strip() else "",
        language=rules.chosen(language, rules.LANGUAGES),
        invited_by=by,
        created_on=day_of(by, at),
    )


@transaction.atomic
def send_invitation(*, invitation: Invitation, at: datetime) -> bool:
    """Note that an invitation leaves; from that day it lives thirty days. Returns whether it left now.

    The letter is queued by the room that asks. Refused: INVITATION_USED, INVITATION_UNKNOWN (withdrawn).
    """
    row = _locked(invitation)
    if row.accepted_on:
        raise Refused(Refusal.INVITATION_USED)
    if row.withdrawn_on:
        raise Refused(Refusal.INVITATION_UNKNOWN)
    if row.sent_on:
        return False
    row.sent_on = day_of(None, at)
    row.save(update_fields=["sent_on"])
    return True


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, at: datetime) -> bool:
    """Close an invitation: its link opens nothing from now on. Returns whether it was open.

    Refused: INVITATION_USED, INVITATION_UNKNOWN (deleted meanwhile).
    """
    row = _locked(invitation)
    if row.accepted_on:
        raise Refused(Refusal.INVITATION_USED)
    if row.withdrawn_on:
        return False
    row.withdrawn_on = day_of(None, at)
    row.save(update_fields=["withdrawn_on"])
    return True


@transaction.atomic
def accept(*, invitation: Invitation, at: datetime) -> Person:
    """Use an invitation once: the person of its address, made at need, is confirmed and comes in.

    Refused: INVITATION_USED, INVITATION_EXPIRED, INVITATION_UNKNOWN.
    """
    row = _locked(invitation)
    today = day_of(None, at)
    rules.may_accept(
        sent_on=row.sent_on, accepted_on=row.accepted_on, withdrawn_on=row.withdrawn_on, on=today
    )
    person = _person(row, at)
    row.accepted_on, row.accepted_by = today, person
    row.save(update_fields=["accepted_on", "accepted_by"])
    return person


def _person(invitation: Invitation, at: datetime) -> Person:
    """Return the confirmed person of an invitation; two links opened at once make one person."""
    person = person_of_address(invitation.email)
    if person is None:
        try:
            return create_person(
                email=invitation.email,
                name=invitation.name,
                language=invitation.language,
                at=at,
                confirmed=True,
            )
        except Refused as refused:
            person = person_of_address(invitation.email)
            if person is None:
                raise refused from None
    return confirm_person(person=person, at=at)


@transaction.atomic
def purge_invitations(*, at: datetime) -> int:
    """Delete the invitations that nobody will answer, with what they carried; returns how many.

    Thirty days after they were sent, ninety when they never were, at once when they were withdrawn.
    """
    today = day_of(None, at)
    waiting = Invitation.objects.filter(accepted_on__isnull=True)
    gone = waiting.filter(
        Q(withdrawn_on__isnull=False)
        | Q(sent_on__lt=today - timedelta(days=rules.SENT_DAYS))
        | Q(sent_on__isnull=True, created_on__lt=today - timedelta(days=rules.UNSENT_DAYS))
    )
    return gone.delete()[1].get("people.Invitation", 0)


def _locked(invitation: Invitation) -> Invitation:
    row = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if row is None:
        raise Refused(Refusal.INVITATION_UNKNOWN)
    return row
