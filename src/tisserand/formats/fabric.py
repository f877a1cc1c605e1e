"""From records to the Fabric, for both doors: files and database weave the same pairs."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from tisserand.engine.fabric import FOREVER, NEVER_JOINED, Bools, Bridges, Fabric, Floats, Ints, Ptr
from tisserand.engine.policy import DEFAULT, MIDDLE, Policy
from tisserand.engine.ragged import ragged
from tisserand.engine.text import Vocabulary
from tisserand.formats.contacts import Contacts, contacts, end_of, tie_lists
from tisserand.formats.numbering import (
    EPOCH,
    day_number,
    day_numbers,
    laid_out,
    list_numbers,
    pair_numbers,
    word_numbers,
)
from tisserand.formats.records import Bridge, Network, Person
from tisserand.formats.sentences import Sentences, sentences, theme_name
from tisserand.vocabulary import Consent


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """A Fabric and what its numbers stand for.

    `people`: the records in the order of their numbers; `circles`, `needs`, `offers` likewise; `rows`: the
    bridge records in the order of the rows; `apart` int32[p, 2]: pairs kept apart for private reasons, ties
    not opened by both ends among them; `opened`: ties in the fabric; `later`: rows left out because they come
    after its day.
    """

    fabric: Fabric
    on: date
    people: tuple[Person, ...]
    circles: tuple[str, ...]
    rows: tuple[Bridge, ...]
    sentences: Sentences
    apart: Ints
    opened: int
    later: int


def fabric_from(
    network: Network,
    on: date | None = None,
    *,
    cap: int | None = None,
    policy: Policy = DEFAULT,
    words: Vocabulary | None = None,
) -> Numbered:
    """The Numbered fabric of `network` on day `on` (default: the day of the latest contact, of those that
    both ends opened when there is one, so that a private contact moves nothing).

    A tie is opened when both ends allow `counted`; any other tie is private to its pair. `cap` is the
    network's weekly cap (default: the policy's). Somebody who joins later than `on` has no capacity yet; a
    consent agreed later does not hold yet. `words`: number the needs and offers with this vocabulary instead
    of their own. A bridge to a circle that nobody belongs to is left out. ValueError when there is nothing to
    date the network by, KeyError on an unknown id.
    """
    people, key = laid_out(network.people)
    number = {person.id: i for i, person in enumerate(people)}
    every = contacts(network.ties, number)
    day = on if on is not None else _latest_day(every, people)
    known = every.only(every.at <= end_of(day))
    counted, beyond, named, profiled = consents_of(people, day)
    opened = counted[known.a] & counted[known.b]
    names = tuple(sorted({circle for person in people for circle in person.circles}))
    rows = _rows(network.bridges or (), names)
    said = sentences(people, rows, words)
    capacity = capacities(people, day, policy.weekly_cap if cap is None else cap)
    fabric = Fabric(
        now=day_number(day),
        key=key,
        capacity=capacity,
        owed=capacity > 0,
        beyond=beyond,
        named=named,
        profiled=profiled,
        acceptance=acceptances(people, policy),
        distance=distances(people),
        **circle_policies(names, network.through_members, network.takes_inside),
        bridges=_bridges(rows, names, said.themes, everywhere=network.bridges is None),
        needs=said.needs,
        offers=said.offers,
        need_theme_ptr=said.need_theme_ptr,
        need_theme=said.need_theme,
        **_traits(people),
        **_lists(people, names, known.only(opened), end_of(day), policy, pair_numbers(network.met, number)),
    )
    apart = np.concatenate((pair_numbers(network.apart, number), known.only(~opened).pairs()))
    ties, later = int(fabric.tie_end.size // 2), int(every.at.size - known.at.size)
    return Numbered(fabric, day, people, names, rows, said, apart, ties, later)


def consents_of(people: Sequence[Person], day: date) -> Iterator[Bools]:
    """bool[n] for each of counted, beyond, named, profiled: who agrees to it on `day`."""
    allowed = [_allowed(person, day) for person in people]
    return (np.array([code in allow for allow in allowed], np.bool_) for code in _CONSENTS)


def acceptances(people: Sequence[Person], policy: Policy) -> Floats:
    """float64[n]: what was learnt of each, of those whose profile may choose for them."""
    return np.array(
        [
            policy.acceptance if p.acceptance is None or Consent.PROFILED not in p.allow else p.acceptance
            for p in people
        ],
        float,
    )


def distances(people: Sequence[Person]) -> Ints:
    """int32[n]: how far each wishes to be introduced, the middle for who did not say."""
    return np.array([MIDDLE if p.distance is None else p.distance for p in people], np.int32)


def circle_policies(
    names: Sequence[str], through_members: Set[str], takes_inside: Set[str] | None
) -> dict[str, Any]:
    """`through_members` and `takes_inside` bool[m] of the circles `names`."""
    inside = names if takes_inside is None else takes_inside
    return {
        "through_members": np.array([name in through_members for name in names], np.bool_),
        "takes_inside": np.array([name in inside for name in names], np.bool_),
    }


def _traits(people: Sequence[Person]) -> dict[str, Any]:
    """The arrays of the Fabric that hold one trait of each person."""
    return {
        "joined_on": day_numbers([person.joined_on for person in people], NEVER_JOINED),
        "town": word_numbers(person.town for person in people),
        "actor_type": word_numbers(person.actor_type for person in people),
        "sector": word_numbers(person.sector for person in people),
    }


def _lists(
    people: Sequence[Person], names: Sequence[str], opened: Contacts, now: int, policy: Policy, met: Ints
) -> dict[str, Any]:
    """The arrays of the Fabric that hold lists: circles, ties and rests of each person."""
    circle = {name: i for i, name in enumerate(names)}
    member_ptr, member_circle = ragged(len(people), *list_numbers([p.circles for p in people], circle))
    tie_ptr, tie_end, tie_strength, tie_recent = tie_lists(len(people), opened, now, policy)
    rest_ptr, rest_end = both_ways(len(people), met)
    return {
        "member_ptr": member_ptr, "member_circle": member_circle, "tie_ptr": tie_ptr, "tie_end": tie_end,
        "tie_strength": tie_strength, "tie_recent": tie_recent, "rest_ptr": rest_ptr, "rest_end": rest_end,
    }  # fmt: skip


_CONSENTS = (Consent.COUNTED, Consent.BEYOND, Consent.NAMED, Consent.PROFILED)
_STANDING = frozenset((Consent.PROFILED,))
"""Holds until objected to, whatever else was agreed and when."""


def both_ways(people: int, pairs: Ints) -> tuple[Ptr, Ints]:
    """Sorted lists that hold both directions of each pair int32[p, 2]."""
    return ragged(
        people, np.concatenate((pairs[:, 0], pairs[:, 1])), np.concatenate((pairs[:, 1], pairs[:, 0]))
    )


def _latest_day(every: Contacts, people: Sequence[Person]) -> date:
    counted = np.array([Consent.COUNTED in person.allow for person in people], np.bool_)
    latest = every.only(counted[every.a] & counted[every.b]).latest_day()
    latest = every.latest_day() if latest is None else latest
    if latest is None:
        raise ValueError("no contact is dated, so the day of the weaving must be given")
    return EPOCH + timedelta(days=latest)


def _allowed(person: Person, day: date) -> frozenset[Consent]:
    return person.allow if person.agreed_on is None or person.agreed_on <= day else person.allow & _STANDING


def capacities(people: Sequence[Person], day: date, cap: int) -> Ints:
    """int32[n]: what each may be shown, never above the network's cap; nothing before she arrives."""
    wanted = [cap if person.budget is None else min(person.budget, cap) for person in people]
    here = [person.joined_on is None or person.joined_on <= day for person in people]
    return (np.array(wanted, np.int32) * np.array(here, np.int32)).astype(np.int32)


def _rows(bridges: Iterable[Bridge], names: Sequence[str]) -> tuple[Bridge, ...]:
    """The rows between circles with people in them, in an order of their own."""
    known = frozenset(names)
    return tuple(sorted((row for row in bridges if {row.start, row.end} <= known), key=_row_order))


def _row_order(row: Bridge) -> tuple[str, str, int, tuple[str, ...], date, str]:
    return row.start, row.end, row.quota, row.themes, row.until or date.max, row.ref


def _bridges(
    rows: Sequence[Bridge], names: Sequence[str], themes: Sequence[str], *, everywhere: bool
) -> Bridges:
    circle = {name: i for i, name in enumerate(names)}
    theme = {name: i for i, name in enumerate(themes)}
    theme_ptr, theme_of = ragged(
        len(rows), *list_numbers([[theme_name(name) for name in row.themes] for row in rows], theme)
    )
    return Bridges(
        start=np.array([circle[row.start] for row in rows], np.int32),
        end=np.array([circle[row.end] for row in rows], np.int32),
        quota=np.array([row.quota for row in rows], np.int32),
        until=day_numbers([row.until for row in rows], FOREVER),
        theme_ptr=theme_ptr,
        theme=theme_of,
        everywhere=everywhere,
    )
