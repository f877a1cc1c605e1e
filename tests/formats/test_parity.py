"""One network, two doors: its records and the files they are exported to weave the same introductions."""

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.networks import ON, random_network
from tisserand.formats.export import write_network
from tisserand.formats.network import read_network
from tisserand.formats.records import Ask, Bridge, Network, Person, Tie
from tisserand.formats.weaving import Introduction, weave

TODAY = ON + timedelta(days=30)


def network_of(seed: int) -> Network:
    """A random network that uses every column and every policy."""
    draw = random.Random(seed)
    network = random_network(seed, people=40, circles=5)
    lived = sorted({circle for person in network.people for circle in person.circles})
    people = tuple(
        person._replace(acceptance=draw.choice((None, 0.35, 0.9)), distance=draw.choice((None, 0, 4)))
        for person in network.people
    )
    return replace(
        network,
        people=people,
        bridges=network.bridges and tuple(row._replace(ref="kept apart") for row in network.bridges),
        through_members=frozenset(draw.sample(lived, draw.randrange(len(lived)))),
        takes_inside=draw.choice((None, frozenset(draw.sample(lived, draw.randrange(len(lived)))))),
    )


def woven(network: Network, seed: int) -> list[Introduction]:
    """The introductions of two weeks, those withheld too; a row's own name is no part of a file."""
    weaving = weave(network, ON, weeks=2, seed=seed)
    return [
        replace(one, bridge=one.bridge and one.bridge._replace(ref=""))
        for one in (*weaving.introductions, *weaving.withheld)
    ]


def exported(network: Network, folder: Path) -> Network:
    """The network read back from the files it was written to."""
    return read_network(write_network(network, folder), TODAY, ON).network


@pytest.mark.parametrize("seed", range(30))
def test_files_weave_what_the_network_weaves(seed: int, tmp_path: Path) -> None:
    network = network_of(seed)
    assert woven(exported(network, tmp_path), seed) == woven(network, seed)


def test_the_property_above_sees_policies_at_work() -> None:
    """Control: without what the file of circles says, some of these networks weave otherwise."""
    told, through, inside = 0, 0, 0
    for seed in range(30):
        network = network_of(seed)
        found = woven(network, seed)
        told += len(found)
        through += found != woven(replace(network, through_members=frozenset()), seed)
        inside += found != woven(replace(network, takes_inside=None), seed)
    assert told > 100 and through and inside


def test_files_are_those_of_the_command(tmp_path: Path) -> None:
    network = Network((Person("a", circles=("Nord",)), Person("b")), (), (Bridge("Nord", "Sud", 3),))
    paths = write_network(network, tmp_path / "made")
    names = {path.name for path in paths.all()}
    assert names == {"people.csv", "ties.csv", "bridges.csv", "met.csv", "apart.csv", "circles.csv"}
    assert write_network(replace(network, bridges=None), tmp_path / "made").bridges is None
    assert paths.circles is not None
    assert paths.circles.read_text(encoding="utf-8") == "name,through_members,takes_inside\nNord,no,yes\n"


def test_bridge_to_a_circle_without_anybody_carries_nothing_in_either_door(tmp_path: Path) -> None:
    people = (Person("a", circles=("Nord",)), Person("b", circles=("Sud",)))
    rows = (Bridge("Est", "Nord", 9), Bridge("Nord", "Sud", 1))
    network = Network(people, (), rows)
    (found,) = woven(network, 0)
    assert found.bridge == rows[1]
    assert woven(exported(network, tmp_path), 0) == [found]


def test_words_that_files_cannot_hold_meet_as_they_did(tmp_path: Path) -> None:
    people = (
        Person("a", circles=("Nord|Est",), needs=(Ask("Locaux : une cuisine | un four"),) * 2, budget=1),
        Person("b", circles=("Sud",), offers=(Ask("une cuisine et un four"),), budget=1),
    )
    network = Network(people, (Tie("a", "b", strength=0.0),) * 0, (Bridge("Nord|Est", "Sud", 2),))
    (found,), (read,) = woven(network, 0), woven(exported(network, tmp_path), 0)
    assert found.score == read.score and found.values == read.values
