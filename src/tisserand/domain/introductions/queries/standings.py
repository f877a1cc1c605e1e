"""What the guards of introductions read, for many introductions at once: a constant number of queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tisserand.domain.circles.models import Bridge, HiddenCircle, Membership
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.introductions.queries.left import Pair
from tisserand.domain.introductions.rules import OwnSide, Standing
from tisserand.domain.introductions.rules.codes import Answer
from tisserand.domain.people.models import Block, Consent, Hide
from tisserand.vocabulary import Consent as ConsentCode
from tisserand.vocabulary import Route


def own_side(side: Side) -> OwnSide:
    """What somebody was shown and did, as the rules read it."""
    return OwnSide(
        shown_on=side.shown_on,
        answer=Answer(side.answer),
        never=side.never,
        aside_until=side.aside_until,
        gone=side.gone,
        met=side.met,
    )


def circle_of(introduction: Introduction, place: int) -> int | None:
    """The key of the circle by which the side at `place` is proposed."""
    return introduction.circle_one_id if place == 1 else introduction.circle_two_id


@dataclass(frozen=True, slots=True)
class Standings:
    """The facts that hold now for the people of some introductions."""

    beyond: frozenset[int]
    members: frozenset[Pair]  # (person, circle)
    hidden: frozenset[Pair]  # (person, circle that she would rather not meet)
    apart: frozenset[Pair]
    bridges: frozenset[int]

    def of(self, side: Side, introduction: Introduction) -> Standing:
        """What one of the two has set for herself."""
        person, circle = side.person, circle_of(introduction, side.place)
        return Standing(
            confirmed=person.confirmed_on is not None,
            paused=person.paused_on is not None,
            beyond=side.person_id in self.beyond,
            member=circle is not None and (side.person_id, circle) in self.members,
        )

    def both(self, introduction: Introduction, sides: Iterable[Side]) -> list[Standing]:
        """What each of the two has set for herself."""
        return [self.of(side, introduction) for side in sides]

    def are_apart(self, sides: Collection[Side]) -> bool:
        """Whether a block, a hide or a "never" stands between the two."""
        low, high = sorted(side.person_id for side in sides)
        return (low, high) in self.apart or any(side.never or side.gone for side in sides)

    def route_open(self, introduction: Introduction, sides: Iterable[Side]) -> bool:
        """Whether the route drafted may still be taken by a proposal that nobody was shown."""
        other = {1: introduction.circle_two_id, 2: introduction.circle_one_id}
        if introduction.route != Route.INSIDE and any(
            (side.person_id, other[side.place]) in self.hidden for side in sides
        ):
            return False
        if introduction.route == Route.BRIDGE:
            return introduction.bridge_id in self.bridges
        if introduction.route == Route.SHARED_MEMBER:
            one, two = introduction.circle_one, introduction.circle_two
            return bool(one and two and one.through_members and two.through_members)
        return True


def standings_of(introductions: Collection[Introduction], people: Collection[int], on: date) -> Standings:
    """The Standings of `people`, those of `introductions`, on day `on`; six queries."""
    circles = {circle_of(one, place) for one in introductions for place in (1, 2)}
    beyond = Consent.objects.filter(
        person__in=people, code=ConsentCode.BEYOND, allowed=True, current=True
    ).values_list("person_id", flat=True)
    members = Membership.objects.current().filter(person__in=people, circle__in=circles)
    hidden = HiddenCircle.objects.filter(person__in=people, circle__in=circles)
    bridges = Bridge.objects.in_force(on).filter(pk__in={one.bridge_id for one in introductions})
    return Standings(
        beyond=frozenset(beyond),
        members=frozenset(members.values_list("person_id", "circle_id")),
        hidden=frozenset(hidden.values_list("person_id", "circle_id")),
        apart=frozenset(_apart(people)),
        bridges=frozenset(bridges.values_list("pk", flat=True)),
    )


def _apart(people: Collection[int]) -> set[Pair]:
    both = Q(person__in=people, other__in=people)
    rows = Block.objects.filter(both).values_list("person_id", "other_id")
    rows = rows.union(Hide.objects.filter(both).values_list("person_id", "other_id"))
    return {(min(row), max(row)) for row in rows}
