"""This week's introductions, with their reasons. Read this page first: it is the whole engine in order.

Who may be proposed (`reach`) -> whose need meets whose offer (`text`, `asks`) -> the few worth proposing to
each (`candidates`, `scoring`) -> over which bridge (`routes`) -> all at once, within everybody's attention
(`allocation`) -> what is private to a pair -> the facts behind each proposal (`scoring`, `go_between`).
"""

import os
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.allocation import Allocation, allocate
from tisserand.engine.asks import Asks, asks
from tisserand.engine.candidates import Candidates, candidates
from tisserand.engine.fabric import Bools, Fabric, Ints, Keys, Ptr
from tisserand.engine.go_between import go_betweens
from tisserand.engine.keys import pair_keys
from tisserand.engine.loom import Loom, loom
from tisserand.engine.policy import DEFAULT, SCORE_ONE, Policy
from tisserand.engine.proposals import Pairs, Proposals
from tisserand.engine.ragged import picked
from tisserand.engine.reach import NO_ROW, Reach, need_circles, reach
from tisserand.engine.routes import routes
from tisserand.engine.scoring import scored_pairs
from tisserand.engine.text import Meetings, Nearness, meetings, needs_of

NO_PAIRS = np.zeros((0, 2), np.int32)

Progress = Callable[[str, float], None]


def propose(
    fabric: Fabric,
    *,
    apart: NDArray[np.integer] = NO_PAIRS,
    only: int | None = None,
    inside: bool = False,
    seed: int = 0,
    policy: Policy = DEFAULT,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Proposals:
    """The Proposals of a weaving of `fabric`.

    `apart` int[p, 2]: pairs that must not be introduced for a reason private to them. They are withheld after
    allocation and their slots stay empty, so that nobody else's week tells of them. `only`: weave for this
    person alone, within what is left of everybody's attention. `inside`: everybody may be proposed within a
    circle. Same fabric and seed, same answer, whatever the number of `threads`. ValueError if `only` or
    `apart` names somebody unknown.
    """
    if only is not None and not 0 <= only < fabric.people:
        raise ValueError("only must be the number of a person of the fabric")
    tell = progress if progress is not None else _silence
    workers = threads if threads is not None else os.cpu_count() or 1
    reached = reach(fabric, inside=inside, policy=policy)
    met = needs_met(fabric, reached, policy, only=only, threads=workers)
    asked = asks(fabric.people, fabric.needs.owner, fabric.offers.owner, met)
    weft = loom(fabric, reached, asked, policy)
    people = None if only is None else np.array([only], np.int32)
    found = candidates(
        weft, seed=seed, day=fabric.now, policy=policy, threads=workers, people=people,
        progress=lambda part: tell("candidates", part),
    )  # fmt: skip
    row, circle_a, circle_b = routes(fabric, reached, weft, asked, met.need, found.a, found.b, seed)
    key = pair_keys(np.uint64(seed), fabric.key, found.a, found.b)
    taken = _allocated(fabric, found, key, row, only, seed, lambda part: tell("allocation", part))
    chosen = np.flatnonzero(taken.chosen)
    order = chosen[np.lexsort((key[chosen], -found.score[chosen]))]
    told = _explained(fabric, weft, asked, found, order, (row, circle_a, circle_b), policy)
    load = np.bincount(np.concatenate((told.a, told.b)), minlength=fabric.people).astype(np.int32)
    return Proposals.of(
        told, _is_apart(fabric.people, told.a, told.b, np.asarray(apart)), meetings=met, load=load,
        value=taken.value / SCORE_ONE, bound=taken.bound / SCORE_ONE, served=taken.served,
        servable=taken.servable,
    )  # fmt: skip


def needs_met(
    fabric: Fabric, reached: Reach, policy: Policy, *, only: int | None = None, threads: int = 1
) -> Meetings:
    """The meetings of needs and offers that some route may carry; with `only`, those of this person alone."""
    needs, offers = fabric.needs, fabric.offers
    rows = np.arange(needs.owner.size) if only is None else needs_of(needs, offers, only)
    near = _nearness(fabric, need_circles(fabric, reached, rows))
    if only is None:
        return meetings(needs, offers, top=policy.answers, near=near, threads=threads)
    met = meetings(needs.only(rows), offers, top=policy.answers, near=near, threads=threads)
    need = rows[met.need].astype(np.int32)
    hers = (needs.owner[need] == only) | (offers.owner[met.offer] == only)
    return Meetings(need[hers], met.offer[hers], met.fit[hers], met.words[hers])


def _nearness(fabric: Fabric, allowed: tuple[Ptr, Ints] | None) -> Nearness | None:
    if allowed is None:
        return None
    ptr, place = picked(fabric.member_ptr, fabric.offers.owner)
    return Nearness(*allowed, ptr, fabric.member_circle[place])


def _allocated(
    fabric: Fabric,
    found: Candidates,
    key: Keys,
    row: Ints,
    only: int | None,
    seed: int,
    progress: Callable[[float], None],
) -> Allocation:
    owed = fabric.owed if only is None else np.arange(fabric.people) == only
    return allocate(
        found.a,
        found.b,
        found.score,
        key,
        fabric.capacity,
        owed,
        row,
        fabric.bridges.quota,
        seed=seed,
        progress=progress,
    )


def _is_apart(n: int, a: Ints, b: Ints, apart: NDArray[np.integer]) -> Bools:
    if apart.size and (apart.min() < 0 or apart.max() >= n):
        raise ValueError("apart names somebody who is not in the fabric")
    pairs = apart.reshape(-1, 2).astype(np.int64)
    codes = np.minimum(pairs[:, 0], pairs[:, 1]) * n + np.maximum(pairs[:, 0], pairs[:, 1])
    return np.isin(a.astype(np.int64) * n + b, codes)


def _explained(
    fabric: Fabric, weft: Loom, asked: Asks, found: Candidates, order: NDArray[np.int64],
    routed: tuple[Ints, Ints, Ints], policy: Policy,
) -> Pairs:  # fmt: skip
    """The pairs of `order`, with the facts behind each."""
    a, b = found.a[order], found.b[order]
    _, terms, shared, ask, _ = scored_pairs(weft, a, b)
    values = terms * (fabric.acceptance[a] * fabric.acceptance[b])[:, None]
    to, back = np.append(asked.meeting_to, -1), np.append(asked.meeting_from, -1)
    go_between, via_circle = go_betweens(fabric, a, b, policy=policy)
    row, circle_a, circle_b = routed
    return Pairs(
        a=a, b=b, score=values.sum(axis=1), values=values, row=row[order], circle_a=circle_a[order],
        circle_b=circle_b[order], shared=shared, meeting_to=to[ask], meeting_from=back[ask],
        go_between=go_between, via_circle=via_circle,
    )  # fmt: skip


def _silence(_stage: str, _part: float) -> None:
    return None


__all__ = ["NO_ROW", "Pairs", "Proposals", "needs_met", "propose"]
