"""Signed references: what a link carries so that nobody can make one up."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

INVITATION = "tisserand.invitation"
FIRST_RUN = "tisserand.first-run"


def token_of(ref: str, purpose: str) -> str:
    """Return a reference signed for one purpose; a token of another purpose is worth nothing."""
    return Signer(salt=purpose, sep=".").sign(ref)


def ref_in(token: str, purpose: str) -> str:
    """Return the reference of a token; "" when it was made up, cut short or made for something else."""
    try:
        return str(Signer(salt=purpose, sep=".").unsign(token))
    except BadSignature:
        return ""
