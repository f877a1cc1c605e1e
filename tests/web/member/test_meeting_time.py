"""The first half hour: suggested times, their calendar file, the printable frame."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from tests.web.member.world import TODAY, World, build, establish, introduce, signed_in
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.vocabulary import Axis
from tisserand.wording.catalogue import LANGUAGES, translator
from tisserand.wording.frames import FRAMES, frame

pytestmark = pytest.mark.django_db


def talks() -> tuple[World, Introduction]:
    """Camille and Mehdi both said yes; he ticked his telephone."""
    world = build()
    world.mehdi.phone = "+33 6 12 34 56 78"
    world.mehdi.save()
    one = establish(introduce(world, world.camille, world.mehdi))
    Side.objects.filter(introduction=one, person=world.mehdi).update(reveals_phone=True)
    return world, one


def entry_of(content: bytes) -> Any:
    """The one entry of a calendar file."""
    (entry,) = Calendar.from_ical(content).walk("VEVENT")
    return entry


def test_file_is_half_an_hour_in_utc_under_one_name() -> None:
    world, one = talks()
    browser, seen = signed_in(world.camille), []
    for number in ("1", "2", "3", "1"):
        answered = browser.get(f"/introductions/{one.ref}/time.ics?time={number}")
        assert answered["Content-Type"] == "text/calendar; charset=utf-8"
        assert answered["Content-Disposition"].startswith("attachment")
        seen.append(entry_of(answered.content))
    assert {str(entry["uid"]) for entry in seen} == {f"{one.ref}@tisserand"}
    begins = [entry["dtstart"].dt for entry in seen]
    assert begins[0] == datetime(2024, 11, 26, 11, 30, tzinfo=UTC)  # 12:30 in Paris, a week later
    assert len(set(begins)) == 3 and begins[3] == begins[0]
    assert all(entry["dtend"].dt - entry["dtstart"].dt == timedelta(minutes=30) for entry in seen)


def test_both_are_given_the_same_times_wherever_they_live() -> None:
    world, one = talks()
    world.mehdi.zone = "Indian/Reunion"
    world.mehdi.save()
    files = [
        entry_of(signed_in(who).get(f"/introductions/{one.ref}/time.ics").content)
        for who in (world.camille, world.mehdi)
    ]
    assert files[0]["dtstart"].dt == files[1]["dtstart"].dt
    assert files[0]["uid"] == files[1]["uid"]


def test_file_holds_the_details_that_were_ticked_and_no_other() -> None:
    world, one = talks()
    said = str(
        entry_of(signed_in(world.camille).get(f"/introductions/{one.ref}/time.ics").content)["description"]
    )
    assert "+33 6 12 34 56 78" in said
    assert "example.org" not in said
    hers = signed_in(world.mehdi).get(f"/introductions/{one.ref}/time.ics").content
    assert b"camille" not in hers.lower().replace(b"camille roussel", b"")


@pytest.mark.parametrize("number", ["0", "4", "-1", "x", "9" * 40, ""])
def test_time_that_is_none_is_the_first(number: str) -> None:
    world, one = talks()
    answered = signed_in(world.camille).get(f"/introductions/{one.ref}/time.ics?time={number}")
    assert entry_of(answered.content)["dtstart"].dt.day == 26


def test_hostile_name_stays_inside_its_line() -> None:
    world, one = talks()
    world.mehdi.name = "Mehdi;x,y\\n BEGIN:VALARM"
    world.mehdi.save()
    content = signed_in(world.camille).get(f"/introductions/{one.ref}/time.ics").content
    assert content.count(b"\nBEGIN:") == 1
    assert "BEGIN:VALARM" in str(entry_of(content)["summary"])


@pytest.mark.parametrize("page", ["time.ics", "frame"])
def test_nothing_is_there_before_two_yeses_nor_for_anybody_else(page: str) -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    address = f"/introductions/{one.ref}/{page}"
    assert [signed_in(who).get(address).status_code for who in (world.camille, world.mehdi)] == [404, 404]
    establish(one)
    assert signed_in(world.camille).get(address).status_code == 200
    assert signed_in(world.helene).get(address).status_code == 404
    one.sides.filter(person=world.camille).update(gone=True)
    assert signed_in(world.camille).get(address).status_code == 404


def test_page_offers_the_times_still_to_come() -> None:
    world, one = talks()
    browser = signed_in(world.camille)
    page = browser.get(f"/introductions/{one.ref}").content.decode()
    assert [f"time.ics?time={n}" in page for n in (1, 2, 3)] == [True] * 3
    assert f'href="/introductions/{one.ref}/frame"' in page
    Introduction.objects.update(established_on=TODAY - timedelta(days=8))
    page = browser.get(f"/introductions/{one.ref}").content.decode()
    assert [f"time.ics?time={n}" in page for n in (1, 2, 3)] == [False, True, True]
    Introduction.objects.update(established_on=TODAY - timedelta(days=30))
    assert "time.ics" not in browser.get(f"/introductions/{one.ref}").content.decode()


def test_former_member_is_not_to_be_met() -> None:
    world, one = talks()
    Side.objects.filter(introduction=one, person=world.mehdi).delete()
    Introduction.objects.update(pair="")
    browser = signed_in(world.camille)
    assert "time.ics" not in browser.get(f"/introductions/{one.ref}").content.decode()
    assert browser.get(f"/introductions/{one.ref}/time.ics").status_code == 404


@pytest.mark.parametrize("axis", [*Axis, "", "nothing"])
def test_frame_has_three_questions_for_each_axis(axis: str) -> None:
    world, one = talks()
    page = signed_in(world.camille).get(f"/introductions/{one.ref}/frame?axis={axis}").content.decode()
    assert page.count('class="question"') == 3
    assert page.count(f'href="/introductions/{one.ref}/frame') == 3  # the other axes


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("axis", Axis)
def test_frame_lasts_half_an_hour_and_asks(axis: Axis, lang: str) -> None:
    said = frame(axis, translator(lang))
    assert sum(one.minutes for one in said.questions) == 30
    assert all(one.text.endswith("?") for one in said.questions)
    assert set(FRAMES) == set(Axis)
