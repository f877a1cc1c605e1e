"""The clock of the installation: reads the machine's, moves the network's, sends out the jobs that are due.

A turn and its task are written in one transaction, and a turn is unique: a job is sent out once in a slot,
whatever is killed, restarted, doubled or set back. While the clock is held, nothing is sent out.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from inspect import signature
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks import task

from tisserand.domain.attention import actions, queries
from tisserand.project.logs import told
from tisserand.project.slots import Every, slot_of

ROOMS = "tisserand.domain."
QUICK, LONG = "quick", "long"
WORTH_TELLING = 1.0
"""Seconds from which a job is told in the log."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """What a room asks of the clock: a function of its jobs, given the instant as `at`, safe to repeat."""

    name: str
    every: Every
    hour: int = 0

    @property
    def queue(self) -> str:
        """The queue it waits in: what comes each minute never waits behind what is long."""
        return QUICK if self.every is Every.MINUTE else LONG


JOBS = (
    Job("attention.jobs.forget_codes", Every.MINUTE),
    Job("attention.jobs.forget_what_waited", Every.HOUR),
    Job("people.jobs.finish_erasures", Every.HOUR),
    Job("people.jobs.forget_traces", Every.DAY, hour=2),
    Job("introductions.jobs.forget_the_absent", Every.DAY, hour=2),
    Job("ties.jobs.strengthen", Every.DAY, hour=3),
    # each day, so that a network empty on Monday is woven once somebody is here; once a week all the same
    Job("introductions.jobs.weave_week", Every.DAY, hour=4),
    Job("introductions.jobs.carry_on", Every.HOUR),
    Job("observatory.jobs.measure_week", Every.DAY, hour=5),
    Job("circles.jobs.ask_for_signatures", Every.DAY, hour=6),
    Job("circles.jobs.forget_lists", Every.HOUR),
)
"""Every job of every room, in the order in which they are sent out; hours are those of the network's zone."""


class JobFailed(Exception):
    """A job stopped: the kind of exception and its place, without the values it carries."""


def machine_now() -> datetime:
    """Return the instant that the machine believes in."""
    return datetime.now(UTC)


def tick(machine_at: datetime, jobs: Iterable[Job] | None = None) -> list[str]:
    """Move the network's clock, send out what is due; return the names of the jobs sent out."""
    actions.advance_clock(machine_at=machine_at)
    if queries.clock_state(machine_at).held_at:
        return []
    at, zone = queries.now(machine_at), ZoneInfo(settings.TIME_ZONE)
    wanted = JOBS if jobs is None else jobs
    return [job.name for job in wanted if _send_out(job, slot_of(job.every, at, zone, job.hour))]


def _send_out(job: Job, slot: str) -> bool:
    with transaction.atomic():
        if not actions.take_turn(job=job.name, slot=slot):
            return False
        run_job.using(queue_name=job.queue).enqueue(job=job.name, slot=slot)
    return True


@task()
def run_job(job: str, slot: str) -> None:
    """Do one turn of a job, at the network's instant; nothing while the clock is held."""
    machine_at = machine_now()
    if queries.clock_state(machine_at).held_at:
        log.info("%s %s left: the clock is held", job, slot)
        return
    started = time.perf_counter()
    try:
        work = import_string(ROOMS + job)
        work(**({"at": queries.now(machine_at)} if "at" in signature(work).parameters else {}))
    except Exception as failure:
        raise JobFailed(told(failure)) from None
    seconds = time.perf_counter() - started
    # what is short comes back every minute: nobody reads a line that is always there
    log.log(
        logging.INFO if seconds >= WORTH_TELLING else logging.DEBUG,
        "%s %s done in %.1f s",
        job,
        slot,
        seconds,
    )
