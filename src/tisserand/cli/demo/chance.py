"""Chance with a seed, the same on every version: only raw doubles of PCG64, never a distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")

BLOCK = 4096


class Chance:
    """One stream of chance; two streams of one seed do not touch each other."""

    def __init__(self, seed: int, stream: int) -> None:
        self._source = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, stream])))
        self._drawn: list[float] = []

    def part(self) -> float:
        """A number in 0..1, 1 excluded."""
        if not self._drawn:
            self._drawn = self._source.random(BLOCK).tolist()
        return self._drawn.pop()

    def happens(self, chance: float) -> bool:
        """True in a share `chance` of cases."""
        return self.part() < chance

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.part() * (high - low + 1))

    def one_of(self, choices: Sequence[T]) -> T:
        """One of the choices; IndexError when there is none."""
        return choices[int(self.part() * len(choices))]

    def some_of(self, choices: Sequence[T], count: int) -> list[T]:
        """`count` different choices, fewer when there are not so many."""
        left = list(choices)
        for place in range(min(count, len(left))):
            other = self.between(place, len(left) - 1)
            left[place], left[other] = left[other], left[place]
        return left[:count]
