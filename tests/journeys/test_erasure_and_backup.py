"""P6, R8, R9: somebody who left thirty words in every place where a person can leave some is erased; a
network that people write in is saved, and brought back without her."""

import io
import logging
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from inspect import signature
from pathlib import Path

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connections, models
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils.module_loading import import_string
from pytest_django import Settings

from tests.cli.installation import DJANGO, IS_POSTGRESQL, Installation, new_installation
from tests.domain.introductions.town import Town, member, on
from tests.journeys.canaries import (
    CANARIES,
    LAST,
    eve_everywhere,
    traces,
    traces_in_files,
    traces_in_tables,
    watched,
)
from tests.web.public.visitors import settled
from tisserand.domain.introductions.actions import erase_person
from tisserand.domain.introductions.models import Introduction, Message
from tisserand.domain.people.actions import erase_row
from tisserand.domain.people.models import Person
from tisserand.domain.ties.models import Contact
from tisserand.project.clock import JOBS, ROOMS
from tisserand.project.logs import Impersonal
from tisserand.project.slots import Every

pytestmark = pytest.mark.slow
live = pytest.mark.django_db(transaction=True)
files_only = pytest.mark.skipif(IS_POSTGRESQL, reason="PostgreSQL forgets at its scheduled VACUUM")

