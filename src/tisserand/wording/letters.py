"""A letter in words: what `a` of an introduction reads about `b`, spoken to her as "you".

Only facts of the score are told. A go-between is named only when she agreed to be, contacts in common are a
number from five up only, and nothing tells which of the two is asked first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tisserand.formats.introductions import FEW
from tisserand.formats.records import Person
from tisserand.formats.weaving import Answer, Introduction
from tisserand.vocabulary import ActorType, AskType, Reason, Route
from tisserand.wording.catalogue import N_, Words
from tisserand.wording.quotes import Quote, named, quote
from tisserand.wording.reasons import ACTORS, called, strongest

MOST_BRIEF = 3
"""Reasons in a line of a table: the strongest ones."""

TITLES = {
    Reason.NEED: N_("Your need meets an offer"),
    Reason.OFFER: N_("You can be of help"),
    Reason.BOTH_WAYS: N_("Help goes both ways"),
    Reason.SHARED_CONTACTS: N_("Neither too close nor too far"),
    Reason.ACROSS: N_("A way between two circles"),
    Reason.TOWN: N_("The same town"),
    Reason.MIX: N_("Two different worlds"),
    Reason.NEWCOMER: N_("A recent arrival"),
}
KEPT = N_("A fact kept private")
BRIEF = {
    Reason.NEED: N_("need and offer"),
    Reason.OFFER: N_("need and offer"),
    Reason.BOTH_WAYS: N_("help both ways"),
    Reason.SHARED_CONTACTS: N_("contacts in common"),
    Reason.ACROSS: N_("two circles"),
    Reason.TOWN: N_("same town"),
    Reason.MIX: N_("two worlds"),
    Reason.NEWCOMER: N_("recent arrival"),
}
OPENS = {
    AskType.FUNDS: N_("a way to funds"),
    AskType.TALENTS: N_("the people who are missing"),
    AskType.PREMISES: N_("a place"),
    AskType.MARKETING: N_("a way to be known"),
    AskType.RENOWN: N_("a name that carries"),
    AskType.MARKET_FEEDBACK: N_("a word from the market"),
    AskType.SKILL: N_("a skill"),
    AskType.OTHER: N_("a helping hand"),
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A need and the offer that answers it, in their authors' words, each after who says it."""

    seeker: str
    need: Quote
    giver: str
    offer: Quote


def is_kept(code: Reason, one: Introduction) -> bool:
    """Say whether a reason rests on a fact that the other keeps from the reader."""
    return (code is Reason.TOWN and not one.b.town) or (code is Reason.MIX and not one.b.actor_type)


def title(code: Reason, words: Words, *, kept: bool = False) -> str:
    """Return the title of a reason; what is `kept` from the reader is not in it."""
    return words.gettext(KEPT if kept else TITLES[code])


def sentence(code: Reason, one: Introduction, words: Words) -> str:
    """Return the sentence of a reason, with the facts behind it, unless they are kept from the reader."""
    if is_kept(code, one):
        said = words.gettext("It rests on something that {name} prefers not to show.")
        return said.format(name=short(one.b))
    return _SENTENCES[code](one, words)


def why(one: Introduction, words: Words) -> str:
    """Return the two strongest reasons of an introduction as sentences."""
    return " ".join(sentence(code, one, words) for code in strongest(one)[:2])


def brief(one: Introduction, words: Words) -> str:
    """Return the strongest reasons of an introduction in a few words, each said once."""
    return ", ".join(list(dict.fromkeys(words.gettext(BRIEF[code]) for code in strongest(one)))[:MOST_BRIEF])


def short(person: Person) -> str:
    """Return the first word of a name: what a letter calls somebody after her whole name was said."""
    return called(person).partition(" ")[0]


def role(person: Person) -> str:
    """Return where somebody works and lives; "" when neither was given."""
    return ", ".join(named(text) for text in (person.organisation, person.town) if text)


def exchanges(one: Introduction, words: Words) -> tuple[Exchange, ...]:
    """Return what each seeks and the other offers, in their own words; first the reader's need."""
    _ = words.gettext
    name = short(one.b)
    you = _("You are looking for"), _("{name} offers").format(name=name)
    them = _("{name} is looking for").format(name=name), _("You offer")
    said = [(*you, one.answer_to_a), (*them, one.answer_to_b)]
    return tuple(
        Exchange(seeker, quote(answer.need.text), giver, quote(answer.offer.text))
        for seeker, giver, answer in said
        if answer is not None
    )


