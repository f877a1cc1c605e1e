"""Columns that every room uses: public references and codes."""

import secrets

from django.db import models

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
REF_LENGTH = 12


def new_ref() -> str:
    """Twelve random base-32 characters: the only identifier that leaves the installation."""
    return "".join(secrets.choice(ALPHABET) for _ in range(REF_LENGTH))


def ref_column() -> "models.CharField[str, str]":
    """The public reference of a row."""
    return models.CharField(max_length=REF_LENGTH, unique=True, default=new_ref, editable=False)


def code_column(default: str | None = None) -> "models.CharField[str, str]":
    """A code of a closed list; "" when there is none."""
    if default is None:
        return models.CharField(max_length=24)
    return models.CharField(max_length=24, default=default, blank=True)
