"""The figures of the fabric that are told: ties across two circles, people in several.

Counted anew each time in a small network, and once an hour in a large one.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.models import Membership
from tisserand.domain.observatory.rules.editions import YEAR_DAYS, edition_of
from tisserand.domain.observatory.rules.fabric import total_told
from tisserand.domain.people.models import Consent
from tisserand.domain.ties.models import Contact
from tisserand.vocabulary import Consent as ConsentCode

KEPT_SECONDS = 2 * 3600
Two = tuple[int, int]


def figures_of(
    pairs: frozenset[Two], large: list[int], many: bool, at: datetime
) -> tuple[dict[Two, int], int | None]:
    """How many ties cross each two circles (smaller key first), and how many people the `large` circles hold;
    what was counted within the hour when there are `many`."""
    until = edition_of(network_day(at))
    if not many:
        return ties_between(pairs, until), people_in(large)
    key = f"fabric-{at:%Y%m%d%H}-{hash((pairs, tuple(large))):x}"
    found: tuple[dict[Two, int], int | None] | None = cache.get(key)
    if found is None:
        found = ties_between(pairs, until), people_in(large)
        cache.set(key, found, KEPT_SECONDS)
    return found


def ties_between(pairs: Collection[Two], until: date) -> dict[Two, int]:
    """How many ties cross each two circles (smaller key first): pairs of people who share no circle, were in
    touch in the year before the day `until`, and both let their ties be counted. Two queries."""
    if not pairs:
        return {}
    wanted = frozenset(pairs)
    ends = {end for two in pairs for end in two}
    inside = Membership.objects.current().filter(circle__in=ends).values("person")
    belongs: dict[int, set[int]] = {}
    # Every circle of theirs, so that two people who share any of them are no tie across.
    rows = Membership.objects.current().filter(person__in=inside)
    for person, circle in rows.values_list("person_id", "circle_id").iterator():
        belongs.setdefault(person, set()).add(circle)
    found: dict[Two, set[Two]] = {}
    for giver, receiver in _contacts(until).iterator(chunk_size=10_000):
        mine, theirs = belongs.get(giver), belongs.get(receiver)
        if not mine or not theirs or mine & theirs:
            continue
        for one in mine:
            for other in theirs:
                two = (one, other) if one < other else (other, one)
                if two in wanted:
                    found.setdefault(two, set()).add((min(giver, receiver), max(giver, receiver)))
    return {two: len(people) for two, people in found.items()}


def _contacts(until: date) -> QuerySet[Contact, Any]:
    """(giver, receiver) of what both said, in the year before a day, between people who let it count."""
    opened = Consent.objects.filter(code=ConsentCode.COUNTED, current=True, allowed=True).values("person")
    last = datetime(until.year, until.month, until.day, tzinfo=ZoneInfo(settings.TIME_ZONE))
    rows = Contact.objects.told_by_both().filter(
        giver__in=opened,
        receiver__in=opened,
        at__gte=last - timedelta(days=YEAR_DAYS),
        at__lt=last,
        confirmed_on__lt=until,
    )
    return rows.order_by().values_list("giver_id", "receiver_id").distinct()


def people_in(circles: list[int]) -> int | None:
    """About how many people belong to these circles; None under ten."""
    if not circles:
        return None
    rows = Membership.objects.current().filter(circle__in=circles)
    return total_told(rows.values("person").distinct().count())
