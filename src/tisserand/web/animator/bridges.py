"""Bridges: agreements between two circles, proposed, read as sentences, signed, suspended, renewed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles import actions
from tisserand.domain.circles.queries import (
    animated_circle,
    bridge_for,
    bridges_of,
    listable_circles,
    member_names,
    member_numbers,
)
from tisserand.domain.introductions.queries import bridge_brought
from tisserand.domain.introductions.rules.crossed import LEAST_TOLD as OUTSIDE
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal
from tisserand.web.access import acted, refused_page, signed_in, words
from tisserand.web.animator.quarters import quarter_views
from tisserand.web.request import PageRequest
from tisserand.wording.choices import ASK_TYPES, ask_type, named_choices

A_MONTH = 6
"""Proposals a month that the form suggests."""


@signed_in
@require_safe
def bridges(request: PageRequest, ref: str) -> HttpResponse:
    """The bridges of a circle, and the form of a new one."""
    return bridges_page(request, ref)


def bridges_page(request: PageRequest, ref: str) -> HttpResponse:
    """The page of a circle's bridges. Refused: NOT_FOUND unless she animates it."""
    circle, on = animated_circle(request.user, ref), network_day(request.at)
    shown = {
        "circle": circle,
        "here": "bridges",
        "bridges": bridges_of(request.user, circle, on),
        "listed": [one for one in listable_circles(request.user) if one != circle],
        "themes": named_choices(ASK_TYPES, words()),
        "typed_themes": request.POST.getlist("theme"),
        "until": a_year_after(on),
        "quota": A_MONTH,
    }
    return render(request, "animator/bridges.html", shown)


def a_year_after(on: date) -> date:
    """The same day next year, the 28th of February for a leap day."""
    return on.replace(year=on.year + 1, day=min(on.day, 28) if on.month == 2 else on.day)


@signed_in
@require_POST
def bridge_propose(request: PageRequest, ref: str) -> HttpResponse:
    """Propose a bridge, signed for her circle; the other circle is asked."""
    circle = animated_circle(request.user, ref)
    try:
        made = actions.propose_bridge(
            by=request.user,
            circle=circle,
            other_ref=request.POST.get("pasted", "").strip() or request.POST.get("other", ""),
            quota=whole(request.POST.get("quota", "")),
            quota_back=whole(request.POST.get("quota_back", "")),
            themes=themes_typed(request),
            until=day_typed(request.POST.get("until", "")),
            at=request.at,
        )
    except Refused as refused:
        response = refused_page(request, refused, lambda: bridges_page(request, ref))
        if refused.code is Refusal.NOT_FOUND:
            request.refusal = gettext("No circle has this reference. Ask its animator to copy it again.")
            response = bridges_page(request, ref)
            response.status_code = 422
        return response
    return acted(
        request,
        lambda: made,
        to=reverse("bridge", args=[made.ref]),
        again=lambda: bridges_page(request, ref),
        said=gettext("Proposed, and signed for your circle. Nothing passes before they sign too."),
    )


def themes_typed(request: PageRequest) -> list[str]:
    """The themes ticked, then those written, parted by commas."""
    return [*request.POST.getlist("theme"), *request.POST.get("themes", "").split(",")]


def whole(text: str) -> int:
    """Return a number as it was typed, 0 for nothing. Refused: BAD_NUMBER."""
    if text.strip() and not text.strip().isdecimal():
        raise Refused(Refusal.BAD_NUMBER)
    return int(text) if text.strip() else 0


def day_typed(text: str) -> date:
    """Return a date as a field gives it. Refused: BAD_DATE."""
    try:
        day = parse_date(text.strip())
    except ValueError as unreadable:
        raise Refused(Refusal.BAD_DATE) from unreadable
    if day is None:
        raise Refused(Refusal.BAD_DATE)
    return day


@signed_in
@require_safe
def bridge(request: PageRequest, ref: str) -> HttpResponse:
    """A bridge: its terms as sentences, its signatures, who stands on it."""
    return bridge_page(request, ref)


