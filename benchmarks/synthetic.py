"""Seeded synthetic networks of any size: circles, hubs, mean degree 20, bridges, needs and offers.

Usage: python benchmarks/synthetic.py --people 100000 --out FOLDER [--bridges 2000] [--asks] [--seed 1]
writes the people.csv, ties.csv and bridges.csv that `tisserand weave` reads.
"""

import argparse
import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

DEGREE = 20
CIRCLE_SIZE = 140
SPREAD = 1.4
"""Sigma of the log-normal liking to be tied: about 1,700 two-step paths a person, hubs of over 1,000 ties."""
AT_HOME = 0.7
"""Share of ties drawn inside the first circle."""
SECOND_CIRCLE = 0.1
DAYS = 730
QUOTA = 4

WANTED = (
    "un local pour {0} à {1}", "de l'aide en {0}", "a partner for {0} in {1}", "un mentor qui connaît {0}",
    "financement pour {0}", "advice on {0}", "bénévoles pour {0} à {1}", "premiers clients pour {0}",
)  # fmt: skip
GIVEN = (
    "je prête un local pour {0} à {1}", "dix ans de {0}", "I can help with {0}", "mentor en {0}",
    "mécénat pour {0} à {1}", "expertise in {0}", "du temps pour {0}", "retours d'expérience sur {0}",
)  # fmt: skip
TOPICS = (
    "comptabilité", "maraîchage", "web design", "réemploi", "mobilité douce", "tax law", "menuiserie",
    "communication", "cuisine", "insertion", "data analysis", "logement", "théâtre", "énergie solaire",
    "recruitment", "couture", "numérique inclusif", "santé au travail", "fundraising", "photographie",
)  # fmt: skip
TOWNS = ("Lyon", "Nantes", "Paris", "Yverdon", "Rennes", "Lille", "Grenoble", "Figeac")


@dataclass(frozen=True, slots=True)
class Synthetic:
    """`member` int64[s, 2] rows (person, circle); `tie` int64[t, 2] distinct pairs a < b, their `strength`
    float64[t] in 0..1; `bridge` int64[B, 3] rows (start, end, quota), none when every circle is open to all.

    People are numbered at random, so that neighbours are far apart in memory, as after hashed identifiers.
    """

    people: int
    circles: int
    member: Ints
    tie: Ints
    strength: Floats
    bridge: Ints


def synthetic(people: int, *, seed: int = 1, bridges: int = 0, quota: int = QUOTA) -> Synthetic:
    """A network of `people`, mean degree 20, circles of about 140; the same for the same seed."""
    chance = np.random.default_rng(seed)
    cuts = circle_cuts(people, chance)
    circles = cuts.size - 1
    home = np.repeat(np.arange(circles), np.diff(cuts))
    number = chance.permutation(people)
    tie = _ties(people, cuts, home, chance)
    second = np.flatnonzero(chance.random(people) < SECOND_CIRCLE) if circles > 1 else np.zeros(0, np.int64)
    other = (home[second] + chance.integers(1, max(2, circles), second.size)) % circles
    owner = np.concatenate((number, number[second]))
    member = np.stack((owner, np.concatenate((home, other))), axis=1)
    ends = np.sort(number[tie], axis=1)
    strength = np.clip(chance.beta(1.2, 3.0, len(ends)), 0.01, 1.0)
    return Synthetic(people, circles, member, ends, strength, _bridges(circles, bridges, quota, chance))


