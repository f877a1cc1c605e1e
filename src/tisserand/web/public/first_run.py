"""The first run: nobody is here yet; whoever holds the address becomes the host and opens a circle."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tisserand.domain.people.actions import create_person
from tisserand.domain.people.queries import has_host
from tisserand.domain.people.rules import person_name
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal
from tisserand.web.access import refused_page, visited
from tisserand.web.animator.circles import open_circle
from tisserand.web.first_run import is_open
from tisserand.web.request import PageRequest


@never_cache
@visited
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: PageRequest, token: str) -> HttpResponse:
    """The host's form; once there is a host, nothing is here."""
    if not is_open(token):
        raise Http404
    if request.method != "POST":
        return first_page(request, token)
    try:
        host = begin(request)
    except Refused as refused:
        return refused_page(request, refused, lambda: first_page(request, token))
    record_authentication(request, host, method="first_run")
    login = Login(user=host, email=host.email, redirect_url=reverse("welcome"))
    return perform_login(request, login)  # type: ignore[no-any-return]


def begin(request: PageRequest) -> Any:
    """Create the host and her first circle, both or neither; return the host. Refused: as they are."""
    with transaction.atomic():
        if has_host():
            raise Refused(Refusal.NOT_FOUND)
        host = create_person(
            email=request.POST.get("email", ""),
            name=person_name(request.POST.get("name", "")),
            at=request.at,
            language=(translation.get_language() or "fr")[:2],
            is_host=True,
            confirmed=True,
        )
        open_circle(request, host)
    return host


def first_page(request: PageRequest, token: str) -> HttpResponse:
    """The form."""
    return render(request, "public/first_run.html", {"token": token})
