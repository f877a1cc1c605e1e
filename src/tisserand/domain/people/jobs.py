"""What the clock asks of people: what a crash may have left after an erasure."""

from datetime import datetime

from tisserand.domain.people.actions.erasure import close_orphans, forget_pages, write_ledger


def finish_erasures(*, at: datetime) -> int:  # noqa: ARG001  # every job takes the instant
    """Write the ledger, close the sessions of people who are gone, empty the journal; safe to repeat.

    Returns how many lines and sessions were left over. Not inside a transaction.
    """
    left = write_ledger() + close_orphans()
    forget_pages()
    return left
