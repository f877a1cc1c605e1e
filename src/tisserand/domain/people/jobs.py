"""What the clock asks of people: what a crash may have left after an erasure, traces that are old."""

from datetime import datetime

from tisserand.domain.people.actions.erasure import close_orphans, forget_pages, write_ledger
from tisserand.domain.people.actions.traces import purge_audit, purge_sessions


def finish_erasures(*, at: datetime) -> int:  # noqa: ARG001  # every job takes the instant
    """Write the ledger, close the sessions of people who are gone, empty the journal; safe to repeat.

    Returns how many lines and sessions were left over. Not inside a transaction.
    """
    left = write_ledger() + close_orphans()
    forget_pages()
    return left


def forget_traces(*, at: datetime) -> int:
    """Delete lines of audit a year old, sessions that ended, addresses half a year old; returns how many."""
    return purge_audit(at=at) + purge_sessions(at=at)
