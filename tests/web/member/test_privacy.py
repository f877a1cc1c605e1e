"""My privacy: who sees what, seen with other eyes, what says her name, everything in one file, the notice."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.test import Client

from tests.web.member.test_own import queries_of
from tests.web.member.world import AT, TODAY, build, introduce, join, person, signed_in
from tisserand.domain.introductions.models import Introduction
from tisserand.domain.people.actions import set_consent, write_withheld
from tisserand.domain.people.models import AuditLine, Person
from tisserand.domain.people.queries import consents_of, withheld_of
from tisserand.domain.register import REGISTER
from tisserand.vocabulary import Consent, Field, Reader
from tisserand.wording.catalogue import translator
from tisserand.wording.fields import FIELDS, TABLES
from tisserand.wording.register import PURPOSES, register_said

pytestmark = pytest.mark.django_db
EVERYTHING = [f"{field}-{reader}" for field in Field for reader in ("circle", "other_side", "animator")]
KINDS = ("circle", "other_side", "animator", "public")


def page(browser: Client, address: str) -> str:
    answered = browser.get(address)
    assert answered.status_code == 200
    return answered.content.decode()


def test_what_is_not_ticked_is_kept_and_what_is_ticked_is_shown_again() -> None:
    world = build()
    browser = signed_in(world.camille)
    assert page(browser, "/me/privacy").count(" checked") == len(EVERYTHING)
    shown = [cell for cell in EVERYTHING if cell not in ("town-other_side", "sector-animator")]
    answered = browser.post("/me/visibility", {"shown": shown})
    assert (answered.status_code, answered["Location"]) == (302, "/me/privacy#sight")
    kept = {(Field.TOWN, Reader.OTHER_SIDE), (Field.SECTOR, Reader.ANIMATOR)}
    assert withheld_of(world.camille) == kept
    assert page(browser, "/me/privacy").count(" checked") == len(EVERYTHING) - 2
    browser.post("/me/visibility", {"shown": [*EVERYTHING, "town-public", "email-circle", "nonsense"]})
    assert withheld_of(world.camille) == frozenset(), "what does not exist is not shown"
    assert withheld_of(world.mehdi) == frozenset()


@pytest.mark.parametrize(
    ("reader", "seen"), [("circle", True), ("animator", True), ("other_side", True), ("public", False)]
)
def test_seen_as_a_kind_of_reader_is_what_that_reader_is_shown(reader: str, seen: bool) -> None:
    world = build()
    browser, address = signed_in(world.camille), f"/me/seen-as?reader={reader}"
    words = (world.camille.concern, "Bocaux &amp; Cie", "Lyon")
    assert all((word in page(browser, address).partition("<main")[2]) is seen for word in words)
    if seen:
        write_withheld(person=world.camille, kept={("town", reader), ("concern", reader)}, at=AT)
        told = page(browser, address).partition("<main")[2]
        assert world.camille.concern not in told
        assert "Bocaux &amp; Cie" in told
    assert world.camille.email not in page(browser, address)


def test_seen_as_circle_is_the_row_that_members_read() -> None:
    world = build()
    nour = person("Nour Haddad")
    join(nour, world.sillage)
    write_withheld(person=world.camille, kept={("organisation", "circle")}, at=AT)
    theirs = page(signed_in(nour), f"/circles/{world.sillage.ref}").partition("<main")[2]
    mine = page(signed_in(world.camille), "/me/seen-as?reader=circle").partition("<main")[2]
    for word in (world.camille.concern, "Bocaux &amp; Cie"):
        assert (word in theirs) is (word in mine), word


def test_seen_as_somebody_by_name_does_not_exist() -> None:
    world = build()
    browser = signed_in(world.camille)
    assert browser.get(f"/me/seen-as?reader={world.mehdi.ref}").status_code == 404
    assert page(signed_in(person("Seule Personne")), "/me/seen-as?reader=circle")


def test_citations_are_listed_until_there_is_none_and_taken_back_by_one_gesture() -> None:
    world = build()
    browser = signed_in(world.helene)
    assert "/me/consents/named" in page(browser, "/me/privacy")
    made = introduce(world, world.camille, world.mehdi)
    Introduction.objects.update(go_between=world.helene)
    set_consent(person=world.helene, code=Consent.NAMED, allowed=True, at=AT)
    told = page(browser, "/me/privacy")
    assert "Lieux Communs" in told and "Sillage Lyon" in told
    assert "Mehdi" not in told and "Camille" not in told and made.ref not in told
    browser.post("/me/consents/named", {"allowed": "no"})
    assert consents_of(world.helene)[Consent.NAMED] is False


@pytest.mark.parametrize("language", ["fr", "en"])
def test_export_is_one_file_and_one_line(language: str) -> None:
    world = build()
    Person.objects.filter(pk=world.camille.pk).update(phone="+33 6 12 34 56 78", language=language)
    introduce(world, world.camille, world.mehdi)
    browser = signed_in(world.camille)
    answered = browser.post("/me/export")
    assert answered.status_code == 200
    assert answered["Content-Disposition"].endswith('.zip"')
    with zipfile.ZipFile(io.BytesIO(b"".join(answered.streaming_content))) as archive:
        told = json.loads(archive.read("mine.json"))
        read = archive.read("mine.html").decode()
        table = archive.read("people-person.csv").decode()
    assert told["people.Person"][0]["phone"] == "+33 6 12 34 56 78" and "'+33 6" in table
    assert told["introductions.Introduction"][0]["other"] == "Mehdi Benali"
    assert told["people.AuditLine"][0]["act"] == "exported"
    assert f'lang="{language}"' in read and "<script" not in read and "http" not in read
    assert "Bocaux &amp; Cie" in read and world.mehdi.email not in read
    (line,) = AuditLine.objects.all()
    assert (line.person, line.act, line.by) == (world.camille, "exported", world.camille)
    assert browser.get("/me/export").status_code == 405


def test_everything_has_its_words() -> None:
    for label, table in REGISTER.items():
        sheets = [f"{label}-{mine.name}" if mine.name else label for mine in table.mine]
        assert {*sheets, *([label] if table.entries else [])} <= set(TABLES), label
        assert set(table.entries) <= set(FIELDS), label
    assert {entry.purpose for table in REGISTER.values() for entry in table.entries.values()} == set(PURPOSES)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_register_is_told_whole(language: str) -> None:
    lines = [line for chapter in register_said(translator(language)) for line in chapter.lines]
    personal = {label for label, table in REGISTER.items() if table.entries}
    assert len({line.table for line in lines}) == len(
        {translator(language).gettext(TABLES[one]) for one in personal}
    )
    assert all(line.fields and line.basis and line.seen_by and line.duration for line in lines)
    assert not any("{" in line.duration for line in lines)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_notice_is_read_by_anybody_and_names_who_answers(language: str, settings: object) -> None:
    browser = Client(headers={"accept-language": language})
    before = page(browser, "/privacy")
    settings.CONTACT = "Association des Lisières, donnees@lisieres.example"  # type: ignore[attr-defined]
    after = page(browser, "/privacy")
    assert "donnees@lisieres.example" in after and "donnees@" not in before
    assert after.count("<details") == len({chapter.code for chapter in register_said(translator(language))})
    assert not browser.cookies or set(browser.cookies) <= {"csrftoken"}


def test_queries_do_not_grow_with_citations() -> None:
    world = build()
    counts = []
    for number in (1, 3):
        for rank in range(number):
            other = person(f"Autre{number}x{rank} Nom")
            introduce(world, world.camille, other, with_asks=False, go_between=world.helene,
                      shown_on=TODAY - timedelta(days=rank))  # fmt: skip
        counts.append(queries_of(world.helene, "/me/privacy"))
    assert counts[0] == counts[1] <= 12
    assert all(queries_of(world.helene, f"/me/seen-as?reader={kind}") <= 12 for kind in KINDS)
