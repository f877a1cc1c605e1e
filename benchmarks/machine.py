"""What every benchmark shares: the facts of the machine, the table on screen, the JSON on disk.

A benchmark file is run on its own (`python benchmarks/NAME.py`), so its folder is importable:
`from machine import machine_facts, table, write_results`.
"""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
LIBRARIES = ("tisserand", "numpy", "scipy", "numba", "ortools", "igraph", "networkx", "implicit", "faiss-cpu")


def machine_facts(*, seed: int | None = None, libraries: Sequence[str] = LIBRARIES) -> dict[str, object]:
    """Cores, processor, memory in GB, system, versions of the libraries present, seed; no host name."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "processor": _processor(),
        "memory_gb": _memory_gb(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {name: found for name in libraries if (found := _version(name)) is not None},
        "seed": seed,
        "run_on": datetime.now(UTC).date().isoformat(),
    }


def write_results(name: str, rows: Sequence[Mapping[str, object]], facts: Mapping[str, object]) -> Path:
    """Write `results/NAME.json` with the facts and the rows; return its path."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    content = {"benchmark": name, "machine": dict(facts), "rows": [dict(row) for row in rows]}
    path.write_text(json.dumps(content, indent=1, default=_plain) + "\n", encoding="utf-8")
    return path


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """The rows as an aligned text table; columns in the order of first appearance, numbers to the right."""
    if not rows:
        return "(no row)"
    columns = list(dict.fromkeys(column for row in rows for column in row))
    cells = [[_shown(row.get(column)) for column in columns] for row in rows]
    widths = [max(len(line[i]) for line in [columns, *cells]) for i in range(len(columns))]
    numeric = [all(not isinstance(row.get(column), str) for row in rows) for column in columns]
    lines = [_line(columns, widths, numeric), "  ".join("-" * width for width in widths)]
    return "\n".join(lines + [_line(line, widths, numeric) for line in cells])


class Stopwatch:
    """`with Stopwatch() as watch:` then `watch.wall` and `watch.cpu`, in seconds (cpu: all threads)."""

    wall = 0.0
    cpu = 0.0

    def __enter__(self) -> Stopwatch:
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall, self.cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    pads = zip(cells, widths, numeric, strict=True)
    return "  ".join(c.rjust(w) if right else c.ljust(w) for c, w, right in pads).rstrip()


def _shown(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    number = _plain(value) if hasattr(value, "item") else value
    if isinstance(number, float):
        return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.5g}"
    return f"{number:,}" if isinstance(number, int) else str(number)


def _plain(value: object) -> object:
    return value.item() if hasattr(value, "item") else str(value)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    models = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or "unknown")


def _memory_gb() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    except (AttributeError, OSError, ValueError):
        return None
