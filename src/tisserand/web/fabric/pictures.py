"""From what may be told to what is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from tisserand.domain.observatory.queries.fabric import FabricTold
from tisserand.domain.observatory.queries.threads import Place, Threads
from tisserand.web.cloth import (
    NARROW,
    NO_THREADS,
    WIDE,
    ClothBridge,
    ClothCircle,
    cloth,
    people_per_stitch,
)
from tisserand.web.dyes import DYES
from tisserand.web.fabric.asked import Asked
from tisserand.web.fabric.said import alone_said, name_of, people_said, risk_said, ties_said
from tisserand.web.motif import WEAVES

FEW = 6
"""Stitches of a circle of fewer than ten people, whatever their number."""
MOST_DRAWN, MOST_STITCHES = 60, 2_000
"""Circles and stitches up to which a picture is drawn whole; beyond, there is one to explore."""
UNDYED, BARE = "", 14


@dataclass(frozen=True, slots=True)
class Picture:
    """The fabric drawn for a wide and for a narrow page.

    `per_stitch`: people that a stitch stands for. `large`: there is more than fits, and it can be explored.
    `same`: there is one drawing for both widths. `few`, `risks`, `alone`: what the legend has to say.
    """

    wide: SafeString
    narrow: SafeString
    per_stitch: int
    large: bool
    same: bool
    few: bool
    risks: bool
    alone: bool


def picture_of(told: FabricTold, asked: Asked) -> Picture:
    """The picture of circles and bridges; each knot and each patch leads to its facts."""
    circles = [
        ClothCircle(
            one.name,
            *marked(one),
            one.people or FEW,
            people_said(one.people),
            alone_said(one),
            asked.with_(at=one.ref).address("#here"),
            gettext("You") if rank == told.home else "",
            one.ref == asked.at,
        )
        for rank, one in enumerate(told.circles)
    ]
    return _drawn(circles, _bridges(told, asked), told)


def _bridges(told: FabricTold, asked: Asked) -> list[ClothBridge]:
    most = max((one.ties or 0 for one in told.bridges), default=0)
    return [
        ClothBridge(
            one.a,
            one.b,
            strands(one.ties, most),
            ", ".join(filter(None, (name_of(told, one), ties_said(one.ties), risk_said(one)))),
            asked.with_(at=one.ref).address("#here"),
            one.broken,
            one.ref == asked.at,
        )
        for one in told.bridges
    ]


def threads_picture(told: FabricTold, threads: Sequence[Threads]) -> Picture:
    """Her own stitch, in her circle, with a thread to each person she is tied to, and the circles that a
    bridge opens to her."""
    held = {key_of(one.circle): one for one in threads if one.circle is not None}
    near = {rank for rank, one in enumerate(told.circles) if one.own}
    bridges = [one for one in told.bridges if one.a in near or one.b in near]
    ranks = sorted(near | {end for one in bridges for end in (one.a, one.b)})
    places: list[Place] = [told.circles[rank] for rank in ranks]
    known = {key_of(place) for place in places}
    places += [one.circle for one in threads if one.circle is not None and key_of(one.circle) not in known]
    home = told.circles[told.home] if told.home is not None else None
    circles = [
        ClothCircle(
            place.name,
            *marked(place),
            len(held[key_of(place)].threads) if key_of(place) in held else BARE,
            threads_said(len(held[key_of(place)].threads) if key_of(place) in held else 0),
            you=gettext("You") if place is home else "",
            bare=key_of(place) not in held,
        )
        for place in places
    ]
    own = {rank: len(held[key_of(p)].threads) for rank, p in enumerate(places) if key_of(p) in held}
    elsewhere = next((len(one.threads) for one in threads if one.circle is None), 0)
    if elsewhere and home is not None:
        own[len(circles)] = elsewhere
        line = threads_said(elsewhere)
        circles.append(ClothCircle(gettext("Elsewhere"), UNDYED, "uni", elsewhere, line))
    drawn = [
        ClothBridge(ranks.index(one.a), ranks.index(one.b), 1, name_of(told, one), "bridges")
        for one in bridges
    ]
    return _drawn(circles, drawn, told, own)


def _drawn(
    circles: Sequence[ClothCircle],
    bridges: Sequence[ClothBridge],
    told: FabricTold,
    own: Mapping[int, int] = NO_THREADS,
) -> Picture:
    wide, narrow = (replace(loom, pitch=loom.pitch * 1.5) if own else loom for loom in (WIDE, NARROW))
    words = gettext("Picture of the fabric; the same facts are in the list beside it")
    large = len(circles) > MOST_DRAWN or sum(circle.people for circle in circles) > MOST_STITCHES
    drawn = cloth(circles, bridges, wide, words=words, own=own)
    dense = len(circles) > MOST_DRAWN  # one picture is heavy enough: a narrow page shows it smaller
    return Picture(
        mark_safe(drawn),
        mark_safe(drawn if dense else cloth(circles, bridges, narrow, words=words, own=own)),
        people_per_stitch(circles),
        large=large,
        same=dense,
        few=not own and any(one.people is None for one in told.circles),
        risks=any(bridge.at_risk for bridge in bridges),
        alone=any(circle.alone for circle in circles),
    )


def threads_said(threads: int) -> str:
    """How many threads of hers go to a circle."""
    if not threads:
        return gettext("no thread yet")
    return ngettext("%(number)s thread", "%(number)s threads", threads) % {"number": threads}


def key_of(place: Place) -> int:
    """The key of a circle, whichever way it was read."""
    return place.key if hasattr(place, "key") else place.pk


def marked(place: Place) -> tuple[str, str]:
    """The dye and the weave of a circle; the first ones when a row holds none that we know."""
    if place.dye in DYES and place.weave in WEAVES:
        return place.dye, place.weave
    dye = next(iter(DYES))
    return dye, DYES[dye].weave


def strands(ties: int | None, most: int) -> int:
    """One thread of each colour under ten ties, else one to three by thirds of the most."""
    return 1 if not ties else max(1, min(3, -(-3 * ties // most)))