KEPT = {"people_erasure.ref", "people_auditline.about"}
"""Where her reference stays, so that a restored backup erases her again."""
HERS = {
    "people_organisation.name", "people_person.email", "people_person.name", "people_person.phone",
    "people_person.town", "people_person.sector", "people_person.concern", "people_person.ref",
    "people_invitation.email", "people_invitation.name", "people_report.text", "attention_letter.address",
    "attention_letter.secret", "attention_letter.once", "circles_admission.facts", "exchanges_need.text",
    "exchanges_offer.text", "introductions_approval.note", "introductions_message.text",
    "introductions_side.intention", "introductions_side.outcome", "ties_contact.once", "ties_vouch.sentence",
    "circles_memberlist.name", "circles_memberlist.content", "circles_memberlist.reading",
}  # fmt: skip
"""The columns of ours in which a word or a reference of hers stands."""
NOT_HERS = {
    # of circles, and of nobody
    "circles_circle.name", "circles_circle.purpose", "circles_circle.charter", "circles_circle.town",
    "circles_circle.dye", "circles_circle.weave", "circles_bridge.themes", "attention_turn.job",
    "attention_turn.slot",
    # references of something else, or deleted with her row
    "people_report.about", "people_auditline.about", "people_erasure.ref", "attention_letter.about",
    "attention_request.about", "ties_contact.about", "introductions_introduction.pair",
    "introductions_introduction.facts", "introductions_introduction.reasons", "people_organisation.sector",
    "circles_memberlist.encoding", "circles_memberlist.outcome", "people_person.language",
    "people_person.zone", "people_person.password", "people_invitation.language",
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A folder of the installation for this test alone."""
    settings.FOLDER = tmp_path / "installation"
    return tmp_path


def an_hour_passes(at: datetime) -> None:
    """Do what the clock sends out within an hour, in its order."""
    for job in JOBS:
        if job.every in (Every.MINUTE, Every.HOUR):
            work = import_string(ROOMS + job.name)
            work(**({"at": at} if "at" in signature(work).parameters else {}))


def found_in_tables(words: list[str]) -> set[str]:
    return {word for known in traces_in_tables(words).values() for word in known}


# -- every column is looked at


WORDS = models.CharField | models.TextField | models.JSONField | models.BinaryField


def text_columns() -> set[str]:
    """Every column of our rooms that can hold somebody's words; codes and random references are not."""
    found = set()
    for table in apps.get_models():
        if not table.__module__.startswith(ROOMS):
            continue
        for column in table._meta.local_fields:
            words = isinstance(column, WORDS)
            code = isinstance(column, models.CharField) and column.max_length == 24 and column.name != "slot"
            if words and not code and (column.name != "ref" or table.__name__ in ("Person", "Erasure")):
                found.add(f"{table._meta.db_table}.{column.column}")
    return found


def test_every_column_of_words_is_hers_or_judged_not_to_be() -> None:
    assert text_columns() == HERS | NOT_HERS


@live
def test_words_stand_in_every_column_of_hers() -> None:
    eve, _ = eve_everywhere()
    found = traces_in_tables(watched(eve))
    assert found_in_tables(watched(eve)) == set(watched(eve))
    assert len(CANARIES) >= 30
    assert set(found) >= HERS
    outside = {column for column in found if column not in HERS}
    assert outside == {
        "account_emailaddress.email", "mfa_authenticator.data", "django_session.session_data",
        "usersessions_usersession.user_agent",
    }  # fmt: skip


# -- within the hour


@live
def test_nothing_of_her_is_in_any_table_within_the_hour() -> None:
    eve, _ = eve_everywhere()
    words, ref = watched(eve), eve.ref
    erase_person(person=eve, at=on(LAST))
    assert traces_in_tables(words) == {column: {ref} for column in KEPT}, "at once"
    an_hour_passes(on(LAST))
    assert traces_in_tables(words) == {column: {ref} for column in KEPT}, "and after the hour"


@live
@files_only
def test_nothing_of_her_is_in_the_files_within_the_hour() -> None:
    eve, _ = eve_everywhere()
    words = watched(eve)
    assert traces_in_files(words) >= set(CANARIES[:27]), "a session is compressed, the rest can be read"
    erase_person(person=eve, at=on(LAST))
    an_hour_passes(on(LAST))
    assert traces_in_files(words) == {eve.ref}


@live
@files_only
def test_file_that_does_not_overwrite_is_caught() -> None:
    """Planted: the same erasure where SQLite only forgets where rows were."""
    eve, _ = eve_everywhere()
    words = watched(eve)
    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=OFF")
    erase_person(person=eve, at=on(LAST))
    an_hour_passes(on(LAST))
    assert len(traces_in_files(words) - {eve.ref}) > 10
    connections["default"].close()


@live
def test_erasure_by_the_room_below_is_caught() -> None:
    """Planted: her row is erased, and what she wrote in introductions is forgotten there."""
    eve, _ = eve_everywhere()
    words = watched(eve)
    erase_row(person=eve, at=on(LAST))
    an_hour_passes(on(LAST))
    assert {"introductions_message.text", "introductions_approval.note"} <= set(traces_in_tables(words))


@live
def test_words_kept_in_a_table_that_is_not_ours_are_caught() -> None:
    """Planted: a short memory that outlives her."""
    eve, _ = eve_everywhere()
    words = watched(eve)
    cache.set("lately", [CANARIES[1]], None)
    erase_person(person=eve, at=on(LAST))
    assert {column: known for column, known in traces_in_tables(words).items() if column not in KEPT} == {
        "short_memory.value": {CANARIES[1]}
    }
    cache.clear()


# -- logs


@contextmanager
def heard() -> Iterator[io.StringIO]:
    """Give what the installation would write in its log meanwhile."""
    written = io.StringIO()
    listener = logging.StreamHandler(written)
    listener.setFormatter(Impersonal())
    ours, root = logging.getLogger("tisserand"), logging.getLogger()
    level = ours.level
    root.addHandler(listener)
    ours.setLevel(logging.DEBUG)
    try:
        yield written
    finally:
        root.removeHandler(listener)
        ours.setLevel(level)


def every_page() -> list[str]:
    """The address of every page that names nothing, a demo's left out."""
    names = {str(one.name) for one in _patterns(get_resolver().url_patterns)}
    found = []
    for name in sorted(names):
        with suppress(NoReverseMatch):
            found.append(reverse(name))
    assert {"/me/privacy", "/me/seen-as", "/privacy", "/today"} <= set(found)
    return found


def _patterns(patterns: Iterable[object]) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield one
        elif isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)


