"""A network kept ready, and what it proposes to one person at once: a welcome, between two weavings.

`snapshot` reads the network once, which takes as long as the first half of a weaving; `welcome` adds one
person's row to it and weaves for her alone, within what is left of everybody's attention and of the bridges.
What it proposes is what `propose(only=...)` proposes on the whole network with her row in it, save two
things that only a new snapshot knows: her words are weighed against what was written before her, and
everybody else's ties are as old as the snapshot.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from types import MappingProxyType

import numpy as np

from tisserand.engine.fabric import UNKNOWN, Bools, Ints
from tisserand.engine.policy import DEFAULT, Policy
from tisserand.engine.propose import propose
from tisserand.formats.contacts import Contacts, contacts, end_of
from tisserand.formats.fabric import Numbered, consents_of, fabric_from
from tisserand.formats.joining import Limits, Place, Row, joined, place_of
from tisserand.formats.numbering import day_number, folded, pair_numbers
from tisserand.formats.records import Network, Pair, Person, Tie
from tisserand.formats.sentences import words_of
from tisserand.formats.weaving import Introduction, introductions_of

TRAITS = ("town", "actor_type", "sector")
Told = tuple[Iterable[Tie], Iterable[Pair], Iterable[Pair]]
NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A network numbered on a day. `number`: of each id; `traits`: of each folded word, by trait; `known`:
    every contact, opened or not; `counted` bool[n]: who opens hers."""

    numbered: Numbered
    cap: int
    policy: Policy
    number: Mapping[str, int]
    traits: Mapping[str, Mapping[str, int]]
    known: Contacts
    counted: Bools
    through_members: frozenset[str]
    takes_inside: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Welcomed:
    """What is proposed to one person, best first. `withheld`: the pairs allocated too and private to
    themselves; nobody is shown them, and they keep their slots."""

    introductions: tuple[Introduction, ...]
    withheld: tuple[Introduction, ...]


def snapshot(
    network: Network, on: date | None = None, *, cap: int | None = None, policy: Policy = DEFAULT
) -> Snapshot:
    """The Snapshot of `network` on day `on`; arguments and errors are those of `fabric_from`."""
    numbered = fabric_from(network, on, cap=cap, policy=policy)
    if numbered.sentences.words is None:  # only needs, or only offers: she may bring the others
        words = words_of(numbered.people, numbered.sentences.themes)
        numbered = fabric_from(network, on, cap=cap, policy=policy, words=words)
    number = {person.id: i for i, person in enumerate(numbered.people)}
    every = contacts(network.ties, number)
    counted, *_ = consents_of(numbered.people, numbered.on)
    return Snapshot(
        numbered=numbered,
        cap=policy.weekly_cap if cap is None else cap,
        policy=policy,
        number=number,
        traits={name: _words(numbered, name) for name in TRAITS},
        known=every.only(every.at <= end_of(numbered.on)),
        counted=counted,
        through_members=network.through_members,
        takes_inside=network.takes_inside,
    )


def welcome(
    snapshot: Snapshot,
    person: Person,
    *,
    on: date | None = None,
    ties: Iterable[Tie] = (),
    met: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
    remaining: Mapping[str, int] = NOTHING,
    quotas: Mapping[str, int] = NOTHING,
    through_members: frozenset[str] | None = None,
    takes_inside: frozenset[str] | None = None,
    inside: bool = False,
    seed: int = 0,
    threads: int | None = None,
) -> Welcomed:
    """What is proposed now to `person`, within her budget, told as `weave` tells it (week 1).

    `person` is her row as it is: the snapshot may know her otherwise, or not at all. `on`: the day for her,
    by default the snapshot's. `ties`, `met`, `apart` are added to what the snapshot knows, once; rows that
    are not hers, or name somebody unknown, are passed over. `remaining`: what is left of the week of people,
    by id (never above the cap), and `quotas` what is left of the month of bridge rows, by `Bridge.ref`; what
    they do not name is as in the snapshot, and 0 closes. `through_members` and `takes_inside` replace the
    snapshot's.
    """
    row = _row(snapshot, person, snapshot.numbered.on if on is None else on, (ties, met, apart))
    capacity, quota = _left(snapshot, row.on, remaining, quotas)
    through = snapshot.through_members if through_members is None else through_members
    taken = snapshot.takes_inside if takes_inside is None else takes_inside
    limits = Limits(capacity, quota, through, taken)
    numbered = joined(snapshot.numbered, row, limits, snapshot.cap, snapshot.policy)
    proposed = propose(
        numbered.fabric, apart=numbered.apart, only=row.place.at, inside=inside, seed=seed,
        policy=snapshot.policy, threads=threads,
    )  # fmt: skip
    return Welcomed(*introductions_of(numbered, proposed))


