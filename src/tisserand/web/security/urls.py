"""Addresses of her sign-in and devices."""

from django.urls import path

from tisserand.web.security import again, checks, page, required

urlpatterns = [
    path("me/security", page.security, name="security"),
    path("me/security/again", again.confirm_again, name="confirm_again"),
    path("me/security/required", required.second_factor, name="second_factor"),
    path("me/security/passkeys/new", checks.passkey_new, name="passkey_new"),
    path("me/security/app/new", checks.app_new, name="app_new"),
    path("me/security/recovery", checks.recovery_codes, name="recovery_codes"),
    path("me/security/checks/<slug:ref>/remove", checks.check_remove, name="check_remove"),
    path("me/security/sessions/end", page.sessions_end, name="sessions_end"),
    path("me/security/sessions/<slug:ref>/end", page.session_end, name="session_end"),
]
