"""A browser without JavaScript, and what the letters that wait say."""

from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.test import Client

from tests.domain.people.villagers import AT
from tisserand.domain.attention.models import Clock, Letter
from tisserand.vocabulary import LetterKind


def settled() -> None:
    """Stop the network's clock at the instant of the tests, and forget who tried what."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # else the middleware of static files warns
    Clock.objects.update_or_create(pk=1, defaults={"at": AT})
    cache.clear()


def browser(language: str = "en") -> Client:
    """Return a browser that nobody is signed in with."""
    return Client(headers={"accept-language": language})


def last_code() -> str:
    """Return the code of the last letter that carries one."""
    rows = Letter.objects.filter(kind=LetterKind.SIGN_IN).order_by("-pk")
    return str(rows.values_list("secret", flat=True)[0])


def is_signed_in(client: Client) -> bool:
    """Say whether this browser is signed in."""
    return "_auth_user_id" in client.session
