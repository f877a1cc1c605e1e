"""The fabric of 50,000 people in 200 circles: the query, the layout, the page, and the picture in a browser.

Usage: python benchmarks/fabric_picture.py [--people 50000] [--circles 200] [--calls 5] [--seed 1]
[--keep FOLDER]. The network is written in a folder that disappears (or stays in FOLDER, to be looked at); the
page is read by the host, who sees everything, and drawn by the system's Chromium without a window.
"""

import argparse
import gzip
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import numpy as np
from machine import LIBRARIES, Stopwatch, machine_facts, table, write_results

NAME = "fabric_picture"
AT = datetime(2026, 6, 30, 9, tzinfo=UTC)
LONG_AGO = date(2025, 1, 6)
TIES = 5
"""Contacts of each person in the last year, on average; one in six crosses a bridge."""
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
Row = dict[str, object]
Members = dict[int, Any]


def install(people: int, circles: int, seed: int) -> None:
    """Write the network: circles of uneven sizes, a bridge and a half for each, contacts of a year."""
    from tisserand.domain.attention.models import Clock

    chance = np.random.default_rng(seed)
    Clock.objects.update_or_create(pk=1, defaults={"at": AT})
    members = _settled(people, circles, chance)
    _in_touch(people, members, _bridged(members, chance), chance)


def _settled(people: int, circles: int, chance: np.random.Generator) -> Members:
    """By circle (its key), the keys of its members; two in three let their ties be counted."""
    from django.contrib.auth.hashers import make_password

    from tisserand.domain.circles.models import Circle, Membership
    from tisserand.domain.people.models import Consent, Person
    from tisserand.web.dyes import DYES

    dyes = list(DYES)
    Person.objects.bulk_create(
        [
            Person(
                email=f"p{n}@example.org", name=f"Personne {n}", created_on=LONG_AGO, confirmed_on=LONG_AGO,
                password=make_password(None) if n == 0 else "!", is_host=n == 0,
            )
            for n in range(people)
        ],
        batch_size=2000,
    )  # fmt: skip
    Circle.objects.bulk_create(
        Circle(
            name=f"Cercle {n} {_town(n)}", dye=dyes[n % 12], weave=DYES[dyes[n % 12]].weave, town=_town(n),
            listed=True, created_on=LONG_AGO,
        )
        for n in range(circles)
    )  # fmt: skip
    persons = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    places = list(Circle.objects.order_by("pk").values_list("pk", flat=True))
    share = chance.dirichlet(np.full(circles, 4.0))
    of = chance.choice(circles, people, p=share)
    Membership.objects.bulk_create(
        [
            Membership(person_id=p, circle_id=places[c], joined_on=LONG_AGO)
            for p, c in zip(persons, of, strict=True)
        ],
        batch_size=4000,
    )
    Consent.objects.bulk_create(
        [
            Consent(person_id=p, code="counted", allowed=True, set_at=AT - timedelta(days=300))
            for p in np.array(persons)[chance.random(people) < 0.7].tolist()
        ],
        batch_size=4000,
    )
    return {place: np.array(persons)[of == n] for n, place in enumerate(places)}


