"""The two private answers. What is allowed, and what is told, depends on her own side alone: when the other
side has ended everything, she may still answer to her last day, and it leads nowhere."""

from datetime import datetime

from django.db import transaction

from tisserand.domain.introductions.actions.moving import Held, follow, hold, may_be_introduced
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.introductions.queries.standings import own_side
from tisserand.domain.introductions.rules import Act, Answer, Seen, Word, back_on, seen
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.people.rules import written
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal

LONGEST_INTENTION = 280


@transaction.atomic
def answer(
    *,
    person: Person,
    ref: str,
    answer: Answer,
    at: datetime,
    never: bool = False,
    reveals_email: bool = False,
    reveals_phone: bool = False,
    intention: str = "",
) -> Seen:
    """Say yes or no to a proposal, or change what was said, until it is established; what she sees next.

    With a yes: the details that the other may read once both said yes, and her intention in her own words.
    `never` goes with a no. The same answer again is accepted and changes nothing. Refused: NOT_FOUND unless
    she was shown it, TOO_LATE after her last day, CLOSED once both said yes or when the other was erased,
    NOT_ALLOWED for no answer at all, and what `written` refuses of the intention.
    """
    if answer is Answer.NONE:
        raise Refused(Refusal.NOT_ALLOWED)
    words = written(intention, LONGEST_INTENTION, empty=True)
    held, side = held_by(person, ref)
    view = view_of(held, side, at)
    if not _may_say(view, answer):
        return view
    side.answer, side.answered_on = answer, day_of(person, at)
    side.never = never and answer is Answer.NO
    yes = answer is Answer.YES
    side.reveals_email, side.reveals_phone = yes and reveals_email, yes and reveals_phone
    side.intention = words if yes else ""
    side.aside_until = None
    side.save()
    _move(held, side, answer, at)
    return view_of(held, side, at)


def _may_say(view: Seen, answer: Answer) -> bool:
    """Whether the answer is to be written; False when it is there already and nothing may change."""
    if view.may_answer or (answer is Answer.NO and view.may_take_back):
        return True
    if view.answer is answer and view.word is not Word.UNAVAILABLE:
        return False
    raise Refused(Refusal.TOO_LATE if view.word in (Word.PROPOSED, Word.ENDED) else Refusal.CLOSED)


def _move(held: Held, side: Side, answer: Answer, at: datetime) -> None:
    """Follow what she said; a first yes that comes back from a no needs no other arrow than a yes."""
    if answer is Answer.YES:
        holds = may_be_introduced(held, at) if side.place == 2 else True
        follow(held, Act.YES, at=at, place=side.place, guards_hold=holds)
    else:
        follow(held, Act.NEVER if side.never else Act.NO, at=at, place=side.place)


@transaction.atomic
def put_aside(*, person: Person, ref: str, at: datetime) -> Seen:
    """Set a proposal aside: it leaves Today and returns once, three days before its date; what she sees next.

    Twice changes nothing. Refused: NOT_FOUND, TOO_LATE when it would be back already or was answered.
    """
    held, side = held_by(person, ref)
    view = view_of(held, side, at)
    if view.word is Word.PROPOSED and side.aside_until is not None:
        return view
    if not view.may_put_aside or side.shown_on is None:
        raise Refused(Refusal.TOO_LATE)
    side.aside_until = back_on(side.shown_on)
    side.save(update_fields=["aside_until"])
    follow(held, Act.LATER, at=at, place=side.place)
    return view_of(held, side, at)


def held_by(person: Person, ref: str) -> tuple[Held, Side]:
    """One introduction, locked, and her side of it. Refused: NOT_FOUND unless she has one."""
    hers = Side.objects.filter(person=person).values("introduction")
    for held in hold(Introduction.objects.filter(ref=ref, pk__in=hers)):
        side = held.side_of(person)
        if side is not None:
            return held, side
    raise Refused(Refusal.NOT_FOUND)


def view_of(held: Held, side: Side, at: datetime) -> Seen:
    """What she sees of it. Refused: NOT_FOUND when it is as if it did not exist."""
    one = held.introduction
    view = seen(
        own_side(side),
        one.established_on,
        day_of(side.person, at),
        met_on=one.met_on,
        other_left=not held.is_whole,
    )
    if view is None:
        raise Refused(Refusal.NOT_FOUND)
    return view
