"""Openness and the measures beside it: equal values, seconds next to igraph and networkx, honest margins.

Two networks: manufacturing_email (skipped, and said, when absent) and 100,000 synthetic people. `ratio` is
the peer's seconds over ours, in seconds of processor (all threads). The second table repeats planted networks
and counts how often each 95 % margin of openness holds the truth.

    python benchmarks/openness.py [--people 100000] [--worlds 300]
"""

import argparse
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import igraph
import networkx as nx
import numpy as np
from converters import folder_or_none, manufacturing_email
from machine import Stopwatch, machine_facts, table, write_results
from numpy.typing import NDArray

from tisserand.engine.fabric import Fabric
from tisserand.engine.measures import (
    Counted,
    assortativity,
    circle_sets,
    constraint,
    contact_diversity,
    counted,
    grid,
    measures,
    openness,
    spectral_segregation,
)
from tisserand.engine.measures.openness import share_margin

SEED, DRAWS = 20261122, 200

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Row = dict[str, object]


@dataclass(frozen=True)
class Network:
    """n people, `ties` int[t, 2] once each; `members` int[s, 2] rows (person, circle), one circle at most
    each, and `several` the rows of second circles."""

    name: str
    n: int
    ties: Longs
    members: Longs
    several: Longs

    @property
    def fabric(self) -> Fabric:
        """Its Fabric, second circles included."""
        members = np.vstack((self.members, self.several))
        return Fabric.from_arrays(ties=self.ties, circles=members, people=self.n)

    @property
    def only(self) -> Fabric:
        """Its Fabric with first circles only, as peers know them."""
        return Fabric.from_arrays(ties=self.ties, circles=self.members, people=self.n)


def networks(people: int) -> Iterator[Network]:
    """The real network when its data is here, then the synthetic one."""
    none = np.zeros((0, 2), np.int64)
    if folder_or_none("manufacturing_email") is None:
        print("manufacturing_email is absent from the shared data: skipped")
    else:
        mails = manufacturing_email()
        ties = np.unique(np.sort(np.column_stack((mails.a, mails.b)), axis=1), axis=0)
        known = np.flatnonzero(mails.circle >= 0)
        members = np.column_stack((known, mails.circle[known]))
        yield Network("manufacturing_email", mails.n, ties, members, none)
    yield synthetic(people)


