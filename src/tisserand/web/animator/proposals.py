"""Proposals for members of a circle, as its animators read them: the letter of their own member, what is said
of it in public, never an answer nor a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.queries import animated_circle, bridges_of
from tisserand.domain.introductions import actions
from tisserand.domain.introductions.queries import Proposal, proposals_for
from tisserand.domain.introductions.rules import StopReason
from tisserand.domain.people.rules import chosen
from tisserand.web.access import acted, signed_in, words
from tisserand.web.request import PageRequest
from tisserand.wording import letters as said
from tisserand.wording import reasons
from tisserand.wording.catalogue import Words


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal in words: who, why for whoever sees both, and the letter that her own member would get."""

    ref: str
    state: str
    mine: str
    theirs: str
    circle_theirs: str
    there: Any
    why: str
    role: str
    exchanges: tuple[said.Exchange, ...]
    letter_why: str
    through: str
    opens: str
    asks: str
    note: str
    proposal: Proposal


@signed_in
@require_safe
def proposals(request: PageRequest, ref: str) -> HttpResponse:
    """What waits to be read again, then what became of the rest."""
    return proposals_page(request, ref)


def proposals_page(request: PageRequest, ref: str) -> HttpResponse:
    """The page of a circle's proposals. Refused: NOT_FOUND unless she animates it."""
    circle = animated_circle(request.user, ref)
    bridges = bridges_of(request.user, circle, network_day(request.at))
    ends = {bridge.there.name: bridge.there for bridge in bridges}
    told = [in_words(one, words(), ends) for one in proposals_for(request.user, circle, request.at)]
    shown = {
        "circle": circle,
        "here": "proposals",
        "to_read": [one for one in told if one.proposal.to_read],
        "others": [one for one in told if not one.proposal.to_read],
        "refused_proposal": request.POST.get("proposal", ""),
    }
    return render(request, "animator/proposals.html", shown)


def in_words(one: Proposal, spoken: Words, ends: Mapping[str, Any]) -> ProposalView:
    """A proposal laid out; `ends` are the circles whose dye is known, by name. Nothing here tells who is
    asked first."""
    letter = one.letter
    theirs = "" if letter.circle_b == letter.circle_a else letter.circle_b
    return ProposalView(
        ref=one.ref,
        state=one.word.value,
        mine=reasons.called(letter.a),
        theirs=reasons.called(letter.b),
        circle_theirs=theirs,
        there=ends.get(theirs),
        why=reasons.why(letter, spoken),
        role=said.role(letter.b),
        exchanges=said.exchanges(letter, spoken),
        letter_why=said.why(letter, spoken),
        through=said.through(letter, spoken),
        opens=said.opens(letter, spoken),
        asks=said.asks(letter, spoken),
        note=one.note,
        proposal=one,
    )


@signed_in
@require_POST
def proposal_approve(request: PageRequest, ref: str) -> HttpResponse:
    """Let a proposal go, with a note beside its reasons or without one."""
    circle = animated_circle(request.user, ref)
    return answered(
        request,
        ref,
        lambda: actions.approve(
            by=request.user,
            ref=request.POST.get("proposal", ""),
            circle=circle,
            note=request.POST.get("note", ""),
            at=request.at,
        ),
        gettext("Read again. The letter leaves on the next letter day of your member."),
    )


@signed_in
@require_POST
def proposal_stop(request: PageRequest, ref: str) -> HttpResponse:
    """Stop a proposal, with a reason that nobody else reads."""
    circle = animated_circle(request.user, ref)
    return answered(
        request,
        ref,
        lambda: actions.stop(
            by=request.user,
            ref=request.POST.get("proposal", ""),
            circle=circle,
            reason=reason_of(request.POST.get("reason", "")),
            at=request.at,
        ),
        gettext("Stopped. Neither of the two will know."),
    )


def answered(request: PageRequest, ref: str, act: Any, done: str) -> HttpResponse:
    """Do what an animator says of a proposal, then read the others."""
    return acted(
        request,
        act,
        to=reverse("proposals", args=[ref]),
        again=lambda: proposals_page(request, ref),
        said=done,
    )


def reason_of(code: str) -> StopReason:
    """Return why a proposal is stopped, by its code. Refused: UNKNOWN_CHOICE."""
    return StopReason(chosen(code, StopReason))
