"""Signing in by a code: what django-allauth asks of us, and the code that a command prints.

allauth keeps the code of a browser in its session, counts its tries and its minutes, and limits how often
one may ask. We queue a letter where it would send a mail, and do a work of the same length for an address
that nobody has, so that neither the page nor its delay tells who is here.

A printed code is another one, longer, kept for ten minutes in the short memory under its address: it works
in whatever browser gives this address, whether a code was asked for there before or after. Who can run
commands on the machine can already read its database; the audit line tells the person concerned.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code, generate_user_code
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext

from tisserand.domain.attention.actions import queue_letter
from tisserand.domain.people.actions import forget_where, note_activity
from tisserand.domain.people.queries import day_of, person_of_address
from tisserand.vocabulary import LetterKind
from tisserand.web.proofs import is_recent, needs_second, note_proof, way_to_second

MINUTES = 10
TRIES = 3
UNREADABLE, TOO_MANY = 422, 429
"""The statuses of a page that says why it refuses."""
PRINTED_LENGTH = 16
"""Letters of a printed code: it counts no tries, so it must be beyond guessing (70 bits)."""


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves, nothing leaves by itself, our pages say what is to be said."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return that one comes in by an invitation only."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the letter of a code; nothing else of allauth is ever written to anybody."""
        if template_prefix == "account/email/login_code":
            queue_code(email, context["code"], context["request"].at)

    def is_reauthentication_required(self, *, app: str, **_more: Any) -> bool:  # noqa: ARG002
        """Return whether to ask again who she is; our own pages asked before."""
        return not is_recent(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:  # noqa: ARG002
        """Return the one page where she says again who she is."""
        return [{"id": "again", "description": "", "url": reverse("confirm_again")}]

    def get_login_redirect_url(self, request: Any) -> str:
        """Return the first page: Today, or why a second check is needed by who looks after others."""
        today = str(super().get_login_redirect_url(request))
        return way_to_second(request, today) if needs_second(request) else today

    def post_login(self, request: Any, user: Any, **more: Any) -> HttpResponse:
        """Note the device, never the place, and the month: nobody forgets who still comes."""
        response: HttpResponse = super().post_login(request, user, **more)
        note_activity(person=user, at=request.at)
        forget_where(key=request.session.session_key or "")
        note_proof(request)
        return response

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Say nothing: the next page does."""


def queue_code(address: str, code: str, at: datetime) -> None:
    """Queue the letter that carries a code to an address, whether or not somebody has it."""
    person = person_of_address(address)
    queue_letter(
        person=person,
        address="" if person else address,
        kind=LetterKind.SIGN_IN,
        once=f"{LetterKind.SIGN_IN}:{secrets.token_hex(16)}",
        due_on=day_of(person, at),
        secret=code,
        at=at,
    )


def pretend_to_queue(address: str, at: datetime) -> None:
    """Do the work of `queue_code`, undo it, and write elsewhere as much as it would have kept."""
    with transaction.atomic():
        queue_code(address, new_code(), at)
        transaction.set_rollback(True)
    cache.set(_place(address) + ":nobody", secrets.token_hex(16), MINUTES * 60)


def new_code() -> str:
    """Return a code to be sent: eight letters that are read aloud without mistake."""
    return str(generate_user_code())


def waiting_code(address: str, at: datetime) -> str:  # noqa: ARG001 - the short memory has its own minutes
    """Return a new code that signs the person of this address in, once, for ten minutes; "" if there is none.

    It works on the page of codes of any browser that gave this address. An earlier one stops working.
    """
    person = person_of_address(address)
    if person is None or not person.is_here:
        return ""
    code = str(generate_user_code(length=PRINTED_LENGTH))
    cache.set(_place(person.email), code, MINUTES * 60)
    return code


def is_printed_code(address: str, code: str) -> bool:
    """Say whether `code` was printed for this address; a code that was is spent by asking."""
    place = _place(address)
    expected = cache.get(place, "")
    if not expected or not compare_user_code(actual=code, expected=expected):
        return False
    return bool(cache.delete(place))


def _place(address: str) -> str:
    return "printed-code:" + hashlib.sha256(address.strip().casefold().encode()).hexdigest()


def say_wrong_code(request: Any, tries_left: int, refused_at: str) -> None:
    """Say on the page that the code is not the right one, and how many tries are left."""
    sentence = ngettext(
        "This code is not the right one. %(number)s try is left.",
        "This code is not the right one. %(number)s tries are left.",
        tries_left,
    )
    request.refusal, request.refused_at = sentence % {"number": tries_left}, refused_at
