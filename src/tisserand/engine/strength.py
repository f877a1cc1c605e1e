"""How strong each tie is now, from dated contacts."""

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.policy import ONE
from tisserand.engine.ragged import is_first

DAY = 86_400


def strength(
    a: NDArray[np.integer],
    b: NDArray[np.integer],
    at: NDArray[np.int64],
    weight: NDArray[np.floating],
    *,
    now: int,
    half_life_days: float,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Distinct pairs a < b and their strength int64 in 1/32768, from contacts at second `at` with a `weight`.

    log1p of the sum of weight x 2^(-age / half-life), as in decayed contact counts; ages are never negative.
    Contacts are summed in the order of (a, b, at, weight), so the order of rows changes nothing.
    """
    low, high = np.minimum(a, b).astype(np.int64), np.maximum(a, b).astype(np.int64)
    order = np.lexsort((weight, at, high, low))
    low, high, at, weight = low[order], high[order], at[order], np.asarray(weight, float)[order]
    if not low.size:
        return low, high, np.zeros(0, np.int64)
    first = is_first(low, high)
    decayed = weight * np.exp2(-np.maximum(now - at, 0) / (half_life_days * DAY))
    total = np.add.reduceat(decayed, np.flatnonzero(first))
    return low[first], high[first], np.floor(np.log1p(total) * ONE).astype(np.int64)
