"""How an introduction moves: locked, its guards read again, the arrow of the table followed, its costs paid.

Locks are always taken in this order, so that two acts wait and never block each other: introductions by
growing key, then people.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from tisserand.domain.attention.actions import ask_for_time, close_request, queue_letter
from tisserand.domain.attention.queries import network_day
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.introductions.queries.standings import Standings, own_side, standings_of
from tisserand.domain.introductions.rules import (
    Act,
    Arrow,
    Cost,
    Stage,
    StopReason,
    may_be_met,
    may_establish,
    next_state,
    outcome_on,
    rests_until,
)
from tisserand.domain.people.actions import write_audit
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.ties.actions import record_contact
from tisserand.vocabulary import AuditAct, ContactKind, LetterKind, RequestKind, Route

MOVED = (
    "stage",
    "approved_on",
    "first_shown_on",
    "established_on",
    "met_on",
    "ended_on",
    "ended_by",
    "rests_until",
)
"""All that an arrow may change in an introduction."""


@dataclass(slots=True)
class Held:
    """One introduction, locked until the end of the transaction, and its sides by place; the side of
    somebody erased is missing."""

    introduction: Introduction
    sides: dict[int, Side]

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return Stage(self.introduction.stage)

    @property
    def is_inside(self) -> bool:
        """Whether both are proposed within one circle."""
        return self.introduction.route == Route.INSIDE

    @property
    def is_whole(self) -> bool:
        """Whether nobody was erased."""
        return len(self.sides) == 2

    def side_of(self, person: Person) -> Side | None:
        """Her side, if it is hers."""
        return next((side for side in self.sides.values() if side.person_id == person.pk), None)

    def other(self, side: Side) -> Side | None:
        """The side across."""
        return self.sides.get(3 - side.place)

    def standings(self, at: datetime) -> Standings:
        """The facts that the guards read, now."""
        people = [side.person_id for side in self.sides.values()]
        return standings_of([self.introduction], people, network_day(at))


def hold(rows: QuerySet[Introduction]) -> list[Held]:
    """Lock `rows`, by growing key; two queries. Only inside a transaction."""
    locked = list(rows.order_by("pk").select_for_update())
    sides: dict[int, dict[int, Side]] = {one.pk: {} for one in locked}
    found = Side.objects.filter(introduction__in=locked).select_related("person")
    for side in found:
        sides[side.introduction_id][side.place] = side
    return [Held(one, sides[one.pk]) for one in locked]


def hold_one(key: int) -> Held | None:
    """Lock one introduction by key; None when it is gone."""
    return next(iter(hold(Introduction.objects.filter(pk=key))), None)


def follow(
    held: Held,
    act: Act,
    *,
    at: datetime,
    place: int | None = None,
    guards_hold: bool = True,
    stopped: StopReason | None = None,
) -> Arrow | None:
    """Follow the arrow of `act` from where the introduction stands, pay its costs and save it; None when
    nothing comes of it. BUDGET_SPENT when it shows something to somebody whose week is full."""
    arrow = next_state(held.stage, act, place=place, guards_hold=guards_hold)
    if arrow is None:
        return None
    one, today = held.introduction, network_day(at)
    before = held.stage
    one.stage = arrow.next
    for cost in arrow.costs:
        _pay(held, cost, at, stopped)
    if arrow.next is Stage.APPROVED:
        one.approved_on = today
    if arrow.next is Stage.ESTABLISHED is not before:
        one.established_on = today
        _establish(held, at)
    if arrow.next is Stage.MET is not before:
        one.met_on = today
    if arrow.ending is not None:
        one.ended_on, one.ended_by = one.ended_on or today, arrow.ending
    if arrow.next is not before or arrow.ending is not None:
        one.save(update_fields=MOVED)
    return arrow


def _pay(held: Held, cost: Cost, at: datetime, stopped: StopReason | None) -> None:
    one = held.introduction
    match cost:
        case Cost.ASKS_ONE:
            one.first_shown_on = _show(held, 1, at)
        case Cost.ASKS_TWO:
            _show(held, 2, at)
        case Cost.RESTS_FROM_SHOWN | Cost.RESTS_FROM_DRAFT | Cost.ENDS_REST:
            one.rests_until = rests_until(
                one.created_on,
                first_shown_on=one.first_shown_on,
                established_on=network_day(at) if cost is Cost.ENDS_REST else None,
                stopped=stopped,
                apart=cost is Cost.RESTS_FROM_DRAFT,
            )
        case Cost.CONTACT:
            _record(held, at)
        case _:
            pass  # what a draft reserves is counted from its row


def _show(held: Held, place: int, at: datetime) -> date:
    """Show the proposal to one of the two: her day, one request of her week, one letter."""
    side = held.sides[place]
    side.shown_on = day_of(side.person, at)
    ref = held.introduction.ref
    ask_for_time(
        person=side.person,
        kind=RequestKind.INTRODUCTION,
        about=ref,
        promised_on=outcome_on(side.shown_on),
        at=at,
    )
    side.save(update_fields=["shown_on"])
    write_letter(side, ref, LetterKind.PROPOSAL, at)
    return side.shown_on


def _establish(held: Held, at: datetime) -> None:
    """Tell both, the same day; each of them reads what the other ticked, and finds one line of it."""
    ref = held.introduction.ref
    for _, side in sorted(held.sides.items()):
        close_request(person=side.person, kind=RequestKind.INTRODUCTION, about=ref, at=at)
        write_letter(side, ref, LetterKind.ESTABLISHED, at)
        write_audit(person=side.person, act=AuditAct.DETAILS_REVEALED, by=side.person, about=ref, at=at)


def _record(held: Held, at: datetime) -> None:
    """The one contact of two people who both said that they met; who brought an offer is the giver."""
    one, two = held.sides[1].person, held.sides[2].person
    helped = held.introduction.facts
    giver, receiver = (two, one) if helped.get("one") and not helped.get("two") else (one, two)
    record_contact(
        giver=giver,
        receiver=receiver,
        kind=ContactKind.MET,
        about=held.introduction.ref,
        once=f"met:{held.introduction.ref}",
        at=at,
        confirmed=True,
    )


def once_for(side: Side, ref: str, kind: LetterKind, turn: str = "") -> str:
    """What makes a letter about an introduction unique."""
    return ":".join(filter(None, (kind, ref, side.person.ref, turn)))


def write_letter(side: Side, ref: str, kind: LetterKind, at: datetime, *, turn: str = "") -> None:
    """Queue a letter about an introduction to one of its two, due on her day; once for each `turn`."""
    queue_letter(
        person=side.person,
        kind=kind,
        about=ref,
        once=once_for(side, ref, kind, turn),
        due_on=day_of(side.person, at),
        at=at,
    )


def both_met(held: Held, at: datetime) -> bool:
    """Row 20: whether both said, in time, that they met."""
    established_on = held.introduction.established_on
    if not held.is_whole or established_on is None:
        return False
    one, two = (own_side(held.sides[place]) for place in (1, 2))
    return may_be_met(one, two, established_on, network_day(at))


def may_be_introduced(held: Held, at: datetime) -> bool:
    """Row 14: whether two yeses may be established now, both sides read with the row locked."""
    if not held.is_whole:
        return False
    now, sides = held.standings(at), list(held.sides.values())
    return may_establish(
        own_side(held.sides[1]),
        own_side(held.sides[2]),
        now.both(held.introduction, sides),
        inside=held.is_inside,
        apart=now.are_apart(sides),
        today_one=day_of(held.sides[1].person, at),
        today_two=day_of(held.sides[2].person, at),
        today_network=network_day(at),
    )
