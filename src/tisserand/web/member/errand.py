"""What a page asks of the worker, because a request must not do it itself."""

from __future__ import annotations

from django_tasks import task

from tisserand.domain.attention.queries import now


@task(queue_name="quick")
def look_for_first(person_ref: str) -> None:
    """Look for the first proposal of somebody who has just arrived; again, it proposes nobody more."""
    # the engine takes a moment to read: only for the worker
    from tisserand.domain.introductions.jobs import welcome

    welcome(person_ref, now())
