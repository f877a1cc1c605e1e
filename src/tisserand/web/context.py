"""What every page knows beside its own facts: language, tabs, the refusal to say and what was typed."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext


class Tab(NamedTuple):
    """One of the main pages: `drawing` is the path of its icon, `here` that the reader is in it."""

    name: str
    address: str
    drawing: str
    here: bool


LINES = "M4 6h16M4 12h10M4 18h13"
RINGS = "M9 5a5.5 5.5 0 1 0 .01 0zM15 8a5.5 5.5 0 1 0 .01 0z"
SOMEBODY = "M12 4a4 4 0 1 0 .01 0zM4.5 20c.8-4 3.8-6 7.5-6s6.700 2 7.5 6"
KNOT = "M3 8h18M3 16h18M8 3v18M16 3v18"

UNDER = {
    "today": ("/today", "/introductions/", "/welcome"),
    "circles": ("/circles", "/bridges/"),
    "me": ("/me", "/people/", "/vouches/"),
    "host": ("/host",),
}
"""How the addresses under each tab begin."""


def page(request: HttpRequest) -> dict[str, Any]:
    """What base.html needs, whoever looks."""
    return {
        "lang": (translation.get_language() or "fr")[:2],
        "demo": settings.DEMO,
        "tabs": tabs_of(request),
        "refusal": getattr(request, "refusal", ""),
        "refused_at": getattr(request, "refused_at", ""),
        "refused_field": getattr(request, "refused_field", ""),
        "typed": getattr(request, "typed", {}),
    }


def tabs_of(request: HttpRequest) -> list[Tab]:
    """The main pages of whoever is signed in; none for a visitor."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    said = [
        ("today", gettext("Today"), LINES),
        ("circles", gettext("Circles"), RINGS),
        ("me", gettext("Me"), SOMEBODY),
    ]
    if user.is_host:
        said.append(("host", gettext("Host"), KNOT))
    return [
        Tab(name, reverse(at), drawing, request.path_info.startswith(UNDER[at])) for at, name, drawing in said
    ]
