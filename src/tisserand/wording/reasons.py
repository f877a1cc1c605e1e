"""Why two people are proposed to each other, as sentences that hold nothing but the facts of the score.

Written for somebody who sees both people, such as an animator or an analyst. A go-between is named only
when she agreed to be; contacts in common are a number from five up only.
"""

from __future__ import annotations

from collections.abc import Callable

from tisserand.formats.introductions import FEW
from tisserand.formats.records import Person
from tisserand.formats.weaving import Answer, Introduction
from tisserand.vocabulary import ActorType, Reason
from tisserand.wording.catalogue import N_, Words
from tisserand.wording.quotes import named, without_stop

ACTORS = {
    ActorType.COMPANY: N_("a company"),
    ActorType.ASSOCIATION: N_("an association"),
    ActorType.PUBLIC_BODY: N_("a public body"),
    ActorType.CITIZEN: N_("a citizen"),
    ActorType.SCHOOL: N_("a school"),
    ActorType.PLACE: N_("a third place"),
}


def why(introduction: Introduction, words: Words) -> str:
    """Return the reasons of an introduction, strongest first, as sentences; then who can introduce."""
    said = [reason(code, introduction, words) for code in strongest(introduction)]
    return " ".join(text for text in (*said, through(introduction, words)) if text)


def strongest(introduction: Introduction) -> list[Reason]:
    """Return the reasons of an introduction, those that bring most first."""
    return sorted(introduction.values, key=lambda code: -introduction.values[code])


def reason(code: Reason, introduction: Introduction, words: Words) -> str:
    """Return the sentence of one reason, with the facts behind it."""
    return _SENTENCES[code](introduction, words)


def through(introduction: Introduction, words: Words) -> str:
    """Return who can introduce the two: by name with her consent, else by a large circle, else ''."""
    if introduction.go_between:
        return words.gettext("{name} can introduce them.").format(name=called(introduction.go_between))
    if introduction.via_circle:
        circle = named(introduction.via_circle)
        return words.gettext("They can meet via a member of the circle {circle}.").format(circle=circle)
    return ""


def called(person: Person) -> str:
    """Return what to call a person: her name, or her identifier when no name was given."""
    return named(person.name) or named(person.id)


def _answer(looking: Person, giving: Person, answer: Answer | None, words: Words) -> str:
    if answer is None:
        return ""
    sentence = words.gettext("{a} is looking for “{need}”, and {b} offers “{offer}”.")
    return sentence.format(
        a=called(looking),
        b=called(giving),
        need=without_stop(answer.need.text),
        offer=without_stop(answer.offer.text),
    )


def _need(one: Introduction, words: Words) -> str:
    return _answer(one.a, one.b, one.answer_to_a, words)


def _offer(one: Introduction, words: Words) -> str:
    return _answer(one.b, one.a, one.answer_to_b, words)


def _both_ways(_one: Introduction, words: Words) -> str:
    return words.gettext("Each can help the other.")


def _shared(one: Introduction, words: Words) -> str:
    if one.shared < FEW:
        return words.gettext("They have at least one contact in common.")
    return words.gettext("They have {n} contacts in common.").format(n=one.shared)


def _across(one: Introduction, words: Words) -> str:
    if not one.circle_a or not one.circle_b:
        return words.gettext("They do not belong to the same circles.")
    circles = named(one.circle_a), named(one.circle_b)
    return words.gettext("One belongs to {a}, the other to {b}.").format(a=circles[0], b=circles[1])


def _town(one: Introduction, words: Words) -> str:
    if not (one.a.town and one.b.town):
        return _kept(words)
    return words.gettext("Both are in {town}.").format(town=named(one.a.town))


def _kept(words: Words) -> str:
    return words.gettext("One of the two keeps to themselves a fact that counted.")


def _mix(one: Introduction, words: Words) -> str:
    if not (one.a.actor_type and one.b.actor_type):
        return _kept(words)
    sentence = words.gettext("{a} speaks for {one}, {b} for {other}.")
    return sentence.format(
        a=called(one.a), one=_actor(one.a, words), b=called(one.b), other=_actor(one.b, words)
    )


def _actor(person: Person, words: Words) -> str:
    known = ACTORS.get(ActorType(person.actor_type)) if person.actor_type in set(ActorType) else None
    return words.gettext(known) if known else f"“{named(person.actor_type)}”"


def _newcomer(_one: Introduction, words: Words) -> str:
    return words.gettext("At least one of them arrived lately.")


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
