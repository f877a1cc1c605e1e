"""The language of the page: a cookie for a visitor, her own choice for whoever is signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tisserand.domain.people.actions import write_profile
from tisserand.web.access import way_back
from tisserand.web.request import PageRequest

A_YEAR = 365 * 24 * 3600


@require_POST
def language(request: PageRequest) -> HttpResponse:
    """Speak another language from now on, and come back to the same page."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        raise Http404
    if request.user.is_authenticated:
        write_profile(person=request.user, language=code, at=request.at)
    response = redirect(way_back(request, "/"))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=A_YEAR,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response
