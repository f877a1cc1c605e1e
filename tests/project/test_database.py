"""The database that rooms write in: what it promises, on SQLite and on PostgreSQL."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connections, transaction

from tisserand.domain.attention.models import Clock, Turn

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def asked(question: str) -> object:
    """Return the one value that answers a question to the database."""
    with connections["default"].cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_sqlite_is_durable_and_forgets_what_is_erased() -> None:
    if connections["default"].vendor != "sqlite":
        pytest.skip("this run is on PostgreSQL")
    assert asked("PRAGMA journal_mode") == "wal"
    assert asked("PRAGMA secure_delete") == 1
    assert asked("PRAGMA foreign_keys") == 1
    assert asked("PRAGMA busy_timeout") == 20_000


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_is_the_database_when_it_is_asked() -> None:
    assert connections["default"].vendor == "postgresql"


@pytest.mark.django_db(transaction=True)
def test_writers_wait_for_one_another_when_they_meet() -> None:
    Clock.objects.create(pk=1, at=AT)
    failures: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            for turn in range(25):
                with transaction.atomic():
                    clock = Clock.objects.select_for_update().get(pk=1)
                    clock.ahead_days += 1
                    clock.save()
                    Turn.objects.create(job=f"writer {writer}", slot=str(turn))
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Clock.objects.get(pk=1).ahead_days == Turn.objects.count() == 100


@pytest.mark.django_db
def test_turn_is_refused_when_it_was_taken() -> None:
    Turn.objects.create(job="weave", slot="2026-03-02")
    with pytest.raises(IntegrityError), transaction.atomic():
        Turn.objects.create(job="weave", slot="2026-03-02")
    assert Turn.objects.count() == 1