def synthetic(n: int) -> Network:
    """Circles of 50 on average (from 5 to some hundreds), 10 ties a person drawn (20 held), 6 of 10 inside
    the circle; one person in five belongs to a second circle."""
    rng = np.random.default_rng(SEED)
    m = max(2, n // 50)
    chance = rng.lognormal(0, 0.7, m)
    circle = np.sort(rng.choice(m, n, p=chance / chance.sum()))
    start, size = np.searchsorted(circle, np.arange(m)), np.bincount(circle, minlength=m)
    a = np.repeat(np.arange(n), 10)
    inside = rng.random(a.size) < 0.6
    mate = start[circle[a]] + rng.integers(0, 2**40, a.size) % np.maximum(size[circle[a]], 1)
    pairs = np.sort(np.column_stack((a, np.where(inside, mate, rng.integers(0, n, a.size)))), axis=1)
    ties = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    second = rng.choice(n, n // 5, replace=False)
    several = np.column_stack((second, rng.integers(0, m, second.size)))
    return Network(f"synthetic {n:,}", n, ties, np.column_stack((np.arange(n), circle)), several)


def timed(work: Callable[[], object], *, once: bool = False) -> tuple[object, float]:
    """What `work` returns and the least processor seconds of three runs (of one when it is long, or on
    demand)."""
    best, result = math.inf, None
    for _ in range(3):
        with Stopwatch() as watch:
            result = work()
        best = min(best, watch.cpu)
        if once or watch.cpu > 5:
            break
    return result, best


def beside_peers(network: Network) -> Iterator[Row]:
    """Constraint and assortativity beside igraph and networkx."""
    fabric = network.only
    ours, seconds = timed(lambda: constraint(fabric.tie_ptr, fabric.tie_end))
    graph = igraph.Graph(n=network.n, edges=network.ties.tolist())
    value, peer = timed(graph.constraint)
    yield _row(network, "Burt's constraint, median", "igraph", ours, value, seconds, peer)
    other: nx.Graph[int] = nx.Graph()
    other.add_nodes_from(range(network.n))
    other.add_edges_from(network.ties.tolist())
    value, peer = timed(lambda: list(nx.constraint(other).values()), once=True)
    yield _row(network, "Burt's constraint, median", "networkx", ours, value, seconds, peer)
    sets = circle_sets(fabric.member_ptr, fabric.member_circle)
    ours, seconds = timed(lambda: assortativity(counted(fabric.tie_ptr, fabric.tie_end, sets), sets))
    inside = np.flatnonzero(sets.of >= 0)
    small = graph.induced_subgraph(inside.tolist())
    kinds = fabric.member_circle.tolist()
    value, peer = timed(lambda: small.assortativity_nominal(kinds, directed=False))
    yield _row(network, "assortativity by circle", "igraph", ours, value, seconds, peer)
    other.remove_nodes_from(np.flatnonzero(sets.of < 0).tolist())
    nx.set_node_attributes(other, dict(zip(inside.tolist(), kinds, strict=True)), "circle")
    value, peer = timed(lambda: nx.attribute_assortativity_coefficient(other, "circle"), once=True)
    yield _row(network, "assortativity by circle", "networkx", ours, value, seconds, peer)


def alone(network: Network) -> Iterator[Row]:
    """What no peer has, and everything at once; second circles included."""
    fabric = network.fabric
    lists = (fabric.tie_ptr, fabric.tie_end, fabric.member_ptr, fabric.member_circle)
    sets = circle_sets(*lists[2:])
    ties = counted(*lists[:2], sets)
    for name, work in (
        ("expected share across", lambda: sets.cross_pairs / sets.pairs),
        ("openness, margin only", lambda: openness(ties, sets, draws=0).ratio),
        (f"openness, {DRAWS} shuffles", lambda: openness(ties, sets, draws=DRAWS).ratio),
        ("spectral segregation, mean", lambda: spectral_segregation(*lists, fabric.circles)),
        ("diversity of contacts, mean", lambda: contact_diversity(*lists)),
        ("circle by circle, 24 circles", lambda: grid(ties, sets).ratio),
        ("all measures", lambda: measures(fabric, draws=DRAWS).openness),
    ):
        value, seconds = timed(work)
        shown = float(np.nanmean(value)) if isinstance(value, np.ndarray) else value
        figure = shown if isinstance(shown, float) else None
        yield {"network": network.name, "measure": name, "ours": figure, "seconds": seconds}


def _row(
    network: Network, name: str, peer: str, ours: object, value: object, seconds: float, other: float
) -> Row:
    mine, theirs = (np.atleast_1d(np.asarray(part, float)) for part in (ours, value))
    return {
        "network": network.name,
        "measure": name,
        "ours": float(np.nanmedian(mine)),
        "seconds": seconds,
        "peer": peer,
        "difference": float(np.nanmax(np.abs(mine - theirs), initial=0.0)),
        "peer seconds": other,
        "ratio": other / seconds,
    }


def margins(worlds: int) -> Iterator[Row]:
    """How often each margin holds the mean share of repeated worlds, and its width over that mean: with
    people alike, then with people who differ in how far they go beyond their circle."""
    for n, m, uneven in ((150, 12, 0.0), (150, 12, 0.7), (600, 14, 0.0), (600, 14, 0.7)):
        rng = np.random.default_rng(SEED)
        drawn = [planted(rng, n, m, uneven) for _ in range(worlds)]
        truth = float(np.mean([ties.cross / ties.total for ties in drawn]))
        for name, margin in MARGINS.items():
            found = np.array([margin(ties, n, rng) for ties in drawn])
            holds = (found[:, 0] <= truth) & (truth <= found[:, 1])
            yield {
                "people": n,
                "circles": m,
                "people differ": uneven,
                "margin": name,
                "holds the truth": float(holds.mean()),
                "width": float((found[:, 1] - found[:, 0]).mean() / truth),
            }


def planted(rng: np.random.Generator, n: int, m: int, uneven: float) -> Counted:
    """A block model with about 10 ties a person, half inside; `uneven` spreads the openness of people."""
    circle = np.arange(n) % m
    far = np.exp(rng.normal(-(uneven**2) / 2, uneven, n))
    chance = np.where(circle[:, None] == circle, 5 * m / n, 5 / n * np.outer(far, far))
    a, b = np.nonzero(np.triu(rng.random((n, n)) < chance, 1))
    fabric = Fabric.from_arrays(
        ties=np.column_stack((a, b)), circles=np.column_stack((np.arange(n), circle)), people=n
    )
    return counted(fabric.tie_ptr, fabric.tie_end, circle_sets(fabric.member_ptr, fabric.member_circle))


def _ours(ties: Counted, _people: int, _rng: np.random.Generator) -> tuple[float, float]:
    return share_margin(ties)


def _ties_resampled(ties: Counted, _people: int, rng: np.random.Generator) -> tuple[float, float]:
    drawn = rng.binomial(ties.total, ties.cross / ties.total, 1000) / ties.total
    return float(np.quantile(drawn, 0.025)), float(np.quantile(drawn, 0.975))


def _people_resampled(ties: Counted, n: int, rng: np.random.Generator) -> tuple[float, float]:
    times = rng.multinomial(n, np.full(n, 1 / n), 200)
    weight = times[:, ties.a] * times[:, ties.b]
    drawn = (weight * ties.across).sum(axis=1) / weight.sum(axis=1)
    return float(np.quantile(drawn, 0.025)), float(np.quantile(drawn, 0.975))


MARGINS: dict[str, Callable[[Counted, int, np.random.Generator], tuple[float, float]]] = {
    "ours": _ours,
    "ties resampled": _ties_resampled,
    "people resampled": _people_resampled,
}


def main() -> None:
    """Print both tables, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--worlds", type=int, default=300)
    asked = parser.parse_args()
    measures(synthetic(300).fabric, extra=np.array([(0, 1)]))  # compiles, or reads the cache
    rows: list[Row] = []
    for network in networks(asked.people):
        print(f"{network.name}: {network.n:,} people, {len(network.ties):,} ties")
        rows += [*beside_peers(network), *alone(network)]
    print(table(rows))
    held = list(margins(asked.worlds))
    print(table(held))
    print(write_results("openness", rows + held, machine_facts(seed=SEED)))


if __name__ == "__main__":
    main()
