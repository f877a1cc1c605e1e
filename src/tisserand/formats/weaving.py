"""A weaving told in records: this week's introductions and the weeks after, from a network to its people."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain

import numpy as np

from tisserand.engine.fabric import Fabric, Ints
from tisserand.engine.policy import DEFAULT, Policy
from tisserand.engine.propose import NO_ROW, Pairs, Proposals, propose
from tisserand.engine.scoring import REASONS
from tisserand.engine.text import Meetings, Vocabulary
from tisserand.engine.text.evidence import words_heard
from tisserand.formats.fabric import Numbered, both_ways, fabric_from
from tisserand.formats.numbering import folded
from tisserand.formats.records import Ask, Bridge, Network, Person
from tisserand.vocabulary import Reason, Route

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """A need that an offer answers, and the features that made them meet, strongest first."""

    need: Ask
    offer: Ask
    features: tuple[int, ...]
    vocabulary: Vocabulary = field(repr=False, compare=False)

    def words(self) -> tuple[str, ...]:
        """The words of the two sentences that made them meet, as written: first those of the need."""
        said = (words_heard(ask.text, self.features, self.vocabulary) for ask in (self.need, self.offer))
        kept: dict[str, str] = {}
        for word in chain.from_iterable(said):
            kept.setdefault(folded(word), word)
        return tuple(kept.values())


@dataclass(frozen=True, slots=True)
class Introduction:
    """Two people proposed to each other in `week` (1 is the first), and every fact that may be told about it.

    `values` holds what each reason brings, none of them 0, in the order of `Reason`; they sum to `score`.
    `answer_to_a` is a's need met by b's offer, `answer_to_b` the reverse. `shared` counts their shared
    contacts: it is for the engine's own checks, and may be told only as none, some, or a number from five up.
    `go_between` agreed to be named; `via_circle` stands for one who did not, "" when no circle is large
    enough. `bridge` is the row used, None on any other route.
    """

    week: int
    a: Person
    b: Person
    score: float
    values: dict[Reason, float]
    circle_a: str
    circle_b: str
    route: Route
    bridge: Bridge | None
    shared: int
    go_between: Person | None
    via_circle: str
    answer_to_a: Answer | None
    answer_to_b: Answer | None


@dataclass(frozen=True, slots=True)
class Week:
    """The figures of one week: introductions, people owed one who are `served` and who could be (`servable`),
    the `highest` load on one person, the `value` of the allocation and its certified `bound`."""

    on: date
    introductions: int
    served: int
    servable: int
    highest: int
    value: float
    bound: float


@dataclass(frozen=True, slots=True, eq=False)
class Weaving:
    """The introductions of every week, best first within a week, with the fabric they were woven from.

    `withheld`: the pairs allocated too and dropped for a reason private to them (`Network.apart`, a tie not
    opened by both ends); nobody is shown them, and they keep their slots, their quota and their rest. `pairs`
    int32[k, 2] are the introductions as numbers of that fabric."""

    numbered: Numbered
    introductions: tuple[Introduction, ...]
    withheld: tuple[Introduction, ...]
    weeks: tuple[Week, ...]
    pairs: Ints
    seconds: float


def weave(
    network: Network,
    on: date | None = None,
    *,
    weeks: int = 1,
    cap: int | None = None,
    inside: bool = False,
    seed: int = 0,
    policy: Policy = DEFAULT,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Weaving:
    """The Weaving of `network` on day `on` and the `weeks` that follow, each taking the earlier ones as
    shown.

    Nobody is supposed to have accepted: ties stay as they are, pairs rest, budgets come back on Monday and
    quotas on the first of the month; who arrives or agrees meanwhile is seen by the next weaving. Errors are
    those of `fabric_from`.
    """
    started = time.perf_counter()
    numbered = fabric_from(network, on, cap=cap, policy=policy)
    fabric = numbered.fabric
    told: list[Introduction] = []
    withheld: list[Introduction] = []
    figures: list[Week] = []
    pairs: list[Ints] = []
    for week in range(1, weeks + 1):
        proposed = propose(
            fabric, apart=numbered.apart, inside=inside, seed=seed, policy=policy, threads=threads,
            progress=progress,
        )  # fmt: skip
        shown, hidden = introductions_of(numbered, proposed, week)
        told.extend(shown)
        withheld.extend(hidden)
        figures.append(_week(numbered.on + timedelta(days=7 * (week - 1)), proposed))
        pairs.append(np.stack((proposed.a, proposed.b), axis=1))
        if week < weeks:
            fabric = _next_week(fabric, numbered, proposed, week)
    return Weaving(
        numbered,
        tuple(told),
        tuple(withheld),
        tuple(figures),
        np.concatenate(pairs),
        time.perf_counter() - started,
    )


def _week(on: date, proposed: Proposals) -> Week:
    highest = int(proposed.load.max(initial=0))
    return Week(
        on, proposed.a.size, proposed.served, proposed.servable, highest, proposed.value, proposed.bound
    )


def _next_week(fabric: Fabric, numbered: Numbered, proposed: Proposals, week: int) -> Fabric:
    """The fabric seven days later: the pairs allocated rest, their bridges have less quota left this
    month."""
    last, day = (numbered.on + timedelta(days=7 * (week - turn)) for turn in (1, 0))
    owner = np.repeat(np.arange(fabric.people, dtype=np.int32), np.diff(fabric.rest_ptr))
    resting = np.stack((owner, fabric.rest_end), axis=1)
    rest_ptr, rest_end = both_ways(fabric.people, np.concatenate((resting, proposed.reserved)))
    bridges = fabric.bridges
    if (day.year, day.month) == (last.year, last.month):
        quota = bridges.quota - np.bincount(
            proposed.reserved_row[proposed.reserved_row != NO_ROW], minlength=bridges.quota.size
        )
    else:
        quota = numbered.fabric.bridges.quota
    return replace(
        fabric, now=fabric.now + 7, rest_ptr=rest_ptr, rest_end=rest_end,
        bridges=replace(bridges, quota=quota.astype(np.int32)),
    )  # fmt: skip


def introductions_of(
    numbered: Numbered, proposed: Proposals, week: int = 1
) -> tuple[tuple[Introduction, ...], tuple[Introduction, ...]]:
    """The introductions of a week told in records, and those withheld."""
    met = proposed.meetings
    shown, hidden = (
        tuple(_introduction(numbered, met, pairs, k, week) for k in range(pairs.a.size))
        for pairs in (proposed, proposed.withheld)
    )
    return shown, hidden


def _introduction(numbered: Numbered, met: Meetings, pairs: Pairs, k: int, week: int) -> Introduction:
    a, b = int(pairs.a[k]), int(pairs.b[k])
    values = {
        reason: float(value) for reason, value in zip(REASONS, pairs.values[k], strict=True) if value > 0
    }
    row, circle_a, circle_b = int(pairs.row[k]), int(pairs.circle_a[k]), int(pairs.circle_b[k])
    named, via = int(pairs.go_between[k]), int(pairs.via_circle[k])
    return Introduction(
        week=week,
        a=numbered.people[a],
        b=numbered.people[b],
        score=float(pairs.score[k]),
        values=values,
        circle_a=numbered.circles[circle_a] if circle_a >= 0 else "",
        circle_b=numbered.circles[circle_b] if circle_b >= 0 else "",
        route=_route(numbered.fabric, row, circle_a, circle_b),
        bridge=numbered.rows[row] if row != NO_ROW else None,
        shared=int(pairs.shared[k]),
        go_between=numbered.people[named] if named >= 0 else None,
        via_circle=numbered.circles[via] if via >= 0 else "",
        answer_to_a=_answer(numbered, met, int(pairs.meeting_to[k])),
        answer_to_b=_answer(numbered, met, int(pairs.meeting_from[k])),
    )


def _route(fabric: Fabric, row: int, circle_a: int, circle_b: int) -> Route:
    if row != NO_ROW:
        return Route.BRIDGE
    if circle_a == circle_b and circle_a >= 0:
        return Route.INSIDE
    return Route.EVERYWHERE if fabric.bridges.everywhere else Route.SHARED_MEMBER


def _answer(numbered: Numbered, met: Meetings, meeting: int) -> Answer | None:
    said = numbered.sentences
    if meeting < 0 or said.words is None:
        return None
    features = tuple(int(feature) for feature in met.words[meeting] if feature >= 0)
    return Answer(
        said.need_asks[met.need[meeting]], said.offer_asks[met.offer[meeting]], features, said.words
    )
