"""The health page: for whoever watches over the installation, with nothing about anybody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import RequestFactory

from tisserand.domain.attention.actions import advance_clock
from tisserand.project.clock import machine_now
from tisserand.project.health import health
from tisserand.project.pulse import note_seen

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def asked() -> tuple[int, dict[str, object]]:
    import json

    answer = health(RequestFactory().get("/health"))
    assert answer["Cache-Control"] == "no-store"
    return answer.status_code, json.loads(answer.content)


@pytest.mark.django_db
def test_health_tells_of_the_worker_and_the_clock() -> None:
    cache.clear()
    code, said = asked()
    assert (code, said.pop("version") != "") == (200, True)
    assert said == {"database": True, "worker_seen_at": None, "clock_held": False, "jobs_given_up": 0}
    note_seen(AT)
    advance_clock(machine_at=machine_now() - timedelta(days=60))
    _, said = asked()
    assert said["worker_seen_at"] == "2026-03-02T08:00:00+00:00"
    assert said["clock_held"] is True


@pytest.mark.django_db(transaction=True)
def test_health_is_503_when_the_database_does_not_answer() -> None:
    def broken(*_: object) -> None:
        from django.db import OperationalError

        raise OperationalError("the password of ana@example.org")

    with connections["default"].execute_wrapper(broken):
        code, said = asked()
    assert code == 503
    assert said["database"] is False
    assert set(said) == {"version", "database"}
