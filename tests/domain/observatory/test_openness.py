"""Openness, week by week: the figure by hand, what is hidden, what is written again."""

from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pytest
from pytest_django import DjangoAssertNumQueries

from tests.domain.introductions.town import MONDAY, circle, join, member, on
from tisserand.domain.circles.models import Circle
from tisserand.domain.observatory.jobs import circle_shares, measure_week, network_share
from tisserand.domain.observatory.models import Measure
from tisserand.domain.observatory.queries import openness_of, openness_of_network
from tisserand.domain.observatory.rules import may_be_told
from tisserand.domain.people.models import Consent, Person
from tisserand.domain.refused import Refused
from tisserand.domain.ties.actions import record_contact
from tisserand.engine.fabric import Fabric
from tisserand.vocabulary import Consent as ConsentCode
from tisserand.vocabulary import ContactKind, Refusal

pytestmark = pytest.mark.django_db


def known(person: Person, other: Person) -> None:
    """Let two people have met."""
    record_contact(
        giver=person, receiver=other, kind=ContactKind.MET, once=f"{person.pk}-{other.pk}",
        at=MONDAY - timedelta(days=9), confirmed=True,
    )  # fmt: skip


def people_of(here: Circle, count: int) -> list[Person]:
    """Members who let their ties be counted."""
    found = [member(here) for _ in range(count)]
    for person in found:
        Consent.objects.create(person=person, code=ConsentCode.COUNTED, allowed=True, set_at=MONDAY)
    return found


def two_circles(one: int, two: int) -> tuple[Circle, list[Person], list[Person]]:
    """Two circles in which everybody knows everybody inside, and one tie across."""
    here, there = circle(), circle()
    mine, theirs = people_of(here, one), people_of(there, two)
    for circled in (mine, theirs):
        for person, other in combinations(circled, 2):
            known(person, other)
    known(mine[0], theirs[0])
    return here, mine, theirs


def test_a_circle_is_as_open_as_its_ties_counted_by_hand() -> None:
    here, mine, _ = two_circles(6, 6)
    assert measure_week(MONDAY) == 3
    latest = openness_of(mine[0], here).latest
    assert latest is not None and latest.people == 6
    assert latest.share == pytest.approx(1 / 31), "15 ties inside counted from both ends, one across"
    assert latest.expected == pytest.approx(6 / 11)
    assert latest.low < latest.expected < latest.high and not latest.is_chance
    assert latest.ratio == pytest.approx((1 / 31) / (6 / 11))


def test_a_meeting_across_opens_both_and_the_network() -> None:
    here, mine, theirs = two_circles(6, 6)
    host = member(is_host=True)
    measure_week(MONDAY)
    before = [openness_of(mine[0], here).latest, openness_of_network(host).latest]
    known(mine[1], theirs[1])
    assert measure_week(MONDAY) == 3
    after = [openness_of(mine[0], here).latest, openness_of_network(host).latest]
    for was, now in zip(before, after, strict=True):
        assert was is not None and now is not None
        assert now.share > was.share and now.expected == pytest.approx(was.expected)
    assert Measure.objects.count() == 3, "the week is written again, not twice"


def test_every_week_has_its_figure_the_newest_first() -> None:
    here, mine, _ = two_circles(6, 6)
    for weeks in (0, 1, 2):
        measure_week(on(7 * weeks))
    told = openness_of(mine[0], here).weeks
    assert [one.week for one in told] == [date(2043, 12, 7), date(2043, 11, 30), date(2043, 11, 23)]


def test_nothing_about_fewer_than_five_and_nothing_about_nine_leaves_its_circle() -> None:
    here, mine, _ = two_circles(5, 4)
    host = member(is_host=True)
    assert measure_week(MONDAY) == 1
    assert openness_of(mine[0], here).latest is not None
    assert openness_of_network(host).latest is None
    assert [may_be_told(people, outside=False) for people in (4, 5)] == [False, True]
    assert [may_be_told(people, outside=True) for people in (9, 10)] == [False, True]


def test_a_figure_is_withdrawn_when_too_few_are_left() -> None:
    here, mine, theirs = two_circles(5, 5)
    host = member(is_host=True)
    assert measure_week(MONDAY) == 3
    mine[4].delete()
    assert measure_week(MONDAY) == 1
    assert openness_of(mine[0], here).weeks == () and openness_of_network(host).weeks == ()
    assert openness_of(theirs[0], theirs[0].memberships.get().circle).latest is not None


def test_a_tie_that_one_end_keeps_to_herself_is_not_counted() -> None:
    here, mine, theirs = two_circles(6, 6)
    measure_week(MONDAY)
    before = openness_of(mine[0], here).latest
    private = member(theirs[0].memberships.get().circle)
    known(mine[1], private)
    measure_week(MONDAY)
    after = openness_of(mine[0], here).latest
    assert before is not None and after is not None and after.share == before.share


def test_a_figure_is_read_by_members_and_the_host_alone() -> None:
    here, mine, theirs = two_circles(6, 6)
    with pytest.raises(Refused) as refused:
        openness_of(theirs[0], here)
    assert refused.value.code is Refusal.NOT_FOUND
    with pytest.raises(Refused) as refused:
        openness_of_network(mine[0])
    assert refused.value.code is Refusal.NOT_ALLOWED


def test_queries_do_not_grow_with_circles_nor_weeks(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    here, mine, _ = two_circles(6, 6)
    for weeks in range(3):
        measure_week(on(7 * weeks))
    with django_assert_num_queries(2):
        assert len(openness_of(mine[0], here).weeks) == 3


def test_chance_is_what_shuffling_the_ends_gives() -> None:
    """The expected share against a plain simulation, with people of two circles and of none."""
    ties = np.array([[0, 1], [0, 5], [1, 2], [2, 6], [3, 4], [4, 9], [5, 6], [7, 8], [3, 10], [2, 11]])
    circles = np.array(
        [*((i, 0) for i in range(6)), *((i, 1) for i in range(5, 10)), (2, 2), (9, 2), (10, 2)]
    )
    fabric = Fabric.from_arrays(ties=ties, circles=circles, people=12)
    held = {i: {c for p, c in circles.tolist() if p == i} for i in range(11)}
    found = dict(circle_shares(fabric, 1))
    members = [i for i in held if 0 in held[i]]
    ends = [end for a, b in ties.tolist() if b < 11 for end in (a, b) if end in members]
    others = {i: [bool(not held[i] & held[j]) for j in held if j != i] for i in members}
    assert found[0].expected == pytest.approx(np.mean([np.mean(others[end]) for end in ends]))
    crossed = [not held[a] & held[b] for a, b in ties.tolist() if b < 11 for end in (a, b) if end in members]
    assert found[0].value == pytest.approx(np.mean(crossed))


def test_a_network_without_ties_has_no_figure() -> None:
    fabric = Fabric.from_arrays(ties=np.zeros((0, 2), int), circles=np.array([[0, 0], [1, 0]]), people=2)
    assert network_share(fabric, 1) is None and list(circle_shares(fabric, 1)) == []
    lone = member()
    join(lone, circle())
    assert measure_week(MONDAY) == 0
