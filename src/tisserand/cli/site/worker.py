"""`tisserand worker`: the clock and the jobs, until Ctrl-C."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from tisserand.cli.site.options import cut
from tisserand.cli.site.ready import ready
from tisserand.wording.catalogue import N_, Words

WORKER = "tisserand.project.worker"
"""The project stands above the doors: it is named here, as its settings are, and never imported."""

BESIDE = "--beside"
"""Said by `serve` only: its own number, so that a worker never outlives the pages it was started with."""

AT_WORK = N_("The worker keeps the clock and does the jobs. Ctrl-C stops it.")
STOPPED = N_("The worker has stopped.")


def run(argv: Sequence[str], words: Words) -> int:
    """Work until stopped; return 0."""
    beside = cut(argv, valued=(BESIDE,)).number(BESIDE, 0, 1, 2**31) or None
    ready()
    print(words.gettext(AT_WORK), flush=True)
    import_module(WORKER).run(beside)
    print(words.gettext(STOPPED), flush=True)
    return 0
