"""Bridges as each side reads them."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Concat

from tisserand.domain.attention.models import Request
from tisserand.domain.circles.models import Bridge, BridgePerson, Circle, Membership, Signature
from tisserand.domain.circles.queries.circle import own_membership
from tisserand.domain.circles.rules.bridge import BridgeState, bridge_state, fingerprint, signed_by
from tisserand.domain.people.models import Person
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal, RequestKind, Role


@dataclass(frozen=True, slots=True)
class OnBridge:
    """Somebody asked to stand on a bridge; `accepted`: she may be named."""

    ref: str
    name: str
    circle: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A day in the life of an agreement: `what` is proposed, signed, joined or suspended; `who` did it, for
    which circle."""

    on: date
    what: str
    who: str
    circle: str


@dataclass(frozen=True, slots=True)
class BridgeTold:
    """A bridge seen from the circle `here`: `out` proposals a month carry its members' asks to `there`,
    `back` the other way. `terms` is what a signature is given for; `sign_by` the last day to sign it;
    `signed_here_by` who gave it ("" once she is gone); `opened_on` the day of the second signature;
    `is_animator`: the reader animates `here`."""

    ref: str
    here: Circle
    there: Circle
    out: int
    back: int
    themes: tuple[str, ...]
    until: date
    state: BridgeState
    terms: str
    sign_by: date
    signed_here_on: date | None
    signed_there_on: date | None
    suspended_here: bool
    people: tuple[OnBridge, ...]
    is_animator: bool = False
    signed_here_by: str = ""
    signed_there_by: str = ""
    opened_on: date | None = None
    passages: tuple[Passage, ...] = ()


def bridges_of(person: Person, circle: Circle, on: date, own: Membership | None = None) -> list[BridgeTold]:
    """Return the bridges of one of her circles, by name of the other end: all of them to an animator, those
    in force to a member. `own`: her membership, when it was just read. Refused: NOT_FOUND to anybody
    outside."""
    own = own_membership(person, circle, own)
    rows = Bridge.objects.filter(Q(start=circle) | Q(end=circle))
    if own.role != Role.ANIMATOR:
        rows = rows.in_force(on)
    told = [_told(row, circle, on) for row in _whole(rows)]
    return sorted(told, key=lambda bridge: (bridge.there.name, bridge.ref))


def bridge_for(person: Person, ref: str, on: date) -> BridgeTold:
    """Return a bridge to an animator of either end, seen from there, or to somebody asked to stand on it.

    Refused: NOT_FOUND to anybody else."""
    found = _whole(readable_bridges(person).filter(ref=ref))
    if not found:
        raise Refused(Refusal.NOT_FOUND)
    here, is_animator = side_of(person, found[0])
    return replace(_told(found[0], here, on), is_animator=is_animator)


def readable_bridges(person: Person) -> QuerySet[Bridge]:
    """Return the bridges whose page she may open."""
    animated = Membership.objects.animating().filter(person=person).values("circle")
    current = Membership.objects.current().filter(person=person, circle=OuterRef("circle"))
    asked = BridgePerson.objects.filter(Exists(current), bridge=OuterRef("pk"), person=person)
    return Bridge.objects.filter(Q(start__in=animated) | Q(end__in=animated) | Q(Exists(asked)))


def side_of(person: Person, bridge: Bridge) -> tuple[Circle, bool]:
    """Return the end of a bridge from which she sees it, the one she animates, else where she was asked; and
    whether she animates it."""
    keys = Membership.objects.animating().filter(person=person, circle__in=(bridge.start, bridge.end))
    animated = set(keys.values_list("circle_id", flat=True))
    asked = {row.circle_id for row in bridge.people.all() if row.person_id == person.pk}
    for end in (bridge.start, bridge.end):
        if end.pk in (animated or asked):
            return end, end.pk in animated
    raise Refused(Refusal.NOT_FOUND)


def bridge_roles_of(person: Person) -> list[BridgePerson]:
    """Return the bridges on which she was asked to stand, or stands, oldest first."""
    rows = BridgePerson.objects.filter(person=person).select_related("bridge__start", "bridge__end", "circle")
    return list(rows.order_by("pk"))


def _whole(rows: QuerySet[Bridge]) -> list[Bridge]:
    """The rows with all that is told of them, in three queries whatever their number."""
    signatures = Prefetch("signatures", Signature.objects.select_related("person"))
    people = Prefetch("people", BridgePerson.objects.select_related("person"))
    return list(rows.select_related("start", "end").prefetch_related(signatures, people))


