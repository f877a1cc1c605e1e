"""The facts of a letter as its mail tells them: read again when it is written, never kept beside it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.queries import bridge_for
from tisserand.domain.people.queries import invitation_of_ref
from tisserand.domain.people.rules import last_day
from tisserand.domain.refused import Refused
from tisserand.vocabulary import LetterKind
from tisserand.web.tokens import INVITATION, token_of
from tisserand.wording.mail import MailFacts

ABOUT_ONE = frozenset(
    {
        LetterKind.PROPOSAL,
        LetterKind.REMINDER,
        LetterKind.ESTABLISHED,
        LetterKind.HAVE_YOU_MET,
        LetterKind.MESSAGE,
    }
)
ABOUT_BRIDGE = frozenset({LetterKind.BRIDGE_TO_SIGN, LetterKind.BRIDGE_SIGNED, LetterKind.BRIDGE_PERSON})


def facts_of(letter: Any, base: str) -> MailFacts:
    """Return what the mail of a letter tells; `base` is the address of the installation, with its slash."""
    site, name = base.rstrip("/"), letter.person.name if letter.person else ""
    kind = LetterKind(letter.kind)
    if kind is LetterKind.SIGN_IN:
        return MailFacts(name=name, code=letter.secret or "…")
    if kind is LetterKind.INVITATION:
        return _invited(letter.about, site)
    if kind in ABOUT_BRIDGE:
        return _on_bridge(letter, name, site)
    if kind in ABOUT_ONE:
        return MailFacts(name=name, link=site + reverse("introduction", args=[letter.about]))
    if kind is LetterKind.APPROVAL:
        return MailFacts(name=name, link=site + reverse("circles"))
    if kind is LetterKind.FORGOTTEN_SOON:
        return MailFacts(name=name, link=site + reverse("signin"))
    return MailFacts(name=name)


def _invited(ref: str, site: str) -> MailFacts:
    asked = invitation_of_ref(ref)
    if asked is None:
        return MailFacts()
    circle = asked.admission.circle
    return MailFacts(
        name=asked.name,
        link=site + reverse("invitation", args=[token_of(ref, INVITATION)]),
        by=asked.invited_by.name if asked.invited_by else "",
        circle=circle.name,
        purpose=circle.purpose,
        until=last_day(asked.sent_on) if asked.sent_on else None,
    )


def _on_bridge(letter: Any, name: str, site: str) -> MailFacts:
    link = site + reverse("bridge", args=[letter.about])
    try:
        told = bridge_for(letter.person, letter.about, network_day(letter.queued_at))
    except Refused:  # she no longer has a part in it: the letter says where, and the page says the rest
        return MailFacts(name=name, link=link)
    return MailFacts(name=name, link=link, circle=told.here.name, other=told.there.name)
