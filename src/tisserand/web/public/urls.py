"""Addresses of the public pages. allauth looks for its own names: they lead to ours."""

from django.urls import include, path

from tisserand.web.public import (
    about,
    directory,
    entry,
    first_run,
    home,
    invitation,
    parameters,
    privacy,
    second,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("about", about.about, name="about"),
    path("directory", directory.directory, name="directory"),
    path("privacy", privacy.privacy, name="privacy"),
    path("engine", parameters.engine_parameters, name="engine_parameters"),
    path("signin", entry.SignIn.as_view(), name="account_login"),
    path("signin", entry.SignIn.as_view(), name="account_request_login_code"),
    path("signin", entry.SignIn.as_view(), name="signin"),
    path("signin/code", entry.Code.as_view(), name="account_confirm_login_code"),
    path("signin/code", entry.Code.as_view(), name="signin_code"),
    path("signin/second", second.Second.as_view(), name="mfa_authenticate"),
    path("signin/second", second.Second.as_view(), name="signin_second"),
    path("signin/passkey", second.signin_passkey, name="signin_passkey"),
    path("signout", entry.sign_out, name="signout"),
    path("invitation/<str:token>", invitation.invitation, name="invitation"),
    path("invitation/<str:token>/accept", invitation.invitation_accept, name="invitation_accept"),
    path("invitation/<str:token>/code", invitation.invitation_code, name="invitation_code"),
    path("first-run/<str:token>", first_run.first_run, name="first_run"),
    path("", include("tisserand.web.demo.urls")),
]
