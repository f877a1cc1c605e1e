"""Properties of a weaving on random networks: no rule is ever broken, and only facts decide."""

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.engine.rules import broken_rules, later
from tests.networks import ON, random_network, shuffled
from tisserand.engine.fabric import Fabric
from tisserand.engine.policy import DEFAULT
from tisserand.engine.propose import needs_met, propose
from tisserand.engine.reach import reach
from tisserand.formats.fabric import fabric_from
from tisserand.formats.records import Network
from tisserand.formats.weaving import Introduction, weave


def told(introductions: tuple[Introduction, ...]) -> list[tuple[object, ...]]:
    """What a weaving says, free of who is called a and who b."""
    return [
        (i.week, frozenset((i.a.id, i.b.id)), i.score, tuple(sorted(i.values.values())),
         frozenset((i.circle_a, i.circle_b)), i.bridge, i.go_between and i.go_between.id, i.via_circle)
        for i in introductions
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(150))
def test_no_rule_is_broken_when_woven(seed: int) -> None:
    network, inside, cap = random_network(seed, people=18), seed % 4 == 0, 1 + seed % 3
    weaving = weave(network, ON, cap=cap, inside=inside, seed=seed)
    assert broken_rules(network, ON, list(weaving.introductions), cap=cap, inside=inside) == []
    week = weaving.weeks[0]
    assert week.served <= week.servable and week.value <= week.bound * (1 + 1e-9) and week.highest <= cap


@pytest.mark.parametrize("fault", ["load", "quota", "met", "consent", "inside", "sum", "theme"])
def test_each_planted_fault_is_caught(fault: str) -> None:
    """Control: the checker of rules sees each kind of broken rule on some network."""
    caught = 0
    for seed in range(25):
        network = random_network(seed, people=18, bridges=True)
        woven = list(weave(network, ON).introductions)
        if woven:
            caught += bool(broken_rules(*spoilt(fault, network, woven)))
    assert caught


def spoilt(
    fault: str, network: Network, woven: list[Introduction]
) -> tuple[Network, date, list[Introduction]]:
    """A network and a weaving that break one rule."""
    first, rows, people = woven[0], network.bridges or (), network.people
    if fault == "load":
        return network, ON, woven * 3
    if fault == "sum":
        return network, ON, [replace(first, score=first.score + 0.001)]
    if fault == "met":
        return replace(network, met=frozenset({(first.b.id, first.a.id)})), ON, woven
    if fault == "consent":
        return replace(network, people=tuple(p._replace(allow=frozenset()) for p in people)), ON, woven
    if fault == "inside":
        return (
            replace(network, people=tuple(p._replace(circles=("un",), joined_on=None) for p in people)),
            ON,
            woven,
        )
    change = {"quota": 0} if fault == "quota" else {"themes": ("astronomie",)}
    faulty = [replace(i, bridge=i.bridge and i.bridge._replace(**change)) for i in woven]  # type: ignore[arg-type]
    return replace(network, bridges=tuple(row._replace(**change) for row in rows)), ON, faulty  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(40))
def test_the_same_pairs_are_proposed_when_rows_are_shuffled(seed: int) -> None:
    network = random_network(seed, people=18)
    assert told(weave(network, ON, weeks=2).introductions) == told(
        weave(shuffled(network, seed), ON, weeks=2).introductions
    )


def test_threads_and_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    fabric = random_fabric(3, 500)
    one = propose(fabric, threads=1)
    monkeypatch.setattr("tisserand.engine.sweep.STRIP", 7)
    other = propose(fabric, threads=4)
    assert np.array_equal(one.a, other.a) and np.array_equal(one.b, other.b)
    assert np.array_equal(one.values, other.values) and one.value == other.value


