"""A Numbered fabric with one person's row as it is now: everybody else's arrays are moved, not made again.

It equals the fabric that `fabric_from` would make of the whole network in the same vocabulary.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.fabric import NEVER_JOINED, Bools, Bridges, Fabric, Ints, Ptr
from tisserand.engine.policy import Policy
from tisserand.engine.ragged import ptr_between, put_between, with_pairs
from tisserand.formats.contacts import Contacts, end_of, tie_lists
from tisserand.formats.fabric import (
    Numbered,
    acceptances,
    capacities,
    circle_policies,
    consents_of,
    distances,
)
from tisserand.formats.numbering import day_number, day_numbers, id_key
from tisserand.formats.records import Person
from tisserand.formats.sentences import Sentences, with_asks_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person stands among the people of a fabric, and whether she is there already."""

    at: int
    taken: bool

    def moved(self, numbers: Ints) -> Ints:
        """The numbers that people bear once she stands there."""
        return numbers if self.taken else (numbers + (numbers >= self.at)).astype(np.int32)

    def moved_one(self, number: int) -> int:
        """The same for one person."""
        return number + (not self.taken and number >= self.at)

    def put(self, values: NDArray[Any], value: object) -> NDArray[Any]:
        """One value a person, hers included."""
        return put_between(values, self.at, self.at + self.taken, np.array([value]))

    def lists(self, ptr: Ptr) -> Ptr:
        """`ptr` with an empty list for her when she is new."""
        return ptr if self.taken else ptr_between(ptr, self.at, self.at, np.zeros(2, np.int64))


