"""A week of a whole network through its database: installed, woven by stages, letters shown, one page read.

Usage: python benchmarks/weaving_database.py [--people 20000] [--bridges 200] [--seed 1], and the same with
--postgresql under pg_virtualenv. Each part runs in a process of its own, whose peak memory is its own; the
rows of the other database are kept in the results.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import synthetic
from machine import RESULTS, Stopwatch, machine_facts, table, write_results
from welcome import network_of

from tisserand.formats.records import Network

NAME = "weaving_database"
CIRCLE_SIZE = 50
NEW = 0.05
"""Share of the people who came lately; the others came a year ago or more."""
MONDAY = datetime(2026, 6, 29, 4, tzinfo=UTC)
SILENT, LETTERS = MONDAY + timedelta(days=3), MONDAY + timedelta(days=4)
"""Thursday, when silence has approved the drafts, and Friday, a letter day."""
READERS = 50
Row = dict[str, object]


def drawn(people: int, bridges: int, seed: int) -> Network:
    """The records of the network: circles of about fifty, mean degree 20, words for half of the people."""
    synthetic.CIRCLE_SIZE = CIRCLE_SIZE
    found = network_of(synthetic.synthetic(people, seed=seed, bridges=bridges), seed)
    chance = np.random.default_rng((seed, 5))
    ago = np.where(chance.random(people) < NEW, 10, 400) + chance.integers(0, 60, people)
    rows = zip(found.people, ago.tolist(), strict=True)
    arrived = tuple(row._replace(joined_on=MONDAY.date() - timedelta(days=days)) for row, days in rows)
    ties = tuple(tie for tie in found.ties if tie.at and tie.at < MONDAY)
    return Network(arrived, ties, found.bridges)


# -- what each part does, in its own process


class Teller:
    """Times stages, counts their queries, and keeps a row of each."""

    def __init__(self, database: str) -> None:
        self.database, self.rows = database, list[Row]()
        self._queries = 0

    def _count(self, execute: Callable[..., Any], *asked: Any) -> Any:
        self._queries += 1
        return execute(*asked)

    @contextmanager
    def stage(self, name: str, **more: object) -> Iterator[Row]:
        """Time what is inside; what it writes in the row is told too."""
        from django.db import connections

        before, told = self._queries, dict[str, object](more)
        with connections["default"].execute_wrapper(self._count), Stopwatch() as watch:
            yield told
        self.rows.append({
            "database": self.database, "stage": name, "wall_s": watch.wall, "cpu_s": watch.cpu,
            "queries": self._queries - before, **told,
        })  # fmt: skip


def install(tell: Teller, asked: argparse.Namespace) -> None:
    """An empty installation, filled; every circle has an animator, who may stop what is drafted."""
    from django.db import connections

    from tisserand.cli.site.setup import prepare
    from tisserand.domain.attention.models import Clock
    from tisserand.domain.exchanges.install import FoundedCircle, Founding, install_network
    from tisserand.domain.ties.jobs import strengthen

    prepare()
    network = drawn(asked.people, asked.bridges, asked.seed)
    first = {name: row.id for row in reversed(network.people) for name in row.circles}
    circles = [FoundedCircle(name, animators=(who,)) for name, who in sorted(first.items())]
    with tell.stage("install_network", many=len(network.people)) as told:
        install_network(network=network, founding=Founding(circles), at=MONDAY - timedelta(days=1))
        told["also"] = (
            f"{len(circles)} circles, {len(network.bridges or ())} bridges, {len(network.ties)} contacts"
        )
    with tell.stage("strengthen") as told:
        told["many"] = strengthen(at=MONDAY)
    Clock.objects.create(pk=1, at=MONDAY)
    if connections["default"].vendor == "postgresql":
        with connections["default"].cursor() as cursor:
            cursor.execute("ANALYZE")  # what the server does by itself within minutes


def week(tell: Teller, _asked: argparse.Namespace) -> None:
    """The body of `weave_week`, stage by stage, in a worker that has woven before."""
    from tisserand.domain.introductions.actions.drafting import drafts_of
    from tisserand.domain.introductions.actions.register import register_of
    from tisserand.domain.introductions.jobs import weave_week
    from tisserand.domain.introductions.jobs.gathering import gather
    from tisserand.domain.introductions.jobs.weaving import seed_of, write_weaving
    from tisserand.domain.introductions.models import Introduction, Weaving
    from tisserand.formats.fabric import fabric_from
    from tisserand.formats.weaving import weave
    from tisserand.vocabulary import Origin

    on = MONDAY.date()
    weave(drawn(500, 10, 1), on)  # compiled kernels are read from their files
    weaving = Weaving.objects.create(week=on, seed=seed_of(on), started_at=MONDAY)
    with tell.stage("gather") as told:
        gathered = gather(MONDAY)
        told["many"] = len(gathered.network.people)
    with tell.stage("fabric"):
        fabric_from(gathered.network, on)
    with tell.stage("weave (fabric, propose, tell)") as told:
        woven = weave(gathered.network, on, seed=weaving.seed)
        told["many"] = len(woven.introductions)
        found = woven.weeks[0]
        part_of = found.value / found.bound
        told["also"] = f"{found.served} served of {found.servable}, {part_of:.4f} of the bound"
    with tell.stage("prepare the drafts") as told:
        register = register_of([*woven.introductions, *woven.withheld], gathered.asks)
        drafts = drafts_of(woven.introductions, woven.withheld, register, origin=Origin.ENGINE, at=MONDAY)
        told["many"] = len(drafts)
    with tell.stage("prepare and write") as told:
        done = write_weaving(weaving.pk, gathered, woven, MONDAY)
        told["many"] = done.drafted
    with tell.stage("weave_week again"):
        assert weave_week(MONDAY).pk == weaving.pk
    assert Introduction.objects.count() == len(drafts)


def letters(tell: Teller, _asked: argparse.Namespace) -> None:
    """What the hours bring: silence approves on the third day, letters leave on the fifth; a page is read."""
    from tisserand.domain.introductions.jobs import carry_on
    from tisserand.domain.introductions.models import Side
    from tisserand.domain.introductions.queries import today_of

    for name, at in (
        ("carry_on, approvals", SILENT),
        ("carry_on, letters", LETTERS),
        ("carry_on again", LETTERS),
    ):
        with tell.stage(name) as told:
            done = carry_on(at)
            told["many"] = done.settled + done.shown
    sides = Side.objects.filter(shown_on__isnull=False).select_related("person").order_by("person_id")
    readers = [side.person for side in sides[:READERS]]
    today_of(readers[0], LETTERS)
    with tell.stage(f"today_of, {len(readers)} readers", many=len(readers)) as told:
        told["also"] = f"{sum(len(today_of(one, LETTERS).letters) for one in readers)} letters read"


PARTS = {"install": install, "week": week, "letters": letters}


def part(name: str, asked: argparse.Namespace) -> None:
    """Do one part in this process; print its rows as JSON on the last line."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tisserand.project.settings"
    from tisserand.cli.site.ready import make_folder, start

    make_folder(Path(os.environ["TISSERAND_DATA"]))
    start()
    tell = Teller("PostgreSQL" if asked.postgresql else "SQLite")
    PARTS[name](tell, asked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([{**row, "peak_mb": round(peak)} for row in tell.rows]))


