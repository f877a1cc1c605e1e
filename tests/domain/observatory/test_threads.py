"""One's own threads: what she reads of her ties, and what she must not."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.web.member.world import AT, TODAY, World, build, establish, introduce, join, person
from tisserand.domain.observatory.queries.fabric import fabric_of
from tisserand.domain.observatory.queries.threads import Threads, threads_of
from tisserand.domain.people.models import Block, Person
from tisserand.domain.ties.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Camille and Hélène in one circle, Mehdi in another, a bridge between them."""
    return build()


def met(one: Person, other: Person, **fields: object) -> None:
    """What happened between two people, ten days ago."""
    given: dict[str, object] = {"kind": "meeting", "at": AT - timedelta(days=10), "confirmed_on": TODAY}
    Contact.objects.create(giver=one, receiver=other, once=f"{one.pk}-{other.pk}", **{**given, **fields})


def read(who: Person) -> list[Threads]:
    """Her threads."""
    return threads_of(who, fabric_of(who, AT, figures=False))


def told(who: Person) -> dict[str, list[str]]:
    """The names she reads, by circle."""
    return {
        one.circle.name if one.circle else "elsewhere": [line.name for line in one.threads]
        for one in read(who)
    }


def test_threads_are_by_shared_circle_then_by_the_introduction_then_elsewhere(world: World) -> None:
    far = person("Zoé Loin")
    join(far, world.communs)
    met(world.camille, world.helene)
    met(far, world.camille)
    establish(introduce(world, world.camille, world.mehdi))
    assert told(world.camille) == {
        "Sillage Lyon": ["Hélène Garnier"],
        "Lieux Communs": ["Mehdi Benali"],
        "elsewhere": ["Zoé Loin"],
    }
    assert told(world.mehdi) == {"Sillage Lyon": ["Camille Roussel"]}


def test_introduction_is_no_thread_before_both_said_yes(world: World) -> None:
    made = introduce(world, world.camille, world.mehdi)
    made.sides.filter(person=world.camille).update(answer="yes")
    assert read(world.camille) == read(world.mehdi) == []


def test_tie_that_only_the_other_said_is_not_told(world: World) -> None:
    met(world.helene, world.camille, kind="declared", confirmed_on=None)
    assert read(world.camille) == []
    (mine,) = read(world.helene)
    assert [(line.name, line.met) for line in mine.threads] == [("Camille Roussel", False)]


def test_thread_says_whether_they_met_and_where_it_comes_from(world: World) -> None:
    made = establish(introduce(world, world.camille, world.mehdi), TODAY)
    (before,) = read(world.camille)[0].threads
    assert (before.met, before.introduction, before.last_on) == (False, made.ref, TODAY)
    met(world.camille, world.mehdi, kind="met")
    (after,) = read(world.camille)[0].threads
    assert (after.met, after.introduction) == (True, made.ref)


def test_block_takes_the_thread_away_on_both_sides(world: World) -> None:
    met(world.camille, world.helene)
    Block.objects.create(person=world.helene, other=world.camille, set_on=TODAY)
    assert read(world.camille) == read(world.helene) == []


def test_nobody_else_s_tie_is_among_hers(world: World) -> None:
    met(world.mehdi, world.helene)
    assert read(world.camille) == []


def test_queries_are_constant(world: World) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connections["default"]) as seen:
            read(world.camille)
        return len(seen)

    met(world.camille, world.helene)
    establish(introduce(world, world.camille, world.mehdi))
    before = asked()
    for n in range(3):
        other = person(f"N{n} Suite")
        join(other, world.sillage)
        met(world.camille, other)
    assert asked() == before == 7
