"""People to write about in tests, and several acts at once."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import count
from threading import Barrier, Thread
from typing import TypeVar

from django.db import connections

from tisserand.domain.people.models import Person

AT = datetime(2043, 11, 24, 9, 0, tzinfo=UTC)
"""A Tuesday morning."""
TODAY = date(2043, 11, 24)
Result = TypeVar("Result")
_numbers: Iterator[int] = count(1)


def villager(name: str = "Ada Martin", **fields: object) -> Person:
    """Return somebody who is here."""
    given = {
        "email": f"p{next(_numbers)}@example.org",
        "name": name,
        "created_on": TODAY,
        "confirmed_on": TODAY,
    }
    return Person.objects.create(**{**given, **fields})


def together(acts: list[Callable[[], Result]]) -> list[Result | Exception]:
    """Do several acts at the same time, each on its own way to the database; return what became of each."""
    found: list[Result | Exception] = [RuntimeError("not done")] * len(acts)
    start = Barrier(len(acts))

    def do(place: int) -> None:
        start.wait(timeout=30)
        try:
            found[place] = acts[place]()
        except Exception as failure:  # what became of it is what the test looks at
            found[place] = failure
        finally:
            connections.close_all()

    threads = [Thread(target=do, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


def wait_until_somebody_waits() -> None:
    """Return once another transaction waits for what this one holds (PostgreSQL)."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with connections["default"].cursor() as cursor:
        for _ in range(1000):
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("nobody waits")
