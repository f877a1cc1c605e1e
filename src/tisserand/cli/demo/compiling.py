"""The engine compiled on another core while the demo's rows are written: its first start waits less."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LONGEST = 300
"""Seconds after which the engine compiles here instead."""


@contextmanager
def compiled_beside() -> Iterator[Callable[[], None]]:
    """Start compiling in a process of its own; what is yielded waits for its end. On one core, or if it
    fails, the engine compiles when it is first used, as everywhere else."""
    if (os.cpu_count() or 1) < 2:
        yield lambda: None
        return
    beside = subprocess.Popen(  # our own interpreter and our own module
        [sys.executable, "-m", "tisserand.cli.demo.compiling"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def wait() -> None:
        try:
            beside.wait(LONGEST)
        except subprocess.TimeoutExpired:
            beside.kill()

    try:
        yield wait
    finally:
        if beside.poll() is None:
            beside.kill()
        beside.wait()


def main() -> None:
    """Weave the demo world once: every kernel that the demo needs is compiled, and kept on disk."""
    from datetime import date

    from tisserand.cli.demo.world import world
    from tisserand.formats.weaving import weave

    drawn = world(date(2026, 1, 5))
    weave(drawn.network, drawn.monday)


if __name__ == "__main__":
    main()
