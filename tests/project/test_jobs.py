"""Every job of the clock, delivered two to five times and out of order: nothing is done twice (R4)."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

import pytest
from django.apps import apps
from django.utils.module_loading import import_string

from tests.domain.introductions import town
from tisserand.project.clock import JOBS, ROOMS

ROOMS_OF_ROWS = ("people", "attention", "circles", "ties", "exchanges", "introductions", "observatory")
BY_CHANCE = {"ref", "once", "secret"}
pytestmark = pytest.mark.django_db(transaction=True)


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Return everything that the rooms hold, without references drawn by chance."""
    found = {}
    for label in ROOMS_OF_ROWS:
        for model in apps.get_app_config(label).get_models():
            columns = [field.attname for field in model._meta.concrete_fields if field.name not in BY_CHANCE]
            found[model._meta.label] = sorted(model._base_manager.values_list(*columns), key=repr)
    return found


def deliver(names: Sequence[str], at: datetime) -> None:
    for name in names:
        import_string(ROOMS + name)(at=at)


@pytest.mark.parametrize("draw", range(3))
def test_jobs_do_nothing_more_when_they_are_delivered_again(draw: int) -> None:
    place = town.town()
    names = [job.name for job in JOBS]
    order = Random(draw)
    for day in range(0, 30, 3):
        deliver(names, town.on(day))
        # what the first delivery set free (a draft approved, then shown) is done by the second, at once
        deliver(names, town.on(day))
        before = rows()
        again = [name for name in names for _ in range(order.randint(2, 5))]
        order.shuffle(again)
        deliver(again, town.on(day))
        assert rows() == before
    assert place.introduction.first_shown_on
    assert len(before["attention.Letter"]) > 1


def test_one_more_row_is_seen_when_something_is_doubled() -> None:
    place = town.town()
    before = rows()
    town.seeks(place.ada)
    assert rows() != before
