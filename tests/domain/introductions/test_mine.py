"""P9: everything that the network holds about somebody is in her export, and nothing of what others keep."""

import io
import json
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from tempfile import TemporaryFile
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.apps import apps
from django.db.models import ForeignKey, Model, Q
from pytest_django import Settings

from tests.domain.introductions.town import MONDAY, established, member, on, seeks, waiting
from tests.journeys.canaries import LAST, eve_everywhere
from tisserand.domain.attention.models import Letter
from tisserand.domain.circles.models import (
    Admission,
    Bridge,
    BridgePerson,
    HiddenCircle,
    Membership,
    Signature,
)
from tisserand.domain.exchanges.models import Need
from tisserand.domain.introductions.actions import erase_person
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.introductions.queries.mine import AT_ONCE, citations_of, mine_of
from tisserand.domain.people.actions import set_block, set_hide
from tisserand.domain.people.models import Invitation, Person, Report
from tisserand.domain.register import REGISTER, Table
from tisserand.domain.ties.actions import declare_contact
from tisserand.domain.ties.models import Contact, Tie
from tisserand.formats.archive import Page, Sheet, write_archive
from tisserand.formats.cells import unguarded

pytestmark = pytest.mark.django_db
PLAIN = Page("", str, lambda _columns, row: f"{row}\n", "", "")
OTHERS = {"people.Block": {"other"}, "people.Hide": {"other"}, "people.Report": {"other"}}
"""References to her in rows that are somebody else's: who blocked, hid, reported her."""
TOLD = {"introductions.Introduction"}
"""Told as her pages tell them: looked at one by one."""


def eve_and_more() -> Person:
    """Eve, who left a row in every table where a person can have one."""
    eve, place = eve_everywhere()
    newcomer = Person.objects.get(name="Zoé Nouvelle")
    set_block(person=eve, other=place.other_animator, at=on(21))
    HiddenCircle.objects.create(person=eve, circle=place.two)
    Membership.objects.filter(person=newcomer).update(sponsor=eve)
    Bridge.objects.update(proposed_by=eve)
    Signature.objects.filter(circle=place.one).update(person=eve)
    BridgePerson.objects.create(bridge=place.bridge, person=eve, circle=place.one)
    Tie.objects.create(low=place.ada, high=eve, strength=1.5, contacts=1, last_at=MONDAY)
    known = EmailAddress.objects.get(user=eve)
    EmailConfirmation.objects.create(email_address=known, key="secret-key", created=MONDAY)
    written = Invitation.objects.create(email="x@example.org", invited_by=eve, created_on=MONDAY)
    Admission.objects.create(invitation=written, circle=place.one, sponsor=eve)
    Letter.objects.create(address=eve.email, kind="sign_in", once="eve", queued_at=MONDAY, due_on=MONDAY)
    return eve


def rows_about(person: Person) -> Counter[str]:
    """How many rows of each table refer to her, whatever the register says of it."""
    found: Counter[str] = Counter()
    for model in apps.get_models():
        label = model._meta.label
        names = [name for name in references(model) if name not in OTHERS.get(label, ())]
        wanted = Q(pk__in=())
        for name in names:
            wanted |= Q(**{name: person})
        if {"email", "address"} & {field.name for field in model._meta.concrete_fields}:
            name = "email" if label != "attention.Letter" else "address"
            wanted |= Q(**{name: person.email})
        found[label] = model._base_manager.filter(wanted).count()
    found["introductions.Side"] -= Side.objects.filter(person=person, shown_on=None).count()
    found["ties.Contact"] -= Contact.objects.filter(receiver=person, confirmed_on=None).count()
    found["people.Person"] = found["people.Organisation"] = 1
    found["circles.Admission"] += Admission.objects.filter(invitation__email=person.email).count()
    found["account.EmailConfirmation"] = 1
    return Counter({label: n for label, n in found.items() if n and label not in TOLD})