# -- the parts, one after the other


def measured(argv: Sequence[str], *, postgresql: bool) -> list[Row]:
    """The rows of every part, in a folder (and a database) that disappear."""
    folder = Path(tempfile.mkdtemp(prefix="tisserand-bench-"))
    inside = os.environ | {"TISSERAND_DATA": str(folder), "TISSERAND_DATABASE": "sqlite"}
    if postgresql:
        inside |= {"TISSERAND_DATABASE": "postgresql", "PGDATABASE": "tisserand_bench"}
        subprocess.run(["createdb", "tisserand_bench"], check=True)
    try:
        rows: list[Row] = []
        for name in PARTS:
            command = [sys.executable, __file__, *argv, "--part", name]
            done = subprocess.run(command, env=inside, check=True, stdout=subprocess.PIPE, text=True)
            rows += json.loads(done.stdout.splitlines()[-1])
            print(f"{name} done", file=sys.stderr, flush=True)
        if not postgresql:
            size = sum(path.stat().st_size for path in folder.glob("tisserand.sqlite3*"))
            rows[-1]["also"] = f"{rows[-1]['also']}; the file holds {size / 1e6:.0f} MB"
        return rows
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if postgresql:
            subprocess.run(["dropdb", "--if-exists", "tisserand_bench"], check=False)


def others(database: str) -> list[Row]:
    """The rows that an earlier run wrote of the other database."""
    path = RESULTS / f"{NAME}.json"
    known = json.loads(path.read_text(encoding="utf-8"))["rows"] if path.is_file() else []
    return [row for row in known if row["database"] != database]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table, write the results; 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--bridges", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true", help="under pg_virtualenv")
    parser.add_argument("--dry", action="store_true", help="write no results")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    asked = parser.parse_args(argv)
    if asked.part:
        part(asked.part, asked)
        return 0
    rows = measured(list(sys.argv[1:] if argv is None else argv), postgresql=asked.postgresql)
    print(table(rows))
    if not asked.dry:
        libraries = ("tisserand", "django", "psycopg", "numpy", "numba")
        kept = [*others(str(rows[0]["database"])), *rows]
        write_results(NAME, kept, machine_facts(seed=asked.seed, libraries=libraries))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
