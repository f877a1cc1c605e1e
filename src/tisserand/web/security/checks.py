"""Setting up a second check and taking it away: passkeys, an app of codes, recovery codes."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.flows import activate_totp, deactivate_totp
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.internal.flows import add_authenticator, remove_authenticator
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from qrcode import make as qr_code  # type: ignore[import-untyped]
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]

from tisserand.domain.people.actions import end_other_sessions, write_audit
from tisserand.domain.people.queries import second_factors_of
from tisserand.vocabulary import AuditAct
from tisserand.web.proofs import forget_second, note_second, proved_lately
from tisserand.web.request import PageRequest
from tisserand.web.security.again import next_page, say_refused
from tisserand.web.security.options import as_text
from tisserand.web.security.page import number_of

LONGEST_NAME = 60


@proved_lately
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_new(request: PageRequest) -> HttpResponse:
    """Make a passkey with this device, and keep its public half."""
    if request.method != "POST":
        return passkey_page(request)
    typed = {**request.POST.dict(), "passwordless": "on"}
    form = AddWebAuthnForm(user=request.user, data=typed)
    if not form.is_valid():
        request.refusal = gettext("This passkey could not be read. Nothing was kept: try again.")
        request.refused_at, request.typed = "passkey_new", request.POST
        return passkey_page(request, 422)
    with transaction.atomic():
        made, codes = add_authenticator(
            request, name=form.cleaned_data["name"][:LONGEST_NAME], credential=form.cleaned_data["credential"]
        )
        write_audit(person=request.user, act=AuditAct.SECOND_FACTOR_ADDED, by=request.user, at=request.at)
    return added(request, made, codes, gettext("Your passkey is kept."))


def passkey_page(request: PageRequest, status: int = 200) -> HttpResponse:
    """The page where a passkey is made."""
    shown = {"options": as_text(begin_registration(request.user, True)), "next": next_page(request)}
    return render(request, "security/passkey_new.html", shown, status=status)


@proved_lately
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def app_new(request: PageRequest) -> HttpResponse:
    """Tie an app of codes: a secret to scan, and one code of it to prove that it works."""
    if any(row.type == Authenticator.Type.TOTP for row in second_factors_of(request.user)):
        return redirect("security")
    if request.method != "POST":
        return app_page(request, ActivateTOTPForm(user=request.user))
    form = ActivateTOTPForm(user=request.user, data=request.POST)
    if not form.is_valid():
        return app_page(request, form, say_refused(request, form, "app_new"))
    with transaction.atomic():
        made, codes = activate_totp(request, form)
        write_audit(person=request.user, act=AuditAct.SECOND_FACTOR_ADDED, by=request.user, at=request.at)
    return added(request, made, codes, gettext("Your app of codes is tied."))


def app_page(request: PageRequest, form: Any, status: int = 200) -> HttpResponse:
    """The page where an app of codes is tied: a picture to scan, the secret to copy."""
    address = get_adapter().build_totp_url(request.user, form.secret)
    picture = qr_code(address, image_factory=SvgPathFillImage).to_string()
    shown = {
        "picture": "data:image/svg+xml;base64," + base64.b64encode(picture).decode("ascii"),
        "address": address,
        "secret": " ".join(form.secret[at : at + 4] for at in range(0, len(form.secret), 4)),
        "next": next_page(request),
    }
    return render(request, "security/app_new.html", shown, status=status)


def added(request: PageRequest, made: Authenticator, codes: Authenticator | None, said: str) -> HttpResponse:
    """After a second check was set up: the first time, its recovery codes, shown once; else her page."""
    note_second(request, made)
    messages.success(request, said)
    return codes_page(request, codes) if codes else redirect(next_page(request))


@proved_lately
@never_cache
@require_POST
def recovery_codes(request: PageRequest) -> HttpResponse:
    """Make new recovery codes: those from before no longer work."""
    if not any(row.type != Authenticator.Type.RECOVERY_CODES for row in second_factors_of(request.user)):
        return redirect("security")
    with transaction.atomic():
        made = generate_recovery_codes(request)
        write_audit(person=request.user, act=AuditAct.RECOVERY_CODES_MADE, by=request.user, at=request.at)
    return codes_page(request, made)


def codes_page(request: PageRequest, made: Authenticator) -> HttpResponse:
    """Recovery codes, shown this once; a file of them is in the page itself: no script is needed."""
    codes = [f"{code[:4]} {code[4:]}" for code in made.wrap().get_unused_codes()]
    lines = [gettext("Recovery codes of Tisserand, each works once:"), *codes, ""]
    shown = {
        "codes": codes,
        "file": "data:text/plain;charset=utf-8," + quote("\r\n".join(lines)),
        "next": next_page(request),
    }
    return render(request, "security/recovery_codes.html", shown)


@proved_lately
@require_http_methods(["GET", "HEAD", "POST"])
def check_remove(request: PageRequest, ref: str) -> HttpResponse:
    """Take a second check away, after saying what follows."""
    number = number_of(ref)
    rows = second_factors_of(request.user)
    row = next((one for one in rows if one.pk == number and one.type in REMOVED_BY), None)
    if row is None:
        raise Http404
    last = sum(one.type in REMOVED_BY for one in rows) == 1
    if request.method != "POST":
        name = row.wrap().name if row.type == Authenticator.Type.WEBAUTHN else gettext("An app of codes")
        return render(request, "security/check_remove.html", {"name": name, "number": number, "last": last})
    here = request.session.session_key or ""
    with transaction.atomic():
        REMOVED_BY[row.type](request, row)
        write_audit(person=request.user, act=AuditAct.SECOND_FACTOR_REMOVED, by=request.user, at=request.at)
        end_other_sessions(person=request.user, but=here, at=request.at)
    if last:
        forget_second(request)
    messages.success(request, gettext("It is taken away. Every other device is signed out."))
    return redirect("security")


REMOVED_BY = {Authenticator.Type.WEBAUTHN: remove_authenticator, Authenticator.Type.TOTP: deactivate_totp}
"""How allauth takes each kind away; recovery codes go with the last of them."""
