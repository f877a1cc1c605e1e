"""P1, a refusal is a silence: whole histories lived twice through the database, once with B's no and once
with her silence. What anybody else reads, and what the next weavings are given, is the same to the letter."""

import logging
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, assume, given, seed, settings

from tests.domain.introductions.town import MONDAY as FIRST_DAY
from tests.domain.introductions.town import Town, on, town
from tests.journeys.leaks import LEAKS, dates_by_place
from tests.journeys.plots import Plot, plots
from tests.journeys.small_network import counted_refs, network, undone, woven_once
from tests.journeys.worlds import Leak, live_twice, masks
from tisserand.domain.attention.models import Budget, Letter
from tisserand.domain.attention.queries import waiting_for
from tisserand.domain.introductions.actions import (
    block_person,
    change_consent,
    leave_circle,
    pause_person,
    put_aside,
)
from tisserand.domain.introductions.jobs import carry_on, weave_week
from tisserand.domain.introductions.queries import today_of
from tisserand.domain.introductions.rules import Act, Answer, Stage
from tisserand.domain.people.models import Person
from tisserand.vocabulary import Consent

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HISTORIES = int(os.environ.get("P1_HISTORIES", "24"))
FOUND_WITHIN = 300
"""Histories in which each planted leak must be found."""
SEED = int(os.environ.get("P1_SEED", "0"))
SHRINKS = bool(os.environ.get("P1_SHRINK"))
PARTS = 6
SOME: dict[str, Any] = {
    "database": None,
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "report_multiple_bugs": False,
}


@pytest.fixture(autouse=True)
def _told_by_their_order() -> Iterator[None]:
    with counted_refs():
        yield


@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_tells_a_refusal_from_a_silence(part: int) -> None:
    town, lived = network(), 0

    @seed(SEED * PARTS + part)
    @settings(max_examples=HISTORIES // PARTS, **SOME)
    @given(plots())
    def told(plot: Plot) -> None:
        nonlocal lived
        assume(live_twice(town, plot))
        lived += 1

    with woven_once():
        told()
    assert lived >= HISTORIES // PARTS


@pytest.mark.parametrize("leak", LEAKS, ids=[leak.__name__ for leak in LEAKS])
def test_a_leak_is_found_when_it_is_planted(leak: Callable[[], Any]) -> None:
    town = network()
    phases = [Phase.generate, Phase.shrink] if SHRINKS else [Phase.generate]

    @seed(1)
    @settings(max_examples=FOUND_WITHIN, phases=phases, **SOME)
    @given(plots())
    def told(plot: Plot) -> None:
        live_twice(town, plot)

    with woven_once(), leak(), pytest.raises(Leak) as found:
        told()
    if SHRINKS:
        logging.getLogger(__name__).warning("%s: %s", leak.__name__, found.value)
    assert any(name.startswith(LEAKS[leak]) for name in found.value.names), str(found.value)


# -- who was asked first


def draws_first(place: Town, first: Person) -> None:
    """Weave, with a secret of the installation that asks `first` first."""
    for key in range(40):
        with override_settings(SECRET_KEY=f"key {key}"):
            point = transaction.savepoint()
            weave_week(FIRST_DAY)
            if place.first == first:
                return
            transaction.savepoint_rollback(point)
    raise AssertionError("no secret asks her first")


def read_by_ada(said: Act | None, *, asked_second: bool, leaves: str = "") -> list[str]:
    """What Ada reads day by day, her letter coming on the second day: asked first, Bob saying nothing; or
    asked second, Bob having said yes the day before, and leaving before she answers."""
    place, diary = town(), []
    Budget.objects.filter(person=place.ada).update(letter_days=126)  # not on Mondays
    draws_first(place, place.bob if asked_second else place.ada)
    for day in range(32):
        carry_on(on(day))
        if asked_second and day == 0:
            place.says(place.bob, Answer.YES, 0)
        if asked_second and day == 1:
            assert place.stage is Stage.ASKED_SECOND
            LEAVES[leaves](place)
        if day == 3 and said is Act.LATER:
            put_aside(person=place.ada, ref=place.introduction.ref, at=on(3))
        elif day == 3 and said:
            place.says(place.ada, Answer.YES if said is Act.YES else Answer.NO, 3)
        letters = Letter.objects.filter(person=place.ada).order_by("pk")
        mailed = list(letters.values_list("kind", "queued_at", "due_on", "cancelled_at"))
        diary.append(masks()(repr((today_of(place.ada, on(day)), waiting_for(place.ada), mailed))))
    return diary


LEAVES: dict[str, Callable[[Town], object]] = {
    "no": lambda place: place.says(place.bob, Answer.NO, 1),
    "pause": lambda place: pause_person(person=place.bob, at=on(1)),
    "block": lambda place: block_person(person=place.bob, other=place.ada, at=on(1)),
    "beyond": lambda place: change_consent(person=place.bob, code=Consent.BEYOND, allowed=False, at=on(1)),
    "circle": lambda place: leave_circle(person=place.bob, circle=place.two, at=on(1)),
}


def differs_by_place(said: Act | None, leaves: str) -> bool:
    """Whether the same two days of letters read otherwise at the two places; the database is put back."""
    diaries = []
    for asked_second in (False, True):
        with undone(), counted_refs():
            diary = read_by_ada(said, asked_second=asked_second, leaves=leaves)
            diaries.append(
                [re.sub(r"\(\d+\)|[a-z2-7]{12}|Membre \d+|Cercle \d+|pk=\d+|m\d+@", "", day) for day in diary]
            )
    return diaries[0] != diaries[1]


@pytest.mark.parametrize("leaves", LEAVES)
@pytest.mark.parametrize("said", [None, Act.YES, Act.NO, Act.LATER])
def test_nobody_tells_who_was_asked_first(said: Act | None, leaves: str) -> None:
    assert not differs_by_place(said, leaves)


def test_dates_that_differ_by_place_are_found_when_planted() -> None:
    with dates_by_place():
        assert differs_by_place(None, "no")
