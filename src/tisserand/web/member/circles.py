"""Her circles: which ones, how to leave one, which ones beyond she would rather not meet."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tisserand.domain.attention.queries import today_of
from tisserand.domain.circles import actions as rooms
from tisserand.domain.circles import queries
from tisserand.domain.introductions import actions
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal, Role
from tisserand.web.access import acted, signed_in
from tisserand.web.member.me import page_of_me
from tisserand.web.request import PageRequest
from tisserand.wording.quotes import named


class CircleCard(NamedTuple):
    """One of her circles, or one that a bridge joins to them."""

    ref: str
    name: str
    dye: str
    weave: str
    purpose: str = ""
    charter: str = ""
    animates: bool = False
    sponsor: str = ""
    hidden: bool = False


@signed_in
@require_safe
def circles(request: PageRequest) -> HttpResponse:
    """The page of her circles."""
    return page_of_circles(request)


def page_of_circles(request: PageRequest, refused_ref: str = "") -> HttpResponse:
    """The page of her circles, as it is now."""
    facts = {
        "circles": cards_of(request.user),
        "beyond": beyond_of(request),
        "refused_ref": refused_ref,
    }
    return render(request, "member/circles.html", facts)


def cards_of(person: Any) -> list[CircleCard]:
    """Her circles, with who helps her in."""
    return [
        CircleCard(
            row.circle.ref,
            named(row.circle.name),
            row.circle.dye,
            row.circle.weave,
            row.circle.purpose,
            row.circle.charter,
            row.role == Role.ANIMATOR,
            named(row.sponsor.name) if row.sponsor else "",
        )
        for row in queries.circles_of(person)
    ]


def beyond_of(request: PageRequest) -> list[CircleCard]:
    """The circles that a bridge in force joins to hers, and those she closed for herself."""
    person = request.user
    hidden = {circle.ref for circle in queries.hidden_circles_of(person)}
    return [
        CircleCard(circle.ref, named(circle.name), circle.dye, circle.weave, hidden=circle.ref in hidden)
        for circle in queries.circles_beyond(person, today_of(person, request.at))
    ]


def named_beyond(request: PageRequest, ref: str) -> Any:
    """One of these circles. Refused: NOT_FOUND."""
    for circle in queries.circles_beyond(request.user, today_of(request.user, request.at)):
        if circle.ref == ref:
            return circle
    raise Refused(Refusal.NOT_FOUND)


@signed_in
@require_POST
def leave(request: PageRequest, ref: str) -> HttpResponse:
    """Leave one of her circles."""
    circle = queries.circle_for(request.user, ref)
    return acted(
        request,
        lambda: actions.leave_circle(person=request.user, circle=circle, at=request.at),
        to=reverse("circles"),
        again=lambda: page_of_circles(request, ref),
        said=gettext("You left %s.") % named(circle.name),
    )


@signed_in
@require_POST
def hide(request: PageRequest, ref: str) -> HttpResponse:
    """No longer be introduced to the people of a circle."""
    circle = named_beyond(request, ref)
    return acted(
        request,
        lambda: rooms.hide_circle(person=request.user, circle=circle, at=request.at),
        to=reverse("circles") + "#beyond",
        again=lambda: page_of_circles(request),
    )


@signed_in
@require_POST
def show(request: PageRequest, ref: str) -> HttpResponse:
    """Be introduced to them again."""
    circle = named_beyond(request, ref)
    return acted(
        request,
        lambda: rooms.show_circle(person=request.user, circle=circle, at=request.at),
        to=reverse("circles") + "#beyond",
        again=lambda: page_of_circles(request),
    )


@signed_in
@require_POST
def stand(request: PageRequest, ref: str) -> HttpResponse:
    """Accept to stand on a bridge: she may then be named."""
    return acted(
        request,
        lambda: rooms.accept_bridge_role(person=request.user, ref=ref, at=request.at),
        to=reverse("me") + "#vouches",
        again=lambda: page_of_me(request),
        said=gettext("You stand on this bridge. You can step down at any time."),
    )


@signed_in
@require_POST
def step_down(request: PageRequest, ref: str) -> HttpResponse:
    """Stand on a bridge no more."""
    return acted(
        request,
        lambda: rooms.leave_bridge_role(person=request.user, ref=ref, at=request.at),
        to=reverse("me") + "#vouches",
        again=lambda: page_of_me(request),
        said=gettext("You no longer stand on this bridge."),
    )