def through(one: Introduction, words: Words) -> str:
    """Return who can introduce the two, for the reader; "" when nobody may be told."""
    if one.go_between:
        return words.gettext("{name}, who knows you both").format(name=called(one.go_between))
    return _member(one, words)


def go_between(one: Introduction, words: Words) -> str:
    """Return who can introduce the two, in a line of a table; "" when nobody may be told."""
    return called(one.go_between) if one.go_between else _member(one, words)


def _member(one: Introduction, words: Words) -> str:
    if not one.via_circle:
        return ""
    return words.gettext("a member of {circle}").format(circle=named(one.via_circle))


def opens(one: Introduction, words: Words) -> str:
    """Return what the introduction may open, for either of the two."""
    _ = words.gettext
    opened = []
    if one.answer_to_a:
        kind = one.answer_to_a.need.type or AskType.OTHER
        opened.append(_("{what} for you").format(what=_(OPENS[kind])))
    if one.answer_to_b:
        kind = one.answer_to_b.need.type or AskType.OTHER
        opened.append(_("{what} for {name}").format(what=_(OPENS[kind]), name=short(one.b)))
    if opened:
        return ", ".join(opened)
    if one.route is Route.INSIDE:
        return _("a first landmark")
    return _("a first thread between your two circles")


def asks(one: Introduction, words: Words) -> str:
    """Return what the introduction asks of the reader."""
    if Reason.TOWN in one.values and not is_kept(Reason.TOWN, one):
        return words.gettext("half an hour, on the spot or by telephone")
    return words.gettext("half an hour, by telephone or by video")


def facts(budget: int, words: Words) -> tuple[str, ...]:
    """Return what else is true of the letter; `budget` is what the reader asked for, a week."""
    asked = words.ngettext(
        "You asked for {n} letter a week at most.", "You asked for {n} letters a week at most.", budget
    )
    return (
        words.gettext("You have never been in contact, as far as the network knows."),
        asked.format(n=budget),
    )


def _evidence(answer: Answer | None, words: Words) -> str:
    met = answer.words() if answer else ()
    if not met:
        return words.gettext("Your two sentences say the same thing.")
    said = ", ".join(map(named, met[:3]))
    return words.gettext("What brings the two sentences together: {words}.").format(words=said)


def _need(one: Introduction, words: Words) -> str:
    return _evidence(one.answer_to_a, words)


def _offer(one: Introduction, words: Words) -> str:
    return _evidence(one.answer_to_b, words)


def _both_ways(_one: Introduction, words: Words) -> str:
    return words.gettext("Each of you has what the other is looking for.")


def _shared(one: Introduction, words: Words) -> str:
    if one.shared < FEW:
        return words.gettext("You have at least one contact in common.")
    return words.gettext("You have {n} contacts in common.").format(n=one.shared)


def _across(one: Introduction, words: Words) -> str:
    _ = words.gettext
    if one.route is Route.BRIDGE:
        said = _("{a} and {b} signed a bridge.")
    elif one.route is Route.SHARED_MEMBER:
        said = _("{a} and {b} have members in common, and both accept that these make the link.")
    else:
        said = _("One belongs to {a}, the other to {b}.")
    return said.format(a=named(one.circle_a), b=named(one.circle_b))


def _town(one: Introduction, words: Words) -> str:
    return words.gettext("You can meet in {town}.").format(town=named(one.a.town))


def _mix(one: Introduction, words: Words) -> str:
    yours, theirs = (_actor(person.actor_type, words) for person in (one.a, one.b))
    said = words.gettext("You speak for {one}, {name} for {other}.")
    return said.format(one=yours, name=short(one.b), other=theirs)


def _actor(code: str, words: Words) -> str:
    return words.gettext(ACTORS[ActorType(code)]) if code in set(ActorType) else named(code)


def _newcomer(_one: Introduction, words: Words) -> str:
    return words.gettext("One of you two arrived lately.")


_SENTENCES: dict[Reason, Callable[[Introduction, Words], str]] = {
    Reason.NEED: _need,
    Reason.OFFER: _offer,
    Reason.BOTH_WAYS: _both_ways,
    Reason.SHARED_CONTACTS: _shared,
    Reason.ACROSS: _across,
    Reason.TOWN: _town,
    Reason.MIX: _mix,
    Reason.NEWCOMER: _newcomer,
}