def place_of(fabric: Fabric, identifier: str) -> Place:
    """The Place of the person who bears this identifier."""
    key = np.uint64(id_key(identifier))
    at = int(np.searchsorted(fabric.key, key))
    return Place(at, at < fabric.people and bool(fabric.key[at] == key))


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A person as she is on day `on`.

    `known`: every contact of hers, and `counted` bool[n] who opens their own; `met`, `apart` int32[p, 2]
    pairs of hers: all numbered with her in her `place`. `traits`: numbers of her town, type and sector."""

    person: Person
    place: Place
    on: date
    known: Contacts
    counted: Bools
    met: Ints
    apart: Ints
    traits: Mapping[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """What is left to others, as numbered before her, and the policies of circles: `capacity` int32[n],
    `quota` int32[B]; `takes_inside` None stands for all circles."""

    capacity: Ints
    quota: Ints
    through_members: Set[str]
    takes_inside: Set[str] | None


def joined(numbered: Numbered, row: Row, limits: Limits, cap: int, policy: Policy) -> Numbered:
    """`numbered` on the day of `row`, with this row in it; other people's ties stay as old as they were."""
    fabric, place, person = numbered.fabric, row.place, row.person
    names = tuple(sorted({*numbered.circles, *person.circles}))
    number = {name: i for i, name in enumerate(names)}
    moved = np.array([number[name] for name in numbered.circles], np.int32)
    said = with_asks_of(_moved_asks(numbered.sentences, place), place.at, person)
    people = (*numbered.people[: place.at], person, *numbered.people[place.at + place.taken :])
    opened = row.counted[row.known.a] & row.counted[row.known.b]
    made = replace(
        fabric,
        now=day_number(row.on),
        **_values(fabric, row, limits.capacity, cap, policy),
        **_members(fabric, place, moved, sorted({number[name] for name in person.circles})),
        **_ties(fabric, place, tie_lists(len(people), row.known.only(opened), end_of(row.on), policy)),
        **_rests(fabric, place, row.met),
        **circle_policies(names, limits.through_members, limits.takes_inside),
        bridges=_moved_bridges(fabric.bridges, moved, limits.quota),
        needs=said.needs,
        offers=said.offers,
        need_theme_ptr=said.need_theme_ptr,
        need_theme=said.need_theme,
    )
    apart = np.concatenate((place.moved(numbered.apart), row.apart, row.known.only(~opened).pairs()))
    return replace(
        numbered, fabric=made, on=row.on, people=people, circles=names, sentences=said, apart=apart,
        opened=int(made.tie_end.size // 2),
    )  # fmt: skip


def _values(fabric: Fabric, row: Row, others: Ints, cap: int, policy: Policy) -> dict[str, Any]:
    """The arrays that hold one value a person; `others` is the capacity of the others."""
    hers = (row.person,)
    _, beyond, named, profiled = (bool(agreed[0]) for agreed in consents_of(hers, row.on))
    capacity = int(capacities(hers, row.on, cap)[0])
    value: dict[str, object] = {
        "key": np.uint64(id_key(row.person.id)),
        "capacity": capacity,
        "owed": capacity > 0,
        "beyond": beyond,
        "named": named,
        "profiled": profiled,
        "acceptance": float(acceptances(hers, policy)[0]),
        "distance": int(distances(hers)[0]),
        "joined_on": int(day_numbers([row.person.joined_on], NEVER_JOINED)[0]),
        **row.traits,
    }
    base = {name: getattr(fabric, name) for name in value} | {"capacity": others}
    return {name: row.place.put(base[name], one) for name, one in value.items()}


def _members(fabric: Fabric, place: Place, moved: Ints, circles: Sequence[int]) -> dict[str, Any]:
    ptr, high = fabric.member_ptr, place.at + place.taken
    hers = np.array([0, len(circles)], np.int64)
    stretch = int(ptr[place.at]), int(ptr[high])
    return {
        "member_ptr": ptr_between(ptr, place.at, high, hers),
        "member_circle": put_between(moved[fabric.member_circle], *stretch, np.array(circles, np.int32)),
    }


def _ties(fabric: Fabric, place: Place, hers: tuple[Ptr, Ints, Ints, Ints]) -> dict[str, Any]:
    """The ties of everybody else, and the lists `hers`, which hold nothing but her ties both ways."""
    at, ptr, end = place.at, place.lists(fabric.tie_ptr), place.moved(fabric.tie_end)
    kept = end != at
    kept[ptr[at] : ptr[at + 1]] = False
    sizes = np.diff(ptr)
    np.subtract.at(sizes, end[ptr[at] : ptr[at + 1]], 1)
    sizes[at] = 0
    ptr = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    owner = np.repeat(np.arange(sizes.size), np.diff(hers[0]))
    new_ptr, spot, _ = with_pairs(ptr, end[kept], owner, hers[1])
    return {
        "tie_ptr": new_ptr,
        "tie_end": np.insert(end[kept], spot, hers[1]),
        "tie_strength": np.insert(fabric.tie_strength[kept], spot, hers[2]),
        "tie_recent": np.insert(fabric.tie_recent[kept], spot, hers[3]),
    }


def _rests(fabric: Fabric, place: Place, met: Ints) -> dict[str, Any]:
    """The rests of everybody, and the pairs `met` both ways."""
    ptr, end = place.lists(fabric.rest_ptr), place.moved(fabric.rest_end)
    both = np.unique(np.concatenate((met, met[:, ::-1])), axis=0)
    new_ptr, spot, new = with_pairs(ptr, end, both[:, 0], both[:, 1])
    return {"rest_ptr": new_ptr, "rest_end": np.insert(end, spot, both[new, 1])}


def _moved_asks(said: Sentences, place: Place) -> Sentences:
    needs, offers = said.needs, said.offers
    return replace(
        said,
        needs=replace(needs, owner=place.moved(needs.owner)),
        offers=replace(offers, owner=place.moved(offers.owner)),
    )


def _moved_bridges(bridges: Bridges, moved: Ints, quota: Ints) -> Bridges:
    return replace(bridges, start=moved[bridges.start], end=moved[bridges.end], quota=quota)
