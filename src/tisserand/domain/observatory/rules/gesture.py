"""The one gesture of the week: the first of a ranked list whose facts are true (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tisserand.domain.observatory.rules.newcomers import Standing

REVIEW_WITHIN = 30
"""Days before a bridge's review when it is worth a gesture."""


class GestureKind(StrEnum):
    """What an animator may do this week, what presses most first."""

    SPONSOR = "sponsor"  # somebody is late, and nobody walks with her
    REVIEW = "review"  # a bridge closes soon unless both circles sign again
    SECOND_PERSON = "second_person"  # a bridge rests on one person, or on nobody
    FIRST_BRIDGE = "first_bridge"  # no bridge leaves the circle
    WELCOME = "welcome"  # somebody is new, and nobody walks with her


@dataclass(frozen=True, slots=True)
class Arrival:
    """A newcomer as the gesture looks at her."""

    ref: str
    name: str
    day: int
    standing: Standing
    sponsored: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A bridge in force as the gesture looks at it: the other circle, its review, who stands on it."""

    ref: str
    there: str
    until: date
    people: int


@dataclass(frozen=True, slots=True)
class Gesture:
    """One gesture, with the facts that make it: whom or what it is about (`ref`, `name`), and a figure: days
    since an arrival, or how many people stand on a bridge; `on`: the day of a review."""

    kind: GestureKind
    ref: str = ""
    name: str = ""
    number: int = 0
    on: date | None = None


def gesture_of(arrivals: Iterable[Arrival], spans: Iterable[Span], today: date) -> Gesture | None:
    """Return the gesture of the week, None when nothing asks for one."""
    waiting = sorted((one for one in arrivals if not one.sponsored), key=lambda one: (-one.day, one.ref))
    bridges = sorted(spans, key=lambda one: (one.until, one.ref))
    pressing = (one for one in waiting if one.standing in (Standing.ALONE, Standing.LATE))
    closing = (one for one in bridges if today <= one.until <= today + timedelta(days=REVIEW_WITHIN))
    frail = sorted((one for one in bridges if one.people < 2), key=lambda one: (one.people, one.ref))
    candidates = [
        *(Gesture(GestureKind.SPONSOR, one.ref, one.name, one.day) for one in pressing),
        *(Gesture(GestureKind.REVIEW, one.ref, one.there, on=one.until) for one in closing),
        *(Gesture(GestureKind.SECOND_PERSON, one.ref, one.there, one.people) for one in frail),
        *(() if bridges else (Gesture(GestureKind.FIRST_BRIDGE),)),
        *(Gesture(GestureKind.WELCOME, one.ref, one.name, one.day) for one in waiting
          if one.standing is Standing.ON_TIME),
    ]  # fmt: skip
    return candidates[0] if candidates else None
