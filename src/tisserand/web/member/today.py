"""Today: at most what she asked for this week, what waits with its date, and an end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from tisserand.domain.attention.queries import today_of
from tisserand.domain.attention.rules import Rhythm, next_letter_day
from tisserand.domain.circles.queries import circles_of, signatures_asked
from tisserand.domain.introductions import queries
from tisserand.domain.introductions.rules import Answer, back_on, met_by
from tisserand.vocabulary import Role
from tisserand.web.access import signed_in, words
from tisserand.web.member.choices import weekday
from tisserand.web.member.letters import OneView, circle_view, one_view, other_name
from tisserand.web.page import CircleView
from tisserand.web.request import PageRequest
from tisserand.web.tags import day
from tisserand.wording.catalogue import N_
from tisserand.wording.quotes import named

MOST_ESTABLISHED = 5
"""Introductions established lately that Today still lists; the others are found by their letters."""
NUMBERS = (N_("one"), N_("two"), N_("three"), N_("four"), N_("five"))


class Step(NamedTuple):
    """What an empty Today offers: never a blank page."""

    title: str
    text: str
    address: str = ""
    verb: str = ""


class Task(NamedTuple):
    """Something that a circle waits for from its animator."""

    circle: CircleView
    text: str
    address: str
    by: date | None = None


class Row(NamedTuple):
    """Something that waits: for her (`due`) or for its promised date."""

    ref: str
    head: str
    text: str
    by: SafeString | str
    tone: str


@dataclass(frozen=True, slots=True)
class TodayView:
    """Everything that Today says."""

    on: date
    name: str
    budget: str
    places: tuple[bool, ...]
    letters: list[OneView]
    rows: list[Row]
    tasks: list[Task]
    monday: str
    step: Step
    next_on: date | None

    @property
    def weekday(self) -> str:
        """The day of the week, as a page begins with it."""
        return weekday(self.on.weekday()).capitalize()

    @property
    def next_said(self) -> SafeString:
        """The day before which nothing else comes, in words."""
        return spoken_day(self.next_on or self.on)


@signed_in
@require_safe
def today(request: PageRequest) -> HttpResponse:
    """Her page of the day."""
    person = request.user
    found, request.memberships = queries.today_of(person, request.at), circles_of(person)
    animated = [row.circle for row in request.memberships if row.role == Role.ANIMATOR]
    rhythm = found.rhythm
    open_ones = sorted(found.letters, key=lambda told: told.seen.answer_by)
    whole = max(rhythm.a_week, 1)
    view = TodayView(
        on=found.on,
        name=named(person.name).partition(" ")[0],
        budget=budget_said(found.shown, rhythm.a_week, paused=person.paused_on is not None),
        places=tuple(rank < found.shown for rank in range(rhythm.a_week)),
        letters=[one_view(person, told) for told in open_ones[:whole]],
        rows=[*folded_rows(open_ones[whole:]), *rows_of(found)],
        tasks=[*tasks_of(request, animated), *(signatures_of(request) if found.signatures else [])],
        monday=page_address("monday_home") if animated else "",
        step=first_step(person, found) if not found.letters else Step("", ""),
        next_on=next_day(rhythm, found.on) if rhythm.a_week and not person.paused_on else None,
    )
    return render(request, "member/today.html", {"today": view})


def next_day(rhythm: Rhythm, on: date) -> date:
    """Her next letter day, today left out."""
    return next_letter_day(rhythm.letter_days, on + timedelta(days=1))


def budget_said(shown: int, a_week: int, *, paused: bool) -> str:
    """Her week in words."""
    if paused:
        return gettext("You are resting: nothing new is proposed.")
    if not a_week:
        return gettext("No proposal for now, as you asked.")
    said = ngettext(
        "%(shown)s proposal of %(most)s this week", "%(shown)s proposals of %(most)s this week", shown
    )
    none = gettext("Nothing new this week, of %(most)s at most")
    told = (said if shown else none) % {"shown": in_words(shown), "most": in_words(a_week)}
    return told[:1].upper() + told[1:]


def in_words(number: int) -> str:
    """A small number of proposals in words; in figures from six up."""
    said = words()
    return said.gettext(NUMBERS[number - 1]) if 0 < number <= len(NUMBERS) else str(number)


def folded_rows(letters: Iterable[queries.Told]) -> list[Row]:
    """The letters of an earlier week, beyond what she asked for: a line each, until their date."""
    head, text = gettext("You are expected"), gettext("The letter about %s.")
    return [
        Row(told.ref, head, text % other_name(told), dated(gettext("before {}"), told.seen.answer_by), "due")
        for told in letters
    ]


def rows_of(found: queries.Today) -> list[Row]:
    """What waits for her, then what she waits for, then what was established lately."""
    asked = [established_row(told) for told in found.established]
    waiting = [waiting_row(told) for told in found.waiting]
    due = [row for row in asked if row.tone == "due"]
    lately = [row for row in asked if row.tone != "due"][:MOST_ESTABLISHED]
    return [*due, *waiting, *lately]


def established_row(told: queries.Told) -> Row:
    """An introduction that both accepted."""
    name = other_name(told)
    if told.seen.asks_met and told.established_on:
        by = dated(gettext("before {}"), met_by(told.established_on))
        return Row(told.ref, gettext("You are expected"), gettext("Have you met %s?") % name, by, "due")
    head = gettext("You have met") if told.seen.met else gettext("You both said yes")
    return Row(told.ref, head, name, "", "said-done")


def waiting_row(told: queries.Told) -> Row:
    """A proposal that she answered, or put aside, with the date promised to her."""
    name, seen = other_name(told), told.seen
    by = dated(gettext("by {} at the latest"), seen.outcome_on)
    if seen.answer is Answer.YES:
        return Row(told.ref, gettext("You wait"), gettext("You said yes to %s.") % name, by, "sent")
    if seen.answer is Answer.NO:
        return Row(told.ref, gettext("Answered"), gettext("You said no to %s.") % name, by, "dim")
    if seen.may_answer:
        back = dated(gettext("back on {}"), back_on(seen.shown_on))
        return Row(told.ref, gettext("Put aside"), gettext("The letter about %s.") % name, back, "dim")
    return Row(told.ref, gettext("Unanswered"), gettext("The letter about %s.") % name, by, "dim")


def dated(said: str, on: date) -> SafeString:
    """A few words around a date."""
    return format_html(said, day(on))


def tasks_of(request: PageRequest, animated: list[Any]) -> list[Task]:
    """What the circles that she animates wait for."""
    if not animated:
        return []
    counts = queries.approvals_waiting(request.user, animated)
    return [
        Task(
            circle_view(circle),
            ngettext("%(n)s proposal to read again", "%(n)s proposals to read again", counts[circle.pk])
            % {"n": counts[circle.pk]},
            reverse("proposals", args=[circle.ref]),
        )
        for circle in animated
        if counts.get(circle.pk)
    ]


def signatures_of(request: PageRequest) -> list[Task]:
    """The bridges that she was asked to sign, within her own budget."""
    return [
        Task(
            circle_view(bridge.here),
            gettext("A bridge to sign with %s") % named(bridge.there.name),
            reverse("bridge", args=[bridge.ref]),
            bridge.sign_by,
        )
        for bridge in signatures_asked(request.user, today_of(request.user, request.at))
    ]


def page_address(name: str) -> str:
    """The address of a page, "" where this installation has none of that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def first_step(person: Any, found: queries.Today) -> Step:
    """What she can do when no letter waits."""
    if person.paused_on:
        return Step(
            gettext("You are resting"),
            gettext("Nobody is proposed to you. Come back when you like."),
            reverse("me"),
            gettext("Come back"),
        )
    if not found.answered_beyond:
        return Step(
            gettext("Three minutes to begin"),
            gettext("Say one need and one offer, choose your rhythm: your first proposal follows."),
            reverse("welcome"),
            gettext("Begin"),
        )
    if not found.has_asks:
        return Step(
            gettext("What are you looking for?"),
            gettext("One sentence is enough, and proposals become better."),
            reverse("me") + "#asks",
            gettext("Say one need or one offer"),
        )
    return Step(
        gettext("No letter today"),
        gettext("When somebody is worth your half hour, the letter arrives here."),
        reverse("me") + "#asks",
        gettext("Reread my needs and offers"),
    )


def spoken_day(on: date) -> SafeString:
    """A day of the week with its date: `jeudi 26 novembre`."""
    return format_html("{} {}", weekday(on.weekday()), day(on))
