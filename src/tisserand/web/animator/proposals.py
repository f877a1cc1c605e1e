"""Proposals for members of a circle, as its animators read them: the letter of their own member, what is said
of it in public, never an answer nor a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tisserand.domain.circles.queries import animated_circle
from tisserand.domain.introductions import actions
from tisserand.domain.introductions.queries import Proposal, proposals_for
from tisserand.domain.introductions.rules import StopReason
from tisserand.domain.people.rules import chosen
from tisserand.vocabulary import Reason
from tisserand.web.access import acted, signed_in, way_back, words
from tisserand.web.request import PageRequest
from tisserand.wording import letters as said
from tisserand.wording import reasons
from tisserand.wording.catalogue import Words

PAGE = 10
"""Proposals to read on one page, and the others told under them."""


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
    brief: str
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
    told = proposals_for(request.user, circle, request.at)
    to_read, others = [one for one in told if one.to_read], [one for one in told if not one.to_read]
    refused = request.POST.get("proposal", "")
    page = page_of(request.GET.get("page", ""), refused, to_read)
    first, spoken = (page - 1) * PAGE, words()
    shown = {
        "circle": circle,
        "here": "proposals",
        "to_read": [in_words(one, spoken) for one in to_read[first : first + PAGE]],
        "count_to_read": len(to_read),
        "page": page,
        "more": len(to_read) > first + PAGE,
        "others": [in_words(one, spoken) for one in reversed(others[-2 * PAGE :])],
        "more_others": max(len(others) - 2 * PAGE, 0),
        "refused_proposal": refused,
    }
    return render(request, "animator/proposals.html", shown)


def page_of(typed: str, refused: str, to_read: Sequence[Proposal]) -> int:
    """Return the page to show: that of the proposal just refused, else the one asked for, among those there
    are."""
    last = max(1, -(-len(to_read) // PAGE))
    places = [number for number, one in enumerate(to_read) if one.ref == refused]
    if places:
        return places[0] // PAGE + 1
    return min(max(int(typed), 1), last) if typed.isdecimal() and len(typed) < 6 else 1


def in_words(one: Proposal, spoken: Words) -> ProposalView:
    """A proposal laid out. Nothing here tells who is asked first."""
    letter = one.letter
    theirs = "" if letter.circle_b == letter.circle_a else letter.circle_b
    return ProposalView(
        ref=one.ref,
        state=one.word.value,
        mine=reasons.called(letter.a),
        theirs=reasons.called(letter.b),
        circle_theirs=theirs,
        there=one.there,
        why=reasons.why(letter, spoken),
        brief=brief(one, spoken),
        role=said.role(letter.b),
        exchanges=said.exchanges(letter, spoken),
        letter_why=said.why(letter, spoken),
        through=said.through(letter, spoken),
        opens=said.opens(letter, spoken),
        asks=said.asks(letter, spoken),
        note=one.note,
        proposal=one,
    )


def brief(one: Proposal, spoken: Words) -> str:
    """Return the two strongest reasons, for who sees both: their circles stand beside their names already."""
    strongest: list[Reason] = [code for code in reasons.strongest(one.letter) if code != Reason.ACROSS]
    told = strongest[:2] or [Reason.ACROSS]
    return " ".join(reasons.reason(code, one.letter, spoken) for code in told)


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
        to=way_back(request, reverse("proposals", args=[ref])),
        again=lambda: proposals_page(request, ref),
        said=done,
    )


def reason_of(code: str) -> StopReason:
    """Return why a proposal is stopped, by its code. Refused: UNKNOWN_CHOICE."""
    return StopReason(chosen(code, StopReason))
