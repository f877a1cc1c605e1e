"""What a session has proved, and when: allauth notes each proof in it, in order.

A second check is a passkey, an app of codes or a recovery code. Who has one is asked for it before anything
that touches her sign-in; who has none is asked for a code by mail.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from tisserand.domain.circles.queries import is_animator
from tisserand.domain.people.actions import move_session
from tisserand.domain.people.queries import has_second_factor
from tisserand.web.access import signed_in
from tisserand.web.request import PageRequest

P = ParamSpec("P")
MINUTES = 10
"""How long a proof stays recent: the time to read a page and decide."""
PROVED = "proved_at"
"""Where the session keeps the network's instant of the last proof."""
SECOND = "mfa"
"""How allauth calls a second check in its notes."""
GUARDED = ("tisserand.web.animator.", "tisserand.web.host.", "tisserand.web.observatory.")
"""Where the views stand that an animator or a host opens with a second check only."""


def has_passed_second(request: HttpRequest) -> bool:
    """Say whether this session has passed a second check, once; it asks the database nothing."""
    return any(one.get("method") == SECOND for one in get_authentication_records(request, request.user))


def is_recent(request: PageRequest) -> bool:
    """Say whether she proved who she is a few minutes ago, by her second check if she has one."""
    proved = request.session.get(PROVED, 0)
    if request.at.timestamp() - proved > MINUTES * 60:
        return False
    return has_passed_second(request) or not has_second_factor(request.user)


def note_proof(request: PageRequest) -> None:
    """Note that she has just proved who she is."""
    request.session[PROVED] = request.at.timestamp()


def renew(request: PageRequest) -> None:
    """Note that she has just been asked again, and give her session another key."""
    was = request.session.session_key or ""
    request.session.cycle_key()
    move_session(was=was, now=request.session.session_key or "")
    note_proof(request)


def note_second(request: HttpRequest, authenticator: Authenticator) -> None:
    """Note in this session that she has just proved that she holds this second check: she made it here."""
    kind = str(authenticator.type)
    record_authentication(request, request.user, SECOND, id=authenticator.pk, type=kind, reauthenticated=True)


def forget_second(request: HttpRequest) -> None:
    """Forget that this session passed a second check: she has none any more."""
    notes = [one for one in get_authentication_records(request, request.user) if one.get("method") != SECOND]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = notes


def proved_lately(
    view: Callable[Concatenate[PageRequest, P], HttpResponse],
) -> Callable[Concatenate[PageRequest, P], HttpResponse]:
    """A view that first asks again who she is, unless she proved it a few minutes ago."""

    @signed_in
    @wraps(view)
    def looked(request: PageRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_recent(request):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("security")
        return redirect(with_next("confirm_again", back))

    return looked


def with_next(name: str, page: str, **more: Any) -> str:
    """Return the address of a page that leads afterwards to another."""
    return f"{reverse(name)}?{urlencode({'next': page, **more})}"


def needs_second(request: PageRequest) -> bool:
    """Say whether whoever is signed in looks after others and has not passed a second check here.

    A demonstration asks nobody: its personas are one press away.
    """
    if settings.DEMO or not request.user.is_authenticated or has_passed_second(request):
        return False
    return bool(request.user.is_host or is_animator(request.user))


def way_to_second(request: PageRequest, page: str) -> str:
    """Return where to go before `page`: to give the second check she has, or to set one up."""
    name = "confirm_again" if has_second_factor(request.user) else "second_factor"
    return with_next(name, page)
