"""The page of the engine's parameters: how people are chosen for each other, number by number."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tisserand.web.access import words
from tisserand.web.request import PageRequest
from tisserand.wording import parameters


@require_safe
def engine_parameters(request: PageRequest) -> HttpResponse:
    """Say every number, what it does, and what is never read."""
    return render(request, "public/parameters.html", {"parts": parameters.parts(words())})
