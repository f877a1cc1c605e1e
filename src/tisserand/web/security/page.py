"""Her page of sign-in and devices: what proves her, where she is signed in; ending a session."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tisserand.domain.people.actions import end_other_sessions, end_session
from tisserand.domain.people.queries import second_factors_of, sessions_of
from tisserand.web.access import acted, signed_in
from tisserand.web.proofs import proved_lately
from tisserand.web.request import PageRequest
from tisserand.web.security.devices import device

LONGEST_NUMBER = 18
"""Digits of a row's number: more would not fit where it is looked for."""


class CheckView(NamedTuple):
    """One of her second checks."""

    number: int
    name: str
    since: datetime


class DeviceView(NamedTuple):
    """Somewhere she is signed in; `here`: this very browser."""

    number: int
    name: str
    since: datetime
    here: bool


class ChecksView(NamedTuple):
    """All her second checks; `codes_left` is None when she has no recovery codes."""

    passkeys: list[CheckView]
    app: CheckView | None
    codes_left: int | None

    @property
    def there(self) -> bool:
        """Whether she has one at least."""
        return bool(self.passkeys or self.app)


def checks_of(request: PageRequest) -> ChecksView:
    """Her second checks, as they are now."""
    rows = second_factors_of(request.user)
    by_type: dict[str, list[Authenticator]] = {}
    for row in rows:
        by_type.setdefault(str(row.type), []).append(row)
    app = by_type.get(Authenticator.Type.TOTP, [])
    codes = by_type.get(Authenticator.Type.RECOVERY_CODES, [])
    return ChecksView(
        [check_view(row, row.wrap().name) for row in by_type.get(Authenticator.Type.WEBAUTHN, [])],
        check_view(app[0], gettext("An app of codes")) if app else None,
        len(codes[0].wrap().get_unused_codes()) if codes else None,
    )


def check_view(row: Authenticator, name: str) -> CheckView:
    """One second check in words."""
    return CheckView(row.pk, name, localtime(row.created_at))


def devices_of(request: PageRequest) -> list[DeviceView]:
    """Where she is signed in: this browser first."""
    here = request.session.session_key
    rows = [
        DeviceView(row.pk, device(row.user_agent), localtime(row.created_at), row.session_key == here)
        for row in sessions_of(request.user)
    ]
    return sorted(rows, key=lambda one: not one.here)


@signed_in
@require_safe
def security(request: PageRequest) -> HttpResponse:
    """What proves her, and her devices."""
    return security_page(request)


def security_page(request: PageRequest) -> HttpResponse:
    """Her page, as it is now."""
    shown = {"checks": checks_of(request), "devices": devices_of(request)}
    return render(request, "security/security.html", shown)


def number_of(ref: str) -> int:
    """Return the number of a row as an address names it; 404 when it is none."""
    if not (ref.isascii() and ref.isdecimal() and len(ref) <= LONGEST_NUMBER):
        raise Http404
    return int(ref)


@proved_lately
@require_POST
def session_end(request: PageRequest, ref: str) -> HttpResponse:
    """Sign one of her devices out."""
    number = number_of(ref)
    return acted(
        request,
        lambda: end_session(person=request.user, number=number, at=request.at),
        to=reverse("security") + "#devices",
        again=lambda: security_page(request),
        said=gettext("This device is signed out."),
    )


@proved_lately
@require_POST
def sessions_end(request: PageRequest) -> HttpResponse:
    """Sign every other device out."""
    here = request.session.session_key or ""
    return acted(
        request,
        lambda: end_other_sessions(person=request.user, but=here, at=request.at),
        to=reverse("security") + "#devices",
        again=lambda: security_page(request),
        said=gettext("Every other device is signed out."),
    )
