"""What is done about tasks whose worker is gone: given back, three attempts, then given up with a reason."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.project.sleepers import nap
from tisserand.project.clock import run_job
from tisserand.project.lease import is_held, lease
from tisserand.project.reaper import (
    ATTEMPTS,
    DONE,
    FAILED,
    KEPT,
    PATIENCE,
    REST,
    WORKER_LOST,
    failures,
    prune,
    reap,
)

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def running(*workers: str, started_at: datetime = AT, queue: str = "long") -> DBTaskResult:
    """Return a task that these workers took in turn, the last one still at it."""
    asked = run_job.using(queue_name=queue).enqueue(job="people.sweep", slot="2026-03-02")
    row = DBTaskResult.objects.get(pk=asked.id)
    row.status, row.worker_ids, row.started_at = TaskResultStatus.RUNNING, list(workers), started_at
    row.save()
    return row


def gone(folder: Path, name: str) -> str:
    """Leave the lease of a worker that was killed; return its name."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.lease").touch()
    return name


def test_task_is_given_back_when_its_worker_is_gone(tmp_path: Path) -> None:
    row = running(gone(tmp_path, "a"))
    assert reap(tmp_path, AT) == 1
    row.refresh_from_db()
    assert row.status == TaskResultStatus.READY
    assert is_held(tmp_path, "a") is None
    assert reap(tmp_path, AT) == 0


def test_task_is_left_when_its_worker_is_at_work(tmp_path: Path) -> None:
    row = running("b")
    with lease(tmp_path, "b"):
        assert reap(tmp_path, AT + PATIENCE * 10) == 0
    row.refresh_from_db()
    assert row.status == TaskResultStatus.RUNNING


def test_task_of_another_machine_is_given_back_only_after_a_long_time(tmp_path: Path) -> None:
    running("elsewhere")
    assert reap(tmp_path, AT + PATIENCE) == 0
    assert reap(tmp_path, AT + PATIENCE + timedelta(seconds=1)) == 1


def test_task_is_given_up_with_a_reason_when_it_loses_three_workers(tmp_path: Path) -> None:
    names = [f"w{number}" for number in range(ATTEMPTS)]
    row = running(*names[:-1], gone(tmp_path, names[-1]))
    assert reap(tmp_path, AT) == 1
    row.refresh_from_db()
    assert (row.status, row.exception_class_path) == (TaskResultStatus.FAILED, WORKER_LOST)
    assert failures() == [("people.sweep", WORKER_LOST)]
    assert reap(tmp_path, AT + REST * 2) == 0


@pytest.mark.parametrize(("queue", "attempts", "again"), [("long", 1, 1), ("long", 3, 0), ("quick", 1, 0)])
def test_task_that_failed_is_tried_again_later_when_it_is_long(
    tmp_path: Path, queue: str, attempts: int, again: int
) -> None:
    row = running(*"abc"[:attempts], queue=queue)
    row.status, row.finished_at, row.exception_class_path = TaskResultStatus.FAILED, AT, "x.Failed"
    row.save()
    assert reap(tmp_path, AT + REST - timedelta(seconds=1)) == 0
    assert reap(tmp_path, AT + REST) == again
    assert failures() == [("people.sweep", "x.Failed")] * (1 - again)


def test_old_tasks_are_deleted_when_they_are_finished() -> None:
    for status in TaskResultStatus:
        row = running("a")
        row.status, row.finished_at = status, AT
        row.save()
    assert prune(AT + KEPT - timedelta(seconds=1)) == 0
    assert prune(AT + KEPT) == 2
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"READY", "RUNNING"}


@pytest.mark.parametrize(
    ("status", "kept"), [(TaskResultStatus.SUCCESSFUL, DONE), (TaskResultStatus.FAILED, FAILED)]
)
def test_what_a_page_asked_is_soon_forgotten_for_it_may_name_somebody(
    status: TaskResultStatus, kept: timedelta
) -> None:
    asked = nap.enqueue(record="abcdefghijkl", seconds=0)
    running("a")
    DBTaskResult.objects.filter(pk=asked.id).update(worker_ids=["a", "b", "c"])
    DBTaskResult.objects.update(status=status, finished_at=AT)
    assert prune(AT + kept - timedelta(seconds=1)) == 0
    assert prune(AT + kept) == 1
    assert "abcdefghijkl" not in str(DBTaskResult.objects.values_list("args_kwargs", flat=True))
    assert DBTaskResult.objects.get().task_path == run_job.module_path


def test_task_without_a_job_is_named_by_its_place(tmp_path: Path) -> None:
    asked = nap.enqueue(record="nowhere", seconds=0)
    DBTaskResult.objects.filter(pk=asked.id).update(
        status=TaskResultStatus.FAILED, worker_ids=["a", "b", "c"], exception_class_path=WORKER_LOST
    )
    assert failures() == [("tests.project.sleepers.nap", WORKER_LOST)]
