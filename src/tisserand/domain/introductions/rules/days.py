"""The dates of an introduction. A deadline is a date, and closes at the end of that day.

Days are those of the person concerned, in her own zone; before anybody is asked and once it is
established, those of the network. Whoever calls knows the zones: here there are only dates.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tisserand.domain.attention.rules import is_letter_day
from tisserand.domain.introductions.rules.codes import Act, Stage, StopReason, Verdict
from tisserand.domain.introductions.rules.table import Place
from tisserand.vocabulary import ApprovalMode

ANSWER_WITHIN = 10
SECOND_BY = 17
OUTCOME_ON = 28
REMINDED_AFTER = (4, 8)
BACK_BEFORE = 3  # days before her last day, what was put aside comes back
MET_ASKED = (14, 28)
MET_BY = 42
REST_MONTHS = 12

STOPPED_BY_SILENCE = 2  # days an animator has to stop it, where silence approves
LAPSES = 7  # days a required approval is waited for
SHOWN_WITHIN = 7


def answer_by(shown_on: date) -> date:
    """The last day on which she may answer."""
    return shown_on + timedelta(ANSWER_WITHIN)


def second_by(first_shown_on: date) -> date:
    """The last day on which side two may be asked."""
    return first_shown_on + timedelta(SECOND_BY)


def outcome_on(shown_on: date) -> date:
    """The day on which she is told, if nothing was established before."""
    return shown_on + timedelta(OUTCOME_ON)


def back_on(shown_on: date) -> date:
    """The day on which a request put aside returns to her Today, once."""
    return answer_by(shown_on) - timedelta(BACK_BEFORE)


def met_asked_on(established_on: date) -> tuple[date, ...]:
    """The days on which each side is asked by letter whether they met."""
    return tuple(established_on + timedelta(day) for day in MET_ASKED)


def met_by(established_on: date) -> date:
    """The last day on which either may say so."""
    return established_on + timedelta(MET_BY)


@dataclass(frozen=True, slots=True)
class Consulted:
    """What one of the two circles asks for, and what its animators said."""

    mode: ApprovalMode
    verdict: Verdict = Verdict.NONE


@dataclass(frozen=True, slots=True)
class Course:
    """All that the passing of days looks at in an introduction. There is no answer in it."""

    stage: Stage
    created_on: date
    approved_on: date | None = None
    first_shown_on: date | None = None
    second_shown_on: date | None = None
    circles: Sequence[Consulted] = ()


def days_of(stage: Stage) -> Place:
    """Whose days count at `stage`: those of side 1, of side 2, or of the network (None)."""
    if stage in (Stage.ASKED_FIRST, Stage.WAITING_SECOND):
        return 1
    return 2 if stage is Stage.ASKED_SECOND else None


def due_act(course: Course, today: date) -> Act | None:
    """What the passing of days brings, `today` being told by `days_of`; None when it is too early.

    To be followed again until it is None: a network that slept may owe more than one act.
    """
    if course.stage is Stage.DRAFTED:
        return _due_for_draft(course, today)
    end = _end(course)
    return end[0] if end and today > end[1] else None


def _end(course: Course) -> tuple[Act, date] | None:
    """The act that ends what is shown or to be shown, and the last day before it."""
    match course:
        case Course(stage=Stage.APPROVED):
            return Act.NOT_SHOWN, (course.approved_on or course.created_on) + timedelta(SHOWN_WITHIN)
        case Course(stage=Stage.ASKED_FIRST, first_shown_on=date() as shown_on):
            return Act.DAY_10, answer_by(shown_on)
        case Course(stage=Stage.WAITING_SECOND, first_shown_on=date() as shown_on):
            return Act.DAY_17, second_by(shown_on)
        case Course(stage=Stage.ASKED_SECOND, second_shown_on=date() as shown_on):
            return Act.DAY_10, answer_by(shown_on)
    return None


def _due_for_draft(course: Course, today: date) -> Act | None:
    """What becomes of a draft: one stop is enough; every circle must agree; seven days close it."""
    if any(circle.verdict is Verdict.STOPPED for circle in course.circles):
        return Act.STOP
    silent = today > course.created_on + timedelta(STOPPED_BY_SILENCE)
    if all(_agrees(circle, silent) for circle in course.circles):
        return Act.APPROVE
    return Act.LAPSE if today > course.created_on + timedelta(LAPSES) else None


def _agrees(circle: Consulted, silent: bool) -> bool:
    by_silence = circle.mode is ApprovalMode.UNLESS_STOPPED and silent
    return circle.mode is ApprovalMode.NONE or circle.verdict is Verdict.APPROVED or by_silence


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later; the last of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def rests_until(
    created_on: date,
    *,
    first_shown_on: date | None = None,
    established_on: date | None = None,
    stopped: StopReason | None = None,
    apart: bool = False,
) -> date | None:
    """The first day on which the pair may be drafted again; None when it does not rest.

    It tells nothing of any answer: whatever was shown rests the same, unless it was established.
    """
    if established_on:
        return None
    if first_shown_on:
        return add_months(first_shown_on, REST_MONTHS)
    if stopped:
        return add_months(created_on, stopped.months)
    return add_months(created_on, REST_MONTHS) if apart else None


def reminder_days(shown_on: date, letter_days: int) -> tuple[date, ...]:
    """Her next letter day after day 4, and after day 8: at most two, none later than her last day."""
    first, last = REMINDED_AFTER[0] + 1, ANSWER_WITHIN
    letters = [n for n in range(first, last + 1) if is_letter_day(letter_days, shown_on + timedelta(n))]
    nexts = {next((n for n in letters if n > after), None) for after in REMINDED_AFTER}
    return tuple(shown_on + timedelta(n) for n in letters if n in nexts)
