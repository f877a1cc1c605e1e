"""The weekly weaving: one for an installation and a week, whole or to be done again.

It is computed first, without a lock; then one short transaction reads again what may have changed meanwhile
and writes all the drafts with the end of the weaving. Killed anywhere before, it leaves nothing; two workers
that compute at once write once.
"""

from datetime import date, datetime

from django.db import transaction

from tisserand.domain.attention.models import Clock
from tisserand.domain.attention.queries import network_day
from tisserand.domain.attention.rules import monday_of
from tisserand.domain.introductions.actions.drafting import drafts_of, write_drafts
from tisserand.domain.introductions.actions.register import register_of
from tisserand.domain.introductions.jobs.gathering import Gathered, gather
from tisserand.domain.introductions.models import Weaving
from tisserand.formats.weaving import Weaving as Woven
from tisserand.formats.weaving import weave
from tisserand.vocabulary import Origin


def weave_week(at: datetime) -> Weaving:
    """The weaving of this week, woven now unless it was already; safe to repeat, and under two workers.

    It stays to be done (no `finished_at`) as long as nobody could be proposed to anybody: a network of one.
    """
    week = monday_of(network_day(at))
    weaving, _ = Weaving.objects.get_or_create(week=week, defaults={"seed": seed_of(week), "started_at": at})
    if weaving.finished_at is not None:
        return weaving
    gathered = gather(at)
    if len(gathered.network.people) < 2:
        return weaving
    woven = weave(gathered.network, network_day(at), seed=weaving.seed)
    return write_weaving(weaving.pk, gathered, woven, at)


def seed_of(week: date) -> int:
    """The seed of a week: its year and its ISO number."""
    year, number, _ = week.isocalendar()
    return year * 100 + number


def write_weaving(key: int, gathered: Gathered, woven: Woven, at: datetime) -> Weaving:
    """Write the drafts and the end of the weaving together, unless another worker did."""
    register = register_of([*woven.introductions, *woven.withheld], gathered.asks)
    drafts = drafts_of(
        woven.introductions,
        woven.withheld,
        register,
        origin=Origin.ENGINE,
        at=at,
        weaving=Weaving.objects.get(pk=key),
    )
    with transaction.atomic():
        take_drafting_turn()
        weaving = Weaving.objects.select_for_update().get(pk=key)
        if weaving.finished_at is not None:
            return weaving
        written = write_drafts(drafts=drafts, register=register, at=at)
        weaving.drafted = sum(not row.apart for row in written)
        weaving.served, weaving.servable = woven.weeks[0].served, woven.weeks[0].servable
        weaving.finished_at = at
        weaving.save()
    return weaving


def take_drafting_turn() -> None:
    """Wait for every other drafting: the one row of the clock is the network's only turn."""
    Clock.objects.select_for_update().filter(pk=1).first()
