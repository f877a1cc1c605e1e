"""The figures of the week: how open the network is, and each circle, beside what chance would give."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db import transaction
from numpy.typing import NDArray
from scipy import sparse

from tisserand.domain.attention.queries import network_day
from tisserand.domain.attention.rules import monday_of
from tisserand.domain.circles.models import Circle
from tisserand.domain.observatory.models import Measure
from tisserand.domain.observatory.rules import may_be_told
from tisserand.domain.ties.fabric import network_for
from tisserand.engine.fabric import Fabric
from tisserand.engine.measures import CircleSets, Openness, circle_sets, counted, openness
from tisserand.engine.measures.counted import Counted
from tisserand.engine.measures.openness import DRAWS, LEVEL
from tisserand.formats.fabric import fabric_from
from tisserand.formats.figures import FigureCode

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of ties across, what chance would give and where 95 % of its draws fall, and how many people
    hold the ties."""

    people: int
    value: float
    expected: float
    low: float
    high: float


def measure_week(at: datetime) -> int:
    """Measure this week as it is now; how many figures. Again, it writes the same rows anew.

    Only ties that both ends opened are counted. A figure about too few people is not written, and one that
    was before is removed.
    """
    today = network_day(at)
    week = monday_of(today)
    numbered = fabric_from(network_for(at=at, asks={}, remaining={}), today)
    seed = int(week.strftime("%G%V"))
    keys = dict(Circle.objects.values_list("ref", "pk"))
    found: dict[int | None, Share] = {}
    whole = network_share(numbered.fabric, seed)
    if whole is not None:
        found[None] = whole
    for number, share in circle_shares(numbered.fabric, seed):
        found[keys[numbered.circles[number]]] = share
    return _write(found, week)


def network_share(fabric: Fabric, seed: int) -> Share | None:
    """The openness of the whole network; None about too few people, or without a tie."""
    sets = circle_sets(fabric.member_ptr, fabric.member_circle)
    ties = counted(fabric.tie_ptr, fabric.tie_end, sets)
    if not may_be_told(ties.people, outside=True):
        return None
    return _share(openness(ties, sets, seed=seed))


def _share(told: Openness) -> Share | None:
    if told.share is None or not told.expected or told.chance_low is None or told.chance_high is None:
        return None
    low, high = told.chance_low * told.expected, told.chance_high * told.expected
    return Share(told.people, told.share, told.expected, low, high)


def circle_shares(fabric: Fabric, seed: int) -> Iterator[tuple[int, Share]]:
    """The Share of each circle, by its number, where enough of its members hold a tie.

    A tie counts for each member of the circle who holds it. Chance leads it to somebody drawn evenly among
    everybody else who belongs to a circle.
    """
    sets = circle_sets(fabric.member_ptr, fabric.member_circle)
    ties = counted(fabric.tie_ptr, fabric.tie_end, sets)
    if not ties.a.size:
        return
    by_chance = _chance_of_crossing(sets)[sets.of]
    held, crossed = _held(ties, fabric.people)
    chance = np.random.default_rng(seed)
    owner = np.repeat(np.arange(fabric.people), np.diff(fabric.member_ptr))
    order = np.argsort(fabric.member_circle, kind="stable")
    ends = np.cumsum(np.bincount(fabric.member_circle, minlength=fabric.circles))
    for number, members in enumerate(np.split(owner[order], ends[:-1])):
        holding = members[held[members] > 0]
        if may_be_told(holding.size, outside=False):
            yield number, _circle_share(holding, held, crossed, by_chance, chance)


def _circle_share(
    holding: NDArray[np.int64],
    held: NDArray[np.int64],
    crossed: NDArray[np.int64],
    by_chance: Floats,
    chance: np.random.Generator,
) -> Share:
    total = int(held[holding].sum())
    drawn = chance.binomial(held[holding], by_chance[holding], size=(DRAWS, holding.size)).sum(axis=1) / total
    low, high = np.quantile(drawn, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return Share(
        people=int(holding.size),
        value=float(crossed[holding].sum() / total),
        expected=float((held[holding] * by_chance[holding]).sum() / total),
        low=float(low),
        high=float(high),
    )


def _held(ties: Counted, people: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """int64[n] twice: the ties that each person holds, and those of them that cross."""
    ends = np.concatenate((ties.a, ties.b))
    across = np.concatenate((ties.across, ties.across))
    return np.bincount(ends, minlength=people), np.bincount(ends[across], minlength=people)


def _chance_of_crossing(sets: CircleSets) -> Floats:
    """float64[s + 1]: for somebody of each set of circles, the share of the others who share none with her;
    the last is for who belongs to none."""
    rows = np.repeat(np.arange(sets.size.size), np.diff(sets.ptr))
    shape = sets.size.size, int(sets.circle.max(initial=-1)) + 1
    holds = sparse.csr_array((np.ones(rows.size, np.int32), (rows, sets.circle)), shape=shape)
    together = (holds @ holds.T).astype(np.bool_).astype(np.int64)
    sharing = np.asarray(together @ sets.size)
    return np.append((sets.people - sharing) / max(sets.people - 1, 1), 0.0)


@transaction.atomic
def _write(found: Mapping[int | None, Share], week: date) -> int:
    """Write the figures of a week over those it had."""
    code = FigureCode.OPENNESS
    rows = {row.circle_id: row for row in Measure.objects.select_for_update().filter(week=week, code=code)}
    Measure.objects.filter(pk__in=[row.pk for key, row in rows.items() if key not in found]).delete()
    for key, share in found.items():
        row = rows.get(key) or Measure(circle_id=key, week=week, code=code)
        row.value, row.expected, row.people = share.value, share.expected, share.people
        row.low, row.high = share.low, share.high
        rows[key] = row
    kept = [rows[key] for key in found]
    Measure.objects.bulk_update(
        [row for row in kept if row.pk], ["value", "expected", "low", "high", "people"], batch_size=200
    )
    Measure.objects.bulk_create([row for row in kept if not row.pk], ignore_conflicts=True)
    return len(kept)
