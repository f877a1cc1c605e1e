"""Hide, block or report somebody: only somebody whom the reader was shown, and nobody is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tisserand.domain.introductions import actions
from tisserand.domain.introductions.queries import person_shown
from tisserand.domain.people import actions as people
from tisserand.domain.people.queries import blocks_of, hides_of
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal, ReportReason
from tisserand.web.access import acted, signed_in
from tisserand.web.member.choices import coded
from tisserand.web.member.introductions import page_of
from tisserand.web.member.privacy import page_of_privacy
from tisserand.web.request import PageRequest
from tisserand.wording.quotes import named


@signed_in
@require_POST
def block(request: PageRequest, ref: str) -> HttpResponse:
    """Nothing more joins the two, at once for her."""
    return _kept_away(
        request, ref, actions.block_person, gettext("%s is blocked. You can take it back in “My privacy”.")
    )


@signed_in
@require_POST
def hide(request: PageRequest, ref: str) -> HttpResponse:
    """The two are not proposed to each other any more."""
    return _kept_away(
        request, ref, actions.hide_person, gettext("%s is hidden. You can take it back in “My privacy”.")
    )


def _kept_away(request: PageRequest, ref: str, act: Callable[..., object], said: str) -> HttpResponse:
    other = person_shown(request.user, ref)
    return acted(
        request,
        lambda: act(person=request.user, other=other, at=request.at),
        to=reverse("today"),
        again=lambda: page_of_privacy(request),
        said=said % named(other.name),
    )


@signed_in
@require_POST
def unblock(request: PageRequest, ref: str) -> HttpResponse:
    """Take a block back."""
    return _let_back(request, _other(blocks_of(request.user), ref), people.lift_block)


@signed_in
@require_POST
def unhide(request: PageRequest, ref: str) -> HttpResponse:
    """Take back what she hid."""
    return _let_back(request, _other(hides_of(request.user), ref), people.lift_hide)


def _let_back(request: PageRequest, other: Any, act: Callable[..., object]) -> HttpResponse:
    act(person=request.user, other=other, at=request.at)
    return redirect(reverse("my_privacy") + "#apart")


def _other(rows: Iterable[Any], ref: str) -> Any:
    """Whom one of these rows is about."""
    for row in rows:
        if row.other.ref == ref:
            return row.other
    raise Refused(Refusal.NOT_FOUND)


@signed_in
@require_POST
def report(request: PageRequest, ref: str) -> HttpResponse:
    """Tell the host about somebody; shown again on the page of the introduction when it is refused."""
    other, typed = person_shown(request.user, ref), request.POST
    about = typed.get("about", "")[:12]
    return acted(
        request,
        lambda: people.report(
            person=request.user,
            other=other,
            reason=coded(ReportReason, typed.get("reason", "")),
            text=typed.get("text", ""),
            about=about,
            at=request.at,
        ),
        to=reverse("today"),
        again=lambda: page_of(request, about),
        said=gettext("Your report is with the host of this network."),
    )
