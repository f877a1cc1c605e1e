"""What a member changes on her own page; each gesture comes back there."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tisserand.domain.attention.actions import set_budget
from tisserand.domain.attention.rules import letter_day_bits
from tisserand.domain.exchanges import actions as exchanges
from tisserand.domain.introductions import actions
from tisserand.domain.people.actions import write_profile
from tisserand.domain.refused import Refused
from tisserand.domain.ties import actions as ties
from tisserand.vocabulary import Audience, Consent
from tisserand.web.access import acted, refused_page, signed_in, way_back
from tisserand.web.member.choices import coded, whole_number
from tisserand.web.member.me import page_of_me
from tisserand.web.member.privacy import page_of_privacy
from tisserand.web.request import PageRequest

FIELDS = ("name", "concern", "organisation", "actor_type", "sector", "town", "phone")


def mine(request: PageRequest, act: Callable[[], object], part: str, said: str = "") -> HttpResponse:
    """Do something of hers, and come back to a part of her page."""
    return acted(request, act, to=reverse("me") + f"#{part}", again=lambda: page_of_me(request), said=said)


def private(request: PageRequest, act: Callable[[], object], part: str, said: str) -> HttpResponse:
    """Do something of hers, and come back to a part of My privacy."""
    to = way_back(request, reverse("my_privacy") + f"#{part}")
    return acted(request, act, to=to, again=lambda: page_of_privacy(request), said=said)


@signed_in
@require_POST
def profile(request: PageRequest) -> HttpResponse:
    """Her card."""
    written = {name: request.POST[name] for name in FIELDS if name in request.POST}
    return mine(
        request,
        lambda: write_profile(person=request.user, at=request.at, **written),
        "profile",
        gettext("Your card is kept."),
    )


@signed_in
@require_POST
def ask_new(request: PageRequest) -> HttpResponse:
    """A new need, or a new offer."""
    typed = request.POST
    write = exchanges.write_offer if typed.get("kind") == "offer" else exchanges.write_need
    return mine(
        request,
        lambda: write(
            person=request.user,
            text=typed.get("text", ""),
            type=typed.get("type", ""),
            audience=coded(Audience, typed.get("audience", "")),
            at=request.at,
        ),
        "asks",
        gettext("It is said."),
    )


@signed_in
@require_POST
def ask_close(request: PageRequest, ref: str) -> HttpResponse:
    """Close a need or an offer, from her page or from a letter that tells it."""
    return acted(
        request,
        lambda: exchanges.close_ask(person=request.user, ref=ref, at=request.at),
        to=way_back(request, reverse("me") + "#asks"),
        again=lambda: page_of_me(request),
        said=gettext("It is closed: no proposal speaks of it any more."),
    )


@signed_in
@require_POST
def ask_renew(request: PageRequest, ref: str) -> HttpResponse:
    """Say that a need or an offer still holds."""
    return mine(
        request,
        lambda: exchanges.renew_ask(person=request.user, ref=ref, at=request.at),
        "asks",
        gettext("Noted: it still holds."),
    )


@signed_in
@require_POST
def rhythm(request: PageRequest) -> HttpResponse:
    """How many a week, on which days, how far from her."""
    return mine(
        request,
        lambda: write_rhythm(request),
        "rhythm",
        gettext("Your rhythm is kept. What you were shown stays."),
    )


def write_rhythm(request: PageRequest) -> None:
    """Write what was typed; the distance only where it was asked."""
    set_budget(
        person=request.user,
        a_week=whole_number(request.POST.get("a_week", "")),
        letter_days=days_typed(request),
        at=request.at,
    )
    write_profile(person=request.user, distance=request.POST.get("distance"), at=request.at)


def days_typed(request: PageRequest) -> int:
    """The days of letters that were ticked, as bits."""
    return letter_day_bits([whole_number(text) for text in request.POST.getlist("day")])


@signed_in
@require_POST
def pause(request: PageRequest) -> HttpResponse:
    """Rest, or come back."""
    if request.POST.get("pause") == "no":
        said = gettext("Welcome back. The next letter comes on one of your days.")
        return mine(
            request, lambda: actions.resume_person(person=request.user, at=request.at), "rhythm", said
        )
    said = gettext("You are resting.")
    return mine(request, lambda: actions.pause_person(person=request.user, at=request.at), "rhythm", said)


@signed_in
@require_POST
def consent(request: PageRequest, code: str) -> HttpResponse:
    """Agree to something, or take it back."""
    if code not in set(Consent):
        raise Http404
    allowed = request.POST.get("allowed") == "yes"
    said = gettext("Agreed. You can take it back here at any time.") if allowed else gettext("Taken back.")
    return private(
        request,
        lambda: actions.change_consent(
            person=request.user, code=Consent(code), allowed=allowed, at=request.at
        ),
        code,
        said,
    )


@signed_in
@require_POST
def vouch_agree(request: PageRequest, ref: str) -> HttpResponse:
    """Let a sentence about her be shown."""
    said = gettext("It is shown with your proposals.")
    return mine(
        request, lambda: ties.agree_vouch(person=request.user, ref=ref, at=request.at), "vouches", said
    )


@signed_in
@require_POST
def vouch_revoke(request: PageRequest, ref: str) -> HttpResponse:
    """Take a sentence about her away."""
    said = gettext("It is taken away.")
    return mine(
        request, lambda: ties.revoke_vouch(person=request.user, ref=ref, at=request.at), "vouches", said
    )


@signed_in
@require_http_methods(["GET", "POST"])
def erase(request: PageRequest) -> HttpResponse:
    """Erase her account, once she typed the word."""
    word = gettext("erase")
    wrong = request.method == "POST" and request.POST.get("typed", "").strip().casefold() != word

    def shown() -> HttpResponse:
        return render(request, "member/erase.html", {"erase": {"word": word, "wrong": wrong}})

    if request.method == "GET" or wrong:
        response = shown()
        response.status_code = 422 if wrong else 200
        return response
    try:
        actions.erase_person(person=request.user, at=request.at)
    except Refused as refused:
        return refused_page(request, refused, shown)
    logout(request)
    messages.success(request, gettext("Your account is erased."))
    return redirect("home")
