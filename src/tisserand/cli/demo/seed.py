"""The demo world written into an empty database with its two years, and its last days lived in it.

What is past is written as rows; figures are computed from it. From the Thursday before the Monday everything
goes through the same verbs as in a real network: the weaving, the letters of each day, and answers drawn for
everybody but the people whom a visitor may be.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, timedelta

from tisserand.cli.demo.compiling import compiled_beside
from tisserand.cli.demo.contacts import DAYS
from tisserand.cli.demo.founding import founding_of
from tisserand.cli.demo.history import CAST, lived
from tisserand.cli.demo.people import slug
from tisserand.cli.demo.personas import APPROVES, PERSONAS
from tisserand.cli.demo.world import SEED, world

TO_READ = 4
"""How many proposals wait to be read in each of those circles."""
READ_FIRST = (("Bruno Carlier", "Anne-Lise Fournier"), ("Nour Haddad", "Samuel Keller"))

BEFORE = 4
"""Days before the Monday when what is under way was proposed: a Thursday."""
LETTER_DAYS = (1, 4)
"""Tuesday and Friday, when letters reach people who chose no other days."""
MORNING = 6
"""The hour, in UTC, of each lived day: before anybody in the network wakes up."""

Progress = Callable[[str, float], None]


def seed_demo(today: date, *, seed: int = SEED, progress: Progress | None = None) -> str:
    """Fill the empty database with the world of the week of `today`, lived until `today`; the references of
    the personas, as JSON. All of it or nothing."""
    from django.db import transaction

    from tisserand.domain.exchanges.install import install_network
    from tisserand.domain.introductions.install import install_introductions
    from tisserand.domain.observatory.jobs import measure_past
    from tisserand.domain.ties.jobs import strengthen

    tell = progress or _silence
    drawn = world(today, seed)
    begun = _morning(drawn.monday - timedelta(days=BEFORE))
    with transaction.atomic(), compiled_beside() as wait_for_engine:
        refs = install_network(network=drawn.network, founding=founding_of(drawn), at=begun)
        strengthen(at=begun)
        tell("living", 0.1)
        install_introductions(lived(drawn, refs, seed))
        tell("living", 0.15)
        measure_past(drawn.monday - timedelta(days=DAYS), at=_morning(today))
        personas = {role: refs[slug(name)] for role, name in PERSONAS.items()}
        tell("living", 0.3)
        wait_for_engine()
        _live(begun, today, seed, refs, personas.values(), tell)
    return json.dumps(personas)


def _live(
    begun: datetime,
    today: date,
    seed: int,
    refs: Mapping[str, str],
    personas: Collection[str],
    tell: Progress,
) -> None:
    """The days since the Thursday: a few proposals then, the weaving of the Monday, letters on their days."""
    from tisserand.domain.introductions.actions.rehearsing import rehearse
    from tisserand.domain.introductions.install import leave_to_read, weave_some
    from tisserand.domain.introductions.jobs import carry_on, weave_week

    days = (today - begun.date()).days + 1
    member = refs[slug(PERSONAS["member"])]  # one letter is open for her: nothing else this week
    weave_some([refs[slug(name)] for name in CAST], at=begun, first=member)
    leave_to_read({}, begun)
    for day in range(1, days):
        at = begun + timedelta(days=day)
        if day == BEFORE:
            weave_week(at=at)
            first = [{refs[slug(name)] for name in pair} for pair in READ_FIRST]
            leave_to_read(dict.fromkeys(APPROVES, TO_READ), at, first=first, but=personas, drop=[member])
        if at.weekday() in LETTER_DAYS or day == days - 1:
            carry_on(at=at)
            rehearse(at=at, seed=seed, but=personas)
        tell("living", 0.3 + 0.7 * day / days)


def _silence(_stage: str, _part: float) -> None:
    return None


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, MORNING, tzinfo=UTC)
