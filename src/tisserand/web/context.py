"""What every page knows beside its own facts: language, tabs, the refusal to say and what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from tisserand.domain.circles.queries import circles_of
from tisserand.vocabulary import Role


class Tab(NamedTuple):
    """One of the main pages: `drawing` is the path of its icon, `here` that the reader is in it, `wide` that
    a telephone's bar has no room for it (its foot leads there)."""

    name: str
    address: str
    drawing: str
    here: bool
    wide: bool


class Frame(NamedTuple):
    """What stands around a page for whoever is signed in: her tabs, and the circle she is seen from."""

    tabs: tuple[Tab, ...]
    circle: Any
    reader: str


NOBODY = Frame((), None, "")
DRAWINGS = {
    "monday_home": "M4 6h16v14H4zM4 11h16M9 3v5M15 3v5M8 15.5l2.5 2.5 5-4.5",
    "today": "M4 6h16M4 12h10M4 18h13",
    "fabric": "M8 3v4M8 10v11M16 3v11M16 17v4M12 3v7.5M12 13.5v7.5M3 8.5h7M14 8.5h7M3 15.5h3.5M10 15.5h11",
    "observatory": "M4 4v16h16M7.5 15.5l4-5 3.5 2.5 4.5-7",
    "circles": "M9 5a5.5 5.5 0 1 0 .01 0zM15 8a5.5 5.5 0 1 0 .01 0z",
    "me": "M12 4a4 4 0 1 0 .01 0zM4.5 20c.8-4 3.8-6 7.5-6s6.700 2 7.5 6",
    "host": "M4 5h16v6H4zM4 13h16v6H4zM7.5 8h.01M7.5 16h.01",
}
"""The path of each icon, in a square of side 24."""
WIDE = ("observatory", "host")
MONDAY = ("monday", "monday_home")
UNDER = {
    "today": "today",
    "introductions": "today",
    "welcome": "today",
    "monday": "monday_home",
    "fabric": "fabric",
    "fabric.csv": "fabric",
    "observatory": "observatory",
    "observatory.csv": "observatory",
    "circles": "circles",
    "bridges": "circles",
    "lists": "circles",
    "directory": "circles",
    "me": "me",
    "people": "me",
    "vouches": "me",
    "host": "host",
}
"""The tab of an address, by its first part."""


def page(request: HttpRequest) -> dict[str, Any]:
    """What base.html needs, whoever looks; nothing is read before the frame is drawn."""
    frame = SimpleLazyObject(lambda: frame_of(request))
    return {
        "lang": (translation.get_language() or "fr")[:2],
        "demo": settings.DEMO,
        "frame": frame,
        "tabs": SimpleLazyObject(lambda: frame.tabs),
        "public_pages": SimpleLazyObject(public_pages),
        "refusal": getattr(request, "refusal", ""),
        "refused_at": getattr(request, "refused_at", ""),
        "refused_field": getattr(request, "refused_field", ""),
        "typed": getattr(request, "typed", {}),
    }


def address_of(name: str) -> str:
    """Return the address of a page, or nothing when this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def public_pages() -> list[tuple[str, str]]:
    """Return the name and the address of the pages that anybody may read."""
    said = [
        ("about", gettext("What this is")),
        ("directory", gettext("Directory of circles")),
        ("engine_parameters", gettext("How the engine counts")),
        ("privacy", gettext("Your data")),
    ]
    return [(name, address) for at, name in said if (address := address_of(at))]


def frame_of(request: HttpRequest) -> Frame:
    """The frame of a page for whoever is signed in; that of nobody for a visitor. One query at most."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return NOBODY
    own = getattr(request, "memberships", None)
    own = circles_of(user) if own is None else own
    animates = any(row.role == Role.ANIMATOR for row in own)
    return Frame(
        tabs_of(request, animates=animates, is_host=user.is_host), seen_from(request, own), user.name
    )


def seen_from(request: HttpRequest, own: Sequence[Any]) -> Any:
    """Return the circle that the page is about, among hers; else one that she animates, else her first."""
    ref = request.resolver_match.kwargs.get("ref") if request.resolver_match else None
    order = sorted(own, key=lambda row: (row.circle.ref != ref, row.role != Role.ANIMATOR))
    return order[0].circle if order else None


def tabs_of(request: HttpRequest, *, animates: bool, is_host: bool) -> tuple[Tab, ...]:
    """Return the main pages of a reader, in their order: those of them that this installation has."""
    said = [
        ("monday_home", gettext("Monday"), animates),
        ("today", gettext("Today"), True),
        ("fabric", gettext("Fabric"), True),
        ("observatory", gettext("Observatory"), animates),
        ("circles", gettext("Circles"), True),
        ("me", gettext("Me"), True),
        ("host", gettext("Host"), is_host),
    ]
    here = tab_under(request)
    return tuple(
        Tab(name, address, DRAWINGS[at], at == here, at in WIDE)
        for at, name, shown in said
        if shown and (address := address_of(at))
    )


def tab_under(request: HttpRequest) -> str:
    """Return the tab that an address belongs to, or nothing."""
    if request.resolver_match and request.resolver_match.url_name in MONDAY:
        return "monday_home"
    return UNDER.get(request.path_info.strip("/").split("/")[0], "")
