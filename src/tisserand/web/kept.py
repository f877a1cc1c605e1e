"""What was typed is not lost when the session ends before the form is posted.

A form that arrives signed out, or with the mark of an earlier sign-in, is kept in the session of this
browser: never a code nor a key, never more than 20,000 characters, never longer than half an hour. After
sign-in its page opens again as after a refusal, with what was typed; nothing is done until she presses.
Only a form that comes from a page of ours is kept: no other site can put words into hers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.core import ratelimit
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext

from tisserand.web.request import PageRequest

PLACE = "kept_form"
MOST_TYPED = 20_000
SECONDS = 30 * 60
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "code", "credential", "typed", "next"})
"""Codes, keys, and the word that confirms an erasure: who comes back writes them again."""


def back_to_sign_in(request: PageRequest) -> HttpResponse:
    """Lead to sign-in, then to the page asked for; a form is kept, and its own page opens again."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    return redirect_to_login(keep(request) or request.path)


def keep(request: PageRequest) -> str:
    """Keep what was typed in the session of this browser; returns the page of the form, "" when not known."""
    page = page_of_form(request)
    typed = {name: texts for name, texts in request.POST.lists() if name not in NEVER_KEPT}
    size = sum(len(name) + sum(map(len, texts)) for name, texts in typed.items())
    if page and 0 < size <= MOST_TYPED and ratelimit.consume(request, action="keep_form"):
        request.session[PLACE] = {
            "page": urlsplit(page).path,
            "path": request.path,
            "typed": typed,
            "at": request.at.timestamp(),
        }
    return page


def page_of_form(request: PageRequest) -> str:
    """Return the address of the page of ours that a form was posted from; "" when it came from elsewhere."""
    came = urlsplit(request.headers.get("referer", ""))
    if (
        came.netloc != request.get_host()
        or request.headers.get("sec-fetch-site", "same-origin") != "same-origin"
    ):
        return ""
    return came.path + (f"?{came.query}" if came.query else "")


def too_old(request: PageRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A form made before the last sign-in: show its page again with what was typed, under a new mark."""
    page = keep(request)
    if not page or PLACE not in request.session:
        return render(request, "403_csrf.html", status=403)
    return redirect(page)


class KeptForm:
    """Show again, on its page and as after a refusal, the form that was kept."""

    def __init__(self, get_response: Callable[[PageRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        """Answer a request."""
        kept = request.session.get(PLACE) if request.user.is_authenticated else None
        if kept is not None:
            self._bring_back(request, kept)
        return self.get_response(request)

    def _bring_back(self, request: PageRequest, kept: dict[str, Any]) -> None:
        pressed = request.method == "POST" and request.path == kept["path"]
        if pressed or request.at.timestamp() - kept["at"] > SECONDS:
            del request.session[PLACE]
        elif request.method == "GET" and request.path == kept["page"]:
            request.typed, request.refused_at = as_posted(kept["typed"]), name_of(kept["path"])
            request.refusal = gettext(
                "You had been signed out: nothing was done. Here is what you had typed: press again."
            )


def as_posted(typed: dict[str, list[str]]) -> QueryDict:
    """Return what was typed in the shape of a form that was posted."""
    form = QueryDict(mutable=True)
    for name, texts in typed.items():
        form.setlist(name, texts)
    return form


def name_of(path: str) -> str:
    """Return the name of one of our addresses; "" when it is none."""
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""
