"""Stage 1: how many of the people owed an introduction can have one, proved from above.

The dual of the covering programme is the dual of stage 2 with every score at zero and a bonus of one. Its
best prices are nearly always halves, as on every graph (Balinski, 1965), so they are tried rounded as well.
"""

from __future__ import annotations

import numpy as np

from tisserand.engine.allocation.incidence import Incidence
from tisserand.engine.allocation.prices import Prices, bound_of, settle, zero_prices

SHARPEST = 1 / 512


def reachable_of(at: Incidence) -> int:
    """How many of those owed have a pair at all: an upper bound that usual networks attain."""
    return int(np.count_nonzero(at.owed & (np.diff(at.first) > 0)))


def covering_bound(at: Incidence, sweeps: int) -> int:
    """No allocation serves more than this many of those owed."""
    bare = at._replace(score=np.zeros_like(at.score), worth=np.zeros_like(at.worth))
    found = zero_prices(bare, 1.0)
    settle(bare, found, np.geomspace(1.0, SHARPEST, sweeps))
    return min(bound_of(bare, proof, 0) for proof in (found, _rounded(found, 2.0), _rounded(found, 1.0)))


def _rounded(prices: Prices, parts: float) -> Prices:
    return Prices(np.rint(prices.person * parts) / parts, np.rint(prices.route * parts) / parts, prices.bonus)
