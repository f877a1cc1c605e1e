"""The state table, row by row, and what makes a table refused."""

from dataclasses import replace

import pytest

from tisserand.domain.introductions.rules import (
    ARROWS,
    Act,
    Arrow,
    Cost,
    Ending,
    Guard,
    Stage,
    check_table,
    next_state,
)

# Written again from the rules: row, stage, acts, by whom ("-": nobody), next stage ("=": the same).
# "!" is for a guard that does not hold.
LIFE = """
 1 nothing         weave                          -   drafted
 1 nothing         set_apart                      -   over
 2 drafted         approve                        -   approved
 3 drafted         stop                           -   over
 4 drafted         lapse                          -   over
 5 approved        show_first                     -   asked_first
 6 approved        not_shown                      -   over
 6 drafted         guard_fails,bridge_ends        -   over
 6 approved        guard_fails,bridge_ends        -   over
 6 drafted         withdraw,erase,block           12  over
 6 approved        withdraw,erase,block           12  over
 6 drafted         set_apart                      -   over
 6 approved        set_apart                      -   over
 7 asked_first     yes                            1   waiting_second
 8 asked_first     no,never                       1   =
 8 asked_first     withdraw,block                 1   over
 9 asked_first     later                          1   =
 9 asked_first     withdraw,block                 2   =
10 asked_first     day_10                         -   over
11 waiting_second  show_second                    -   asked_second
12 waiting_second  day_17                         -   over
12 waiting_second  withdraw,block                 12  over
13 waiting_second  no,never                       1   asked_first
13 asked_second    no,never                       1   over
13 asked_second    withdraw,block                 12  over
14 asked_second    yes                            2   established
15 asked_second    yes!                           2   over
16 asked_second    no,never,later                 2   =
16 asked_second    day_10                         -   over
17 asked_first     bridge_ends                    -   =
17 waiting_second  bridge_ends                    -   =
17 asked_second    bridge_ends                    -   =
18 established     block                          12  =
18 met             block                          12  =
18 over            block                          12  =
19 asked_first     erase                          12  over
19 waiting_second  erase                          12  over
19 asked_second    erase                          12  over
19 established     erase                          12  over
19 met             erase                          12  over
19 over            erase                          12  over
20 established     met_yes                        12  met
21 established     met_yes!                       12  =
21 established     met_no                         12  =
21 established     day_42                         -   =
22 met             outcome                        12  =
23 over            rested                         -   =
"""

Move = tuple[int, Stage | None, Act, int | None, bool, Stage]


def moves_of(life: str) -> set[Move]:
    found: set[Move] = set()
    for line in life.strip().splitlines():
        row, stage, acts, places, target = line.split()
        here = None if stage == "nothing" else Stage(stage)
        for act in acts.split(","):
            for place in places:
                to = Stage(stage if target == "=" else target)
                by = None if place == "-" else int(place)
                found.add((int(row), here, Act(act.rstrip("!")), by, act.endswith("!"), to))
    return found


MOVES = moves_of(LIFE)
SHOWN = (Stage.ASKED_FIRST, Stage.WAITING_SECOND, Stage.ASKED_SECOND)


def arrow_of(stage: Stage | None, act: Act, place: int | None = None, guards_hold: bool = True) -> Arrow:
    arrow = next_state(stage, act, place=place, guards_hold=guards_hold)
    assert arrow
    return arrow


@pytest.mark.parametrize("move", sorted(MOVES, key=str))
def test_stage_follows_its_row_when_act_comes(move: Move) -> None:
    row, stage, act, place, otherwise, to = move
    arrow = arrow_of(stage, act, place, guards_hold=not otherwise)
    assert (arrow.row, arrow.next) == (row, to)


def test_nothing_comes_when_no_row_says_so() -> None:
    said = {(stage, act, place, otherwise) for _, stage, act, place, otherwise, _ in MOVES}
    for stage in (None, *Stage):
        for act in Act:
            for place in (None, 1, 2):
                if (stage, act, place, False) not in said:
                    assert next_state(stage, act, place=place) is None
                    assert next_state(stage, act, place=place, guards_hold=False) is None
    assert said == {arrow.key for arrow in ARROWS}


def test_nothing_moves_when_guard_fails_without_another_row() -> None:
    guarded = [arrow for arrow in ARROWS if arrow.guard and not arrow.otherwise]
    followed = {
        arrow.act
        for arrow in guarded
        if next_state(arrow.stage, arrow.act, place=arrow.place, guards_hold=False)
    }
    assert followed == {Act.YES, Act.MET_YES}
    assert {arrow.guard for arrow in guarded} == set(Guard)