def references(model: type[Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.related_model is Person:
            yield field.name


def rows_exported(person: Person, register: Mapping[str, Table] = REGISTER) -> Counter[str]:
    found: Counter[str] = Counter()
    for sheet in mine_of(person, on(LAST), register):
        if sheet.name != "introductions.Message-received":
            found[sheet.table] += len(list(sheet.rows))
    return Counter({label: n for label, n in found.items() if n and label not in TOLD})


def test_export_holds_every_row_of_hers() -> None:
    eve = eve_and_more()
    exported = rows_exported(eve)
    assert exported == rows_about(eve)
    assert set(exported) == {label for label, table in REGISTER.items() if table.mine}, "a row in every table"


@pytest.mark.parametrize("label", ["people.Withheld", "circles.MemberList", "usersessions.UserSession"])
def test_table_left_out_is_caught(label: str) -> None:
    """Planted: the register forgets how her rows of one table are found."""
    eve = eve_and_more()
    fewer = {**REGISTER, label: replace(REGISTER[label], mine=())}
    assert rows_about(eve) - rows_exported(eve, fewer) == Counter({label: rows_about(eve)[label]})


def archive_of(person: Person, at_day: int = LAST) -> tuple[str, dict[str, Any], dict[str, str]]:
    """Everything she is given as one text; the JSON; each file by its name."""
    stream = io.BytesIO()
    write_archive(
        stream, (Sheet(one.name, one.columns, one.rows) for one in mine_of(person, on(at_day))), PLAIN
    )
    with zipfile.ZipFile(stream) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    return "\n".join(files.values()), json.loads(files["mine.json"]), files


def test_words_of_hers_are_in_it_and_secrets_are_not() -> None:
    eve = eve_and_more()
    text, _, files = archive_of(eve)
    ours = {"people-person.csv", "exchanges-need.csv", "introductions-message.csv", "mine.json", "mine.html"}
    assert ours <= set(files)
    for word in ("canari09x", "canari13x", "canari15x", "canari16x", "canari19x", "canari20x", "canari34x"):
        assert word in text, word
    for secret in ("canari27x", "canari30x", "secret-key", "a" * 32, "canari32x", "canari33x"):
        assert secret not in text, secret


def test_telephone_survives_a_round_trip_and_no_cell_starts_a_formula() -> None:
    eve = eve_and_more()
    Person.objects.filter(pk=eve.pk).update(concern="=HYPERLINK(1)")
    _, told, files = archive_of(eve)
    table = files["people-person.csv"]
    assert ",=" not in table and ",+" not in table
    cells = [unguarded(cell) for cell in table.splitlines()[1].split(",")]
    assert {"+33 6 12 98 76 54", "=HYPERLINK(1)"} <= set(cells)
    assert told["people.Person"][0]["phone"] == "+33 6 12 98 76 54"


def test_what_others_said_of_her_apart_is_not_hers() -> None:
    place = established()
    ada, bob = place.ada, place.bob
    set_block(person=bob, other=ada, at=on(3))
    set_hide(person=bob, other=ada, at=on(3))
    Report.objects.create(person=bob, other=ada, reason="spam", text="mot de bob", made_on=MONDAY)
    declare_contact(person=place.animator, other=ada, at=MONDAY)
    text, told, _ = archive_of(ada, 3)
    assert "mot de bob" not in text
    assert told["people.Block"] == told["people.Hide"] == told["people.Report"] == []
    assert told["ties.Contact-received"] == []


def test_introduction_is_told_as_it_is_read_and_never_as_it_is() -> None:
    place = waiting()
    assert archive_of(place.second, 1)[1]["introductions.Introduction"] == [], "not shown, as if it were not"
    assert archive_of(place.second, 1)[1]["introductions.Side"] == []
    one = archive_of(place.first, 1)[1]["introductions.Introduction"][0]
    assert (one["word"], one["other"], one["email"]) == ("proposed", place.second.name, "")
    silent = {"stage", "place", "ended_by", "first_shown_on", "approved_on", "created_on", "rests_until"}
    text, told, _ = archive_of(place.first, 1)
    columns = {
        name for rows in told.values() if rows for name in rows[0] if rows is told["introductions.Side"]
    }
    assert not silent & ({*one} | columns)
    assert "waiting_second" not in text and "asked_first" not in text


def test_established_introduction_tells_what_was_ticked() -> None:
    place = established()
    Side.objects.filter(person=place.bob).update(reveals_email=True, intention="bonjour")
    one = archive_of(place.ada, 3)[1]["introductions.Introduction"][0]
    assert (one["word"], one["email"], one["phone"], one["intention"]) == (
        "established", place.bob.email, "", "bonjour"
    )  # fmt: skip
    bob = place.bob.email
    erase_person(person=place.bob, at=on(4))
    text = archive_of(place.ada, 4)[0]
    assert bob not in text and "bonjour" not in text


def test_citation_says_when_and_between_which_circles_only() -> None:
    place = waiting()
    known = member(place.one, name="Hélène")
    Introduction.objects.update(go_between=known)
    (one,) = citations_of(known)
    assert one.shown_on == place.introduction.first_shown_on
    assert one.circles == tuple(sorted((place.one.name, place.two.name)))
    Introduction.objects.update(circle_one=place.two, circle_two=place.one)
    assert citations_of(known) == [one], "who was asked first is not told"
    text, told, _ = archive_of(known, 1)
    assert len(told["introductions.Introduction-cited"]) == 1
    assert place.ada.name not in text and place.bob.name not in text
    Introduction.objects.update(first_shown_on=None)
    assert citations_of(known) == []


def test_thousands_of_rows_are_written_a_few_at_a_time() -> None:
    ada = member(name="Ada")
    Need.objects.bulk_create(
        Need(person=ada, text=f"besoin {n} " + "x" * 240, created_on=date(2043, 1, 1))
        for n in range(20 * AT_ONCE)
    )
    sheets = [
        Sheet(one.name, one.columns, one.rows)
        for one in mine_of(ada, MONDAY)
        if one.table == "exchanges.Need"
    ]
    with open_nowhere() as stream:
        tracemalloc.start()
        written = write_archive(stream, sheets, PLAIN)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert written == {"exchanges.Need": 20 * AT_ONCE}
    assert peak < 6 << 20, f"{peak >> 20} MiB for {20 * AT_ONCE * 300 >> 20} MiB of rows"


def open_nowhere() -> Any:
    """A file that takes no memory."""
    return TemporaryFile()


def test_export_costs_as_many_queries_for_one_row_as_for_many(
    settings: Settings, django_assert_max_num_queries: Any
) -> None:
    place = established()
    for _ in range(30):
        seeks(place.ada)
    with django_assert_max_num_queries(70):
        for sheet in mine_of(place.ada, on(3) + timedelta(hours=1)):
            list(sheet.rows)
