"""Contacts, the ties they make, and what people write for each other."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from tisserand.domain.circles.models import Circle
from tisserand.domain.circles.queries import share_circle
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of, locked
from tisserand.domain.people.rules import written
from tisserand.domain.refused import Refused
from tisserand.domain.ties.models import Contact, Tie, Vouch
from tisserand.domain.ties.queries import has_declared, newcomers_brought, vouches_written
from tisserand.domain.ties.rules import LONGEST_VOUCH, VOUCHES_A_YEAR, strength_of, vouch_until
from tisserand.vocabulary import ContactKind, Refusal


@transaction.atomic
def record_contact(
    *,
    giver: Person,
    receiver: Person,
    kind: ContactKind,
    once: str,
    at: datetime,
    confirmed: bool,
    about: str = "",
) -> Contact:
    """Record what happened between two people, once for each `once`; the tie of the pair follows.

    Not `confirmed`: only the giver says so, it stays private to the pair and makes no tie. The same `once`
    again changes nothing, except to confirm. Refused: SELF, NOT_FOUND when one of the two was erased.
    """
    lock_pair(giver, receiver)
    on = day_of(None, at)
    contact, new = Contact.objects.get_or_create(
        once=once,
        defaults={
            "giver": giver,
            "receiver": receiver,
            "kind": kind,
            "at": at,
            "about": about,
            "confirmed_on": on if confirmed else None,
        },
    )
    if {contact.giver_id, contact.receiver_id} != {giver.pk, receiver.pk}:
        raise ValueError("this contact was recorded between two other people")
    confirms = confirmed and contact.confirmed_on is None
    if confirms:
        contact.confirmed_on = on
        contact.save(update_fields=["confirmed_on"])
    if confirmed and (new or confirms):
        renew_tie(giver, receiver, at)
    return contact


@transaction.atomic
def declare_contact(*, person: Person, other: Person, at: datetime, introduced: bool = False) -> Contact:
    """Say that she knows somebody of a circle of hers, or to whom she was `introduced`, or who says the same.

    It stays private to the pair until the other says the same: no letter tells it, the other finds it on her
    own page. Refused: SELF, NOT_FOUND for anybody else.
    """
    lock_pair(person, other)
    if not (introduced or share_circle(person, other) or has_declared(person, other, at)):
        raise Refused(Refusal.NOT_FOUND)
    back = Contact.objects.filter(once=_declaration(other, person)).first()
    contact = record_contact(
        giver=person,
        receiver=other,
        kind=ContactKind.DECLARED,
        once=_declaration(person, other),
        at=at,
        confirmed=back is not None,
    )
    if back is not None and back.confirmed_on is None:
        back.confirmed_on = contact.confirmed_on
        back.save(update_fields=["confirmed_on"])
        renew_tie(person, other, at)
    return contact


@transaction.atomic
def take_back_contact(*, person: Person, other: Person, at: datetime) -> bool:
    """Take back that she knows somebody; what the other said is private to the pair again. Returns whether
    there was anything. Refused: SELF, NOT_FOUND when one of the two was erased."""
    lock_pair(person, other)
    gone = Contact.objects.filter(once=_declaration(person, other)).delete()[0]
    if gone:
        Contact.objects.filter(once=_declaration(other, person)).update(confirmed_on=None)
        renew_tie(person, other, at)
    return gone > 0


@transaction.atomic
def write_vouch(*, author: Person, about: Person, circle: Circle, sentence: str, at: datetime) -> Vouch:
    """Answer for a newcomer of a circle, whom one invited or sponsors, in one sentence, for a year. It is
    told once she agrees.

    Refused: SELF, VOUCH_NOT_YOURS, TOO_MANY_VOUCHES (five a year, facts `most`), ALREADY_DONE,
    TEXT_WITH_LINK, and what `people.rules.written` refuses.
    """
    if author.pk == about.pk:
        raise Refused(Refusal.SELF)
    text, on = written(sentence, LONGEST_VOUCH), day_of(None, at)
    if "://" in text or "www." in text.casefold():
        raise Refused(Refusal.TEXT_WITH_LINK)
    locked(author)  # two sentences at once take turns here, so that none exceeds the year
    if not newcomers_brought(author, circle, on).filter(person=about).exists():
        raise Refused(Refusal.VOUCH_NOT_YOURS)
    if vouches_written(author, on) >= VOUCHES_A_YEAR:
        raise Refused(Refusal.TOO_MANY_VOUCHES, most=VOUCHES_A_YEAR)
    try:
        with transaction.atomic():
            return Vouch.objects.create(
                author=author,
                about=about,
                circle=circle,
                sentence=text,
                written_on=on,
                until=vouch_until(on),
            )
    except IntegrityError as known:
        raise Refused(Refusal.ALREADY_DONE) from known


@transaction.atomic
def agree_vouch(*, person: Person, ref: str, at: datetime) -> Vouch:
    """Agree that a vouch about her is told.

    Refused: NOT_FOUND, ALREADY_DONE, CLOSED when taken back or past.
    """
    row = _vouch(ref)
    if row.about_id != person.pk:
        raise Refused(Refusal.NOT_FOUND)
    if row.revoked_on is not None or row.until < day_of(None, at):
        raise Refused(Refusal.CLOSED)
    if row.agreed_on is not None:
        raise Refused(Refusal.ALREADY_DONE)
    row.agreed_on = day_of(None, at)
    row.save(update_fields=["agreed_on"])
    return row


@transaction.atomic
def revoke_vouch(*, person: Person, ref: str, at: datetime) -> Vouch:
    """Take a vouch back, as its author or as the one it is about. Refused: NOT_FOUND, ALREADY_DONE."""
    row = _vouch(ref)
    if person.pk not in (row.author_id, row.about_id):
        raise Refused(Refusal.NOT_FOUND)
    if row.revoked_on is not None:
        raise Refused(Refusal.ALREADY_DONE)
    row.revoked_on = day_of(None, at)
    row.save(update_fields=["revoked_on"])
    return row


def lock_pair(one: Person, other: Person) -> None:
    """Lock two people in the order of their keys, so that two pairs never wait for each other.

    Refused: SELF, NOT_FOUND.
    """
    if one.pk == other.pk:
        raise Refused(Refusal.SELF)
    rows = Person.objects.select_for_update().filter(pk__in=(one.pk, other.pk)).order_by("pk")
    if len(rows) != 2:
        raise Refused(Refusal.NOT_FOUND)


def renew_tie(one: Person, other: Person, at: datetime) -> None:
    """Write how strong the tie of a pair is now, from its confirmed contacts; without any, there is none."""
    low, high = sorted((one.pk, other.pk))
    rows = Contact.objects.told_by_both().between(low, high).values_list("at", "kind")
    contacts = list(rows)
    if not contacts:
        Tie.objects.filter(low=low, high=high).delete()
        return
    Tie.objects.update_or_create(
        low_id=low,
        high_id=high,
        defaults={
            "strength": strength_of(contacts, day_of(None, at)),
            "contacts": len(contacts),
            "last_at": max(instant for instant, _ in contacts),
        },
    )


def _declaration(person: Person, other: Person) -> str:
    return f"{ContactKind.DECLARED}:{person.ref}:{other.ref}"


def _vouch(ref: str) -> Vouch:
    row = Vouch.objects.select_for_update().filter(ref=ref).first()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    return row


@transaction.atomic
def forget_contacts(*, person: Person) -> None:
    """Leave nothing that names somebody about to be erased in contacts: those that one side alone told go,
    the others stay in the other's history, without a reference to her. Part of an erasure."""
    hers = Contact.objects.filter(Q(giver=person) | Q(receiver=person))
    hers.filter(confirmed_on__isnull=True).delete()
    hers.update(once=Concat(Value("erased:"), Cast("pk", CharField())))
