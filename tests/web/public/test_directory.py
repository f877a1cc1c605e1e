"""The directory of circles: those that agreed and no other, no person, found whatever the accents."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.domain.circles.villages import is_constant, join, member, queries_of, ring
from tests.domain.people.villagers import TODAY, villager
from tests.web.public.visitors import browser, settled
from tisserand.domain.circles.models import Circle
from tisserand.domain.circles.queries.directory import MOST_SHOWN, directory
from tisserand.domain.people.models import Person

pytestmark = pytest.mark.django_db
MOST = 6


@pytest.fixture(autouse=True)
def network() -> None:
    """Three listed circles, and one that is not."""
    settled()
    ring(name="Épicerie des Quais", purpose="Nourrir la ville.", town="Évry", dye="garance", weave="toile",
         listed=True)  # fmt: skip
    ring(name="Lieux Communs", purpose="Ouvrir des lieux.", town="Lyon", listed=True)
    ring(name="Âges mêlés", purpose="Apprendre à tout âge.", town="lyon", listed=True)
    ring(name="Club Secret", purpose="Nourrir en silence.", town="Lyon")


def page(**asked: str) -> str:
    answer = browser().get(reverse("directory"), asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def names(text: str = "", town: str = "", reader: Person | None = None) -> list[str]:
    return [one.name for one in directory(reader, text=text, town=town).circles]


def test_listed_circles_are_there_in_the_order_of_their_letters() -> None:
    assert names() == ["Âges mêlés", "Épicerie des Quais", "Lieux Communs"]


@pytest.mark.parametrize("text", ["epicerie", "ÉPICERIE nourrir", "evry", "  quais  ville "])
def test_search_takes_no_heed_of_accents_and_case(text: str) -> None:
    assert names(text) == ["Épicerie des Quais"]


def test_every_word_must_be_there() -> None:
    assert names("epicerie lyon") == []


def test_town_written_in_two_ways_is_one_town() -> None:
    assert names(town="LYON") == ["Âges mêlés", "Lieux Communs"]
    assert len(directory(None).towns) == 2


def test_unlisted_circle_leaves_no_trace() -> None:
    for html in (page(), page(q="secret"), page(q="silence"), page(town="Lyon")):
        assert "Club Secret" not in html
        assert "en silence" not in html


def test_no_person_and_no_address_is_on_the_page() -> None:
    circle = Circle.objects.get(name="Lieux Communs")
    ada = member(circle, "Ada Lovelace")
    html = page()
    assert ada.name not in html
    assert ada.email not in html
    assert circle.ref not in html


@pytest.mark.parametrize(
    ("people", "said"),
    [(0, "fewer than 10"), (9, "fewer than 10"), (10, "10 people or more"), (19, "10 people or more")],
)
def test_number_of_people_is_in_tens_and_in_words_under_ten(people: int, said: str) -> None:
    circle = Circle.objects.get(name="Lieux Communs")
    for rank in range(people):
        member(circle, f"Membre {rank}")
    html = page(q="communs")
    assert said in html
    assert not {" 9 people", " 19 people"} & set(html.split("<"))


def test_who_left_is_not_counted() -> None:
    circle = Circle.objects.get(name="Lieux Communs")
    for rank in range(10):
        join(villager(f"Membre {rank}"), circle, left_on=TODAY if rank == 0 else None)
    assert directory(None, text="communs").circles[0].people == 0


def test_own_circle_is_marked_and_leads_to_its_page() -> None:
    circle = Circle.objects.get(name="Lieux Communs")
    client = browser()
    client.force_login(member(circle))
    html = client.get(reverse("directory")).content.decode()
    assert reverse("circle", args=[circle.ref]) in html
    assert html.count("tag-moss") == 1


def test_search_without_an_answer_offers_them_all() -> None:
    html = page(q="introuvable")
    assert "No listed circle answers" in html
    assert 'value="introuvable"' in html
    assert f'href="{reverse("directory")}"' in html


def test_empty_directory_says_who_decides() -> None:
    Circle.objects.update(listed=False)
    html = page()
    assert "No circle is listed yet" in html
    assert "<form" not in html.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\u202eevil", "😀" * 200, "%' OR 1=1 --", "\0"]
)
def test_hostile_search_is_only_text(text: str) -> None:
    html = page(q=text, town=text)
    assert "<script>alert" not in html
    assert "No listed circle answers" in html


def test_answers_are_fifty_at_most_and_say_how_many_others() -> None:
    for rank in range(MOST_SHOWN):
        ring(name=f"Atelier {rank:02}", listed=True)
    found = directory(None)
    assert len(found.circles) == MOST_SHOWN
    assert found.others == 3
    assert "3 others" in page()


def test_queries_do_not_grow_with_the_list() -> None:
    def grow(more: int) -> None:
        for _ in range(more):
            member(ring(listed=True))

    assert is_constant(lambda: page(), grow, (1, 3, 30))
    assert queries_of(lambda: page()) <= MOST


def test_circle_of_tomorrow_is_read_like_the_others() -> None:
    ring(name="Demain", listed=True, created_on=TODAY + timedelta(days=1))
    assert "Demain" in names()
