"""An introduction as a member's pages tell it: what she reads, what she may do, what was said before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext

from tisserand.domain.introductions.queries import Told
from tisserand.domain.introductions.rules import Answer, Seen, Word
from tisserand.web import letters
from tisserand.web.access import words
from tisserand.web.page import CircleView, LetterView
from tisserand.wording.quotes import Quote, named, quote, quoted

NOWHERE = CircleView("", "", "")


@dataclass(frozen=True, slots=True)
class NoteView:
    """A sentence that somebody added to a letter, and for which circle."""

    text: Quote
    circle: str


@dataclass(frozen=True, slots=True)
class VouchView:
    """A sentence by which somebody answers for the other."""

    author: str
    circle: str
    sentence: Quote


@dataclass(frozen=True, slots=True)
class MessageView:
    """One line of a thread."""

    mine: bool
    author: str
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class OneView:
    """An introduction as its reader sees it. `letter` is None when the other person left the network."""

    ref: str
    seen: Seen
    name: str
    short: str
    other_ref: str
    letter: LetterView | None
    email: str
    phone: str
    intention: str
    reveals_email: bool
    reveals_phone: bool
    vouches: tuple[VouchView, ...] = ()
    notes: tuple[NoteView, ...] = ()
    messages: tuple[MessageView, ...] = ()
    their_intention: Quote = field(default_factory=lambda: Quote(""))
    their_email: str = ""
    their_phone: str = ""
    said_met: bool | None = None
    outcome: dict[str, Any] = field(default_factory=dict)

    @property
    def said_yes(self) -> bool:
        """Whether she said yes."""
        return self.seen.answer is Answer.YES

    @property
    def said_no(self) -> bool:
        """Whether she said no."""
        return self.seen.answer is Answer.NO

    @property
    def may_never(self) -> bool:
        """Whether she may ask never to be proposed this person again."""
        return self.seen.may_answer and not self.seen.never

    @property
    def established(self) -> bool:
        """Whether both said yes."""
        return self.seen.word is Word.ESTABLISHED

    @property
    def whole(self) -> bool:
        """Whether the letter is there to be read."""
        return self.seen.word is Word.PROPOSED and self.letter is not None

    @property
    def may_write(self) -> bool:
        """Whether there is somebody to write to."""
        return self.established and not self.seen.other_left


def other_name(told: Told) -> str:
    """How the other person is called; nobody's name once she was erased."""
    return named(told.other.name) if told.other else gettext("Former member")


def one_view(person: Any, told: Told) -> OneView:
    """What the pages of `person` say of an introduction told to her."""
    name = other_name(told)
    short = name.partition(" ")[0] if told.other else name
    revealed, left = told.revealed, gettext("Former member")
    return OneView(
        ref=told.ref,
        seen=told.seen,
        name=name,
        short=short,
        other_ref=told.other.ref if told.other else "",
        letter=letter_view(told),
        email=person.email,
        phone=person.phone,
        intention=told.own.intention,
        reveals_email=told.own.reveals_email,
        reveals_phone=told.own.reveals_phone,
        vouches=tuple(
            VouchView(named(one.author), named(one.circle), quote(one.sentence)) for one in told.vouches
        ),
        notes=(NoteView(quote(told.note), circle_view(told.circle_mine).name),) if told.note else (),
        messages=tuple(
            MessageView(line.mine, left if line.left else short, line.text, localtime(line.written_at))
            for line in told.thread
        ),
        their_intention=quote(revealed.intention) if revealed else Quote(""),
        their_email=revealed.email if revealed else "",
        their_phone=revealed.phone if revealed else "",
        said_met=told.own.met,
        outcome=dict(told.own.outcome),
    )


def letter_view(told: Told) -> LetterView | None:
    """The letter in words; None when the other person left the network."""
    if told.letter is None or told.other is None:
        return None
    ends = circle_view(told.circle_mine), circle_view(told.circle_theirs)
    return letters.letter(
        told.letter,
        words(),
        {told.letter.circle_b: ends[1], told.letter.circle_a: ends[0]},
        cares=told.concern,
        budget=told.budget,
        answer_by=told.seen.answer_by,
    )


def circle_view(row: Any) -> CircleView:
    """A circle as a page names it; nothing when it was closed."""
    if row is None:
        return NOWHERE
    return CircleView(named(row.name), row.dye, row.weave, quote(row.purpose), quoted(row.town))
