"""The network as it stood on a past day, as arrays: what figures are made of, read in a constant number of
queries.

Only ties that both ends opened that day are there, of people who were in touch in the year before. Somebody
erased since is nowhere in it.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.observatory.rules.editions import YEAR_DAYS, Holding, signatures
from tisserand.domain.people.models import Consent, Person
from tisserand.domain.people.rules import day_in
from tisserand.domain.ties.models import Contact
from tisserand.engine.measures import CircleSets, circle_sets
from tisserand.engine.ragged import ragged
from tisserand.vocabulary import Consent as ConsentCode

Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]
NEVER = date.max.toordinal()
ABSENT = -1


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The network on a day: `pairs` int64[t, 2] of people, smaller first; (`person`, `circle`) of each
    membership; `signature` int64[n] of the facts of each person."""

    pairs: Longs
    person: Longs
    circle: Longs
    signature: Longs


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """Everything dated, by number of person (`people`: keys, ascending) and of circle (`circles`: keys).

    `contact` int64[k, 4]: two people, the day it was known, the last day it counts. `held` int64[m, 4]:
    person, circle, first day, first day no more. `agreed` bool per (person, day) in `consents` int64[c, 3]:
    person, day, 0 or 1, in the order in which they were set.
    """

    people: Longs
    circles: Longs
    contact: Longs
    held: Longs
    consents: Longs
    marks: Longs

    def on(self, day: int) -> State:
        """The State at the end of the day before `day` (an ordinal)."""
        opened = self.opened(day)
        rows = self.contact
        known = (rows[:, 2] < day) & (rows[:, 3] >= day) & opened[rows[:, 0]] & opened[rows[:, 1]]
        pairs = np.unique(rows[known, :2], axis=0)
        held = self.held[(self.held[:, 2] < day) & (self.held[:, 3] >= day)]
        person, circle = held[:, 0], held[:, 1]
        of = signatures(
            self.people.size, self.marks, (pairs[:, 0], pairs[:, 1]), (person, self._mark(circle))
        )
        return State(pairs, person, circle, of)

    def opened(self, day: int) -> Bools:
        """bool[n]: who let her ties be counted, at the end of the day before."""
        opened = np.zeros(self.people.size, np.bool_)
        before = self.consents[self.consents[:, 1] < day]
        opened[before[:, 0]] = before[:, 2] > 0  # the last one set stands
        return opened

    def _mark(self, circle: Longs) -> Longs:
        return np.random.default_rng(1).integers(1, 2**62, self.circles.size)[circle]

    def together(self, states: dict[int, State], days: Longs) -> State:
        """The network where each person is told as on her own day (`days` int64[n], ABSENT for nobody's): a
        tie is there when it was on both days."""
        n = self.people.size
        keys = [np.zeros(0, np.int64)]
        members = [np.zeros((0, 2), np.int64)]
        for day, state in states.items():
            a, b = state.pairs[:, 0], state.pairs[:, 1]
            seen = ((days[a] == day) | (days[b] == day)) & (days[a] != ABSENT) & (days[b] != ABSENT)
            keys.append(a[seen] * n + b[seen])
            here = days[state.person] == day
            members.append(np.stack((state.person[here], state.circle[here]), axis=1))
        key, times = np.unique(np.concatenate(keys), return_counts=True)
        a, b = key // max(n, 1), key % max(n, 1)
        both = times == np.where(days[a] == days[b], 1, 2)
        rows = np.concatenate(members)
        return State(np.stack((a[both], b[both]), axis=1), rows[:, 0], rows[:, 1], np.zeros(0, np.int64))

    def sets_of(self, state: State) -> CircleSets:
        """The sets of circles of a State."""
        return circle_sets(*ragged(self.people.size, state.person, state.circle))


def past_of() -> Past:
    """Read the Past of everybody here."""
    people = np.array(sorted(Person.objects.here().values_list("pk", flat=True)), np.int64)
    circles = np.array(sorted(Circle.objects.values_list("pk", flat=True)), np.int64)
    contact = _rows(_contacts(), 4)
    kept = np.isin(contact[:, 0], people) & np.isin(contact[:, 1], people)
    contact = contact[kept]
    ends = np.searchsorted(people, np.sort(contact[:, :2], axis=1))
    held = _rows(
        (
            (person, circle, joined.toordinal(), left.toordinal() if left else NEVER)
            for person, circle, joined, left in Membership.objects.filter(
                person__confirmed_on__isnull=False
            ).values_list("person_id", "circle_id", "joined_on", "left_on")
        ),
        4,
    )
    held[:, 0], held[:, 1] = np.searchsorted(people, held[:, 0]), np.searchsorted(circles, held[:, 1])
    consents = consents_past(ConsentCode.COUNTED, people)
    marks = np.random.default_rng(0).integers(1, 2**62, people.size)
    return Past(people, circles, np.concatenate((ends, contact[:, 2:]), axis=1), held, consents, marks)


def consents_past(code: ConsentCode, people: Longs) -> Longs:
    """int64[c, 3]: number of the person, day, 0 or 1, of every answer about a consent, in their order."""
    rows = Consent.objects.filter(code=code).order_by("set_at", "pk")
    found = _rows(
        (
            (person, day_in(at, settings.TIME_ZONE).toordinal(), int(allowed))
            for person, at, allowed in rows.values_list("person_id", "set_at", "allowed")
        ),
        3,
    )
    found = found[np.isin(found[:, 0], people)]
    found[:, 0] = np.searchsorted(people, found[:, 0])
    return found


def holding_of(states: tuple[State, ...], people: int, chosen: Bools) -> Holding:
    """Who belongs to which of the chosen circles in any of the states."""
    rows = np.unique(
        np.concatenate([np.stack((state.person, state.circle), axis=1) for state in states]), axis=0
    )
    rows = rows[chosen[rows[:, 1]]]
    return Holding(rows[:, 0], rows[:, 1], people, chosen.size)


def _contacts() -> list[tuple[int, int, int, int]]:
    rows = Contact.objects.told_by_both().values_list("giver_id", "receiver_id", "at", "confirmed_on")
    found = []
    for giver, receiver, at, confirmed_on in rows.iterator(chunk_size=10_000):
        on = at.toordinal()
        known = confirmed_on.toordinal() if confirmed_on else on
        found.append((giver, receiver, max(on, known), on + YEAR_DAYS))
    return found


def _rows(rows: object, width: int) -> Longs:
    return np.array(list(rows), np.int64).reshape(-1, width)  # type: ignore[call-overload]
