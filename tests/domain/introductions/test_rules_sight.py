"""What each person sees, and what must be true before an arrow is followed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from inspect import signature
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tisserand.domain.introductions.rules import (
    Answer,
    OwnSide,
    Stage,
    Standing,
    Word,
    may_be_drafted,
    may_be_met,
    may_be_shown,
    may_establish,
    may_show_second,
    seen,
    seen_by_animators,
    stands,
)

SHOWN = date(2027, 3, 2)
SILENT = OwnSide(shown_on=SHOWN)
SAID_YES = OwnSide(shown_on=SHOWN, answer=Answer.YES)
SAID_NO = OwnSide(shown_on=SHOWN, answer=Answer.NO)


def after(days: int) -> date:
    return SHOWN + timedelta(days)


def flags(own: OwnSide, day: int, established: int | None = None, **more: Any) -> set[str]:
    """The names of what is true on her page that day."""
    view = seen(own, None if established is None else after(established), after(day), **more)
    assert view
    return {name for name, value in view._asdict().items() if value is True}


def word(own: OwnSide, day: int, established: int | None = None, **more: Any) -> Word:
    view = seen(own, None if established is None else after(established), after(day), **more)
    assert view
    return view.word


def test_sight_never_receives_the_other_side_when_called() -> None:
    assert list(signature(seen).parameters) == ["own", "established_on", "today", "met_on", "other_left"]
    assert [kind for kind in signature(seen).parameters.values() if kind.annotation is OwnSide] == [
        signature(seen).parameters["own"]
    ]
    assert not {"own", "other", "sides", "answer"} & set(signature(seen_by_animators).parameters)


def test_nothing_is_seen_when_not_shown_or_blocked_by_her() -> None:
    assert seen(OwnSide(), None, SHOWN) is None
    assert seen(replace(SAID_YES, gone=True), after(3), after(4)) is None


@pytest.mark.parametrize("own", [SILENT, SAID_YES, SAID_NO])
def test_word_depends_on_dates_alone_when_nothing_is_established(own: OwnSide) -> None:
    assert [word(own, day) for day in (0, 10, 27, 28, 400)] == [Word.PROPOSED] * 3 + [Word.ENDED] * 2


def test_word_is_established_when_it_is() -> None:
    assert {word(SAID_YES, day, established=3) for day in (3, 27, 28, 400)} == {Word.ESTABLISHED}


def test_dates_and_own_answer_are_told_when_proposed() -> None:
    view = seen(SAID_NO, None, SHOWN)
    assert view and (view.answer_by, view.outcome_on, view.answer) == (after(10), after(28), Answer.NO)


def test_she_may_answer_until_her_tenth_day_when_proposed() -> None:
    for own in (SILENT, SAID_YES, SAID_NO):
        assert "may_answer" in flags(own, 10)
        assert "may_answer" not in flags(own, 11)
    assert "may_answer" not in flags(SAID_YES, 3, established=2)


def test_she_may_take_her_yes_back_when_nothing_is_established_yet() -> None:
    assert "may_take_back" in flags(SAID_YES, 27)
    assert "may_take_back" not in flags(SAID_YES, 28)
    assert "may_take_back" not in flags(SAID_YES, 5, established=4)
    assert "may_take_back" not in flags(SAID_NO, 5) | flags(SILENT, 5)


def test_it_leaves_today_and_returns_once_when_put_aside() -> None:
    assert {"on_today", "may_put_aside"} <= flags(SILENT, 6)
    assert "may_put_aside" not in flags(SILENT, 7)
    aside = replace(SILENT, aside_until=after(7))
    assert [day for day in range(15) if "on_today" in flags(aside, day)] == [7, 8, 9, 10]
    assert not any("may_put_aside" in flags(aside, day) for day in range(15))
    assert "on_today" not in flags(SAID_NO, 1) | flags(SAID_YES, 1)


def test_both_are_asked_from_day_14_to_day_42_when_established() -> None:
    days = [day for day in range(60) if "asks_met" in flags(SAID_YES, day, established=0)]
    assert days == list(range(14, 43))
    assert "asks_met" not in flags(replace(SAID_YES, met=False), 20, established=0)
    assert "may_say_met" in flags(replace(SAID_YES, met=False), 20, established=0)
    assert "may_say_met" not in flags(replace(SAID_YES, met=True), 20, established=0)
    assert flags(replace(SAID_YES, met=True), 20, established=0, met_on=after(20)) == {"met"}


def test_erasure_is_told_at_once_when_the_other_left() -> None:
    assert {word(own, day, other_left=True) for own in (SILENT, SAID_YES) for day in (1, 30)} == {
        Word.UNAVAILABLE
    }
    assert flags(SILENT, 1, other_left=True) == {"other_left"}
    assert word(SAID_YES, 5, established=4, other_left=True) is Word.ESTABLISHED
    assert flags(SAID_YES, 20, established=4, other_left=True) == {"other_left"}


def test_animators_see_the_draft_and_then_dates_alone_when_shown() -> None:
    before = {stage: seen_by_animators(stage, None, None, SHOWN) for stage in Stage}
    assert {stage: told for stage, told in before.items() if told} == {
        Stage.DRAFTED: Word.TO_READ,
        Stage.APPROVED: Word.APPROVED,
    }
    for stage in Stage:
        assert seen_by_animators(stage, SHOWN, None, after(27)) is Word.PROPOSED
        assert seen_by_animators(stage, SHOWN, None, after(28)) is Word.ENDED
        assert seen_by_animators(stage, SHOWN, after(3), after(28)) is Word.ESTABLISHED
        assert seen_by_animators(stage, SHOWN, None, after(3), one_left=True) is Word.UNAVAILABLE


def test_standing_holds_when_all_she_set_allows_it() -> None:
    assert stands(Standing(), inside=False)
    assert stands(Standing(beyond=False), inside=True)
    assert not stands(Standing(beyond=False), inside=False)
    assert not any(
        stands(one, inside=True)
        for one in (Standing(confirmed=False), Standing(paused=True), Standing(member=False))
    )


def with_one_thing_wrong(
    guard: Callable[..., bool], right: dict[str, Any], wrong: dict[str, list[Any]]
) -> None:
    """The guard holds when all is right, and fails as soon as one thing is wrong."""
    assert guard(**right)
    for name, values in wrong.items():
        for value in values:
            assert not guard(**{**right, name: value}), (name, value)


BOTH = (Standing(), Standing())
ONE_PAUSED = [(Standing(), Standing(paused=True)), (Standing(paused=True), Standing())]


def test_pair_may_be_drafted_when_all_is_right_only() -> None:
    right: dict[str, Any] = {
        "standings": BOTH, "capacities": (1, 2), "inside": False, "route_open": True, "resting": False,
        "quota_left": 1,
    }  # fmt: skip
    wrong: dict[str, list[Any]] = {
        "standings": ONE_PAUSED, "capacities": [(0, 2), (2, 0)], "route_open": [False], "resting": [True],
        "quota_left": [0],
    }  # fmt: skip
    with_one_thing_wrong(may_be_drafted, right, wrong)
    assert may_be_drafted(**{**right, "quota_left": None})


def test_letter_may_go_when_all_is_right_only() -> None:
    right: dict[str, Any] = {
        "standings": BOTH, "inside": False, "apart": False, "letter_day": True, "shown_this_week": 1,
        "budget": 2,
    }  # fmt: skip
    wrong: dict[str, list[Any]] = {
        "standings": ONE_PAUSED, "apart": [True], "letter_day": [False], "shown_this_week": [2, 3],
        "budget": [0, 1],
    }  # fmt: skip
    with_one_thing_wrong(may_be_shown, right, wrong)


def test_second_may_be_asked_when_the_first_yes_stands_and_in_time_only() -> None:
    right: dict[str, Any] = {"one": SAID_YES, "today": after(17)}
    with_one_thing_wrong(
        may_show_second,
        right,
        {"one": [SILENT, SAID_NO, replace(SAID_YES, gone=True), OwnSide()], "today": [after(18)]},
    )


def test_it_is_established_when_two_yeses_stand_in_time_only() -> None:
    second = replace(SAID_YES, shown_on=after(17))
    right: dict[str, Any] = {
        "one": SAID_YES, "two": second, "standings": BOTH, "inside": False, "apart": False,
        "today_one": after(27), "today_two": after(27), "today_network": after(27),
    }  # fmt: skip
    wrong: dict[str, list[Any]] = {
        "one": [SILENT, SAID_NO, OwnSide(), replace(SAID_YES, gone=True)],
        "two": [replace(second, answer=Answer.NO), replace(second, gone=True), OwnSide()],
        "standings": ONE_PAUSED,
        "apart": [True],
        "today_one": [after(28)],
        "today_two": [after(28)],
        "today_network": [after(28)],
    }  # fmt: skip
    with_one_thing_wrong(may_establish, right, wrong)


def test_nobody_reads_ended_before_established_when_zones_differ() -> None:
    """Side one, in Réunion, is already told when side two, in Martinique, says yes late on her last day."""
    reunion, martinique, paris = map(ZoneInfo, ("Indian/Reunion", "America/Martinique", "Europe/Paris"))
    asked = datetime(2027, 3, 19, 19, 30, tzinfo=UTC)
    said = datetime(2027, 3, 30, 3, 0, tzinfo=UTC)
    second = replace(SAID_YES, shown_on=asked.astimezone(martinique).date())
    assert may_show_second(SAID_YES, asked.astimezone(reunion).date())
    assert "may_answer" in flags(second, (said.astimezone(martinique).date() - SHOWN).days)
    assert word(SAID_YES, (said.astimezone(reunion).date() - SHOWN).days) is Word.ENDED
    assert not may_establish(
        SAID_YES,
        second,
        BOTH,
        inside=False,
        apart=False,
        today_one=said.astimezone(reunion).date(),
        today_two=said.astimezone(martinique).date(),
        today_network=said.astimezone(paris).date(),
    )


def test_they_met_when_both_say_so_in_time_only() -> None:
    met = replace(SAID_YES, met=True)
    wrong: dict[str, list[Any]] = {
        "one": [SAID_YES, replace(met, met=False)],
        "two": [SAID_YES],
        "today": [after(43)],
    }
    right: dict[str, Any] = {"one": met, "two": met, "established_on": SHOWN, "today": after(42)}
    with_one_thing_wrong(may_be_met, right, wrong)
