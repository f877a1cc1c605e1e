"""A lease on a name that dies with whoever holds it: how a worker that was killed is told from one at work.

The system lets go of a locked file when its owner stops, however it stops; a number could be given again to
another program, and a date would make everybody wait.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

if os.name == "nt":
    import msvcrt

    def _lock(stream: IO[bytes]) -> None:
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
else:
    import fcntl

    def _lock(stream: IO[bytes]) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def lease(folder: Path, name: str) -> Iterator[None]:
    """Hold the lease of that name until the end of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    path = _path(folder, name)
    with path.open("ab") as stream:
        _lock(stream)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def is_held(folder: Path, name: str) -> bool | None:
    """Return whether somebody holds the lease; None when nobody here ever took it."""
    try:
        with _path(folder, name).open("ab" if os.name == "nt" else "rb") as stream:
            _lock(stream)
    except FileNotFoundError:
        return None
    except OSError:
        return True
    return False


def forget(folder: Path, name: str) -> None:
    """Clear away the lease of somebody who is gone."""
    with suppress(OSError):
        _path(folder, name).unlink()


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.lease"
