"""`tisserand check`: how the installation is, one sentence each; exit 2 when something must be mended."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import NamedTuple

from tisserand.cli.site.options import cut
from tisserand.cli.site.ready import ready
from tisserand.wording.catalogue import N_, Words

HEALTH = "tisserand.project.health"
"""Above the doors: named here, never imported."""

LATE = timedelta(minutes=3)
SAID = {
    "settings": (N_("Settings: sound."), N_("Settings: {detail}")),
    "database": (N_("Database: it answers ({detail})."), N_("Database: it does not answer ({detail}).")),
    "shape": (N_("Tables: up to date."), N_("Tables: {detail} changes wait; run “tisserand setup”.")),
    "clock": (
        N_("Clock: {detail} (UTC)."),
        N_(
            "Clock: held at {detail} (UTC), because the machine’s went far ahead; nothing is sent or deleted "
            "until the host confirms it."
        ),
    ),
    "worker": (
        N_("Worker: at work, last seen at {detail} (UTC)."),
        N_("Worker: not at work (last seen: {detail}); run “tisserand worker”."),
    ),
    "jobs": (
        N_("Jobs: none was given up."),
        N_("Jobs given up: {detail}. They are tried again at their next turn."),
    ),
    "mail": (
        N_("Mail: {detail} is named; this version does not send letters yet, they wait in the outbox."),
        N_("Mail: no server is named; {detail} letters wait here."),
    ),
}


class Finding(NamedTuple):
    """What was looked at, whether it is well, and the figure or the name that its sentence needs."""

    code: str
    well: bool
    detail: str = ""

    def said(self, words: Words) -> str:
        """Return its sentence."""
        return words.gettext(SAID[self.code][0 if self.well else 1]).format(detail=self.detail)


def run(argv: Sequence[str], words: Words) -> int:
    """Say every finding; return 0, or 2 when one must be mended."""
    options = cut(argv, flags=("--json",))
    ready()
    found = list(findings(datetime.now(UTC)))
    if "--json" in options.flags:
        print(json.dumps({one.code: {"well": one.well, "detail": one.detail} for one in found}, indent=1))
    else:
        for one in found:
            print(("  " if one.well else "! ") + one.said(words))
    return 0 if all(one.well or one.code == "mail" for one in found) else 2


def findings(machine_at: datetime) -> Iterator[Finding]:
    """Yield what can be said of this installation; what needs the database is left out when it is away."""
    yield _settings()
    database = _database()
    yield database
    if not database.well:
        return
    waiting = _changes_waiting()
    yield Finding("shape", not waiting, str(waiting))
    if waiting:
        return
    yield from _life(machine_at)


def _settings() -> Finding:
    from django.conf import settings
    from django.core.checks import WARNING, run_checks

    found = [one for one in run_checks(include_deployment_checks=settings.HTTPS) if one.level >= WARNING]
    told = [one for one in found if not one.is_silenced()]
    return Finding("settings", not told, "; ".join(f"{one.id}: {one.msg}" for one in told))


def _database() -> Finding:
    from django.db import DatabaseError, connections

    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as failure:
        return Finding("database", False, str(failure).splitlines()[0])
    return Finding("database", True, connections["default"].display_name)


def _changes_waiting() -> int:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["default"])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _life(machine_at: datetime) -> Iterator[Finding]:
    from django.conf import settings

    from tisserand.domain.attention import queries

    health = import_module(HEALTH)
    clock = queries.clock_state(machine_at)
    yield Finding("clock", clock.held_at is None, clock.at.strftime("%Y-%m-%d %H:%M"))
    seen = health.seen_at()
    at_work = seen is not None and machine_at - seen < LATE
    yield Finding("worker", at_work, seen.strftime("%Y-%m-%d %H:%M") if seen else "–")
    given_up = sorted({f"{job} ({reason})" for job, reason in health.failures()})
    yield Finding("jobs", not given_up, ", ".join(given_up))
    waiting = queries.waiting_letters(clock.at).count()
    yield Finding("mail", bool(settings.EMAIL_HOST), settings.EMAIL_HOST or str(waiting))
