"""Burt's constraint and the diversity of contacts: equal to networkx and igraph, and by hand."""

import igraph
import networkx as nx
import numpy as np
import pytest

from tests.engine.measure_worlds import World, random_world
from tisserand.engine.measures import constraint, contact_diversity


def weighed_graph(world: World) -> "nx.Graph[int]":
    graph: nx.Graph[int] = world.graph
    ptr, end = world.tie_lists
    for i in range(world.n):
        for tie in range(ptr[i], ptr[i + 1]):
            graph[i][int(end[tie])]["weight"] = int(world.strength[tie])
    return graph


def test_constraint_when_worked_by_hand() -> None:
    # A path of three: both ends have one contact; the middle has two who do not know each other.
    path = World.of(4, [(0, 1), (1, 2)], {})
    assert constraint(*path.tie_lists)[:3] == pytest.approx([1, 0.5, 1])
    assert np.isnan(constraint(*path.tie_lists)[3])
    # A triangle: (1/2 + 1/2 x 1/2) squared, twice.
    triangle = World.of(3, [(0, 1), (1, 2), (0, 2)], {})
    assert constraint(*triangle.tie_lists) == pytest.approx([1.125] * 3)


@pytest.mark.parametrize("seed", range(4))
def test_constraint_equals_networkx_and_igraph_when_ties_count_alike(seed: int) -> None:
    world = random_world(seed)
    ours = constraint(*world.tie_lists)
    assert ours == pytest.approx(
        [nx.constraint(world.graph)[i] for i in range(world.n)], abs=1e-9, nan_ok=True
    )
    peer = igraph.Graph(n=world.n, edges=world.ties.tolist()).constraint()
    assert ours == pytest.approx(peer, abs=1e-9, nan_ok=True)


def test_constraint_equals_networkx_and_igraph_when_ties_have_strengths() -> None:
    world = random_world(5)
    graph = weighed_graph(world)
    ours = constraint(*world.tie_lists, strength=world.strength)
    assert ours == pytest.approx(
        [nx.constraint(graph, weight="weight")[i] for i in range(world.n)], abs=1e-9, nan_ok=True
    )
    weights = [graph[a][b]["weight"] for a, b in world.ties.tolist()]
    peer = igraph.Graph(n=world.n, edges=world.ties.tolist()).constraint(weights=weights)
    assert ours == pytest.approx(peer, abs=1e-9, nan_ok=True)


def test_diversity_when_worked_by_hand() -> None:
    # 0 knows two people of A and one of B; 1 one of A and one of both; 2 somebody without a circle.
    world = World.of(
        9,
        [(0, 3), (0, 4), (0, 5), (1, 3), (1, 6), (2, 7)],
        {3: [0], 4: [0], 5: [1], 6: [0, 1]},
    )
    found = contact_diversity(*world.tie_lists, *world.member_lists)
    assert found[:2] == pytest.approx([4 / 9, 1 - (0.75**2 + 0.25**2)])
    assert np.isnan(found[[2, 8]]).all()


@pytest.mark.parametrize("weighed", [False, True])
def test_diversity_equals_the_plainest_count(weighed: bool) -> None:
    world = random_world(6)
    ptr, end = world.tie_lists
    strength = world.strength if weighed else np.ones(end.size, np.int32)
    expected = []
    for i in range(world.n):
        part = np.zeros(world.m)
        for tie in range(ptr[i], ptr[i + 1]):
            held = world.circles_of[int(end[tie])]
            for c in held:
                part[c] += strength[tie] / len(held)
        expected.append(1 - ((part / part.sum()) ** 2).sum() if part.sum() else np.nan)
    options = {"strength": world.strength} if weighed else {}
    found = contact_diversity(*world.tie_lists, *world.member_lists, **options)
    assert found == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_figures_follow_people_when_they_are_renumbered() -> None:
    world = random_world(7)
    order = np.random.default_rng(2).permutation(world.n)
    other = world.renumbered(order)
    assert constraint(*other.tie_lists)[order] == pytest.approx(
        constraint(*world.tie_lists), abs=1e-12, nan_ok=True
    )
    assert contact_diversity(*other.tie_lists, *other.member_lists)[order] == pytest.approx(
        contact_diversity(*world.tie_lists, *world.member_lists), abs=1e-12, nan_ok=True
    )


def test_figures_are_empty_when_the_network_is() -> None:
    empty = World.of(0, [], {})
    assert constraint(*empty.tie_lists).shape == (0,)
    assert contact_diversity(*empty.tie_lists, *empty.member_lists).shape == (0,)
