"""The Monday page: what presses is said, one button does it, and no page tells an answer or an address."""

import re

import pytest

from tests.domain.circles.villages import is_constant, queries_of
from tests.domain.introductions import town
from tests.domain.observatory.mondays import ago, arrived, introduced, looked_after, to_read, used_to_come
from tests.web.animator.test_circles import english, signed
from tests.web.public.visitors import settled
from tisserand.domain.attention.models import Clock
from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.circles.queries import sponsors_for
from tisserand.domain.introductions.models import Approval
from tisserand.domain.observatory.models import Measure
from tisserand.domain.people.models import Block, Person
from tisserand.formats.figures import FigureCode
from tisserand.vocabulary import ApprovalMode

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _settled() -> None:
    settled()
    Clock.objects.update(at=town.MONDAY)


@pytest.fixture
def helene() -> Person:
    return looked_after(approval=ApprovalMode.REQUIRED)[0]


@pytest.fixture
def here(helene: Person) -> Circle:
    Circle.objects.update(name="Sillage Lyon", dye="garance", weave="toile")
    return helene.memberships.get().circle


def page(person: Person, here: Circle) -> str:
    answer = english(person).get(f"/circles/{here.ref}/monday")
    assert answer.status_code == 200
    return answer.content.decode()


def test_monday_leads_to_her_first_circle_and_to_nobody_elses(helene: Person, here: Circle) -> None:
    Membership.objects.create(person=helene, circle=town.circle(), role="animator", joined_on=ago(9))
    assert english(helene).get("/monday")["location"] == f"/circles/{_first(helene).ref}/monday"
    assert english(town.member(here)).get("/monday").status_code == 404


def _first(person: Person) -> Circle:
    return Circle.objects.filter(memberships__person=person).order_by("name")[0]


def test_empty_monday_says_so_and_offers_first_steps(helene: Person, here: Circle) -> None:
    html = page(helene, here)
    for said in (
        "Hello Hélène, nothing presses today",
        "Nothing to read again",
        "Nobody new for two months",
        "Invite somebody",
        "Open a first bridge",
        "Nothing to tell yet",
        "Nobody this week.",
    ):
        assert said in html


def test_full_monday_announces_its_length_and_counts(helene: Person, here: Circle) -> None:
    there = town.circle(name="Lieux Communs")
    nour = arrived(here, 47, "Nour Haddad")
    yves, paul = town.member(here, name="Yves Lacombe"), town.member(here, name="Paul Vasseur")
    used_to_come(yves, paul)
    used_to_come(paul, town.member(here, name="Zoé"))
    to_read(paul, town.member(there, name="Samuel Keller"), here, there)
    html = page(helene, here)
    for said in (
        "Hello Hélène, allow fifteen minutes",
        "One proposal to read, one person to welcome, three people going quiet.",
        "Give Nour Haddad a sponsor",
        f'/circles/{here.ref}/sponsor?person={nour.ref}"',
        "13 days left to keep the promise.",
        "day 47 · no sponsor",
        "Samuel Keller",
        "to none since 14",
        "Nothing leaves without you",
    ):
        assert said in html, said
    assert not re.search(r"@example\.org", html), "no address"


def test_figure_is_told_in_words_beside_its_drawing(helene: Person, here: Circle) -> None:
    for weeks, share in ((0, 0.3), (5, 0.2)):
        Measure.objects.create(
            circle=here, week=ago(7 * weeks), code=FigureCode.OPENNESS, value=share, expected=0.4, low=0.35,
            high=0.45, people=12,
        )  # fmt: skip
    html = page(helene, here)
    assert "Of ten ties that its members hold, three leave the circle. Chance would give four." in html
    assert "0.75" in html and "The circle opens, slowly." in html and 'class="spark"' in html


def test_proposal_is_approved_with_a_note_and_one_comes_back_to_monday(helene: Person, here: Circle) -> None:
    there = town.circle()
    one = to_read(town.member(here), town.member(there), here, there)
    place = f"/circles/{here.ref}"
    assert f'name="next" value="{place}/monday"' in page(helene, here)
    sent = {"proposal": one.ref, "note": "Vous vous plairez.", "next": f"{place}/monday"}
    answer = english(helene).post(f"{place}/proposals/approve", sent)
    assert answer["location"] == f"{place}/monday"
    assert Approval.objects.get().note == "Vous vous plairez."
    assert "Nothing to read again" in page(helene, here)


