"""Coming in with more than a code: the second check after it, or a passkey instead of it."""

from __future__ import annotations

from typing import Any

from allauth.account.models import Login
from allauth.core.internal import ratelimit
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tisserand.web.request import PageRequest
from tisserand.web.security.again import next_page, say_refused
from tisserand.web.security.options import as_text
from tisserand.web.signin import TOO_MANY, UNREADABLE


class Second(AuthenticateView):  # type: ignore[misc]
    """The second check, once the code of the letter was right: five tries in five minutes."""

    template_name = "account/second.html"
    http_method_names = ("get", "head", "post")

    def form_invalid(self, form: Any) -> HttpResponse:
        status = say_refused(self.request, form, "signin_second")
        return render(self.request, self.template_name, self.get_context_data(), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = super().get_context_data(**kwargs)
        options = shown["js_data"]["request_options"]
        known = options["publicKey"].get("allowCredentials")
        return {**shown, "options": as_text(options) if known else ""}


@never_cache
@require_POST
def signin_passkey(request: PageRequest) -> HttpResponse:
    """Sign in with a passkey: the first post asks what to sign, the second brings the signature."""
    if request.user.is_authenticated:
        return redirect("today")
    if not ratelimit.consume(request, app="allauth.mfa", action="webauthn_login"):
        return refused(
            request, gettext("Many passkeys were tried already. Wait a minute, then try again."), TOO_MANY
        )
    if not request.POST.get("credential"):
        return JsonResponse({"options": as_text(begin_authentication(None))})
    form = LoginWebAuthnForm(data=request.POST)
    person = form.cleaned_data["credential"].user if form.is_valid() else None
    if person is None or not person.is_here:
        said = gettext("This passkey is not known here. Ask for a code by e-mail instead.")
        return refused(request, said, UNREADABLE)
    to = next_page(request) if request.POST.get("next") else ""
    login = Login(user=person, email=person.email, redirect_url=to or None)
    return perform_passwordless_login(request, form.cleaned_data["credential"], login)  # type: ignore[no-any-return]


def refused(request: PageRequest, said: str, status: int) -> HttpResponse:
    """The page of sign-in, which says why a passkey was not taken."""
    request.refusal, request.refused_at = said, "signin_passkey"
    return render(request, "account/signin.html", {"next": request.POST.get("next", "")}, status=status)
