"""Django, made ready for one command: the folder of the installation first, then the settings."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tisserand.cli.site import Stop
from tisserand.wording.catalogue import N_

SETTINGS = "tisserand.project.settings"
NOT_SET_UP = N_(
    "There is no installation in {folder}. Run “tisserand setup” first, or name its folder in TISSERAND_DATA."
)


def folder() -> Path:
    """Return the folder of the installation: TISSERAND_DATA, else `tisserand-data` here."""
    return Path(os.environ.get("TISSERAND_DATA") or "tisserand-data").absolute()


def make_folder(home: Path) -> bool:
    """Make the folder and its secret key, readable by its owner only; return whether the key is new."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        file = os.open(home / "secret-key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(file, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(48) + "\n")
    return True


def ready() -> None:
    """Start Django on the installation; `Stop` when there is none."""
    home = folder()
    if not (home / "secret-key").is_file():
        raise Stop(NOT_SET_UP, folder=home)
    start()


def start() -> None:
    """Start Django, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
