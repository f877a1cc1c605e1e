"""Her own page: what she says of herself, her rhythm, her agreements, what was done about her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tisserand.domain.attention.queries import budget_of
from tisserand.domain.circles.queries import bridge_roles_of
from tisserand.domain.exchanges.queries import asks_of
from tisserand.domain.exchanges.rules import AskState
from tisserand.domain.people import queries as people
from tisserand.domain.ties.queries import vouches_about
from tisserand.vocabulary import ActorType, Consent
from tisserand.web.access import signed_in, words
from tisserand.web.member.choices import Choice, RhythmView, choices, rhythm_view
from tisserand.web.request import PageRequest
from tisserand.wording.choices import (
    AGREEMENTS,
    ASK_TYPES,
    AUDIENCES,
    act,
    actors,
    ask_type,
    named_choices,
)
from tisserand.wording.quotes import Quote, named, quote


class AskView(NamedTuple):
    """One of her needs or offers."""

    ref: str
    is_need: bool
    text: Quote
    type: str
    audience: str
    until: date | None
    past: bool


class ConsentView(NamedTuple):
    """Something she may agree to: what it allows, where it stands, and every time it changed."""

    code: str
    title: str
    text: str
    allowed: bool | None
    state: str
    history: list[Any]


class FieldView(NamedTuple):
    """One line of her card: a text, or a choice."""

    name: str
    label: str
    value: str
    longest: int = 80
    hint: str = ""
    filled: str = ""
    choices: tuple[Choice, ...] = ()


class ApartView(NamedTuple):
    """Somebody kept away from her."""

    ref: str
    name: str
    blocked: bool


class AuditView(NamedTuple):
    """One sensitive act about her."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MeView:
    """Everything that her page says."""

    name: str
    line: str
    email: str
    concern: str
    paused_on: date | None
    asks: list[AskView]
    types: list[Choice]
    audiences: list[Choice]
    rhythm: RhythmView
    fields: list[FieldView]
    consents: list[ConsentView]
    vouches: list[Any]
    roles: list[Any]
    apart: list[ApartView]
    audit: list[AuditView]


@signed_in
@require_safe
def me(request: PageRequest) -> HttpResponse:
    """Her page."""
    return page_of_me(request)


def page_of_me(request: PageRequest) -> HttpResponse:
    """Her page, as it is now."""
    return render(request, "member/me.html", {"me": me_view(request)})


def me_view(request: PageRequest) -> MeView:
    """What her page says."""
    person, said = request.user, words()
    organisation = person.organisation.name if person.organisation_id else ""
    return MeView(
        name=named(person.name),
        line=", ".join(named(text) for text in (organisation, person.town) if text),
        email=person.email,
        concern=person.concern,
        paused_on=person.paused_on,
        asks=ask_views(request),
        types=choices(named_choices(ASK_TYPES, said)),
        audiences=choices(named_choices(AUDIENCES, said)),
        rhythm=rhythm_view(request, budget_of(person), "rhythm"),
        fields=fields_of(request, organisation),
        consents=consent_views(person),
        vouches=vouch_views(person),
        roles=role_views(person),
        apart=apart_views(person),
        audit=audit_views(person),
    )


def ask_views(request: PageRequest) -> list[AskView]:
    """Her open needs, then her open offers; those whose half year is over are marked."""
    said, asks = words(), asks_of(request.user, request.at)
    audiences = named_choices(AUDIENCES, said)
    return [
        AskView(
            ask.ref,
            is_need,
            quote(ask.text),
            ask_type(ask.type or "", said),
            audiences[ask.audience],
            ask.until,
            ask.state is AskState.PAST,
        )
        for rows, is_need in ((asks.needs, True), (asks.offers, False))
        for ask in rows
    ]


def fields_of(request: PageRequest, organisation: str) -> list[FieldView]:
    """The lines of her card."""
    person = request.user
    refused = getattr(request, "refused_at", "") == "profile"
    kinds = {"": gettext("I would rather not say"), **{c.value: t for c, t in actor_names().items()}}
    chosen = request.POST.get("actor_type", "") if refused else person.actor_type
    return [
        FieldView("name", gettext("Your name"), person.name, 120, filled="name"),
        FieldView(
            "concern",
            gettext("What matters to you"),
            person.concern,
            160,
            gettext("One line, read before your organisation."),
        ),
        FieldView("organisation", gettext("Your organisation"), organisation, 120, filled="organization"),
        FieldView(
            "actor_type",
            gettext("For whom do you speak?"),
            person.actor_type,
            choices=tuple(choices(kinds, chosen)),
        ),
        FieldView("sector", gettext("Your field"), person.sector),
        FieldView("town", gettext("Your town"), person.town, filled="address-level2"),
        FieldView(
            "phone",
            gettext("Your telephone"),
            person.phone,
            32,
            gettext("Given only if you tick it, after two yeses."),
            "tel",
        ),
    ]


def actor_names() -> dict[ActorType, str]:
    """Every kind of actor, with a capital."""
    return {ActorType(code): text[:1].upper() + text[1:] for code, text in actors(words()).items()}


def consent_views(person: Any) -> list[ConsentView]:
    """Each thing she may agree to, with its history."""
    said, holds = words(), people.consents_of(person)
    history: dict[str, list[Any]] = {}
    for row in people.consent_history(person):
        history.setdefault(row.code, []).append({"allowed": row.allowed, "set_at": localtime(row.set_at)})
    states = {True: gettext("agreed"), False: gettext("not agreed"), None: gettext("not answered yet")}
    return [
        ConsentView(
            code.value,
            said.gettext(AGREEMENTS[code].title),
            said.gettext(AGREEMENTS[code].text),
            holds[code],
            states[holds[code]],
            history.get(code, []),
        )
        for code in Consent
    ]


def vouch_views(person: Any) -> list[dict[str, Any]]:
    """What was written about her, for her to agree to or to take away."""
    return [
        {
            "ref": row.ref,
            "author": named(row.author.name),
            "circle": named(row.circle.name),
            "sentence": row.sentence,
            "until": row.until,
            "agreed_on": row.agreed_on,
        }
        for row in vouches_about(person)
    ]


def role_views(person: Any) -> list[dict[str, Any]]:
    """The bridges on which she stands, or is asked to."""
    return [
        {
            "ref": row.bridge.ref,
            "start": named(row.bridge.start.name),
            "end": named(row.bridge.end.name),
            "accepted_on": row.accepted_on,
        }
        for row in bridge_roles_of(person)
    ]


def apart_views(person: Any) -> list[ApartView]:
    """Whom she keeps away."""
    return [
        *(ApartView(row.other.ref, named(row.other.name), True) for row in people.blocks_of(person)),
        *(ApartView(row.other.ref, named(row.other.name), False) for row in people.hides_of(person)),
    ]


def audit_views(person: Any) -> list[AuditView]:
    """The sensitive acts about her, newest first."""
    return [
        AuditView(
            act(row.act, words()),
            named(row.by.name) if row.by and row.by != person else "",
            localtime(row.at),
        )
        for row in people.audit_of(person)
    ]
