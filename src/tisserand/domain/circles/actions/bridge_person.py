"""Standing on a bridge: asked by her circle, accepted by herself, left whenever she wants."""

from datetime import datetime

from django.db import transaction

from tisserand.domain.attention.actions import cancel_letters, queue_letter
from tisserand.domain.attention.queries import budget_of, today_of
from tisserand.domain.attention.rules import next_letter_day
from tisserand.domain.circles.actions.signature import animated_bridge
from tisserand.domain.circles.models import BridgePerson, Membership
from tisserand.domain.people.actions import set_consent
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of, is_apart
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Consent, LetterKind, Refusal


@transaction.atomic
def ask_bridge_person(*, by: Person, ref: str, person_ref: str, at: datetime) -> BridgePerson:
    """Ask a member of her circle to stand on its bridge; a letter tells her, on one of her days.

    Refused: NOT_FOUND unless the member is of a circle of the bridge that `by` animates, ALREADY_DONE.
    """
    bridge, own = animated_bridge(by, ref)
    rows = Membership.objects.current().filter(circle__in=own, person__ref=person_ref)
    member = rows.select_related("person").order_by("pk").first()
    if member is None or (member.person_id != by.pk and is_apart(by, member.person)):
        raise Refused(Refusal.NOT_FOUND)
    asked, new = BridgePerson.objects.get_or_create(
        bridge=bridge, person=member.person, defaults={"circle_id": member.circle_id}
    )
    if not new:
        raise Refused(Refusal.ALREADY_DONE)
    person = member.person
    queue_letter(
        person=person,
        kind=LetterKind.BRIDGE_PERSON,
        about=bridge.ref,
        once=f"{LetterKind.BRIDGE_PERSON}:{bridge.ref}:{asked.pk}",
        due_on=next_letter_day(budget_of(person).letter_days, today_of(person, at)),
        at=at,
    )
    return asked


@transaction.atomic
def accept_bridge_role(*, person: Person, ref: str, at: datetime) -> BridgePerson:
    """Stand on a bridge: she agrees to be named (consent `named`), and may take it back alone.

    Refused: NOT_FOUND when nobody of a circle of hers asked her, ALREADY_DONE.
    """
    row = _asked(person, ref)
    if row.accepted_on is not None:
        raise Refused(Refusal.ALREADY_DONE)
    if not Membership.objects.current().filter(person=person, circle=row.circle_id).exists():
        raise Refused(Refusal.NOT_FOUND)
    row.accepted_on = day_of(None, at)
    row.save(update_fields=["accepted_on"])
    set_consent(person=person, code=Consent.NAMED, allowed=True, at=at)
    return row


@transaction.atomic
def leave_bridge_role(*, person: Person, ref: str, at: datetime) -> None:
    """Say no to standing on a bridge, or leave it; the consent `named` is hers to keep or to take back.

    Refused: NOT_FOUND.
    """
    _asked(person, ref).delete()
    cancel_letters(person=person, about=ref, at=at)


def _asked(person: Person, ref: str) -> BridgePerson:
    rows = BridgePerson.objects.select_for_update(of=("self",)).filter(person=person, bridge__ref=ref)
    row = rows.first()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    return row
