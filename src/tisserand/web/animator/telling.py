"""The animator's Monday in words: each fact as a sentence, with the address of its one gesture."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from tisserand.domain.introductions.rules import outcome_on
from tisserand.domain.observatory.queries import (
    Monday,
    Newcomer,
    OpennessTold,
    Quiet,
    needs_somebody,
)
from tisserand.domain.observatory.rules.inclusion import of_ten
from tisserand.domain.observatory.rules.newcomers import CLOCK_DAYS, Knot, Standing, Step
from tisserand.domain.observatory.rules.quiet import Sign
from tisserand.web.animator.drawings import clock_thread, sparkline
from tisserand.web.animator.numbers import in_letters, so_long
from tisserand.web.tags import day as in_a_day
from tisserand.wording.quotes import named

MOVED = 0.03
"""By how much the figure moves before it is said to."""


class NewcomerView(NamedTuple):
    """A newcomer in a row: who, her clock drawn, the same facts as sentences, what to do."""

    ref: str
    name: str
    beside: str
    standing: str
    clock: SafeString
    facts: str
    said: str
    alone: bool


class QuietView(NamedTuple):
    """Somebody going quiet: since when, why, words to start with."""

    ref: str
    name: str
    weeks: str
    said: SafeString
    opening: str


class RequestView(NamedTuple):
    """Something promised that waits: by when, what, where to do it."""

    by: SafeString | str
    text: str
    act: str
    address: str


class OpennessView(NamedTuple):
    """One figure with its drawing, its sentence, its finding and its margin."""

    ratio: float
    line: SafeString
    said: str
    found: str
    low: float
    high: float


def greeting(name: str, told: Monday) -> str:
    """Return the title: her name, and how long the page takes."""
    first = named(name).partition(" ")[0]
    nothing = not (told.proposals or told.requests or told.alone or told.quiet)
    if nothing:
        return gettext("Hello %(name)s, nothing presses today") % {"name": first}
    return gettext("Hello %(name)s, allow %(long)s") % {"name": first, "long": so_long(told.minutes)}


def counts(told: Monday) -> str:
    """Return one sentence of counts; "" when there is nothing to count."""
    proposals, requests, alone, quiet = (
        told.animated.to_read,
        told.requests,
        len(told.alone),
        len(told.quiet),
    )
    said = [
        (proposals, ngettext("one proposal to read", "%(number)s proposals to read", proposals)),
        (requests, ngettext("one promised request", "%(number)s promised requests", requests)),
        (alone, ngettext("one person to welcome", "%(number)s people to welcome", alone)),
        (quiet, ngettext("one person going quiet", "%(number)s people going quiet", quiet)),
    ]
    parts = [text % {"number": in_letters(number)} for number, text in said if number]
    return capfirst(", ".join(parts)) + "." if parts else ""


def newcomer_in_words(one: Newcomer, today: date) -> NewcomerView:
    """Return a newcomer as a row tells her."""
    here = gettext("day %(number)s") % {"number": one.day}
    beside = gettext("with %(name)s") % {"name": named(one.sponsor)} if one.sponsor else gettext("no sponsor")
    return NewcomerView(
        ref=one.ref,
        name=named(one.name),
        beside=f"{here} · {beside}",
        standing=one.standing.value,
        clock=clock_thread(one.day, one.knots, one.standing),
        facts=", ".join(step_in_words(knot) for knot in one.knots) + ".",
        said=standing_in_words(one, today),
        alone=needs_somebody(one),
    )


def step_in_words(knot: Knot) -> str:
    """Return what happened and on which day."""
    said = {
        Step.ARRIVED: gettext("Arrived"),
        Step.PROPOSED: gettext("first proposal on day %(day)s"),
        Step.INTRODUCED: gettext("introduced in the circle on day %(day)s"),
        Step.BEYOND: gettext("first tie beyond the circle on day %(day)s"),
    }
    return said[knot.step] % {"day": knot.day}


def standing_in_words(one: Newcomer, today: date) -> str:
    """Return where her clock stands, as one sentence."""
    if one.standing is Standing.WOVEN:
        took = one.woven_on_day or 0
        said = ngettext(
            "Tied beyond the circle in %(number)s day.", "Tied beyond the circle in %(number)s days.", took
        )
        return said % {"number": took}
    if one.standing is Standing.LATE:
        return gettext("The sixty days have passed.")
    if one.standing is Standing.ALONE:
        left = CLOCK_DAYS - one.day
        if not left:
            return gettext("Today is the last day to keep the promise.")
        said = ngettext(
            "%(number)s day left to keep the promise.", "%(number)s days left to keep the promise.", left
        )
        return said % {"number": capfirst(in_letters(left))}
    if not one.moved:
        return gettext("Nothing yet: the next weaving looks for somebody.")
    if one.knots[-1].step is Step.PROPOSED:
        return _proposed(outcome_on(one.joined_on + timedelta(days=one.knots[-1].day)), today)
    return gettext("Introduced in the circle; a tie beyond it is still to come.")


def _proposed(outcome: date, today: date) -> str:
    """What may be said of a first proposal: nothing but its dates."""
    if today < outcome:
        return format_html(
            gettext("A proposal is under way; its outcome comes by {day}."), day=in_a_day(outcome)
        )
    return gettext("No tie yet: the next weaving looks again.")


def quiet_in_words(one: Quiet) -> QuietView:
    """Return why somebody seems to go quiet, and words to start with."""
    said = {
        Sign.RHYTHM: gettext("Came to the meetings of the circle; to none since {day}."),
        Sign.STILL: gettext("Here since {day}, and nothing has happened yet."),
        Sign.ASK_PAST: gettext("The last thing they sought or offered ran out on {day}."),
        Sign.VOUCH: gettext("The word given for them runs out on {day}."),
    }
    first = named(one.name).partition(" ")[0]
    weeks = ngettext("%(number)s week", "%(number)s weeks", one.weeks) % {"number": one.weeks}
    opening = {
        Sign.RHYTHM: gettext("%(name)s, we miss you at our meetings. How are you?"),
        Sign.STILL: gettext("%(name)s, you are new here: whom would you like to meet first?"),
        Sign.ASK_PAST: gettext("%(name)s, did you find what you were looking for? What would help you now?"),
        Sign.VOUCH: gettext("%(name)s, how are things going for you in the circle?"),
    }
    return QuietView(
        ref=one.ref,
        name=named(one.name),
        weeks=gettext("in %(weeks)s") % {"weeks": weeks} if one.sign is Sign.VOUCH else weeks,
        said=format_html(said[one.sign], day=in_a_day(one.on)),
        opening=opening[one.sign] % {"name": first},
    )


def requests_in_words(told: Monday) -> list[RequestView]:
    """Return what was promised and waits, the soonest first."""
    animated, ref = told.animated, told.circle.ref
    found = [
        RequestView(
            format_html(gettext("To sign by {day}"), day=in_a_day(one.by)),
            gettext("%(circle)s proposes a bridge to you.") % {"circle": named(one.there)},
            gettext("Read it, then sign"),
            reverse("bridge", args=[one.ref]),
        )
        for one in sorted(told.bridges.to_sign, key=lambda one: one.by)
    ]
    invitations = reverse("invitations", args=[ref])
    if number := animated.expiring:
        text = ngettext(
            "%(number)s invitation has had no answer.", "%(number)s invitations have had no answer.", number
        )
        by, act = gettext("They close within a week"), gettext("See whom to ask again")
        found.append(RequestView(by, capfirst(text % {"number": in_letters(number)}), act, invitations))
    if number := animated.unsent:
        text = ngettext("%(number)s invitation is ready.", "%(number)s invitations are ready.", number)
        by, act = gettext("Nothing leaves without you"), gettext("Send them")
        found.append(RequestView(by, capfirst(text % {"number": in_letters(number)}), act, invitations))
    return found


def openness_in_words(told: OpennessTold) -> OpennessView | None:
    """Return the figure of openness in words; None when nothing may be told."""
    latest = told.latest
    if latest is None or not latest.ratio:
        return None
    ratios = [one.ratio for one in reversed(told.weeks) if one.ratio is not None]
    said = gettext(
        "Of ten ties that its members hold, %(out)s leave the circle. Chance would give %(chance)s."
    )
    return OpennessView(
        ratio=round(latest.ratio, 2),
        line=sparkline(ratios),
        said=said % {"out": in_letters(of_ten(latest.share)), "chance": in_letters(of_ten(latest.expected))},
        found=_finding(ratios, is_chance=latest.is_chance),
        low=round(latest.low / latest.expected, 2),
        high=round(latest.high / latest.expected, 2),
    )


def _finding(ratios: list[float], *, is_chance: bool) -> str:
    moved = ratios[-1] - ratios[0]
    if moved > MOVED:
        return gettext("The circle opens, slowly.")
    if moved < -MOVED:
        return gettext("The circle closes.")
    if is_chance:
        return gettext("It cannot be told from chance.")
    below = ratios[-1] < 1
    return gettext("The circle stays among its own.") if below else gettext("The circle is wide open.")
