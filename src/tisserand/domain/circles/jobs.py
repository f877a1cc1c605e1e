"""What the clock asks of circles: the signatures still missing, what waited too long, old lists."""

from datetime import datetime

from django.db.models import Q

from tisserand.domain.attention.actions import close_request
from tisserand.domain.attention.models import Request
from tisserand.domain.circles.actions.signature import ask_to_sign
from tisserand.domain.circles.models import Bridge, MemberList
from tisserand.domain.circles.rules.lists import KEPT, WAITS
from tisserand.domain.people.queries import day_of
from tisserand.vocabulary import RequestKind


def ask_for_signatures(at: datetime) -> int:
    """Ask again those whose week was full, and close what nobody signed in time; returns how many animators
    are asked by now. Daily, and safe to repeat."""
    on = day_of(None, at)
    late = Request.objects.filter(
        kind=RequestKind.SIGNATURE, closed_on__isnull=True, promised_on__lt=on
    ).select_related("person")
    for row in late:
        close_request(person=row.person, kind=RequestKind.SIGNATURE, about=row.about, at=at)
    waiting = Bridge.objects.filter(suspended_on__isnull=True, until__gte=on).exclude(
        pk__in=Bridge.objects.signed().values("pk")
    )
    rows = waiting.select_related("start", "end", "proposed_by").order_by("pk")
    return sum(ask_to_sign(bridge=bridge, at=at) for bridge in rows)


def forget_lists(at: datetime) -> int:
    """Delete the lists of members that were not brought in in time, and what became of the others a while
    ago; returns how many. Hourly, and safe to repeat."""
    waited = Q(finished_at__isnull=True, brought_at__lt=at - WAITS)
    told = Q(finished_at__lt=at - KEPT)
    return MemberList.objects.filter(waited | told).delete()[0]
