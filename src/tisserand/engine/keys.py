"""Order without order: 64-bit hashes that decide between equals, whatever the order of rows or threads."""

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, inline="always")
def mixed(x: np.uint64) -> np.uint64:
    """`x` through the finaliser of SplitMix64 (Steele, Lea and Flood, 2014): a bijection of 64 bits."""
    x = np.uint64(x + np.uint64(0x9E3779B97F4A7C15))
    x = np.uint64((x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9))
    x = np.uint64((x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB))
    return np.uint64(x ^ (x >> np.uint64(31)))


@njit(cache=True, inline="always")
def pair_key(seed: np.uint64, one: np.uint64, other: np.uint64) -> np.uint64:
    """The key of a pair, from the seed and the keys of its two people in either order."""
    low, high = (one, other) if one < other else (other, one)
    return mixed(mixed(mixed(seed) ^ low) ^ high)


@njit(cache=True)
def pair_keys(
    seed: np.uint64, key: NDArray[np.uint64], a: NDArray[np.int32], b: NDArray[np.int32]
) -> NDArray[np.uint64]:
    """uint64[k]: the key of each pair (a, b) of people."""
    keys = np.empty(a.size, np.uint64)
    for i in range(a.size):
        keys[i] = pair_key(seed, key[a[i]], key[b[i]])
    return keys