@live
def test_log_says_nothing_of_her() -> None:
    with heard() as log:
        eve, place = eve_everywhere()
        words = watched(eve)
        settled()
        browser = Client()
        browser.post("/signin", {"email": eve.email})
        browser.get(f"/people/{CANARIES[1]}/nothing?email={eve.email}")
        for page in pages(place):
            reader(place.bob).get(page)
        hers = reader(eve)
        for page in every_page():
            hers.get(page)
        assert b"PK" in b"".join(hers.post("/me/export").streaming_content)
        logging.getLogger("tisserand.project").warning("a line of ours")
        try:
            raise ValueError(CANARIES[2])
        except ValueError:
            logging.getLogger("tisserand.project").exception("a job stopped")
        erase_person(person=eve, at=on(LAST))
        an_hour_passes(on(LAST))
    assert "a line of ours" in log.getvalue() and "ValueError" in log.getvalue()
    assert traces(log.getvalue(), words) == set()


def test_line_that_names_somebody_is_caught() -> None:
    """Planted: a log that names her."""
    with heard() as log:
        logging.getLogger("tisserand.domain").warning("%s was erased", CANARIES[0])
    assert traces(log.getvalue(), CANARIES) == {CANARIES[0]}


# -- what the others read


def reader(person: Person) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def pages(place: Town) -> list[str]:
    """What Bob, the animators and the host may open."""
    refs = [row.ref for row in Introduction.objects.order_by("pk")]
    circles = [f"/circles/{place.one.ref}{page}" for page in ("", "/invitations", "/proposals", "/bridges")]
    return [
        "/today",
        "/me",
        "/circles",
        "/host",
        "/host/outbox",
        *circles,
        *(f"/introductions/{ref}" for ref in refs),
    ]


def told(place: Town) -> str:
    """Every page, as each of the others reads it."""
    host = member(name="Denise Arrighi", is_host=True)
    readers = (place.bob, place.animator, place.other_animator, host)
    said = [reader(person).get(page).content.decode() for person in readers for page in pages(place)]
    host.delete()
    return "\n".join(said)


@live
def test_others_keep_their_history_without_her_words() -> None:
    settled()
    eve, place = eve_everywhere()
    words = watched(eve)
    before = traces(told(place), words)
    assert {CANARIES[1], CANARIES[9], CANARIES[16], CANARIES[18]} <= before, (
        "her address, name and words are read"
    )
    ref = Introduction.objects.get(sides__person=place.bob).ref
    erase_person(person=eve, at=on(LAST))
    an_hour_passes(on(LAST))
    assert traces(told(place), words) == set()
    page = reader(place.bob).get(f"/introductions/{ref}")
    assert page.status_code == 200 and "ncien membre" in page.content.decode()
    assert "bonjour à vous" in page.content.decode()
    assert Message.objects.filter(introduction__ref=ref).count() == 2
    assert Contact.objects.filter(about=ref).count() == 1


# -- saved and brought back

LIVE = """
from tests.journeys.canaries import eve_everywhere, watched
eve, place = eve_everywhere()
print(json.dumps({"eve": eve.ref, "words": watched(eve), "circle": place.one.ref, "bob": place.bob.email}))
"""
ERASE = """
from tisserand.domain.introductions.actions import erase_person
from tisserand.domain.people.models import Person
from tests.domain.introductions.town import on
print(json.dumps(erase_person(person=Person.objects.get(ref="{ref}"), at=on(22))))
"""
IMPORT = """
import itertools
from tests.domain.introductions.town import MONDAY
from tisserand.domain.circles.actions import import_people
from tisserand.domain.circles.models import Circle, Membership
from tisserand.formats.records import Person as Record
circle = Circle.objects.get(ref="{circle}")
by = Membership.objects.animating().filter(circle=circle).first().person
for turn in itertools.count():
    rows = [Record(str(row), email=f"g{{turn}}.{{row}}@guests.example.org") for row in range(100)]
    import_people(by=by, circle=circle, people=rows, at=MONDAY)
    print(turn + 1, flush=True)
"""
GUESTS = """SELECT count(*), count(admission.id) FROM people_invitation AS invitation
LEFT JOIN circles_admission AS admission ON admission.invitation_id = invitation.id
WHERE invitation.email LIKE '%@guests.example.org'"""
LOOK = """
from tests.journeys.canaries import traces_in_tables
print(json.dumps({{name: sorted(words) for name, words in traces_in_tables({words}).items()}}))
"""
BOB = "SELECT count(*) FROM introductions_message WHERE text = 'bonjour à vous'"


