"""Quality of introductions on real contacts: new ties found, ties realised within budgets, go-betweens.

Each origin trains on the first 50, 60, 70 or 80 % of the contacts and looks at the next 20 %. Candidates are
all pairs of two circles not yet tied among people already seen; nothing is tuned here. AUC is never used.
Usage: python benchmarks/introductions_quality.py [--seed 1]
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import peers_quality as peers
from converters import NO_CIRCLE, SETS, Contacts, folder_or_none
from go_between import go_between_rows
from machine import machine_facts, table, write_results
from numpy.typing import NDArray

from tisserand.engine.asks import asks
from tisserand.engine.fabric import Fabric
from tisserand.engine.loom import loom
from tisserand.engine.policy import DEFAULT
from tisserand.engine.propose import propose
from tisserand.engine.reach import reach
from tisserand.engine.scoring import scored_pairs
from tisserand.engine.text import NO_TEXTS, meetings
from tisserand.formats.fabric import fabric_from
from tisserand.formats.records import Network, Person, Tie

ORIGINS = (0.5, 0.6, 0.7, 0.8)
TEST = 0.2
WEAVING = 0.7
BUDGET = 3
AP_BAR = 0.095
GAP_BAR = 0.999
DRAWS = 2_000

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known at one moment: contacts until then, candidate pairs a < b int64[k], and which became ties
    (`formed` bool[k]); `chance` float64[k] breaks the equalities of peers."""

    known: Contacts
    a: Ints
    b: Ints
    formed: Bools
    chance: Floats


def origin_at(contacts: Contacts, share: float, seed: int) -> Origin:
    """The Origin after the first `share` of the contacts."""
    known, later, n = contacts.first(share), contacts.between(share, share + TEST), contacts.n
    seen, tied, formed = np.zeros(n, np.bool_), np.zeros((n, n), np.bool_), np.zeros((n, n), np.bool_)
    seen[known.a] = seen[known.b] = True
    tied[known.a, known.b] = formed[later.a, later.b] = True
    tied, formed = tied | tied.T, formed | formed.T
    a, b = np.triu_indices(n, 1)
    usable = seen & (contacts.circle != NO_CIRCLE)
    kept = usable[a] & usable[b] & (contacts.circle[a] != contacts.circle[b]) & ~tied[a, b]
    a, b = a[kept], b[kept]
    return Origin(known, a, b, formed[a, b], np.random.default_rng(seed).random(a.size))


def fabric_at(origin: Origin, budget: int) -> tuple[Fabric, Ints]:
    """The Fabric of two files with these contacts, and each person's number in it (-1 unseen)."""
    known = origin.known
    seen = np.unique(np.concatenate((known.a, known.b))).tolist()
    names = [f"{i}" for i in known.ids.tolist()]
    people = tuple(
        Person(names[i], circles=(known.circle_names[known.circle[i]],) if known.circle[i] >= 0 else ())
        for i in seen
    )
    moments = [datetime.fromtimestamp(second, UTC) for second in known.at.tolist()]
    ties = tuple(
        Tie(names[a], names[b], moment)
        for a, b, moment in zip(known.a.tolist(), known.b.tolist(), moments, strict=True)
    )
    woven = fabric_from(Network(people, ties), cap=budget)
    place = {person.id: i for i, person in enumerate(woven.people)}
    return woven.fabric, np.array([place.get(name, -1) for name in names], np.int64)


def ours(origin: Origin) -> Floats:
    """The engine's score of each candidate; no text here, so the structure alone speaks."""
    fabric, place = fabric_at(origin, BUDGET)
    nothing = asks(
        fabric.people, fabric.needs.owner, fabric.offers.owner, meetings(NO_TEXTS, NO_TEXTS, top=1, near=None)
    )
    weft = loom(fabric, reach(fabric), nothing, DEFAULT)
    a, b = place[origin.a].astype(np.int32), place[origin.b].astype(np.int32)
    return scored_pairs(weft, a, b)[0].astype(float)


def peer_scores(seed: int) -> dict[str, Callable[[Floats], Floats]]:
    """The peers by name."""
    return {
        "resource allocation, decayed": peers.resource_allocation,
        "common neighbours": peers.neighbours_shared,
        "Adamic-Adar": peers.adamic_adar,
        "personal PageRank": peers.personal_pagerank,
        "ALS-16": lambda w: peers.least_squares(w, seed),
    }


