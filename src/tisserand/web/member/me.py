"""Her own page: what she says of herself, what she looks for and gives, her rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tisserand.domain.attention.queries import budget_of
from tisserand.domain.circles.queries import bridge_roles_of
from tisserand.domain.exchanges.queries import asks_of
from tisserand.domain.exchanges.rules import AskState
from tisserand.domain.ties.queries import vouches_about
from tisserand.vocabulary import ActorType
from tisserand.web.access import signed_in, words
from tisserand.web.member.choices import Choice, RhythmView, choices, rhythm_view
from tisserand.web.request import PageRequest
from tisserand.wording.choices import (
    ASK_TYPES,
    AUDIENCES,
    DISTANCES,
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


class FieldView(NamedTuple):
    """One line of her card: a text, or a choice."""

    name: str
    label: str
    value: str
    longest: int = 80
    hint: str = ""
    filled: str = ""
    choices: tuple[Choice, ...] = ()


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
    distances: list[Choice]
    distance: str
    vouches: list[Any]
    roles: list[Any]


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
        distances=distances_of(request),
        distance=distance_said(person),
        vouches=vouch_views(person),
        roles=role_views(person),
    )


def distances_of(request: PageRequest) -> list[Choice]:
    """How far she may wish to be introduced, and what her circles say when she does not choose."""
    refused = getattr(request, "refused_at", "") == "rhythm"
    own = "" if request.user.distance is None else str(request.user.distance)
    said = words()
    names = {str(stop): said.gettext(text) for stop, text in enumerate(DISTANCES)}
    return choices(
        {"": gettext("As my circles say"), **names}, request.POST.get("distance", "") if refused else own
    )


def distance_said(person: Any) -> str:
    """The distance that she chose, in words."""
    return "" if person.distance is None else words().gettext(DISTANCES[person.distance])


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
