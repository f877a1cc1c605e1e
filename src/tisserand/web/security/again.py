"""“Is it still you?”: asked before what touches her sign-in. There is no password to ask for.

Who has a second check gives it. Who has none asks for a code by mail, or gives the one that the host's
command printed: three tries, ten minutes, once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.core import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tisserand.web.access import signed_in
from tisserand.web.proofs import renew, with_next
from tisserand.web.request import PageRequest
from tisserand.web.security.options import as_text
from tisserand.web.security.page import ChecksView, checks_of
from tisserand.web.signin import (
    MINUTES,
    TOO_MANY,
    TRIES,
    UNREADABLE,
    is_printed_code,
    new_code,
    queue_code,
    say_wrong_code,
)

PLACE = "code_again"
"""Where the session keeps the code that was sent."""


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_again(request: PageRequest) -> HttpResponse:
    """Ask again who she is, then lead her where she was going."""
    checks = checks_of(request)
    if request.method != "POST":
        return again_page(request, checks)
    if checks.there:
        return check_second(request, checks)
    return send_code(request, checks) if "send" in request.POST else check_mail(request, checks)


def again_page(request: PageRequest, checks: ChecksView, status: int = 200) -> HttpResponse:
    """The page, with what she can prove herself by."""
    shown: dict[str, Any] = {
        "checks": checks,
        "next": next_page(request),
        "sent": PLACE in request.session,
        "options": as_text(begin_authentication(request.user)) if checks.passkeys else "",
    }
    return render(request, "security/again.html", shown, status=status)


def next_page(request: PageRequest) -> str:
    """Where she was going, when it is one of our pages; else her page of sign-in."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if asked and ours else reverse("security")


def check_second(request: PageRequest, checks: ChecksView) -> HttpResponse:
    """Look at the second check that she gives."""
    by_passkey = bool(request.POST.get("credential"))
    form_of = ReauthenticateWebAuthnForm if by_passkey else ReauthenticateForm
    form = form_of(user=request.user, data=request.POST)
    if form.is_valid():
        proof = form.cleaned_data["credential"] if by_passkey else form.authenticator
        post_authentication(request, proof, reauthenticated=True)
        renew(request)
        return redirect(next_page(request))
    return again_page(request, checks, say_refused(request, form, "confirm_again"))


def say_refused(request: Any, form: Any, at: str) -> int:
    """Say why a second check was not taken; returns the status of the page."""
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    too_many = bool(codes & {"too_many_login_attempts", "rate_limited"})
    request.refused_at, request.typed = at, request.POST
    if too_many:
        request.refusal = gettext("Too many tries. Wait five minutes, then try again.")
    elif request.POST.get("credential"):
        request.refusal = gettext("This passkey is not known here. Try again, or use another way.")
    else:
        request.refusal = gettext(
            "This code is not the right one. Take the one shown now, and write it again."
        )
    return TOO_MANY if too_many else UNREADABLE


def send_code(request: PageRequest, checks: ChecksView) -> HttpResponse:
    """Send a code to her mailbox."""
    address = request.user.email
    if not ratelimit.consume(request, action="request_login_code", key=address):
        request.refusal = gettext("Many codes were asked for already. Wait a minute, then ask again.")
        request.refused_at = "confirm_again"
        return again_page(request, checks, TOO_MANY)
    code = new_code()
    queue_code(address, code, request.at)
    request.session[PLACE] = {"code": code, "at": request.at.timestamp(), "tries": 0}
    return redirect(with_next("confirm_again", next_page(request)))


def check_mail(request: PageRequest, checks: ChecksView) -> HttpResponse:
    """Look at the code that her mailbox received."""
    sent, given = request.session.get(PLACE), request.POST.get("code", "")
    if is_printed_code(request.user.email, given) or is_right(sent, given, request.at):
        request.session.pop(PLACE, None)
        renew(request)
        return redirect(next_page(request))
    tries = count_try(request)
    request.typed = request.POST
    if tries >= TRIES:
        request.refusal = gettext("After three tries a code no longer works. Ask for another one.")
        request.refused_at = "confirm_again"
    else:
        say_wrong_code(request, TRIES - tries, "confirm_again")
    return again_page(request, checks, UNREADABLE)


def is_right(sent: dict[str, Any] | None, given: str, at: datetime) -> bool:
    """Say whether this is the code that was sent, in time."""
    if sent is None or at.timestamp() - sent["at"] > MINUTES * 60:
        return False
    return bool(compare_user_code(actual=given, expected=sent["code"]))


def count_try(request: PageRequest) -> int:
    """Count a wrong try; the last one spends the code. With no code sent, there is none left."""
    sent = request.session.get(PLACE)
    if sent is None:
        return TRIES
    tries = int(sent["tries"]) + 1
    if tries >= TRIES:
        request.session.pop(PLACE, None)
    else:
        request.session[PLACE] = {**sent, "tries": tries}
    return tries
