"""The gesture of the week in words: what to do, the fact that asks for it, its one button."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from tisserand.domain.observatory.rules.gesture import Gesture, GestureKind
from tisserand.web.tags import day as in_a_day
from tisserand.wording.quotes import named


class GestureView(NamedTuple):
    """The gesture of the week: what, its fact, its one button."""

    title: str
    fact: SafeString | str
    act: str
    address: str


def gesture_in_words(one: Gesture, ref: str) -> GestureView:
    """Return the gesture of the week with its fact and its button."""
    return GESTURES[one.kind](one, ref)


def _sponsor(one: Gesture, ref: str) -> GestureView:
    fact = ngettext(
        "Here for %(number)s day, and nobody walks beside them.",
        "Here for %(number)s days, and nobody walks beside them.",
        one.number,
    )
    return GestureView(
        gettext("Give %(name)s a sponsor") % {"name": named(one.name)},
        fact % {"number": one.number},
        gettext("Choose who"),
        f"{reverse('sponsor', args=[ref])}?person={one.ref}",
    )


def _review(one: Gesture, _ref: str) -> GestureView:
    return GestureView(
        gettext("Read the bridge with %(circle)s again") % {"circle": named(one.name)},
        format_html(gettext("It closes on {day}; after that, nothing passes before both circles sign again."),
                    day=in_a_day(one.on) if one.on else ""),
        gettext("Open the bridge"),
        reverse("bridge", args=[one.ref]),
    )  # fmt: skip


def _second_person(one: Gesture, _ref: str) -> GestureView:
    name = {"circle": named(one.name)}
    if one.number:
        title = gettext("Ask a second person for the bridge with %(circle)s") % name
        fact = gettext("It rests on one person: if they stop, nobody holds it any more.")
    else:
        title = gettext("Ask somebody to stand on the bridge with %(circle)s") % name
        fact = gettext("Nobody stands on it yet: it is written, and nobody makes it live.")
    return GestureView(title, fact, gettext("Choose who"), reverse("bridge", args=[one.ref]))


def _first_bridge(_one: Gesture, ref: str) -> GestureView:
    return GestureView(
        gettext("Open a first bridge"),
        gettext("No bridge leaves the circle: its members are proposed to each other, and to nobody else."),
        gettext("Choose a circle"),
        reverse("bridges", args=[ref]),
    )


GESTURES: dict[GestureKind, Callable[[Gesture, str], GestureView]] = {
    GestureKind.SPONSOR: _sponsor,
    GestureKind.WELCOME: _sponsor,
    GestureKind.REVIEW: _review,
    GestureKind.SECOND_PERSON: _second_person,
    GestureKind.FIRST_BRIDGE: _first_bridge,
}
