"""Why a proposal was made, what would change it, what the other sees: facts of the reader's own side only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.timezone import localtime
from django.utils.translation import gettext

from tisserand.domain.introductions.queries import Told
from tisserand.vocabulary import Field
from tisserand.web.member.choices import joined
from tisserand.wording.quotes import Quote, named, quote


class OwnAsk(NamedTuple):
    """One of her own needs or offers that the letter tells."""

    ref: str
    is_need: bool
    said: Quote


class BetweenView(NamedTuple):
    """Who is named between the two, and since when she agrees to be."""

    name: str
    short: str
    agreed_on: date | None


@dataclass(frozen=True, slots=True)
class WhyView:
    """What stands beside the reasons; `in_letter`: what the other's letter says of her."""

    own_asks: list[OwnAsk]
    between: BetweenView | None
    in_letter: str


def why_view(person: Any, told: Told) -> WhyView:
    """What the page of a letter says beside its reasons."""
    return WhyView(own_asks(told), between_view(told), told_of_me(person, told))


def own_asks(told: Told) -> list[OwnAsk]:
    """Her own need and offer that this letter tells, to be closed when they no longer hold."""
    letter, found = told.letter, []
    if letter and letter.answer_to_a and told.own.need:
        found.append(OwnAsk(told.own.need, True, quote(letter.answer_to_a.need.text)))
    if letter and letter.answer_to_b and told.own.offer:
        found.append(OwnAsk(told.own.offer, False, quote(letter.answer_to_b.offer.text)))
    return found


def between_view(told: Told) -> BetweenView | None:
    """Who is named between the two; None when nobody is."""
    if told.letter is None or told.letter.go_between is None:
        return None
    name = named(told.letter.go_between.name)
    since = told.between_since
    return BetweenView(name, name.partition(" ")[0], localtime(since).date() if since else None)


def told_of_me(person: Any, told: Told) -> str:
    """What the other's letter says of her, in words; what she keeps to herself is left out."""
    kept = told.own.withheld
    facts = [gettext("your name")]
    if person.concern and Field.CONCERN not in kept:
        facts.append(gettext("what matters to you"))
    if person.organisation_id and Field.ORGANISATION not in kept:
        facts.append(gettext("your organisation"))
    if person.town and Field.TOWN not in kept:
        facts.append(gettext("your town"))
    if told.circle_mine:
        facts.append(gettext("the circle %s") % told.circle_mine.name)
    if told.letter and (told.letter.answer_to_a or told.letter.answer_to_b):
        facts.append(gettext("the need and the offer that this letter tells"))
    said = joined(facts)
    return said[:1].upper() + said[1:] + "."
