"""A list of members brought into a circle: sent or pasted, read and shown, brought in when its animator says
so. Nothing is sent to anybody from here."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tisserand.domain.circles import actions
from tisserand.domain.circles.queries import ListTold, animated_circle, is_long_list, list_for
from tisserand.domain.circles.rules.lists import (
    MOST_BYTES,
    Fault,
    ListState,
    Preview,
    is_large,
    may_start,
)
from tisserand.domain.refused import Refused
from tisserand.formats.lists.encodings import is_workbook
from tisserand.vocabulary import Refusal
from tisserand.web.access import acted, refused_page, signed_in, words
from tisserand.web.animator import errand
from tisserand.web.request import PageRequest
from tisserand.web.uploads import TOO_LARGE
from tisserand.wording import lists as wording
from tisserand.wording.problems import shown

LONGEST = 120
OPEN = (ListState.READING, ListState.BRINGING)
"""While a list stands so, its page reads itself again."""


class CellView(NamedTuple):
    """One cell to correct: where it is, what it holds, what is wrong and what to do."""

    line: int
    column: str
    value: str
    said: str


class ColumnView(NamedTuple):
    """A column, and what it was understood as; "" when it is not read."""

    heading: str
    means: str


class WayView(NamedTuple):
    """One way to read the letters, and the first accents as it reads them."""

    code: str
    name: str
    words: str


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def list_new(request: PageRequest, ref: str) -> HttpResponse:
    """Send a list, as a file or as text."""
    circle = animated_circle(request.user, ref)

    def again() -> HttpResponse:
        return render(request, "animator/list_new.html", {"circle": circle, "here": "invitations"})

    if request.method != "POST":
        return again()
    content, name = sent(request)
    if request.META.get(TOO_LARGE):
        return refused_page(request, Refused(Refusal.LIST_TOO_LARGE, most=MOST_BYTES >> 20), again)

    def keep() -> str:
        with transaction.atomic():
            kept = actions.keep_list(
                by=request.user, circle=circle, content=content, name=name, at=request.at
            )
            if is_large(len(content), workbook=is_workbook(content)):
                errand.read_list.using(queue_name=errand.LONG).enqueue(kept.ref)
                return kept.ref
        actions.read_list(ref=kept.ref, at=request.at)
        return kept.ref

    return acted(request, keep, to=lambda made: reverse("member_list", args=[made]), again=again)


def sent(request: PageRequest) -> tuple[bytes, str]:
    """The bytes of the file that was sent and its name, else the text that was pasted."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "").strip().encode("utf-8", "replace"), ""
    return file.read(), file.name or ""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def member_list(request: PageRequest, ref: str) -> HttpResponse:
    """A list and how it stands; what is posted says how its letters are written."""
    if request.method != "POST":
        return list_page(request, ref)
    long, encoding = is_long_list(request.user, ref), request.POST.get("encoding", "")

    def read_again() -> None:
        with transaction.atomic():
            actions.choose_encoding(by=request.user, ref=ref, encoding=encoding)
            if long:
                errand.read_list.using(queue_name=errand.LONG).enqueue(ref)
                return
        actions.read_list(ref=ref, at=request.at)

    return acted(
        request, read_again, to=reverse("member_list", args=[ref]), again=lambda: list_page(request, ref)
    )


def list_page(request: PageRequest, ref: str) -> HttpResponse:
    """The page of a list. Refused: NOT_FOUND unless she animates its circle."""
    told = list_for(request.user, ref)
    preview = told.preview
    facts = {
        "list": told,
        "circle": told.circle,
        "here": "invitations",
        "preview": preview,
        "cells": [cell(one) for one in preview.faults or preview.unusable],
        "columns": [
            ColumnView(shown(heading), wording.column(code, words())) for heading, code in preview.columns
        ],
        "notes": list(filter(None, (wording.note(*one, words()) for one in preview.notes))),
        "ways": ways(told, preview),
        "waits": told.state in OPEN,
        "stuck": told.state is ListState.BRINGING
        and told.started_at is not None
        and may_start(started_at=told.started_at, at=request.at),
    }
    template = "animator/list_part.html" if request.htmx else "animator/member_list.html"
    return render(request, template, facts)


def cell(one: Fault) -> CellView:
    """A cell to correct, in words."""
    column, value = shown(wording.column(one.column, words())), shown(one.value, LONGEST)
    return CellView(one.line, column, value, wording.fault(one, words()))


def ways(told: ListTold, preview: Preview) -> list[WayView]:
    """The ways to read the letters; none where there is no accent to read."""
    samples = dict(preview.samples)
    if told.state not in (ListState.READ, ListState.UNUSABLE):
        return []
    named = wording.encodings(words())
    return [WayView(code, name, shown(samples[code])) for code, name in named.items() if code in samples]


@signed_in
@require_POST
def list_bring(request: PageRequest, ref: str) -> HttpResponse:
    """Bring in the people who are ready: invitations that wait. Pressed twice, it is once."""
    queue = errand.LONG if is_long_list(request.user, ref) else errand.QUICK

    def bring() -> None:
        with transaction.atomic():
            if actions.bring_list(by=request.user, ref=ref, at=request.at):
                errand.take_in.using(queue_name=queue).enqueue(ref)

    return acted(request, bring, to=reverse("member_list", args=[ref]), again=lambda: list_page(request, ref))


@signed_in
@require_POST
def list_drop(request: PageRequest, ref: str) -> HttpResponse:
    """Give up a list: nothing of it is kept."""
    told = list_for(request.user, ref)
    return acted(
        request,
        lambda: actions.drop_list(by=request.user, ref=ref, at=request.at),
        to=reverse("invitations", args=[told.circle.ref]),
        again=lambda: list_page(request, ref),
        said=gettext("Given up. Nothing of this list is kept."),
    )
