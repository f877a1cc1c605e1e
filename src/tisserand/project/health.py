"""Is the installation well? Said to whoever watches over it, with nothing about anybody."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from tisserand import __version__
from tisserand.domain.attention import queries
from tisserand.project.logs import told
from tisserand.project.pulse import seen_at
from tisserand.project.reaper import failures

__all__ = ["failures", "health", "seen_at"]
log = logging.getLogger(__name__)


def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """Answer 200 when the database answers, 503 when it does not; nothing is kept by the browser."""
    said: dict[str, object] = {"version": __version__, "database": True}
    try:
        seen = seen_at()
        said |= {
            "worker_seen_at": seen.isoformat(timespec="seconds") if seen else None,
            "clock_held": queries.clock_state().held_at is not None,
            "jobs_given_up": len(failures()),
        }
    except DatabaseError as failure:
        log.error("the database does not answer: %s", told(failure))
        said["database"] = False
    answer = JsonResponse(said, status=200 if said["database"] else 503)
    answer["Cache-Control"] = "no-store"
    return answer
