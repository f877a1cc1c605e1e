"""Agreements between two circles: proposed, changed, renewed, suspended, taken up again."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from tisserand.domain.circles.actions.signature import (
    animated_bridge,
    ask_to_sign,
    close_requests,
    put_signature,
)
from tisserand.domain.circles.models import Bridge, Circle
from tisserand.domain.circles.queries.circle import animates
from tisserand.domain.circles.rules.bridge import check_quotas, check_until, may_resume, themes_of
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal


@transaction.atomic
def propose_bridge(
    *,
    by: Person,
    circle: Circle,
    other_ref: str,
    quota: int,
    until: date,
    at: datetime,
    quota_back: int = 0,
    themes: Sequence[str] = (),
) -> Bridge:
    """Propose an agreement to another circle, signed for hers: `quota` proposals a month for her circle's
    asks over there, `quota_back` for theirs here. The other's animators are asked to sign.

    `other_ref`: a circle that is listed, or any whose exact reference she was given. Refused: NOT_FOUND,
    SAME_CIRCLE, BAD_NUMBER, BAD_DATE, ALREADY_DONE for the same themes twice, and what
    `people.rules.written` refuses.
    """
    if not animates(by, circle):
        raise Refused(Refusal.NOT_FOUND)
    if other_ref == circle.ref:
        raise Refused(Refusal.SAME_CIRCLE)
    other = Circle.objects.select_for_update().filter(ref=other_ref).first()
    if other is None:
        raise Refused(Refusal.NOT_FOUND)
    on, kept = day_of(None, at), themes_of(themes)
    check_quotas(quota, quota_back)
    check_until(until, on)
    _check_new(circle, other, kept, on)
    bridge = Bridge.objects.create(
        start=circle,
        end=other,
        quota=quota,
        quota_back=quota_back,
        themes=kept,
        until=until,
        proposed_by=by,
        proposed_on=on,
    )
    put_signature(bridge, circle.pk, by, at)
    ask_to_sign(bridge=bridge, at=at)
    return bridge


@transaction.atomic
def change_bridge(
    *, by: Person, ref: str, out: int, back: int, themes: Sequence[str], until: date, at: datetime
) -> Bridge:
    """Write other terms, signed for her circle; the other circle's signature falls, and it is asked again.

    `out` and `back` are proposals a month from and to her side. Refused: NOT_FOUND, BAD_NUMBER, BAD_DATE.
    """
    bridge, own = animated_bridge(by, ref)
    check_quotas(out, back)
    check_until(until, day_of(None, at))
    close_requests(bridge, at)
    forward = own[0] == bridge.start_id
    bridge.quota, bridge.quota_back = (out, back) if forward else (back, out)
    bridge.themes, bridge.until = themes_of(themes), until
    return _proposed_again(bridge, own[0], by, at)


@transaction.atomic
def renew_bridge(*, by: Person, ref: str, until: date, at: datetime) -> Bridge:
    """Propose the same terms with a new review date; nothing new passes until both circles sign again.

    Refused: NOT_FOUND, BAD_DATE.
    """
    bridge, own = animated_bridge(by, ref)
    check_until(until, day_of(None, at))
    close_requests(bridge, at)
    bridge.until = until
    return _proposed_again(bridge, own[0], by, at)


@transaction.atomic
def suspend_bridge(*, by: Person, ref: str, at: datetime) -> Bridge:
    """Stop a bridge at once for what is not shown yet; either circle may. Refused: NOT_FOUND,
    BRIDGE_SUSPENDED already."""
    bridge, own = animated_bridge(by, ref)
    if bridge.suspended_on is not None:
        raise Refused(Refusal.BRIDGE_SUSPENDED)
    bridge.suspended_on, bridge.suspended_by_id = day_of(None, at), own[0]
    bridge.save(update_fields=["suspended_on", "suspended_by"])
    return bridge


@transaction.atomic
def resume_bridge(*, by: Person, ref: str, at: datetime) -> Bridge:  # noqa: ARG001
    """Take up a bridge again, by the circle that suspended it. Refused: NOT_FOUND, ALREADY_DONE,
    BRIDGE_SUSPENDED when the other circle suspended it."""
    bridge, own = animated_bridge(by, ref)
    if bridge.suspended_on is None:
        raise Refused(Refusal.ALREADY_DONE)
    if not may_resume(suspended_by=bridge.suspended_by_id, animated=own):
        raise Refused(Refusal.BRIDGE_SUSPENDED)
    bridge.suspended_on, bridge.suspended_by_id = None, None
    bridge.save(update_fields=["suspended_on", "suspended_by"])
    return bridge


def _check_new(circle: Circle, other: Circle, themes: Sequence[str], on: date) -> None:
    either = Q(start=circle, end=other) | Q(start=other, end=circle)
    live = Bridge.objects.filter(either, until__gte=on).values_list("themes", flat=True)
    if any(sorted(known) == sorted(themes) for known in live):
        raise Refused(Refusal.ALREADY_DONE)


def _proposed_again(bridge: Bridge, circle: int, by: Person, at: datetime) -> Bridge:
    bridge.proposed_by, bridge.proposed_on = by, day_of(None, at)
    bridge.save()
    bridge.signatures.all().delete()
    put_signature(bridge, circle, by, at)
    ask_to_sign(bridge=bridge, at=at)
    return bridge
