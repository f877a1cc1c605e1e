"""What allauth asks of us about second checks: names, and secrets that are not readable in a copied database.

A secret is encrypted with a key made from the installation's own. Without that key (a backup restored beside
another), no code is ever right: the host then resets the second checks.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext


class SecondChecks(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are encrypted; the mark of a passkey is the name of this site."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept."""
        return _box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret; when it was kept with another key, one that no code will ever be right for."""
        try:
            return _box().decrypt(encrypted_text.encode("ascii")).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode("ascii")

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: ARG002 - allauth's name
        """Return the name of a passkey to which none was given."""
        return gettext("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the site as a browser shows it beside its passkeys."""
        return {"id": context.request.get_host().partition(":")[0], "name": "Tisserand"}


def _box() -> Fernet:
    key = hashlib.sha256(b"tisserand.second-checks:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
