"""Go-betweens on real e-mails: does the ranking find who did bring two people together?

A case: k writes one mail to u and v (8 recipients at most; two circles; never in contact), and both write to
each other for the first time within 14 days. Every contact shared by u and v strictly before that mail is
ranked; a case counts when k is one of them. Each pair u, v counts once, at the first such mail.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np
from converters import NO_CIRCLE, Contacts
from numpy.typing import NDArray

from tisserand.engine.fabric import Fabric
from tisserand.engine.go_between import ranked_go_betweens
from tisserand.engine.policy import DEFAULT, ONE
from tisserand.engine.strength import strength

RECIPIENTS = 8
WITHIN = 14 * 86_400

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Case(NamedTuple):
    """Person `k` wrote to `u` and `v` at second `at`, and they then wrote to each other."""

    k: int
    u: int
    v: int
    at: int


def cases(contacts: Contacts) -> Iterator[Case]:
    """The cases in time order, those where k is not a shared contact included."""
    mails: dict[tuple[int, int], set[int]] = {}
    wrote: dict[tuple[int, int], list[int]] = {}
    for a, b, at in zip(contacts.a.tolist(), contacts.b.tolist(), contacts.at.tolist(), strict=True):
        mails.setdefault((at, a), set()).add(b)
        wrote.setdefault((a, b), []).append(at)
    told: set[tuple[int, int]] = set()
    for (at, k), recipients in sorted(mails.items()):
        if len(recipients) > RECIPIENTS:
            continue
        for u, v in combinations(sorted(recipients), 2):
            if (u, v) not in told and _is_new_tie(contacts, wrote, u, v, at):
                told.add((u, v))
                yield Case(k, u, v, at)


def _is_new_tie(contacts: Contacts, wrote: dict[tuple[int, int], list[int]], u: int, v: int, at: int) -> bool:
    one, other = contacts.circle[u], contacts.circle[v]
    if one == other or NO_CIRCLE in (one, other):
        return False
    both = wrote.get((u, v), []), wrote.get((v, u), [])
    return all(times and at < times[0] <= at + WITHIN for times in both)


def fabric_before(contacts: Contacts, at: int) -> Fabric:
    """The Fabric of the contacts strictly before second `at`, strengths halved every 30 days."""
    rows = slice(0, int(np.searchsorted(contacts.at, at)))
    a, b, value = strength(
        contacts.a[rows], contacts.b[rows], contacts.at[rows], np.ones(rows.stop), now=at,
        half_life_days=DEFAULT.go_between_half_life_days,
    )  # fmt: skip
    kept = value > 0
    ties = np.stack((a[kept], b[kept]), axis=1)
    return Fabric.from_arrays(ties=ties, strength=value[kept] / ONE, people=contacts.n)


def go_between_rows(contacts: Contacts) -> list[dict[str, object]]:
    """One line a ranking: cases, share where k is first, share where k is in the first three."""
    ranks: dict[str, list[int]] = {"ours": [], **{name: [] for name in PEERS}}
    every = 0
    for case in cases(contacts):
        every += 1
        fabric = fabric_before(contacts, case.at)
        ranked = ranked_go_betweens(fabric, case.u, case.v).tolist()
        if case.k not in ranked:
            continue
        ranks["ours"].append(ranked.index(case.k))
        w = _dense(fabric)
        for name, peer in PEERS.items():
            value = peer(w[case.u], w[case.v], w.sum(axis=1))[ranked]
            ranks[name].append(int(np.count_nonzero(value > value[ranked.index(case.k)])))
    return [_line(name, np.array(places), every) for name, places in ranks.items()]


def _line(name: str, places: Ints, every: int) -> dict[str, object]:
    n, first, three = places.size, float((places < 1).mean()), float((places < 3).mean())
    return {
        "go-between": name, "cases": n, "of": every, "P@1": first, "hit@3": three,
        "standard_error": float(np.sqrt(first * (1 - first) / n)),
    }  # fmt: skip


def _dense(fabric: Fabric) -> Floats:
    w = np.zeros((fabric.people, fabric.people))
    owner = np.repeat(np.arange(fabric.people), np.diff(fabric.tie_ptr))
    w[owner, fabric.tie_end] = fabric.tie_recent
    return w


PEERS: dict[str, Callable[[Floats, Floats, Floats], Floats]] = {
    "product of strengths": lambda one, other, total: one * other,  # noqa: ARG005
    "sum of strengths": lambda one, other, total: one + other,  # noqa: ARG005
    "resource allocation": lambda one, other, total: one * other / np.maximum(total, 1),
    "most contacts in all": lambda one, other, total: total,  # noqa: ARG005
}
