"""People I know: whom she names, who confirmed, who waits for her word. Pulled by her, pushed to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tisserand.domain.introductions import actions, queries
from tisserand.domain.people.queries import consents_of
from tisserand.domain.ties.queries import Declared, declarations_of
from tisserand.vocabulary import Consent
from tisserand.web.access import acted, signed_in
from tisserand.web.request import PageRequest
from tisserand.wording.quotes import named

LONGEST_SOUGHT = 120


class KnownView(NamedTuple):
    """Somebody of one of the lists, with the last day that she waits."""

    row: Declared
    name: str


class FoundView(NamedTuple):
    """Somebody whom she may name, and the circle that they share."""

    ref: str
    name: str
    circle: str


@dataclass(frozen=True, slots=True)
class ContactsView:
    """Everything that the page says; `counted`: whether her ties may help choose for others."""

    asked: list[KnownView]
    waiting: list[KnownView]
    unanswered: list[KnownView]
    confirmed: list[KnownView]
    found: list[FoundView]
    sought: str
    counted: bool

    @property
    def anybody(self) -> bool:
        """Whether there is any list to show."""
        return bool(self.asked or self.waiting or self.unanswered or self.confirmed)


@signed_in
@require_safe
def contacts(request: PageRequest) -> HttpResponse:
    """The page of the people she knows."""
    return page_of_contacts(request)


def page_of_contacts(request: PageRequest) -> HttpResponse:
    """The page of the people she knows, as it is now."""
    person, told = request.user, declarations_of(request.user, request.at)
    sought = request.GET.get("name", "").strip()[:LONGEST_SOUGHT]
    asking = {one.ref for one in told.asked}
    found = [
        FoundView(one.ref, named(one.name), named(one.circle))
        for one in queries.acquaintances(person, sought)
        if one.ref not in asking
    ]
    view = ContactsView(
        asked=known(told.asked),
        waiting=known(told.waiting),
        unanswered=known(told.unanswered),
        confirmed=known(told.confirmed),
        found=found,
        sought=sought,
        counted=consents_of(person)[Consent.COUNTED] is True,
    )
    return render(request, "member/contacts.html", {"view": view})


def known(rows: tuple[Declared, ...]) -> list[KnownView]:
    """A list in words."""
    return [KnownView(row, named(row.name)) for row in rows]


@signed_in
@require_POST
def declare(request: PageRequest) -> HttpResponse:
    """Name somebody, or confirm: the same gesture, which done twice is done once."""
    return acted(
        request,
        lambda: actions.name_contact(
            person=request.user, ref=request.POST.get("person", "")[:12], at=request.at
        ),
        to=reverse("contacts"),
        again=lambda: page_of_contacts(request),
        said=gettext("Kept. It counts once both of you have said so; no mail is sent."),
    )


@signed_in
@require_POST
def withdraw(request: PageRequest) -> HttpResponse:
    """Take back that she knows somebody."""
    return acted(
        request,
        lambda: actions.withdraw_contact(
            person=request.user, ref=request.POST.get("person", "")[:12], at=request.at
        ),
        to=reverse("contacts"),
        again=lambda: page_of_contacts(request),
        said=gettext("Taken back."),
    )
