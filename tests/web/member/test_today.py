"""Today: what she asked for, what waits with its date, the first step when nothing does, and an end."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.web.member.world import (
    AT,
    TODAY,
    World,
    build,
    circle,
    establish,
    introduce,
    join,
    person,
    signed_in,
)
from tisserand.domain.attention.actions import set_budget
from tisserand.domain.circles.actions.signature import ask_to_sign
from tisserand.domain.exchanges.models import Need, Offer
from tisserand.domain.introductions.models import Approval, Side
from tisserand.domain.people.models import Consent, Person
from tisserand.vocabulary import Role

pytestmark = pytest.mark.django_db


def page_of(who: Person) -> str:
    """Her Today."""
    return signed_in(who).get("/today").content.decode()


def queries_of(who: Person, page: str) -> int:
    """How many queries a page takes."""
    browser = signed_in(who)
    with CaptureQueriesContext(connections["default"]) as counted:
        assert browser.get(page).status_code == 200
    return len(counted)


def strangers(world: World, number: int) -> list[Person]:
    """People of the other circle."""
    found = [person(f"Ami{rank} Nom") for rank in range(number)]
    for one in found:
        join(one, world.communs)
    return found


def test_letter_waits_with_its_three_answers_and_the_page_ends() -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    page = page_of(world.camille)
    assert page.index("Mehdi Benali") < page.index('class="finis"')
    for said in (f"/introductions/{one.ref}/answer", f"/introductions/{one.ref}/later", "reveals_email"):
        assert said in page
    assert page.count('class="place full"') == 1
    assert page.count('class="place') == 2


def test_letters_beyond_what_she_asked_for_wait_as_lines_the_first_to_close_whole() -> None:
    world = build()
    for rank, other in enumerate(strangers(world, 4)):
        introduce(world, world.camille, other, with_asks=False, shown_on=TODAY - timedelta(days=rank * 2))
    page = page_of(world.camille)
    assert page.count('class="letter"') == 2
    letters, rows = page.split('class="rows"')[:2]
    assert "Ami3" in letters and "Ami2" in letters
    assert rows.index("Ami1") < rows.index("Ami0")
    assert rows.count('class="due"') == 2


def test_letter_inside_one_circle_has_one_colour() -> None:
    world = build()
    join(world.mehdi, world.sillage)
    introduce(world, world.camille, world.mehdi, route="inside", circle_two=world.sillage)
    page = page_of(world.camille)
    letter = page[page.index('class="circles"') :].split("</p>")[0]
    assert letter.count("Sillage Lyon") == 1
    assert 'class="knot"' not in letter
    assert "Lieux Communs" not in page


def test_what_was_never_shown_is_not_there() -> None:
    world = build()
    introduce(world, world.camille, world.mehdi)
    assert "Camille" not in page_of(world.mehdi)


@pytest.mark.parametrize(
    ("change", "address"),
    [("new", "/welcome"), ("without_asks", "/me#asks"), ("paused", 'href="/me"'), ("all_said", "/me#asks")],
)
def test_empty_today_offers_one_first_step(change: str, address: str) -> None:
    world = build()
    if change == "new":
        Consent.objects.filter(person=world.camille).delete()
    elif change == "paused":
        world.camille.paused_on = TODAY
        world.camille.save()
    elif change == "all_said":
        Need.objects.create(person=world.camille, text="Un local", created_on=TODAY)
    page = page_of(world.camille)
    empty = page[page.index('class="sheet empty"') :]
    assert address in empty[: empty.index("</div>")]


def test_each_thing_that_waits_says_its_date() -> None:
    world = build()
    yes, no, aside, met = strangers(world, 4)
    for who, change in ((yes, {"answer": "yes"}), (no, {"answer": "no"}),
                        (aside, {"aside_until": TODAY + timedelta(days=7)})):  # fmt: skip
        one = introduce(world, world.camille, who, with_asks=False)
        Side.objects.filter(introduction=one, person=world.camille).update(**change)
    establish(introduce(world, world.camille, met, with_asks=False), TODAY - timedelta(days=14))
    rows = page_of(world.camille).split('class="rows"')[1].split("</ul>")[0].split("<li>")[1:]
    told = {who.name: next(row for row in rows if who.name in row) for who in (yes, no, aside, met)}
    assert "17\u00a0" in told[yes.name] and "17\u00a0" in told[no.name]  # 28 days after the 19th
    assert "26\u00a0" in told[aside.name]
    assert 'class="due"' in told[met.name] and "17\u00a0" in told[met.name]
    assert rows[0] == told[met.name]


def test_who_animates_sees_what_her_circles_wait_for() -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi, shown_on=None, stage="drafted")
    Approval.objects.create(introduction=one, circle=world.sillage)
    world.bridge.signatures.filter(circle=world.sillage).delete()
    assert f"/bridges/{world.bridge.ref}" not in page_of(world.helene)
    assert ask_to_sign(bridge=world.bridge, at=AT) == 1
    page = page_of(world.helene)
    assert f"/circles/{world.sillage.ref}/proposals" in page
    assert f"/bridges/{world.bridge.ref}" in page
    assert "17\u00a0" in page  # 28 days to sign
    introduce(world, world.helene, world.mehdi)
    assert queries_of(world.helene, "/today") <= 12
    assert "Mehdi" not in page
    assert "/proposals" not in page_of(world.camille)


def test_week_without_proposals_says_so() -> None:
    world = build()
    set_budget(person=world.camille, a_week=0, letter_days=2, at=AT)
    page = page_of(world.camille)
    assert 'class="place' not in page


@pytest.mark.parametrize("where", ["letters", "waiting", "established", "ended"])
def test_queries_do_not_grow_with_what_is_there(where: str) -> None:
    world = build()
    Offer.objects.create(person=world.camille, text="Une heure", created_on=TODAY)
    counts = []
    for number in (1, 2, 27):
        for other in [person(f"{where}{number}x{rank} Nom") for rank in range(number)]:
            join(other, world.communs)
            shown_on = TODAY - timedelta(days=40) if where == "ended" else TODAY
            one = introduce(world, world.camille, other, with_asks=False, shown_on=shown_on)
            if where == "waiting":
                one.sides.filter(person=world.camille).update(answer="yes")
            if where == "established":
                establish(one)
        counts.append(queries_of(world.camille, "/today"))
    assert counts[1] == counts[2]
    assert counts[0] <= counts[1]


def test_queries_do_not_grow_with_the_circles_she_animates() -> None:
    world = build()
    counts = []
    for number in (1, 2, 27):
        for rank in range(number):
            join(world.helene, circle(f"Cercle {number} {rank}", "indigo", "serge_montant"), Role.ANIMATOR)
        counts.append(queries_of(world.helene, "/today"))
    assert counts[0] == counts[1] == counts[2]
