"""The main pages among 20,000 members: queries, milliseconds of CPU, bytes that travel.

Usage: python benchmarks/pages.py [--people 20000] [--calls 20] [--seed 1]. The network is installed, woven
and its letters shown as `weaving_database.py` does it, in a folder that disappears; then each page is read by
somebody whom it concerns. The bar: 12 queries and 40 ms of CPU a page.
"""

import argparse
import gzip
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from machine import Stopwatch, machine_facts, table, write_results
from weaving_database import LETTERS, MONDAY, SILENT, Teller, install

NAME = "pages"
QUERIES, CPU_MS = 12, 40.0
WARM = 3
DAYS = 8
"""Days lived after the first letters, so that second ones are shown too."""
ANONYMOUS = ("home", "about", "directory", "engine_parameters", "privacy")
MEMBER = ("today", "introduction", "circles", "me", "my_privacy", "seen_as", "contacts", "fabric", "security")
ANIMATOR = (
    "monday", "circle", "proposals", "invitations", "bridges", "bridge", "inclusion", "openness",
    "observatory",
)  # fmt: skip
HOST = ("host", "outbox")


def lived(asked: argparse.Namespace) -> None:
    """Install, weave, show the letters, establish some, measure."""
    from django.utils import timezone

    from tisserand.domain.attention.actions import advance_clock
    from tisserand.domain.introductions.actions import answer
    from tisserand.domain.introductions.jobs import carry_on, weave_week
    from tisserand.domain.introductions.models import Side
    from tisserand.domain.introductions.rules import Answer
    from tisserand.domain.observatory.jobs import measure_week

    install(Teller("SQLite"), asked)
    weave_week(MONDAY)
    for at in (SILENT, LETTERS):
        carry_on(at)
    shown = Side.objects.filter(place=1, shown_on__isnull=False).select_related("person", "introduction")
    for side in shown[:300]:
        answer(person=side.person, ref=side.introduction.ref, answer=Answer.YES, at=LETTERS)
    later = LETTERS
    for _ in range(DAYS):
        later += timedelta(days=1)
        carry_on(later)
    seconds = Side.objects.filter(place=2, shown_on__isnull=False).select_related("person", "introduction")
    for side in seconds[:100]:
        answer(person=side.person, ref=side.introduction.ref, answer=Answer.YES, at=later)
    measure_week(at=later)
    advance_clock(machine_at=timezone.now())


def readers() -> Iterator[tuple[str, Any, str]]:
    """(name of the address, who reads or None, address) for each page that exists."""
    from django.urls import NoReverseMatch, reverse

    from tisserand.domain.circles.models import Bridge, Membership
    from tisserand.domain.introductions.models import Introduction, Side
    from tisserand.domain.people.models import Person

    side = Side.objects.filter(shown_on__isnull=False, introduction__established_on__isnull=False)[0]
    bridge = Bridge.objects.order_by("pk")[0]
    keys = Membership.objects.filter(circle=bridge.start, role="animator").select_related("person")[0]
    host = Person.objects.order_by("-pk")[0]
    Person.objects.filter(pk=host.pk).update(is_host=True)
    host.refresh_from_db()
    arguments = {"introduction": [side.introduction.ref], "bridge": [bridge.ref]}
    of_circle = ("monday", "circle", "proposals", "invitations", "bridges", "inclusion", "openness")
    arguments |= {name: [keys.circle.ref] for name in of_circle}
    assert Introduction.objects.filter(established_on__isnull=False).count() > 5
    for names, who in ((ANONYMOUS, None), (MEMBER, side.person), (ANIMATOR, keys.person), (HOST, host)):
        for name in names:
            try:
                yield name, who, reverse(name, args=arguments.get(name, []))
            except NoReverseMatch:
                print(f"{name}: no such page yet")


def browser(who: Any) -> Any:
    """A client where somebody is signed in, with her second check."""
    from django.test import Client

    client = Client(headers={"accept-language": "fr", "host": "localhost"})
    if who is not None:
        client.force_login(who, "allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["account_authentication_methods_user"] = str(who.pk)
        session["account_authentication_methods"] = [
            {"method": "code", "at": time.time()}, {"method": "mfa", "type": "totp", "at": time.time()},
        ]  # fmt: skip
        session.save()
    return client


def measured(name: str, who: Any, address: str, calls: int) -> dict[str, object]:
    """One row: a page read `calls` times, warmed first."""
    from django.db import connections

    client = browser(who)
    for _ in range(WARM):
        answer = client.get(address)
    asked: list[str] = []

    def counted(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        asked.append(sql)
        return execute(sql, *more)

    with connections["default"].execute_wrapper(counted):
        answer = client.get(address)
    spent = []
    for _ in range(calls):
        with Stopwatch() as watch:
            client.get(address)
        spent.append(1000 * watch.cpu)
    return {
        "page": name, "status": answer.status_code, "queries": len(asked), "cpu ms": statistics.median(spent),
        "most ms": max(spent), "kB": len(answer.content) / 1000,
        "gzip kB": len(gzip.compress(answer.content)) / 1000,
        "held": "yes" if len(asked) <= QUERIES and statistics.median(spent) <= CPU_MS else "no",
    }  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Print and write one row a page; 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--bridges", type=int, default=200)
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", help="an installation made by an earlier run with --keep")
    parser.add_argument("--keep", action="store_true", help="leave the folder, and print where it is")
    parser.add_argument("--dry", action="store_true", help="write no results")
    asked = parser.parse_args(argv)
    folder = Path(asked.folder or tempfile.mkdtemp(prefix="tisserand-bench-"))
    os.environ |= {"TISSERAND_DATA": str(folder), "TISSERAND_DATABASE": "sqlite", "TISSERAND_HTTPS": "no"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "tisserand.project.settings"
    from tisserand.cli.site.ready import make_folder, start

    make_folder(folder)
    start()
    try:
        if not asked.folder:
            lived(asked)
        rows = [measured(name, who, address, asked.calls) for name, who, address in readers()]
    finally:
        if asked.keep:
            print(folder)
        elif not asked.folder:
            shutil.rmtree(folder, ignore_errors=True)
    print(table(rows))
    if not asked.dry:
        write_results(NAME, rows, machine_facts(seed=asked.seed, libraries=("tisserand", "django")))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
