"""Reach by hand: which circles are open to which, who may be proposed inside, where a need may travel."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.engine.small import bridge_rows, listed, score_of, weft_of
from tests.networks import ON, random_network
from tisserand.engine.fabric import FOREVER, NEVER_JOINED, Bridges, Fabric
from tisserand.engine.policy import DEFAULT
from tisserand.engine.reach import carries, is_new, need_circles, reach
from tisserand.engine.text import NO_TEXTS, Texts
from tisserand.formats.fabric import fabric_from
from tisserand.formats.numbering import folded

EAST, WEST, NORTH = 0, 1, 2
TODAY = 20_000
Lists = list[list[int]]


def three_circles(bridges: Bridges | None, **change: Any) -> Fabric:
    """Persons 0, 1, 2 in East, West, North, and person 3 in East and West."""
    circles = np.array([[0, EAST], [1, WEST], [2, NORTH], [3, EAST], [3, WEST]])
    fabric = Fabric.from_arrays(ties=np.zeros((0, 2), int), circles=circles, bridges=bridges, now=TODAY)
    return replace(fabric, **change)


def opened(fabric: Fabric) -> Lists:
    found = reach(fabric)
    return listed(found.open_ptr, found.open_circle)


def rows_from(fabric: Fabric) -> Lists:
    found = reach(fabric)
    return listed(found.row_ptr, found.row)


def asking(*owner: int) -> Texts:
    """Needs of these people; only their owners matter to the routes."""
    ptr = np.zeros(len(owner) + 1, np.int64)
    kind = np.full(len(owner), -1, np.int8)
    return replace(NO_TEXTS, owner=np.array(owner, np.int32), kind=kind, ptr=ptr, gram_ptr=ptr)


def travels(fabric: Fabric, *, inside: bool = False) -> Lists | None:
    found = need_circles(fabric, reach(fabric, inside=inside), np.arange(fabric.needs.owner.size))
    return None if found is None else listed(*found)


# -- circles open to each other ------------------------------------------------------------------------


def test_a_row_without_theme_opens_both_ways_when_in_force() -> None:
    assert opened(three_circles(bridge_rows((EAST, WEST)))) == [[WEST], [EAST], []]


@pytest.mark.parametrize(
    ("row", "in_force"),
    [
        ({}, True),
        ({"until": [TODAY]}, True),
        ({"until": [TODAY - 1]}, False),
        ({"until": [FOREVER]}, True),
        ({"quota": [1]}, True),
        ({"quota": [0]}, False),
    ],
)
def test_a_row_is_in_force_to_its_last_day_and_while_quota_is_left(
    row: dict[str, Any], in_force: bool
) -> None:
    fabric = three_circles(bridge_rows((EAST, WEST), **row))
    assert reach(fabric).live.tolist() == [in_force]
    assert opened(fabric) == ([[WEST], [EAST], []] if in_force else [[], [], []])
    assert rows_from(fabric) == ([[0], [], []] if in_force else [[], [], []])


def test_a_row_with_themes_opens_no_circle_but_may_carry_needs() -> None:
    fabric = three_circles(bridge_rows((EAST, WEST), themes=[[4]]))
    assert opened(fabric) == [[], [], []] and rows_from(fabric) == [[0], [], []]


def test_circles_are_listed_once_when_several_rows_join_them() -> None:
    fabric = three_circles(bridge_rows((EAST, WEST), (WEST, EAST), (EAST, WEST), (NORTH, EAST)))
    assert opened(fabric) == [[WEST, NORTH], [EAST], [EAST]]
    assert rows_from(fabric) == [[0, 2], [1], [3]]


def test_rows_past_their_date_leave_the_numbers_of_the_others_as_they_were() -> None:
    fabric = three_circles(
        bridge_rows((EAST, WEST), (WEST, NORTH), (NORTH, EAST), until=[TODAY - 1, FOREVER, TODAY])
    )
    assert rows_from(fabric) == [[], [1], [2]]
    assert opened(fabric) == [[NORTH], [NORTH], [EAST, WEST]]


def test_bridges_do_not_chain() -> None:
    """East-West and West-North do not open East to North: a bridge is signed by its two ends."""
    assert opened(three_circles(bridge_rows((EAST, WEST), (WEST, NORTH))))[EAST] == [WEST]


@pytest.mark.parametrize(
    ("allowing", "expected"),
    [
        ([], [[], [], []]),
        ([EAST], [[], [], []]),
        ([EAST, WEST], [[WEST], [EAST], []]),
        ([EAST, NORTH], [[], [], []]),
        ([EAST, WEST, NORTH], [[WEST], [EAST], []]),
    ],
)
def test_a_shared_member_opens_two_circles_only_when_both_allow_it(
    allowing: list[int], expected: Lists
) -> None:
    through = np.isin(np.arange(3), allowing)
    none = replace(Bridges(), everywhere=False)
    assert opened(three_circles(none, through_members=through)) == expected


def test_a_shared_member_and_a_row_open_the_circles_they_join_together() -> None:
    fabric = three_circles(bridge_rows((NORTH, WEST)), through_members=np.array([True, True, False]))
    assert opened(fabric) == [[WEST], [EAST, NORTH], [WEST]]


# -- inside a circle -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_here", "new"), [(-1, False), (0, True), (1, True), (89, True), (90, False), (4000, False)]
)
def test_somebody_is_new_for_ninety_days_from_her_arrival(days_here: int, new: bool) -> None:
    assert is_new(np.array([TODAY - days_here], np.int32), TODAY).tolist() == [new]


def test_an_unknown_arrival_is_not_new_whatever_the_day() -> None:
    never = np.array([NEVER_JOINED], np.int32)
    assert not is_new(never, 0).any() and not is_new(never, TODAY).any()
    assert not is_new(never, 0, replace(DEFAULT, newcomer_days=10**6)).any()


def test_newcomer_days_are_those_of_the_policy() -> None:
    week_ago = np.array([TODAY - 7], np.int32)
    found = [is_new(week_ago, TODAY, replace(DEFAULT, newcomer_days=days))[0] for days in (7, 8)]
    assert found == [False, True]


def test_insiders_are_newcomers_and_members_without_beyond() -> None:
    joined = np.array([NEVER_JOINED, TODAY - 30, TODAY - 200, NEVER_JOINED], np.int32)
    beyond = np.array([True, True, False, True])
    fabric = three_circles(None, joined_on=joined, beyond=beyond)
    assert reach(fabric).insider.tolist() == [False, True, True, False]
    assert reach(fabric, inside=True).insider.tolist() == [True] * 4


def two_of_one_circle(**change: Any) -> Fabric:
    fabric = Fabric.from_arrays(ties=np.zeros((0, 2), int), circles=np.array([[0, 0], [1, 0]]), now=TODAY)
    late = np.array([TODAY - 400, TODAY - 400], np.int32)
    return replace(fabric, **({"joined_on": late, "town": np.zeros(2, np.int32)} | change))


@pytest.mark.parametrize(
    ("change", "inside", "met"),
    [
        ({}, False, False),
        ({}, True, True),
        ({"joined_on": np.array([TODAY - 400, TODAY - 4], np.int32)}, False, True),
        ({"joined_on": np.array([TODAY + 4, TODAY - 400], np.int32)}, False, False),
        ({"beyond": np.array([False, True])}, False, True),
        ({"beyond": np.array([False, False])}, False, True),
        ({"takes_inside": np.array([False])}, True, False),
        ({"takes_inside": np.array([False]), "beyond": np.array([False, True])}, False, False),
    ],
)
def test_two_people_of_one_circle_meet_only_for_a_reason_to_stay_inside(
    change: dict[str, Any], inside: bool, met: bool
) -> None:
    assert bool(score_of(weft_of(two_of_one_circle(**change), inside=inside), 0, 1)) == met


def test_two_shared_circles_are_enough_when_one_of_them_takes_inside() -> None:
    fabric = Fabric.from_arrays(
        ties=np.zeros((0, 2), int), circles=np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), now=TODAY
    )
    fabric = replace(fabric, town=np.zeros(2, np.int32))
    for takes, met in (([False, False], False), ([False, True], True), ([True, False], True)):
        weft = weft_of(replace(fabric, takes_inside=np.array(takes)), inside=True)
        assert bool(score_of(weft, 0, 1)) == met


def test_a_shared_circle_closes_every_other_route() -> None:
    """Persons 0 and 3 share East; the row East-West, where 3 also is, does not make them a cross pair."""
    fabric = three_circles(bridge_rows((EAST, WEST)))
    assert score_of(weft_of(fabric), 0, 3) == 0
    assert score_of(weft_of(fabric), 0, 1) > 0


@pytest.mark.parametrize("beyond", [[True, True], [True, False], [False, True], [False, False]])
def test_two_people_of_two_circles_both_agreed_to_go_beyond(beyond: list[bool]) -> None:
    agreed = np.array([*beyond, True, True])
    weft = weft_of(three_circles(bridge_rows((EAST, WEST)), beyond=agreed))
    assert bool(score_of(weft, 0, 1)) == all(beyond)


def test_somebody_in_no_circle_has_no_route_unless_there_is_no_circle_at_all() -> None:
    no_ties = np.zeros((0, 2), int)
    walled = Fabric.from_arrays(ties=no_ties, circles=np.array([[0, 0]]), people=2)
    open_field = Fabric.from_arrays(ties=no_ties, people=2)
    assert score_of(weft_of(replace(walled, town=np.zeros(2, np.int32))), 0, 1) == 0
    assert score_of(weft_of(replace(open_field, town=np.zeros(2, np.int32))), 0, 1) > 0


# -- where a need may travel ---------------------------------------------------------------------------


def test_a_need_may_go_everywhere_when_no_bridge_was_ever_declared() -> None:
    assert travels(three_circles(None, needs=asking(0))) is None


def test_a_need_goes_from_the_start_of_a_row_to_its_end_and_not_back() -> None:
    fabric = three_circles(bridge_rows((EAST, WEST)), needs=asking(0, 1, 2))
    assert travels(fabric) == [[WEST], [], []]


def test_a_need_of_a_member_of_both_ends_travels_from_both() -> None:
    fabric = three_circles(bridge_rows((EAST, NORTH), (WEST, EAST)), needs=asking(3))
    assert travels(fabric) == [[EAST, NORTH]]


@pytest.mark.parametrize(
    ("themes", "expected"),
    [([], [[WEST], [WEST]]), ([7], [[WEST], []]), ([8], [[], []]), ([8, 7], [[WEST], []])],
)
def test_a_row_with_themes_carries_the_needs_of_one_of_them(themes: list[int], expected: Lists) -> None:
    """Need 0 belongs to theme 7, need 1 to none."""
    fabric = three_circles(
        bridge_rows((EAST, WEST), themes=[themes]),
        needs=asking(0, 0),
        need_theme_ptr=np.array([0, 1, 1], np.int64),
        need_theme=np.array([7], np.int32),
    )
    assert travels(fabric) == expected


@pytest.mark.parametrize("row", [{"quota": [0]}, {"until": [TODAY - 1]}])
def test_a_row_that_is_not_in_force_carries_no_need(row: dict[str, Any]) -> None:
    assert travels(three_circles(bridge_rows((EAST, WEST), **row), needs=asking(0))) == [[]]


def test_a_need_passes_through_a_shared_member_both_ways() -> None:
    none = replace(Bridges(), everywhere=False)
    fabric = three_circles(none, through_members=np.array([True, True, True]), needs=asking(0, 1, 2))
    assert travels(fabric) == [[WEST], [EAST], []]


def test_a_need_stays_in_the_circles_where_somebody_may_be_proposed_inside() -> None:
    """Person 1 lives in West and did not agree to go beyond, so West answers the needs of its own members."""
    none = replace(Bridges(), everywhere=False)
    fabric = three_circles(none, beyond=np.array([True, False, True, True]), needs=asking(0, 1, 2, 3))
    assert travels(fabric) == [[], [WEST], [], [WEST]]
    assert travels(fabric, inside=True) == [[EAST], [WEST], [NORTH], [EAST, WEST]]


def test_a_need_of_somebody_in_no_circle_travels_nowhere() -> None:
    circles = np.array([[1, EAST], [2, WEST]])
    fabric = Fabric.from_arrays(
        ties=np.zeros((0, 2), int), circles=circles, people=3, bridges=bridge_rows((EAST, WEST))
    )
    assert travels(replace(fabric, needs=asking(0, 1)), inside=True) == [[], [EAST, WEST]]


@pytest.mark.parametrize(("need", "carried"), [(-1, False), (0, False), (1, True), (2, True)])
def test_a_row_carries_a_need_of_its_themes_only(need: int, carried: bool) -> None:
    """The row has themes 3 and 5; need 0 has none, need 1 has 5, need 2 has 1, 3 and 4."""
    row_ptr, row_theme = np.array([0, 2], np.int64), np.array([3, 5], np.int32)
    need_ptr, need_theme = np.array([0, 0, 1, 4], np.int64), np.array([5, 1, 3, 4], np.int32)
    assert carries(0, need, row_ptr, row_theme, need_ptr, need_theme) == carried
    assert carries(0, need, row_ptr * 0, row_theme, need_ptr, need_theme)


@pytest.mark.parametrize("seed", range(25))
def test_openness_is_symmetric_and_never_of_a_circle_to_itself(seed: int) -> None:
    fabric = fabric_from(random_network(seed, people=20, circles=5, bridges=True), ON).fabric
    lists = opened(fabric)
    assert all(circle not in others for circle, others in enumerate(lists))
    assert all(circle in lists[other] for circle, others in enumerate(lists) for other in others)


@pytest.mark.parametrize("seed", range(25))
def test_a_need_reaches_what_the_rows_say_when_networks_are_random(seed: int) -> None:
    """The same lists in plain Python, from the records of the network."""
    network = random_network(seed, people=20, circles=5, bridges=True)
    numbered = fabric_from(network, ON)
    fabric, said = numbered.fabric, numbered.sentences
    found = travels(fabric)
    assert found is not None
    themes = listed(fabric.need_theme_ptr, fabric.need_theme)
    insider = reach(fabric).insider
    home = {
        name
        for person, is_in in zip(numbered.people, insider, strict=True)
        if is_in
        for name in person.circles
    }
    trusting = network.through_members
    for need, owner in enumerate(fabric.needs.owner):
        mine = set(numbered.people[owner].circles)
        names = {said.themes[theme] for theme in themes[need]}
        expected = mine & home
        for row in numbered.rows:
            in_force = row.quota > 0 and (row.until is None or row.until >= ON)
            if row.start in mine and in_force and (not row.themes or names & set(map(folded, row.themes))):
                expected.add(row.end)
        for person in numbered.people:
            for one in set(person.circles) & mine & trusting:
                expected |= (set(person.circles) & trusting) - {one}
        assert {numbered.circles[circle] for circle in found[need]} == expected
