"""What every request carries: the network's instant, and the language and zone of whoever is signed in."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

from tisserand.domain.attention.queries import now
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
