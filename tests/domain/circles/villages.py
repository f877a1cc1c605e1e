"""Circles, memberships and bridges to write about in tests; a refusal expected; queries counted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.domain.people.villagers import TODAY, villager
from tisserand.domain.circles.models import Bridge, Circle, Membership, Signature
from tisserand.domain.people.models import Person
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal, Role

_numbers: Iterator[int] = count(1)


def ring(*animators: Person, name: str = "", **fields: object) -> Circle:
    """Return a circle, with who animates it."""
    given = {"name": name or f"Cercle {next(_numbers)}", "created_on": TODAY}
    circle = Circle.objects.create(**{**given, **fields})
    for person in animators:
        join(person, circle, role=Role.ANIMATOR)
    return circle


def join(
    person: Person,
    circle: Circle,
    role: Role = Role.MEMBER,
    *,
    on: date = TODAY,
    left_on: date | None = None,
    sponsor: Person | None = None,
) -> Membership:
    """Put somebody in a circle."""
    return Membership.objects.create(
        person=person, circle=circle, role=role, joined_on=on, left_on=left_on, sponsor=sponsor
    )


def member(circle: Circle, name: str = "Ada Martin", **fields: object) -> Person:
    """Return somebody new who is in a circle."""
    person = villager(name, **fields)
    join(person, circle)
    return person


def bridge_between(start: Circle, end: Circle, *, signed: bool = True, **fields: object) -> Bridge:
    """Return an agreement between two circles."""
    given = {"quota": 10, "until": TODAY + timedelta(days=90), "proposed_on": TODAY}
    bridge = Bridge.objects.create(start=start, end=end, **{**given, **fields})
    if signed:
        for circle in (start, end):
            Signature.objects.create(bridge=bridge, circle=circle, signed_on=TODAY)
    return bridge


@contextmanager
def refused(code: Refusal) -> Iterator[None]:
    """Expect one refusal, with its code."""
    with pytest.raises(Refused) as found:
        yield
    assert found.value.code is code


def queries_of(read: Callable[[], object]) -> int:
    """Return how many queries a reading makes."""
    with CaptureQueriesContext(connections["default"]) as seen:
        read()
    return len(seen)


def is_constant(read: Callable[[], object], grow: Callable[[int], None], sizes: tuple[int, ...]) -> bool:
    """Say whether a reading makes as many queries however much there is to read: `grow` adds so many rows."""
    counted, there = [], 0
    for size in sizes:
        grow(size - there)
        there = size
        counted.append(queries_of(read))
    return len(set(counted)) == 1
