"""A progress bar for long work, when a person watches."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

from tisserand.wording.catalogue import N_, Words

WIDTH = 24
EVERY = 0.1
PATIENCE = 0.5
"""Seconds before the bar shows: short work needs none."""

STAGES = {
    "reading": N_("Reading the files"),
    "candidates": N_("Looking for who could meet"),
    "allocation": N_("Sharing out everybody’s attention"),
}
OTHER_STAGE = N_("Working")


class Bar:
    """Draws on a terminal, and on nothing else; `done` wipes it before anything else is printed there."""

    def __init__(self, stream: TextIO, words: Words, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._words, self._clock = stream, words, clock
        self._watched = stream.isatty()
        self._started = clock()
        self._next = self._started + PATIENCE
        self._drawn = 0

    def __call__(self, stage: str, part: float) -> None:
        """Show that `part` (0 to 1) of a stage is done."""
        if not self._watched or self._clock() < self._next:
            return
        self._next = self._clock() + EVERY
        part = min(max(part, 0.0), 1.0)
        filled = round(part * WIDTH)
        name = self._words.gettext(STAGES.get(stage, OTHER_STAGE))
        line = f"{name}  [{'=' * filled}{' ' * (WIDTH - filled)}] {part:4.0%}"
        self._stream.write("\r" + line.ljust(self._drawn))
        self._stream.flush()
        self._drawn = len(line)

    def done(self) -> None:
        """Wipe the bar."""
        if self._drawn:
            self._stream.write("\r" + " " * self._drawn + "\r")
            self._stream.flush()
            self._drawn = 0
