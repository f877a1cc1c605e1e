"""Signing an agreement between two circles, and asking for the signatures that are missing."""

from datetime import datetime

from django.db import transaction

from tisserand.domain.attention.actions import ask_for_time, cancel_letters, close_request, queue_letter
from tisserand.domain.attention.queries import budget_of, today_of
from tisserand.domain.attention.rules import next_letter_day
from tisserand.domain.circles.models import Bridge, Membership, Signature
from tisserand.domain.circles.queries.bridge import request_about, terms_of
from tisserand.domain.circles.queries.member import animators_of
from tisserand.domain.circles.rules.bridge import BridgeState, bridge_state, signed_by
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of, is_apart
from tisserand.domain.refused import Refused
from tisserand.vocabulary import LetterKind, Refusal, RequestKind

_UNSIGNABLE = {
    BridgeState.PAST: Refusal.BRIDGE_PAST,
    BridgeState.LAPSED: Refusal.TOO_LATE,
    BridgeState.SUSPENDED: Refusal.BRIDGE_SUSPENDED,
}


def sign_bridge(*, by: Person, ref: str, terms: str, at: datetime) -> Bridge:
    """Sign a bridge for her circle, on the terms she read (`BridgeTold.terms`); in force when both signed.

    The first who signed must still animate her circle: otherwise that signature is removed, her circle is
    asked again, and SIGNATURE_LAPSED is raised. Refused: NOT_FOUND, BRIDGE_CHANGED since she read it,
    BRIDGE_ALREADY_SIGNED for her circle, BRIDGE_SUSPENDED, BRIDGE_PAST, TOO_LATE (to be proposed again).
    """
    with transaction.atomic():
        bridge, own = animated_bridge(by, ref)
        whole = _sign(bridge, own, by, terms, at)
    if not whole:  # raised once the removal is kept
        raise Refused(Refusal.SIGNATURE_LAPSED)
    return bridge


def animated_bridge(by: Person, ref: str) -> tuple[Bridge, list[int]]:
    """Return a bridge, locked, and the keys of those of its ends that she animates, the start first.

    Refused: NOT_FOUND when there is none.
    """
    rows = Bridge.objects.select_for_update(of=("self",)).select_related("start", "end")
    bridge = rows.filter(ref=ref).first()
    keys = Membership.objects.animating().filter(person=by).values_list("circle_id", flat=True)
    animated = set(keys)
    own = [end for end in (bridge.start_id, bridge.end_id) if end in animated] if bridge else []
    if bridge is None or not own:
        raise Refused(Refusal.NOT_FOUND)
    return bridge, own


def put_signature(bridge: Bridge, circle: int, by: Person, at: datetime) -> None:
    """Write a circle's signature; nobody else of that circle is asked for it any more."""
    Signature.objects.create(bridge=bridge, circle_id=circle, person=by, signed_on=day_of(None, at))
    close_requests(bridge, at, circle)


def ask_to_sign(*, bridge: Bridge, at: datetime) -> int:
    """Ask the animators of the circles that have not signed; returns how many are asked by now.

    Each is asked within her own budget: who has none left this week is asked by a later call. Safe to repeat.
    """
    signed = set(bridge.signatures.values_list("circle_id", flat=True))
    if _state(bridge, len(signed) == 2, at) is not BridgeState.WAITING:
        return 0
    ends = [end for end in (bridge.start, bridge.end) if end.pk not in signed]
    waiting = {person.pk: person for end in ends for person in animators_of(end)}
    asked = 0
    for _, person in sorted(
        waiting.items()
    ):  # locked in the order of keys, so that no two calls wait in a ring
        if bridge.proposed_by is not None and is_apart(person, bridge.proposed_by):
            continue
        try:
            ask_for_time(
                person=person,
                kind=RequestKind.SIGNATURE,
                about=request_about(bridge),
                promised_on=signed_by(bridge.proposed_on),
                at=at,
            )
        except Refused as refused:
            if refused.code is not Refusal.BUDGET_SPENT:
                raise
            continue
        _write_to(person, bridge, LetterKind.BRIDGE_TO_SIGN, f"{terms_of(bridge)}:{bridge.proposed_on}", at)
        asked += 1
    return asked


def close_requests(bridge: Bridge, at: datetime, circle: int | None = None) -> None:
    """Close what waited for the signature of one circle, or of both."""
    ends = [end for end in (bridge.start, bridge.end) if circle in (None, end.pk)]
    for person in (person for end in ends for person in animators_of(end)):
        close_request(person=person, kind=RequestKind.SIGNATURE, about=request_about(bridge), at=at)
        cancel_letters(person=person, about=bridge.ref, at=at)


def _sign(bridge: Bridge, own: list[int], by: Person, terms: str, at: datetime) -> bool:
    """Put her circle's signature; False when the other one had lapsed, and is removed instead."""
    if terms != terms_of(bridge):
        raise Refused(Refusal.BRIDGE_CHANGED)
    signatures = {row.circle_id: row for row in bridge.signatures.select_for_update()}
    state = _state(bridge, len(signatures) == 2, at)
    if state in _UNSIGNABLE:
        raise Refused(_UNSIGNABLE[state])
    missing = [end for end in own if end not in signatures]
    if not missing:
        raise Refused(Refusal.BRIDGE_ALREADY_SIGNED)
    lapsed = [row for row in signatures.values() if _lapses(row)]
    if lapsed:
        ask_to_sign(bridge=bridge, at=at)
        return False
    for end in missing:
        put_signature(bridge, end, by, at)
    if len(signatures) + len(missing) == 2:
        _tell_both(bridge, at)
    return True


def _lapses(signature: Signature) -> bool:
    """Whether who signed no longer animates her circle; her signature is then removed."""
    keys = Membership.objects.animating().filter(circle=signature.circle_id, person=signature.person_id)
    if signature.person_id is not None and keys.exists():
        return False
    signature.delete()
    return True


def _state(bridge: Bridge, both_signed: bool, at: datetime) -> BridgeState:
    return bridge_state(
        both_signed=both_signed,
        suspended_on=bridge.suspended_on,
        until=bridge.until,
        proposed_on=bridge.proposed_on,
        on=day_of(None, at),
    )


def _tell_both(bridge: Bridge, at: datetime) -> None:
    told = {person.pk: person for end in (bridge.start, bridge.end) for person in animators_of(end)}
    for person in told.values():
        _write_to(person, bridge, LetterKind.BRIDGE_SIGNED, f"{terms_of(bridge)}:{bridge.proposed_on}", at)


def _write_to(person: Person, bridge: Bridge, kind: LetterKind, occasion: str, at: datetime) -> None:
    queue_letter(
        person=person,
        kind=kind,
        about=bridge.ref,
        once=f"{kind}:{bridge.ref}:{occasion}:{person.ref}",
        due_on=next_letter_day(budget_of(person).letter_days, today_of(person, at)),
        at=at,
    )
