"""The directory of circles that agreed to be listed; never a list of people."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tisserand.domain.circles.queries.directory import directory as listed_for
from tisserand.web.public.about import people_in
from tisserand.web.request import PageRequest

LONGEST = 80


@require_safe
def directory(request: PageRequest) -> HttpResponse:
    """List these circles, or those that answer a search by name, town or purpose."""
    reader = request.user if request.user.is_authenticated else None
    text, town = (request.GET.get(field, "").strip()[:LONGEST] for field in ("q", "town"))
    found = listed_for(reader, text=text, town=town)
    shown = {
        "found": found,
        "rows": [(circle, people_in(circle)) for circle in found.circles],
        "text": text,
        "town": town,
        "is_search": bool(text or town),
    }
    return render(request, "public/directory.html", shown)