def found(origin: Origin, score: Floats) -> tuple[float, float, float]:
    """Average precision, precision of the first 100, mean share of a person's new ties in her first 10."""
    order = np.lexsort((origin.chance, -score))
    hits = origin.formed[order]
    precision = np.cumsum(hits) / np.arange(1, hits.size + 1)
    return float(precision[hits].mean()), float(hits[:100].mean()), _recall(origin, order)


def _recall(origin: Origin, order: Ints) -> float:
    shares = []
    for u in np.unique(np.concatenate((origin.a[origin.formed], origin.b[origin.formed]))):
        mine = origin.formed[order[(origin.a[order] == u) | (origin.b[order] == u)]]
        shares.append(mine[:10].sum() / mine.sum())
    return float(np.mean(shares))


def new_ties(name: str, contacts: Contacts, seed: int) -> list[Row]:
    """One line a score: AP at each origin, mean and spread, P@100, recall@10, ratio to the first peer."""
    origins = [origin_at(contacts, share, seed) for share in ORIGINS]
    weights = [peers.decayed(o.known.a, o.known.b, o.known.at, contacts.n) for o in origins]
    scores = {"ours, structure only": [ours(origin) for origin in origins]}
    for peer, score in peer_scores(seed).items():
        scores[peer] = [score(w)[o.a, o.b] for o, w in zip(origins, weights, strict=True)]
    rows: list[Row] = []
    for what, values in scores.items():
        got = np.array([found(o, value) for o, value in zip(origins, values, strict=True)])
        row: Row = {"set": name, "score": what}
        row |= {
            f"AP@{round(100 * share)}": value
            for share, value in zip(ORIGINS, got[:, 0].tolist(), strict=True)
        }
        rows.append(
            row
            | {
                "AP": got[:, 0].mean(),
                "sd": got[:, 0].std(),
                "P@100": got[:, 1].mean(),
                "R@10": got[:, 2].mean(),
            }
        )
    reference = number(rows[1]["AP"])
    return [row | {"ratio_to_RA": number(row["AP"]) / reference} for row in rows]


@dataclass(frozen=True, slots=True)
class Weaving:
    """Pairs proposed by one method, bool[k] on the candidates of an origin."""

    name: str
    chosen: Bools


def realised(name: str, contacts: Contacts, seed: int) -> tuple[list[Row], Floats]:
    """Lines of one weaving at 70 % within a budget of 3; for each person, half of the real ties that ours has
    beyond the exact optimum on resource allocation."""
    origin, n = origin_at(contacts, WEAVING, seed), contacts.n
    w = peers.decayed(origin.known.a, origin.known.b, origin.known.at, n)
    score = peers.resource_allocation(w)[origin.a, origin.b]
    score = score / max(score.max(), 1e-12)
    possible = np.flatnonzero(score > 0)
    a, b, value = origin.a[possible], origin.b[possible], score[possible]
    best, servable = peers.most_served(a, b, value, BUDGET, n)
    weavings = [
        Weaving("greedy on RA", _spread(possible, peers.greedy(a, b, value, BUDGET, n), origin)),
        Weaving(
            "per-person top-3 on RA", _spread(possible, peers.top_of_each(a, b, value, BUDGET, n), origin)
        ),
        Weaving("HiGHS with floor on RA", _spread(possible, best, origin)),
    ]
    fabric, place = fabric_at(origin, BUDGET)
    made = propose(fabric, seed=seed)
    mine = _spread_pairs(origin, np.argsort(place)[np.count_nonzero(place < 0) :], made.a, made.b)
    rows = [_weaving_row(name, origin, Weaving("ours", mine), n)]
    rows[0] |= {"S*": made.servable, "value/bound": made.value / made.bound if made.bound else 1.0}
    rows += [_weaving_row(name, origin, weaving, n) for weaving in weavings]
    rows[3] |= {"S*": servable}
    gain = mine.astype(float) - weavings[2].chosen
    halves = 0.5 * gain * origin.formed
    return rows, np.bincount(np.concatenate((origin.a, origin.b)), np.tile(halves, 2), minlength=n).astype(
        np.float64
    )


def _spread(places: Ints, chosen: Bools, origin: Origin) -> Bools:
    every = np.zeros(origin.a.size, np.bool_)
    every[places[chosen]] = True
    return every


