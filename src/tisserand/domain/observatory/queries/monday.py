"""The Monday of an animator: everything that waits for her in one circle, in a constant number of queries."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.models import Circle
from tisserand.domain.introductions.queries import Proposal, proposals_to_read
from tisserand.domain.observatory.queries.newcomers import Newcomer, Newcomers, newcomers_of
from tisserand.domain.observatory.queries.openness import OpennessTold, openness_told
from tisserand.domain.observatory.queries.quiet import Quiet, quiet_of
from tisserand.domain.observatory.queries.week import (
    Animated,
    BridgesOfWeek,
    animated_weeks,
    bridges_of_week,
)
from tisserand.domain.observatory.rules.gesture import Arrival, Gesture, gesture_of
from tisserand.domain.observatory.rules.newcomers import Standing
from tisserand.domain.observatory.rules.reading_time import minutes
from tisserand.domain.people.models import Person
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal

FIRST = 3
"""Proposals shown on the page; the others are behind a link."""


@dataclass(frozen=True, slots=True)
class Monday:
    """What an animator reads on Monday. `others`: the other circles she animates; `minutes`: how long it
    takes."""

    day: date
    animated: Animated
    others: tuple[Animated, ...]
    proposals: tuple[Proposal, ...]
    newcomers: Newcomers
    quiet: tuple[Quiet, ...]
    bridges: BridgesOfWeek
    openness: OpennessTold
    gesture: Gesture | None
    minutes: int

    @property
    def circle(self) -> Circle:
        """The circle that the page is about."""
        return self.animated.circle

    @property
    def requests(self) -> int:
        """How many promised requests wait, beside the proposals."""
        animated = self.animated
        return len(self.bridges.to_sign) + (animated.expiring > 0) + (animated.unsent > 0)

    @property
    def alone(self) -> tuple[Newcomer, ...]:
        """The newcomers who need a sponsor."""
        return tuple(one for one in self.newcomers.rows if needs_somebody(one))


def needs_somebody(one: Newcomer) -> bool:
    """Say whether a newcomer waits for a gesture of her animators."""
    return not one.sponsor and one.standing is not Standing.WOVEN


def monday_of_circle(animator: Person, ref: str, at: datetime) -> Monday:
    """Return the Monday of a circle; nine queries at most. Refused: NOT_FOUND unless she animates it."""
    today = network_day(at)
    animated = animated_weeks(animator, today)
    here = next((one for one in animated if one.circle.ref == ref), None)
    if here is None:
        raise Refused(Refusal.NOT_FOUND)
    circle = here.circle
    proposals = proposals_to_read(animator, circle, at, most=FIRST) if here.to_read else []
    newcomers = newcomers_of(animator, circle, today)
    quiet = quiet_of(animator, circle, newcomers.rows, at)
    bridges = bridges_of_week(circle, today)
    arrivals = [
        Arrival(one.ref, one.name, one.day, one.standing, bool(one.sponsor))
        for one in newcomers.rows
        if not one.resting
    ]
    told = Monday(
        day=today,
        animated=here,
        others=tuple(one for one in animated if one is not here),
        proposals=tuple(proposals),
        newcomers=newcomers,
        quiet=quiet,
        bridges=bridges,
        openness=openness_told(circle),
        gesture=gesture_of(arrivals, bridges.in_force, today),
        minutes=0,
    )
    return replace(told, minutes=_minutes(told))


def _minutes(told: Monday) -> int:
    return minutes(
        proposals=len(told.proposals),
        requests=told.requests,
        newcomers=len(told.alone),
        quiet=len(told.quiet),
    )
