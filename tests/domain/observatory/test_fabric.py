"""The fabric as each reader may see it: circles, bridges, figures; never a person, never somebody's tie."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.domain.introductions.town import LONG_AGO, MONDAY, bridge, circle, join, member
from tisserand.domain.circles.models import Bridge, BridgePerson, Circle, HiddenCircle, Membership
from tisserand.domain.exchanges.models import Need, Offer
from tisserand.domain.introductions.models import Introduction
from tisserand.domain.observatory.queries.fabric import FabricTold, fabric_of
from tisserand.domain.observatory.queries.first_bridge import first_bridges
from tisserand.domain.observatory.rules.editions import edition_of
from tisserand.domain.observatory.rules.fabric import (
    is_drawn,
    is_seen,
    people_told,
    ties_told,
    total_told,
)
from tisserand.domain.people.models import Consent, Person
from tisserand.domain.ties.models import Contact
from tisserand.vocabulary import AskType, Audience, BridgeRisk, Role
from tisserand.vocabulary import Consent as ConsentCode

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
BEFORE = MONDAY - timedelta(days=60)


def folk(where: Circle, count: int, *, counted: bool = True) -> list[Person]:
    """That many members, who let their ties be counted."""
    found = [member(where) for _ in range(count)]
    if counted:
        Consent.objects.bulk_create(
            Consent(person=one, code=ConsentCode.COUNTED, allowed=True, set_at=BEFORE) for one in found
        )
    return found


def met(one: Person, other: Person, at: object = BEFORE, **fields: object) -> Contact:
    """What happened between two people, said by both."""
    given: dict[str, object] = {"kind": "meeting", "at": at, "confirmed_on": BEFORE.date()}
    return Contact.objects.create(
        giver=one, receiver=other, once=f"{one.pk}-{other.pk}-{at}", **{**given, **fields}
    )


def all_met(some: Iterable[Person], others: Iterable[Person]) -> None:
    """Each of the ones met one of the others."""
    for one, other in zip(some, others, strict=False):
        met(one, other)


def names(told: FabricTold) -> list[str]:
    """The names of the circles in a picture, in its order."""
    return [one.name for one in told.circles]


# Rules


@pytest.mark.parametrize(("people", "told"), [(0, None), (9, None), (10, 10), (11, 11), (250, 250)])
def test_size_is_told_from_ten_people(people: int, told: int | None) -> None:
    assert people_told(people) == told


@pytest.mark.parametrize(
    ("ties", "told"), [(0, None), (9, None), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (101, 100)]
)
def test_ties_are_told_by_fives_from_ten(ties: int, told: int | None) -> None:
    assert ties_told(ties) == told


@pytest.mark.parametrize(("people", "told"), [(9, None), (10, 10), (14, 10), (15, 20), (452, 450)])
def test_total_is_told_by_tens(people: int, told: int | None) -> None:
    assert total_told(people) == told


@pytest.mark.parametrize(
    ("until", "suspended", "concerned", "drawn"),
    [
        (TODAY, False, False, True),
        (TODAY, True, False, False),
        (TODAY, True, True, True),
        (TODAY - timedelta(days=183), False, False, True),
        (TODAY - timedelta(days=184), False, True, False),
    ],
)
def test_bridge_is_drawn_while_something_can_be_done(
    until: date, suspended: bool, concerned: bool, drawn: bool
) -> None:
    assert is_drawn(until=until, suspended=suspended, concerned=concerned, on=TODAY) is drawn


def test_bridge_is_seen_from_its_ends_or_when_both_are_listed() -> None:
    assert is_seen(listed=(False, False), own=(True, False))
    assert is_seen(listed=(True, True), own=(False, False))
    assert not is_seen(listed=(True, False), own=(False, False))


# Who sees which circles


def test_circles_seen_are_listed_own_and_touched() -> None:
    own, touched, listed, far = (circle(name=name) for name in ("Own", "Touched", "Listed", "Far"))
    Circle.objects.filter(pk=listed.pk).update(listed=True)
    bridge(own, touched)
    bridge(touched, far)
    person, host, stranger = member(own), member(is_host=True), member()
    assert names(fabric_of(person, MONDAY)) == ["Listed", "Own", "Touched"]
    assert len(fabric_of(person, MONDAY).bridges) == 1
    assert names(fabric_of(host, MONDAY)) == ["Far", "Listed", "Own", "Touched"]
    assert len(fabric_of(host, MONDAY).bridges) == 2
    assert names(fabric_of(stranger, MONDAY)) == names(fabric_of(None, MONDAY)) == ["Listed"]


def test_one_s_circle_has_those_it_touches_and_bridges_between_listed_ones() -> None:
    own, two, three, far = (circle(name=name, listed=True) for name in ("Own", "Two", "Three", "Far"))
    for one, other in ((own, two), (own, three), (two, three), (three, far)):
        bridge(one, other)
    person = member(own)
    told = fabric_of(person, MONDAY, whole=False)
    assert names(told) == ["Own", "Three", "Two"]
    assert len(told.bridges) == 3
    assert told.home is not None and told.circles[told.home].name == "Own"
    Circle.objects.filter(pk=two.pk).update(listed=False)
    assert len(fabric_of(person, MONDAY, whole=False).bridges) == 2


def test_circle_asked_for_must_be_hers() -> None:
    mine, other, far = circle(name="A"), circle(name="B"), circle(name="C", listed=True)
    person = member(mine)
    join(person, other, Role.ANIMATOR)
    at = {around: fabric_of(person, MONDAY, around=around, whole=False) for around in ("", mine.ref, far.ref)}
    home = {around: told.circles[told.home or 0].name for around, told in at.items()}
    assert home == {"": "B", mine.ref: "A", far.ref: "B"}


def test_nothing_is_drawn_around_nobody() -> None:
    circle(listed=True)
    assert fabric_of(member(), MONDAY, whole=False).circles == ()


def test_bridge_signed_by_one_side_is_not_there_and_circle_is_alone() -> None:
    one, two = circle(listed=True), circle(listed=True)
    row = bridge(one, two)
    row.signatures.filter(circle=two).delete()
    told = fabric_of(member(one), MONDAY)
    assert told.bridges == () and len(told.alone) == 2


def test_two_directions_are_one_bridge() -> None:
    one, two = circle(), circle()
    bridge(one, two, quota_back=0, themes=["locaux"], until=date(2044, 6, 1))
    bridge(two, one, quota_back=0, themes=["fonds"], until=date(2044, 3, 1))
    (told,) = fabric_of(member(one), MONDAY).bridges
    assert told.mutual and told.themes == ("locaux", "fonds") and told.until == date(2044, 3, 1)


# Figures


def test_ties_are_those_both_opened_across_in_the_year_before_the_edition() -> None:
    one, two = circle(), circle()
    bridge(one, two)
    here, there = folk(one, 12), folk(two, 12)
    all_met(here, there)
    reader = here[0]

    def told() -> int | None:
        return fabric_of(reader, MONDAY).bridges[0].ties

    assert told() == 10
    Contact.objects.filter(giver__in=here[:3]).delete()
    assert told() is None
    for at in (MONDAY - timedelta(days=500), MONDAY + timedelta(days=1)):
        met(here[0], there[0], at)
    met(here[1], there[1], MONDAY, confirmed_on=None)
    late = edition_of(TODAY) + timedelta(days=1)
    met(here[2], there[2], MONDAY.replace(year=late.year, month=late.month, day=late.day))
    shared = member(one)
    join(shared, two)
    met(shared, there[3])
    assert told() is None
    met(here[0], there[0])
    assert told() == 10


def test_a_tie_not_opened_by_both_changes_nothing_for_anybody() -> None:
    one, two = circle(listed=True), circle(listed=True)
    bridge(one, two)
    here, there = folk(one, 12), folk(two, 12)
    all_met(here, there)
    shy = member(two)
    animator, host = member(one, role=Role.ANIMATOR), member(is_host=True)
    readers = (here[3], animator, host, None)
    before = [fabric_of(reader, MONDAY) for reader in readers]
    for person in here:
        met(person, shy)
    assert [fabric_of(reader, MONDAY) for reader in readers] == before
    Consent.objects.create(person=shy, code=ConsentCode.COUNTED, allowed=True, set_at=BEFORE)
    assert [fabric_of(reader, MONDAY) for reader in readers] != before


def test_total_is_of_people_in_circles_of_ten_or_more() -> None:
    large, small = circle(listed=True), circle(listed=True)
    folk(large, 14)
    folk(small, 9)
    told = fabric_of(None, MONDAY)
    assert sorted((one.people or 0) for one in told.circles) == [0, 14]
    assert told.people == 10


# Risks


def test_risk_is_told_and_breaks_the_thread() -> None:
    one, two = circle(listed=True), circle(listed=True)
    row = bridge(one, two)
    person = member(one)
    assert fabric_of(person, MONDAY).bridges[0].risk is BridgeRisk.ONE_PERSON
    for end in (one, two):
        BridgePerson.objects.create(bridge=row, person=member(end), circle=end, accepted_on=LONG_AGO)
    told = fabric_of(person, MONDAY).bridges[0]
    assert told.risk is None and not told.broken and told.people == 2
    Bridge.objects.update(until=TODAY - timedelta(days=3))
    told = fabric_of(person, MONDAY).bridges[0]
    assert told.risk is BridgeRisk.REVIEW_PAST and told.broken
    assert fabric_of(None, MONDAY).bridges[0].risk is None


def test_who_left_no_longer_stands_on_a_bridge() -> None:
    one, two = circle(), circle()
    row = bridge(one, two)
    for end in (one, two):
        BridgePerson.objects.create(bridge=row, person=member(end), circle=end, accepted_on=LONG_AGO)
    Membership.objects.filter(circle=two).update(left_on=TODAY)
    assert fabric_of(member(one), MONDAY).bridges[0].people == 1


def test_what_crossed_is_known_to_animators_of_an_end_alone() -> None:
    one, two = circle(listed=True), circle(listed=True)
    row = bridge(one, two)
    for end in (one, two):
        BridgePerson.objects.create(bridge=row, person=member(end), circle=end, accepted_on=LONG_AGO)
    animator = member(one, role=Role.ANIMATOR)
    readers = (member(one), member(is_host=True), member(circle(), role=Role.ANIMATOR))
    before = [fabric_of(reader, MONDAY) for reader in readers]
    assert fabric_of(animator, MONDAY).bridges[0].risk is BridgeRisk.NOTHING_CROSSED
    Introduction.objects.create(
        bridge=row, origin="engine", stage="established", route="bridge", score=1, created_on=LONG_AGO,
        established_on=TODAY - timedelta(days=2),
    )  # fmt: skip
    assert fabric_of(animator, MONDAY).bridges[0].risk is None
    assert [fabric_of(reader, MONDAY) for reader in readers] == before


def test_suspended_bridge_is_for_the_animators_of_its_ends() -> None:
    one, two = circle(listed=True), circle(listed=True)
    Bridge.objects.filter(pk=bridge(one, two).pk).update(suspended_on=TODAY)
    animator = member(two, role=Role.ANIMATOR)
    assert fabric_of(member(one), MONDAY).bridges == ()
    assert fabric_of(animator, MONDAY).bridges[0].risk is BridgeRisk.SUSPENDED
    assert fabric_of(animator, MONDAY).bridges[0].opens


# First bridges


def lonely(people: int) -> tuple[Circle, Circle]:
    """A circle without a bridge where so many look for premises, another where so many offer some."""
    alone, other = circle(name="Seul", listed=True), circle(name="Autre", listed=True)
    bridge(other, circle(name="Tiers", listed=True))
    for where, table in ((alone, Need), (other, Offer)):
        for one in folk(where, people, counted=False):
            table.objects.create(
                person=one, text="Un local", type=AskType.PREMISES, audience=Audience.NETWORK,
                created_on=LONG_AGO,
            )  # fmt: skip
    return alone, other


@pytest.mark.parametrize(("people", "found"), [(9, []), (10, [AskType.PREMISES])])
def test_first_bridge_is_suggested_by_a_theme_of_ten_people(people: int, found: list[AskType]) -> None:
    lonely(people)
    reader = member(circle())
    told = fabric_of(reader, MONDAY)
    assert [one.theme for one in first_bridges(reader, told, MONDAY)] == found


def test_need_for_one_s_own_circle_suggests_nothing() -> None:
    lonely(10)
    Need.objects.filter(pk=Need.objects.order_by("pk")[0].pk).update(audience=Audience.CIRCLE)
    reader = member(circle())
    assert first_bridges(reader, fabric_of(reader, MONDAY), MONDAY) == []


def test_first_bridge_is_suggested_in_the_same_town_otherwise() -> None:
    circle(name="Seul", listed=True, town="Die")
    circle(name="Autre", listed=True, town="Die")
    reader = member(circle(), role=Role.ANIMATOR)
    found = first_bridges(reader, fabric_of(reader, MONDAY), MONDAY)
    assert {(one.circle.name, one.other.name, one.town) for one in found} == {
        ("Autre", "Seul", "Die"),
        ("Seul", "Autre", "Die"),
    }


# Cost


def test_queries_are_seven_whatever_the_network() -> None:
    one, two = circle(listed=True), circle(listed=True)
    bridge(one, two)
    animator = member(one, role=Role.ANIMATOR)
    HiddenCircle.objects.create(person=animator, circle=two)
    folk(one, 10)

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connections["default"]) as whole:
            told = fabric_of(animator, MONDAY)
        with CaptureQueriesContext(connections["default"]) as more:
            first_bridges(animator, told, MONDAY)
        return len(whole), len(more)

    before = asked()
    for _ in range(3):
        bridge(one, circle(listed=True))
        circle(listed=True)
    folk(two, 12)
    assert before[0] == asked()[0] == 7
    assert asked()[1] == 2
