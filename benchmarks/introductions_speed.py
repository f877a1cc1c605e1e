"""Speed of the lists behind introductions: the 20 best partners of everybody, ours beside the peers.

Same answer: all two-step pairs not tied, not inside a circle, route open, no degree cap, order (-score, key).
Usage: python benchmarks/introductions_speed.py [--people 10000 100000] [--million] [--seed 1]
"""

import argparse
import multiprocessing
import resource
import sys
from collections.abc import Sequence

import numpy as np
from machine import Stopwatch, machine_facts, table, write_results
from peers_speed import (
    Arrays,
    Lists,
    arrays_of,
    implicit_model,
    networkx_graph,
    networkx_lists,
    scipy_lists,
)
from synthetic import Synthetic, synthetic

from tisserand.engine.asks import asks
from tisserand.engine.fabric import FOREVER, Bridges, Fabric
from tisserand.engine.loom import Loom, loom
from tisserand.engine.policy import Policy
from tisserand.engine.reach import reach
from tisserand.engine.sweep import best_partners
from tisserand.engine.text import NO_TEXTS, meetings

KEEP = 20
SAMPLE = 100
SCIPY_PEOPLE = 20_000
"""scipy is timed on so many people of a larger network: its time a person does not depend on how many."""
BAR = 10.0
MILLION = 1_000_000
Row = dict[str, object]


def fabric_of(network: Synthetic) -> Fabric:
    """The Fabric of a synthetic network; without bridges every circle is open to every other."""
    bridges = Bridges()
    if len(network.bridge):
        start, end, quota = network.bridge.astype(np.int32).T
        ptr = np.zeros(start.size + 1, np.int64)
        bridges = Bridges(start, end, quota, np.full(start.size, FOREVER, np.int32), ptr, everywhere=False)
    return Fabric.from_arrays(
        ties=network.tie,
        strength=network.strength,
        circles=network.member,
        people=network.people,
        bridges=bridges,
    )


def loom_of(fabric: Fabric) -> Loom:
    """The Loom of `fabric` without any degree cap, nobody asking for anything."""
    policy = Policy(hub_degree=fabric.people)
    nothing = asks(
        fabric.people, fabric.needs.owner, fabric.offers.owner, meetings(NO_TEXTS, NO_TEXTS, top=1, near=None)
    )
    return loom(fabric, reach(fabric, policy=policy), nothing, policy)


def ours(weft: Loom, threads: int, seed: int) -> Lists:
    """The engine's lists of everybody."""
    everybody = np.arange(weft.key.size, dtype=np.int32)
    other, score = best_partners(weft, everybody, KEEP, seed, threads)
    return Lists(other.astype(np.int64), score)


def is_same(one: Lists, two: Lists) -> bool:
    """Whether two lists agree on every partner, every score and every place."""
    return np.array_equal(one.other, two.other) and np.array_equal(one.score, two.score)


def timed(name: str, people: int, watch: Stopwatch, **more: object) -> Row:
    """One line of the table."""
    return {
        "what": name,
        "people": people,
        "cpu_s": watch.cpu,
        "wall_s": watch.wall,
        "people_per_cpu_s": people / watch.cpu,
        "people_per_wall_s": people / watch.wall,
        **more,
    }


def best_of(times: int, weft: Loom, threads: int, seed: int) -> tuple[Stopwatch, Lists]:
    """The quickest of several runs of ours (others use the machine too), and its lists."""
    runs = []
    for _ in range(times):
        with Stopwatch() as watch:
            lists = ours(weft, threads, seed)
        runs.append(watch)
    return min(runs, key=lambda run: run.wall), lists


