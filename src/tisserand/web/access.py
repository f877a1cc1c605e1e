"""What every view of ours shares: who may come in, how an act is done, how a refusal is said.

A view reads by queries and acts by actions. What was refused is said on the same page, which keeps what was
typed (status 422); what does not exist and what is somebody else's are the same page (status 404).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal
from tisserand.web.kept import back_to_sign_in
from tisserand.web.request import PageRequest
from tisserand.wording import refusals
from tisserand.wording.catalogue import Words, translator

P = ParamSpec("P")
View = Callable[Concatenate[PageRequest, P], HttpResponse]


def words() -> Words:
    """The words of the page's language, for `wording`."""
    return translator((translation.get_language() or "fr")[:2])


NOT_HERE = (Refusal.NOT_FOUND, Refusal.NOT_ALLOWED, Refusal.NOT_MEMBER, Refusal.NOT_ANIMATOR)
"""To who may not see a page, it does not exist."""


def visited(view: View[P]) -> View[P]:
    """A view where what is refused for lack of a right is the page of what does not exist."""

    @wraps(view)
    def looked(request: PageRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            if refused.code in NOT_HERE:
                raise Http404 from refused
            raise

    return looked


def signed_in(view: View[P]) -> View[P]:
    """A view for whoever is signed in; others go to sign in first and come back, with what they typed."""
    inner = visited(view)

    @wraps(view)
    def looked(request: PageRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return inner(request, *args, **kwargs) if request.user.is_authenticated else back_to_sign_in(request)

    return looked


def way_back(request: PageRequest, otherwise: str) -> str:
    """The page that the form came from (its field `next`), when it is one of ours; else `otherwise`."""
    back = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if ours else otherwise


def acted(
    request: PageRequest,
    act: Callable[[], object],
    *,
    to: str | Callable[[Any], str],
    again: Callable[[], HttpResponse],
    said: str = "",
) -> HttpResponse:
    """Do `act`, then go to `to` (an address, or what makes one from the result) and say `said` there.

    Refused: the page that `again` makes, with the sentence of the refusal; it knows as `refused_at` the
    name of the address that was posted to, and as `typed` what was typed. Status 422.
    """
    try:
        result = act()
    except Refused as refused:
        if refused.code is Refusal.NOT_FOUND:
            raise
        return refused_page(request, refused, again)
    if said:
        messages.success(request, said)
    return redirect(to if isinstance(to, str) else to(result))


def refused_page(request: PageRequest, refused: Refused, again: Callable[[], HttpResponse]) -> HttpResponse:
    """The page of `again` with the refusal said and what was typed kept, status 422."""
    request.refusal = refusals.sentence(refused, words())
    request.refused_at = (request.resolver_match and request.resolver_match.url_name) or ""
    request.typed = request.POST
    response = again()
    response.status_code = 422
    return response
