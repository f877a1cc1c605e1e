"""The dates of an introduction: deadlines, rests, reminders, what the passing of days brings."""

from datetime import date, timedelta

import pytest

from tisserand.domain.introductions.rules import (
    Act,
    Answer,
    ApprovalMode,
    Consulted,
    Course,
    OwnSide,
    Stage,
    StopReason,
    Verdict,
    add_months,
    answer_by,
    back_on,
    days_of,
    due_act,
    is_letter_day,
    met_asked_on,
    met_by,
    outcome_on,
    reminder_days,
    reminders_due,
    rests_until,
    second_by,
)

TUESDAY = date(2027, 3, 2)
TUESDAY_AND_FRIDAY = 2 + 16
EVERY_DAY = 127
MODES = ApprovalMode


def after(days: int) -> date:
    return TUESDAY + timedelta(days)


def test_dates_are_counted_from_her_showing_when_shown() -> None:
    assert answer_by(TUESDAY) == date(2027, 3, 12)
    assert second_by(TUESDAY) == date(2027, 3, 19)
    assert outcome_on(TUESDAY) == date(2027, 3, 30)
    assert back_on(TUESDAY) == date(2027, 3, 9)
    assert met_asked_on(TUESDAY) == (date(2027, 3, 16), date(2027, 3, 30))
    assert met_by(TUESDAY) == date(2027, 4, 13)


