"""Signing in and out: allauth's own steps, under our addresses and on our pages."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.internal.flows.logout import logout
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tisserand.domain.attention.actions import use_code
from tisserand.web.signin import (
    TOO_MANY,
    TRIES,
    UNREADABLE,
    is_printed_code,
    pretend_to_queue,
    say_wrong_code,
)


class AddressForm(RequestLoginCodeForm):  # type: ignore[misc]
    """The address to send a code to. Who has not proved an address yet is nobody."""

    email = forms.EmailField(max_length=254)
    _user: Any

    def clean_email(self) -> str:
        """Return the address, and find who has it, without telling."""
        address = str(super().clean_email())
        if self._user is not None and not self._user.is_here:
            self._user = None
        return address


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code received, or the one that a command printed for this address."""

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._address = address

    def clean_code(self) -> str:
        """Return the code when it is right."""
        if is_printed_code(self._address, self.cleaned_data["code"]):
            return str(self.cleaned_data["code"])
        return str(super().clean_code())


class SignIn(RequestLoginCodeView):  # type: ignore[misc]
    """Ask for a code: the same answer for every address."""

    template_name = "account/signin.html"
    http_method_names = ("get", "head", "post")

    def get_form_class(self) -> type[AddressForm]:
        return AddressForm

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: object) -> None:
        """Let who mistyped an address give another one."""

    def form_valid(self, form: AddressForm) -> HttpResponse:
        if form._user is None:
            pretend_to_queue(form.cleaned_data["email"], self.request.at)
        return super().form_valid(form)  # type: ignore[no-any-return]

    def form_invalid(self, form: AddressForm) -> HttpResponse:
        too_many = any(error.code == "too_many_login_attempts" for error in form.errors.as_data()["email"])
        self.request.refusal = (
            gettext("Many codes were asked for already. Wait a minute, then ask again.")
            if too_many
            else gettext("This address cannot be read. Write it like name@example.org.")
        )
        self.request.refused_at, self.request.typed = "signin", self.request.POST
        status = TOO_MANY if too_many else UNREADABLE
        return render(self.request, self.template_name, self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        next_page = self.get_next_url() or ""
        return {**super().get_context_data(**kwargs), "late": "late" in self.request.GET, "next": next_page}


class Code(ConfirmLoginCodeView):  # type: ignore[misc]
    """Give the code: three tries, ten minutes, once."""

    template_name = "account/code.html"
    http_method_names = ("get", "head", "post")

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if getattr(self, "_process", True) is None:
            return HttpResponseRedirect(reverse("signin") + "?late")
        return response

    def get_form_class(self) -> type[forms.Form]:
        return CodeForm if self._action == "verify" else forms.Form

    def get_form_kwargs(self) -> dict[str, Any]:
        given: dict[str, Any] = super().get_form_kwargs()
        if self._action == "verify":
            given["address"] = self._process.state.get("email", "")
        return given

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Sign in; whatever code waited in a letter is forgotten."""
        person = self._process.user
        response: HttpResponse = super().form_valid(form)
        if self._action == "verify" and person is not None:
            use_code(person=person, at=self.request.at)
        return response

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        if not self._process.record_invalid_attempt():
            return render(self.request, "account/spent.html", {"again": reverse("signin")}, status=UNREADABLE)
        say_wrong_code(self.request, TRIES - self._process.state["failed_attempts"], "signin_code")
        return render(self.request, self.template_name, self.get_context_data(form=form), status=UNREADABLE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "next": self.get_next_url() or ""}


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session here, and ask the browser to forget; other devices keep theirs."""
    logout(request)
    target = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    response = redirect(target if own else "home")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
