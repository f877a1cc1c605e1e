"""The use of a bridge, quarter after quarter: twenty stitches, those that were used in the two dyes."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils import formats
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from tisserand.domain.introductions.rules.crossed import Quarter
from tisserand.web.dyes import DYES

STITCHES = 20
STEP, WIDE, HIGH = 11, 8, 15


class QuarterView(NamedTuple):
    """A quarter: its months, what was drafted in it of what was allowed, the drawing of it."""

    months: str
    drafted: int | None
    allowed: int
    drawing: SafeString


def quarter_views(quarters: tuple[Quarter, ...], a_month: int, dyes: tuple[str, str]) -> list[QuarterView]:
    """The quarters of a bridge that lets through so many proposals a month."""
    allowed = 3 * a_month
    return [
        QuarterView(months(one.first), one.drafted, allowed, stitches(one.drafted, allowed, dyes))
        for one in quarters
    ]


def months(first: date) -> str:
    """The first and the last month of a quarter."""
    last = first.replace(month=first.month + 2)
    said = {"first": formats.date_format(first, "F"), "last": formats.date_format(last, "F Y")}
    return gettext("%(first)s to %(last)s") % said


def stitches(used: int | None, allowed: int, dyes: tuple[str, str]) -> SafeString:
    """The drawing of what was used; the figures stand beside it."""
    full = 0 if used is None else min(STITCHES, max(1, round(used * STITCHES / max(allowed, 1))))
    colours = [DYES[dye].colour if dye in DYES else "currentColor" for dye in dyes]
    cells = "".join(
        f'<rect class="used" x="{STEP * rank}.5" y=".5" width="{WIDE}" height="{HIGH}" rx="1.5" '
        f'fill="{colours[rank % 2]}"/>'
        if rank < full
        else f'<rect class="free" x="{STEP * rank}.5" y=".5" width="{WIDE}" height="{HIGH}" rx="1.5"/>'
        for rank in range(STITCHES)
    )
    box = f"0 0 {STEP * STITCHES} {HIGH + 1}"
    return mark_safe(
        f'<svg class="quarter" viewBox="{box}" width="{STEP * STITCHES}" height="{HIGH + 1}" '
        f'aria-hidden="true" focusable="false">{cells}</svg>'
    )
