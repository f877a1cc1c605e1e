"""What is done about tasks whose worker was killed, tasks that failed, and tasks done long ago.

A task is tried three times in all. Then it stays failed, with a reason that the host is shown.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tisserand.project import lease
from tisserand.project.clock import QUICK, run_job

Row: TypeAlias = DBTaskResult[Any, Any]
ATTEMPTS = 3
PATIENCE = timedelta(hours=6)
"""How long a task may run under a worker of another machine, which cannot be seen from here."""
REST = timedelta(minutes=5)
"""What a task that failed waits before it is tried again."""
KEPT = timedelta(days=7)
DONE, FAILED = timedelta(minutes=10), timedelta(days=1)
"""How long what a page asked is kept once done, and once given up: unlike what the clock sends out, it may
name somebody."""
WORKER_LOST = "worker_lost"
log = logging.getLogger(__name__)


def reap(folder: Path, machine_at: datetime) -> int:
    """Give back the tasks of dead workers and the failed ones to try again; return how many were touched.

    `folder` holds the leases of the workers of this machine.
    """
    lost = [row.pk for row in _tasks(TaskResultStatus.RUNNING) if _is_lost(row, folder, machine_at)]
    touched = sum(_give_back(pk, machine_at) for pk in lost)
    failed = _tasks(TaskResultStatus.FAILED).filter(finished_at__lte=machine_at - REST)
    touched += sum(_try_again(row.pk) for row in failed if _may_try_again(row))
    for name in {path.stem for path in folder.glob("*.lease")}:
        if lease.is_held(folder, name) is False:
            lease.forget(folder, name)
    return touched


def prune(machine_at: datetime) -> int:
    """Delete the tasks finished more than a week ago, and sooner those that a page asked; return how many."""
    asked = ~Q(task_path=run_job.module_path)
    old = Q(finished_at__lte=machine_at - KEPT)
    done = asked & Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lte=machine_at - DONE)
    failed = asked & Q(status=TaskResultStatus.FAILED, finished_at__lte=machine_at - FAILED)
    return DBTaskResult.objects.finished().filter(old | done | failed).delete()[0]


def failures() -> list[tuple[str, str]]:
    """Return (job, reason) of the tasks that were given up, latest first."""
    rows = _tasks(TaskResultStatus.FAILED).order_by("-finished_at")
    return [(_job(row), row.exception_class_path) for row in rows if not _may_try_again(row)]


def _tasks(status: TaskResultStatus) -> QuerySet[Row]:
    return DBTaskResult.objects.filter(status=status)


def _job(row: Row) -> str:
    return str(row.args_kwargs["kwargs"].get("job", row.task_path))


def _is_lost(row: Row, folder: Path, machine_at: datetime) -> bool:
    held = lease.is_held(folder, row.worker_ids[-1]) if row.worker_ids else None
    if held is None:
        return row.started_at is None or row.started_at < machine_at - PATIENCE
    return not held


def _may_try_again(row: Row) -> bool:
    if row.exception_class_path == WORKER_LOST:
        return False
    if row.queue_name == QUICK and "job" in row.args_kwargs["kwargs"]:
        return False  # what the clock sends out each minute comes round again by itself
    return len(row.worker_ids) < ATTEMPTS


def _give_back(pk: UUID, machine_at: datetime) -> bool:
    """Let a task wait for another worker, or give it up after its last attempt."""
    with transaction.atomic():
        row = DBTaskResult.objects.select_for_update().get(pk=pk)
        if row.status != TaskResultStatus.RUNNING:
            return False
        if len(row.worker_ids) < ATTEMPTS:
            row.status = TaskResultStatus.READY
        else:
            row.status, row.finished_at = TaskResultStatus.FAILED, machine_at
            row.exception_class_path = WORKER_LOST
        row.save(update_fields=["status", "finished_at", "exception_class_path"])
    log.warning("%s: its worker was lost; %s", _job(row), "given up" if row.finished_at else "tried again")
    return True


def _try_again(pk: UUID) -> bool:
    with transaction.atomic():
        row = DBTaskResult.objects.select_for_update().get(pk=pk)
        if row.status != TaskResultStatus.FAILED:
            return False
        row.status, row.finished_at = TaskResultStatus.READY, None
        row.save(update_fields=["status", "finished_at"])
    log.warning("%s: failed, tried again", _job(row))
    return True
