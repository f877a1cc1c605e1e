"""The first session: one need, one offer, one question, a rhythm, then a first proposal."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from tisserand.domain.attention.actions import set_budget
from tisserand.domain.attention.queries import budget_of, today_of
from tisserand.domain.exchanges import actions as exchanges
from tisserand.domain.introductions import actions, queries
from tisserand.domain.people.queries import consents_of, inviter_of, locked
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Consent, Refusal
from tisserand.web.access import acted, signed_in, words
from tisserand.web.member.choices import Choice, RhythmView, choices, rhythm_view, whole_number
from tisserand.web.member.circles import CircleCard, cards_of
from tisserand.web.member.errand import look_for_first
from tisserand.web.member.today import next_day, spoken_day
from tisserand.web.request import PageRequest
from tisserand.wording.choices import ASK_TYPES, named_choices
from tisserand.wording.quotes import named

TURNS = 5
"""How often the page looks again, a second apart, before it offers the next step."""


@dataclass(frozen=True, slots=True)
class WelcomeView:
    """Everything that the welcome says and asks."""

    name: str
    inviter: str
    circles: list[CircleCard]
    types: list[Choice]
    rhythm: RhythmView
    beyond: str
    counted: bool


@dataclass(frozen=True, slots=True)
class FirstView:
    """Where the first proposal stands: searched for, found, or not this time."""

    searching: bool
    turn: int
    found: str
    circles: list[CircleCard]
    next_said: SafeString


@signed_in
@require_http_methods(["GET", "POST"])
def welcome(request: PageRequest) -> HttpResponse:
    """The one form of the welcome; who filled it already is sent to Today."""
    if request.method == "POST":
        return acted(
            request,
            lambda: begin(request),
            to=reverse("welcome_wait"),
            again=lambda: page_of_welcome(request),
        )
    if consents_of(request.user)[Consent.BEYOND] is not None:
        return redirect("today")
    return page_of_welcome(request)


def page_of_welcome(request: PageRequest) -> HttpResponse:
    """The page of the welcome; nothing in it is ticked before she ticks it, but the usual rhythm."""
    person = request.user
    inviter = inviter_of(person)
    view = WelcomeView(
        name=named(person.name).partition(" ")[0],
        inviter=named(inviter.name) if inviter else "",
        circles=cards_of(person),
        types=choices(named_choices(ASK_TYPES, words())),
        rhythm=rhythm_view(request, budget_of(person), "welcome"),
        beyond=request.POST.get("beyond", ""),
        counted=bool(request.POST.get("counted")),
    )
    return render(request, "member/welcome.html", {"welcome": view})


def begin(request: PageRequest) -> None:
    """Keep all that she said, or nothing; then ask for her first proposal. Sent twice, it is once."""
    person, typed, at = request.user, request.POST, request.at
    with transaction.atomic():
        if consents_of(locked(person))[Consent.BEYOND] is not None:
            return
        for kind, write in (("need", exchanges.write_need), ("offer", exchanges.write_offer)):
            if typed.get(kind, "").strip():
                request.refused_field = kind
                write(person=person, text=typed[kind], type=typed.get(f"{kind}_type", ""), at=at)
        request.refused_field = "beyond"
        if typed.get("beyond") not in ("yes", "no"):
            raise Refused(Refusal.UNKNOWN_CHOICE)
        actions.change_consent(person=person, code=Consent.BEYOND, allowed=typed["beyond"] == "yes", at=at)
        if typed.get("counted"):
            actions.change_consent(person=person, code=Consent.COUNTED, allowed=True, at=at)
        request.refused_field = "rhythm"
        a_week, days = whole_number(typed.get("a_week", "")), budget_of(person).letter_days
        set_budget(person=person, a_week=a_week, letter_days=days, at=at)
        look_for_first.enqueue(person.ref)


@signed_in
@require_safe
def first(request: PageRequest) -> HttpResponse:
    """Her first proposal, as soon as it is there; else what comes next. A part of the page for htmx."""
    person, turn = request.user, max(0, whole_number(request.GET.get("turn", "0")))
    letters = queries.today_of(person, request.at).letters
    rhythm = budget_of(person)
    searching = not letters and turn < TURNS
    view = FirstView(
        searching=searching,
        turn=turn + 1,
        found=letters[0].ref if letters else "",
        circles=[] if searching else cards_of(person),
        next_said=spoken_day(next_day(rhythm, today_of(person, request.at))),
    )
    template = "member/first_part.html" if request.htmx else "member/first.html"
    return render(request, template, {"first": view})
