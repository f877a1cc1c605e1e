"""The worker: one program that keeps the clock and does the jobs.

Two threads: the main one does what is long (weaving, measuring); the other beats every few seconds, moves
the clock, does what is quick (letters, deadlines), gives back what killed workers left.
"""

from __future__ import annotations

import logging
import os
import platform
import secrets
import signal
import threading
from datetime import datetime

from django.conf import settings
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from tisserand.project.clock import LONG, QUICK, machine_now, tick
from tisserand.project.lease import lease
from tisserand.project.logs import told
from tisserand.project.pulse import note_seen
from tisserand.project.reaper import prune, reap

BEAT = 1.0
"""Seconds between two beats."""
log = logging.getLogger(__name__)


def run(beside: int | None = None) -> None:
    """Work until SIGTERM or Ctrl-C; the job in hand is finished first.

    `beside`: the number of the program that started this one, which it must not outlive.
    """
    name = f"{platform.node()[:24]}-{os.getpid()}-{secrets.token_hex(6)}"
    stopping = threading.Event()
    long = _worker(LONG, name, batch=False)
    beats = threading.Thread(target=_beat_until, args=(stopping, name, beside), name="clock")
    with lease(settings.FOLDER / "workers", name):
        long.configure_signals()
        beats.start()
        log.info("worker started")
        try:
            long.run()
        except SystemExit:
            pass
        finally:
            stopping.set()
            beats.join()
            log.info("worker stopped")


def _worker(queue: str, name: str, *, batch: bool) -> Worker:
    return Worker(
        queue_names=[queue],
        interval=1.0,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )


def _beat_until(stopping: threading.Event, name: str, beside: int | None) -> None:
    while not stopping.is_set():
        if beside and os.name != "nt" and os.getppid() != beside:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        try:
            beat(name, machine_now())
        except Exception as failure:  # the database may be away for a while: the next beat tries again
            log.error("the clock missed a beat: %s", told(failure))
        stopping.wait(BEAT)


def beat(name: str, machine_at: datetime) -> None:
    """Move the clock, do what is quick, give back what is lost, and say that somebody is at work."""
    close_old_connections()
    tick(machine_at)
    note_seen(machine_at)
    reap(settings.FOLDER / "workers", machine_at)
    prune(machine_at)
    _worker(QUICK, name, batch=True).run()
