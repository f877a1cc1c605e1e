"""Tasks for workers that are killed at work; they write down each time they begin and end."""

import os
import time
from pathlib import Path

from django_tasks import task


@task(queue_name="long")
def nap(record: str, seconds: float) -> None:
    """Begin, sleep, end."""
    _write(record, "began")
    time.sleep(seconds)
    _write(record, "ended")


@task(queue_name="long")
def break_down(record: str, secret: str) -> None:
    """Begin, and fail while holding something private."""
    _write(record, "began")
    raise ValueError(secret)


def _write(record: str, what: str) -> None:
    with Path(record).open("a") as stream:
        stream.write(f"{what} {os.getpid()}\n")
