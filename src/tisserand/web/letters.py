"""An introduction in the words of a letter: what `a` reads about `b`, who speaks to her and says "you".

Only facts of the score are told. A go-between is named only when she agreed to be, contacts in common are a
number from five up only, and nothing tells which of the two is asked first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tisserand.formats.introductions import FEW
from tisserand.formats.records import Person
from tisserand.formats.weaving import Answer, Introduction
from tisserand.vocabulary import ActorType, AskType, Reason, Route
from tisserand.web.motif import threads_of
from tisserand.web.page import CircleView, ExchangeView, LetterView, ReasonView, RowView
from tisserand.wording.catalogue import N_, Words
from tisserand.wording.reasons import ACTORS, LONGEST, called

SHOWN = 5
"""Reasons told one by one in a letter, the last of them gathering what is left."""

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


def letter(
    one: Introduction,
    words: Words,
    circles: Mapping[str, CircleView],
    *,
    cares: str,
    budget: int,
    answer_by: date,
) -> LetterView:
    """The letter that `one.a` may receive: `cares` is what matters to the other, `budget` her own week's."""
    _ = words.gettext
    inside = one.route is Route.INSIDE
    return LetterView(
        to=called(one.a),
        name=called(one.b),
        circle_a=circles[one.circle_a],
        circle_b=None if inside else circles[one.circle_b],
        cares=cares.rstrip("."),
        role=", ".join(text for text in (one.b.organisation, one.b.town) if text),
        exchanges=_exchanges(one, words),
        why=" ".join(_SENTENCES[code](one, words) for code in strongest(one)[:2]),
        through=words.gettext("{name}, who knows you both").format(name=called(one.go_between))
        if one.go_between
        else _member(one, words),
        opens=_opens(one, words),
        asks=_asks(one, words),
        answer_by=answer_by,
        reasons=reasons(one, words),
        facts=(
            _("You have never been in contact, as far as the network knows."),
            words.ngettext(
                "You asked for {n} letter a week at most.",
                "You asked for {n} letters a week at most.",
                budget,
            ).format(n=budget),
        ),
    )


def row(one: Introduction, words: Words, circles: Mapping[str, CircleView]) -> RowView:
    """One introduction in a line of the week's table."""
    brief = dict.fromkeys(words.gettext(BRIEF[code]) for code in strongest(one))
    through = called(one.go_between) if one.go_between else _member(one, words)
    return RowView(
        called(one.a), called(one.b), circles[one.circle_a], circles[one.circle_b], through, ", ".join(brief)
    )


def strongest(one: Introduction) -> list[Reason]:
    """The reasons of an introduction, those that bring most first."""
    return sorted(one.values, key=lambda code: -one.values[code])


def reasons(one: Introduction, words: Words) -> tuple[ReasonView, ...]:
    """The reasons as twenty threads: the first ones one by one, what is left in the last."""
    codes = strongest(one)
    alone = codes if len(codes) <= SHOWN else codes[: SHOWN - 1]
    rest = codes[len(alone) :]
    values = [one.values[code] for code in alone]
    told = [ReasonView(code, 0, words.gettext(TITLES[code]), _SENTENCES[code](one, words)) for code in alone]
    if rest:
        values.append(sum(one.values[code] for code in rest))
        sentences = " ".join(_SENTENCES[code](one, words) for code in rest)
        told.append(ReasonView("also", 0, words.gettext("And also"), sentences))
    threads = threads_of(values)
    return tuple(replace(view, threads=n) for view, n in zip(told, threads, strict=True) if n)


def short(person: Person) -> str:
    """The first word of a name: what a letter calls somebody after her whole name was said."""
    return called(person).split()[0]


def _exchanges(one: Introduction, words: Words) -> tuple[ExchangeView, ...]:
    _ = words.gettext
    name = short(one.b)
    you = _("You are looking for"), _("{name} offers").format(name=name)
    them = _("{name} is looking for").format(name=name), _("You offer")
    said = [(*you, one.answer_to_a), (*them, one.answer_to_b)]
    return tuple(
        ExchangeView(seeker, _quoted(answer.need.text), giver, _quoted(answer.offer.text))
        for seeker, giver, answer in said
        if answer is not None
    )


def _quoted(text: str) -> str:
    """A sentence as it is quoted: without its last full stop, cut when far too long."""
    return text[:LONGEST].rstrip(". ")


def _member(one: Introduction, words: Words) -> str:
    return words.gettext("a member of {circle}").format(circle=one.via_circle) if one.via_circle else ""


def _opens(one: Introduction, words: Words) -> str:
    _ = words.gettext
    to_you = one.answer_to_a and one.answer_to_a.need.type
    to_them = one.answer_to_b and one.answer_to_b.need.type
    opened = []
    if one.answer_to_a:
        opened.append(_("{what} for you").format(what=_(OPENS[to_you or AskType.OTHER])))
    if one.answer_to_b:
        opened.append(
            _("{what} for {name}").format(what=_(OPENS[to_them or AskType.OTHER]), name=short(one.b))
        )
    if opened:
        return ", ".join(opened)
    return (
        _("a first landmark") if one.route is Route.INSIDE else _("a first thread between your two circles")
    )


def _asks(one: Introduction, words: Words) -> str:
    if Reason.TOWN in one.values:
        return words.gettext("half an hour, on the spot or by telephone")
    return words.gettext("half an hour, by telephone or by video")


def _evidence(answer: Answer | None, words: Words) -> str:
    met = answer.words() if answer else ()
    if not met:
        return words.gettext("Your two sentences say the same thing.")
    return words.gettext("What brings the two sentences together: {words}.").format(words=", ".join(met[:3]))


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
    return said.format(a=one.circle_a, b=one.circle_b)


def _town(one: Introduction, words: Words) -> str:
    return words.gettext("You can meet in {town}.").format(town=one.a.town)


def _mix(one: Introduction, words: Words) -> str:
    known = [_actor(person.actor_type, words) for person in (one.a, one.b)]
    said = words.gettext("You speak for {one}, {name} for {other}.")
    return said.format(one=known[0], name=short(one.b), other=known[1])


def _actor(code: str, words: Words) -> str:
    return words.gettext(ACTORS[ActorType(code)]) if code in set(ActorType) else code


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


def first_letters(introductions: Sequence[Introduction], most: int) -> list[Introduction]:
    """The introductions to show first, `most` in all, from those given strongest first.

    Those between two circles come first, then those where a need meets an offer, then one for each pair of
    circles before a second one.
    """
    ranked, seen = [], set[tuple[frozenset[str], bool]]()
    for rank, one in enumerate(introductions):
        told = one.answer_to_a is not None or one.answer_to_b is not None
        pair = frozenset((one.circle_a, one.circle_b)), told
        ranked.append((one.route is Route.INSIDE, not told, pair in seen, rank))
        seen.add(pair)
    return [introductions[rank] for *_, rank in sorted(ranked)[:most]]
