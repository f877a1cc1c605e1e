"""Rows for the pairs that a weaving or a welcome allocated: those to be shown and those that a private fact
keeps apart are written alike, so that what they reserve does not tell one from the other."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from django.conf import settings

from tisserand.domain.attention.actions import queue_letter
from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.models import Bridge, Circle
from tisserand.domain.circles.rules.bridge import bridge_of_row
from tisserand.domain.introductions.actions.register import MANY, Register, Room, room_now
from tisserand.domain.introductions.models import Approval, Introduction, Side, Weaving
from tisserand.domain.introductions.queries.left import (
    Pair,
    Row,
    pair_of,
)
from tisserand.domain.introductions.queries.letters import SIDES, TURNED, told_shared
from tisserand.domain.introductions.rules import Act, Stage, next_state, rests_until
from tisserand.domain.people.models import Person
from tisserand.domain.ties.fabric import OpenAsk
from tisserand.formats.introductions import FEW
from tisserand.formats.records import Ask
from tisserand.formats.weaving import Introduction as Woven
from tisserand.vocabulary import ApprovalMode, LetterKind, Origin, Reason, Route


@dataclass(frozen=True, slots=True)
class Draft:
    """One pair ready to be written: its row, its two people by place, the bridge row that it takes, whether a
    private fact keeps it apart."""

    row: Introduction
    people: Pair
    bridge_row: Row | None
    private: bool


def drafts_of(
    woven: Iterable[Woven],
    withheld: Iterable[Woven],
    register: Register,
    *,
    origin: Origin,
    at: datetime,
    weaving: Weaving | None = None,
    first: str = "",
) -> list[Draft]:
    """The pairs of a weaving ready to be written, best first: the slow part, done before any lock.

    `first`: the reference of who is asked first; by default the place is drawn.
    """
    ordered = sorted(
        [*((one, False) for one in woven), *((one, True) for one in withheld)],
        key=lambda entry: (-entry[0].score, entry[0].a.id, entry[0].b.id),
    )
    today = network_day(at)
    found = (_draft(one, private, register, today, first) for one, private in ordered)
    drafts = [draft for draft in found if draft is not None]
    for draft in drafts:
        draft.row.origin, draft.row.weaving = origin, weaving
    return drafts


def _draft(one: Woven, private: bool, register: Register, today: date, first: str) -> Draft | None:
    ends = register.people.get(one.a.id), register.people.get(one.b.id)
    bridge, row = _bridge(one, register)
    if ends[0] is None or ends[1] is None or (one.route is Route.BRIDGE and row is None):
        return None
    turned = one.b.id == first if first else _is_turned(ends[0], ends[1], today)
    people = (ends[1], ends[0]) if turned else (ends[0], ends[1])
    circles = [register.circles.get(name) for name in (one.circle_a, one.circle_b)]
    mine, theirs = reversed(circles) if turned else circles
    between = register.people.get(one.go_between.id) if one.go_between else None
    introduction = Introduction(
        pair=pair_of(*people),
        route=one.route,
        bridge=bridge,
        back=bool(row and row[1]),
        circle_one=mine,
        circle_two=theirs,
        score=one.score,
        reasons=_reasons(one, turned=turned),
        facts=_facts(one, register, turned=turned),
        go_between_id=between,
        via_circle=register.large.get(between) if between else register.circles.get(one.via_circle),
        created_on=today,
    )
    return Draft(introduction, people, row, private)


def write_drafts(*, drafts: Sequence[Draft], register: Register, at: datetime) -> list[Introduction]:
    """Write the drafts that still fit, in their order, and return their rows, those kept apart included.

    One that no longer fits (somebody left, a week filled, a quota spent or a proposal made meanwhile) is
    passed over. Only inside the caller's transaction, which holds off every other drafting.
    """
    room = room_now(at, {person for draft in drafts for person in draft.people})
    kept = [draft for draft in drafts if room.take(*draft.people, draft.bridge_row)]
    asked = [(draft, circle) for draft in kept for circle in _settle(draft, room, register)]
    Introduction.objects.bulk_create([draft.row for draft in kept], batch_size=MANY)
    Side.objects.bulk_create(
        (
            Side(introduction=draft.row, person_id=person, place=place)
            for draft in kept
            for place, person in enumerate(draft.people, 1)
        ),
        batch_size=MANY,
    )
    Approval.objects.bulk_create(
        (Approval(introduction=draft.row, circle=circle) for draft, circle in asked), batch_size=MANY
    )
    _tell_animators(asked, register, at)
    return [draft.row for draft in kept]


def _settle(draft: Draft, room: Room, register: Register) -> tuple[Circle, ...]:
    """Say where a draft starts; the circles whose animators read it first."""
    row = draft.row
    row.apart = draft.private or (min(draft.people), max(draft.people)) in room.apart
    asked = () if row.apart else _asked(row, draft.people, register)
    row.stage, row.ended_by = _stage(apart=row.apart, asked=bool(asked))
    if row.stage == Stage.APPROVED:
        row.approved_on = row.created_on
    if row.apart:
        row.ended_on, row.rests_until = row.created_on, rests_until(row.created_on, apart=True)
    return asked


def _stage(*, apart: bool, asked: bool) -> tuple[Stage, str]:
    """Where a draft starts, by the table: to be read by circles, approved at once, or over for ever."""
    arrow = next_state(None, Act.SET_APART if apart else Act.WEAVE)
    if arrow is not None and not apart and not asked:
        arrow = next_state(arrow.next, Act.APPROVE)
    if arrow is None:
        raise ValueError("the table has no beginning")
    return arrow.next, arrow.ending or ""


def _is_turned(one: int, two: int, today: date) -> bool:
    """Who is asked first, drawn for each pair and week with the installation's secret: nobody can tell."""
    said = f"{pair_of(one, two)} {today.isoformat()}".encode()
    drawn = hmac.new(settings.SECRET_KEY.encode(), said, blake2b).digest()[0] & 1
    return bool(drawn) is (one < two)


