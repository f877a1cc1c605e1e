"""When a figure may be told, who is new, who goes quiet, and what one gesture the week asks for (pure)."""

from tisserand.domain.observatory.rules.threshold import ANYBODY, OUTSIDE, may_be_told

__all__ = ["ANYBODY", "OUTSIDE", "may_be_told"]