def random_fabric(seed: int, n: int, capacity: int = 2) -> Fabric:
    draw = np.random.default_rng(seed)
    ties = draw.integers(0, n, (4 * n, 2))
    circles = np.stack((np.arange(n), draw.integers(0, max(2, n // 20), n)), axis=1)
    return Fabric.from_arrays(
        ties=ties[ties[:, 0] != ties[:, 1]], circles=circles, people=n, capacity=capacity,
        strength=draw.random(np.count_nonzero(ties[:, 0] != ties[:, 1])),
    )  # fmt: skip


def test_another_seed_breaks_equals_otherwise_but_keeps_the_value() -> None:
    n = 60
    circles = np.stack((np.arange(n), np.arange(n) % 6), axis=1)
    fabric = Fabric.from_arrays(ties=np.zeros((0, 2), int), circles=circles, people=n)
    one, other = propose(fabric, seed=1), propose(fabric, seed=2)
    assert not np.array_equal(one.a, other.a) or not np.array_equal(one.b, other.b)
    assert one.served == one.servable and other.served == other.servable


@pytest.mark.parametrize("seed", range(25))
def test_pairs_rest_and_quotas_last_the_month_when_weeks_follow(seed: int) -> None:
    network = random_network(seed, people=18, bridges=True)
    weaving = weave(network, ON, weeks=3)
    pairs = Counter(frozenset((i.a.id, i.b.id)) for i in weaving.introductions)
    assert max(pairs.values(), default=1) == 1
    november = [i for i in weaving.introductions if later(ON, i.week - 1).month == 11]
    for row, count in Counter(i.bridge for i in november if i.bridge is not None).items():
        assert count <= sum(twin.quota for twin in network.bridges or () if twin == row)
    for week in (1, 2, 3):
        on = later(ON, week - 1)
        told_now = [i for i in weaving.introductions if i.week == week]
        load = Counter(person.id for i in told_now for person in (i.a, i.b))
        assert max(load.values(), default=0) <= 2
        assert all(i.bridge is None or i.bridge.until is None or i.bridge.until >= on for i in told_now)


@pytest.mark.parametrize("seed", range(20))
def test_one_person_is_woven_alone_within_what_is_left(seed: int) -> None:
    numbered = fabric_from(random_network(seed, people=18), ON)
    for person in range(0, 18, 5):
        alone = propose(numbered.fabric, apart=numbered.apart, only=person)
        assert np.all((alone.a == person) | (alone.b == person))
        assert alone.a.size <= numbered.fabric.capacity[person]
        everybody = propose(numbered.fabric, apart=numbered.apart)
        hers = (everybody.a == person) | (everybody.b == person)
        if np.any(everybody.values[hers][:, :4]):  # not a pair drawn by chance from the other side
            assert alone.reserved.size


def test_unknown_people_are_refused() -> None:
    fabric = random_fabric(0, 10)
    with pytest.raises(ValueError, match="only"):
        propose(fabric, only=10)
    with pytest.raises(ValueError, match="apart"):
        propose(fabric, apart=np.array([[0, 10]]))


@pytest.mark.parametrize("n", [0, 1, 2])
def test_tiny_networks_are_woven_without_a_fuss(n: int) -> None:
    fabric = Fabric.from_arrays(ties=np.zeros((0, 2), int), people=n)
    proposed = propose(fabric)
    assert proposed.a.size == (1 if n == 2 else 0)


@pytest.mark.parametrize("seed", range(12))
def test_meetings_of_one_person_are_hers_among_those_of_everybody(seed: int) -> None:
    fabric = fabric_from(random_network(seed, people=40), ON).fabric
    reached = reach(fabric)
    whole, seeker, giver = needs_met(fabric, reached, DEFAULT), fabric.needs.owner, fabric.offers.owner
    found = 0
    for person in range(fabric.people):
        hers = (seeker[whole.need] == person) | (giver[whole.offer] == person)
        alone = needs_met(fabric, reached, DEFAULT, only=person)
        for name in ("need", "offer", "fit", "words"):
            assert np.array_equal(getattr(alone, name), getattr(whole, name)[hers])
        found += alone.need.size
    assert found
