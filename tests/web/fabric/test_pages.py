"""The pages of the fabric: the picture and its list say the same, to those who may read it."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.member.world import (
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
from tisserand.domain.circles.models import Bridge, BridgePerson, Circle, Membership, Signature
from tisserand.domain.people.models import Person

pytestmark = pytest.mark.django_db
LIST = re.compile(r'<section class="same".*?</section>', re.DOTALL)


@pytest.fixture
def world() -> World:
    """Camille's circle over a bridge to Mehdi's; twelve more people in each."""
    made = build()
    Circle.objects.update(listed=True)
    for where in (made.sillage, made.communs):
        folk(where, 12)
    Person.objects.update(language="en")
    return made


def folk(where: Circle, count: int) -> None:
    """That many more members."""
    refs = [f"{where.ref[:8]}{n:04}".replace("0", "z").replace("1", "y") for n in range(count)]
    found = Person.objects.bulk_create(
        Person(ref=ref, email=f"{ref}@a.org", name=f"Membre {ref}", created_on=TODAY, confirmed_on=TODAY)
        for ref in refs
    )
    Membership.objects.bulk_create(Membership(person=one, circle=where, joined_on=TODAY) for one in found)


def bridged(one: Circle, two: Circle, **fields: Any) -> Bridge:
    """A bridge that both signed, with two people on it."""
    given = {"quota": 4, "quota_back": 4, "until": TODAY + timedelta(days=200), "proposed_on": TODAY}
    row = Bridge.objects.create(start=one, end=two, **{**given, **fields})
    for end in (one, two):
        Signature.objects.create(bridge=row, circle=end, signed_on=TODAY)
        stands = person(f"{row.ref}{end.pk} Passeuse")
        join(stands, end)
        BridgePerson.objects.create(bridge=row, person=stands, circle=end, accepted_on=TODAY)
    return row


def page(client: Client, query: str = "") -> str:
    """The page as a browser receives it."""
    answer = client.get(f"/fabric{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def knots(said: str) -> list[str]:
    """What each knot of the wide picture says."""
    wide = said[said.index("cloth-wide") : said.index("cloth-narrow")]
    return re.findall(r'<a href="[^"]*" aria-label="([^"]*)"[^>]*><title>', wide)


def rows(said: str) -> list[str]:
    """What each row of the list says."""
    listed = LIST.findall(said)[0]
    found = re.findall(r"<li>.*?<p>(.*?)</p>.*?class=\"sum\">(.*?)</p>", listed, re.DOTALL)
    return [
        re.sub(r"<[^>]+>", ", " if "risk" in name else "", f"{name}, {sum_}").strip(", ")
        for name, sum_ in found
    ]


def test_animator_sees_all_first_and_a_member_her_threads(world: World) -> None:
    assert "You are one stitch" in page(signed_in(world.camille))
    assert "circles, about" in page(signed_in(world.helene))
    assert 'href="?view=all" aria-current="page"' in page(signed_in(world.helene))
    assert 'href="?view=mine" aria-current="page"' in page(signed_in(world.helene), "?view=mine")


def test_list_says_what_the_picture_says(world: World) -> None:
    other = circle("Graines de Saône", "lichen", "natte", listed=True)
    bridged(world.communs, other)
    said = page(signed_in(world.helene))
    assert len(knots(said)) == len(rows(said)) == 2
    assert {one.split(",")[0] for one in knots(said)} == {one.split(",")[0] for one in rows(said)}
    circles = page(signed_in(world.helene), "?view=all&list=circles")
    assert {one.split(",")[0] for one in rows(circles)} == {one.name for one in Circle.objects.all()}


def test_no_name_and_no_reference_of_a_person_is_in_the_picture_of_circles(world: World) -> None:
    establish(introduce(world, world.camille, world.mehdi))
    for query in ("?view=all", "?view=circle"):
        said = (
            LIST.sub("", page(signed_in(world.camille), query))
            + LIST.findall(page(signed_in(world.camille), query))[0]
        )
        for one in Person.objects.exclude(pk=world.camille.pk):
            assert one.name not in said and one.ref not in said


def test_picture_of_a_small_circle_is_the_same_from_one_to_nine_people(world: World) -> None:
    small = circle("Petit", "mauve", "serge_descendant", listed=True)
    seen = set()
    for n in range(1, 10):
        join(person(f"p{n} Petit"), small)
        seen.add(
            re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", page(signed_in(world.camille), "?view=all"))
        )
    assert len(seen) == 1
    join(person("p10 Petit"), small)
    assert "10 people" in page(signed_in(world.camille), "?view=all")


def test_selected_bridge_is_framed_and_told_first(world: World) -> None:
    said = page(signed_in(world.helene), f"?view=all&at={world.bridge.ref}")
    assert said.count('class="chosen" x=') == 2  # a wide and a narrow picture
    assert 'id="here"' in said and "Read the agreement" in said
    assert "Read the agreement" not in page(signed_in(world.camille), f"?view=all&at={world.bridge.ref}")
    assert 'id="here"' not in page(signed_in(world.helene), "?view=all&at=aaaaaaaaaaaa")


def test_selected_circle_tells_its_purpose_and_opens_to_its_members(world: World) -> None:
    said = page(signed_in(world.camille), f"?view=all&list=circles&at={world.sillage.ref}")
    assert "Entreprendre sans s’épuiser." in said and "Open the circle" in said
    assert "Open the circle" not in page(signed_in(world.camille), f"?view=all&at={world.communs.ref}")


@pytest.mark.parametrize(
    ("find", "found"),
    [
        ("communs", 1),
        ("LIEUX sillage", 1),
        ("épuiser", 1),
        ("zzz", 0),
        ("<script>", 0),
        ("\u202e😀", 0),
        ("", 1),
    ],
)
def test_list_is_searched_by_circle_theme_and_town(world: World, find: str, found: int) -> None:
    answer = signed_in(world.helene).get("/fabric", {"view": "all", "find": find})
    assert len(rows(answer.content.decode())) == found
    assert b"<script>alert" not in answer.content and b'value="<script>' not in answer.content


@pytest.mark.parametrize(
    "query", ["?view=nothing", "?list=x&at=%00", "?circle=aaaaaaaaaaaa&view=circle", "?find=%00"]
)
def test_address_that_is_not_understood_is_the_usual_page(world: World, query: str) -> None:
    assert "The fabric" in page(signed_in(world.helene), query)


def test_circle_without_bridge_is_ringed_and_given_a_first_bridge(world: World) -> None:
    circle("Seul", "mauve", "serge_descendant", listed=True, town="Lyon")
    Circle.objects.filter(pk=world.sillage.pk).update(town="Lyon")
    said = page(signed_in(world.helene))
    assert said.count('class="ring"') == 2 and "One circle touches no other yet" in said
    assert f'href="/circles/{world.sillage.ref}/bridges"' in said and "is in Lyon too" in said
    assert "Propose a first bridge" not in page(signed_in(world.camille), "?view=all")


def test_stranger_is_offered_the_first_step(world: World) -> None:
    nour = signed_in(person("Nour Haddad", language="en"))
    for query in ("?view=mine", "?view=circle"):
        said = page(nour, query)
        assert 'href="/circles/new"' in said
    assert nour.get("/fabric/points?view=circle").json()["circles"] == []
    assert len(nour.get("/fabric.csv?view=circle").content.splitlines()) == 1


def test_my_threads_name_those_i_know_and_where_i_may_be_introduced(world: World) -> None:
    made = establish(introduce(world, world.camille, world.mehdi))
    said = page(signed_in(world.camille), "?view=mine")
    assert f'href="/introductions/{made.ref}"' in said and "Mehdi Benali" in said
    assert "through Sillage Lyon" in said
    assert "did not agree" in page(signed_in(world.helene), "?view=mine")
    wide = said[said.index("cloth-wide") : said.index("cloth-narrow")]
    assert "Mehdi Benali" not in wide


def test_table_holds_the_same_rows_and_no_formula(world: World) -> None:
    circle("=cmd|' /C calc'!A0", "mauve", "serge_descendant", listed=True)
    answer = signed_in(world.helene).get("/fabric.csv?view=all")
    assert answer["Content-Type"].startswith("text/csv")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(lines) == 1 + 1 + 3
    assert not any(cell[:1] in ("=", "+", "-", "@") for line in lines for cell in line)
    assert any("fewer than 10 people" in line for line in lines)


def test_points_hold_no_person(world: World) -> None:
    answer = signed_in(world.camille).get("/fabric/points?view=all")
    told = answer.json()
    assert [one["name"] for one in told["circles"]] == ["Lieux Communs", "Sillage Lyon"]
    assert [one["you"] for one in told["circles"]] == ["", "You"]
    for one, people in zip(told["circles"], (13, 14), strict=True):
        flat = one["rows"]
        assert sum(flat[n + 2] - flat[n + 1] + 1 for n in range(0, len(flat), 3)) == people
    said = answer.content.decode()
    assert not any(one.ref in said for one in Person.objects.all())


def test_queries_are_twelve_at_most_and_constant(world: World) -> None:
    bridged(world.communs, circle("Trois", "lichen", "natte", listed=True))
    establish(introduce(world, world.camille, world.mehdi, with_asks=False))
    reader, animator = signed_in(world.camille), signed_in(world.helene)

    def asked() -> list[int]:
        counts = []
        for client, query in ((reader, ""), (reader, "?view=circle"), (reader, "?view=all"), (animator, "")):
            with CaptureQueriesContext(connections["default"]) as seen:
                page(client, query)
            counts.append(len(seen))
        return counts

    asked()
    before = asked()
    for n in range(3):
        bridged(world.sillage, circle(f"Nouveau {n}", "ortie", "bayadere", listed=True))
        establish(introduce(world, world.camille, person(f"q{n} Autre"), with_asks=False))
    assert asked() == before
    assert max(before) <= 12, before
