"""Small and planted networks for the tests of measures, and the plainest way of counting in them."""

from dataclasses import dataclass
from itertools import combinations
from typing import Self

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from tisserand.engine.measures import CircleSets, Counted, circle_sets, counted
from tisserand.engine.ragged import ragged

Pairs = NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """`ties` int[t, 2] without repeats, `members` int[s, 2] rows (person, circle)."""

    n: int
    m: int
    ties: Pairs
    members: Pairs

    @classmethod
    def of(cls, n: int, ties: list[tuple[int, int]], circles: dict[int, list[int]]) -> Self:
        members = [(person, c) for person, held in circles.items() for c in held]
        m = 1 + max((c for _, c in members), default=-1)
        return cls(n, m, np.array(ties, int).reshape(-1, 2), np.array(members, int).reshape(-1, 2))

    @property
    def tie_lists(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        a, b = self.ties.T
        return ragged(self.n, np.concatenate((a, b)), np.concatenate((b, a)))

    @property
    def member_lists(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        return ragged(self.n, self.members[:, 0], self.members[:, 1])

    @property
    def sets(self) -> CircleSets:
        return circle_sets(*self.member_lists)

    @property
    def counted(self) -> Counted:
        return counted(*self.tie_lists, self.sets)

    @property
    def strength(self) -> NDArray[np.int32]:
        """The same made-up strength for both directions of a tie."""
        ptr, end = self.tie_lists
        owner = np.repeat(np.arange(self.n), np.diff(ptr))
        return (1 + (np.minimum(owner, end) * 7919 + np.maximum(owner, end) * 104729) % 32768).astype(
            np.int32
        )

    @property
    def circles_of(self) -> dict[int, set[int]]:
        return {i: {int(c) for p, c in self.members if p == i} for i in range(self.n)}

    @property
    def graph(self) -> "nx.Graph[int]":
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(self.n))
        graph.add_edges_from(map(tuple, self.ties.tolist()))
        return graph

    def renumbered(self, order: NDArray[np.int64]) -> "World":
        """The same world with person i called `order[i]`, and its rows shuffled."""
        members = np.column_stack((order[self.members[:, 0]], self.members[:, 1]))
        return World(self.n, self.m, order[self.ties][::-1, ::-1], members[::-1])


def random_world(seed: int, n: int = 60, m: int = 5, degree: float = 6, several: float = 0.4) -> World:
    """Ties at random; some people in two or three circles, some in none."""
    rng = np.random.default_rng(seed)
    a, b = np.nonzero(np.triu(rng.random((n, n)) < degree / n, 1))
    held = np.minimum(1 + (rng.random((n, 2)) < several).sum(axis=1), m) * (rng.random(n) < 0.9)
    members = [(i, int(c)) for i in range(n) for c in rng.choice(m, held[i], replace=False)]
    return World(n, m, np.column_stack((a, b)), np.array(members, int).reshape(-1, 2))


def planted(
    seed: int, n: int, m: int, *, inside: float, across: float, uneven: float = 0.0, mixed: bool = False
) -> World:
    """A stochastic block model: m equal circles, chances of a tie `inside` and `across`.

    `uneven` spreads how far people go beyond their circle (a log-normal factor of mean 1); `mixed` deals the
    circles at random afterwards.
    """
    rng = np.random.default_rng(seed)
    circle = np.arange(n) % m
    far = np.exp(rng.normal(-(uneven**2) / 2, uneven, n))
    chance = np.where(circle[:, None] == circle, inside, across * np.outer(far, far))
    a, b = np.nonzero(np.triu(rng.random((n, n)) < chance, 1))
    if mixed:
        circle = rng.permutation(circle)
    return World(n, m, np.column_stack((a, b)), np.column_stack((np.arange(n), circle)))


def planted_ratio(n: int, m: int, *, inside: float, across: float) -> float:
    """The openness of the block model's expected ties."""
    within = m * (n // m) * (n // m - 1) / 2
    pairs = n * (n - 1) / 2
    share = across * (pairs - within) / (inside * within + across * (pairs - within))
    return share / ((pairs - within) / pairs)


def cross_shares(world: World) -> tuple[float, float]:
    """Observed and expected share across, pair by pair."""
    held = world.circles_of
    here = [i for i in range(world.n) if held[i]]
    pairs = [not held[i] & held[j] for i, j in combinations(here, 2)]
    ties = [not held[i] & held[j] for i, j in world.ties.tolist() if held[i] and held[j]]
    return sum(ties) / len(ties), sum(pairs) / len(pairs)
