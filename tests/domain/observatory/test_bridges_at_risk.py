"""Bridges at risk: each reason by hand, who may know what, a constant number of queries."""

from datetime import date, timedelta

import pytest

from tests.domain.circles.villages import is_constant
from tests.domain.introductions.town import LONG_AGO, MONDAY, bridge, circle, join, member
from tisserand.domain.circles.models import Bridge, BridgePerson, Circle, Membership
from tisserand.domain.introductions.models import Introduction
from tisserand.domain.observatory.queries import bridges_at_risk
from tisserand.domain.observatory.rules.bridges import STILL_DAYS, BridgeFacts, bridge_risk
from tisserand.domain.people.models import Person
from tisserand.vocabulary import BridgeRisk, Role

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()


def well(one: Circle, two: Circle, **fields: object) -> Bridge:
    """A bridge with two people on it, over which something was established lately."""
    row = bridge(one, two, **fields)
    for end in (one, two):
        BridgePerson.objects.create(bridge=row, person=member(end), circle=end, accepted_on=LONG_AGO)
    crossed(row, TODAY - timedelta(days=9))
    return row


def crossed(row: Bridge, on: date) -> None:
    """Let an introduction over the bridge have been established."""
    Introduction.objects.create(
        bridge=row, origin="engine", stage="established", route="bridge", score=1, created_on=on,
        established_on=on,
    )  # fmt: skip


def animated() -> tuple[Circle, Circle, Person]:
    """Two circles, and who animates the first."""
    one, two = circle(), circle()
    return one, two, member(one, role=Role.ANIMATOR)


def test_a_bridge_that_lives_is_not_at_risk() -> None:
    one, two, animator = animated()
    well(one, two)
    assert bridges_at_risk(animator, MONDAY) == []


@pytest.mark.parametrize(
    ("changes", "risk", "since"),
    [
        ({"until": date(2043, 11, 1)}, BridgeRisk.REVIEW_PAST, date(2043, 11, 1)),
        ({"suspended_on": date(2043, 10, 2)}, BridgeRisk.SUSPENDED, date(2043, 10, 2)),
        ({"crossed_on": date(2043, 8, 1)}, BridgeRisk.NOTHING_CROSSED, date(2043, 8, 1)),
        ({"crossed_on": None}, BridgeRisk.NOTHING_CROSSED, date(2043, 1, 5)),
        ({"people": 1}, BridgeRisk.ONE_PERSON, date(2043, 3, 1)),
        ({"until": date(2043, 12, 1)}, BridgeRisk.REVIEW_NEAR, date(2043, 12, 1)),
    ],
)
def test_each_reason_has_its_day(changes: dict[str, object], risk: BridgeRisk, since: date) -> None:
    facts: dict[str, object] = {
        "signed_on": date(2043, 1, 5), "until": date(2044, 11, 1), "suspended_on": None, "people": 2,
        "people_on": date(2043, 3, 1), "crossed_on": date(2043, 11, 1), "tells_crossings": True,
    }  # fmt: skip
    assert bridge_risk(BridgeFacts(**{**facts, **changes}), TODAY) == (risk, since)  # type: ignore[arg-type]


def test_what_crossed_is_told_to_those_of_either_end_alone() -> None:
    one, two, animator = animated()
    one.listed = two.listed = True
    one.save()
    two.save()
    row = well(one, two)
    Introduction.objects.all().delete()
    other = member(circle(), role=Role.ANIMATOR)
    host = member(is_host=True)
    assert [told.risk for told in bridges_at_risk(animator, MONDAY)] == [BridgeRisk.NOTHING_CROSSED]
    before = [bridges_at_risk(reader, MONDAY) for reader in (other, host)]
    crossed(row, TODAY - timedelta(days=STILL_DAYS - 1))
    assert bridges_at_risk(animator, MONDAY) == []
    assert [bridges_at_risk(reader, MONDAY) for reader in (other, host)] == before == [[], []]


def test_a_bridge_of_an_unlisted_circle_is_known_to_its_ends_and_the_host() -> None:
    one, two, animator = animated()
    row = bridge(one, two)
    other, host = member(circle(), role=Role.ANIMATOR), member(is_host=True)
    assert [told.ref for told in bridges_at_risk(animator, MONDAY)] == [row.ref]
    assert bridges_at_risk(other, MONDAY) == []
    assert [(told.risk, told.here) for told in bridges_at_risk(host, MONDAY)] == [
        (BridgeRisk.ONE_PERSON, None)
    ]
    Circle.objects.update(listed=True)
    assert [told.risk for told in bridges_at_risk(other, MONDAY)] == [BridgeRisk.ONE_PERSON]
    assert bridges_at_risk(member(one), MONDAY) == [], "a member has no page for it"


def test_who_left_her_circle_no_longer_holds_its_bridge() -> None:
    one, two, animator = animated()
    row = well(one, two)
    gone = row.people.first()
    assert gone is not None
    Membership.objects.filter(person=gone.person).update(left_on=date(2043, 10, 10))
    (told,) = bridges_at_risk(animator, MONDAY)
    assert (told.risk, told.since, told.people) == (BridgeRisk.ONE_PERSON, date(2043, 10, 10), 1)
    assert (told.here, told.there) == (one, two)


def test_queries_do_not_grow_with_bridges() -> None:
    one, _two, animator = animated()
    join(animator, circle())

    def grow(count: int) -> None:
        for _ in range(count):
            bridge(one, circle())

    assert is_constant(lambda: bridges_at_risk(animator, MONDAY), grow, (1, 4))
