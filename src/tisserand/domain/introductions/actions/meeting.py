"""What two people do once both said yes: their thread, whether they met, what it brought."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from tisserand.domain.introductions.actions.answering import held_by, view_of
from tisserand.domain.introductions.actions.moving import both_met, follow, write_letter
from tisserand.domain.introductions.models import Message
from tisserand.domain.introductions.rules import Act, Seen, Word, met_asked_on
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.people.rules import chosen, written
from tisserand.domain.refused import Refused
from tisserand.vocabulary import LetterKind, Refusal

LONGEST_MESSAGE = 2000
OUTCOME = {
    "useful": ("yes", "a_little", "no"),
    "next": ("we_go_on", "perhaps", "no"),
    "listened": ("yes", "a_little", "no"),
}
"""The three taps of an outcome, and what each may answer: was it useful, what comes next, was she heard."""


@transaction.atomic
def say_met(*, person: Person, ref: str, met: bool, at: datetime) -> Seen:
    """Say whether they met; what she sees next. When both say yes, their one contact is recorded.

    The same answer again changes nothing, a no may become a yes. A first yes shows nothing to the other.
    Refused: NOT_FOUND, NOT_YET before she is asked, ALREADY_DONE once both said so or to take back a yes,
    TOO_LATE after the last day, CLOSED when nothing was established or the other was erased.
    """
    held, side = held_by(person, ref)
    view = view_of(held, side, at)
    if view.word is not Word.ESTABLISHED or view.other_left:
        raise Refused(Refusal.CLOSED)
    if side.met is met:
        return view
    if view.met or side.met:
        raise Refused(Refusal.ALREADY_DONE)
    if not view.may_say_met:
        raise Refused(_too_soon_or_late(held.introduction.established_on, day_of(person, at)))
    side.met, side.met_answered_on = met, day_of(person, at)
    side.save(update_fields=["met", "met_answered_on"])
    act = Act.MET_YES if met else Act.MET_NO
    follow(held, act, at=at, place=side.place, guards_hold=both_met(held, at))
    return view_of(held, side, at)


def _too_soon_or_late(established_on: date | None, today: date) -> Refusal:
    soon = established_on is not None and today < met_asked_on(established_on)[0]
    return Refusal.NOT_YET if soon else Refusal.TOO_LATE


@transaction.atomic
def tell_outcome(*, person: Person, ref: str, outcome: Mapping[str, str], at: datetime) -> Seen:
    """Write what the meeting brought her, in taps of `OUTCOME`; she alone reads it, and may say it anew.

    Refused: NOT_FOUND, NOT_YET unless both said that they met, UNKNOWN_CHOICE.
    """
    held, side = held_by(person, ref)
    view = view_of(held, side, at)
    if not view.met:
        raise Refused(Refusal.NOT_YET)
    side.outcome = {question: chosen(said, OUTCOME.get(question, ())) for question, said in outcome.items()}
    side.save(update_fields=["outcome"])
    follow(held, Act.OUTCOME, at=at, place=side.place)
    return view


@transaction.atomic
def write_message(*, person: Person, ref: str, text: str, at: datetime) -> Message:
    """Write in the thread of two people introduced. When the other has closed it, the message is accepted and
    reaches nobody, and its writer is not told.

    Refused: NOT_FOUND, CLOSED unless established or when the other was erased, and what `written` refuses.
    """
    held, side = held_by(person, ref)
    view = view_of(held, side, at)
    other = held.other(side)
    if view.word is not Word.ESTABLISHED or other is None:
        raise Refused(Refusal.CLOSED)
    message = Message.objects.create(
        introduction=held.introduction,
        author=person,
        text=written(text, LONGEST_MESSAGE, lines=True),
        written_at=at,
        delivered=not (other.closed_thread or other.gone),
    )
    if message.delivered:
        day = day_of(other.person, at)
        write_letter(other, held.introduction.ref, LetterKind.MESSAGE, at, turn=day.isoformat())
    return message
