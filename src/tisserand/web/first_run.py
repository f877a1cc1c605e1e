"""The address of the first run: who reads the terminal of a new installation becomes its host."""

from __future__ import annotations

from django.urls import reverse

from tisserand.domain.people.queries import has_host
from tisserand.web.tokens import FIRST_RUN, ref_in, token_of


def address(base: str) -> str:
    """Return the address to print after `base` (such as http://127.0.0.1:8000); "" once there is a host."""
    if has_host():
        return ""
    return base.rstrip("/") + reverse("first_run", args=[token_of("host", FIRST_RUN)])


def is_open(token: str) -> bool:
    """Say whether this token opens the first run: nobody looks after the installation yet."""
    return ref_in(token, FIRST_RUN) == "host" and not has_host()
