"""What a weaving proposes, as arrays: one row a pair, its reasons, its route, who could introduce them."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.fabric import Floats, Ints
from tisserand.engine.text import Meetings


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """k pairs, best first (order: -score, key).

    `a` < `b` int32[k]: people. `values` float64[k, r]: what each reason brings, in the order of `Reason`;
    `score` float64[k] is their sum. `row` int32[k]: the bridge row used, or NO_ROW; `circle_a`, `circle_b`
    int32[k]: the circles that the route joins. `shared` int32[k]: shared contacts. `meeting_to`,
    `meeting_from` int32[k]: the best place in `meetings` where a's need meets b's offer, and the reverse, -1
    none. `go_between`, `via_circle` int32[k]: see `go_betweens`.
    """

    a: Ints
    b: Ints
    score: Floats
    values: Floats
    row: Ints
    circle_a: Ints
    circle_b: Ints
    shared: Ints
    meeting_to: Ints
    meeting_from: Ints
    go_between: Ints
    via_circle: Ints

    def only(self, rows: NDArray[np.bool_]) -> "Pairs":
        """The pairs where `rows` bool[k]."""
        return Pairs(**{column.name: getattr(self, column.name)[rows] for column in fields(Pairs)})


@dataclass(frozen=True, slots=True, eq=False)
class Proposals(Pairs):
    """The introductions of a weaving.

    `withheld`: the pairs allocated too, and dropped for a reason private to them; they keep their slots and
    rest like the others. `meetings`: needs and offers that met. `value`, `bound` float: sum of scores
    before private facts, and its certified upper bound; `served` and `servable`: people owed an introduction
    who have one, and could at most; `load` int32[n]: slots reserved of each person's attention, private facts
    included.
    """

    withheld: Pairs
    meetings: Meetings
    value: float
    bound: float
    served: int
    servable: int
    load: Ints

    @property
    def reserved(self) -> Ints:
        """int32[q, 2]: every pair allocated, withheld ones included."""
        ends = ((pairs.a, pairs.b) for pairs in (self, self.withheld))
        return np.concatenate([np.stack(both, axis=1) for both in ends])

    @property
    def reserved_row(self) -> Ints:
        """int32[q]: the bridge row of each pair of `reserved`, or NO_ROW."""
        return np.concatenate((self.row, self.withheld.row))

    @classmethod
    def of(cls, pairs: Pairs, hidden: NDArray[np.bool_], **rest: object) -> Self:
        """The Proposals of `pairs`, those where `hidden` bool[k] withheld."""
        shown = pairs.only(~hidden)
        columns = {column.name: getattr(shown, column.name) for column in fields(Pairs)}
        return cls(**columns, withheld=pairs.only(hidden), **rest)  # type: ignore[arg-type]