def _spread_pairs(origin: Origin, person: Ints, a: NDArray[np.int32], b: NDArray[np.int32]) -> Bools:
    """Which candidates are the pairs (a, b) of a Fabric; every one of them must be a candidate."""
    one, two = person[a], person[b]
    codes = np.minimum(one, two) * origin.known.n + np.maximum(one, two)
    every = np.isin(origin.a * origin.known.n + origin.b, codes)
    assert every.sum() == codes.size, "a pair was proposed that is tied, inside a circle, or unknown"
    return every


def _weaving_row(name: str, origin: Origin, weaving: Weaving, n: int) -> Row:
    chosen = weaving.chosen
    load = np.bincount(np.concatenate((origin.a[chosen], origin.b[chosen])), minlength=n)
    return {
        "set": name,
        "weaving": weaving.name,
        "proposed": int(chosen.sum()),
        "real": int((chosen & origin.formed).sum()),
        "served": int(np.count_nonzero(load)),
        "over_budget": int(np.count_nonzero(load > BUDGET)),
        "highest_load": int(load.max(initial=0)),
    }


def interval(gains: Sequence[Floats], seed: int) -> tuple[float, float, float]:
    """Sum of the gains of all sets, and its 90 % interval by a paired bootstrap over people."""
    chance = np.random.default_rng(seed)
    sums = sum((g[chance.integers(0, g.size, (DRAWS, g.size))].sum(axis=1) for g in gains), np.zeros(DRAWS))
    low, high = np.percentile(sums, [5, 95])
    return float(sum(g.sum() for g in gains)), float(low), float(high)


def verdict(ties: Sequence[Row], weavings: Sequence[Row], gain: tuple[float, float, float]) -> list[Row]:
    """Each bar, what was measured, and whether it is kept; the first lines are those of the e-mails."""
    mine, best = weavings[0], weavings[3]
    precision, share, real = number(ties[0]["AP"]), number(mine["value/bound"]), number(mine["real"])
    gained = f"{gain[0]:.0f} [{gain[1]:.1f}, {gain[2]:.1f}]"
    return [
        _bar("AP of structure alone", precision, f">= {AP_BAR}", precision >= AP_BAR),
        _bar("people served", mine["served"], f"= S* = {mine['S*']}", mine["served"] == mine["S*"]),
        _bar("value / certified bound", share, f">= {GAP_BAR}", share >= GAP_BAR),
        _bar("people over budget", mine["over_budget"], "0", mine["over_budget"] == 0),
        _bar("real ties, beside HiGHS on RA", real, f">= {best['real']}", real >= number(best["real"])),
        _bar("real ties gained, all sets (90 %)", gained, "> 0", gain[1] > 0),
    ]


def go_between_bars(lines: Sequence[Row]) -> list[Row]:
    """The two bars of go-betweens, set on 62 other cases with a standard error of .06."""
    return [
        _bar(f"go-between {what}", line[what], f">= {least} (sd .06)", number(line[what]) >= least)
        for line in lines[:1]
        for what, least in (("P@1", 0.44), ("hit@3", 0.63))
    ]


def _bar(name: str, measured: object, asked: str, kept: bool) -> Row:
    return {"bar": name, "measured": measured, "asked": asked, "kept": kept}


def number(value: object) -> float:
    """A figure of a line, as a float."""
    assert isinstance(value, int | float)
    return float(value)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write results/introductions_quality.json; 0 even without data, which it says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    ties: list[Row] = []
    weavings: list[Row] = []
    gains: list[Floats] = []
    go_between: list[Row] = []
    for name, read in SETS.items():
        folder = folder_or_none(name)
        if folder is None:
            print(f"{name} is not at hand: skipped.")
            continue
        contacts = read(folder, 1.0)
        ties += new_ties(name, contacts, asked.seed)
        rows, gain = realised(name, contacts, asked.seed)
        weavings, gains = weavings + rows, [*gains, gain]
        if name == "manufacturing_email":
            go_between = go_between_rows(contacts)
    if not ties:
        return 0
    bars = verdict(ties, weavings, interval(gains, asked.seed)) + go_between_bars(go_between)
    for rows in (ties, weavings, go_between, bars):
        print(table(rows), end="\n\n")
    print(
        write_results(
            "introductions_quality", [*ties, *weavings, *go_between, *bars], machine_facts(seed=asked.seed)
        ).name
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
