"""The importer's whole process is killed at each of its statements: what it said it did is there, and
nothing is half there."""

import os
import signal
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import pytest
from django.db import connections

from tests.domain.circles.villages import ring
from tests.domain.people.villagers import AT, villager
from tisserand.domain.circles.actions import import_people
from tisserand.domain.circles.models import Admission, Circle
from tisserand.domain.people.models import Invitation, Person
from tisserand.formats.records import Person as Record

PEOPLE = [Record(f"p{row}", f"Personne {row}", f"guest{row}@example.org") for row in range(400)]
Importer = Callable[[Person, Circle, Sequence[Record]], object]


def dying_at(statement: int) -> Callable[..., Any]:
    """Return a wrapper of statements that kills its process at the nth."""
    left = [statement]

    def run(execute: Callable[..., Any], *asked: Any) -> Any:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*asked)

    return run


def acknowledged(importer: Importer, ada: Person, circle: Circle, statement: int) -> bool:
    """Import in a process of its own, killed at a statement; return whether it could say it was done."""
    connections.close_all()  # a connection does not survive in two processes
    heard, said = os.pipe()
    child = os.fork()
    if not child:
        try:
            with connections["default"].execute_wrapper(dying_at(statement)):
                importer(ada, circle, PEOPLE)
            os.write(said, b"!")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(said)
    done = os.read(heard, 1) == b"!"
    os.close(heard)
    return done


def left_by_kills(importer: Importer) -> tuple[set[tuple[int, int]], int]:
    """Kill at the first statement, then at the second, until an import is acknowledged. Return what the kills
    left, as (invitations, admissions), and how many kills there were."""
    ada = villager()
    left = set()
    for statement in count(1):
        circle = ring(ada)
        done = acknowledged(importer, ada, circle, statement)
        rows = Admission.objects.filter(circle=circle).count(), Invitation.objects.count()
        if done:
            assert rows == (400, 400), "what was acknowledged is there"
            return left, statement - 1
        left.add(rows)
        Invitation.objects.all().delete()
    raise AssertionError


@pytest.mark.django_db(transaction=True)
def test_killed_import_leaves_nothing() -> None:
    left, kills = left_by_kills(
        lambda ada, circle, people: import_people(by=ada, circle=circle, people=people, at=AT)
    )
    assert left == {(0, 0)}
    assert kills >= 5


@pytest.mark.django_db(transaction=True)
def test_import_by_halves_is_caught_when_planted() -> None:
    left, _ = left_by_kills(
        lambda ada, circle, people: [
            import_people(by=ada, circle=circle, people=people[half::2], at=AT) for half in range(2)
        ]
    )
    assert left == {(0, 0), (200, 200)}
