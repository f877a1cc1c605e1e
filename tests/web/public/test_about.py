"""What a visitor reads: what this is, and a picture as true as circles agreed that it be."""

from typing import Any

import pytest
from django.urls import reverse

from tests.domain.circles.villages import bridge_between, is_constant, member, queries_of, ring
from tests.domain.people.villagers import TODAY, villager
from tests.web.public.visitors import browser, settled
from tisserand.domain.circles.queries.directory import MOST_DRAWN, open_fabric
from tisserand.web.public.about import drawn

pytestmark = pytest.mark.django_db
MOST = 6


@pytest.fixture(autouse=True)
def network() -> None:
    """A host, so that the installation is not waiting for one."""
    settled()
    villager("Denise", is_host=True)


def page(name: str = "about", language: str = "en") -> str:
    answer = browser(language).get(reverse(name))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_page_says_what_it_is_how_it_goes_and_what_never_happens() -> None:
    html = page()
    places = [html.index(words) for words in ("Opening networks", "How it goes", "What never happens")]
    assert places == sorted(places)
    assert html.count("<h1") == 1


def test_nothing_is_drawn_before_two_circles_agreed() -> None:
    ring(name="Seul Listé", listed=True)
    ring(name="Fermé")
    html = page()
    assert '<svg class="cloth"' not in html
    assert "Fermé" not in html
    assert "Seul Listé" not in html


def test_picture_shows_listed_circles_and_the_bridges_between_them() -> None:
    one, two, hidden = ring(name="Un", listed=True), ring(name="Deux", listed=True), ring(name="Caché")
    bridge_between(one, two)
    bridge_between(two, hidden)
    for name in ("about", "home"):
        html = page(name)
        assert 'class="cloth"' in html
        assert "#bridge-1" in html
        assert "#bridge-2" not in html
        assert "Caché" not in html


@pytest.mark.parametrize("state", ["unsigned", "suspended", "past"])
def test_bridge_that_carries_nothing_is_not_drawn(state: str) -> None:
    one, two = ring(listed=True), ring(listed=True)
    fields: dict[str, dict[str, Any]] = {
        "unsigned": {"signed": False},
        "suspended": {"suspended_on": TODAY},
        "past": {"until": TODAY},
    }
    bridge_between(one, two, **fields[state])
    on = TODAY if state != "past" else TODAY.replace(year=TODAY.year + 1)
    assert open_fabric(None, on).bridges == ()


def test_bridge_in_force_is_drawn_once_whichever_way_it_goes() -> None:
    one, two = ring(name="A", listed=True), ring(name="B", listed=True)
    bridge_between(one, two)
    bridge_between(two, one)
    assert open_fabric(None, TODAY).bridges == ((0, 1),)


def test_circle_under_ten_has_no_number_and_no_stitch() -> None:
    small, large = ring(name="Petit", listed=True), ring(name="Grand", listed=True)
    for rank in range(17):
        member(large, f"Membre {rank}")
    for rank in range(7):
        member(small, f"Autre {rank}")
    circles, _ = drawn(open_fabric(None, TODAY))
    told = {one.name: (one.people, one.bare) for one in circles}
    assert told == {"Grand": (10, False), "Petit": (5, True)}
    html = page()
    assert "fewer than 10 people" in html
    assert "7 people" not in html


def test_every_bridge_of_the_picture_is_in_the_list() -> None:
    one, two = ring(name="Un", listed=True), ring(name="Deux", listed=True)
    bridge_between(one, two)
    html = page()
    assert 'href="#bridge-1"' in html
    assert "Deux, Un" in html[html.index('id="bridge-1"') :]
    assert f'href="{reverse("about")}#bridge-1"' in page("home")


def test_picture_holds_few_circles_and_says_where_the_others_are() -> None:
    for rank in range(MOST_DRAWN + 2):
        ring(name=f"Cercle {rank:02}", listed=True)
    found = open_fabric(None, TODAY)
    assert (len(found.circles), found.others) == (MOST_DRAWN, 2)
    assert "2 others are in the directory" in page()


def test_page_leads_to_the_other_public_pages_and_to_sign_in() -> None:
    html = page()
    for name in ("directory", "signin"):
        assert f'href="{reverse(name)}"' in html


def test_home_offers_to_come_in() -> None:
    html = page("home")
    assert f'class="button" href="{reverse("signin")}"' in html
    assert reverse("about") in html


def test_queries_do_not_grow_with_the_circles() -> None:
    def grow(more: int) -> None:
        for _ in range(more):
            bridge_between(ring(listed=True), ring(listed=True))

    assert is_constant(page, grow, (1, 3))
    assert queries_of(page) <= MOST
