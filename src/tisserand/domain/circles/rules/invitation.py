"""How an invitation stands, by its dates alone, and what a list of people becomes for one circle."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from tisserand.domain.people.rules import UNSENT_DAYS, address, last_day, person_name, written
from tisserand.domain.refused import Refused
from tisserand.formats.records import Ask, Person
from tisserand.vocabulary import ActorType, Refusal

MOST_TO_ONE = 3
"""Invitations one circle may prepare for one address in `TO_ONE_DAYS`: an address is not to be harried."""
TO_ONE_DAYS = 30
LONGEST_TOWN = 80
LONGEST_ORGANISATION = 120
LONGEST_SECTOR = 80
LONGEST_ASK = 280
MOST_ASKS = 10

Facts = dict[str, object]


class InvitationState(StrEnum):
    """What an animator reads about somebody she invited: dates, whoever the address belongs to."""

    PREPARED = "prepared"
    SENT = "sent"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


def invitation_state(
    *, created_on: date, sent_on: date | None, accepted_on: date | None, withdrawn_on: date | None, on: date
) -> InvitationState:
    """How an invitation stands on day `on`."""
    if accepted_on:
        return InvitationState.ACCEPTED
    if withdrawn_on:
        return InvitationState.WITHDRAWN
    if sent_on is None:
        waits_to = created_on + timedelta(days=UNSENT_DAYS)
        return InvitationState.PREPARED if on <= waits_to else InvitationState.EXPIRED
    return InvitationState.SENT if on <= last_day(sent_on) else InvitationState.EXPIRED


LIVE = frozenset({InvitationState.PREPARED, InvitationState.SENT})
"""States in which the same circle does not invite the same address again."""


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody to invite: what a line of a file said of her."""

    email: str
    name: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Import:
    """What a list of people becomes for one circle: rows to prepare, and how many were left out because the
    circle already invited them (or the list repeats them), because they are members, or because no address
    was given. `unusable`: the identifiers of rows to correct, each with its code; nothing is kept while
    there is one."""

    rows: tuple[Row, ...]
    repeats: int = 0
    members: int = 0
    without_address: int = 0
    unusable: tuple[tuple[str, Refusal], ...] = ()


def rows_of(people: Iterable[Person]) -> Import:
    """What `people` become before any circle looks: each address once, what is unusable told."""
    rows: dict[str, Row] = {}
    unusable: list[tuple[str, Refusal]] = []
    repeats = silent = 0
    for person in people:
        try:
            email = address(person.email) if person.email.strip() else ""
            name = person_name(person.name) if person.name.strip() else ""
            row = Row(email, name, facts_of(person))
        except Refused as refused:
            unusable.append((person.id, refused.code))
            continue
        silent += not email
        repeats += email in rows
        if email:
            rows.setdefault(email, row)
    return Import(tuple(rows.values()), repeats, 0, silent, tuple(unusable))


def sorted_out(found: Import, invited: Collection[str], members: Collection[str]) -> Import:
    """What rows become for a circle that already invited the addresses `invited` and has `members`."""
    outside = [row for row in found.rows if row.email not in members]
    rows = tuple(row for row in outside if row.email not in invited)
    return replace(
        found,
        rows=rows,
        repeats=found.repeats + len(outside) - len(rows),
        members=len(found.rows) - len(outside),
    )


def facts_of(person: Person) -> Facts:
    """What a file says of somebody, waiting until she comes. Refused: as `people.rules.written`."""
    facts: Facts = {
        "town": written(person.town, LONGEST_TOWN, empty=True),
        "organisation": written(person.organisation, LONGEST_ORGANISATION, empty=True),
        "actor_type": person.actor_type if person.actor_type in set(ActorType) else "",
        "sector": written(person.sector, LONGEST_SECTOR, empty=True),
        "needs": _asks(person.needs),
        "offers": _asks(person.offers),
    }
    return {name: said for name, said in facts.items() if said}


def _asks(asks: Sequence[Ask]) -> list[list[str]]:
    return [[written(ask.text, LONGEST_ASK), ask.type.value if ask.type else ""] for ask in asks[:MOST_ASKS]]
