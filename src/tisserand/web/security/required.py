"""Why who looks after others needs a second check, and where to set one up."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tisserand.domain.people.queries import has_second_factor
from tisserand.web.access import signed_in
from tisserand.web.request import PageRequest
from tisserand.web.security.again import next_page


@signed_in
@require_safe
def second_factor(request: PageRequest) -> HttpResponse:
    """Why, and the two ways; her own pages stay open meanwhile."""
    if has_second_factor(request.user):
        return redirect("security")
    return render(request, "security/required.html", {"next": next_page(request)})
