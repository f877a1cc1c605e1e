"""Small fabrics and their looms, for examples worked out by hand."""

from collections.abc import Sequence

import numpy as np

from tisserand.engine.asks import Asks, asks
from tisserand.engine.fabric import FOREVER, Bridges, Fabric
from tisserand.engine.loom import Loom, loom
from tisserand.engine.policy import DEFAULT, Policy
from tisserand.engine.ragged import ragged
from tisserand.engine.reach import reach
from tisserand.engine.scoring import scored_pairs
from tisserand.engine.text import Meetings

Meeting = tuple[int, int, int]
"""(seeker, giver, fit in 1/32768)."""


def bridge_rows(
    *ends: tuple[int, int],
    quota: Sequence[int] = (),
    until: Sequence[int] = (),
    themes: Sequence[Sequence[int]] = (),
) -> Bridges:
    """Rows (start, end); by default 5 proposals a month, no end, no theme."""
    start, end = np.array(ends, np.int32).reshape(-1, 2).T
    lists = themes or [()] * len(ends)
    owner = np.repeat(np.arange(len(ends)), [len(each) for each in lists])
    theme_ptr, theme = ragged(len(ends), owner, np.array([name for each in lists for name in each], np.int64))
    return Bridges(
        start.copy(),
        end.copy(),
        np.array(quota or [5] * len(ends), np.int32),
        np.array(until or [FOREVER] * len(ends), np.int32),
        theme_ptr,
        theme,
        everywhere=False,
    )


def met_by_hand(people: int, *found: Meeting) -> Asks:
    """The asks of meetings stated by hand: each has a need and an offer of its own."""
    number = np.arange(len(found), dtype=np.int32)
    seeker, giver, fit = np.array(found, np.int32).reshape(-1, 3).T
    words = np.full((len(found), 3), -1, np.int32)
    return asks(people, seeker, giver, Meetings(number, number, fit.copy(), words))


def weft_of(fabric: Fabric, *found: Meeting, inside: bool = False, policy: Policy = DEFAULT) -> Loom:
    """The loom of a fabric, with the meetings given."""
    return loom(
        fabric, reach(fabric, inside=inside, policy=policy), met_by_hand(fabric.people, *found), policy
    )


def score_of(weft: Loom, one: int, other: int) -> int:
    """The score of one pair, in 1/2^20; 0 when it may not be proposed."""
    return int(scored_pairs(weft, np.array([one], np.int32), np.array([other], np.int32))[0][0])


def terms_of(weft: Loom, one: int, other: int) -> list[float]:
    """What each reason contributes to one pair, before the chance that both accept."""
    terms = scored_pairs(weft, np.array([one], np.int32), np.array([other], np.int32))[1][0]
    return [float(term) for term in terms]


def listed(ptr: np.ndarray, values: np.ndarray) -> list[list[int]]:
    """The lists of a ragged pair of arrays."""
    return [values[ptr[i] : ptr[i + 1]].tolist() for i in range(ptr.size - 1)]
