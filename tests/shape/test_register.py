"""P9: a field without purpose, basis, audience and duration fails the build; so does an entry of nothing.

What is read here is the database as it stands and the models as they are, against the register.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections, models

from tisserand.domain.attention.rules import CODE_MINUTES as CODES_LIVE
from tisserand.domain.attention.rules import LETTERS_KEPT_DAYS
from tisserand.domain.people import rules as people
from tisserand.domain.people.models import Person
from tisserand.domain.register import (
    CODE_MINUTES,
    DAYS,
    INACTIVE_MONTHS,
    REGISTER,
    WARNED_DAYS,
    Duration,
    Entry,
    Kept,
    NotPersonal,
    Table,
)
from tisserand.project import reaper

WITHOUT_MODEL = {"django_migrations", "short_memory"}
NOT_HERS = {
    "people.Block.other": "she is never told who blocked her",
    "people.Hide.other": "nor who hid her",
    "people.Report.other": "nor who reported her",
    "introductions.Introduction.go_between": "told as citations, by mine_of",
    "account.EmailConfirmation.email_address": "found by the address",
}
"""References to a person by which no row of hers is found, each with its reason."""


def tables() -> Iterator[type[models.Model]]:
    yield from apps.get_models(include_auto_created=True)


def fields_of(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.local_concrete_fields}


def faults(register: Mapping[str, Table]) -> list[str]:
    """Every field without entry, every entry without field."""
    found = []
    known = {model._meta.label: fields_of(model) for model in tables()}
    for label, fields in known.items():
        told = set(register[label].fields) if label in register else set()
        found += [f"{label}.{name}: not in the register" for name in sorted(fields - told)]
        found += [f"{label}.{name}: no such field" for name in sorted(told - fields)]
    return [*found, *(f"{name}: no such table" for name in sorted({*register} - {*known} - WITHOUT_MODEL))]


def test_every_field_of_every_table_is_in_the_register() -> None:
    assert faults(REGISTER) == []


def test_field_taken_out_of_the_register_is_found() -> None:
    table = REGISTER["people.Person"]
    fewer = {name: entry for name, entry in table.fields.items() if name != "town"}
    assert faults({**REGISTER, "people.Person": replace(table, fields=fewer)}) == [
        "people.Person.town: not in the register"
    ]
    more = {**table.fields, "shoe_size": NotPersonal.KEY}
    assert faults({**REGISTER, "people.Person": replace(table, fields=more)}) == [
        "people.Person.shoe_size: no such field"
    ]
    gone = {label: one for label, one in REGISTER.items() if label != "people.Hide"}
    assert len(faults(gone)) == len(REGISTER["people.Hide"].fields)


@pytest.mark.django_db
def test_every_table_of_the_database_is_in_the_register() -> None:
    database = connections["default"]
    with database.cursor() as cursor:
        there = set(database.introspection.table_names(cursor))
        known = {apps.get_model(label)._meta.db_table for label in REGISTER if label not in WITHOUT_MODEL}
        assert there == known | WITHOUT_MODEL
        for name in WITHOUT_MODEL:
            columns = {one.name for one in database.introspection.get_table_description(cursor, name)}
            assert columns == set(REGISTER[name].fields)


# -- how somebody's rows are found


def unfound(register: Mapping[str, Table]) -> set[str]:
    """The references to a person by which no row of hers is found."""
    left = set()
    for model in tables():
        label = model._meta.label
        paths = {mine.path for mine in register[label].mine}
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is Person:
                left |= set() if field.name in paths else {f"{label}.{field.name}"}
    return left


def test_every_reference_to_a_person_finds_her_rows() -> None:
    assert unfound(REGISTER) <= set(NOT_HERS)


def test_reference_that_finds_nothing_is_caught() -> None:
    table = REGISTER["ties.Vouch"]
    planted = {**REGISTER, "ties.Vouch": replace(table, mine=table.mine[:1])}
    assert unfound(planted) - set(NOT_HERS) == {"ties.Vouch.author"}


def unexported(register: Mapping[str, Table]) -> list[str]:
    """The personal fields that nobody receives in her export, without a reason."""
    found = []
    for label, table in register.items():
        columns = {name for mine in table.mine for name in table.columns(mine)}
        for name, entry in table.entries.items():
            if entry.kept is None and name not in columns and not table.told:
                found.append(f"{label}.{name}")
    return found


def test_every_personal_field_is_exported_or_says_why_not() -> None:
    assert unexported(REGISTER) == ["people.Erasure.ref", "people.Erasure.erased_on"], "nobody's any more"


def test_field_that_nobody_receives_is_caught() -> None:
    table = REGISTER["people.Hide"]
    assert "people.Hide.other" in unexported({**REGISTER, "people.Hide": replace(table, mine=())})


def test_export_never_holds_what_silence_keeps() -> None:
    kept = {
        f"{label}.{name}"
        for label, table in REGISTER.items()
        for mine in table.mine
        for name in table.columns(mine)
        if isinstance(entry := table.fields.get(name), Entry) and entry.kept
    }
    assert kept == set()
    silent = [
        name for table in REGISTER.values() for name, one in table.entries.items() if one.kept is Kept.SILENCE
    ]
    assert {"place", "stage", "ended_by", "first_shown_on", "delivered", "pair"} <= set(silent)


# -- durations are those of the jobs


def test_durations_are_those_of_the_jobs() -> None:
    assert DAYS[Duration.INVITATION] == (people.SENT_DAYS, people.UNSENT_DAYS)
    assert DAYS[Duration.LETTER] == (LETTERS_KEPT_DAYS,)
    assert DAYS[Duration.AUDIT] == (people.AUDIT_DAYS,)
    assert DAYS[Duration.ADDRESS] == (people.ADDRESS_DAYS,)
    assert timedelta(days=DAYS[Duration.SESSION][0]) == timedelta(seconds=settings.SESSION_COOKIE_AGE)
    assert timedelta(days=DAYS[Duration.TASK][0]) == reaper.KEPT
    assert (INACTIVE_MONTHS, WARNED_DAYS) == (people.INACTIVE_MONTHS, people.WARNED_DAYS)
    assert CODE_MINUTES == CODES_LIVE