def _bridged(members: Members, chance: np.random.Generator) -> list[tuple[int, int]]:
    """The bridges, by the keys of their circles, with nobody to two people of each end on them."""
    from tisserand.domain.circles.models import Bridge, BridgePerson, Signature

    places = list(members)
    near = (
        (int(chance.integers(max(0, n - 8), n)), n) for n in range(1, len(places)) if chance.random() < 0.93
    )
    more = (sorted(chance.integers(0, len(places), 2).tolist()) for _ in range(len(places) // 2))
    ends = sorted({*near, *((a, b) for a, b in more if a != b)})
    pairs = [(places[a], places[b]) for a, b in ends]
    given = {"quota": 10, "quota_back": 10, "until": date(2027, 3, 1), "proposed_on": LONG_AGO}
    bridges = Bridge.objects.bulk_create(Bridge(start_id=a, end_id=b, **given) for a, b in pairs)
    sides = [(bridge, end) for bridge, pair in zip(bridges, pairs, strict=True) for end in pair]
    Signature.objects.bulk_create(
        Signature(bridge=bridge, circle_id=end, signed_on=LONG_AGO) for bridge, end in sides
    )
    BridgePerson.objects.bulk_create(
        BridgePerson(bridge=bridge, person_id=int(who), circle_id=end, accepted_on=LONG_AGO)
        for bridge, end in sides
        for who in members[end][: int(chance.integers(0, 3))]
    )
    return pairs


def _in_touch(
    people: int, members: Members, bridges: list[tuple[int, int]], chance: np.random.Generator
) -> None:
    """Contacts of a year, one in six over a bridge."""
    from tisserand.domain.ties.models import Contact

    places, sizes = list(members), np.array([len(one) for one in members.values()], float)
    homes = chance.choice(places, people * TIES // 2, p=sizes / sizes.sum()).tolist()
    rows = []
    for n, home in enumerate(homes):
        a, b = (home, home) if n % 6 else bridges[int(chance.integers(len(bridges)))]
        giver, receiver = int(chance.choice(members[a])), int(chance.choice(members[b]))
        at = AT - timedelta(days=int(chance.integers(40, 380)))
        if giver != receiver:
            told = {"kind": "meeting", "at": at, "once": f"b{n}", "confirmed_on": at.date()}
            rows.append(Contact(giver_id=giver, receiver_id=receiver, **told))
    Contact.objects.bulk_create(rows, batch_size=4000)


def _town(n: int) -> str:
    return ("Lyon", "Nantes", "Lille", "Die", "Rennes", "Brest", "Pau", "Metz", "Dole", "Albi")[n % 10]


def measured(name: str, calls: int, act: Callable[[], Any], before: Callable[[], Any] = lambda: None) -> Row:
    """The median of several calls; `before` each one is not timed."""
    walls, cpus = [], []
    for _ in range(calls):
        before()
        with Stopwatch() as watch:
            act()
        walls.append(watch.wall)
        cpus.append(watch.cpu)
    return {
        "what": name,
        "median_s": statistics.median(walls),
        "worst_s": max(walls),
        "cpu_s": statistics.median(cpus),
    }


def on_the_server(calls: int) -> list[Row]:
    """The query, the layouts, the points and the page, each with and without what is kept for a while."""
    from django.core.cache import cache
    from django.test import Client

    from tisserand.domain.observatory.queries.fabric import fabric_of
    from tisserand.domain.people.models import Person
    from tisserand.web.fabric.asked import Asked, View
    from tisserand.web.fabric.pictures import picture_of
    from tisserand.web.fabric.tables import _placed, points_of
    from tisserand.web.layout import plan
    from tisserand.web.patches import cells_of

    host = Person.objects.get(is_host=True)
    client = Client()
    client.force_login(host)
    told = fabric_of(host, AT)

    def forget() -> None:
        cache.clear()
        for kept in (_placed, plan, cells_of):
            kept.cache_clear()

    def page() -> bytes:
        answer = client.get("/fabric?view=all", headers={"accept-encoding": "gzip"})
        assert answer.status_code == 200, answer.status_code
        return bytes(answer.content)

    def points() -> bytes:
        return bytes(client.get("/fabric/points?view=all").content)

    rows = [
        measured("query, ties counted anew", calls, lambda: fabric_of(host, AT), cache.clear),
        measured("query, within the hour", calls, lambda: fabric_of(host, AT)),
        measured("places and points, anew", calls, lambda: points_of(told), forget),
        measured("places and points, kept", calls, lambda: points_of(told)),
        measured(
            "smaller picture (SVG, two widths), anew",
            calls,
            lambda: picture_of(told, Asked(View.ALL)),
            forget,
        ),
        measured("page, everything anew", calls, page, forget),
        measured("page, warm", calls, page),
        measured("points, warm", calls, points),
    ]
    return rows + weights(client.get("/fabric?view=all").content, points())


def weights(whole: bytes, raw: bytes) -> list[Row]:
    """What travels for the page, its points and its files, and how many stitches are drawn."""
    rows: list[Row] = []
    rows.append({"what": "page", "bytes": len(whole), "gzip_bytes": len(gzip.compress(whole))})
    rows.append({"what": "points", "bytes": len(raw), "gzip_bytes": len(gzip.compress(raw))})
    for name in ("vendor/echarts/echarts.min.js", "fabric-large.js", "fabric.js", "pages/fabric.css"):
        content = (Path(__file__).parents[1] / "src/tisserand/web/static" / name).read_bytes()
        rows.append({"what": name, "bytes": len(content), "gzip_bytes": len(gzip.compress(content))})
    sewn = sum(
        row[2] - row[1] + 1
        for one in json.loads(raw)["circles"]
        for row in np.reshape(one["rows"], (-1, 3)).tolist()
    )
    rows.append({"what": "stitches drawn", "count": sewn})
    return rows


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """The pages on a free port of this machine, with their static files."""
    from socketserver import ThreadingMixIn

    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application

    class Server(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    server = Server(("127.0.0.1", 0), _Quiet)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


DRAWN = """() => Number(document.querySelector('[data-chart-area]')?.dataset.drawn || 0)"""
TIMES = """() => {
    const one = performance.getEntriesByType('resource').find(({ name }) => name.includes('/points'));
    return [performance.now() / 1000, (performance.now() - one.responseEnd) / 1000];
}"""
STEP = """(key) => new Promise((done) => {
    const area = document.querySelector('[data-chart-area]'), begun = performance.now();
    new MutationObserver((_, seen) => { seen.disconnect(); done((performance.now() - begun) / 1000); })
        .observe(area, { attributes: true, attributeFilter: ['data-drawn'] });
    area.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
})"""


def in_a_browser(calls: int, picture: Path | None) -> list[Row]:
    """Seconds from asking for the page to the first whole picture, and for one step of zoom."""
    from django.test import Client
    from playwright.sync_api import sync_playwright

    from tisserand.domain.people.models import Person

    client = Client()
    client.force_login(Person.objects.get(is_host=True))
    session = client.cookies["sessionid"].value
    firsts, draws, steps = [], [], []
    found = shutil.which("chromium") or shutil.which("google-chrome")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with served() as base, sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found, args=FLAGS)
        for turn in range(calls):
            context = chromium.new_context(viewport={"width": 1280, "height": 900})
            context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
            page = context.new_page()
            page.on("console", lambda said: print(f"console: {said.text}", file=sys.stderr))
            page.goto(f"{base}/fabric?view=all")
            page.wait_for_function(f"() => ({DRAWN})() > 0", timeout=120_000)
            times = page.evaluate(TIMES)
            firsts.append(times[0])
            draws.append(times[1])
            page.wait_for_timeout(400)
            steps += [page.evaluate(STEP, key) for key in ("+", "+", "+", "-", "ArrowLeft")]
            if picture and turn == 0:
                page.screenshot(path=picture / "zoomed.png")
                page.keyboard.press("Escape")
                page.evaluate(STEP, "Escape")
                page.screenshot(path=picture / "whole.png")
            context.close()
        chromium.close()
    return [
        {
            "what": "browser: page asked to first picture",
            "median_s": statistics.median(firsts),
            "worst_s": max(firsts),
        },
        {
            "what": "browser: points received to first picture",
            "median_s": statistics.median(draws),
            "worst_s": max(draws),
        },
        {
            "what": "browser: one step (zoom or move)",
            "median_s": statistics.median(steps),
            "worst_s": max(steps),
        },
    ]


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--circles", type=int, default=200)
    parser.add_argument("--calls", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args(argv)
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="tisserand-fabric-"))
    new = not (folder / "tisserand.sqlite3").exists()
    (folder / "static").mkdir(parents=True, exist_ok=True)
    os.environ |= {"TISSERAND_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "tisserand.project.settings"}
    os.environ |= {"TISSERAND_HTTPS": "0", "TISSERAND_DEMO": "1"}  # the host signs in by one click
    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.ALLOWED_HOSTS, settings.SECRET_KEY = ["*"], "only for a measure"
    django.setup()
    from django.core.management import call_command

    try:
        if new:
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
            install(asked.people, asked.circles, asked.seed)
        rows = on_the_server(asked.calls) + in_a_browser(asked.calls, asked.keep)
    finally:
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(table(rows))
    facts = machine_facts(seed=asked.seed, libraries=(*LIBRARIES, "django", "playwright"))
    write_results(NAME, rows, facts | {"people": asked.people, "circles": asked.circles})


if __name__ == "__main__":
    main()
