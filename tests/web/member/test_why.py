"""Why this proposal: true facts, what would change it, what is withheld, what is said after an answer."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.web.member.world import AT, OFFER, TODAY, World, build, establish, introduce, person, signed_in
from tests.web.member.world import join as joins
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.people.actions import set_consent, withhold
from tisserand.domain.people.models import Hide, Person
from tisserand.vocabulary import Consent, Field, Reader

pytestmark = pytest.mark.django_db


def page_of(who: Person, one: Introduction) -> str:
    return signed_in(who).get(f"/introductions/{one.ref}").content.decode()


def through_helene(world: World) -> Introduction:
    """A letter whose go-between is Hélène, who agreed to be named."""
    one = introduce(world, world.camille, world.mehdi, go_between=world.helene)
    set_consent(person=world.helene, code=Consent.NAMED, allowed=True, at=AT)
    return one


def test_twenty_threads_are_told() -> None:
    world = build()
    page = page_of(world.camille, introduce(world, world.camille, world.mehdi))
    shares = [part.split("</p>")[0] for part in page.split('class="share')[1:]]
    assert sum(int("".join(filter(str.isdigit, share.split(">")[1]))[:-2]) for share in shares) == 20


def test_what_would_change_it_leads_to_her_own_settings() -> None:
    world = build()
    one = through_helene(world)
    page = page_of(world.camille, one)
    for said in ("/close", 'href="/me#rhythm"', f"/introductions/{one.ref}/not-through", 'name="never"',
                 'href="/circles#beyond"', "Hélène Garnier", "2024"):  # fmt: skip
        assert said in page, said


def test_no_longer_through_somebody_hides_her_and_names_her_no_more() -> None:
    world = build()
    one = through_helene(world)
    browser = signed_in(world.camille)
    for _double in range(2):
        answered = browser.post(f"/introductions/{one.ref}/not-through")
        assert answered.status_code in (302, 404)  # the second finds nobody named
    assert Hide.objects.filter(person=world.camille, other=world.helene).count() == 1
    browser.get("/today")  # reads the notice
    page = page_of(world.camille, one)
    assert "Hélène" not in page.split('id="change"')[0]
    assert "not-through" not in page
    assert signed_in(world.mehdi).get(f"/introductions/{one.ref}").status_code == 404


def test_nobody_is_found_through_a_letter_that_names_nobody() -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi, go_between=world.helene)
    assert "Hélène" not in page_of(world.camille, one)
    assert signed_in(world.camille).post(f"/introductions/{one.ref}/not-through").status_code == 404
    assert Hide.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Field.TOWN, "Lyon"),
        (Field.ORGANISATION, "La Grande Remise"),
        (Field.CONCERN, "des lieux qui restent ouverts"),
        (Field.ACTOR_TYPE, "tiers-lieu"),
    ],
)
def test_withheld_fact_is_in_no_letter_and_its_reason_stays(field: Field, value: str) -> None:
    world = build()
    world.sillage.name = "Sillage"
    world.sillage.save()
    one = introduce(world, world.camille, world.mehdi)
    Introduction.objects.filter(pk=one.pk).update(
        reasons={"need": 0.5, "across": 0.2, "town": 0.2, "mix": 0.1}
    )
    before = page_of(world.camille, one)
    told = "".join(before.split('id="sight"')[0])
    assert value in told
    withhold(person=world.mehdi, field=field, reader=Reader.OTHER_SIDE, at=AT)
    after = page_of(world.camille, one)
    assert value not in after.split('id="sight"')[0]
    assert after.count('class="share') == before.count('class="share')
    today = signed_in(world.camille).get("/today").content.decode()
    assert value not in today
    assert OFFER in today


def test_what_she_withholds_is_not_said_to_be_in_the_other_letter() -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    seen = page_of(world.camille, one).split('id="sight"')[1]
    withhold(person=world.camille, field=Field.TOWN, reader=Reader.OTHER_SIDE, at=AT)
    after = page_of(world.camille, one).split('id="sight"')[1]
    assert len(after) < len(seen)


def said_after(who: Person, address: str, facts: dict[str, str]) -> str:
    """The notice on the page that follows an act, in English."""
    Person.objects.filter(pk=who.pk).update(language="en")
    page = signed_in(who).post(address, facts, follow=True).content.decode()
    return page.split('role="status">')[1].split("</p>")[0]


def test_second_yes_is_told_as_two_and_the_first_as_one() -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    address = f"/introductions/{one.ref}/answer"
    assert "Nobody sees it unless" in said_after(world.camille, address, {"answer": "yes"})
    Introduction.objects.filter(pk=one.pk).update(stage="asked_second")
    Side.objects.filter(introduction=one, person=world.mehdi).update(shown_on=TODAY)
    assert "You both said yes" in said_after(world.mehdi, address, {"answer": "yes"})


def test_we_met_is_told_once_both_said_so() -> None:
    world = build()
    one = establish(introduce(world, world.camille, world.mehdi), TODAY - timedelta(days=15))
    address = f"/introductions/{one.ref}/met"
    assert "not yet" in said_after(world.camille, address, {"met": "no"})
    assert "until then, to nobody" in said_after(world.camille, address, {"met": "yes"})
    assert "You both say that you met" in said_after(world.mehdi, address, {"met": "yes"})


@pytest.mark.parametrize("number", [1, 3])
def test_pages_take_twelve_queries_at_most(number: int) -> None:
    world = build()
    letters = [through_helene(world)]
    for rank in range(number):
        ana, bao = person(f"Ana{rank} Nom"), person(f"Bao{rank} Nom")
        joins(ana, world.communs)
        joins(bao, world.communs)
        introduce(world, world.camille, ana, with_asks=False)
        letters.append(establish(introduce(world, world.camille, bao, with_asks=False)))
    browser = signed_in(world.camille)
    first, last = letters[0].ref, letters[-1].ref
    for page in (
        "/today",
        f"/introductions/{first}",
        f"/introductions/{last}",
        f"/introductions/{last}/frame",
    ):
        with CaptureQueriesContext(connections["default"]) as counted:
            assert browser.get(page).status_code == 200
        assert len(counted) <= 12, page
