"""Openness, edition by edition: the figure by hand, what is hidden, what is carried over."""

from datetime import timedelta
from itertools import combinations

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.domain.introductions.town import MONDAY, circle, join, member, on
from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.observatory.jobs import measure_week
from tisserand.domain.observatory.models import Measure
from tisserand.domain.observatory.queries import openness_of, openness_of_network
from tisserand.domain.observatory.rules import may_be_told
from tisserand.domain.observatory.rules.editions import edition_of
from tisserand.domain.people.models import Consent, Person
from tisserand.domain.refused import Refused
from tisserand.domain.ties.models import Contact
from tisserand.vocabulary import Consent as ConsentCode
from tisserand.vocabulary import ContactKind, MeasureCode, Refusal

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = on(28), on(56), on(84)
"""Days of three editions, after everything that `known` tells."""


def known(person: Person, other: Person, days: int = -9) -> None:
    """Let two people have met, so many days after the first Monday."""
    Contact.objects.create(
        giver=person, receiver=other, kind=ContactKind.MET, once=f"{person.pk}-{other.pk}-{days}",
        at=on(days), confirmed_on=on(days).date(),
    )  # fmt: skip


def people_of(here: Circle, count: int) -> list[Person]:
    """Members who let their ties be counted."""
    found = [member(here) for _ in range(count)]
    for person in found:
        Consent.objects.create(
            person=person, code=ConsentCode.COUNTED, allowed=True, set_at=MONDAY - timedelta(days=60)
        )
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


def told() -> int:
    """How many figures of openness the newest edition told."""
    codes = (MeasureCode.OPENNESS, MeasureCode.RATIO)
    week = Measure.objects.filter(code=MeasureCode.EDITION).latest("week").week
    return Measure.objects.filter(week=week, code__in=codes, value__isnull=False).count()


def five_more(mine: list[Person], theirs: list[Person], days: int) -> None:
    """Let five people of each circle meet one of the other."""
    for person, other in zip(mine[1:6], theirs[1:6], strict=True):
        known(person, other, days)


def test_a_circle_is_as_open_as_its_ties_counted_by_hand() -> None:
    here, mine, _ = two_circles(6, 6)
    assert measure_week(FIRST)
    assert told() == 4, "the share and the ratio of two circles; nothing of the network"
    latest = openness_of(mine[0], here).latest
    assert latest is not None and latest.people == 6 and latest.week == edition_of(FIRST.date())
    assert latest.share == pytest.approx(1 / 31), "15 ties inside counted from both ends, one across"
    assert latest.expected == pytest.approx(6 / 11)
    assert latest.low < latest.expected < latest.high and not latest.is_chance
    assert latest.ratio == pytest.approx((1 / 31) / (6 / 11))
    assert latest.ratio_low is not None and latest.ratio_high is not None and latest.ratio is not None
    assert latest.ratio_low < latest.ratio < latest.ratio_high


def test_a_meeting_across_opens_both_and_the_network() -> None:
    here, mine, theirs = two_circles(10, 10)
    host = member(is_host=True)
    measure_week(FIRST)
    before = [openness_of(mine[0], here).latest, openness_of_network(host).latest]
    five_more(mine, theirs, 29)
    measure_week(SECOND)
    assert told() == 7, "two circles, the network, and the two together"
    after = [openness_of(mine[0], here).latest, openness_of_network(host).latest]
    for was, now in zip(before, after, strict=True):
        assert was is not None and now is not None
        assert now.share > was.share and now.expected == pytest.approx(was.expected)


def test_an_edition_is_written_once() -> None:
    here, mine, theirs = two_circles(6, 6)
    measure_week(FIRST)
    five_more(mine, theirs, 20)
    assert measure_week(FIRST + timedelta(days=1)) == 0
    assert len(openness_of(mine[0], here).weeks) == 1


def test_what_fewer_than_five_people_did_is_carried_over() -> None:
    here, mine, theirs = two_circles(10, 10)
    host = member(is_host=True)
    measure_week(FIRST)
    before = [*openness_of(mine[0], here).weeks, *openness_of_network(host).weeks]
    for person, other in zip(mine[1:5], theirs[1:5], strict=True):
        known(person, other, 29)
    measure_week(SECOND)
    assert told() == 0
    assert [*openness_of(mine[0], here).weeks, *openness_of_network(host).weeks] == before
    known(mine[5], theirs[5], 57)
    measure_week(THIRD)
    assert told() == 7, "now ten people did"
    assert [one.week for one in openness_of(mine[0], here).weeks] == [
        edition_of(THIRD.date()), edition_of(FIRST.date()),
    ]  # fmt: skip


