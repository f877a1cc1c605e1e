"""Compiled work shared between threads: each piece writes its own rows, so their number changes nothing.

Kernels release the interpreter's lock instead of using numba's own threads, which may not be entered by two
requests at once and wait for each other on a busy machine.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor


def each(work: Callable[[int], None], pieces: Sequence[int], threads: int) -> None:
    """Do `work` on each piece, on at most `threads` threads; the first error is raised."""
    workers = min(threads, len(pieces))
    if workers < 2:
        for piece in pieces:
            work(piece)
        return
    with ThreadPoolExecutor(workers) as pool:
        for _ in pool.map(work, pieces):
            pass
