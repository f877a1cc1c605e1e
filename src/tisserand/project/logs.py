"""Lines of log without a personal datum: no value of an exception, no address of a page."""

from __future__ import annotations

import logging
import time
import traceback
from types import TracebackType
from typing import TypeAlias

Raised: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

BEYOND_OUR_WORDS = ("django.request", "django.security", "django.server", "allauth")
"""Loggers whose messages repeat what a visitor sent."""


class Impersonal(logging.Formatter):
    """When, how grave, by whom said, what; an exception is told by its kind and its place."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        self.converter = time.gmtime

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line; for a logger that repeats visitors, the outcome instead of its message."""
        if record.name.startswith(BEYOND_OUR_WORDS):
            record.message = f"answered {getattr(record, 'status_code', 'with a refusal')}"
        return super().formatMessage(record)

    def formatException(self, ei: Raised) -> str:
        """Return the kind of exception and where it was raised, without what it says."""
        return told(ei[1]) if ei[1] else ""


def told(failure: BaseException) -> str:
    """Return an exception as its kind and its places, innermost last; the values it carries are left out."""
    frames = traceback.extract_tb(failure.__traceback__)
    places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([f"{type(failure).__module__}.{type(failure).__qualname__}", *places])
