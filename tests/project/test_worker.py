"""A worker of its own, started, stopped and killed for good."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.project.sleepers import break_down, nap
from tests.shape.figures import ROOT
from tisserand.domain.attention.models import Clock
from tisserand.project.pulse import seen_at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PATIENCE = 60.0
# The settings of an installation, on the database that this test made.
WORKER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django; django.setup()
from pathlib import Path
settings.FOLDER = Path(sys.argv[2])
import logging; logging.getLogger().handlers[0].stream = sys.stdout
from tisserand.project import worker
worker.BEAT = 0.2
worker.run()
"""


class Workshop:
    """A folder, and the workers started in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.record = folder, folder / "record"
        self.started: list[subprocess.Popen[str]] = []

    def hire(self) -> subprocess.Popen[str]:
        name = str(settings.DATABASES["default"]["NAME"])
        one = subprocess.Popen(
            [sys.executable, "-c", WORKER, name, str(self.folder)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        self.started.append(one)
        return one

    def written(self, what: str) -> int:
        return self.record.read_text().count(what) if self.record.exists() else 0


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    cache.clear()
    shop = Workshop(tmp_path)
    yield shop
    for one in shop.started:
        if one.poll() is None:
            one.kill()
        one.communicate()


def wait_for(true: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.05)


def status_of(task: str) -> str:
    return DBTaskResult.objects.get(pk=task).status


def test_task_of_a_killed_worker_is_done_by_another(workshop: Workshop) -> None:
    task = nap.enqueue(record=str(workshop.record), seconds=2).id
    first = workshop.hire()
    wait_for(lambda: workshop.written("began"))
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert status_of(task) == TaskResultStatus.RUNNING
    second = workshop.hire()
    wait_for(lambda: status_of(task) == TaskResultStatus.SUCCESSFUL)
    assert (workshop.written("began"), workshop.written("ended")) == (2, 1)
    second.send_signal(signal.SIGTERM)
    assert second.wait(PATIENCE) == 0
    assert list((workshop.folder / "workers").iterdir()) == []


def test_task_in_hand_is_finished_when_the_worker_is_asked_to_stop(workshop: Workshop) -> None:
    task = nap.enqueue(record=str(workshop.record), seconds=1).id
    worker = workshop.hire()
    wait_for(lambda: workshop.written("began"))
    worker.send_signal(signal.SIGINT)
    said, _ = worker.communicate(timeout=PATIENCE)
    assert worker.returncode == 0, said
    assert status_of(task) == TaskResultStatus.SUCCESSFUL
    assert "worker started" in said
    assert "worker stopped" in said


def test_clock_moves_and_the_worker_is_seen_when_it_works(workshop: Workshop) -> None:
    assert seen_at() is None
    worker = workshop.hire()
    wait_for(seen_at)
    first = Clock.objects.get(pk=1).at
    wait_for(lambda: Clock.objects.get(pk=1).at > first)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0


def test_log_keeps_the_values_of_a_failure_to_itself(workshop: Workshop) -> None:
    task = break_down.enqueue(record=str(workshop.record), secret="ana@example.org").id
    worker = workshop.hire()
    wait_for(lambda: status_of(task) == TaskResultStatus.FAILED)
    worker.send_signal(signal.SIGTERM)
    said, _ = worker.communicate(timeout=PATIENCE)
    assert "ValueError" in said
    assert "sleepers.py" in said
    assert "ana@example.org" not in said