@contextmanager
def somebody_importing(site: Installation, circle: str) -> Iterator[Iterator[str]]:
    """Import list after list from another program, until the end of the block; give what it says was done."""
    command = [sys.executable, "-c", DJANGO + IMPORT.format(circle=circle)]
    with subprocess.Popen(command, env=site.environment, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        try:
            yield iter(program.stdout.readline, "")
        finally:
            program.kill()


def saved_meanwhile(site: Installation, circle: str, file: Path) -> tuple[int, int]:
    """Save an installation that somebody imports into; how many lists were acknowledged before, and are there
    after."""
    with somebody_importing(site, circle) as done:
        before = int(next(done))
        saved = site.run("backup", str(file))
        assert saved.returncode == 0, saved.stderr
    return before, site.rows(GUESTS)[0][0] // 100


def brought_back(site: Installation, backup: Path, fresh: Installation) -> str:
    """Restore a backup in a new folder, from an installation or from nothing; what was said."""
    came = Installation(site.folder, fresh.settings).run("restore", str(backup), "--into", str(fresh.folder))
    assert came.returncode == 0, came.stderr
    return came.stdout


def test_network_saved_under_load_comes_back_whole_without_her(tmp_path: Path) -> None:
    site, _ = new_installation(tmp_path / "site")
    known = site.told(LIVE)
    before, after = saved_meanwhile(site, known["circle"], tmp_path / "yesterday")
    site.told(ERASE.format(ref=known["eve"]))
    fresh = Installation(tmp_path / "fresh")
    said = brought_back(site, tmp_path / "yesterday", fresh)
    assert "all as they were saved" in said  # counts and sums of every table
    assert "1 person erased since was erased again" in said

    # each list of a hundred is there whole or not at all, and none that was acknowledged before is lost
    invitations, admissions = fresh.rows(GUESTS)[0]
    assert invitations == admissions and invitations % 100 == 0
    assert before <= invitations // 100 <= after

    # she is nowhere in it, and the others are as they were
    words = known["words"]
    assert fresh.told(LOOK.format(words=words)) == {column: [known["eve"]] for column in KEPT}
    if not IS_POSTGRESQL:
        raw = "".join(path.read_bytes().decode("latin-1") for path in fresh.folder.glob("tisserand.sqlite3*"))
        assert traces(raw, words) == {known["eve"]}
        assert known["bob"] in raw
    assert fresh.rows(BOB) == [(1,)]


def test_backup_without_a_list_of_the_erased_brings_her_back(tmp_path: Path) -> None:
    """Control: what the test above looks for is in the backup, and would be found."""
    site, _ = new_installation(tmp_path / "site")
    known = site.told(LIVE)
    assert site.run("backup", str(tmp_path / "yesterday")).returncode == 0
    fresh = Installation(tmp_path / "fresh")
    said = brought_back(Installation(tmp_path / "nowhere", fresh.settings), tmp_path / "yesterday", fresh)
    assert "Nobody was erased since" in said
    found = fresh.told(LOOK.format(words=known["words"]))
    assert set(found) >= HERS
    closed = CANARIES[27]  # sessions end with a restore
    assert {word for words in found.values() for word in words} == set(known["words"]) - {closed}