def _row(snapshot: Snapshot, person: Person, on: date, told: Told) -> Row:
    """Her Row, with what the snapshot knows of her ties and what is `told` now."""
    place = place_of(snapshot.numbered.fabric, person.id)
    tied = [tie for tie in told[0] if _is_hers(snapshot, person.id, (tie.a, tie.b))]
    met, apart = ([pair for pair in pairs if _is_hers(snapshot, person.id, pair)] for pairs in told[1:])
    ends = set(chain(((end for tie in tied for end in (tie.a, tie.b))), *met, *apart)) - {person.id}
    number = {end: place.moved_one(snapshot.number[end]) for end in ends} | {person.id: place.at}
    counted, *_ = consents_of((person,), on)
    return Row(
        person=person,
        place=place,
        on=on,
        known=_known(snapshot, place, contacts(tied, number)),
        counted=place.put(snapshot.counted, counted[0]),
        met=pair_numbers(met, number),
        apart=pair_numbers(apart, number),
        traits={name: _number(snapshot.traits[name], getattr(person, name)) for name in TRAITS},
    )


def _is_hers(snapshot: Snapshot, identifier: str, pair: Pair) -> bool:
    """Whether a pair is hers, with somebody known."""
    return identifier in pair and all(end == identifier or end in snapshot.number for end in pair)


def _known(snapshot: Snapshot, place: Place, new: Contacts) -> Contacts:
    """Her contacts, those of the snapshot and the new ones; one given again is not counted twice."""
    known, at = snapshot.known, place.at if place.taken else -1
    old = known.only((known.a == at) | (known.b == at))
    seen = set(_facts(old))
    fresh = new.only(np.array([fact not in seen for fact in _facts(new)], np.bool_))
    return Contacts(
        *(np.concatenate((getattr(old, name), getattr(fresh, name))) for name in ("a", "b", "at", "value"))
    )


def _facts(rows: Contacts) -> Iterator[tuple[int, int, int, float]]:
    """Who, whom, when and how much, for each contact."""
    low, high = np.minimum(rows.a, rows.b), np.maximum(rows.a, rows.b)
    return zip(low.tolist(), high.tolist(), rows.at.tolist(), rows.value.tolist(), strict=True)


def _left(
    snapshot: Snapshot, day: date, remaining: Mapping[str, int], quotas: Mapping[str, int]
) -> tuple[Ints, Ints]:
    """What is left of people's week and of the bridges' month: int32[n], int32[B]."""
    fabric, number = snapshot.numbered.fabric, snapshot.number
    capacity, quota = fabric.capacity.copy(), fabric.bridges.quota.copy()
    for identifier, left in remaining.items():
        if identifier in number:
            capacity[number[identifier]] = max(0, min(left, snapshot.cap))
    capacity[fabric.joined_on > day_number(day)] = 0
    for i, row in enumerate(snapshot.numbered.rows):
        if row.ref in quotas:
            quota[i] = max(0, quotas[row.ref])
    return capacity, quota


def _number(words: Mapping[str, int], text: str) -> int:
    """The number of a word, a new one for a new word, UNKNOWN for none."""
    word = folded(text)
    return words.get(word, len(words)) if word else UNKNOWN


def _words(numbered: Numbered, name: str) -> Mapping[str, int]:
    """The number of each word of a trait."""
    numbers = getattr(numbered.fabric, name).tolist()
    words = (folded(getattr(person, name)) for person in numbered.people)
    return {word: number for word, number in zip(words, numbers, strict=True) if number != UNKNOWN}