def _told(bridge: Bridge, here: Circle, on: date) -> BridgeTold:
    forward = bridge.start_id == here.pk
    there = bridge.end if forward else bridge.start
    signatures = {row.circle_id: row for row in bridge.signatures.all()}
    signed = {key: row.signed_on for key, row in signatures.items()}
    names = {key: row.person.name if row.person else "" for key, row in signatures.items()}
    ends = {bridge.start_id: bridge.start.name, bridge.end_id: bridge.end.name}
    return BridgeTold(
        ref=bridge.ref,
        here=here,
        there=there,
        out=bridge.quota if forward else bridge.quota_back,
        back=bridge.quota_back if forward else bridge.quota,
        themes=tuple(bridge.themes),
        until=bridge.until,
        state=bridge_state(
            both_signed=len(signed) == 2,
            suspended_on=bridge.suspended_on,
            until=bridge.until,
            proposed_on=bridge.proposed_on,
            on=on,
        ),
        terms=terms_of(bridge),
        sign_by=signed_by(bridge.proposed_on),
        signed_here_on=signed.get(here.pk),
        signed_there_on=signed.get(there.pk),
        suspended_here=bridge.suspended_by_id == here.pk,
        people=_people(bridge, here, ends),
        signed_here_by=names.get(here.pk, ""),
        signed_there_by=names.get(there.pk, ""),
        opened_on=max(signed.values()) if len(signed) == 2 else None,
        passages=_passages(bridge, ends),
    )


def _passages(bridge: Bridge, ends: dict[int, str]) -> tuple[Passage, ...]:
    """What happened to it, from the dates there are, the latest first."""
    found = [
        Passage(row.signed_on, "signed", row.person.name if row.person else "", ends.get(row.circle_id, ""))
        for row in bridge.signatures.all()
    ]
    found += [
        Passage(row.accepted_on, "joined", row.person.name, ends.get(row.circle_id, ""))
        for row in bridge.people.all()
        if row.accepted_on is not None
    ]
    if bridge.suspended_on is not None:
        found.append(Passage(bridge.suspended_on, "suspended", "", ends.get(bridge.suspended_by_id or 0, "")))
    if not found or bridge.proposed_on < min(one.on for one in found):
        found.append(Passage(bridge.proposed_on, "proposed", "", ""))
    return tuple(sorted(found, key=lambda one: one.on, reverse=True))


def _people(bridge: Bridge, here: Circle, ends: dict[int, str]) -> tuple[OnBridge, ...]:
    """Who stands on it; whoever the other circle only asked is its own affair."""
    return tuple(
        OnBridge(row.person.ref, row.person.name, ends.get(row.circle_id, ""), row.accepted_on is not None)
        for row in sorted(bridge.people.all(), key=lambda row: row.person.name)
        if row.accepted_on is not None or row.circle_id == here.pk
    )


def terms_of(bridge: Bridge) -> str:
    """Return the fingerprint of a bridge's terms (its ends must be loaded)."""
    return fingerprint(
        bridge.start.ref, bridge.end.ref, bridge.quota, bridge.quota_back, bridge.themes, bridge.until
    )


def terms_to_sign(circle: Circle) -> list[tuple[str, str]]:
    """Return (reference, what a request for a signature is about) of every bridge of a circle."""
    rows = Bridge.objects.filter(Q(start=circle) | Q(end=circle)).select_related("start", "end")
    return [(bridge.ref, request_about(bridge)) for bridge in rows]


def request_about(bridge: Bridge) -> str:
    """Return what a request for a signature is about: the bridge and the terms to be signed."""
    return f"{bridge.ref}-{terms_of(bridge)}"


def bridges_to_sign(person: Person, on: date) -> list[BridgeTold]:
    """Return the bridges that wait for the signature of a circle she animates, the oldest proposal first."""
    animated = set(Membership.objects.animating().filter(person=person).values_list("circle_id", flat=True))
    rows = _whole(Bridge.objects.filter(Q(start__in=animated) | Q(end__in=animated)).order_by("proposed_on"))
    sides = [(row, end) for row in rows for end in (row.start, row.end) if end.pk in animated]
    told = [_told(row, end, on) for row, end in sides]
    return [one for one in told if one.state is BridgeState.WAITING and one.signed_here_on is None]


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A bridge that waits for the signature of `here`, to the last day `sign_by`."""

    ref: str
    here: Circle
    there: Circle
    sign_by: date


def signatures_asked(person: Person, on: date) -> list[Unsigned]:
    """Return the bridges that wait for the signature of a circle she animates, and that she was asked to sign
    within her own budget, the oldest proposal first; one query."""
    asked = Request.objects.filter(
        person=person,
        kind=RequestKind.SIGNATURE,
        closed_on__isnull=True,
        about__startswith=Concat(OuterRef("ref"), Value("-")),
    )
    animated = Membership.objects.animating().filter(person=person)
    signed = Signature.objects.filter(bridge=OuterRef("pk"))
    ends = ("start", "end")
    rows = Bridge.objects.filter(Exists(asked)).select_related(*ends).order_by("proposed_on")
    rows = rows.annotate(
        **{f"animates_{end}": Exists(animated.filter(circle=OuterRef(end))) for end in ends},
        **{f"signed_{end}": Exists(signed.filter(circle=OuterRef(end))) for end in ends},
    )
    return [
        Unsigned(row.ref, here, there, signed_by(row.proposed_on))
        for row in rows
        for end, here, there in (("start", row.start, row.end), ("end", row.end, row.start))
        if vars(row)[f"animates_{end}"] and not vars(row)[f"signed_{end}"] and _waits(row, on)
    ]


def _waits(bridge: Bridge, on: date) -> bool:
    state = bridge_state(
        both_signed=False,
        suspended_on=bridge.suspended_on,
        until=bridge.until,
        proposed_on=bridge.proposed_on,
        on=on,
    )
    return state is BridgeState.WAITING