def compared(people: int, seed: int, bridges: int = 0) -> list[Row]:
    """Ours on one and two threads beside scipy, networkx and implicit, on one network."""
    fabric = fabric_of(synthetic(people, seed=seed, bridges=bridges))
    weft = loom_of(fabric)
    ours(loom_of(fabric_of(synthetic(500, seed=seed, bridges=min(bridges, 4)))), 2, seed)
    one, lists = best_of(3, weft, 1, seed)
    two, again = best_of(3, weft, 2, seed)
    arrays = arrays_of(fabric, weft)
    asked = min(people, SCIPY_PEOPLE)
    with Stopwatch() as slow:
        peer = scipy_lists(fabric, weft, arrays, KEEP, seed, people=asked)
    part = Lists(lists.other[:asked], lists.score[:asked])
    label = f"{people:,} people" + (f", {bridges:,} bridges" if bridges else "")
    rows = [
        timed("ours, 1 thread", people, one, network=label, same_list=is_same(lists, again)),
        timed("ours, 2 threads", people, two, network=label, same_list=is_same(lists, again)),
        timed("scipy blocked", asked, slow, network=label, same_list=is_same(part, peer)),
        *_others(fabric, weft, arrays, lists, seed, label),
    ]
    for row in rows:
        row["cpu_ratio"] = number(rows[0]["people_per_cpu_s"]) / number(row["people_per_cpu_s"])
        row["wall_ratio"] = number(rows[1]["people_per_wall_s"]) / number(row["people_per_wall_s"])
    return rows


def _others(fabric: Fabric, weft: Loom, arrays: Arrays, lists: Lists, seed: int, label: str) -> list[Row]:
    sample = (
        np.random.default_rng(seed).choice(fabric.people, min(SAMPLE, fabric.people), replace=False).tolist()
    )
    graph = networkx_graph(fabric, weft)
    networkx_lists(fabric, weft, arrays, graph, sample[:1], KEEP, seed)
    with Stopwatch() as watch:
        walked = networkx_lists(fabric, weft, arrays, graph, sample, KEEP, seed)
    same = is_same(Lists(lists.other[sample], lists.score[sample]), walked)
    rows = [timed("networkx, a sample", len(sample), watch, network=label, same_list=same)]
    model = implicit_model(KEEP)
    if model is None:
        print("implicit is not installed: its cosine lists are left out.")
        return rows
    with Stopwatch() as watch:
        model.fit(arrays.tied.astype(np.float64).tocsr(), show_progress=False)
    return [
        *rows,
        timed("implicit cosine, other lists", fabric.people, watch, network=label, same_list=False),
    ]


def million(seed: int) -> list[Row]:
    """One million people in a child process of its own, so that its peak memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_million, (seed,))


def _million(seed: int) -> list[Row]:
    with Stopwatch() as making:
        fabric = fabric_of(synthetic(MILLION, seed=seed))
    before = peak_gb()
    ours(loom_of(fabric_of(synthetic(500, seed=seed))), 2, seed)
    with Stopwatch() as warping:
        weft = loom_of(fabric)
    rows = []
    for threads in (1, 2):
        with Stopwatch() as watch:
            ours(weft, threads, seed)
        rows.append(
            timed(f"ours, {threads} thread", MILLION, watch, network="1,000,000 people", peak_gb=peak_gb())
        )
    made = {"making_s": making.wall, "loom_s": warping.wall, "peak_gb_before": before}
    return [{**row, **made} for row in rows]


def peak_gb() -> float:
    """Most memory this process has held, in GB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


def verdict(rows: Sequence[Row]) -> str:
    """The bar of every network, kept or missed, in one line each."""
    lines = []
    for row in rows:
        if row["what"] == "scipy blocked":
            cpu, wall, same = number(row["cpu_ratio"]), number(row["wall_ratio"]), row["same_list"] is True
            kept = same and min(cpu, wall) >= BAR
            lines.append(
                f"{row['network']}: {cpu:.1f} x scipy in CPU, {wall:.1f} x in wall seconds, identical list "
                f"{'yes' if same else 'NO'}: bar of {BAR:.0f} x {'kept' if kept else 'MISSED'}"
            )
    return "\n".join(lines)


def number(value: object) -> float:
    """A figure of a line, as a float."""
    assert isinstance(value, int | float)
    return float(value)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write results/introductions_speed.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument(
        "--million", action="store_true", help="also one million people (time and memory only)"
    )
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    rows = [row for people in asked.people for row in compared(people, asked.seed)]
    if asked.people:
        rows += compared(min(asked.people), asked.seed, bridges=2_000)
    print(table(rows))
    print(verdict(rows))
    if asked.million:
        rows += (more := million(asked.seed))
        print(table(more))
    print(write_results("introductions_speed", rows, machine_facts(seed=asked.seed)).name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
