"""P2: a tie not opened by both ends, like any fact private to a pair, changes nobody else's week.

Two worlds differ by one private fact about X and Y. The Fabric must be the same array by array, and the
proposals of every other person identical: candidates, scores, reasons, names and order. WORLDS pairs of
worlds are compared (200 at each commit; set P2_WORLDS=10000 for the nightly run).
"""

import os
import random
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tests.networks import ON, random_network
from tisserand.engine.fabric import Bridges, Fabric
from tisserand.engine.text import Texts
from tisserand.formats.fabric import fabric_from
from tisserand.formats.records import Network, Tie
from tisserand.formats.weaving import Introduction, weave
from tisserand.vocabulary import Consent

WORLDS = int(os.environ.get("P2_WORLDS", "200"))
Weave = Callable[[Network], tuple[Introduction, ...]]


def woven(network: Network) -> tuple[Introduction, ...]:
    return weave(network, ON, weeks=2, seed=5, threads=1).introductions


def two_worlds(seed: int) -> tuple[Network, Network, frozenset[str]]:
    """The same network without and with a private fact about two people, and who they are."""
    draw = random.Random(seed)
    network = random_network(seed, people=10, circles=3)
    x, y = draw.sample([person.id for person in network.people], 2)
    if draw.random() < 0.3:
        return network, replace(network, apart=network.apart | {(x, y)}), frozenset((x, y))
    closed = draw.choice((x, y))
    people = tuple(
        p._replace(allow=p.allow - {Consent.COUNTED}) if p.id == closed else p for p in network.people
    )
    ties = tuple(tie for tie in network.ties if {tie.a, tie.b} != {x, y})
    plain = replace(network, people=people, ties=ties)
    at = datetime(2026, 11, 15, tzinfo=UTC) - timedelta(days=draw.randrange(0, 300))
    private = Tie(x, y, strength=0.8) if draw.random() < 0.3 else Tie(x, y, at=at)
    return plain, replace(plain, ties=(*ties, *[private] * draw.randrange(1, 4))), frozenset((x, y))


def seen_by_others(introductions: tuple[Introduction, ...], pair: frozenset[str]) -> list[Introduction]:
    return [found for found in introductions if {found.a.id, found.b.id} != pair]


def telling(weaver: Weave, seeds: range) -> int | None:
    """The first pair of worlds in which somebody else's week differs, or None."""
    for seed in seeds:
        plain, private, pair = two_worlds(seed)
        if seen_by_others(weaver(plain), pair) != seen_by_others(weaver(private), pair):
            return seed
    return None


def test_nobody_elses_week_changes_when_a_private_fact_appears() -> None:
    assert telling(woven, range(WORLDS)) is None


def test_the_pair_itself_is_dropped_when_a_private_fact_appears() -> None:
    """Control: the private facts do act, on the pair alone."""
    dropped = 0
    for seed in range(60):
        plain, private, pair = two_worlds(seed)
        before = {frozenset((i.a.id, i.b.id)) for i in woven(plain)}
        after = {frozenset((i.a.id, i.b.id)) for i in woven(private)}
        assert pair not in after
        dropped += pair in before
    assert dropped


def leak_slot(network: Network) -> tuple[Introduction, ...]:
    """Planted: private pairs masked before allocation, so their slots go to others."""
    numbered = fabric_from(network, ON)
    ids = [person.id for person in numbered.people]
    rest = frozenset((ids[a], ids[b]) for a, b in numbered.apart)
    return weave(replace(network, met=network.met | rest), ON, weeks=2, seed=5, threads=1).introductions


def leak_tie(network: Network) -> tuple[Introduction, ...]:
    """Planted: ties counted although only one end opened them."""
    people = tuple(p._replace(allow=p.allow | {Consent.COUNTED}) for p in network.people)
    return weave(replace(network, people=people), ON, weeks=2, seed=5, threads=1).introductions


def leak_rest(network: Network) -> tuple[Introduction, ...]:
    """Planted: a dropped pair does not rest, and the second week tells."""
    first = weave(network, ON, seed=5, threads=1).introductions
    met = network.met | {(i.a.id, i.b.id) for i in first}
    second = weave(replace(network, met=met), ON, seed=6, threads=1).introductions
    return (*first, *second)


@pytest.mark.parametrize("leak", [leak_slot, leak_tie, leak_rest])
def test_each_planted_leak_is_found(leak: Weave) -> None:
    assert telling(leak, range(300)) is not None


@pytest.mark.parametrize("seed", range(60))
def test_the_fabric_is_the_same_when_a_private_fact_appears(seed: int) -> None:
    plain, private, _ = two_worlds(seed)
    assert_same(fabric_from(plain, ON).fabric, fabric_from(private, ON).fabric)


def assert_same(one: Fabric | Bridges | Texts, other: Fabric | Bridges | Texts) -> None:
    for field in fields(one):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if isinstance(mine, Fabric | Bridges | Texts):
            assert_same(mine, theirs)
        else:
            assert np.array_equal(mine, theirs), field.name


def test_the_day_of_the_weaving_does_not_move_when_the_latest_contact_is_private() -> None:
    for seed in range(40):
        plain, private, _ = two_worlds(seed)
        if any(tie.at for tie in plain.ties):
            opened = fabric_from(plain).opened
            assert not opened or fabric_from(plain).on == fabric_from(private).on