def _bridge(one: Woven, register: Register) -> tuple[Bridge | None, Row | None]:
    """The bridge of a pair, and the direction in which it is taken."""
    if one.bridge is None:
        return None, None
    ref, back = bridge_of_row(one.bridge.ref)
    bridge = register.bridges.get(ref)
    return bridge, (bridge.pk, back) if bridge else None


def _asked(row: Introduction, people: Pair, register: Register) -> tuple[Circle, ...]:
    """The circles whose animators read the draft first; those of the pair are skipped, and a circle where
    nobody else animates is not asked."""
    modes = {ApprovalMode.REQUIRED}
    if row.origin != Origin.WELCOME:
        modes.add(ApprovalMode.UNLESS_STOPPED)
    circles = (row.circle_one, row.circle_two)
    found = {circle.pk: circle for circle in circles if circle and circle.approval in modes}
    return tuple(circle for _, circle in sorted(found.items()) if _readers(circle, people, register))


def _readers(circle: Circle, people: Pair, register: Register) -> frozenset[int]:
    """The animators of a circle who are no part of the pair."""
    return register.animators.get(circle.pk, frozenset()) - {*people}


def _reasons(one: Woven, *, turned: bool) -> dict[str, float]:
    """What each reason brings, as side one reads them."""
    values = {TURNED.get(code, code) if turned else code: value for code, value in one.values.items()}
    return {code: values[code] for code in Reason if code in values}


def _facts(one: Woven, register: Register, *, turned: bool) -> dict[str, Any]:
    """References to what the letter may quote, and the words that made the two meet."""
    answers = {1: (one.answer_to_a, one.a.id, one.b.id), 2: (one.answer_to_b, one.b.id, one.a.id)}
    facts: dict[str, Any] = {"shared": told_shared(one.shared, FEW)}
    for place, (answer, seeker, giver) in answers.items():
        if answer is None:
            continue
        need = _ref(answer.need, register.asks_of(seeker).needs)
        offer = _ref(answer.offer, register.asks_of(giver).offers)
        if need and offer:
            side = SIDES[3 - place if turned else place]
            facts[side] = {"need": need, "offer": offer, "words": list(answer.words())}
    return facts


def _ref(ask: Ask, asks: Iterable[OpenAsk]) -> str:
    """The reference of the row that a record was made of."""
    return next((row.ref for row in asks if (row.text, row.type) == (ask.text, ask.type)), "")


def _tell_animators(asked: Iterable[tuple[Draft, Circle]], register: Register, at: datetime) -> None:
    """One letter to each animator who has something to read."""
    today = network_day(at)
    told = {
        (person, circle.ref) for draft, circle in asked for person in _readers(circle, draft.people, register)
    }
    people = Person.objects.in_bulk({person for person, _ in told})
    for person, circle in sorted(told):
        queue_letter(
            person=people[person],
            kind=LetterKind.APPROVAL,
            about=circle,
            once=f"{LetterKind.APPROVAL}:{circle}:{people[person].ref}:{today.isoformat()}",
            due_on=today,
            at=at,
        )
