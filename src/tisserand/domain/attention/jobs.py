"""What the clock asks of attention: forgetting what has waited long enough."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from tisserand.domain.attention.actions import clear_secrets
from tisserand.domain.attention.models import Letter
from tisserand.domain.attention.rules import LETTERS_KEPT_DAYS
from tisserand.domain.people.actions import purge_invitations
from tisserand.domain.people.models import Invitation


@transaction.atomic
def forget_what_waited(*, at: datetime) -> int:
    """Delete the invitations that nobody will answer with the letters to their addresses, letters a year
    old and codes; returns how many rows. Hourly, and safe to repeat."""
    forgotten = purge_invitations(at=at) + clear_secrets(at=at)
    known = Invitation.objects.filter(email=OuterRef("address"))
    strangers = Letter.objects.exclude(address="").exclude(Exists(known))
    old = Letter.objects.filter(queued_at__lt=at - timedelta(days=LETTERS_KEPT_DAYS))
    return forgotten + strangers.delete()[0] + old.delete()[0]


def forget_codes(*, at: datetime) -> int:
    """Forget the sign-in codes older than ten minutes; returns how many. Each minute."""
    return clear_secrets(at=at)
