"""Weeks that follow one another: rests, budgets, the month of a quota, private pairs, ends of bridges."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from tests.engine.rules import broken_rules, later
from tests.networks import ON, random_network
from tisserand.formats.records import Bridge, Network, Person, Tie
from tisserand.formats.weaving import Introduction, Weaving, weave
from tisserand.vocabulary import Reason, Route

EAST, WEST = "Est", "Ouest"
SECOND = date(2026, 11, 2)
"""A Monday: the weeks of November start on the 2nd, 9th, 16th, 23rd and 30th."""


def sides(each: int, **change: Any) -> tuple[Person, ...]:
    """As many people East as West."""
    return tuple(
        Person(f"{side}{i}", circles=(side,), **change) for side in (EAST, WEST) for i in range(each)
    )


def known(people: tuple[Person, ...], rows: tuple[Bridge, ...] | None = None, **change: Any) -> Network:
    """These people and a friend of them all, who asks for no introduction: every pair shares a contact."""
    friend = Person("amie", circles=("Nord",) if any(p.circles for p in people) else (), budget=0)
    ties = tuple(Tie("amie", person.id, strength=1.0) for person in people)
    return Network((friend, *people), ties, rows, **change)


def bridged(each: int, *rows: Bridge, **change: Any) -> Network:
    return known(sides(each), rows, **change)


def names(found: Introduction) -> frozenset[str]:
    return frozenset((found.a.id, found.b.id))


def pairs(weaving: Weaving, week: int | None = None) -> list[frozenset[str]]:
    return [names(found) for found in weaving.introductions if week in (None, found.week)]


def counts(weaving: Weaving) -> list[int]:
    """How many introductions each week has."""
    return [week.introductions for week in weaving.weeks]


# -- rests ---------------------------------------------------------------------------------------------


def test_two_people_are_proposed_once_and_then_rest() -> None:
    weaving = weave(Network((Person("a"), Person("b")), ()), ON, weeks=4)
    assert counts(weaving) == [1, 0, 0, 0] and pairs(weaving) == [frozenset("ab")]


def test_everybody_meets_everybody_once_when_weeks_are_many() -> None:
    """Six people make fifteen pairs; two a week each is six pairs a week at most."""
    people = tuple(Person(f"p{i}") for i in range(6))
    weaving = weave(known(people), ON, weeks=12)
    assert set(Counter(pairs(weaving)).values()) == {1}
    assert max(counts(weaving)) <= 6 and len(pairs(weaving)) == 15


def test_pairs_who_met_before_never_come_back() -> None:
    met = frozenset({("a", "b")})
    network = known((Person("a"), Person("b"), Person("c")), met=met)
    assert set(pairs(weave(network, ON, weeks=4))) == {frozenset("ac"), frozenset("bc")}


def test_a_pair_kept_apart_takes_its_turn_and_is_told_to_nobody() -> None:
    """Her slot stays empty the week it would have been proposed, and the pair rests like any other."""
    people, apart = (Person("a"), Person("b")), frozenset({("b", "a")})
    plain, private = weave(known(people), ON, weeks=3), weave(known(people, apart=apart), ON, weeks=3)
    assert counts(plain) == [1, 0, 0] and counts(private) == [0, 0, 0]
    assert [week.highest for week in private.weeks] == [1, 0, 0]
    assert [week.value for week in private.weeks] == [week.value for week in plain.weeks]
    assert private.introductions == () and private.pairs.shape == (0, 2)


def test_a_pair_kept_apart_uses_the_quota_of_its_bridge() -> None:
    """One proposal a month between two people: apart or not, the month is spent."""
    network = bridged(1, Bridge(EAST, WEST, 1))
    apart = bridged(1, Bridge(EAST, WEST, 1), apart=frozenset({(f"{EAST}0", f"{WEST}0")}))
    assert counts(weave(network, SECOND, weeks=5)) == [1, 0, 0, 0, 0]
    assert counts(weave(apart, SECOND, weeks=5)) == [0, 0, 0, 0, 0]
    two = bridged(2, Bridge(EAST, WEST, 4), apart=frozenset({(f"{EAST}0", f"{WEST}0")}))
    weaving = weave(two, SECOND, weeks=4)
    assert len(pairs(weaving)) == 3 and frozenset((f"{EAST}0", f"{WEST}0")) not in pairs(weaving)


# -- budgets -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("budget", [0, 1, 2])
def test_a_budget_comes_back_every_week(budget: int) -> None:
    """One person East with the budget given, twelve people West: she is asked her budget each week."""
    alone = Person("seule", circles=(EAST,), budget=budget)
    crowd = tuple(Person(f"w{i}", circles=(WEST,)) for i in range(12))
    weaving = weave(known((alone, *crowd)), ON, weeks=4)
    hers = [sum("seule" in pair for pair in pairs(weaving, week)) for week in (1, 2, 3, 4)]
    assert hers == [budget] * 4


def test_the_cap_of_the_network_holds_every_week() -> None:
    people = tuple(Person(f"p{i}", budget=9) for i in range(10))
    for cap in (1, 2, 3):
        weaving = weave(known(people), ON, weeks=3, cap=cap)
        load = Counter((found.week, end) for found in weaving.introductions for end in names(found))
        assert set(load.values()) == {cap} and len(load) == 30


# -- quotas --------------------------------------------------------------------------------------------


def test_a_quota_lasts_the_calendar_month_and_returns_with_the_next() -> None:
    """Weeks of 2, 9, 16, 23 and 30 November, then 7 December: three in November, three more in December."""
    weaving = weave(bridged(4, Bridge(EAST, WEST, 3)), SECOND, weeks=6)
    assert counts(weaving) == [3, 0, 0, 0, 0, 3]
    assert [week.on for week in weaving.weeks][-2:] == [date(2026, 11, 30), date(2026, 12, 7)]


def test_a_quota_is_spent_little_by_little_when_it_is_large() -> None:
    """Three people a side with two requests a week make six proposals a week at most; nine pairs in all."""
    weaving = weave(bridged(3, Bridge(EAST, WEST, 8)), SECOND, weeks=6)
    november = counts(weaving)[:5]
    assert sum(november) == 8 and counts(weaving)[5] == 1
    assert november[0] == 6 and november[1] == 2


def test_each_row_has_its_own_quota() -> None:
    rows = (Bridge(EAST, WEST, 2), Bridge(WEST, EAST, 1))
    weaving = weave(bridged(4, *rows), SECOND, weeks=5)
    used = Counter(found.bridge for found in weaving.introductions)
    assert used == {rows[0]: 2, rows[1]: 1}


def test_a_year_turns_as_a_month_does() -> None:
    weaving = weave(bridged(3, Bridge(EAST, WEST, 1)), date(2026, 12, 21), weeks=3)
    assert [week.on for week in weaving.weeks] == [
        date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4)
    ]  # fmt: skip
    assert counts(weaving) == [1, 0, 1]


def test_the_first_of_the_month_already_has_the_new_quota() -> None:
    """25 November, then 2 December; 24 November, then 1 December."""
    for start in (date(2026, 11, 25), date(2026, 11, 24)):
        assert counts(weave(bridged(3, Bridge(EAST, WEST, 1)), start, weeks=2)) == [1, 1]
    assert counts(weave(bridged(3, Bridge(EAST, WEST, 1)), date(2026, 11, 23), weeks=2)) == [1, 0]


def test_no_quota_holds_back_a_network_that_declared_no_bridge() -> None:
    weaving = weave(known(sides(3)), SECOND, weeks=2)
    assert counts(weaving) == [6, 3] and {found.route for found in weaving.introductions} == {
        Route.EVERYWHERE
    }


# -- ends of bridges, arrivals -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, [2, 2, 2]),
        (ON - timedelta(days=1), [0, 0, 0]),
        (ON, [2, 0, 0]),
        (ON + timedelta(days=6), [2, 0, 0]),
        (ON + timedelta(days=7), [2, 2, 0]),
        (ON + timedelta(days=14), [2, 2, 2]),
    ],
)
def test_nothing_new_is_proposed_after_the_last_day_of_a_bridge(
    until: date | None, expected: list[int]
) -> None:
    """One person East and ten West: two proposals a week as long as the bridge is in force."""
    people = (Person("seule", circles=(EAST,)), *(Person(f"w{i}", circles=(WEST,)) for i in range(10)))
    weaving = weave(known(people, (Bridge(EAST, WEST, 50, (), until),)), ON, weeks=3)
    assert counts(weaving) == expected


def test_somebody_is_no_longer_new_after_ninety_days() -> None:
    """She joined 83 days before the first week: new that week, not the next, so no reason then."""
    arrived = ON - timedelta(days=83)
    people = (Person("neuve", joined_on=arrived, budget=1), *(Person(f"p{i}") for i in range(5)))
    weaving = weave(known(people), ON, weeks=2)
    told = {
        week: [
            Reason.NEWCOMER in i.values
            for i in weaving.introductions
            if i.week == week and "neuve" in names(i)
        ]
        for week in (1, 2)
    }
    assert told == {1: [True], 2: [False]}


def test_a_newcomer_is_proposed_inside_her_circle_only_while_she_is_new() -> None:
    people = (
        Person("neuve", circles=(EAST,), joined_on=ON - timedelta(days=80), budget=1),
        *(Person(f"e{i}", circles=(EAST,)) for i in range(5)),
    )
    weaving = weave(known(people, ()), ON, weeks=4)
    assert counts(weaving) == [1, 1, 0, 0]
    assert {found.route for found in weaving.introductions} == {Route.INSIDE}


# -- what a weaving tells ------------------------------------------------------------------------------


def test_weeks_are_dated_seven_days_apart_and_told_in_order() -> None:
    weaving = weave(random_network(4, people=16), ON, weeks=4)
    assert [week.on for week in weaving.weeks] == [later(ON, i) for i in range(4)]
    assert [found.week for found in weaving.introductions] == sorted(f.week for f in weaving.introductions)
    for one, other in pairwise(weaving.introductions):
        assert one.week < other.week or one.score >= other.score - 2**-20


def test_the_first_week_is_the_same_however_many_follow() -> None:
    for seed in range(6):
        network = random_network(seed, people=16)
        alone, many = weave(network, ON), weave(network, ON, weeks=3)
        assert [f for f in many.introductions if f.week == 1] == list(alone.introductions)
        assert many.weeks[0] == alone.weeks[0]


def test_a_second_week_is_what_one_weaves_when_the_first_is_given_as_met() -> None:
    """The week after, woven from files: the pairs proposed are met, and the day is seven days later."""
    people = tuple(Person(f"p{i}", town="Lyon" if i % 3 else "Nantes") for i in range(12))
    ties = tuple(Tie(f"p{i}", f"p{(i + 1) % 12}", strength=1.0) for i in range(12))
    both = weave(Network(people, ties), ON, weeks=2)
    met = frozenset((f.a.id, f.b.id) for f in both.introductions if f.week == 1)
    second = weave(Network(people, ties, met=met), later(ON, 1))
    assert pairs(both, 2) == pairs(second, 1)


@pytest.mark.parametrize("seed", range(12))
def test_no_rule_is_broken_in_any_week_when_networks_are_random(seed: int) -> None:
    network = random_network(seed, people=18)
    weaving = weave(network, ON, weeks=3)
    people = [  # the first week decides who is here, and who agreed
        p if p.agreed_on is None or p.agreed_on <= ON else p._replace(agreed_on=None, allow=frozenset())
        for p in network.people
        if p.joined_on is None or p.joined_on <= ON
    ]
    ids = {p.id for p in people}
    ties = tuple(tie for tie in network.ties if tie.at is None or tie.at.date() <= ON)
    here = Network(
        tuple(people), tuple(tie for tie in ties if {tie.a, tie.b} <= ids), network.bridges,
        frozenset(pair for pair in network.met if set(pair) <= ids),
        frozenset(pair for pair in network.apart if set(pair) <= ids), network.through_members,
    )  # fmt: skip
    for week in (1, 2, 3):
        told = [found for found in weaving.introductions if found.week == week]
        assert broken_rules(here, later(ON, week - 1), told) == []


def test_an_empty_network_weaves_empty_weeks() -> None:
    weaving = weave(Network((), ()), ON, weeks=2)
    assert counts(weaving) == [0, 0] and weaving.introductions == () and weaving.pairs.shape == (0, 2)
    assert [(week.served, week.servable, week.highest) for week in weaving.weeks] == [(0, 0, 0)] * 2