@pytest.mark.parametrize("met", [False, True])
def test_one_pair_that_met_changes_nothing_that_is_told(met: bool) -> None:
    """Two worlds, one pair apart: every row is the same until five people changed."""
    _, mine, theirs = two_circles(10, 10)
    measure_week(FIRST)
    if met:
        known(mine[1], theirs[1], 29)
    measure_week(SECOND)
    rows = [*Measure.objects.exclude(code=MeasureCode.EDITION).values_list("week", "code", "value", "people")]
    assert {week for week, *_ in rows} == {edition_of(FIRST.date())}
    assert [people for _, code, _, people in rows if code == MeasureCode.OPENNESS] == [10, 10, 20]


def test_two_circles_are_told_once_ten_people_hold_their_ties() -> None:
    _, mine, theirs = two_circles(10, 10)
    measure_week(FIRST)
    two = Measure.objects.filter(other__isnull=False)
    assert [row.value for row in two] == [None], "one tie, two people"
    five_more(mine, theirs, 29)
    measure_week(SECOND)
    newest = two.latest("week")
    assert newest.people == 12 and newest.value == pytest.approx(6 / (96 * 100 / 190))
    assert newest.low is not None and newest.high is not None and newest.value is not None
    assert newest.low < newest.value < newest.high


def test_two_circles_that_never_meet_are_an_honest_zero() -> None:
    here, there = circle(), circle()
    for circled in (people_of(here, 10), people_of(there, 10)):
        for person, other in combinations(circled, 2):
            known(person, other)
    measure_week(FIRST)
    assert Measure.objects.get(other__isnull=False).value == 0


def test_nothing_about_fewer_than_five_and_nothing_about_nine_leaves_its_circle() -> None:
    here, mine, _ = two_circles(5, 5)
    host = member(is_host=True)
    measure_week(FIRST)
    assert openness_of(mine[0], here).latest is not None
    assert openness_of_network(host).latest is None
    small, four, _ = two_circles(4, 12)
    measure_week(SECOND)
    assert openness_of(four[0], small).latest is None
    assert [may_be_told(people, outside=False) for people in (4, 5)] == [False, True]
    assert [may_be_told(people, outside=True) for people in (9, 10)] == [False, True]


def test_the_network_is_not_told_beside_a_circle_that_leaves_nine() -> None:
    two_circles(12, 9)
    host = member(is_host=True)
    measure_week(FIRST)
    assert openness_of_network(host).latest is None, "the figure of the twelve would tell that of the nine"


def test_a_figure_is_withdrawn_when_too_few_are_left() -> None:
    here, mine, theirs = two_circles(6, 6)
    measure_week(FIRST)
    assert openness_of(mine[0], here).latest is not None
    Membership.objects.filter(person__in=mine[1:]).update(left_on=on(30).date())
    measure_week(SECOND)
    newest = Measure.objects.filter(circle=here, code=MeasureCode.OPENNESS).latest("week")
    assert newest.value is None and newest.week == edition_of(SECOND.date())
    assert theirs


def test_a_tie_that_one_end_keeps_to_herself_is_not_counted() -> None:
    here, mine, theirs = two_circles(6, 6)
    private = member(theirs[0].memberships.get().circle)
    known(mine[1], private)
    measure_week(FIRST)
    latest = openness_of(mine[0], here).latest
    assert latest is not None and latest.share == pytest.approx(1 / 31)


def test_a_tie_counts_for_a_year() -> None:
    here, mine, theirs = two_circles(6, 6)
    measure_week(on(364))
    assert openness_of(mine[0], here).latest is None
    assert theirs


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
    here, mine, theirs = two_circles(6, 6)
    for days, edition in ((20, FIRST), (29, SECOND), (57, THIRD)):
        for person, other in zip(mine, theirs[days % 6 :] + theirs[: days % 6], strict=True):
            known(person, other, days)
        measure_week(edition)
    with django_assert_num_queries(2):
        assert len(openness_of(mine[0], here).weeks) == 3


def test_a_network_without_ties_has_no_figure() -> None:
    join(member(), circle())
    assert measure_week(FIRST) == 0
