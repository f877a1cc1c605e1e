"""What every request carries: the network's instant, and the language and zone of whoever is signed in.

And what stands before the pages of those who look after others: a second check.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

from tisserand.domain.attention.queries import now
from tisserand.web.proofs import GUARDED, needs_second, way_to_second
from tisserand.web.request import PageRequest


class PersonLanguage:
    """Read the clock once; speak the reader's language, in her zone; let no shared cache keep her pages."""

    def __init__(self, get_response: Callable[[PageRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        """Answer a request."""
        request.at = now()
        person = request.user if request.user.is_authenticated else None
        timezone.activate((person and person.zone) or settings.TIME_ZONE)
        if person:
            translation.activate(person.language)
        response = self.get_response(request)
        if person:
            patch_cache_control(response, private=True, no_store=True)
        return response


class SecondCheck:
    """No page of an animator or of a host opens before her second check, whoever wrote the page."""

    def __init__(self, get_response: Callable[[PageRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        """Answer a request."""
        return self.get_response(request)

    def process_view(self, request: PageRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        """Lead to the second check before a page that needs it; None lets her in."""
        if not view.__module__.startswith(GUARDED) or not needs_second(request):
            return None
        return redirect(way_to_second(request, request.get_full_path()))
