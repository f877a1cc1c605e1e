"""Rows for the weaving: keys and codes of everybody at once, a constant number of queries, no page."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tisserand.domain.circles.models import Bridge, Circle, HiddenCircle, Membership


class MembershipRow(NamedTuple):
    """A current membership: keys, and what a policy reads."""

    person: int
    circle: int
    role: str
    joined_on: date


@dataclass(frozen=True, slots=True)
class CirclePolicy:
    """What the weaving reads of a circle."""

    ref: str
    through_members: bool
    takes_inside: bool
    vouch_needed: bool
    distance: int


class BridgeRow(NamedTuple):
    """A bridge in force: `quota` proposals a month from `start` to `end`, `quota_back` the other way."""

    bridge: int
    ref: str
    start: str
    end: str
    quota: int
    quota_back: int
    themes: tuple[str, ...]
    until: date


def membership_rows(person: int | None = None) -> list[MembershipRow]:
    """Return every current membership, or one person's, in the order of keys."""
    rows = Membership.objects.current()
    if person is not None:
        rows = rows.filter(person=person)
    found = rows.order_by("person_id", "circle_id").values_list("person_id", "circle_id", "role", "joined_on")
    return [MembershipRow(*row) for row in found]


def circle_policies() -> dict[int, CirclePolicy]:
    """Return the policy of every circle, by key."""
    rows = Circle.objects.values_list(
        "pk", "ref", "through_members", "takes_inside", "vouch_needed", "distance"
    )
    return {
        pk: CirclePolicy(ref, through, inside, vouch, distance)
        for pk, ref, through, inside, vouch, distance in rows
    }


def hidden_rows(person: int | None = None) -> list[tuple[int, int]]:
    """Return (person, circle) for every circle hidden, or for one person's, in the order of keys."""
    rows = HiddenCircle.objects.all()
    if person is not None:
        rows = rows.filter(person=person)
    return list(rows.order_by("person_id", "circle_id").values_list("person_id", "circle_id"))


def bridge_rows(on: date) -> list[BridgeRow]:
    """Return the bridges in force on a day, in the order of references."""
    columns = ("pk", "ref", "start__ref", "end__ref", "quota", "quota_back", "themes", "until")
    rows = Bridge.objects.in_force(on).order_by("ref").values_list(*columns)
    return [
        BridgeRow(pk, ref, start, end, quota, back, tuple(themes), until)
        for pk, ref, start, end, quota, back, themes, until in rows
    ]
