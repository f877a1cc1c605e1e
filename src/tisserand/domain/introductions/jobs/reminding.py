"""Letters that remind and that ask whether two people met: a few each, whatever the other side did."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from tisserand.domain.attention.models import Letter
from tisserand.domain.attention.queries import network_day
from tisserand.domain.introductions.actions.moving import once_for, write_letter
from tisserand.domain.introductions.models import Side
from tisserand.domain.introductions.queries.left import letter_days_of, rhythm_columns
from tisserand.domain.introductions.queries.standings import own_side
from tisserand.domain.introductions.rules import (
    ANSWER_WITHIN,
    MET_ASKED,
    MET_BY,
    Answer,
    Stage,
    met_asked_on,
    met_by,
    reminders_due,
)
from tisserand.domain.introductions.rules.days import REMINDED_AFTER
from tisserand.domain.people.queries import day_of
from tisserand.vocabulary import LetterKind

BATCH = 500
A_DAY = timedelta(days=1)
"""How far a day may differ from the network's: whoever lives further east reads tomorrow's date."""


def remind(at: datetime) -> int:
    """Queue the reminders owed to those who have not answered; how many. A network that slept owes one."""
    today = network_day(at)
    rows = Side.objects.filter(
        answer=Answer.NONE,
        gone=False,
        shown_on__gte=today - timedelta(days=ANSWER_WITHIN) - A_DAY,
        person__paused_on__isnull=True,
    ).exclude(introduction__pair="")
    waiting = rows.select_related("introduction", "person").annotate(**rhythm_columns())
    due = [(side, turn) for side in waiting if (turn := _reminder(side, at))]
    return sum(_remind(side.pk, turn, at) for side, turn in _unwritten(due, LetterKind.REMINDER))


def _reminder(side: Side, at: datetime) -> str:
    """The turn of the reminder she is owed now: "1", "2", or "" for none."""
    days = reminders_due(own_side(side), letter_days_of(side), day_of(side.person, at))
    if not days or side.shown_on is None:
        return ""
    return "2" if days[-1] > side.shown_on + timedelta(days=REMINDED_AFTER[1]) else "1"


@transaction.atomic
def _remind(key: int, turn: str, at: datetime) -> bool:
    """Queue one reminder, unless she has answered meanwhile."""
    side = Side.objects.select_for_update(of=("self",)).select_related("introduction", "person").get(pk=key)
    if side.answer != Answer.NONE or side.gone:
        return False
    write_letter(side, side.introduction.ref, LetterKind.REMINDER, at, turn=turn)
    return True


def _unwritten(due: Iterable[tuple[Side, str]], kind: LetterKind) -> list[tuple[Side, str]]:
    """Those whose letter is not queued yet; one query a batch."""
    wanted = {once_for(side, side.introduction.ref, kind, turn): (side, turn) for side, turn in due}
    keys = list(wanted)
    for start in range(0, len(keys), BATCH):
        known = Letter.objects.filter(once__in=keys[start : start + BATCH])
        for once in known.values_list("once", flat=True):
            del wanted[once]
    return list(wanted.values())


def ask_if_met(at: datetime) -> int:
    """Ask by letter those who were introduced whether they met, on days 14 and 28; how many letters."""
    today = network_day(at)
    rows = Side.objects.filter(
        met__isnull=True,
        gone=False,
        introduction__stage=Stage.ESTABLISHED,
        introduction__established_on__gte=today - timedelta(days=MET_BY) - A_DAY,
        introduction__established_on__lte=today - timedelta(days=MET_ASKED[0]) + A_DAY,
    )
    waiting = rows.select_related("introduction", "person")
    due = [(side, turn) for side in waiting if (turn := _question(side, at))]
    return sum(_ask(side.pk, turn, at) for side, turn in _unwritten(due, LetterKind.HAVE_YOU_MET))


def _question(side: Side, at: datetime) -> str:
    """The turn of the question she is asked now: "1", "2", or "" for none."""
    established_on, today = side.introduction.established_on, day_of(side.person, at)
    if established_on is None or today > met_by(established_on):
        return ""
    asked = [day for day in met_asked_on(established_on) if day <= today]
    return str(len(asked)) if asked else ""


@transaction.atomic
def _ask(key: int, turn: str, at: datetime) -> bool:
    """Queue one question, unless she has answered meanwhile."""
    side = Side.objects.select_for_update(of=("self",)).select_related("introduction", "person").get(pk=key)
    if side.met is not None or side.introduction.stage != Stage.ESTABLISHED:
        return False
    write_letter(side, side.introduction.ref, LetterKind.HAVE_YOU_MET, at, turn=turn)
    return True
