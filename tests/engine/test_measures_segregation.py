"""Assortativity and spectral segregation: by hand, equal to networkx and to the definition's eigenvalues."""

import networkx as nx
import numpy as np
import pytest

from tests.engine.measure_worlds import World, planted, random_world
from tests.engine.test_measures_openness import SMALL
from tisserand.engine.measures import assortativity, spectral_segregation


def spectral(world: World, **options: object) -> np.ndarray:
    return spectral_segregation(*world.tie_lists, *world.member_lists, world.m, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(6))
def test_assortativity_equals_networkx_when_people_have_one_circle(seed: int) -> None:
    world = planted(seed, 80, 5, inside=0.2, across=0.05)
    graph = world.graph
    nx.set_node_attributes(graph, dict(world.members.tolist()), "circle")
    peer = nx.attribute_assortativity_coefficient(graph, "circle")
    assert assortativity(world.counted, world.sets) == pytest.approx(peer, abs=1e-9)


def test_assortativity_when_worked_by_hand_with_two_circles() -> None:
    # Ends: {A} 4, {A, B} 2, {B} 2 of 8; chance inside (16 + 16 + 4 + 8 + 4) / 64 = 0.75 = seen.
    assert assortativity(SMALL.counted, SMALL.sets) == pytest.approx(0)


@pytest.mark.parametrize("seed", range(4))
def test_assortativity_equals_its_definition_when_people_have_several_circles(seed: int) -> None:
    world = random_world(seed)
    held, ties = world.circles_of, world.counted
    degree = np.bincount(np.concatenate((ties.a, ties.b)), minlength=world.n)
    sharing = [[bool(held[i] & held[j]) for j in range(world.n)] for i in range(world.n)]
    chance = degree @ np.array(sharing, float) @ degree / (2 * ties.total) ** 2
    inside = 1 - ties.cross / ties.total
    assert assortativity(ties, world.sets) == pytest.approx((inside - chance) / (1 - chance), abs=1e-12)


def test_assortativity_is_none_when_undefined() -> None:
    for world in (World.of(2, [(0, 1)], {}), World.of(2, [(0, 1)], {0: [0], 1: [0]}), World.of(0, [], {})):
        assert assortativity(world.counted, world.sets) is None


def test_spectral_segregation_when_worked_by_hand() -> None:
    # A triangle, of which one person also knows somebody of the other circle: the square of the value less
    # half of it is 1/3. The other circle has no tie inside; the third nobody.
    world = World.of(4, [(0, 1), (0, 2), (1, 2), (0, 3)], {0: [0], 1: [0], 2: [0], 3: [1]})
    value = spectral_segregation(*world.tie_lists, *world.member_lists, 3)
    assert value[:2] == pytest.approx([(0.5 + np.sqrt(0.25 + 4 / 3)) / 2, 0])
    assert np.isnan(value[2])


def test_spectral_segregation_is_1_when_circles_never_meet_and_0_when_they_only_meet() -> None:
    closed = planted(1, 60, 3, inside=0.6, across=0)
    assert spectral(closed) == pytest.approx(np.ones(3))
    assert spectral(planted(1, 60, 3, inside=0, across=0.5)) == pytest.approx(np.zeros(3))


@pytest.mark.parametrize("weighed", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_spectral_segregation_equals_the_dense_definition(seed: int, weighed: bool) -> None:
    world = random_world(seed, degree=3)
    ptr, end = world.tie_lists
    weight = world.strength if weighed else np.ones(end.size)
    ties = np.zeros((world.n, world.n))
    ties[np.repeat(np.arange(world.n), np.diff(ptr)), end] = weight
    divided = ties / np.maximum(ties.sum(axis=1, keepdims=True), 1)
    expected = []
    for c in range(world.m):
        people = np.flatnonzero([c in held for held in world.circles_of.values()])
        part = world.graph.subgraph(people.tolist())
        total = 0.0
        for members in nx.connected_components(part):
            rows = sorted(members)
            total += len(rows) * max(np.linalg.eigvals(divided[np.ix_(rows, rows)]).real)
        expected.append(total / people.size)
    found = spectral(world, strength=world.strength) if weighed else spectral(world)
    assert found == pytest.approx(expected, abs=1e-9)


def test_spectral_segregation_is_the_same_by_both_solvers_when_a_circle_is_large() -> None:
    world = planted(2, 400, 2, inside=0.05, across=0.02)
    graph = world.graph
    for c, value in enumerate(spectral(world)):
        people = sorted(np.flatnonzero(np.arange(400) % 2 == c))
        root = np.sqrt([graph.degree[i] for i in people])
        block = nx.to_numpy_array(graph, nodelist=people) / np.outer(root, root)
        assert value == pytest.approx(np.linalg.eigvalsh(block)[-1], abs=1e-9)


def test_nothing_changes_when_people_are_renumbered() -> None:
    world = random_world(9)
    other = world.renumbered(np.random.default_rng(1).permutation(world.n))
    assert assortativity(world.counted, world.sets) == assortativity(other.counted, other.sets)
    assert spectral(other) == pytest.approx(spectral(world), abs=1e-12)


def test_spectral_segregation_is_empty_when_there_is_no_circle() -> None:
    assert spectral(World.of(0, [], {})).shape == (0,)
    assert spectral(World.of(2, [(0, 1)], {})).shape == (0,)


@pytest.mark.parametrize("length", [90, 300])
def test_spectral_segregation_is_exact_when_a_circle_is_a_long_thread(length: int) -> None:
    # Both ends of the thread also know somebody outside, where a walk dies: cos(pi / (length + 1)).
    ties = [(i, i + 1) for i in range(length + 1)]
    world = World.of(length + 2, ties, {i: [0] for i in range(1, length + 1)})
    assert spectral(world) == pytest.approx([np.cos(np.pi / (length + 1))], abs=1e-9)
