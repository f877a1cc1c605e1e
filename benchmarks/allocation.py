"""Allocation of a week's introductions: value, proof and time, beside what others would do.

    python benchmarks/allocation.py [--people 2000 10000 100000] [--quotas] [--seed 1]

Synthetic networks: circles of up to 330 people, 20 candidate pairs asked by each person, a quarter inside
her circle and the rest over bridges, partners wanted by popularity (Pareto, so that some are wanted by
hundreds), scores with a heavy tail, capacities of 1 to 3, every second person owed a proposal. With --quotas,
up to 2,000 bridges share .45 proposal a person, so that nearly every quota binds; only methods that know
quotas are run. Peers: greedy by score; each person's top 3 (which asks nobody's leave); min-cost flow on the
bipartite double cover (OR-Tools), rounded and filled; linear programme (HiGHS in scipy; fractional, so a
bound and not an answer) up to 10,000 people; integer optimum (HiGHS, gap 1e-4) up to 2,000. Greedy, top 3 and
the flow know of no floor, so they may pass the bound, which holds for those who serve S*.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from machine import Stopwatch, machine_facts, table, write_results
from numpy.typing import NDArray
from scipy import sparse

from tisserand.engine.allocation import Allocation, allocate

Array = NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class Network:
    """The arguments of `allocate`."""

    a: Array
    b: Array
    score: Array
    key: Array
    capacity: Array
    owed: Array
    route: Array
    quota: Array

    def columns(self) -> dict[str, Array]:
        return {name: getattr(self, name) for name in self.__slots__}


def main() -> None:
    arguments = _arguments()
    rows: list[dict[str, object]] = []
    allocate(**network(100, quotas=True, seed=0).columns())  # compiled before anything is timed
    for n in arguments.people:
        found = rows_for(network(n, quotas=arguments.quotas, seed=arguments.seed), quotas=arguments.quotas)
        print(table(found) + "\n", flush=True)
        rows += found
    name = "allocation_quotas" if arguments.quotas else "allocation"
    print(write_results(name, rows, machine_facts(seed=arguments.seed)).name)


def rows_for(net: Network, *, quotas: bool) -> list[dict[str, object]]:
    """One row a method; `ratio` is ours over the peer in value, `times` the peer's seconds over ours."""
    n = len(net.capacity)
    with Stopwatch() as watch:
        ours = allocate(**net.columns())
    rows = [_row("tisserand", net, ours.chosen, ours, watch)]
    peers: dict[str, Callable[[Network], Array]] = {"greedy by score": greedy}
    if not quotas:
        peers |= {"each person's top 3": top_three, "OR-Tools flow": flow}
    if n <= 10_000:
        peers["HiGHS LP (fractional)"] = lambda net: programme(net, ours.served, whole=False)
    if n <= 2_000:
        peers["HiGHS integer"] = lambda net: programme(net, ours.served, whole=True)
    for name, peer in peers.items():
        with Stopwatch() as watch:
            chosen = peer(net)
        rows.append(_row(name, net, chosen, ours, watch))
    for row in rows:
        row["times"] = row["seconds"] / rows[0]["seconds"]
        row["times_cpu"] = row["cpu"] / max(rows[0]["cpu"], 1e-3)
    return rows


def _row(name: str, net: Network, chosen: Array, ours: Allocation, watch: Stopwatch) -> dict[str, object]:
    share = chosen.astype(float)
    load = np.bincount(net.a, share, len(net.capacity)) + np.bincount(net.b, share, len(net.capacity))
    on_route = net.route >= 0
    used = np.bincount(net.route[on_route], share[on_route], len(net.quota))
    value = float(share @ net.score)
    served = float(np.minimum(load, 1.0)[net.owed].sum())
    return {
        "people": len(net.capacity),
        "pairs": len(net.a),
        "routes": len(net.quota),
        "method": name,
        "value": value / 2**20,
        "of_bound": value / ours.bound,
        "ratio": ours.value / value,
        "served": round(served),
        "S*": ours.servable,
        "over": int((load > net.capacity + 1e-6).sum()) + int((used > net.quota + 1e-6).sum()),
        "highest_load": round(float(load.max())),
        "seconds": watch.wall,
        "cpu": watch.cpu,
    }


