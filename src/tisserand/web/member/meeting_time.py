"""The first half hour of two people introduced: three suggested times, a calendar file, a printable frame."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from tisserand.domain.introductions import queries
from tisserand.domain.introductions.rules import TALK, Word, suggested_times
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Axis, Refusal
from tisserand.web.access import signed_in, words
from tisserand.web.member.choices import weekday, whole_number
from tisserand.web.member.letters import other_name
from tisserand.web.request import PageRequest
from tisserand.web.tags import day
from tisserand.wording.frames import FRAMES, Frame, frame

OPENING = next(iter(FRAMES))


class AxisView(NamedTuple):
    """An axis that one may choose."""

    title: str
    address: str
    here: bool


class TimeView(NamedTuple):
    """A suggested time, as its reader's clock shows it, and its number in the address of its file."""

    number: int
    said: SafeString
    address: str


def times_of(told: queries.Told, at: datetime) -> list[TimeView]:
    """The suggested times that are still to come, as long as there is somebody to meet."""
    if told.seen.word is not Word.ESTABLISHED or told.seen.other_left or told.established_on is None:
        return []
    file = reverse("suggested_time", args=[told.ref])
    times = enumerate(suggested_times(told.established_on, settings.TIME_ZONE), start=1)
    return [TimeView(n, spoken_time(begins), f"{file}?time={n}") for n, begins in times if begins > at]


def spoken_time(begins: datetime) -> SafeString:
    """An instant in words, on the reader's wall: `jeudi 26 novembre, 12 h 30`."""
    here = localtime(begins)
    hour = gettext("%(hour)s:%(minute)s") % {"hour": here.hour, "minute": f"{here.minute:02}"}
    return format_html("{} {}, {}", weekday(here.weekday()), day(here.date()), hour)


def established(request: PageRequest, ref: str) -> queries.Told:
    """An introduction of hers that both accepted. Refused: NOT_FOUND."""
    told = queries.introduction_for(request.user, ref, request.at)
    if told.seen.word is not Word.ESTABLISHED or told.established_on is None:
        raise Refused(Refusal.NOT_FOUND)
    return told


@signed_in
@require_safe
def suggested_time(request: PageRequest, ref: str) -> HttpResponse:
    """One suggested time as a file for her calendar; without a number, or with another, the first one."""
    told = established(request, ref)
    if told.seen.other_left or told.established_on is None:
        raise Refused(Refusal.NOT_FOUND)
    times = suggested_times(told.established_on, settings.TIME_ZONE)
    number = whole_number(request.GET.get("time", "1"))
    begins = times[number - 1 if 0 < number <= len(times) else 0]
    answer = HttpResponse(calendar_of(request, told, begins), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="tisserand.ics"'
    return answer


def calendar_of(request: PageRequest, told: queries.Told, begins: datetime) -> bytes:
    """The file: half an hour in UTC, under one name for good, so that another time replaces the first."""
    entry, calendar = Event(), Calendar()
    entry.add("uid", f"{told.ref}@tisserand")
    entry.add("dtstamp", datetime.combine(told.established_on or begins, time(), UTC))
    entry.add("dtstart", begins.astimezone(UTC))
    entry.add("dtend", (begins + TALK).astimezone(UTC))
    entry.add("summary", gettext("Half an hour with %s") % other_name(told))
    entry.add("description", "\n".join(described(request, told)))
    calendar.add("prodid", "-//Tisserand//Tisserand//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def described(request: PageRequest, told: queries.Told) -> list[str]:
    """What the entry says: where you write to each other, the questions, and the details that were ticked."""
    thread = request.build_absolute_uri(reverse("introduction", args=[told.ref]))
    lines = [gettext("To agree on it: %s") % thread]
    lines.append(
        gettext("Three questions to begin with: %s") % request.build_absolute_uri(frame_address(told.ref))
    )
    revealed = told.revealed
    return lines + ([one for one in (revealed.email, revealed.phone) if one] if revealed else [])


def frame_address(ref: str, axis: Axis = OPENING) -> str:
    """The address of the frame of an introduction, around an axis."""
    address = reverse("frame", args=[ref])
    return address if axis is OPENING else f"{address}?axis={axis}"


@dataclass(frozen=True, slots=True)
class FrameView:
    """The frame as a page: with whom, the axes with their addresses, the questions."""

    ref: str
    name: str
    axes: list[AxisView]
    frame: Frame


@signed_in
@require_safe
def frame_page(request: PageRequest, ref: str) -> HttpResponse:
    """Three questions for half an hour, around an axis that she chooses by its link; made to be printed."""
    told = established(request, ref)
    asked = request.GET.get("axis", "")
    axis = Axis(asked) if asked in set(Axis) else OPENING
    said = words()
    axes = [
        AxisView(said.gettext(found.title), frame_address(ref, code), code is axis)
        for code, found in FRAMES.items()
    ]
    view = FrameView(ref, other_name(told), axes, frame(axis, said))
    return render(request, "member/frame.html", {"view": view})
