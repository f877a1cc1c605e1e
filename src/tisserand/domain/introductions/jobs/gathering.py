"""Everything that a weaving reads, gathered from the rooms into records: no lock, no transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.models import Bridge
from tisserand.domain.circles.rules.bridge import row_ref
from tisserand.domain.exchanges.queries import asks_by_person
from tisserand.domain.introductions.queries.left import (
    Pair,
    capacity_left,
    labels,
    pairs_apart,
    quota_left,
    resting_pairs,
)
from tisserand.domain.people.models import Person
from tisserand.domain.ties.fabric import Asks, network_for
from tisserand.engine.acceptance import learnt
from tisserand.formats import records


@dataclass(frozen=True, slots=True)
class Gathered:
    """The network of a day, and the needs and offers it was told, by person's key."""

    network: records.Network
    asks: Mapping[int, Asks]


def gather(at: datetime) -> Gathered:
    """The network as the weaving reads it now. A pair with a "never" is kept apart like a block."""
    today = network_day(at)
    asks = asks_by_person(at)
    network = network_for(
        at=at,
        asks=asks,
        remaining=capacity_left(at),
        resting=resting_pairs(today),
        quotas=quotas_by_row(today),
        acceptance=acceptance(today),
    )
    apart = network.apart | pairs_by_ref(pairs_apart())
    return Gathered(replace(network, apart=apart), asks)


def quotas_by_row(on: date) -> dict[str, int]:
    """What is left of the month of each bridge row, by its reference."""
    refs = dict(Bridge.objects.in_force(on).values_list("pk", "ref"))
    return {row_ref(refs[pk], back=back): left for (pk, back), left in quota_left(on).items()}


def pairs_by_ref(pairs: set[Pair]) -> frozenset[records.Pair]:
    """Pairs of keys as pairs of references, the smaller first; those of people who are not here left out."""
    if not pairs:
        return frozenset()
    names = dict(Person.objects.here().values_list("pk", "ref"))
    known = ((names[one], names[two]) for one, two in pairs if one in names and two in names)
    return frozenset((min(pair), max(pair)) for pair in known)


def acceptance(on: date) -> dict[int, float]:
    """How readily each person says yes, as far as four weeks or more have told."""
    told = labels(on)
    if not told:
        return {}
    asked, established = np.array(list(told.values()), np.int32).T
    return dict(zip(told, map(float, learnt(asked, established)), strict=True))
