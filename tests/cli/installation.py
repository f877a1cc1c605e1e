"""An installation of its own, for the tests of its commands: a folder, a database, nothing shared."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg

IS_POSTGRESQL = os.environ.get("TISSERAND_DATABASE", "").lower().startswith("postgres")
DJANGO = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tisserand.project.settings"
import django
django.setup()
"""
PEOPLE = """
from datetime import date
from tisserand.domain.people.models import Person
for name in ("Ana", "Bela", "Chloe"):
    day = date(2026, 3, 2)
    Person.objects.create(name=name, email=name + "@example.org", created_on=day, confirmed_on=day)
print(json.dumps(dict(Person.objects.values_list("name", "ref"))))
"""


@dataclass
class Installation:
    """Where an installation lives; `settings` are the variables that it is started with."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if IS_POSTGRESQL and "PGDATABASE" not in self.settings:
            self.settings["PGDATABASE"] = _new_database("template0")

    @property
    def environment(self) -> dict[str, str]:
        """The variables that a command of this installation is started with."""
        return os.environ | {"TISSERAND_DATA": str(self.folder), "PYTHONUNBUFFERED": "1"} | self.settings

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the installation, in English, and wait for its end."""
        command = [sys.executable, "-m", "tisserand", *words, "--lang", "en"]
        return subprocess.run(
            command, capture_output=True, text=True, env=self.environment, cwd=self.folder.parent
        )

    def told(self, code: str) -> Any:
        """Return what a few lines of Python, run in the installation, print as JSON."""
        command = [sys.executable, "-c", DJANGO + code]
        done = subprocess.run(command, capture_output=True, text=True, env=self.environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    @contextmanager
    def database(self) -> Iterator[Any]:
        """Give a connection to its database, each statement on its own unless a transaction is begun."""
        if IS_POSTGRESQL:
            with psycopg.connect(dbname=self.settings["PGDATABASE"], autocommit=True) as found:
                yield found
        else:
            path = self.folder / "tisserand.sqlite3"
            with closing(sqlite3.connect(path, timeout=20, isolation_level=None)) as found:
                yield found

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """Return the answer to a question in SQL."""
        with self.database() as found:
            return list(found.execute(question).fetchall())


def _new_database(template: str) -> str:
    name = f"site_{uuid.uuid4().hex[:12]}"
    subprocess.run(["createdb", "-T", template, name], check=True, capture_output=True)
    return name


@cache
def _model() -> tuple[Installation, dict[str, str]]:
    """The installation that the others are copies of: setting one up takes seconds."""
    folder = Path(mkdtemp(prefix="tisserand-model-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = Installation(folder / "site")
    done = made.run("setup")
    assert done.returncode == 0, done.stderr
    return made, made.told(PEOPLE)


def new_installation(folder: Path) -> tuple[Installation, dict[str, str]]:
    """Return an installation with three people, and their references by name."""
    model, people = _model()
    shutil.copytree(model.folder, folder)
    settings = {"PGDATABASE": _new_database(model.settings["PGDATABASE"])} if IS_POSTGRESQL else {}
    return Installation(folder, settings), people
