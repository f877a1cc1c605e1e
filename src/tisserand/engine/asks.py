"""Asks between two people: for each pair, what each needs that the other offers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.fabric import Ints, Ptr
from tisserand.engine.ragged import is_first
from tisserand.engine.text import Meetings


@dataclass(frozen=True, slots=True, eq=False)
class Asks:
    """For each person, the people with whom a need of one meets an offer of the other, sorted, both
    directions.

    `other` int32: who; `fit_to` int32 in 1/32768: her best need met by the other's offer (0 none), `fit_from`
    the reverse; `meeting_to`, `meeting_from` int32: the meeting behind each fit, -1 none.
    """

    ptr: Ptr
    other: Ints
    fit_to: Ints
    fit_from: Ints
    meeting_to: Ints
    meeting_from: Ints


def asks(people: int, need_owner: Ints, offer_owner: Ints, meetings: Meetings) -> Asks:
    """The Asks of `people` from `meetings`; of several meetings of one direction the best fit is kept, and
    between equals the first need, then the first offer."""
    seeker = need_owner[meetings.need].astype(np.int64)
    giver = offer_owner[meetings.offer].astype(np.int64)
    order = np.lexsort((meetings.offer, meetings.need, -meetings.fit.astype(np.int64), giver, seeker))
    order = order[seeker[order] != giver[order]]
    code = seeker[order] * people + giver[order]
    first = is_first(code)
    best, forward = order[first], code[first]
    backward = giver[best] * people + seeker[best]
    both = np.sort(np.concatenate((forward, backward)))
    both = both[is_first(both)]
    to = _looked_up(both, forward, best)
    turned = np.argsort(backward, kind="stable")
    back = _looked_up(both, backward[turned], best[turned])
    owner = both // people if people else both
    ptr = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.bincount(owner, minlength=people)))).astype(
        np.int64
    )
    fit = np.append(meetings.fit, 0).astype(np.int32)
    return Asks(ptr, (both % people if people else both).astype(np.int32), fit[to], fit[back], to, back)


def _looked_up(codes: NDArray[np.int64], known: NDArray[np.int64], value: NDArray[np.int64]) -> Ints:
    """int32: the value of each code among `known` (sorted), -1 where it is not known."""
    if not known.size:
        return np.full(codes.size, -1, np.int32)
    place = np.minimum(np.searchsorted(known, codes), known.size - 1)
    return np.where(known[place] == codes, value[place], -1).astype(np.int32)
