"""Needs and offers: one's own, those a letter tells, and everybody's for the weaving."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from tisserand.domain.exchanges.models import Ask, Need, Offer
from tisserand.domain.exchanges.rules import AskState, ask_state
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.ties.fabric import Asks, OpenAsk
from tisserand.vocabulary import AskType, Audience


@dataclass(frozen=True, slots=True)
class AskTold:
    """A need or an offer as it is read; `type` None when she gave none."""

    ref: str
    text: str
    type: AskType | None
    audience: Audience
    created_on: date
    until: date | None
    state: AskState


@dataclass(frozen=True, slots=True)
class OwnAsks:
    """What one person looks for and can give, the newest first."""

    needs: tuple[AskTold, ...]
    offers: tuple[AskTold, ...]


def asks_of(person: Person, at: datetime) -> OwnAsks:
    """Return her own needs and offers, past ones with them, closed ones without; two queries."""
    on = day_of(person, at)
    needs, offers = Need.objects.open().filter(person=person), Offer.objects.open().filter(person=person)
    return OwnAsks(
        tuple(_told(row, on) for row in needs.order_by("-created_on", "-pk")),
        tuple(_told(row, on) for row in offers.order_by("-created_on", "-pk")),
    )


def asks_told(refs: Collection[str], at: datetime) -> dict[str, AskTold]:
    """Return the needs and offers that letters tell, by reference, whatever became of them; two queries."""
    on = day_of(None, at)
    needs, offers = Need.objects.filter(ref__in=refs), Offer.objects.filter(ref__in=refs)
    return {row.ref: _told(row, on) for row in (*needs, *offers)}


def asks_by_person(at: datetime, person: int | None = None) -> dict[int, Asks]:
    """Return what holds on the network's day for everybody here, or for one key, by key; two queries."""
    on = day_of(None, at)
    needs, offers = _holding(Need, on, person), _holding(Offer, on, person)
    return {
        key: Asks(tuple(needs.get(key, ())), tuple(offers.get(key, ())))
        for key in needs.keys() | offers.keys()
    }


def _holding(table: type[Need] | type[Offer], on: date, person: int | None) -> dict[int, list[OpenAsk]]:
    rows = table.objects.holding(on).filter(person__confirmed_on__isnull=False)
    if person is not None:
        rows = rows.filter(person=person)
    found: defaultdict[int, list[OpenAsk]] = defaultdict(list)
    types = {"": None} | {code.value: code for code in AskType}
    columns = rows.order_by("person_id", "pk").values_list("person_id", "ref", "text", "type", "audience")
    for key, ref, text, kind, audience in columns.iterator():
        found[key].append(OpenAsk(ref, text, types[kind], Audience(audience)))
    return dict(found)


def _told(row: Ask, on: date) -> AskTold:
    return AskTold(
        ref=row.ref,
        text=row.text,
        type=AskType(row.type) if row.type else None,
        audience=Audience(row.audience),
        created_on=row.created_on,
        until=row.until,
        state=ask_state(until=row.until, closed_on=row.closed_on, on=on),
    )
