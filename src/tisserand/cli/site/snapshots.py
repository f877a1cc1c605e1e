"""A database taken as it is at one instant, while others write in it; and put back into an empty one.

SQLite by its own online backup, PostgreSQL by pg_dump on an exported snapshot; never by copying a file, which
silently loses what is still in the journal beside it. Files come and go in a folder that the caller gives.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tisserand.cli.site import Stop
from tisserand.cli.site.tallies import Tally, tallies
from tisserand.wording.catalogue import N_

SQLITE, POSTGRESQL = "sqlite", "postgresql"
NO_TOOL = N_(
    "“{tool}” is missing; install the client tools of PostgreSQL (on Debian: apt install postgresql-client)."
)
TOOL_FAILED = N_("“{tool}” stopped: {reason}")
NOT_EMPTY = N_("The PostgreSQL database already holds tables; name an empty one in PGDATABASE.")
DAMAGED = N_("The database itself is damaged: {reason}")
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"


def engine() -> str:
    """Return the code of the engine that this installation uses."""
    from django.db import connections

    return POSTGRESQL if connections["default"].vendor == "postgresql" else SQLITE


def take(target: Path) -> dict[str, Tally]:
    """Write the database, as it is now, in a new file; return the tallies of that very instant."""
    return _dump(target) if engine() == POSTGRESQL else _copy(target)


def _copy(target: Path) -> dict[str, Tally]:
    from django.conf import settings

    source = sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=20)
    with contextlib.closing(source), contextlib.closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise Stop(DAMAGED, reason=verdict)
        return _tallies_of(copy)


def tallies_of_file(path: Path) -> dict[str, Tally]:
    """Return the tallies of a SQLite file."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        return _tallies_of(database)


def _tallies_of(database: sqlite3.Connection) -> dict[str, Tally]:
    tables = [name for (name,) in database.execute(TABLES)]
    return tallies(database.cursor(), tables)


def _dump(target: Path) -> dict[str, Tally]:
    with _one_instant() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
             f"--file={target}", _name())  # fmt: skip
        return tallies(cursor, _tables())


def put_back(dump: Path) -> dict[str, Tally]:
    """Fill the empty PostgreSQL database of this installation; return its tallies. `Stop` when not empty."""
    if _tables():
        raise Stop(NOT_EMPTY)
    _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
         f"--dbname={_name()}", str(dump))  # fmt: skip
    with _one_instant() as cursor:
        return tallies(cursor, _tables())


def end_sessions() -> None:
    """Sign everybody out: a session that was closed since must not open again."""
    from django.db import connections

    with connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM django_session")


@contextlib.contextmanager
def _one_instant() -> Iterator[Any]:
    """Give a cursor that sees the database at one instant only."""
    from django.db import connections, transaction

    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield cursor


def _tables() -> list[str]:
    from django.db import connections

    return connections["default"].introspection.table_names()


def _name() -> str:
    from django.db import connections

    return str(connections["default"].settings_dict["NAME"])


def _run(tool: str, *arguments: str) -> None:
    if not shutil.which(tool):
        raise Stop(NO_TOOL, tool=tool)
    done = subprocess.run([tool, *arguments], capture_output=True, text=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["?"]
        raise Stop(TOOL_FAILED, tool=tool, reason=lines[0])
