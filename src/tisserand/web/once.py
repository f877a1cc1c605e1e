"""A form that is sent twice is done once: a double click, a page sent again after a tunnel.

Each time a page is made, its forms carry another mark. A second form with the same mark, the same address
and the same fields is the same press: it is led where the first one led, and nothing is done. A page shown
again, by the back button too, has a new mark, so what one means to do twice is done twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tisserand.web.kept import page_of_form
from tisserand.web.request import PageRequest

SECONDS = 600
UNDER_WAY = "-"
MARK = "csrfmiddlewaretoken"


class Once:
    """Do each press of a form once, for whoever is signed in."""

    def __init__(self, get_response: Callable[[PageRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        """Answer a request."""
        if request.method != "POST" or not request.user.is_authenticated or MARK not in request.POST:
            return self.get_response(request)
        place = place_of(request)
        if not cache.add(place, UNDER_WAY, SECONDS):
            return redirect(where_it_led(request, cache.get(place, UNDER_WAY)))
        response = self.get_response(request)
        if response.status_code == 302:
            cache.set(place, response["location"], SECONDS)
        else:  # nothing was done, or a page of its own came back: it may be sent again
            cache.delete(place)
        return response


def place_of(request: PageRequest) -> str:
    """Return where this press is noted: what was typed is not readable there."""
    said = f"{request.session.session_key} {request.path} {request.POST.urlencode()}"
    return "once:" + hashlib.sha256(said.encode()).hexdigest()


def where_it_led(request: PageRequest, found: str) -> str:
    """Return the page that the first press led to; while it is under way, the page of the form."""
    if found != UNDER_WAY:
        return found
    return urlsplit(page_of_form(request)).path or reverse("today")