def greedy(net: Network) -> Array:
    """The best pair that fits, again and again (plain Python loop over the sorted pairs, on lists)."""
    order = np.lexsort((net.key, -net.score))
    room, left = net.capacity.tolist(), [*net.quota.tolist(), len(net.a)]
    chosen = np.zeros(len(net.a), np.bool_)
    columns = (order, net.a[order], net.b[order], net.route[order])
    for p, u, v, r in zip(*(column.tolist() for column in columns), strict=True):
        if room[u] and room[v] and left[r]:
            room[u] -= 1
            room[v] -= 1
            left[r] -= 1
            chosen[p] = True
    return chosen


def top_three(net: Network) -> Array:
    """Every person's three best pairs, whoever they ask."""
    k = len(net.a)
    pair = np.tile(np.arange(k), 2)
    person = np.concatenate((net.a, net.b))
    order = np.lexsort((net.key[pair], -net.score[pair], person))
    start = np.searchsorted(person[order], np.arange(len(net.capacity)))
    rank = np.arange(2 * k) - start[person[order]]
    chosen = np.zeros(k, np.bool_)
    chosen[pair[order[rank < 3]]] = True
    return chosen


def flow(net: Network) -> Array:
    """Budgets only: half of the best flow on two copies of everybody, rounded in its order, then filled."""
    from ortools.graph.python import min_cost_flow

    n, k = len(net.capacity), len(net.a)
    left, right = np.append(net.a, net.b), np.append(net.b, net.a) + n
    source, sink = 2 * n, 2 * n + 1
    people = np.arange(n)
    solver = min_cost_flow.SimpleMinCostFlow()
    add = solver.add_arcs_with_capacity_and_unit_cost
    pairs = add(left, right, np.ones(2 * k, int), -np.tile(net.score, 2))
    add(np.full(n, source), people, net.capacity, np.zeros(n, int))
    add(people + n, np.full(n, sink), net.capacity, np.zeros(n, int))
    total = int(net.capacity.sum())
    solver.add_arc_with_capacity_and_unit_cost(source, sink, total, 0)
    solver.set_node_supply(source, total)
    solver.set_node_supply(sink, -total)
    if solver.solve() != solver.OPTIMAL:
        raise RuntimeError("the flow has no optimum")
    sides = np.asarray(solver.flows(pairs)).reshape(2, k).sum(axis=0)
    return _filled(net, np.lexsort((net.key, -net.score, -sides)))


def _filled(net: Network, order: Array) -> Array:
    again = Network(**(net.columns() | {"score": np.empty(len(order), np.int64)}))
    again.score[order] = np.arange(len(order), 0, -1)
    return greedy(again)