def test_second_answer_comes_before_the_first_outcome_when_asked_at_the_latest() -> None:
    assert answer_by(second_by(TUESDAY)) < outcome_on(TUESDAY)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 2, 28), 12, date(2028, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2027, 12, 31), 12, date(2028, 12, 31)),
        (date(2027, 12, 1), 0, date(2027, 12, 1)),
    ],
)
def test_months_are_right_when_months_differ(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_pair_rests_a_year_when_shown_whatever_came() -> None:
    created, shown = date(2028, 2, 20), date(2028, 2, 29)
    assert rests_until(created, first_shown_on=shown) == date(2029, 2, 28)
    assert rests_until(created, first_shown_on=shown, apart=True) == date(2029, 2, 28)
    assert rests_until(created, first_shown_on=shown, established_on=shown) is None


def test_pair_rests_as_its_reason_says_when_never_shown() -> None:
    created = date(2027, 11, 30)
    assert rests_until(created, stopped=StopReason.NOT_THIS_PAIR) == date(2028, 11, 30)
    assert rests_until(created, stopped=StopReason.ALREADY_ACQUAINTED) == date(2028, 11, 30)
    assert rests_until(created, stopped=StopReason.NOT_THIS_MEMBER_YET) == date(2028, 2, 29)
    assert rests_until(created, apart=True) == date(2028, 11, 30)
    assert rests_until(created) is None


ASKED_FIRST = Course(Stage.ASKED_FIRST, TUESDAY, TUESDAY, TUESDAY)
WAITING = Course(Stage.WAITING_SECOND, TUESDAY, TUESDAY, TUESDAY)
ASKED_SECOND = Course(Stage.ASKED_SECOND, TUESDAY, TUESDAY, TUESDAY, after(17))


@pytest.mark.parametrize(
    ("course", "last", "act"),
    [
        (Course(Stage.APPROVED, TUESDAY, after(3)), 10, Act.NOT_SHOWN),
        (Course(Stage.APPROVED, TUESDAY), 7, Act.NOT_SHOWN),
        (ASKED_FIRST, 10, Act.DAY_10),
        (WAITING, 17, Act.DAY_17),
        (ASKED_SECOND, 27, Act.DAY_10),
    ],
)
def test_deadline_closes_at_the_end_of_its_day_when_days_pass(course: Course, last: int, act: Act) -> None:
    assert due_act(course, after(last)) is None
    assert due_act(course, after(last + 1)) is act
    assert due_act(course, after(400)) is act


@pytest.mark.parametrize("stage", [Stage.ESTABLISHED, Stage.MET, Stage.OVER])
def test_days_bring_nothing_when_settled(stage: Stage) -> None:
    assert due_act(Course(stage, TUESDAY, TUESDAY, TUESDAY, TUESDAY), after(400)) is None


def test_days_are_hers_when_she_is_the_one_asked() -> None:
    theirs = {stage: days_of(stage) for stage in Stage if days_of(stage)}
    assert theirs == {Stage.ASKED_FIRST: 1, Stage.WAITING_SECOND: 1, Stage.ASKED_SECOND: 2}


def draft(*circles: tuple[ApprovalMode, Verdict]) -> Course:
    return Course(Stage.DRAFTED, TUESDAY, circles=[Consulted(mode, verdict) for mode, verdict in circles])


NOT_YET, APPROVED, STOPPED = Verdict.NONE, Verdict.APPROVED, Verdict.STOPPED


@pytest.mark.parametrize(
    ("course", "days", "act"),
    [
        (draft(), 0, Act.APPROVE),
        (draft((MODES.NONE, NOT_YET), (MODES.NONE, NOT_YET)), 0, Act.APPROVE),
        (draft((MODES.UNLESS_STOPPED, NOT_YET), (MODES.NONE, NOT_YET)), 2, None),
        (draft((MODES.UNLESS_STOPPED, NOT_YET), (MODES.NONE, NOT_YET)), 3, Act.APPROVE),
        (draft((MODES.UNLESS_STOPPED, APPROVED), (MODES.NONE, NOT_YET)), 0, Act.APPROVE),
        (draft((MODES.UNLESS_STOPPED, APPROVED), (MODES.REQUIRED, NOT_YET)), 7, None),
        (draft((MODES.UNLESS_STOPPED, NOT_YET), (MODES.REQUIRED, NOT_YET)), 8, Act.LAPSE),
        (draft((MODES.UNLESS_STOPPED, NOT_YET), (MODES.REQUIRED, APPROVED)), 1, None),
        (draft((MODES.UNLESS_STOPPED, NOT_YET), (MODES.REQUIRED, APPROVED)), 3, Act.APPROVE),
        (draft((MODES.REQUIRED, APPROVED), (MODES.REQUIRED, APPROVED)), 0, Act.APPROVE),
        (draft((MODES.REQUIRED, APPROVED), (MODES.UNLESS_STOPPED, STOPPED)), 0, Act.STOP),
        (draft((MODES.NONE, STOPPED), (MODES.NONE, APPROVED)), 9, Act.STOP),
    ],
)
def test_draft_is_decided_by_both_circles_when_asked(course: Course, days: int, act: Act | None) -> None:
    assert due_act(course, after(days)) is act


def test_letters_go_on_her_days_when_she_chose_them() -> None:
    days = [n for n in range(7) if is_letter_day(TUESDAY_AND_FRIDAY, after(n))]
    assert days == [0, 3]
    assert not any(is_letter_day(0, after(n)) for n in range(7))


@pytest.mark.parametrize(
    ("shown", "letter_days", "days"),
    [
        (0, EVERY_DAY, [5, 9]),
        (0, TUESDAY_AND_FRIDAY, [7, 10]),
        (3, TUESDAY_AND_FRIDAY, [7]),  # the next would be day 11
        (0, 2, [7]),
        (1, 2, [6]),
        (5, 2, [9]),  # the same day comes after day 4 and after day 8: one letter
        (0, 0, []),
    ],
)
def test_reminders_are_her_next_letter_days_when_she_is_silent(
    shown: int, letter_days: int, days: list[int]
) -> None:
    found = reminder_days(after(shown), letter_days)
    assert [(day - after(shown)).days for day in found] == days


def test_reminders_stop_by_her_own_acts_only_when_she_acts() -> None:
    silent = OwnSide(shown_on=TUESDAY)
    due = {n: len(reminders_due(silent, EVERY_DAY, after(n))) for n in range(12)}
    assert due == {**dict.fromkeys(range(5), 0), 5: 1, 6: 1, 7: 1, 8: 1, 9: 2, 10: 2, 11: 0}
    for side in (
        OwnSide(),
        OwnSide(shown_on=TUESDAY, answer=Answer.YES),
        OwnSide(shown_on=TUESDAY, answer=Answer.NO),
        OwnSide(shown_on=TUESDAY, gone=True),
    ):
        assert reminders_due(side, EVERY_DAY, after(9)) == ()
    aside = OwnSide(shown_on=TUESDAY, aside_until=after(7))
    assert reminders_due(aside, EVERY_DAY, after(6)) == ()
    assert reminders_due(aside, EVERY_DAY, after(10)) == (after(9),)
    assert reminders_due(silent, EVERY_DAY, after(9), other_left=True) == ()