def test_only_three_are_shown_and_the_others_are_behind_a_link(helene: Person, here: Circle) -> None:
    there = town.circle()
    for _ in range(25):
        to_read(town.member(here), town.member(there), here, there)
    html = page(helene, here)
    assert html.count('class="one"') == 3 and "Read the 22 others" in html
    client, place = english(helene), f"/circles/{here.ref}/proposals"
    told = {
        query: client.get(place + query).content.decode() for query in ("", "?page=3", "?page=99", "?page=x")
    }
    assert [html.count('class="one"') for html in told.values()] == [10, 5, 5, 10]
    assert "?page=2" in told[""] and "?page=4" not in told["?page=3"]
    last = re.findall(r'name="proposal" value="(\w+)"', told["?page=3"])[-1]
    refused = client.post(f"{place}/stop", {"proposal": last})
    assert refused.status_code == 422 and last in refused.content.decode(), "the page of the one refused"


def test_sponsor_is_named_and_stands_on_the_clock(helene: Person, here: Circle) -> None:
    nour, lea = arrived(here, 45), town.member(here, name="Léa Fontanel")
    client, place = english(helene), f"/circles/{here.ref}/sponsor"
    form = client.get(f"{place}?person={nour.ref}").content.decode()
    assert "Who walks beside Nour Haddad?" in form and f'<option value="{lea.ref}">' in form
    assert f'<option value="{nour.ref}">' not in form
    answer = client.post(place, {"person": nour.ref, "sponsor": lea.ref})
    assert answer["location"] == f"/circles/{here.ref}/monday"
    assert "day 45 · with Léa Fontanel" in page(helene, here)


@pytest.mark.parametrize("kept_apart", ["blocks", "is blocked", "rests", "is outside"])
def test_sponsor_who_may_not_be_named_is_refused_alike(helene: Person, here: Circle, kept_apart: str) -> None:
    nour, lea = arrived(here, 45), town.member(here, name="Léa Fontanel")
    if kept_apart == "blocks":
        Block.objects.create(person=lea, other=nour, set_on=ago(1))
    elif kept_apart == "is blocked":
        Block.objects.create(person=nour, other=lea, set_on=ago(1))
    elif kept_apart == "rests":
        Person.objects.filter(pk=lea.pk).update(paused_on=ago(1))
    else:
        lea.memberships.update(left_on=ago(1))
    assert lea.ref not in {one.ref for one in sponsors_for(helene, here, nour)}
    answer = english(helene).post(f"/circles/{here.ref}/sponsor", {"person": nour.ref, "sponsor": lea.ref})
    assert answer.status_code == 422 and b"Whoever sponsors is a member of the circle" in answer.content
    assert not Membership.objects.filter(sponsor=lea).exists()


def test_member_left_alone_leaves_the_page_for_three_months(helene: Person, here: Circle) -> None:
    yves, paul = town.member(here, name="Yves Lacombe"), town.member(here, name="Paul")
    used_to_come(yves, paul)
    assert "Yves Lacombe" in page(helene, here)
    sent = {"person": yves.ref}
    html = english(helene).post(f"/circles/{here.ref}/spare", sent, follow=True).content.decode()
    assert yves.memberships.get().spared_until == ago(-91)
    assert "Left alone for three months. Nobody is told." in html
    assert "Yves Lacombe" not in page(helene, here)


@pytest.mark.parametrize("address", ["monday", "inclusion", "sponsor"])
def test_somebody_elses_circle_does_not_exist(helene: Person, here: Circle, address: str) -> None:
    other = looked_after()[1]
    assert english(helene).get(f"/circles/{other.ref}/{address}").status_code == 404
    assert english(town.member(here)).get(f"/circles/{here.ref}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["monday", "inclusion", "proposals", "sponsor"])
def test_queries_do_not_grow_with_rows(helene: Person, here: Circle, address: str) -> None:
    there, client = town.circle(), signed(helene)

    def grow(number: int) -> None:
        for _ in range(number):
            one, two = arrived(here, 45, "Nour"), town.member(here)
            used_to_come(two, one)
            introduced(one, town.member(there), here, there)
            draft = to_read(two, town.member(there), here, there)
            need, offer = town.seeks(two), town.gives(town.member(there))
            draft.facts = {"one": {"need": need.ref, "offer": offer.ref, "words": []}}
            draft.save()

    place = f"/circles/{here.ref}/{address}"
    client.get(place)
    assert is_constant(lambda: client.get(place), grow, (1, 3))
    assert queries_of(lambda: client.get(place)) <= 12