def programme(net: Network, served: int, *, whole: bool) -> Array:
    """The programme of stage 2 by HiGHS: fractions of pairs, or whole pairs within 1e-4 of the best."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    n, k, owed = len(net.capacity), len(net.a), np.flatnonzero(net.owed)
    each, ones = np.arange(k), np.ones(k)
    ends = (np.append(net.a, net.b), np.append(each, each))
    people = sparse.csr_array((np.append(ones, ones), ends), shape=(n, k))
    routed = np.flatnonzero(net.route >= 0)
    routes = sparse.csr_array((ones[routed], (net.route[routed], routed)), shape=(len(net.quota), k))
    blocks = [[people, None], [-people[owed], sparse.eye_array(len(owed))]]
    blocks.append([None, sparse.csr_array(-np.ones((1, len(owed))))])
    limits = [net.capacity, np.zeros(len(owed)), [-served]]
    if len(net.quota):
        blocks.append([routes, None])
        limits.append(net.quota)
    found = milp(
        np.append(-net.score / 2**20, np.zeros(len(owed))),
        constraints=LinearConstraint(sparse.block_array(blocks).tocsr(), -np.inf, np.concatenate(limits)),
        bounds=Bounds(0, 1),
        integrality=np.full(k + len(owed), int(whole)),
        options={"mip_rel_gap": 1e-4},
    )
    return found.x[:k].round() if whole else found.x[:k]


def network(n: int, *, quotas: bool, seed: int, picks: int = 20) -> Network:
    """A network of n people, the same for the same seed."""
    rng = np.random.default_rng(seed)
    m = max(2, n // max(12, min(330, n // 12)))
    circle = rng.integers(0, m, n)
    fame = rng.pareto(1.6, n) + 0.2
    ranked = np.lexsort((-fame, circle))
    first = np.searchsorted(circle[ranked], np.arange(m + 1))
    one, other = _bridges(m, min(2000, m * (m - 1) // 2, 7 * m), rng)
    u = np.repeat(np.arange(n), picks)
    route, target = _crossings(circle[u], one, other, m, rng)
    size = np.diff(first)[target]
    v = ranked[np.minimum(first[target] + (size * rng.random(len(u)) ** 2.5).astype(np.int64), n - 1)]
    real = (u != v) & (size > 0)
    low, high = np.minimum(u, v)[real], np.maximum(u, v)[real]
    code, kept = np.unique(low * n + high, return_index=True)
    a, b, route = (code // n).astype(np.int32), (code % n).astype(np.int32), route[real][kept]
    worth = np.exp(rng.normal(-2.5, 0.9, len(a))) * (fame[a] * fame[b]) ** 0.25
    score = np.maximum(1, np.floor(np.minimum(worth, 4.0) * 2**20)).astype(np.int64)
    key = rng.integers(0, 2**63, len(a)).astype(np.uint64)
    capacity, owed = rng.integers(1, 4, n).astype(np.int32), rng.random(n) < 0.5
    quota = np.zeros(0, np.int32)
    if quotas:
        wanted = np.bincount(route[route >= 0], minlength=len(one))
        share = 0.45 * n * wanted / wanted.sum() * rng.uniform(0.3, 1.3, len(one))
        quota = np.maximum(1, share).astype(np.int32)
    else:
        route = np.full(len(a), -1, np.int32)
    return Network(a, b, score, key, capacity, owed, route.astype(np.int32), quota)


def _bridges(m: int, wanted: int, rng: np.random.Generator) -> tuple[Array, Array]:
    x, y = rng.integers(0, m, 4 * wanted + 10), rng.integers(0, m, 4 * wanted + 10)
    code = np.unique((np.minimum(x, y) * m + np.maximum(x, y))[x != y])
    code = np.sort(rng.permutation(code)[:wanted])
    return code // m, code % m


def _crossings(
    home: Array, one: Array, other: Array, m: int, rng: np.random.Generator
) -> tuple[Array, Array]:
    """For each asker, the bridge she uses (-1: none) and the circle where her candidate is."""
    start, end = np.append(one, other), np.append(other, one)
    order = np.argsort(start, kind="stable")
    first = np.searchsorted(start[order], np.arange(m + 1))
    open_to = np.diff(first)[home]
    taken = np.minimum(first[home] + (rng.random(len(home)) * open_to).astype(np.int64), len(end) - 1)
    inside = (rng.random(len(home)) < 0.25) | (open_to == 0)
    route = np.tile(np.arange(len(one)), 2)[order][taken]
    return np.where(inside, -1, route), np.where(inside, home, end[order][taken])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, nargs="+", default=[2_000, 10_000, 100_000])
    parser.add_argument("--quotas", action="store_true", help="2,000 bridges whose quotas bind")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
