"""The frame of every page: its tabs, where the reader is, the circle she is seen from."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, path, reverse, set_urlconf

from tests.web.member.world import World, build, circle, join, person, signed_in
from tests.web.public.visitors import browser, settled
from tisserand.domain.people.models import Person
from tisserand.vocabulary import Role
from tisserand.web import context

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Camille is a member, Hélène animates."""
    settled()
    return build()


def frame(client: Client, address: str = "/today") -> dict[str, Any]:
    """What the frame of a page says: its tabs with the current one, those of the bar, its end."""
    html = client.get(address, headers={"accept-language": "en"}).content.decode()
    bar = html.partition('<nav class="tabs"')[2].partition("</nav>")[0]
    tabs = re.findall(r'<a( class="wide")? href="([^"]+)"( aria-current="page")?>.*?</svg>([^<]+)</a>', bar)
    return {
        "tabs": [name for *_, name in tabs],
        "bar": [name for wide, *_, name in tabs if not wide],
        "here": [name for _, _, here, name in tabs if here],
        "addresses": [address for _, address, *_ in tabs],
        "html": html,
    }


def english(who: Person) -> Client:
    Person.objects.filter(pk=who.pk).update(language="en")
    who.refresh_from_db()
    return signed_in(who)


def test_member_has_her_pages_in_their_order(world: World) -> None:
    order = ["Today", "Fabric", "Circles", "Me"]
    tabs = frame(english(world.camille))["tabs"]
    assert tabs == [one for one in order if one in tabs]
    assert {"Today", "Circles", "Me"} <= set(tabs)


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.path)


@contextmanager
def only(*names: str) -> Iterator[None]:
    """An installation that has these pages and no other."""

    class Addresses:
        urlpatterns: ClassVar[list[URLPattern]] = [path(name, nothing, name=name) for name in names]

    set_urlconf(Addresses)  # type: ignore[arg-type]
    try:
        yield
    finally:
        set_urlconf(None)


def test_animator_has_monday_first_and_the_observatory_after_the_fabric() -> None:
    with only(*context.DRAWINGS):
        found = context.tabs_of(asked("/today"), animates=True, is_host=True)
    order = ["monday_home", "today", "fabric", "observatory", "circles", "me", "host"]
    assert [tab.address for tab in found] == [f"/{name}" for name in order]
    assert [tab.address for tab in found if tab.wide] == ["/observatory", "/host"]
    assert [tab.address for tab in found if tab.here] == ["/today"]


def test_bar_of_a_telephone_has_five_tabs_at_most() -> None:
    with only(*context.DRAWINGS):
        every = context.tabs_of(asked("/today"), animates=True, is_host=True)
    assert len([tab for tab in every if not tab.wide]) == 5


def asked(address: str) -> HttpRequest:
    request = RequestFactory().get(address)
    request.resolver_match = None
    return request


def test_page_that_this_installation_lacks_has_no_tab() -> None:
    with only("today", "me", "about"):
        assert [tab.address for tab in context.tabs_of(asked("/me"), animates=True, is_host=True)] == [
            "/today", "/me"
        ]  # fmt: skip
        assert [address for _, address in context.public_pages()] == ["/about"]


def test_address_of_what_does_not_exist_is_empty() -> None:
    assert context.address_of("no_such_page") == ""
    assert context.address_of("today") == "/today"


def test_host_has_her_tab_and_its_foot_link(world: World) -> None:
    Person.objects.filter(pk=world.helene.pk).update(is_host=True)
    found = frame(english(world.helene))
    assert found["tabs"][-1] == "Host"
    assert found["bar"][-1] == "Me"
    assert re.search(r'class="narrow" href="/host"', found["html"])


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("/today", "Today"),
        ("/circles", "Circles"),
        ("/me", "Me"),
        ("/nowhere", ""),
        ("/directory", "Circles"),
    ],
)
def test_current_tab_is_the_one_she_is_in(world: World, address: str, here: str) -> None:
    assert frame(english(world.camille), address)["here"] == ([here] if here else [])


@pytest.mark.parametrize(
    ("address", "tab"),
    [
        ("/introductions/abc", "today"), ("/meetings/1", ""), ("/me/erase", "me"), ("/fabric.csv", "fabric"),
        ("/lists/abc", "circles"), ("/bridges/abc/sign", "circles"), ("/monday", "monday_home"), ("/", ""),
    ],
)  # fmt: skip
def test_tab_of_an_address_is_that_of_its_first_part(address: str, tab: str) -> None:
    assert context.tab_under(asked(address)) == tab


def test_frame_shows_the_circle_that_the_page_is_about(world: World) -> None:
    second = circle("Zèbres", "ortie", "bayadere")
    join(world.helene, second, Role.ANIMATOR)
    client = english(world.helene)

    def seen(address: str) -> str:
        reader = frame(client, address)["html"].partition('<p class="reader">')[2].partition("</p>")[0]
        return re.sub(r"<[^>]+>", "", reader)

    assert seen("/today") == "Sillage LyonHélène Garnier"
    assert seen(reverse("circle", args=[second.ref])) == "ZèbresHélène Garnier"


def test_animated_circle_comes_before_the_others(world: World) -> None:
    join(world.helene, circle("Abeilles", "ortie", "bayadere"))
    assert "Sillage Lyon" in frame(english(world.helene))["html"].partition('class="reader"')[2][:600]


def test_who_is_in_no_circle_has_a_frame_too(world: World) -> None:
    assert frame(english(person("Seule Nom")))["tabs"][:1] == ["Today"]


def test_visitor_has_no_tab_and_finds_the_public_pages(world: World) -> None:
    html = browser().get(reverse("home")).content.decode()
    assert 'class="tabs"' not in html
    assert "with-tabs" not in html
    for name in ("about", "directory"):
        assert f'href="{reverse(name)}"' in html


def test_every_tab_has_a_drawing_and_an_address_of_its_own(world: World) -> None:
    found = frame(english(world.helene))
    assert len(set(found["addresses"])) == len(found["addresses"])
    assert len(set(context.DRAWINGS.values())) == len(context.DRAWINGS)
