"""Needs and offers written, closed, renewed; and the coming in of somebody invited."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from tisserand.domain.attention.models import Budget
from tisserand.domain.circles.actions import accept_admission
from tisserand.domain.circles.models import Admission
from tisserand.domain.exchanges.models import Ask, Need, Offer
from tisserand.domain.exchanges.rules import MOST_OPEN, ask_text, holds_until
from tisserand.domain.people.actions import accept, write_profile
from tisserand.domain.people.models import Invitation, Person
from tisserand.domain.people.queries import day_of, locked, person_of_address
from tisserand.domain.people.rules import chosen
from tisserand.domain.refused import Refused
from tisserand.vocabulary import AskType, Audience, Refusal

Table = TypeVar("Table", Need, Offer)


@transaction.atomic
def write_need(
    *, person: Person, text: str, at: datetime, type: str = "", audience: Audience = Audience.BRIDGED
) -> Need:
    """Write something she looks for; it holds half a year.

    `type`: a code of AskType, or "". Refused: EMPTY_TEXT, TEXT_TOO_LONG, TEXT_WITH_LINK, HIDDEN_CHARACTERS,
    UNKNOWN_CHOICE, TOO_MANY_ASKS (facts `most`).
    """
    return _write(Need, person, text, type, audience, at)


@transaction.atomic
def write_offer(
    *, person: Person, text: str, at: datetime, type: str = "", audience: Audience = Audience.BRIDGED
) -> Offer:
    """Write something she can give; everything else as `write_need`."""
    return _write(Offer, person, text, type, audience, at)


@transaction.atomic
def close_ask(*, person: Person, ref: str, at: datetime) -> Ask:
    """Close a need or an offer of hers: it is proposed no more. Refused: NOT_FOUND, CLOSED already."""
    row = _own(person, ref)
    row.closed_on = day_of(person, at)
    row.save(update_fields=["closed_on"])
    return row


@transaction.atomic
def renew_ask(*, person: Person, ref: str, at: datetime) -> Ask:
    """Let a need or an offer of hers hold half a year more, even once past. Refused: NOT_FOUND, CLOSED."""
    row = _own(person, ref)
    row.until = holds_until(day_of(person, at))
    row.save(update_fields=["until"])
    return row


@transaction.atomic
def accept_invitation(*, invitation: Invitation, at: datetime, language: str = "") -> Person:
    """Come in by an invitation, once: the person of its address, her circle, her rhythm, and what a file said
    of her, which becomes hers if she was not here before, with the `language` she reads it in. Her other
    invitations stay as they are.

    Refused: INVITATION_USED, INVITATION_EXPIRED, INVITATION_UNKNOWN, UNKNOWN_CHOICE.
    """
    known = person_of_address(invitation.email)
    was_here = known is not None and known.is_here
    person = accept(invitation=invitation, at=at)
    accept_admission(invitation=invitation, person=person, at=at)
    arrives = Budget.objects.get_or_create(person=person)[1] and not was_here
    if arrives:
        facts = Admission.objects.filter(invitation=invitation).values_list("facts", flat=True).first()
        _take_facts(person, facts or {}, at)
        if language:
            write_profile(person=person, at=at, language=language)
        person.refresh_from_db()
    return person


def _write(table: type[Table], person: Person, text: str, type: str, audience: str, at: datetime) -> Table:
    kept, on = ask_text(text), day_of(person, at)
    kind = chosen(type, AskType, empty=True)
    reach = chosen(audience, Audience)
    owner = locked(person)  # two sentences at once take turns here, so that none exceeds the limit
    if table.objects.open().filter(person=owner).count() >= MOST_OPEN:
        raise Refused(Refusal.TOO_MANY_ASKS, most=MOST_OPEN)
    return table.objects.create(
        person=owner, text=kept, type=kind, audience=reach, created_on=on, until=holds_until(on)
    )


def _own(person: Person, ref: str) -> Ask:
    for table in (Need, Offer):
        row = table.objects.select_for_update().filter(person=person, ref=ref).first()
        if row is not None:
            if row.closed_on is not None:
                raise Refused(Refusal.CLOSED)
            return row
    raise Refused(Refusal.NOT_FOUND)


def _take_facts(person: Person, facts: Mapping[str, object], at: datetime) -> None:
    """What a file said becomes hers; a sentence that she could not have written is forgotten."""
    said = {name: facts[name] for name in ("town", "organisation", "actor_type", "sector") if name in facts}
    write_profile(person=person, at=at, **{name: str(value) for name, value in said.items()})
    writers: tuple[tuple[str, Callable[..., Ask]], ...] = (
        ("needs", write_need),
        ("offers", write_offer),
    )
    for name, write in writers:
        for text, kind in _sentences(facts.get(name)):
            with suppress(Refused):
                write(person=person, text=text, type=kind, at=at)


def _sentences(asks: object) -> Iterable[tuple[str, str]]:
    return [(str(text), str(kind)) for text, kind in asks] if isinstance(asks, list) else []
