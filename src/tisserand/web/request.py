"""A request as our views receive it, once the middleware has read the clock and who is signed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from tisserand.vocabulary import Role


class Seat(NamedTuple):
    """A circle that the reader is known to animate, as the frame of a page reads her membership of it."""

    circle: Any
    role: str = Role.ANIMATOR


class PageRequest(HttpRequest):
    """`at` is the network's instant, read once; `user` is the Person who is signed in, or a visitor.

    `refusal`, `refused_at` and `typed` are there on a page shown again after a refusal; `refused_field` too
    when one field is known to be wrong. `memberships`: hers, where the view read them already.
    """

    at: datetime
    user: Any
    htmx: HtmxDetails
    refusal: str
    refused_at: str
    refused_field: str
    typed: Mapping[str, Any]
    memberships: Sequence[Any]
