"""When figures change (pure): every four weeks, and only by the facts of five people or more.

An edition tells the network as it stood on the eve of one Monday in four. Between two editions nobody may
read what one pair did, so that what is told moves by blocks: the facts of a circle's people are those of the
last edition in which five of them or more had changed, and until then its figures are carried over with their
date. Every figure is made of these facts alone. So two tellings of one figure, or of the network beside a
circle, never differ by the facts of one to four people.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tisserand.domain.observatory.rules.threshold import ANYBODY

EDITION_WEEKS = 4
YEAR_DAYS = 364
"""A tie counts when its two people were in touch in the last fifty-two weeks."""

Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]


def edition_of(day: date) -> date:
    """The Monday of the last edition on a day."""
    weeks = (day.toordinal() - 1) // 7
    return date.fromordinal(1 + 7 * (weeks - weeks % EDITION_WEEKS))


def next_edition(day: date) -> date:
    """The Monday of the edition to come."""
    return edition_of(day) + timedelta(weeks=EDITION_WEEKS)


def may_change(people: int) -> bool:
    """Whether a figure may be told anew when the facts of so many people changed since it was last told."""
    return people >= ANYBODY


@dataclass(frozen=True, slots=True)
class Holding:
    """Who belongs to which circle: one row for a person and one of her circles, by number."""

    person: Longs
    circle: Longs
    people: int
    circles: int

    def counts(self, chosen: Bools) -> Longs:
        """int64[circles]: how many of the chosen people each circle holds."""
        return np.bincount(self.circle[chosen[self.person]], minlength=self.circles)

    def all_in(self, circles: Bools) -> Bools:
        """bool[people]: who belongs to a circle, and to none but these."""
        least = np.bincount(self.person[~circles[self.circle]], minlength=self.people)
        return np.asarray((least == 0) & (np.bincount(self.person, minlength=self.people) > 0))


def moving(changed: Bools, holding: Holding) -> tuple[Bools, Bools]:
    """The circles told anew, and the people whose new facts are told: each such circle has five of them or
    more, and so have all the circles beside any one of them, or none.

    Somebody's new facts wait for all her circles. `holding` has the circles of which something may be told.
    """
    told = np.ones(holding.circles, np.bool_)
    while True:
        moved = changed & holding.all_in(told)
        inside = holding.counts(moved)
        few = told & (inside > 0) & (inside < ANYBODY)
        if few.any():
            told &= ~few
            continue
        beside = int(moved.sum()) - inside
        left = np.flatnonzero((inside > 0) & (beside > 0) & (beside < ANYBODY))
        if not left.size:
            return told & (inside > 0), moved
        here = np.zeros(holding.people, np.bool_)
        here[holding.person[holding.circle == left[0]]] = True
        told[np.unique(holding.circle[(moved & ~here)[holding.person]])] = False


def signatures(people: int, marks: Longs, pairs: tuple[Longs, Longs], rows: tuple[Longs, Longs]) -> Longs:
    """int64[people]: one number for the facts of each person, other as soon as a tie (`pairs`) or a circle
    (`rows`: person, mark of the circle) is another. `marks`: a number drawn for each person."""
    a, b = pairs
    total = np.zeros(people, np.int64)
    with np.errstate(over="ignore"):
        np.add.at(total, a, marks[b])
        np.add.at(total, b, marks[a])
        np.add.at(total, rows[0], rows[1])
    return total
