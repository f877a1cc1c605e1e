"""What each person sees of an introduction: the one function that every page, letter and list reads.

**`seen` never receives the other Side**, nor the stage: only her own Side, the day it was established if it
was, and today. A refusal then looks like a silence because there is nothing here by which to tell them
apart. The one exception is erasure, which takes the other person's name away at once (`other_left`).
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tisserand.domain.introductions.rules.codes import Answer, Stage, Word
from tisserand.domain.introductions.rules.days import (
    answer_by,
    back_on,
    met_asked_on,
    met_by,
    outcome_on,
    reminder_days,
)


@dataclass(frozen=True, slots=True)
class OwnSide:
    """What she was shown and what she did. `gone`: she blocked the other, and it left her at once."""

    shown_on: date | None = None
    answer: Answer = Answer.NONE
    never: bool = False
    aside_until: date | None = None
    gone: bool = False
    met: bool | None = None


class Seen(NamedTuple):
    """An introduction as one of its two sides sees it today.

    `on_today`: it waits for her on Today. `may_answer`: she may say yes or no, or change what she said.
    `may_take_back`: her yes can become a no, to the last day. `asks_met`: she is asked whether they met;
    `may_say_met`: she may still say that they did. `met`: both said so.
    """

    word: Word
    shown_on: date
    answer_by: date
    outcome_on: date
    answer: Answer
    never: bool = False
    on_today: bool = False
    may_answer: bool = False
    may_take_back: bool = False
    may_put_aside: bool = False
    asks_met: bool = False
    may_say_met: bool = False
    met: bool = False
    other_left: bool = False


def seen(
    own: OwnSide,
    established_on: date | None,
    today: date,
    *,
    met_on: date | None = None,
    other_left: bool = False,
) -> Seen | None:
    """What she sees `today` (her own day); None when it is as if it did not exist."""
    if own.shown_on is None or own.gone:
        return None
    shown_on, last, outcome = own.shown_on, answer_by(own.shown_on), outcome_on(own.shown_on)
    word = _word(outcome, established_on, today, other_left)
    proposed, unanswered = word is Word.PROPOSED, own.answer is Answer.NONE
    in_time = proposed and today <= last
    back = own.aside_until is None or today >= own.aside_until
    asked = not met_on and not other_left and _asked_if_met(established_on, today)
    return Seen(
        word=word,
        shown_on=shown_on,
        answer_by=last,
        outcome_on=outcome,
        answer=own.answer,
        never=own.never,
        on_today=in_time and unanswered and back,
        may_answer=in_time,
        may_take_back=proposed and own.answer is Answer.YES,
        may_put_aside=proposed and unanswered and own.aside_until is None and today < back_on(shown_on),
        asks_met=asked and own.met is None,
        may_say_met=asked and own.met is not True,
        met=met_on is not None,
        other_left=other_left,
    )


def seen_by_animators(
    stage: Stage,
    first_shown_on: date | None,
    established_on: date | None,
    today: date,
    *,
    one_left: bool = False,
) -> Word | None:
    """What animators of both circles, the introducer and a named go-between see; None when it is gone.

    The stage is read only as long as nobody was asked: from then on, dates alone.
    """
    if first_shown_on is None:
        return {Stage.DRAFTED: Word.TO_READ, Stage.APPROVED: Word.APPROVED}.get(stage)
    return _word(outcome_on(first_shown_on), established_on, today, one_left)


def _word(outcome: date, established_on: date | None, today: date, one_left: bool) -> Word:
    if established_on:
        return Word.ESTABLISHED
    if one_left:
        return Word.UNAVAILABLE
    return Word.PROPOSED if today < outcome else Word.ENDED


def _asked_if_met(established_on: date | None, today: date) -> bool:
    return established_on is not None and met_asked_on(established_on)[0] <= today <= met_by(established_on)


def reminders_due(
    own: OwnSide, letter_days: int, today: date, *, other_left: bool = False
) -> tuple[date, ...]:
    """The days of the reminders owed to her by `today`, one letter for each, while it waits on her Today.

    They depend on her own acts only: whatever the other does, even a block, adds and removes none.
    """
    waits = seen(own, None, today, other_left=other_left)
    if waits is None or not waits.on_today:
        return ()
    since = own.aside_until or waits.shown_on
    return tuple(day for day in reminder_days(waits.shown_on, letter_days) if since <= day <= today)
