"""The first page: what this is for, and how one comes in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tisserand.domain.people.queries import has_host
from tisserand.web.public.about import fabric_for
from tisserand.web.request import PageRequest


@require_safe
def home(request: PageRequest) -> HttpResponse:
    """Say what Tisserand is for; who is signed in goes to Today."""
    if request.user.is_authenticated:
        return redirect("today")
    shown = {"is_empty": not has_host(), "fabric": fabric_for(request, reverse("about"))}
    return render(request, "public/home.html", shown)
