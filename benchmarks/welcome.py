"""The welcome of one person at once, from a snapshot of the network: milliseconds a call, and the memory.

Usage: python benchmarks/welcome.py [--people 20000] [--calls 30] [--seed 1]. Half of the people wrote a need
or an offer, one person in ten of those welcomed is new to the snapshot. The bar: 300 ms a call.
"""

import argparse
import resource
import statistics
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np
from machine import Stopwatch, machine_facts, table, write_results
from synthetic import TOWNS, Synthetic, sentences, synthetic

from tisserand.formats.records import Ask, Bridge, Network, Person, Tie
from tisserand.formats.snapshot import Snapshot, snapshot, welcome
from tisserand.formats.weaving import Introduction
from tisserand.vocabulary import ActorType

ON = date(2026, 6, 30)
BRIDGES_A_CIRCLE = 4
BAR = 300.0


def network_of(drawn: Synthetic, seed: int) -> Network:
    """The records of a synthetic network: circles, towns, types, needs, offers, bridges, dated contacts."""
    circles: list[tuple[str, ...]] = [()] * drawn.people
    for person, circle in drawn.member.tolist():
        circles[person] = tuple(dict.fromkeys((*circles[person], f"C{circle}")))
    needs, offers = sentences(drawn.people, seed=seed)
    chance = np.random.default_rng((seed, 4))
    town, kind = (chance.integers(0, size, drawn.people).tolist() for size in (len(TOWNS), len(ActorType)))
    types = tuple(ActorType)
    people = tuple(
        Person(
            f"p{i}",
            circles=circles[i],
            needs=_said(needs[i]),
            offers=_said(offers[i]),
            town=TOWNS[town[i]],
            actor_type=types[kind[i]],
        )
        for i in range(drawn.people)
    )
    bridges = tuple(
        Bridge(f"C{start}", f"C{end}", quota, ref=f"b{i}")
        for i, (start, end, quota) in enumerate(drawn.bridge.tolist())
    )
    return Network(people, tuple(_ties(drawn, seed)), bridges)


def _said(text: str) -> tuple[Ask, ...]:
    return (Ask(text),) if text else ()


def _ties(drawn: Synthetic, seed: int) -> Iterator[Tie]:
    """One contact a tie, over two years that end on the day."""
    ago = np.random.default_rng((seed, 3)).integers(0, 730, len(drawn.tie)).tolist()
    end = datetime(ON.year, ON.month, ON.day, 9, tzinfo=UTC)
    for (a, b), days in zip(drawn.tie.tolist(), ago, strict=True):
        yield Tie(f"p{a}", f"p{b}", at=end - timedelta(days=days))


def welcomed(kept: Snapshot, network: Network, turn: int) -> tuple[tuple[Introduction, ...], Stopwatch]:
    """What is proposed to one of the people, with new words or under a new name, and how long it took."""
    person = network.people[(turn * 7919) % len(network.people)]
    person = person._replace(needs=(Ask("un local pour réparer des vélos"), *person.needs), joined_on=ON)
    ties: tuple[Tie, ...] = ()
    if turn % 10 == 0:
        known = (tie for tie in network.ties if person.id in tie[:2])
        person = person._replace(id=f"new{turn}")
        ties = tuple(tie._replace(a=person.id, b=tie.b if tie.a == person.id else tie.a) for tie in known)
    remaining = {one.id: 1 for one in network.people[turn::50]}
    with Stopwatch() as watch:
        found = welcome(kept, person, ties=ties, remaining=remaining, quotas={"b0": 0}, seed=turn)
    return found.introductions, watch


def main(argv: Sequence[str] | None = None) -> int:
    """Print and write the milliseconds of the welcomes, the seconds of the snapshot, the peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--calls", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    drawn = synthetic(asked.people, seed=asked.seed, bridges=BRIDGES_A_CIRCLE * asked.people // 140)
    network = network_of(drawn, asked.seed)
    with Stopwatch() as watch:
        kept = snapshot(network, ON)
    welcomed(kept, network, 1)
    found = [welcomed(kept, network, turn) for turn in range(asked.calls)]
    spent = [1000 * watch.wall for _, watch in found]
    row = {
        "people": asked.people,
        "bridges": len(drawn.bridge),
        "calls": asked.calls,
        "min ms": min(spent),
        "median ms": statistics.median(spent),
        "max ms": max(spent),
        "median cpu ms": statistics.median(1000 * watch.cpu for _, watch in found),
        "bar ms": BAR,
        "proposed": sum(len(introductions) for introductions, _ in found),
        "snapshot s": watch.wall,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(table([row]))
    print("bar held" if row["max ms"] <= BAR else "bar missed")
    write_results("welcome", [row], machine_facts(seed=asked.seed))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
