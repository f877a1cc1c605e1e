"""Processes killed at drawn instants of a long write (SIGKILL), and what each one left in the database.

A child does the act on its own way to the database; it says when it begins to write and when it is done. Half
of the kills fall anywhere in the act, half somewhere after its first row, so that its transaction is cut.
"""

import os
import random
import select
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from django.db import connections

Act = Callable[[], object]
WRITES, DONE = b"w", b"!"
PATIENCE = 120.0
"""Seconds after which an act that says nothing is taken for stuck."""


@dataclass(frozen=True, slots=True)
class Instant:
    """When to kill: so many seconds after the start, or after the first row is written."""

    seconds: float
    after_writing: bool


@dataclass(frozen=True, slots=True)
class Death:
    """What was known of a child at its end: whether it was killed, and what it had said before."""

    killed: bool
    writing: bool
    acknowledged: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that an act took when nobody killed it: in all, and from its first row to its end."""

    whole: float
    writing: float


def child_of(act: Act, first_row: str) -> tuple[int, int]:
    """Begin an act in a process of its own; its number, and where it is heard.

    `first_row`: how the statement begins that writes its first row.
    """
    connections.close_all()  # a connection does not survive in two processes
    heard, said = os.pipe()
    child = os.fork()
    if not child:
        os.close(heard)
        _live(act, first_row, said)
    os.close(said)
    return child, heard


def _live(act: Act, first_row: str, said: int) -> NoReturn:
    """Do the act, as the child, and never come back."""
    told: list[bool] = []

    def telling(execute: Callable[..., Any], sql: str, *asked: Any) -> Any:
        if not told and sql.startswith(first_row):
            told.append(True)
            os.write(said, WRITES)
        return execute(sql, *asked)

    code = 1
    try:
        with connections["default"].execute_wrapper(telling):
            act()
        os.write(said, DONE)
        code = 0
    except BaseException:  # whatever it is, a child must not go on as a second pytest
        traceback.print_exc()
    finally:
        os._exit(code)


def unkilled(act: Act, first_row: str) -> Pace:
    """Let an act go to its end, and say how long it took."""
    begun = time.perf_counter()
    child, heard = child_of(act, first_row)
    assert os.read(heard, 1) == WRITES, "the act wrote nothing"
    wrote = time.perf_counter()
    assert os.read(heard, 1) == DONE
    ended = time.perf_counter()
    os.close(heard)
    assert os.waitpid(child, 0)[1] == 0
    return Pace(ended - begun, ended - wrote)


def killed(act: Act, first_row: str, instant: Instant) -> Death:
    """Begin an act and kill its process at an instant; one that ended before was not killed."""
    child, heard = child_of(act, first_row)
    told = _heard_until(heard, PATIENCE, WRITES) if instant.after_writing else b""
    told += _heard_until(heard, instant.seconds, DONE)
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    told += os.read(heard, 2)
    os.close(heard)
    assert status in (0, signal.SIGKILL), "the act failed by itself; its error is above"
    _wait_for_orphans()
    return Death(status != 0, WRITES in told, DONE in told)


def _heard_until(heard: int, seconds: float, last: bytes) -> bytes:
    """What a child says within some seconds, `last` ending the wait."""
    told, end = b"", time.perf_counter() + seconds
    while last not in told and (left := end - time.perf_counter()) > 0:
        if select.select([heard], [], [], left)[0]:
            said = os.read(heard, 1)
            if not said:
                break
            told += said
    return told


def _wait_for_orphans() -> None:
    """On PostgreSQL, wait for the server to notice that its client is no more: until then it may still finish
    the statement that it was given."""
    if connections["default"].vendor != "postgresql":
        return
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        own = cursor.fetchone()
        for _ in range(6_000):
            cursor.execute(others, own)
            if not cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("somebody else stays in the database of the test")


def instants(pace: Pace, kills: int, seed: int) -> Iterator[Instant]:
    """`kills` instants spread over the whole act and over its writing in turn, then as many again as are
    needed."""
    draw = random.Random(seed)
    half = max(1, kills // 2)
    turn = 0
    while True:
        part = (turn // 2 % half + draw.random()) / half
        after = bool(turn % 2)
        yield Instant(part * (pace.writing if after else pace.whole), after)
        turn += 1


def deaths(
    act: Callable[[int], Act], first_row: str, *, kills: int, seed: int
) -> Iterator[tuple[int, Death]]:
    """Kill `act(turn)` at instant after instant until `kills` processes died of it; each turn with its end.

    Turn 0 is let go to its end, and gives the pace; a turn that ended before its instant is given too.
    """
    pace = unkilled(act(0), first_row)
    yield 0, Death(killed=False, writing=True, acknowledged=True)
    died = 0
    for turn, instant in enumerate(instants(pace, kills, seed), 1):
        assert turn <= 3 * kills + 6, "most acts ended before they were killed"
        death = killed(act(turn), first_row, instant)
        died += death.killed
        yield turn, death
        if died == kills:
            return
