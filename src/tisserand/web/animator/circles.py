"""A circle: what it is for, who is in it, what it allows; its animators change it here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple
from zlib import crc32

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tisserand.domain.attention.queries import today_of
from tisserand.domain.circles import actions
from tisserand.domain.circles.queries import (
    BridgeTold,
    animated_circle,
    bridges_of,
    circle_for,
    circles_of,
    member_of,
    members_of,
    standing_in,
)
from tisserand.domain.circles.rules.kinds import policy_of
from tisserand.domain.circles.rules.membership import is_animating
from tisserand.domain.ties.actions import write_vouch
from tisserand.domain.ties.queries import vouchable
from tisserand.vocabulary import ApprovalMode
from tisserand.web.access import acted, signed_in, words
from tisserand.web.dyes import DYES
from tisserand.web.request import PageRequest
from tisserand.wording.choices import CIRCLE_DISTANCES, CIRCLE_KINDS


class Dyed(NamedTuple):
    """A dye and its weave, as a mark shows them."""

    dye: str
    weave: str


class KindView(NamedTuple):
    """A kind of circle: its name, and what it means for members."""

    code: str
    title: str
    text: str


class Coming(NamedTuple):
    """Something with a date in the life of a circle: a bridge to review, or to sign."""

    on: date
    bridge: BridgeTold
    to_sign: bool


SOON = timedelta(days=90)
"""How far ahead a circle says what is coming."""
SWITCHES = ("through_members", "takes_inside", "vouch_needed", "listed")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def circle_new(request: PageRequest) -> HttpResponse:
    """Open a circle; who opens it animates it."""
    if request.method != "POST":
        return new_page(request)
    return acted(
        request,
        lambda: open_circle(request, request.user),
        to=lambda made: reverse("circle", args=[made.ref]),
        again=lambda: new_page(request),
        said=gettext("The circle is open. Nobody else is in it yet."),
    )


def open_circle(request: PageRequest, by: Any) -> Any:
    """Open a circle in a dye that none of her others wears. Refused: as `create_circle`."""
    name, purpose, town = (request.POST.get(field, "") for field in ("circle", "purpose", "town"))
    worn = {own.circle.dye for own in circles_of(by)}
    free = [dye for dye in DYES if dye not in worn] or list(DYES)
    dye = free[crc32(name.encode()) % len(free)]
    given: dict[str, str | int] = {"dye": dye, "weave": DYES[dye].weave}
    kind = request.POST.get("kind", "")
    if policy := policy_of(kind):
        given |= {"kind": kind, **policy._asdict()}
    with transaction.atomic():
        made = actions.create_circle(by=by, name=name, purpose=purpose, town=town, at=request.at)
        return actions.write_circle(by=by, circle=made, at=request.at, **given)


def new_page(request: PageRequest) -> HttpResponse:
    """The form of a new circle."""
    return render(
        request, "animator/circle_new.html", {"kinds": kinds(), "kind": request.GET.get("kind", "")}
    )


def kinds() -> list[KindView]:
    """The kinds of circle, in words."""
    say = words().gettext
    return [KindView(code, say(kind.title), say(kind.text)) for code, kind in CIRCLE_KINDS.items()]


def coming(bridges: list[BridgeTold], on: date) -> list[Coming]:
    """What has a date in the three months to come, the nearest first."""
    found = [Coming(one.until, one, False) for one in bridges if one.state == "in_force"]
    found += [Coming(one.sign_by, one, True) for one in bridges if one.state == "waiting"]
    return sorted((one for one in found if on <= one.on <= on + SOON), key=lambda one: one.on)


@signed_in
@require_safe
def circle(request: PageRequest, ref: str) -> HttpResponse:
    """A circle as one of its members reads it; its animators find what they may do."""
    return circle_page(request, ref)


def circle_page(request: PageRequest, ref: str) -> HttpResponse:
    """The page of a circle. Refused: NOT_FOUND to anybody outside."""
    on = today_of(request.user, request.at)
    page, find = request.GET.get("page", "1"), request.GET.get("find", "")
    own, animators = standing_in(request.user, ref)
    here = own.circle
    bridges = bridges_of(request.user, here, on, own)
    kind = request.GET.get("kind", "")
    filled = policy_of(kind)
    shown = {
        "circle": here,
        "filled": filled or here,
        "kind": kind if filled else here.kind,
        "is_filled": filled is not None,
        "kinds": kinds(),
        "distances": [words().gettext(text) for text in CIRCLE_DISTANCES],
        "distance_said": words().gettext(CIRCLE_DISTANCES[here.distance]),
        "coming": coming(bridges, on),
        "is_animator": is_animating(own.role, own.left_on, request.user.confirmed_on),
        "animators": animators,
        "members": members_of(
            request.user, here, on=on, page=int(page) if page.isdecimal() else 1, find=find, own=own
        ),
        "find": find,
        "bridges": bridges,
        "vouchable": vouchable(request.user, here, on),
        "modes": list(ApprovalMode),
        "dyes": [Dyed(dye, kind.weave) for dye, kind in DYES.items()],
        "here": "circle",
    }
    return render(request, "animator/circle.html", shown)


@signed_in
@require_POST
def circle_policy(request: PageRequest, ref: str) -> HttpResponse:
    """Write what a circle is for and what it allows."""
    here = animated_circle(request.user, ref)
    given = {name: request.POST.get(name, "") for name in ("name", "purpose", "charter", "town", "approval")}
    dye = request.POST.get("dye", "")
    if dye in DYES:
        given |= {"dye": dye, "weave": DYES[dye].weave}
    switches: dict[str, str | int] = {name: name in request.POST for name in SWITCHES}
    switches |= {name: request.POST[name] for name in ("kind", "distance") if name in request.POST}
    return acted(
        request,
        lambda: actions.write_circle(by=request.user, circle=here, at=request.at, **given, **switches),
        to=reverse("circle", args=[ref]),
        again=lambda: circle_page(request, ref),
        said=gettext("Written. The members read it on this page."),
    )


@signed_in
@require_POST
def circle_animator(request: PageRequest, ref: str) -> HttpResponse:
    """Give a member the keys of a circle."""
    here = animated_circle(request.user, ref)
    return acted(
        request,
        lambda: actions.name_animator(
            by=request.user, circle=here, person_ref=request.POST.get("person", ""), at=request.at
        ),
        to=reverse("circle", args=[ref]),
        again=lambda: circle_page(request, ref),
        said=gettext("This circle has one more animator."),
    )


@signed_in
@require_POST
def circle_step_down(request: PageRequest, ref: str) -> HttpResponse:
    """Give back the keys of a circle, and stay in it."""
    here = animated_circle(request.user, ref)
    return acted(
        request,
        lambda: actions.step_down(person=request.user, circle=here, at=request.at),
        to=reverse("circle", args=[ref]),
        again=lambda: circle_page(request, ref),
        said=gettext("You gave back the keys, and stay a member."),
    )


@signed_in
@require_POST
def vouch_new(request: PageRequest, ref: str) -> HttpResponse:
    """Answer for a newcomer whom she brought, in one sentence that is told once the newcomer agrees."""
    here = circle_for(request.user, ref)
    return acted(
        request,
        lambda: write_vouch(
            author=request.user,
            about=member_of(request.user, here, request.POST.get("about", "")),
            circle=here,
            sentence=request.POST.get("sentence", ""),
            at=request.at,
        ),
        to=reverse("circle", args=[ref]),
        again=lambda: circle_page(request, ref),
        said=gettext("Written. It is told once they agree, for a year."),
    )
