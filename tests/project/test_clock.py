"""The clock: what is due is sent out once, never early, never while the clock is held (R7)."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django_tasks.exceptions import InvalidTaskError
from django_tasks_db.models import DBTaskResult

from tisserand.domain.attention import queries
from tisserand.domain.attention.actions import advance_clock, confirm_clock, take_turn
from tisserand.domain.attention.models import Turn
from tisserand.domain.people.models import Person
from tisserand.project.clock import JOBS, LONG, QUICK, Job, JobFailed, run_job, tick
from tisserand.project.slots import Every

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 3, 2, 8, tzinfo=PARIS).astimezone(UTC)
EACH = tuple(Job(f"nowhere.{every}", every, 4) for every in Every)
DAILY = (Job("nowhere.day", Every.DAY, 4),)
pytestmark = pytest.mark.django_db


def sent() -> Counter[tuple[str, str]]:
    """Return how many tasks wait for each job and slot."""
    rows = DBTaskResult.objects.values_list("args_kwargs", flat=True)
    return Counter((row["kwargs"]["job"], row["kwargs"]["slot"]) for row in rows)


def days_sent() -> list[str]:
    return sorted(slot for (job, slot), _ in sent().items() if job == "nowhere.day")


def test_everything_is_sent_once_when_the_clock_ticks() -> None:
    assert tick(MONDAY, EACH) == [job.name for job in EACH]
    assert tick(MONDAY + timedelta(seconds=20), EACH) == []
    assert tick(MONDAY + timedelta(seconds=70), EACH) == ["nowhere.minute"]
    assert set(sent().values()) == {1}


def test_quick_jobs_never_wait_behind_long_ones() -> None:
    tick(MONDAY, EACH)
    queues = {row.args_kwargs["kwargs"]["job"]: row.queue_name for row in DBTaskResult.objects.all()}
    assert queues == {
        "nowhere.minute": QUICK,
        "nowhere.hour": LONG,
        "nowhere.day": LONG,
        "nowhere.week": LONG,
    }


def test_nothing_is_sent_again_when_the_machine_goes_back_thirty_days() -> None:
    tick(MONDAY, EACH)
    for day in range(30):
        assert tick(MONDAY - timedelta(days=30 - day), EACH) == []
    assert queries.now(MONDAY - timedelta(days=30)) == MONDAY
    assert tick(MONDAY + timedelta(days=1), DAILY) == ["nowhere.day"]
    assert set(sent().values()) == {1}


def test_nothing_is_sent_when_the_machine_jumps_two_years_until_the_host_confirms() -> None:
    tick(MONDAY, EACH)
    later = MONDAY + timedelta(days=730)
    for step in range(5):
        assert tick(later + timedelta(hours=step), EACH) == []
    assert len(sent()) == len(EACH)
    # put right without the host: as if nothing had been
    assert tick(MONDAY + timedelta(days=1), DAILY) == ["nowhere.day"]
    # or true, and confirmed
    tick(later, EACH)
    day = MONDAY.date()
    host = Person.objects.create(
        email="host@example.org", name="Host", is_host=True, created_on=day, confirmed_on=day
    )
    confirm_clock(host=host, at=later)
    assert tick(later + timedelta(seconds=5), EACH) == [job.name for job in EACH]
    assert set(sent().values()) == {1}


@pytest.mark.parametrize("night", ["2026-03-28", "2026-10-24", "2028-02-28"])
def test_each_day_is_sent_once_at_its_hour_when_the_night_is_odd(night: str) -> None:
    begins = datetime.fromisoformat(f"{night}T12:00").replace(tzinfo=PARIS).astimezone(UTC)
    firsts = []
    for quarter in range(3 * 96):
        at = begins + timedelta(minutes=15 * quarter)
        if tick(at, DAILY):
            firsts.append(at.astimezone(PARIS))
    first_day = datetime.fromisoformat(night).date()
    assert days_sent() == [(first_day + timedelta(days=ahead)).isoformat() for ahead in range(4)]
    assert [first.hour for first in firsts] == [12, 4, 4, 4]
    assert set(sent().values()) == {1}


def test_day_that_was_missed_is_sent_late_and_only_the_last_when_the_worker_was_away() -> None:
    tick(MONDAY, DAILY)
    tick(MONDAY + timedelta(days=3), DAILY)
    assert days_sent() == ["2026-03-02", "2026-03-05"]


def test_only_the_last_turn_is_kept_and_none_before_it_is_given() -> None:
    for minute in range(5):
        tick(MONDAY + timedelta(minutes=minute), EACH)
    assert Turn.objects.count() == len(EACH)
    assert not take_turn(job="nowhere.day", slot="2026-03-01")
    assert take_turn(job="nowhere.day", slot="2026-03-03")


def test_turn_is_not_taken_when_its_task_could_not_be_written() -> None:
    class Astray(Job):
        queue = "a queue that does not exist"  # type: ignore[assignment]

    with pytest.raises(InvalidTaskError):
        tick(MONDAY, [Astray("nowhere.day", Every.DAY, 4)])
    assert sent() == Counter()
    assert tick(MONDAY, DAILY) == ["nowhere.day"]


def test_job_is_left_when_the_clock_is_held() -> None:
    advance_clock(machine_at=MONDAY - timedelta(days=4000))
    run_job.call(job="nowhere.that_exists", slot="2026-03-02")


def test_job_that_fails_tells_where_and_keeps_what_it_was_given_to_itself() -> None:
    with pytest.raises(JobFailed) as stopped:
        run_job.call(job="nowhere.ana@example.org", slot="2026-03-02")
    assert "ModuleNotFoundError" in str(stopped.value)
    assert "No module named" not in str(stopped.value)
    assert stopped.value.__suppress_context__


def test_every_job_of_the_table_can_be_called() -> None:
    from django.utils.module_loading import import_string

    from tisserand.project.clock import ROOMS

    assert [job.name for job in JOBS if not callable(import_string(ROOMS + job.name))] == []
    assert len({job.name for job in JOBS}) == len(JOBS)
