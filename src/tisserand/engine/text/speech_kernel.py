"""Compiled walk of a trie of expressions over sentences."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]

GAP = 2  # idle words that may stand inside an expression: "reprendre une petite entreprise"


@njit(cache=True)
def phrases_in(
    letter: Ints, trust: Ints, idle: Bools, ptr: Longs, step: Longs, onto: Ints, phrase: Ints, letters: int
) -> tuple[Ints, Ints, Ints]:
    """Longest expressions, left to right, without overlap, inside each sentence of ptr; a few idle words may
    intervene.

    Returns, by token: the phrase that starts there (-1 none), its weight (the least trust of its words), and
    the phrase that covers the token (-1 none).
    """
    found = np.full(letter.size, -1, np.int32)
    weight = np.zeros(letter.size, np.int32)
    covered = np.full(letter.size, -1, np.int32)
    for sentence in range(ptr.size - 1):
        at = ptr[sentence]
        while at < ptr[sentence + 1]:
            node, reach, end, least, gap = 0, at, at, trust[at], 0
            while reach < ptr[sentence + 1]:
                after = _next_node(node, letter[reach], step, onto, letters)
                if after >= 0:
                    node, least, gap = after, min(least, trust[reach]), 0
                    if phrase[node] >= 0:
                        end, found[at], weight[at] = reach + 1, phrase[node], least
                elif node == 0 or not idle[reach] or gap == GAP:
                    break
                else:
                    gap += 1
                reach += 1
            for token in range(at, end):
                covered[token] = found[at]
            at = max(at + 1, end)
    return found, weight, covered


@njit(cache=True)
def _next_node(node: int, letter: int, step: Longs, onto: Ints, letters: int) -> int:
    if letter < 0:
        return -1
    key = node * letters + letter
    place = np.searchsorted(step, key)
    return int(onto[place]) if place < step.size and step[place] == key else -1
