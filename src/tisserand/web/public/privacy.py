"""The privacy notice: in plain words first, then the whole register, made from the data map of the code."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tisserand.domain.register import INACTIVE_MONTHS, WARNED_DAYS
from tisserand.web.access import words
from tisserand.web.request import PageRequest
from tisserand.wording.register import register_said


@require_safe
def privacy(request: PageRequest) -> HttpResponse:
    """Say what is kept, why, who sees it, how long, and what each person may do."""
    shown = {
        "chapters": register_said(words()),
        "contact": settings.CONTACT,
        "months": INACTIVE_MONTHS,
        "days": WARNED_DAYS,
    }
    return render(request, "public/privacy.html", shown)
