"""The sweep behind candidates: each person's best partners, from everybody's ties at once.

The machine waits for memory most of the time here. So people are laid out by circle, where their ties are;
what is read about a person lies side by side (`facts`), and so do the far end and the weight of an arc
(`arc`); what is gathered about her is one number of `seen`, path sum and shared contacts together; a bound of
the score passes over most people. Each person is computed alone in integers, so threads and strips change
nothing.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tisserand.engine.fabric import Bools, Floats, Ints, Keys, Ptr
from tisserand.engine.keys import pair_key
from tisserand.engine.loom import Loom
from tisserand.engine.policy import SCORE_ONE
from tisserand.engine.scoring import (
    ACROSS,
    CLOSED,
    DISTANCES,
    INSIDE,
    PATH_ONE,
    fill_terms,
    floored_score,
    is_different,
    is_equal,
    lean_of,
)

Longs = NDArray[np.int64]
Progress = Callable[[float], None]

STRIP = 2048
COUNT = 20
"""Low bits of `seen` that count shared contacts; the path sum stands above them."""
COUNTED = np.int64((1 << COUNT) - 1)
BLOCKED = np.int64(1 << 62)
"""More than anybody can gather: who is marked so is never listed."""

SCORE_MORE = SCORE_ONE * (1 + 2.0**-30)
"""A bound of a score is kept this much above it, whatever the rounding of its operations."""

MARGIN = 1e-9
LONGEST = 4096.0
"""More resource allocation than any pair can have, so that its path sum stays an integer."""

ROOM, BEYOND, INSIDER, NEW, PROFILED = 1, 2, 4, 8, 16
DISTANCE = 5
"""Where the distance that she wishes begins in her flags."""
FLAGS, FIRST, CIRCLES, HOME, TOWN, TYPE = range(6)
HUB = np.int32(-1)


class Layout(NamedTuple):
    """A Loom with people in the order of their first circle: `order` int32[n] tells who stands at each
    place, `place` where each stands. `arc` int32[2t, 2]: far end and `forward`; `back` int32[2t], HUB on
    the way to a hub. `facts` int32[n, 8]: flags, first row in `circle`, number of circles, first circle,
    town, type; its last two numbers are `chance`, her acceptance as a float64. `likeliest` is the largest;
    `heaviest`: what shared contacts weigh at most; `newcomers`: anybody new?"""

    order: Ints
    place: Ints
    ptr: Ptr
    arc: Ints
    back: Ints
    facts: Ints
    chance: Floats
    circle: Ints
    likeliest: float
    heaviest: float
    newcomers: bool


def laid_out(loom: Loom) -> Layout:
    """The Layout of `loom`."""
    n = loom.key.size
    sizes = np.diff(loom.member_ptr).astype(np.int32)
    facts = np.zeros((n, 8), np.int32)
    facts[:, FLAGS] = (
        ROOM * (loom.capacity > 0) + BEYOND * loom.beyond + INSIDER * loom.insider + NEW * loom.new
        + PROFILED * loom.profiled + (loom.distance << DISTANCE)
    )  # fmt: skip
    facts[:, FIRST], facts[:, CIRCLES], facts[:, HOME] = loom.member_ptr[:-1], sizes, -1
    facts[sizes > 0, HOME] = loom.member_circle[loom.member_ptr[:-1][sizes > 0]]
    facts[:, TOWN], facts[:, TYPE] = loom.town, loom.actor_type
    facts.view(np.float64)[:, 3] = loom.acceptance
    order = np.argsort(facts[:, HOME], kind="stable").astype(np.int32)
    place = np.empty(n, np.int32)
    place[order] = np.arange(n, dtype=np.int32)
    ptr, arc, back = _moved(order, place, loom.tie_ptr, loom.tie_end, loom.forward, loom.back, loom.hub)
    facts = facts[order]
    chance, likeliest = facts.view(np.float64)[:, 3], float(loom.acceptance.max(initial=0.0))
    heaviest = float(loom.weights[DISTANCES + loom.distance].max(initial=0.0))
    return Layout(
        order, place, ptr, arc, back, facts, chance, loom.member_circle, likeliest, heaviest,
        bool(loom.new.any()),
    )  # fmt: skip


@njit(cache=True)
def _moved(
    order: Ints, place: Ints, tie_ptr: Ptr, tie_end: Ints, forward: Ints, back: Ints, hub: Bools
) -> tuple[Ptr, Ints, Ints]:
    ptr, arc, away = (
        np.zeros(tie_ptr.size, np.int64),
        np.empty((tie_end.size, 2), np.int32),
        np.empty_like(back),
    )
    at = 0
    for u in range(order.size):
        for i in range(tie_ptr[order[u]], tie_ptr[order[u] + 1]):
            w = tie_end[i]
            arc[at, 0], arc[at, 1], away[at] = place[w], forward[i], HUB if hub[w] else back[i]
            at += 1
        ptr[u + 1] = at
    return ptr, arc, away


def best_partners(
    loom: Loom, people: Ints, keep: int, seed: int, threads: int, progress: Progress | None = None
) -> tuple[Ints, Longs]:
    """For each of `people`, up to `keep` partners by (-score, key): int32[p, keep] (-1 where there are
    fewer) and scores int64[p, keep] in 1/2^20."""
    other, score = np.full((people.size, keep), -1, np.int32), np.zeros((people.size, keep), np.int64)
    layout = laid_out(loom)
    rows = np.argsort(layout.place[people], kind="stable")
    strips = list(pairwise([*range(0, rows.size, STRIP), rows.size]))
    workers = max(1, min(threads, len(strips)))

    def sweep(start: int) -> None:
        bench = _bench(loom)
        for turn in range(start, len(strips), workers):
            low, high = strips[turn]
            _sweep(loom, layout, people, rows[low:high], np.uint64(seed), *bench, other, score)
            if progress is not None and start == 0:
                progress((turn + 1) / len(strips))

    if workers == 1:
        sweep(0)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(sweep, range(workers)))
    return other, score


def _bench(loom: Loom) -> tuple[Longs, Ints, Ints, Ints, Ints, Floats]:
    """The scratch arrays of one thread."""
    n, m = loom.key.size, loom.takes_inside.size
    return (
        np.zeros(n, np.int64), np.zeros(n, np.int32), np.empty(n + 1, np.int32),
        np.full(m, -1, np.int32), np.full(m, -1, np.int32), np.zeros(8),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _sweep(
    loom: Loom, layout: Layout, people: Ints, rows: Longs, seed: np.uint64, seen: Longs, ask: Ints, touched:
    Ints, mine: Ints, opened: Ints, terms: Floats, other: Ints, score: Longs,
) -> None:  # fmt: skip
    # Arrays leave their tuples here, once a strip: numba counts references at each use of a tuple.
    order, place, ptr, arc, back, facts, chance, circle, likeliest, heaviest, newcomers = layout
    rest_ptr, rest_end, ask_ptr, ask_other = loom.rest_ptr, loom.rest_end, loom.ask_ptr, loom.ask_other
    open_ptr, open_circle, takes, everywhere = (
        loom.open_ptr,
        loom.open_circle,
        loom.takes_inside,
        loom.everywhere,
    )
    fit_to, fit_from, key, weights = loom.fit_to, loom.fit_from, loom.key, loom.weights
    for row in rows:
        one = people[row]
        u = place[one]
        if not facts[u, FLAGS] & ROOM:
            continue
        _mark_circles(u, facts, circle, open_ptr, open_circle, mine, opened)
        _mark_blocked(u, one, ptr, arc, rest_ptr, rest_end, place, seen, BLOCKED)
        count = _gather(u, ptr, arc, back, seen, touched) if facts[u, FLAGS] & PROFILED else 0
        asked = ask_ptr[one] < ask_ptr[one + 1]
        if asked:
            count = _gather_asks(one, ask_ptr, ask_other, place, seen, ask, touched, count)
        beside = weights[3] + (weights[6] if newcomers else 0.0)
        beside += (weights[4] if facts[u, TOWN] >= 0 else 0.0) + (weights[5] if facts[u, TYPE] >= 0 else 0.0)
        _keep_best(
            u, row, count, asked, touched, seen, ask, fit_to, fit_from, facts, chance, circle, takes,
            everywhere, weights, mine, opened, order, key, seed, likeliest, heaviest, beside, terms, other,
            score,
        )  # fmt: skip
        _mark_blocked(u, one, ptr, arc, rest_ptr, rest_end, place, seen, np.int64(0))


@njit(cache=True)
def _mark_circles(
    u: int, facts: Ints, circle: Ints, open_ptr: Ptr, open_circle: Ints, mine: Ints, opened: Ints
) -> None:
    for i in range(facts[u, FIRST], facts[u, FIRST] + facts[u, CIRCLES]):
        mine[circle[i]] = u
        for j in range(open_ptr[circle[i]], open_ptr[circle[i] + 1]):
            opened[open_circle[j]] = u


@njit(cache=True)
def _mark_blocked(
    u: int,
    one: int,
    ptr: Ptr,
    arc: Ints,
    rest_ptr: Ptr,
    rest_end: Ints,
    place: Ints,
    seen: Longs,
    mark: np.int64,
) -> None:
    """Write `mark` over herself, her ties and those who rest; forget what was gathered about them."""
    seen[u] = mark
    for i in range(ptr[u], ptr[u + 1]):
        seen[arc[i, 0]] = mark
    for i in range(rest_ptr[one], rest_ptr[one + 1]):
        seen[place[rest_end[i]]] = mark


@njit(cache=True)
def _gather(u: int, ptr: Ptr, arc: Ints, back: Ints, seen: Longs, touched: Ints) -> int:
    """Number of people two steps away, written in `touched`, without a branch on what was seen."""
    count = 0
    for i in range(ptr[u], ptr[u + 1]):
        weight = np.int64(back[i])
        if weight < 0:
            continue
        w = arc[i, 0]
        for j in range(ptr[w], ptr[w + 1]):
            v = np.uint32(arc[j, 0])
            known = seen[v]
            touched[count] = v
            count += 1 if known == 0 else 0
            seen[v] = known + ((weight * np.int64(arc[j, 1])) << COUNT) + 1
    return count


@njit(cache=True)
def _gather_asks(
    one: int, ask_ptr: Ptr, ask_other: Ints, place: Ints, seen: Longs, ask: Ints, touched: Ints, count: int
) -> int:
    """`count` with the people whom an ask meets, hers or theirs; `ask` holds the place of the ask, plus
    one."""
    for i in range(ask_ptr[one], ask_ptr[one + 1]):
        v = place[ask_other[i]]
        if seen[v] == 0:
            touched[count] = v
            count += 1
        if seen[v] < BLOCKED:
            ask[v] = i + 1
    return count


@njit(cache=True)
def _keep_best(
    u: int, row: int, count: int, asked: bool, touched: Ints, seen: Longs, ask: Ints, fit_to: Ints,
    fit_from: Ints, facts: Ints, chance: Floats, circle: Ints, takes: Bools, everywhere: bool, weights:
    Floats, mine: Ints, opened: Ints, order: Ints, key: Keys, seed: np.uint64, likeliest: float,
    heaviest: float, beside: float, terms: Floats, other: Ints, score: Longs,
) -> None:  # fmt: skip
    """Fill line `row` of `other` and `score` with the best of `touched`, and forget what was gathered."""
    size, least, passed = 0, 1, -1
    wished = facts[u, FLAGS] >> DISTANCE
    most = weights[2] * 0.5 * (weights[DISTANCES + wished] + heaviest)
    for t in range(count):
        v = touched[t]
        shared, path = seen[v] & COUNTED, seen[v] >> COUNT
        seen[v] = 0
        spot = -1
        if asked:
            spot, ask[v] = ask[v] - 1, 0
        if spot < 0 and path <= passed:
            continue
        known = facts[u, FLAGS] & facts[v, FLAGS] & PROFILED != 0
        if not known:
            if spot < 0:
                continue
            path, shared = 0, 0
        between = _between(u, v, spot >= 0, everywhere, facts, circle, takes, mine, opened)
        if between == CLOSED:
            continue
        to, back = (fit_to[spot], fit_from[spot]) if spot >= 0 else (0, 0)
        fill_terms(
            terms, weights, lean_of(weights, wished, facts[v, FLAGS] >> DISTANCE), between, path, shared, to,
            back,
            known and is_equal(facts[u, TOWN], facts[v, TOWN]),
            known and is_different(facts[u, TYPE], facts[v, TYPE]),
            known and ((facts[u, FLAGS] | facts[v, FLAGS]) & NEW) != 0,
        )  # fmt: skip
        s = floored_score(terms, chance[u] * chance[v])
        if s >= least:
            size = _insert(order[u], row, other, score, size, order[v], s, key, seed)
            if size == score.shape[1]:
                least = int(score[row, size - 1])
                passed = _too_short(least, chance[u] * likeliest, beside, most, weights[7])


@njit(cache=True, inline="always")
def _too_short(least: int, likeliest: float, beside: float, most: float, half: float) -> int:
    """A path sum with which, or with less, nobody scores `least` without an ask: the curve of shared
    contacts, `most` at its top and half of it at `half`, turned round, rounded down with a margin."""
    if likeliest * most <= 0.0:
        return -1
    share = (least / (likeliest * SCORE_MORE) - beside) / most - MARGIN
    if share <= 0.0:
        return -1
    return int(min(share / max(1.0 - share, MARGIN) * half, LONGEST) * PATH_ONE) - 1


@njit(cache=True, inline="always")
def _between(
    u: int,
    v: int,
    asked: bool,
    everywhere: bool,
    facts: Ints,
    circle: Ints,
    takes: Bools,
    mine: Ints,
    opened: Ints,
) -> int:
    """As `scoring.between_of`, with the circles of u marked; CLOSED too when v has no room."""
    flags, first, circles = facts[v, FLAGS], facts[v, FIRST], facts[v, CIRCLES]
    if not flags & ROOM:
        return CLOSED
    shares, inner = False, False
    reachable = not takes.size or (circles > 0 and facts[u, CIRCLES] > 0) if everywhere else asked
    for j in range(first, first + circles):
        held = facts[v, HOME] if j == first else circle[j]
        if mine[held] == u:
            shares, inner = True, inner or takes[held]
        elif opened[held] == u:
            reachable = True
    if shares:
        return INSIDE if inner and (flags | facts[u, FLAGS]) & INSIDER else CLOSED
    return ACROSS if reachable and flags & facts[u, FLAGS] & BEYOND else CLOSED


@njit(cache=True)
def _is_before(one: int, known: int, two: int, key: Keys, seed: np.uint64) -> bool:
    return bool(pair_key(seed, key[one], key[known]) < pair_key(seed, key[one], key[two]))


@njit(cache=True, inline="always")
def _insert(
    one: int, row: int, other: Ints, score: Longs, size: int, two: int, s: int, key: Keys, seed: np.uint64
) -> int:
    """Insert person `two` in line `row`, kept by (-score, key of the pair); the new size of the line."""
    i = size
    while i > 0 and score[row, i - 1] <= s:
        if score[row, i - 1] == s and _is_before(one, other[row, i - 1], two, key, seed):
            break
        i -= 1
    size = min(size + 1, score.shape[1])
    for spot in range(size - 1, i, -1):
        other[row, spot], score[row, spot] = other[row, spot - 1], score[row, spot - 1]
    if i < size:
        other[row, i], score[row, i] = two, s
    return size
