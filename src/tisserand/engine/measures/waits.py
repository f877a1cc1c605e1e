"""The median of some waits, with its margin."""

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.measures.openness import LEVEL

DRAWS = 1_000
"""Samples drawn again from the waits themselves (Efron 1979)."""


def median_margin(
    waits: NDArray[np.int64], *, draws: int = DRAWS, seed: int = 0
) -> tuple[float | None, float | None, float | None]:
    """The median of `waits` (days) and its 95 % margin by bootstrap; None three times without any."""
    if not waits.size:
        return None, None, None
    chance = np.random.default_rng(seed)
    drawn = np.median(chance.choice(np.sort(waits), size=(draws, waits.size)), axis=1)
    low, high = np.quantile(drawn, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return float(np.median(waits)), float(low), float(high)
