"""My privacy: who sees what of her, what she agreed to, who cites her, what was done about her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tisserand.domain.introductions.queries.mine import citations_of
from tisserand.domain.people import queries as people
from tisserand.domain.people.actions import write_withheld
from tisserand.domain.people.rules import READ_BY_DEFAULT, Withholding, agreed, may_read
from tisserand.vocabulary import Consent, Field, Reader
from tisserand.web.access import acted, signed_in, words
from tisserand.web.member.choices import Choice
from tisserand.web.member.seen_as import READERS_WITH_EYES, card_of
from tisserand.web.request import PageRequest
from tisserand.wording.choices import AGREEMENTS, READERS, READERS_IN_SHORT, act, named_choices
from tisserand.wording.fields import field_said
from tisserand.wording.quotes import named

SHOWN = 5
"""Citations and acts listed at once; the others are folded."""


class ConsentView(NamedTuple):
    """Something she may agree to: what it allows, where it stands, and every time it changed."""

    code: str
    title: str
    text: str
    allowed: bool | None
    state: str
    history: list[Any]


class ReaderView(NamedTuple):
    """A kind of reader, in a few words and in one."""

    code: str
    text: str
    short: str


class SightRow(NamedTuple):
    """One field: what it is, what she wrote there, and which readers see it."""

    label: str
    value: str
    eyes: tuple[Choice, ...]


class ApartView(NamedTuple):
    """Somebody kept away from her."""

    ref: str
    name: str
    blocked: bool


class CitationView(NamedTuple):
    """A letter that may say her name."""

    shown_on: date
    first: str
    second: str


class AuditView(NamedTuple):
    """One sensitive act about her."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PrivacyView:
    """Everything that the page says."""

    name: str
    paused_on: date | None
    readers: list[ReaderView]
    sight: list[SightRow]
    consents: list[ConsentView]
    named: bool
    citations: list[CitationView]
    apart: list[ApartView]
    audit: list[AuditView]

    @property
    def lately(self) -> list[AuditView]:
        """The latest acts."""
        return self.audit[:SHOWN]

    @property
    def before(self) -> list[AuditView]:
        """The acts before."""
        return self.audit[SHOWN:]


@signed_in
@require_safe
def my_privacy(request: PageRequest) -> HttpResponse:
    """The page."""
    return page_of_privacy(request)


def page_of_privacy(request: PageRequest) -> HttpResponse:
    """The page, as it is now."""
    return render(request, "member/privacy.html", {"privacy": privacy_view(request)})


@signed_in
@require_POST
def visibility(request: PageRequest) -> HttpResponse:
    """Write who sees what: what was not ticked is kept."""
    shown = set(request.POST.getlist("shown"))
    kept = {
        (field, reader)
        for reader in READERS_WITH_EYES
        for field in READ_BY_DEFAULT[reader]
        if eye(field, reader) not in shown
    }
    return acted(
        request,
        lambda: write_withheld(person=request.user, kept=kept, at=request.at),
        to=reverse("my_privacy") + "#sight",
        again=lambda: page_of_privacy(request),
        said=gettext("Kept. It holds from their next page on."),
    )


def eye(field: Field, reader: Reader) -> str:
    """The name of one cell of the table."""
    return f"{field}-{reader}"


def privacy_view(request: PageRequest) -> PrivacyView:
    """What the page says."""
    person = request.user
    history = people.consent_history(person)
    holds = agreed({row.code: row.allowed for row in history if row.current})
    return PrivacyView(
        name=named(person.name),
        paused_on=person.paused_on,
        readers=reader_views(),
        sight=sight_rows(person, people.withheld_of(person)),
        consents=consent_views(holds, history),
        named=bool(holds[Consent.NAMED]),
        citations=[CitationView(one.shown_on, *map(named, one.circles)) for one in citations_of(person)],
        apart=apart_views(person),
        audit=audit_views(person),
    )


def reader_views() -> list[ReaderView]:
    """Every kind of reader."""
    said = words()
    return [
        ReaderView(reader.value, said.gettext(READERS[reader]), said.gettext(READERS_IN_SHORT[reader]))
        for reader in Reader
    ]


def sight_rows(person: Any, withheld: Withholding) -> list[SightRow]:
    """The table of who sees what."""
    said, card = words(), card_of(person)
    names = named_choices(READERS, said)
    return [
        SightRow(
            field_said(field, said),
            card[field],
            tuple(
                Choice(eye(field, reader), names[reader], may_read(field, reader, withheld))
                for reader in READERS_WITH_EYES
            ),
        )
        for field in Field
    ]


def consent_views(holds: dict[Consent, bool | None], rows: list[Any]) -> list[ConsentView]:
    """Each thing she may agree to, with its history."""
    said = words()
    history: dict[str, list[Any]] = {}
    for row in rows:
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
