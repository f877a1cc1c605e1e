"""The animator's Monday: what to read, who is new, who goes quiet, what waits, one figure, one gesture."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles import actions
from tisserand.domain.circles.queries import animated_circle, animated_circles, member_of, sponsors_for
from tisserand.domain.observatory.queries import monday_of_circle, newcomers_of
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal
from tisserand.web.access import acted, signed_in, words
from tisserand.web.animator.gestures import gesture_in_words
from tisserand.web.animator.proposals import in_words
from tisserand.web.animator.telling import (
    counts,
    greeting,
    newcomer_in_words,
    openness_in_words,
    quiet_in_words,
    requests_in_words,
)
from tisserand.web.request import PageRequest, Seat

SHOWN = 6
"""Newcomers shown at once: those who wait first."""


@signed_in
@require_safe
def monday_home(request: PageRequest) -> HttpResponse:
    """Go to the Monday of her first circle. Refused: NOT_FOUND to who animates none."""
    circles = animated_circles(request.user)
    if not circles:
        raise Refused(Refusal.NOT_FOUND)
    return redirect("monday", circles[0].ref)


@signed_in
@require_safe
def monday(request: PageRequest, ref: str) -> HttpResponse:
    """What waits for an animator in one of her circles."""
    return monday_page(request, ref)


def monday_page(request: PageRequest, ref: str) -> HttpResponse:
    """The page of an animator's Monday. Refused: NOT_FOUND unless she animates the circle."""
    told = monday_of_circle(request.user, ref, request.at)
    request.memberships = [Seat(one.circle) for one in (told.animated, *told.others)]
    newcomers = told.newcomers.rows
    shown = {
        "circle": told.circle,
        "day": told.day,
        "others": told.others,
        "greeting": greeting(request.user.name, told),
        "counts": counts(told),
        "to_read": [in_words(one, words()) for one in told.proposals],
        "more": max(told.animated.to_read - len(told.proposals), 0),
        "newcomers": [newcomer_in_words(one, told.day) for one in newcomers[:SHOWN]],
        "more_newcomers": max(len(newcomers) - SHOWN, 0),
        "median": told.newcomers.median,
        "quiet": [quiet_in_words(one) for one in told.quiet],
        "requests": requests_in_words(told),
        "gesture": gesture_in_words(told.gesture, ref) if told.gesture else None,
        "openness": openness_in_words(told.openness),
        "observatory": address_of("observatory") or reverse("openness", args=[ref]),
    }
    return render(request, "animator/monday.html", shown)


def address_of(name: str) -> str:
    """Return the address of a page, or nothing when this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sponsor(request: PageRequest, ref: str) -> HttpResponse:
    """Choose who walks with a newcomer."""
    if request.method != "POST":
        return sponsor_page(request, ref)
    circle = animated_circle(request.user, ref)
    return acted(
        request,
        lambda: actions.name_sponsor(
            by=request.user,
            circle=circle,
            person_ref=request.POST.get("person", ""),
            sponsor_ref=request.POST.get("sponsor", ""),
            at=request.at,
        ),
        to=reverse("monday", args=[ref]),
        again=lambda: sponsor_page(request, ref),
        said=gettext("Written. Their two names stand side by side in the list of members."),
    )


def sponsor_page(request: PageRequest, ref: str) -> HttpResponse:
    """The newcomers who have nobody yet, and who could walk with them. Refused: NOT_FOUND."""
    circle, chosen = animated_circle(request.user, ref), request.GET.get("person", "")
    chosen = request.POST.get("person", chosen)
    newcomers = newcomers_of(request.user, circle, network_day(request.at)).rows
    asked = member_of(request.user, circle, chosen) if chosen else None
    shown = {
        "circle": circle,
        "chosen": asked,
        "newcomers": [one for one in newcomers if not one.sponsor],
        "sponsors": sponsors_for(request.user, circle, asked),
    }
    return render(request, "animator/sponsor.html", shown)


@signed_in
@require_POST
def member_spare(request: PageRequest, ref: str) -> HttpResponse:
    """Leave somebody alone for three months."""
    circle = animated_circle(request.user, ref)
    return acted(
        request,
        lambda: actions.spare_member(
            by=request.user, circle=circle, person_ref=request.POST.get("person", ""), at=request.at
        ),
        to=reverse("monday", args=[ref]),
        again=lambda: monday_page(request, ref),
        said=gettext("Left alone for three months. Nobody is told."),
    )
