"""Who goes quiet, the gesture of the week, how long the page takes: pure rules."""

from datetime import date, timedelta

import pytest

from tisserand.domain.observatory.rules.gesture import Arrival, GestureKind, Span, gesture_of
from tisserand.domain.observatory.rules.newcomers import Standing
from tisserand.domain.observatory.rules.quiet import (
    Hint,
    Sign,
    broken_rhythm,
    is_lapsing,
    is_past,
    is_spared,
    stands_still,
    told,
    weeks_since,
)
from tisserand.domain.observatory.rules.reading_time import minutes

TODAY = date(2043, 11, 23)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("first", "last", "meetings", "broken"),
    [
        (120, 43, 3, False),  # she came every 38 days: 43 is no silence yet
        (90, 43, 4, True),  # every 16 days
        (90, 42, 4, False),  # six weeks are not over
        (90, 60, 2, False),  # twice is no rhythm
        (60, 60, 3, True),  # three people met on one day, and nothing since
    ],
)
def test_rhythm_is_broken_by_more_than_its_own_waits(
    first: int, last: int, meetings: int, broken: bool
) -> None:
    assert broken_rhythm(ago(first), ago(last), meetings, TODAY) is broken


def test_each_sign_has_its_days() -> None:
    assert [is_past(ago(days), TODAY) for days in (6, 7, 84, 85)] == [False, True, True, False]
    assert [is_lapsing(ago(days), TODAY) for days in (1, 0, -28, -29)] == [False, True, True, False]
    assert [stands_still(day, moved=False, sponsored=True) for day in (29, 30)] == [False, True]
    assert not stands_still(45, moved=True, sponsored=True)
    assert not stands_still(45, moved=False, sponsored=False)
    assert (weeks_since(ago(48), TODAY), weeks_since(ago(-20), TODAY)) == (6, 2)


def test_who_pauses_or_is_left_alone_is_spared() -> None:
    assert is_spared(TODAY, None, TODAY) and is_spared(None, ago(-1), TODAY)
    assert not is_spared(None, TODAY, TODAY) and not is_spared(None, None, TODAY)


def test_five_at_most_each_once_by_her_surest_sign() -> None:
    hints = [Hint(n, Sign.ASK_PAST, ago(n)) for n in range(1, 8)] + [Hint(7, Sign.RHYTHM, ago(50))]
    assert [(hint.person, hint.sign) for hint in told(hints)] == [
        (7, Sign.RHYTHM), (6, Sign.ASK_PAST), (5, Sign.ASK_PAST), (4, Sign.ASK_PAST), (3, Sign.ASK_PAST),
    ]  # fmt: skip


def arrival(day: int, standing: Standing, *, sponsored: bool = False) -> Arrival:
    return Arrival(f"r{day}", f"Nour {day}", day, standing, sponsored)


FAR, NEAR = ago(-200), ago(-20)
SOUND = Span("b3", "Saône", FAR, 2)


def test_gesture_is_the_first_whose_fact_is_true() -> None:
    alone, fresh = arrival(45, Standing.ALONE), arrival(9, Standing.ON_TIME)
    closing, frail, sound = (
        Span("b1", "Quais", NEAR, 2),
        Span("b2", "Léman", FAR, 1),
        Span("b3", "Saône", FAR, 2),
    )
    ranked = [
        (gesture_of([fresh, alone], [closing, frail], TODAY), GestureKind.SPONSOR, "r45"),
        (gesture_of([fresh], [frail, closing], TODAY), GestureKind.REVIEW, "b1"),
        (gesture_of([fresh], [sound, frail], TODAY), GestureKind.SECOND_PERSON, "b2"),
        (gesture_of([fresh], [], TODAY), GestureKind.FIRST_BRIDGE, ""),
        (gesture_of([fresh], [sound], TODAY), GestureKind.WELCOME, "r9"),
    ]
    for found, kind, ref in ranked:
        assert found is not None and (found.kind, found.ref) == (kind, ref)


def test_nothing_to_do_is_said_as_nothing() -> None:
    helped = [arrival(45, Standing.ON_TIME, sponsored=True), arrival(70, Standing.LATE, sponsored=True)]
    assert gesture_of(helped, [SOUND], TODAY) is None
    assert gesture_of([arrival(50, Standing.WOVEN)], [SOUND], TODAY) is None


def test_minutes_grow_with_what_is_there_and_stop_at_an_hour() -> None:
    assert minutes(proposals=0, requests=0, newcomers=0, quiet=0) == 5
    assert minutes(proposals=3, requests=2, newcomers=1, quiet=1) == 20
    assert minutes(proposals=3, requests=40, newcomers=1, quiet=1) == 60
