"""The demo world written into an empty database, and some weeks lived in it.

Everything goes through the same verbs as a real network: a weaving each Monday, the letters of each day, and
answers drawn for everybody but the people whom a visitor may be.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from tisserand.cli.demo.people import slug
from tisserand.cli.demo.world import SEED, World, world
from tisserand.vocabulary import ApprovalMode

if TYPE_CHECKING:
    from tisserand.domain.exchanges.install import Founding

PERSONAS = {
    "member": "Camille Roussel",
    "newcomer": "Nour Haddad",
    "animator": "Hélène Garnier",
    "other_animator": "Ousmane Sarr",
    "other_member": "Mehdi Benali",
    "host": "Denise Arrighi",
}
"""Whom a visitor may be, with one click."""

APPROVES = "Lieux Communs"
"""The circle whose animators read every proposal first: there is always one to read."""

LIVED_DAYS = 7
APPROVED_FROM = 3
"""Animators read the first week on its Thursday, so that its letters are open all through the next one."""
MORNING = 6
"""The hour, in UTC, of each lived day: before anybody in the network wakes up."""

Progress = Callable[[str, float], None]


def seed_demo(today: date, *, seed: int = SEED, progress: Progress | None = None) -> str:
    """Fill the empty database with the world of the week of `today`, lived until `today`; the references of
    the personas, as JSON. All of it or nothing."""
    from django.db import transaction

    from tisserand.domain.exchanges.install import install_network
    from tisserand.domain.ties.jobs import strengthen

    drawn = world(today, seed)
    begun = _morning(drawn.monday - timedelta(days=LIVED_DAYS))
    with transaction.atomic():
        refs = install_network(network=drawn.network, founding=_founding(drawn), at=begun)
        strengthen(at=begun)
        personas = {role: refs[slug(name)] for role, name in PERSONAS.items()}
        _live(begun, today, seed, personas.values(), progress or _silence)
    return json.dumps(personas)


def _live(begun: datetime, today: date, seed: int, personas: Collection[str], tell: Progress) -> None:
    from tisserand.domain.introductions.actions.rehearsing import rehearse
    from tisserand.domain.introductions.jobs import carry_on, weave_week
    from tisserand.domain.observatory.jobs import measure_week

    days = (today - begun.date()).days + 1
    for day in range(days):
        tell("living", day / days)
        at = begun + timedelta(days=day)
        if at.weekday() == 0:
            measure_week(at=at)
            weave_week(at=at)
        carry_on(at=at)
        rehearse(at=at, seed=seed, but=personas, approves=APPROVED_FROM <= day < LIVED_DAYS)


def _silence(_stage: str, _part: float) -> None:
    return None


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, MORNING, tzinfo=UTC)


def _founding(drawn: World) -> Founding:
    from tisserand.domain.exchanges.install import FoundedCircle, Founding

    circles = tuple(
        FoundedCircle(
            name=circle.name,
            purpose=circle.purpose,
            charter=circle.charter,
            town=circle.town,
            dye=circle.dye,
            weave=circle.weave,
            listed=circle.name != drawn.closed,
            approval=ApprovalMode.REQUIRED if circle.name == APPROVES else ApprovalMode.UNLESS_STOPPED,
            through_members=circle.through_members,
            animators=circle.animators,
        )
        for circle in drawn.circles
    )
    return Founding(circles, drawn.concerns, drawn.go_betweens, drawn.signed_on, slug(PERSONAS["host"]))
