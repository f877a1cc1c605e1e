"""When a figure may be told, and to whom (pure)."""

ANYBODY = 5
"""A figure about fewer people than this is told to nobody."""
OUTSIDE = 10
"""A figure about fewer people than this never leaves its circle."""


def may_be_told(people: int, *, outside: bool) -> bool:
    """Whether a figure about so many people may be told; `outside` their circle, more are needed."""
    return people >= (OUTSIDE if outside else ANYBODY)
