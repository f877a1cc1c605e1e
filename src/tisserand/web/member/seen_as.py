"""Seen as: what a kind of reader is shown of her, made by what makes it for them.

Kinds of reader only: to look as a named person would tell who blocked her.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tisserand.domain.circles.queries.seen import member_as_read
from tisserand.domain.introductions.queries.letters import record_of
from tisserand.domain.people.queries import day_of, withheld_by_person
from tisserand.domain.people.rules import READ_BY_DEFAULT
from tisserand.vocabulary import ActorType, Field, Reader
from tisserand.web.access import signed_in, words
from tisserand.web.member.choices import Choice
from tisserand.web.request import PageRequest
from tisserand.wording.choices import READERS, actors, named_choices
from tisserand.wording.letters import role
from tisserand.wording.quotes import named, quote

READERS_WITH_EYES = tuple(reader for reader in Reader if READ_BY_DEFAULT[reader])
"""The kinds of reader who are shown something of her."""
OF_CIRCLE = (Reader.CIRCLE, Reader.ANIMATOR)


@signed_in
@require_safe
def seen_as(request: PageRequest) -> HttpResponse:
    """What a kind of reader is shown of her."""
    code = request.GET.get("reader", Reader.CIRCLE.value)
    if code not in set(Reader):
        raise Http404
    reader, said = Reader(code), named_choices(READERS, words())
    view: dict[str, Any] = {
        "reader": code,
        "title": said[code],
        "readers": [Choice(one.value, said[one], one is reader) for one in Reader],
        "name": named(request.user.name),
    }
    return render(request, "member/seen_as.html", {"seen": view | shown_to(request, reader)})


def shown_to(request: PageRequest, reader: Reader) -> dict[str, Any]:
    """What the page shows: a row of the list of a circle, the head of a letter, or nothing."""
    person = request.user
    if reader in OF_CIRCLE:
        return {"member": member_as_read(person, reader, on=day_of(person, request.at))}
    if reader is Reader.OTHER_SIDE:
        kept = withheld_by_person([person.pk], reader)[person.pk]
        cares = "" if Field.CONCERN in kept else person.concern
        return {"letter": {"role": role(record_of(person, kept)), "cares": quote(cares) if cares else ""}}
    return {}


def card_of(person: Any) -> dict[Field, str]:
    """What she wrote in each field of her card, in words."""
    kinds = actors(words())
    return {
        Field.CONCERN: person.concern,
        Field.TOWN: person.town,
        Field.ORGANISATION: person.organisation.name if person.organisation_id else "",
        Field.SECTOR: person.sector,
        Field.ACTOR_TYPE: kinds[person.actor_type] if person.actor_type in set(ActorType) else "",
    }
