"""The door of the demonstration; anywhere else these pages do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tisserand.domain.attention.actions import skip_day
from tisserand.domain.attention.queries import network_day
from tisserand.domain.introductions.jobs import carry_on
from tisserand.web.access import acted
from tisserand.web.demo.personas import personas
from tisserand.web.request import PageRequest

FIRST_PAGE = {"animator": "circles", "other_animator": "circles", "host": "host"}


def in_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that exists in a demonstration only."""

    @wraps(view)
    def looked(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return looked


@in_demo
@require_safe
def demo(request: PageRequest) -> HttpResponse:
    """Whom one may be, and what day it is."""
    return demo_page(request)


def demo_page(request: PageRequest) -> HttpResponse:
    """The page of the demonstration."""
    shown = {"personas": personas(), "on": network_day(request.at)}
    return render(request, "demo_site/demo.html", shown)


@in_demo
@require_POST
def demo_persona(request: PageRequest) -> HttpResponse:
    """Become somebody of the fictional network, in this browser."""
    chosen = next((one for one in personas() if one.role == request.POST.get("role")), None)
    if chosen is None:
        raise Http404
    logout(request)
    record_authentication(request, chosen.person, method="demo")
    first = reverse(FIRST_PAGE.get(chosen.role, "today"))
    login = Login(user=chosen.person, email=chosen.person.email, redirect_url=first)
    return perform_login(request, login)  # type: ignore[no-any-return]


@in_demo
@require_POST
def demo_tomorrow(request: PageRequest) -> HttpResponse:
    """Go to the next day; what it brings to introductions comes at once, the rest with the worker."""
    return acted(
        request,
        lambda: carry_on(at=skip_day(at=request.at)),
        to=reverse("demo"),
        again=lambda: demo_page(request),
        said=gettext(
            "It is the next day. What a night brings (a weaving, figures) takes a few seconds more."
        ),
    )
