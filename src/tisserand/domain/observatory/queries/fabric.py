"""The fabric as somebody may see it: circles, bridges and figures, never a person, never somebody's tie.

She sees the circles that agreed to be listed, her own, and those that a bridge joins to hers; the host sees
all of them. Under ten people a number is not told; ties are those that both ends opened, told by fives and
every four weeks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Exists, F, Max, OuterRef, Q

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.models import Bridge, Circle, HiddenCircle, Membership
from tisserand.domain.introductions.models import Introduction
from tisserand.domain.observatory.queries.crossings import Two, figures_of
from tisserand.domain.observatory.rules.bridges import BridgeFacts, bridge_risk
from tisserand.domain.observatory.rules.fabric import (
    BROKEN,
    is_drawn,
    is_seen,
    people_told,
    ties_told,
)
from tisserand.domain.people.models import Consent, Person
from tisserand.vocabulary import BridgeRisk, Role
from tisserand.vocabulary import Consent as ConsentCode

MANY = 5_000
"""Members from which the figures of the whole network are counted once an hour."""
_HELD = Count(
    "memberships",
    filter=Q(memberships__left_on__isnull=True, memberships__person__confirmed_on__isnull=False),
)


@dataclass(frozen=True, slots=True)
class Patch:
    """A circle as it is drawn. `people` None: fewer than ten. `own`: she belongs to it, and `animated` says
    that she animates it. `hidden`: she would rather not meet its members. `alone`: no bridge was signed.
    `key` never leaves the server."""

    key: int
    ref: str
    name: str
    purpose: str
    town: str
    dye: str
    weave: str
    listed: bool
    people: int | None
    own: bool
    animated: bool
    hidden: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class Woven:
    """A bridge between the circles of rank `a` and `b`. `ties` in a year, about; None: fewer than ten.
    `people` stand on it. `mutual`: it carries the needs of both. `broken`: its risk shows. `opens`: she may
    read its page."""

    ref: str
    a: int
    b: int
    ties: int | None
    themes: tuple[str, ...]
    until: date
    people: int
    mutual: bool
    risk: BridgeRisk | None
    opens: bool

    @property
    def broken(self) -> bool:
        """Whether it is drawn as a broken thread."""
        return self.risk in BROKEN


@dataclass(frozen=True, slots=True)
class FabricTold:
    """Circles by name and bridges between them, those with the most ties first. `home`: the rank of the
    circle from which she looks. `people` in circles of ten or more, about. `beyond`: she agreed to be
    proposed to other circles."""

    circles: tuple[Patch, ...] = ()
    bridges: tuple[Woven, ...] = ()
    home: int | None = None
    people: int | None = None
    beyond: bool = False

    @property
    def alone(self) -> tuple[Patch, ...]:
        """The circles without any bridge."""
        return tuple(circle for circle in self.circles if circle.alone)


class _Place(NamedTuple):
    """A circle, as it is stored; `held` is how many belong to it, 0 where figures are not asked for."""

    pk: int
    ref: str
    name: str
    purpose: str
    town: str
    dye: str
    weave: str
    listed: bool
    hidden: bool
    held: int = 0


class _Row(NamedTuple):
    """A signed bridge, as it is stored."""

    ref: str
    pk: int
    start: int
    end: int
    quota: int
    back: int
    themes: tuple[str, ...]
    until: date
    suspended_on: date | None
    signed_on: date
    people: int


@dataclass(frozen=True, slots=True)
class _Reader:
    """What is known of who looks: the circles of hers, those she animates, those she hid, whether she is the
    host, whether she agreed to be proposed beyond."""

    own: frozenset[int] = frozenset()
    animated: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    host: bool = False
    beyond: bool = False


def fabric_of(
    person: Person | None, at: datetime, *, around: str = "", whole: bool = True, figures: bool = True
) -> FabricTold:
    """The fabric as `person` may see it (None: a visitor, to whom only listed circles are shown and no
    risk); at most seven queries, three without `figures`.

    Not `whole`: the circle `around` (a reference of hers; else the one she animates, else her first one by
    name) and those that its bridges touch. Nothing when she belongs to none.
    """
    on = network_day(at)
    reader = _reader(person)
    hidden = HiddenCircle.objects.filter(person=person, circle=OuterRef("pk"))
    rows_of = Circle.objects.annotate(hidden=Exists(hidden)).order_by("name")
    columns: tuple[str, ...] = _Place._fields if figures else _Place._fields[:-1]
    found = (rows_of.annotate(held=_HELD) if figures else rows_of).values_list(*columns)
    circles = {row[0]: _Place(*row) for row in found}
    signed = _signed()
    rows = [row for row in signed if _shows(row, reader, circles, on)]
    home = _home(circles, reader, around)
    shown = _visible(rows, circles, reader) if whole else _around(rows, home, circles)
    rows = [row for row in rows if row.start in shown and row.end in shown]
    told = _plain(shown, rows, signed, reader, home)
    if not figures:
        return told
    sizes = {key: one.held for key, one in shown.items()}
    return _with_figures(told, rows, sizes, reader, at, risks=person is not None)


def _reader(person: Person | None) -> _Reader:
    if person is None or not person.is_here:
        return _Reader()
    beyond = Consent.objects.filter(
        person=OuterRef("person"), code=ConsentCode.BEYOND, current=True, allowed=True
    )
    rows = Membership.objects.current().filter(person=person).annotate(beyond=Exists(beyond))
    found = list(rows.values_list("circle_id", "role", "beyond"))
    return _Reader(
        own=frozenset(circle for circle, _, _ in found),
        animated=frozenset(circle for circle, role, _ in found if role == Role.ANIMATOR),
        host=person.is_host,
        beyond=any(agreed for _, _, agreed in found),
    )


def _signed() -> list[_Row]:
    """Every bridge that both circles signed, with how many people stand on it."""
    standing = Q(
        people__accepted_on__isnull=False,
        people__person__memberships__circle=F("people__circle"),
        people__person__memberships__left_on__isnull=True,
    )
    rows = Bridge.objects.signed().annotate(
        last=Max("signatures__signed_on"), standing=Count("people", filter=standing, distinct=True)
    )
    columns = ("ref", "pk", "start_id", "end_id", "quota", "quota_back", "themes", "until", "suspended_on")
    found = rows.order_by("pk").values_list(*columns, "last", "standing")
    return [_Row._make((*row[:6], tuple(row[6]), *row[7:])) for row in found]


def _shows(row: _Row, reader: _Reader, circles: Mapping[int, _Place], on: date) -> bool:
    concerned = reader.host or bool({row.start, row.end} & reader.animated)
    drawn = is_drawn(until=row.until, suspended=row.suspended_on is not None, concerned=concerned, on=on)
    listed = circles[row.start].listed, circles[row.end].listed
    own = row.start in reader.own, row.end in reader.own
    return drawn and (reader.host or is_seen(listed=listed, own=own))


def _home(circles: Mapping[int, _Place], reader: _Reader, around: str) -> int | None:
    """The circle from which she looks; one that is not hers is not heard of."""
    hers = [key for key in circles if key in reader.own]
    asked = [key for key in hers if circles[key].ref == around]
    animated = [key for key in hers if key in reader.animated]
    return next(iter((*asked, *animated, *hers)), None)


def _visible(rows: Iterable[_Row], circles: Mapping[int, _Place], reader: _Reader) -> dict[int, _Place]:
    touched = {end for row in rows for end in (row.start, row.end)}
    return {
        key: circle
        for key, circle in circles.items()
        if reader.host or circle.listed or key in reader.own or key in touched
    }


def _around(rows: list[_Row], home: int | None, circles: Mapping[int, _Place]) -> dict[int, _Place]:
    """A circle and those that its bridges touch."""
    near = {end for row in rows if home in (row.start, row.end) for end in (row.start, row.end)} | {home}
    return {key: circle for key, circle in circles.items() if key in near}


def _plain(
    shown: Mapping[int, _Place],
    rows: list[_Row],
    signed: list[_Row],
    reader: _Reader,
    home: int | None,
) -> FabricTold:
    """The circles and the bridges, without a figure."""
    bridged = {end for row in signed for end in (row.start, row.end)}
    patches = tuple(
        Patch(
            key, one.ref, one.name, one.purpose, one.town, one.dye, one.weave, one.listed, None,
            key in reader.own, key in reader.animated, one.hidden, key not in bridged,
        )
        for key, one in shown.items()
    )  # fmt: skip
    rank = {patch.key: number for number, patch in enumerate(patches)}
    agreements: dict[Two, list[_Row]] = {}
    for row in rows:
        agreements.setdefault((min(row.start, row.end), max(row.start, row.end)), []).append(row)
    woven = tuple(_woven((rank[one], rank[other]), found) for (one, other), found in agreements.items())
    here = rank.get(home) if home is not None else None
    return FabricTold(patches, woven, here, beyond=reader.beyond)


def _woven(ends: Two, rows: list[_Row]) -> Woven:
    """The agreements between two circles as one bridge, until the nearest review."""
    everything = any(not row.themes for row in rows)
    return Woven(
        ref=rows[0].ref,
        a=ends[0],
        b=ends[1],
        ties=None,
        themes=() if everything else tuple(dict.fromkeys(theme for row in rows for theme in row.themes)),
        until=min(row.until for row in rows),
        people=max(row.people for row in rows),
        mutual=len(rows) > 1 or bool(rows[0].quota and rows[0].back),
        risk=None,
        opens=False,
    )


def _with_figures(
    told: FabricTold, rows: list[_Row], sizes: dict[int, int], reader: _Reader, at: datetime, *, risks: bool
) -> FabricTold:
    """The same with sizes, ties and, unless a visitor looks, risks; the bridges with the most ties first."""
    keys = [patch.key for patch in told.circles]
    two = {one.ref: (keys[one.a], keys[one.b]) for one in told.bridges}
    pairs = {ends: (min(ends), max(ends)) for ends in two.values()}
    large = [key for key in keys if people_told(sizes.get(key, 0))]
    ties, people = figures_of(frozenset(pairs.values()), large, sum(sizes.values()) >= MANY, at)
    risk = _risks(rows, reader, network_day(at)) if risks else {}
    woven = [
        replace(
            one,
            ties=ties_told(ties.get(pairs[two[one.ref]], 0)),
            risk=risk.get(pairs[two[one.ref]]),
            opens=bool({*two[one.ref]} & reader.animated),
        )
        for one in told.bridges
    ]
    woven.sort(key=lambda one: (-(one.ties or 0), told.circles[one.a].name, told.circles[one.b].name))
    patches = tuple(replace(patch, people=people_told(sizes.get(patch.key, 0))) for patch in told.circles)
    return replace(told, circles=patches, bridges=tuple(woven), people=people)


def _risks(rows: list[_Row], reader: _Reader, on: date) -> dict[Two, BridgeRisk]:
    """By two circles, the gravest risk of their agreements."""
    crossed = _crossed([row.pk for row in rows if {row.start, row.end} & reader.animated])
    order = list(BridgeRisk)
    found: dict[Two, BridgeRisk] = {}
    for row in rows:
        facts = BridgeFacts(
            row.signed_on, row.until, row.suspended_on, row.people, row.signed_on, crossed.get(row.pk),
            tells_crossings=bool({row.start, row.end} & reader.animated),
        )  # fmt: skip
        told = bridge_risk(facts, on)
        if told is not None:
            ends = min(row.start, row.end), max(row.start, row.end)
            found[ends] = min(found.get(ends, told[0]), told[0], key=order.index)
    return found


def _crossed(bridges: list[int]) -> dict[int, date]:
    """By bridge, the last day that an introduction was established over it: for those who animate an end."""
    if not bridges:
        return {}
    rows = Introduction.objects.filter(bridge__in=bridges, established_on__isnull=False)
    return {key: on for key, on in rows.values_list("bridge").annotate(Max("established_on")) if key and on}