@pytest.mark.parametrize(("stage", "place"), [(Stage.ASKED_FIRST, 1), (Stage.ASKED_SECOND, 2)])
@pytest.mark.parametrize("no", [Act.NO, Act.NEVER])
def test_no_moves_nothing_when_said(stage: Stage, place: int, no: Act) -> None:
    arrow = arrow_of(stage, no, place)
    assert (arrow.next, arrow.ending, arrow.costs) == (stage, None, ())


def test_ending_is_the_same_when_refused_or_silent() -> None:
    by_days = {arrow.ending for arrow in ARROWS if arrow.act in (Act.DAY_10, Act.DAY_17)}
    by_no = {arrow.ending for arrow in ARROWS if arrow.act in (Act.NO, Act.NEVER) and arrow.ends}
    assert by_days == by_no == {Ending.UNANSWERED}
    assert not any("refus" in code or "silen" in code for code in Ending)


def test_every_ending_has_its_code_when_over() -> None:
    assert all((arrow.ending is not None) == arrow.ends for arrow in ARROWS)
    assert {arrow.ending for arrow in ARROWS if arrow.ending} == set(Ending)


def test_costs_come_with_the_draft_and_the_showing_when_paid() -> None:
    costs = {arrow.act: set(arrow.costs) for arrow in ARROWS if arrow.costs and arrow.stage}
    assert costs.pop(Act.SHOW_FIRST) == {Cost.ASKS_ONE, Cost.RESTS_FROM_SHOWN}
    assert costs.pop(Act.SHOW_SECOND) == {Cost.ASKS_TWO}
    assert costs.pop(Act.YES) == {Cost.ENDS_REST}
    assert costs.pop(Act.MET_YES) == {Cost.CONTACT}
    assert set(costs) == {Act.STOP, Act.BLOCK, Act.SET_APART}
    assert set.union(*costs.values()) == {Cost.RESTS_FROM_DRAFT}
    assert set(arrow_of(None, Act.WEAVE).costs) == {Cost.RESERVES_BOTH, Cost.QUOTA}
    apart = arrow_of(None, Act.SET_APART).costs
    assert set(apart) == {Cost.RESERVES_BOTH, Cost.QUOTA, Cost.RESTS_FROM_DRAFT}


def test_ending_costs_nothing_when_something_was_shown() -> None:
    assert not [arrow for arrow in ARROWS if arrow.stage in SHOWN and arrow.ends and arrow.costs]


def test_table_is_sound_when_ours() -> None:
    assert len(check_table(ARROWS)) == len(ARROWS) == len(MOVES)


YES = arrow_of(Stage.ASKED_SECOND, Act.YES, 2)
DAY_17 = arrow_of(Stage.WAITING_SECOND, Act.DAY_17)
PAUSE_OF_TWO = arrow_of(Stage.ASKED_FIRST, Act.WITHDRAW, 2)
FAULTS = [
    ("two arrows", (YES,), (YES, replace(YES, next=Stage.OVER))),
    ("row 17 is missing", tuple(arrow for arrow in ARROWS if arrow.row == 17), ()),
    ("row 24 is missing or unknown", (YES,), (YES, replace(YES, stage=Stage.OVER, next=Stage.OVER, row=24))),
    ("day_42 never happens", tuple(arrow for arrow in ARROWS if arrow.act is Act.DAY_42), ()),
    ("met is never reached", (arrow_of(Stage.ESTABLISHED, Act.MET_YES, 1),
                              arrow_of(Stage.ESTABLISHED, Act.MET_YES, 2)), ()),
    ("waiting_second has no exit by date", (DAY_17,), (replace(DAY_17, next=Stage.WAITING_SECOND),)),
    ("ends without a code", (), (Arrow(16, Stage.ASKED_SECOND, Act.OUTCOME, 2, Stage.OVER),)),
    ("takes nothing and returns nothing", (DAY_17,), (replace(DAY_17, costs=(Cost.ENDS_REST,)),)),
    ("has no guard to fail", (), (replace(DAY_17, otherwise=True),)),
    ("establishes without reading the guards", (YES,), (replace(YES, guard=None),)),
    ("moved by somebody who was not asked", (PAUSE_OF_TWO,), (replace(PAUSE_OF_TWO, next=Stage.OVER),)),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "without", "instead"), FAULTS, ids=[fault for fault, _, _ in FAULTS])
def test_table_is_refused_when_broken(
    fault: str, without: tuple[Arrow, ...], instead: tuple[Arrow, ...]
) -> None:
    broken = [arrow for arrow in ARROWS if arrow not in without]
    with pytest.raises(ValueError, match=fault):
        check_table([*broken, *instead])
