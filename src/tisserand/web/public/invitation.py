"""An invitation: read by whoever holds the link, accepted by whoever reads the mailbox.

Opening the link changes nothing. Accepting it asks for a code sent to the address it was written to, in the
same way whether that address is known here or not: a link that was forwarded opens nothing. The code lives
in the browser's session, with allauth's own counts of tries and minutes; no Person exists before the code
is given, so that nobody has to be taken away again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal.cryptokit import compare_user_code
from allauth.core.ratelimit import consume
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tisserand.domain.exchanges.actions import accept_invitation
from tisserand.domain.people.queries import day_of, invitation_of_ref
from tisserand.domain.people.rules import SENT_DAYS, last_day, masked, may_accept
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal
from tisserand.web.access import words
from tisserand.web.request import PageRequest
from tisserand.web.signin import (
    MINUTES,
    TOO_MANY,
    TRIES,
    UNREADABLE,
    new_code,
    queue_code,
    say_wrong_code,
)
from tisserand.web.tokens import INVITATION, ref_in
from tisserand.wording import refusals

GONE, FORBIDDEN, MISSING = 410, 403, 404
STATUS = {Refusal.INVITATION_UNKNOWN: MISSING, Refusal.INVITATION_FOR_ANOTHER: FORBIDDEN}
IN_SESSION = "invitation_code"


class AcceptanceCode(AbstractCodeVerificationProcess):  # type: ignore[misc]
    """The code of one invitation in one browser: allauth counts its tries and its minutes."""

    def __init__(self, request: PageRequest, state: dict[str, Any]) -> None:
        super().__init__(max_attempts=TRIES, timeout=MINUTES * 60, state=state)
        self.request = request

    @classmethod
    def begin(cls, request: PageRequest, ref: str, address: str) -> None:
        """Send a code to the address of an invitation, and remember it here."""
        state = {**cls.initial_state(user=None, email=address), "ref": ref, "code": new_code()}
        queue_code(address, state["code"], request.at)
        cls(request, state).persist()

    @classmethod
    def waiting(cls, request: PageRequest, ref: str) -> AcceptanceCode | None:
        """The code asked for in this browser for this invitation, while it lives."""
        state = request.session.get(IN_SESSION)
        if not state or state.get("ref") != ref:
            return None
        return cls(request, state).abort_if_invalid()  # type: ignore[no-any-return]

    @property
    def tries_left(self) -> int:
        """How many tries are left."""
        return int(self.max_attempts - self.state["failed_attempts"])

    def persist(self) -> None:
        self.request.session[IN_SESSION] = self.state

    def send(self) -> None:
        """Nothing: the letter was queued with the code."""

    def abort(self) -> None:
        self.request.session.pop(IN_SESSION, None)


def open_invitation(token: str, at: datetime) -> Any:
    """Return the invitation that a token opens today. Refused: INVITATION_UNKNOWN, _USED, _EXPIRED."""
    ref = ref_in(token, INVITATION)
    asked = invitation_of_ref(ref) if ref else None
    if asked is None or getattr(asked, "admission", None) is None:
        raise Refused(Refusal.INVITATION_UNKNOWN)
    may_accept(
        sent_on=asked.sent_on,
        accepted_on=asked.accepted_on,
        withdrawn_on=asked.withdrawn_on,
        on=day_of(None, at),
    )
    return asked


def closed(request: PageRequest, refused: Refused, token: str) -> HttpResponse:
    """The page of an invitation that does not open: why, and what to do next."""
    if refused.code not in (*STATUS, Refusal.INVITATION_USED, Refusal.INVITATION_EXPIRED):
        raise refused
    shown = {
        "code": refused.code.value,
        "sentence": refusals.sentence(refused, words()),
        "token": token,
        "days": SENT_DAYS,
    }
    return render(request, "public/invitation_closed.html", shown, status=STATUS.get(refused.code, GONE))


@never_cache
@require_safe
def invitation(request: PageRequest, token: str) -> HttpResponse:
    """Say who invites, where, what for, and who would see what. Opening it changes nothing."""
    try:
        asked = open_invitation(token, request.at)
        check_reader(request, asked.email)
    except Refused as refused:
        return closed(request, refused, token)
    return invitation_page(request, asked, token)


def check_reader(request: PageRequest, address: str) -> None:
    """Refused: INVITATION_FOR_ANOTHER when somebody else is signed in here."""
    if request.user.is_authenticated and request.user.email != address:
        raise Refused(Refusal.INVITATION_FOR_ANOTHER)


def invitation_page(request: PageRequest, asked: Any, token: str) -> HttpResponse:
    """The page of an open invitation."""
    shown = {
        "admission": asked.admission,
        "circle": asked.admission.circle,
        "by": asked.invited_by,
        "address": masked(asked.email),
        "until": last_day(asked.sent_on),
        "token": token,
    }
    return render(request, "public/invitation.html", shown)


@never_cache
@require_POST
def invitation_accept(request: PageRequest, token: str) -> HttpResponse:
    """Accept at once when this address is signed in here; else send it a code."""
    try:
        asked = open_invitation(token, request.at)
        check_reader(request, asked.email)
    except Refused as refused:
        return closed(request, refused, token)
    if request.user.is_authenticated:
        return come_in(request, asked, token)
    if not consume(request, action="request_login_code", key=asked.email):
        request.refusal = gettext("Many codes were asked for already. Wait a minute, then ask again.")
        request.refused_at, request.typed = "invitation_accept", request.POST
        response = invitation_page(request, asked, token)
        response.status_code = TOO_MANY
        return response
    AcceptanceCode.begin(request, asked.ref, asked.email)
    return redirect("invitation_code", token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_code(request: PageRequest, token: str) -> HttpResponse:
    """Give the code that was sent to the address of the invitation; then one is in."""
    try:
        asked = open_invitation(token, request.at)
        check_reader(request, asked.email)
    except Refused as refused:
        return closed(request, refused, token)
    waiting = AcceptanceCode.waiting(request, asked.ref)
    if waiting is None:
        return redirect("invitation", token)
    shown = {"address": masked(asked.email), "token": token}
    if request.method != "POST":
        return render(request, "public/invitation_code.html", shown)
    if compare_user_code(actual=request.POST.get("code", ""), expected=waiting.code):
        waiting.abort()
        return come_in(request, asked, token)
    if not waiting.record_invalid_attempt():
        again = {"again": reverse("invitation", args=[token])}
        return render(request, "account/spent.html", again, status=UNREADABLE)
    say_wrong_code(request, waiting.tries_left, "invitation_code")
    return render(request, "public/invitation_code.html", shown, status=UNREADABLE)


def come_in(request: PageRequest, asked: Any, token: str) -> HttpResponse:
    """Accept for whoever proved the address, then let allauth sign her in, second step included."""
    address = asked.email
    try:
        person = accept_invitation(invitation=asked, at=request.at, language=get_language()[:2])
    except Refused as refused:  # somebody else was faster, or the day ended meanwhile
        return closed(request, refused, token)
    if request.user.is_authenticated:
        return redirect("welcome")
    record_authentication(request, person, method="code", email=address)
    login = Login(user=person, email=address, redirect_url=reverse("welcome"))
    return perform_login(request, login)  # type: ignore[no-any-return]
