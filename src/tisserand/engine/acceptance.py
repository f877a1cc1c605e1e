"""How readily each person says yes, learnt from one label a pair: established 28 days after it was first
shown, or not.

A no, a silence and a "later" are the same label, and so is a yes to which the other side did not answer:
nothing here can tell one from another.
"""

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.fabric import Floats
from tisserand.engine.policy import DEFAULT, Policy


def learnt(asked: NDArray[np.integer], established: NDArray[np.integer], policy: Policy = DEFAULT) -> Floats:
    """float64[n] in 0..1: the `acceptance` of a Fabric.

    `asked` int[n]: pairs of each person whose label is known; `established` int[n]: those that both accepted.
    The share of the network leans on the policy's with the weight of `acceptance_pairs` pairs, and the share
    of a person leans on the network's in the same way (the posterior mean of a beta prior). Partners being as
    ready as the network on the whole, a pair's share is a person's readiness times the root of the network's.
    ValueError for counts that cannot be.
    """
    if asked.shape != established.shape or np.any(established < 0) or np.any(established > asked):
        raise ValueError("each person needs a number asked, and no more established than asked")
    prior, weight = policy.acceptance**2, policy.acceptance_pairs
    network = (float(established.sum()) + weight * prior) / (float(asked.sum()) + weight)
    share = (established + weight * network) / (asked + weight)
    readiness: Floats = np.minimum(share / np.sqrt(network), 1.0)
    return readiness
