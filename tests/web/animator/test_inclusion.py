"""The audit page: shares of ten in words, kinds of ten and more, and nothing that counts heads."""

import re

import pytest

from tests.domain.introductions import town
from tests.domain.observatory.mondays import looked_after
from tests.domain.observatory.test_inclusion import LAST_SPRING, members, proposed
from tests.web.animator.test_circles import english
from tests.web.public.visitors import settled
from tisserand.domain.attention.models import Clock
from tisserand.domain.circles.models import Circle
from tisserand.domain.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _settled() -> None:
    settled()
    Clock.objects.update(at=town.MONDAY)


@pytest.fixture
def helene() -> Person:
    return looked_after()[0]


@pytest.fixture
def here(helene: Person) -> Circle:
    return helene.memberships.get().circle


def page(person: Person, here: Circle) -> str:
    answer = english(person).get(f"/circles/{here.ref}/inclusion")
    assert answer.status_code == 200
    return answer.content.decode()


def rows(html: str) -> list[str]:
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in re.findall(r"<tr>.*?</tr>", html, re.S)]


def test_kinds_are_told_of_ten_beside_the_circle(helene: Person, here: Circle) -> None:
    there = town.circle()
    food, health = members(here, 12, sector="alimentation"), members(here, 14, sector="santé")
    proposed(food[:9], here, there, established_on=LAST_SPRING)
    proposed(health[:3], here, there)
    html = page(helene, here)
    assert "Some are proposed less than others" in html
    assert "Of ten members, 4 were in a proposal that was shown, and 3 were introduced." in html
    told = rows(html)
    assert "Santé 2 0 less than the circle" in told
    assert "Others, and not said 7 7 more than the circle" in told
    assert "limentation" not in html, "the animator alone would be told by difference"
    assert "Of ten proposals of the circle:" in html and "15 members were in no proposal." in html


def test_under_ten_members_no_figure_at_all(helene: Person, here: Circle) -> None:
    proposed(members(here, 8), here, town.circle())
    html = page(helene, here)
    assert "Fewer than ten members" in html and "<table" not in html and '<svg class="tenths' not in html


def test_before_the_first_month_the_page_says_when_it_begins(helene: Person, here: Circle) -> None:
    members(here, 12)
    html = page(helene, here)
    assert "Nobody was proposed over these months" in html and "the first of the month" in html


def test_even_circle_says_so_and_few_waiting_are_words(helene: Person, here: Circle) -> None:
    proposed(members(here, 13), here, town.circle())
    html = page(helene, here)
    assert "Everybody has much the same share" in html
    assert "Fewer than ten members were in no proposal." in html
    assert "No two kinds of ten members or more" in html
    assert re.search(r"Not this member yet <span>no pair</span>", html)
