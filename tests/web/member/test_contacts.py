"""The page of the people one knows: found by name, named in one gesture, read when one comes."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.web.member.world import AT, build, join, person, signed_in
from tisserand.domain.attention.models import Letter, Request
from tisserand.domain.introductions.actions import name_contact
from tisserand.domain.people.models import Person
from tisserand.domain.ties.models import Contact, Tie

pytestmark = pytest.mark.django_db
PAGE = "/me/contacts"


def page_of(who: Person, find: str = "") -> str:
    return signed_in(who).get(PAGE, {"name": find} if find else {}).content.decode()


def test_named_by_one_and_confirmed_by_the_other_without_a_mail() -> None:
    world = build()
    assert "Hélène Garnier" in page_of(world.camille)
    assert "Mehdi" not in page_of(world.camille)
    browser = signed_in(world.camille)
    for _double in range(2):
        answered = browser.post(PAGE + "/declare", {"person": world.helene.ref})
        assert (answered.status_code, answered["Location"]) == (302, PAGE)
    asked = page_of(world.helene)
    assert 'id="asked"' in asked and "Camille Roussel" in asked
    assert (Letter.objects.count(), Request.objects.count(), Tie.objects.count()) == (0, 0, 0)
    signed_in(world.helene).post(PAGE + "/declare", {"person": world.camille.ref})
    assert Tie.objects.count() == 1
    assert "said-done" in page_of(world.camille) and "said-done" in page_of(world.helene)
    browser.post(PAGE + "/withdraw", {"person": world.helene.ref})
    assert (Tie.objects.count(), Contact.objects.count()) == (0, 1)


@pytest.mark.parametrize("typed", ["mehdi@example.org", "Mehdi", "", "aaaaaaaaaaaa", "<b>", "é" * 400])
def test_nobody_outside_her_circles_can_be_found_or_named(typed: str) -> None:
    world = build()
    browser = signed_in(world.camille)
    assert "Mehdi" not in browser.get(PAGE, {"name": "zz" + typed}).content.decode().replace(typed, "")
    assert browser.post(PAGE + "/declare", {"person": typed}).status_code == 404
    assert browser.post(PAGE + "/declare", {"person": world.mehdi.ref}).status_code == 404
    assert Contact.objects.count() == 0


def test_hostile_search_is_text() -> None:
    page = page_of(build().camille, "<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_opening_the_address_of_an_act_changes_nothing() -> None:
    world = build()
    for act in ("declare", "withdraw"):
        assert signed_in(world.camille).get(f"{PAGE}/{act}").status_code == 405


def test_queries_are_few_and_do_not_grow_with_the_people_named() -> None:
    world, counts = build(), []
    for number in (1, 3, 9):
        for rank in range(number):
            other = person(f"Ami{number}x{rank} Nom")
            join(other, world.sillage)
            name_contact(person=world.camille, ref=other.ref, at=AT)
            name_contact(person=other, ref=world.camille.ref, at=AT)
        browser = signed_in(world.camille)
        with CaptureQueriesContext(connections["default"]) as counted:
            browser.get(PAGE)
        counts.append(len(counted))
    assert counts[0] == counts[1] == counts[2] <= 12
