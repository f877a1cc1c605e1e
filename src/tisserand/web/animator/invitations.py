"""Invitations of a circle: prepared one by one or by an import, sent when an animator says so."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from tisserand.domain.attention.queries import today_of
from tisserand.domain.circles import actions
from tisserand.domain.circles.queries import (
    animated_circle,
    invitation_totals,
    invitations_of,
    lists_of,
    member_names,
    member_of,
)
from tisserand.domain.circles.rules.invitation import InvitationState
from tisserand.domain.people.rules import SENT_DAYS, chosen, last_day
from tisserand.domain.refused import Refused
from tisserand.vocabulary import LetterKind, Role
from tisserand.web.access import acted, refused_page, signed_in, words
from tisserand.web.animator import errand
from tisserand.web.request import PageRequest
from tisserand.wording.mail import Mail, MailFacts, mail

MOST_NOW = 500
"""Invitations up to which the page itself sends them; more are left to the worker."""


@signed_in
@require_safe
def invitations(request: PageRequest, ref: str) -> HttpResponse:
    """Who was invited, how each invitation stands, what is ready to leave."""
    return invitations_page(request, ref)


def invitations_page(request: PageRequest, ref: str) -> HttpResponse:
    """The page of a circle's invitations. Refused: NOT_FOUND unless she animates it."""
    on, page = today_of(request.user, request.at), request.GET.get("page", "1")
    circle = animated_circle(request.user, ref)
    listed = invitations_of(request.user, circle, on=on, page=int(page) if page.isdecimal() else 1)
    totals = invitation_totals(request.user, circle, on=on)
    shown = {
        "circle": circle,
        "here": "invitations",
        "listed": listed,
        "prepared": [one for one in listed.rows if one.state == "prepared"],
        "lists": lists_of(request.user, circle, request.at),
        "totals": {state.value: number for state, number in totals.items()},
        "members": member_names(request.user, circle),
        "roles": list(Role),
        "sample": sample(request, circle, on),
        "days": SENT_DAYS,
    }
    return render(request, "animator/invitations.html", shown)


def sample(request: PageRequest, circle: Any, on: Any) -> Mail:
    """The mail that an invitation of this circle sends, with a link that opens nothing."""
    facts = MailFacts(
        link=request.build_absolute_uri(reverse("invitation", args=["…"])).replace("%E2%80%A6", "…"),
        by=request.user.name,
        circle=circle.name,
        purpose=circle.purpose,
        until=last_day(on),
    )
    return mail(LetterKind.INVITATION, facts, words())


@signed_in
@require_POST
def invite(request: PageRequest, ref: str) -> HttpResponse:
    """Prepare an invitation, or send it at once, as the button says."""
    circle, leaves = animated_circle(request.user, ref), "send" in request.POST
    sponsor = request.POST.get("sponsor", "")
    return acted(
        request,
        lambda: actions.invite_to_circle(
            by=request.user,
            circle=circle,
            email=request.POST.get("email", ""),
            name=request.POST.get("name", ""),
            role=role_of(request.POST.get("role", Role.MEMBER)),
            sponsor=member_of(request.user, circle, sponsor) if sponsor else None,
            at=request.at,
            send=leaves,
        ),
        to=reverse("invitations", args=[ref]),
        again=lambda: invitations_page(request, ref),
        said=gettext("The invitation leaves.") if leaves else gettext("It is ready. Nothing was sent."),
    )


@signed_in
@require_POST
def invitations_send(request: PageRequest, ref: str) -> HttpResponse:
    """Send the invitations that are ready: all of them, or those ticked."""
    circle = animated_circle(request.user, ref)
    refs = None if "all" in request.POST else request.POST.getlist("ref")
    if refs is None and prepared(request, circle) > MOST_NOW:
        errand.send_all.enqueue(request.user.ref, ref)
        messages.success(request, gettext("They leave one after the other. You can close this page."))
        return redirect("invitations", ref)
    try:
        left = actions.send_invitations(by=request.user, circle=circle, refs=refs, at=request.at)
    except Refused as refused:
        return refused_page(request, refused, lambda: invitations_page(request, ref))
    said = ngettext("%(number)s invitation leaves.", "%(number)s invitations leave.", left)
    messages.success(request, said % {"number": left})
    return redirect("invitations", ref)


def prepared(request: PageRequest, circle: Any) -> int:
    """How many invitations of a circle are ready to leave."""
    totals = invitation_totals(request.user, circle, on=today_of(request.user, request.at))
    return totals[InvitationState.PREPARED]


@signed_in
@require_POST
def invitation_withdraw(request: PageRequest, ref: str) -> HttpResponse:
    """Close an invitation that was not accepted: its link opens nothing any more."""
    circle = animated_circle(request.user, ref)
    return acted(
        request,
        lambda: actions.withdraw_from_circle(
            by=request.user, circle=circle, ref=request.POST.get("invitation", ""), at=request.at
        ),
        to=reverse("invitations", args=[ref]),
        again=lambda: invitations_page(request, ref),
        said=gettext("Withdrawn. Its link opens nothing any more."),
    )


def role_of(code: str) -> Role:
    """Return a role by its code. Refused: UNKNOWN_CHOICE."""
    return Role(chosen(code, Role))