def circle_cuts(people: int, chance: np.random.Generator) -> Ints:
    """Where each circle starts, and the end: sizes are log-normal around 140, 8 at least but for the last."""
    drawn = CIRCLE_SIZE * np.exp(chance.normal(-0.18, 0.6, max(1, 3 * people // CIRCLE_SIZE + 8)))
    ends = np.cumsum(np.maximum(8, drawn.astype(np.int64)))
    return np.concatenate(([0], ends[ends < people], [people])).astype(np.int64)


def _ties(people: int, cuts: Ints, home: Ints, chance: np.random.Generator) -> Ints:
    """Distinct pairs: one end drawn by liking, the other in the same circle or anywhere, by liking too."""
    wanted = people * DEGREE // 2
    before = np.concatenate(([0.0], np.cumsum(np.exp(chance.normal(0.0, SPREAD, people)))))
    found = np.zeros(0, np.int64)
    while found.size < wanted:
        size = int((wanted - found.size) * 1.2) + 64
        a = _found(before, np.sort(chance.random(size)) * before[-1])
        inside = chance.random(size) < AT_HOME
        low = np.where(inside, before[cuts[home[a]]], 0.0)
        high = np.where(inside, before[cuts[home[a] + 1]], before[-1])
        b = _found(before, low + chance.random(size) * (high - low))
        code = np.minimum(a, b) * people + np.maximum(a, b)
        found = _distinct(np.concatenate((found, code[a != b])))
    kept = np.sort(chance.permutation(found)[:wanted])
    return np.stack((kept // people, kept % people), axis=1)


def _distinct(code: Ints) -> Ints:
    """The distinct codes, ascending; by sorting, which is far faster here than numpy's hashing `unique`."""
    code = np.sort(code)
    return code[np.append(True, code[1:] != code[:-1])] if code.size else code


def _found(before: Floats, draw: Floats) -> Ints:
    """The person on whose stretch each draw falls."""
    places = np.searchsorted(before, draw, side="right") - 1
    return np.clip(places, 0, before.size - 2).astype(np.int64)


def _bridges(circles: int, bridges: int, quota: int, chance: np.random.Generator) -> Ints:
    """Up to `bridges` distinct directed rows, quotas from 1 to twice `quota`."""
    if not bridges or circles < 2:
        return np.zeros((0, 3), np.int64)
    start = chance.integers(0, circles, 3 * bridges)
    end = (start + chance.integers(1, circles, start.size)) % circles
    code = _distinct(start * circles + end)
    code = np.sort(chance.permutation(code)[:bridges])
    return np.stack((code // circles, code % circles, chance.integers(1, 2 * quota, code.size)), axis=1)


def sentences(people: int, *, seed: int = 1) -> tuple[list[str], list[str]]:
    """One need and one offer for half of the people, nothing for the others, in French and in English."""
    chance = np.random.default_rng((seed, 2))
    picks = chance.integers(0, 1 << 16, (people, 6)).tolist()
    says = chance.random((people, 2)) < 0.5
    needs = [_said(WANTED, pick[:3]) if says[i, 0] else "" for i, pick in enumerate(picks)]
    offers = [_said(GIVEN, pick[3:]) if says[i, 1] else "" for i, pick in enumerate(picks)]
    return needs, offers


def _said(moulds: Sequence[str], pick: Sequence[int]) -> str:
    return moulds[pick[0] % len(moulds)].format(TOPICS[pick[1] % len(TOPICS)], TOWNS[pick[2] % len(TOWNS)])


def write_files(network: Synthetic, out: Path, *, asks: bool = False, seed: int = 1) -> list[Path]:
    """Write people.csv, ties.csv (dated contacts) and, with bridges, bridges.csv in `out`; return paths."""
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / "people.csv", out / "ties.csv"]
    circles = [""] * network.people
    for person, circle in network.member.tolist():
        circles[person] += f"|C{circle}" if circles[person] else f"C{circle}"
    names = [f"p{i}" for i in range(network.people)]
    if asks:
        needs, offers = sentences(network.people, seed=seed)
        _write(
            paths[0], ("id", "circles", "needs", "offers"), zip(names, circles, needs, offers, strict=True)
        )
    else:
        _write(paths[0], ("id", "circles"), zip(names, circles, strict=True))
    _write(paths[1], ("a", "b", "at"), _contact_rows(network, names, seed))
    if len(network.bridge):
        paths.append(out / "bridges.csv")
        rows = ((f"C{start}", f"C{end}", quota) for start, end, quota in network.bridge.tolist())
        _write(paths[2], ("from", "to", "quota"), rows)
    return paths


def _contact_rows(network: Synthetic, names: list[str], seed: int) -> Iterator[tuple[str, str, str]]:
    """One contact a tie, the stronger the later, over two years that end on 2026-06-30."""
    chance = np.random.default_rng((seed, 3))
    ago = (DAYS * (1.0 - network.strength) * chance.random(len(network.tie))).astype(np.int64)
    days = np.datetime_as_string(np.datetime64("2026-06-30") - ago)
    a, b = network.tie[:, 0].tolist(), network.tie[:, 1].tolist()
    return zip([names[i] for i in a], [names[i] for i in b], days.tolist(), strict=True)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(header)
        writer.writerows(rows)


def main(argv: Sequence[str] | None = None) -> int:
    """Write one synthetic network as the files of `tisserand weave`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--bridges", type=int, default=0)
    parser.add_argument("--quota", type=int, default=QUOTA, help="mean quota of a bridge, a month")
    parser.add_argument("--asks", action="store_true", help="needs and offers for half of the people")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args(argv)
    network = synthetic(asked.people, seed=asked.seed, bridges=asked.bridges, quota=asked.quota)
    for path in write_files(network, asked.out, asks=asked.asks, seed=asked.seed):
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
