"""The welcome: one proposal for somebody who has just arrived, within her first visit.

The network is read beforehand and kept in the worker's memory; only her own row, what is left of everybody's
week and of the bridges' month are read when she comes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from django.db import transaction
from django.db.models import QuerySet

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.queries import circle_policies
from tisserand.domain.exchanges.queries import asks_by_person
from tisserand.domain.introductions.actions.drafting import drafts_of, write_drafts
from tisserand.domain.introductions.actions.register import register_of
from tisserand.domain.introductions.jobs.gathering import gather, pairs_by_ref, quotas_by_row
from tisserand.domain.introductions.jobs.showing import show_one
from tisserand.domain.introductions.jobs.weaving import seed_of, take_drafting_turn
from tisserand.domain.introductions.models import Introduction, Side, Weaving
from tisserand.domain.introductions.queries.left import capacity_left, pairs_apart, resting_pairs
from tisserand.domain.introductions.rules import Stage
from tisserand.domain.people.models import Person
from tisserand.domain.ties.fabric import NO_ASKS, Asks, newcomer_for
from tisserand.formats.snapshot import Snapshot, Welcomed, snapshot
from tisserand.formats.snapshot import welcome as welcomed_by
from tisserand.vocabulary import Origin

KEPT = timedelta(minutes=10)
"""How long a snapshot serves: what it does not know of others is at most this old."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot of the network, when it was read, after which weaving, and the asks it was told."""

    snapshot: Snapshot
    asks: Mapping[int, Asks]
    at: datetime
    weaving: int | None


def _serves(kept: Kept, at: datetime) -> bool:
    return timedelta(0) <= at - kept.at < KEPT


class Keeper:
    """The one snapshot of this worker, read again when a weaving has finished or ten minutes have passed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: Kept | None = None

    def kept(self, at: datetime) -> Kept:
        """A snapshot that may serve at instant `at`."""
        with self._lock:
            last = last_weaving()
            kept = self._kept
            if kept is None or kept.weaving != last or not _serves(kept, at):
                gathered = gather(at)
                kept = Kept(snapshot(gathered.network, network_day(at)), gathered.asks, at, last)
                self._kept = kept
            return kept

    def forget(self, at: datetime | None = None) -> None:
        """Read the network again next time; with `at`, only if what is kept is too old to serve then: who was
        erased must not stay in memory."""
        with self._lock:
            if at is None or (self._kept is not None and not _serves(self._kept, at)):
                self._kept = None


KEEPER = Keeper()


def last_weaving() -> int | None:
    """The key of the last weaving that finished."""
    rows = Weaving.objects.filter(finished_at__isnull=False)
    return rows.order_by("-week").values_list("pk", flat=True).first()


def welcome(person_ref: str, at: datetime) -> str | None:
    """Propose somebody at once to a person who has just arrived; the reference of what she is shown, or None.

    None when nobody fits, when a circle wants to read it first, or when she had her welcome. Called again, it
    proposes nobody more and returns what it returned.
    """
    person = Person.objects.open_to_proposals().filter(ref=person_ref).first()
    if person is None:
        return None
    known = _welcomes(person).first()
    if known is None:
        kept = KEEPER.kept(at)
        known = _write(person, _welcomed(person, kept, at), kept, at)
    if known is None:
        return None
    if known.stage == Stage.APPROVED:
        show_one(known.pk, 1, at)
    shown = Side.objects.filter(introduction=known, person=person, shown_on__isnull=False)
    return known.ref if shown.exists() else None


def _welcomes(person: Person) -> QuerySet[Introduction]:
    hers = Side.objects.filter(person=person).values("introduction")
    return Introduction.objects.filter(pk__in=hers, origin=Origin.WELCOME, apart=False)


def _welcomed(person: Person, kept: Kept, at: datetime) -> Welcomed:
    """What the engine proposes to her, from the snapshot, her row and what is left now."""
    today = network_day(at)
    left = capacity_left(at)
    asks = asks_by_person(at, person.pk).get(person.pk, NO_ASKS)
    row = newcomer_for(
        person=person,
        at=at,
        asks=asks,
        remaining=min(left.get(person.pk, 0), 1),
        resting=resting_pairs(today, [person.pk]),
    )
    never = {pair for pair in pairs_apart() if person.pk in pair}
    names = dict(Person.objects.open_to_proposals().values_list("pk", "ref"))
    known = kept.snapshot.numbered
    nothing = {one.id: 0 for one in known.people}  # who paused or left since has no place
    policies = circle_policies().values()
    return welcomed_by(
        kept.snapshot,
        row.person,
        on=today,
        ties=row.ties,
        met=row.met,
        apart=row.apart | pairs_by_ref(never),
        remaining=nothing | {names[pk]: free for pk, free in left.items() if pk in names},
        quotas={one.ref: 0 for one in known.rows} | quotas_by_row(today),
        through_members=frozenset(policy.ref for policy in policies if policy.through_members),
        takes_inside=frozenset(policy.ref for policy in policies if policy.takes_inside),
        seed=seed_of(today),
    )


def _write(person: Person, welcomed: Welcomed, kept: Kept, at: datetime) -> Introduction | None:
    """Draft it, in one short transaction that reads again what is left."""
    own = asks_by_person(at, person.pk).get(person.pk, NO_ASKS)
    register = register_of([*welcomed.introductions, *welcomed.withheld], {**kept.asks, person.pk: own})
    drafts = drafts_of(
        welcomed.introductions,
        welcomed.withheld,
        register,
        origin=Origin.WELCOME,
        at=at,
        first=person.ref,
    )
    with transaction.atomic():
        take_drafting_turn()
        if not _welcomes(person).exists():
            write_drafts(drafts=drafts, register=register, at=at)
        return _welcomes(person).first()