def bridge_page(request: PageRequest, ref: str) -> HttpResponse:
    """The page of a bridge, for animators of its ends and for who was asked to stand on it."""
    on = network_day(request.at)
    told = bridge_for(request.user, ref, on)
    own = next((one for one in told.people if one.ref == request.user.ref), None)
    known = {one.ref for one in told.people}
    members = member_names(request.user, told.here) if told.is_animator else []
    brought = bridge_brought(request.user, ref, on, told.opened_on) if told.opened_on else None
    numbers = member_numbers([told.here, told.there])
    codes = named_choices(ASK_TYPES, words())
    shown = {
        "bridge": told,
        "circle": told.here,
        "here": "bridges",
        "is_animator": told.is_animator,
        "own": own,
        "themes": capfirst(", ".join(ask_type(theme, words()).lower() or theme for theme in told.themes)),
        "may_be_asked": [one for one in members if one.ref not in known],
        "own_words": ", ".join(theme for theme in told.themes if theme not in codes),
        "choices": codes,
        "ticked": request.POST.getlist("theme") if request.method == "POST" else told.themes,
        "brought": brought,
        "quarters": quarter_views(brought.quarters, told.out + told.back, (told.here.dye, told.there.dye))
        if brought
        else [],
        "number_here": numbers[told.here.pk] if numbers[told.here.pk] >= OUTSIDE else 0,
        "number_there": numbers[told.there.pk] if numbers[told.there.pk] >= OUTSIDE else 0,
        "until": a_year_after(on),
        "review": told.until,
        "may_change": told.is_animator and told.state != "suspended",
        "may_renew": told.is_animator and told.state in ("past", "lapsed", "in_force"),
    }
    return render(request, "animator/bridge.html", shown)


@signed_in
@require_POST
def bridge_change(request: PageRequest, ref: str) -> HttpResponse:
    """Propose other terms, signed for her circle; nothing passes before the other circle signs them too."""
    return done(
        request,
        ref,
        lambda: actions.change_bridge(
            by=request.user,
            ref=ref,
            out=whole(request.POST.get("quota", "")),
            back=whole(request.POST.get("quota_back", "")),
            themes=themes_typed(request),
            until=day_typed(request.POST.get("until", "")),
            at=request.at,
        ),
        gettext("Proposed, and signed for your circle. Nothing new passes before they sign too."),
    )


def done(request: PageRequest, ref: str, act: Callable[[], Any], said: str) -> HttpResponse:
    """Do something to a bridge that she may read, then read it again. Refused: NOT_FOUND."""
    bridge_for(request.user, ref, network_day(request.at))
    return acted(
        request,
        act,
        to=reverse("bridge", args=[ref]),
        again=lambda: bridge_page(request, ref),
        said=said,
    )


@signed_in
@require_POST
def bridge_sign(request: PageRequest, ref: str) -> HttpResponse:
    """Sign for her circle, on the terms that were on the page."""
    terms = request.POST.get("terms", "")
    return done(
        request,
        ref,
        lambda: actions.sign_bridge(by=request.user, ref=ref, terms=terms, at=request.at),
        gettext("Signed. The other circle reads it too."),
    )


@signed_in
@require_POST
def bridge_suspend(request: PageRequest, ref: str) -> HttpResponse:
    """Suspend a bridge: what is not shown yet ends."""
    return done(
        request,
        ref,
        lambda: actions.suspend_bridge(by=request.user, ref=ref, at=request.at),
        gettext("Suspended. What was already shown lives to its date."),
    )


@signed_in
@require_POST
def bridge_resume(request: PageRequest, ref: str) -> HttpResponse:
    """Take up a bridge that her circle suspended."""
    return done(
        request,
        ref,
        lambda: actions.resume_bridge(by=request.user, ref=ref, at=request.at),
        gettext("Open again, on the same terms."),
    )


@signed_in
@require_POST
def bridge_renew(request: PageRequest, ref: str) -> HttpResponse:
    """Propose the same terms with a new review date; both circles sign again."""
    return done(
        request,
        ref,
        lambda: actions.renew_bridge(
            by=request.user, ref=ref, until=day_typed(request.POST.get("until", "")), at=request.at
        ),
        gettext("Renewed and signed for your circle; it waits for theirs."),
    )


@signed_in
@require_POST
def bridge_person(request: PageRequest, ref: str) -> HttpResponse:
    """Ask a member of her circle to stand on its bridge."""
    person = request.POST.get("person", "")
    return done(
        request,
        ref,
        lambda: actions.ask_bridge_person(by=request.user, ref=ref, person_ref=person, at=request.at),
        gettext("Asked. They are named only once they have accepted."),
    )
