"""Rooms and doors: relations go down, doors own nothing, rooms are silent; each guard finds its fault."""

from pathlib import Path

import pytest
from django.apps import apps

from tests.shape.figures import ROOT, Source, sources
from tests.shape.rooms import (
    DOORS,
    ROOMS,
    called_actions,
    loose_actions,
    loose_relations,
    speaking_rooms,
    writing_doors,
)
from tests.shape.test_contracts import KEPT, planted, verdict

ORDER = ("people", "attention", "circles", "ties", "exchanges", "introductions", "observatory")

FAULTY = """
import gettext
from django.db import models
from django.http import HttpResponse
from django.utils import translation
from tisserand.domain.lamps.actions.switch import light
class Lamp(models.Model):
    owner = models.ForeignKey("people.Person", on_delete=models.CASCADE)
    above = models.ForeignKey("self", on_delete=models.CASCADE)
def light(lamp, *, at):
    Lamp.objects.filter(pk=1).update(at=at)
    {}.update({"at": at})
    lamp.save()
def _quiet(lamp): ...
def dim(*, lamp, at): ...
"""


def faulty(folder: Path) -> Source:
    (folder / "lamp.py").write_text(FAULTY, encoding="utf-8")
    return Source(folder / "lamp.py", "lamp.py")


def rooms() -> list[Source]:
    return [one for one in sources(ROOT, ROOMS) if "/migrations/" not in one.name]


def test_every_room_is_installed_in_the_order_of_the_house() -> None:
    from django.conf import settings

    ours = [name.rpartition(".")[2] for name in settings.INSTALLED_APPS if name.startswith("tisserand.")]
    assert tuple(ours) == ORDER
    folders = {path.name for path in (ROOT / ROOMS).iterdir() if (path / "models.py").exists()}
    assert folders == set(ORDER)


def test_relations_go_down_the_order_of_rooms() -> None:
    relations = [
        (ORDER.index(model._meta.app_label), ORDER.index(field.related_model._meta.app_label), f"{field}")
        for label in ORDER
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model._meta.app_label in ORDER
    ]
    assert len(relations) > 20
    assert [name for own, other, name in relations if other > own] == []


def test_relations_are_written_as_classes() -> None:
    assert [place for one in rooms() for place in loose_relations(one)] == []


def test_rooms_speak_neither_pages_nor_languages() -> None:
    assert [place for one in rooms() for place in speaking_rooms(one)] == []


def test_doors_own_no_table_and_write_by_actions() -> None:
    doors = sources(ROOT, *(door for door in DOORS if (ROOT / door).exists()))
    assert len(doors) > 30
    assert [place for one in doors for place in writing_doors(one)] == []


def test_actions_that_doors_call_take_names() -> None:
    doors = sources(ROOT, *(door for door in DOORS if (ROOT / door).exists()), "src/tisserand/project")
    for room in ORDER:
        called = {name for one in doors for where, name in called_actions(one) if where == room}
        inside = [one for one in rooms() if f"/{room}/actions" in one.name]
        assert [place for one in inside for place in loose_actions(one, called)] == []


def test_faults_are_found_when_planted(tmp_path: Path) -> None:
    one = faulty(tmp_path)
    assert list(called_actions(one)) == [("lamps", "light")]
    assert [place.split()[1] for place in loose_relations(one)] == ["people.Person"]
    assert [place.split()[1] for place in speaking_rooms(one)] == [
        "gettext",
        "django.http",
        "django.http.HttpResponse",
        "django.utils.translation",
    ]
    assert sorted(place.split()[1] for place in writing_doors(one)) == [
        ".objects",
        ".save()",
        ".update()",
        "django.db.models",
    ]
    assert [place.split()[1] for place in loose_actions(one, {"light", "dim"})] == ["light"]


@pytest.mark.parametrize(
    ("page", "line", "contract"),
    [
        ("domain/people/planted_rules.py", "", "Inside"),
        ("domain/people/rules.py", "import django.db", "Pure BROKEN"),
        ("domain/people/queries.py", "from tisserand.domain.ties import models", "Rooms BROKEN"),
        ("domain/people/models.py", "from tisserand.domain.people import queries", "Inside BROKEN"),
        ("domain/planted/__init__.py", "", "Rooms"),
        ("cli/planted.py", "from tisserand.domain.people import models", "Readers BROKEN"),
        ("project/planted.py", "from tisserand.domain.people.models import Person", "Readers BROKEN"),
        ("domain/people/queries.py", "from tisserand.wording import catalogue", "House BROKEN"),
    ],
)
def test_contract_of_the_rooms_breaks_when_planted(
    tmp_path: Path, page: str, line: str, contract: str
) -> None:
    said = verdict(planted(tmp_path, page, line))
    assert contract in said
    assert KEPT not in said
