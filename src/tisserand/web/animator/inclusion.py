"""The audit of inclusion of a circle: who is proposed, who is introduced, who waits, told by kinds of ten and
more, of ten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from tisserand.domain.introductions.rules import StopReason
from tisserand.domain.observatory.queries import Inclusion, inclusion_of
from tisserand.domain.observatory.rules.inclusion import Exposure, is_even, of_ten
from tisserand.domain.observatory.rules.threshold import ANYBODY
from tisserand.web.access import signed_in, words
from tisserand.web.animator.drawings import share_bar
from tisserand.web.request import PageRequest, Seat
from tisserand.wording.choices import CIRCLE_DISTANCES, actors
from tisserand.wording.quotes import named


class KindView(NamedTuple):
    """One kind of member: how many of ten were proposed and introduced, and how that stands beside all."""

    name: str
    people: int
    proposed: int
    introduced: int
    bar: str
    even: bool
    said: str


@signed_in
@require_safe
def inclusion(request: PageRequest, ref: str) -> HttpResponse:
    """Who is proposed and who is introduced in a circle that she animates. Refused: NOT_FOUND."""
    told = inclusion_of(request.user, ref, request.at)
    request.memberships = [Seat(told.circle)]
    names = actors(words())
    shown = {
        "circle": told.circle,
        "here": "inclusion",
        "since": told.since,
        "until": told.until - timedelta(days=1),
        "whole": kind_view(told.whole, told.whole, told.circle.name) if told.whole else None,
        "network": kind_view(told.network, told.network, gettext("The whole network"))
        if told.network
        else None,
        "sectors": kinds(told.sectors, told.whole, {}),
        "actors": kinds(told.actors, told.whole, names),
        "finding": finding(told),
        "waiting": waiting_in_words(told),
        "stops": stops_in_words(told),
        "dosage": dosage_in_words(told),
        "distance": words().gettext(CIRCLE_DISTANCES[told.circle.distance]),
    }
    return render(request, "animator/inclusion.html", shown)


def kinds(found: Sequence[Exposure], whole: Exposure | None, names: dict[str, str]) -> list[KindView]:
    """Return each kind in words; nothing when a single one would say what the whole says."""
    if whole is None or len(found) < 2:
        return []
    others = gettext("Others, and not said")
    said = {one.name: capfirst(names.get(one.name) or named(one.name)) for one in found}
    return [kind_view(one, whole, said[one.name] or others) for one in found]


def kind_view(one: Exposure, whole: Exposure, name: str) -> KindView:
    """Return one kind of member beside the whole."""
    ratio = one.ratio(whole)
    even = ratio is None or is_even(ratio)
    mark = of_ten(whole.share) if one is not whole else None
    said = gettext("as much as the circle") if even else (
        gettext("less than the circle") if (ratio or 0) < 1 else gettext("more than the circle")
    )  # fmt: skip
    proposed, introduced = of_ten(one.share), of_ten(one.share_introduced)
    return KindView(
        name,
        one.people,
        proposed,
        introduced,
        share_bar(proposed, mark) if whole.proposed else "",
        even,
        said,
    )


def finding(told: Inclusion) -> str:
    """Return the title: what the page found."""
    if told.whole is None:
        return gettext("Too few people to tell")
    if not told.whole.proposed:
        return gettext("Nobody was proposed over these months")
    ratios = [one.ratio(told.whole) for one in (*told.sectors, *told.actors)]
    if any(ratio is not None and not is_even(ratio) for ratio in ratios):
        return gettext("Some are proposed less than others")
    return gettext("Everybody has much the same share")


def waiting_in_words(told: Inclusion) -> str:
    """Return how many members still wait for a first proposal."""
    if told.whole is None:
        return ""
    if told.waiting is None:
        return gettext("Fewer than ten members were in no proposal.")
    if told.waiting == 0:
        return gettext("Every member was in a proposal.")
    return ngettext("%(number)s member was in no proposal.", "%(number)s members were in no proposal.", told.waiting) % {"number": told.waiting}  # fmt: skip  # noqa: E501


def stops_in_words(told: Inclusion) -> list[tuple[str, str]]:
    """Return how many pairs the animators stopped, by reason, the smallest numbers in words."""
    reasons = {
        StopReason.NOT_THIS_MEMBER_YET: gettext("Not this member yet"),
        StopReason.NOT_THIS_PAIR: gettext("These two are not to be introduced"),
        StopReason.ALREADY_ACQUAINTED: gettext("They know each other already"),
    }
    return [(text, _few(told.stops[reason])) for reason, text in reasons.items()]


def _few(number: int) -> str:
    if number == 0:
        return gettext("no pair")
    return gettext("fewer than five") if number < ANYBODY else str(number)


def dosage_in_words(told: Inclusion) -> list[tuple[str, str, int, SafeString]] | None:
    """Return of ten proposals how many were near, middle and far, with what each means; None when untold."""
    if told.dosage is None:
        return None
    near, middle, far = told.dosage
    said: list[tuple[str, str, int]] = [
        (gettext("Near"), gettext("in the same circle, or ten contacts in common and more"), near),
        (gettext("Middle"), gettext("across circles, with some contacts in common"), middle),
        (gettext("Far"), gettext("across circles, with no contact in common"), far),
    ]
    return [(name, text, number, share_bar(number)) for name, text, number in said]
