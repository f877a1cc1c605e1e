"""The small drawings of an animator's pages, as SVG strings: the clock of a newcomer, a figure week after
week, a share on its bar. Beside each stand the same facts in words: screen readers pass the drawing over."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from tisserand.domain.observatory.rules.newcomers import CLOCK_DAYS, HALF_WAY, Knot, Standing

WIDE, TALL = 240, 24
_EDGE = 9
_HIDDEN = 'aria-hidden="true" focusable="false"'
_TICK = '<path class="tick" d="M-3.500 .2l2.500 2.500 4.500-5"/>'


def _x(day: int) -> float:
    return _EDGE + (WIDE - 2 * _EDGE) * min(max(day, 0), CLOCK_DAYS) / CLOCK_DAYS


def clock_thread(day: int, knots: Sequence[Knot], standing: Standing) -> SafeString:
    """Sixty days as a thread: woven up to today, a knot where a step really happened, a hollow one for today
    (none once the first tie beyond the circle is there: the thread is done)."""
    done, late = standing is Standing.WOVEN, standing in (Standing.ALONE, Standing.LATE)
    places = _apart([*(_x(knot.day) for knot in knots), *(() if done else (_x(day),))])
    tied = "".join(_knot(x) for x in places[: len(knots)])
    today = "" if done else f'<circle class="today" cx="{places[-1]:.1f}" cy="12" r="6"/>'
    marks = "".join(f'<path class="mark" d="M{_x(at):.1f} 7v10"/>' for at in (HALF_WAY, CLOCK_DAYS))
    return mark_safe(
        f'<svg class="clock{" behind" if late else ""}" viewBox="0 0 {WIDE} {TALL}" {_HIDDEN}>{marks}'
        f'<path class="to-come" d="M{places[-1]:.1f} 12H{_x(CLOCK_DAYS):.1f}"/>'
        f'<path class="done" d="M{_EDGE} 12H{places[-1]:.1f}"/>{tied}{today}</svg>'
    )


def _apart(places: Sequence[float]) -> list[float]:
    """Knots of neighbouring days side by side, not one over the other, and none beyond the end."""
    found: list[float] = []
    for number, place in enumerate(places):
        last = WIDE - _EDGE - 14 * (len(places) - 1 - number)
        found.append(min(max(place, found[-1] + 14) if found else place, last))
    return found


def _knot(x: float) -> str:
    return f'<g transform="translate({x:.1f} 12)"><circle class="knotted" r="6.500"/>{_TICK}</g>'


def sparkline(ratios: Sequence[float]) -> SafeString:
    """A figure week after week, the oldest first, under a dotted line for chance (1)."""
    if len(ratios) < 2:
        return mark_safe("")
    low, high = min(*ratios, 1.0), max(*ratios, 1.0)
    tall = (high - low) or 1.0
    step = 150 / (len(ratios) - 1)
    spots = [(4 + step * number, 34 - 28 * (ratio - low) / tall) for number, ratio in enumerate(ratios)]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
    chance = 34 - 28 * (1 - low) / tall
    x, y = spots[-1]
    return mark_safe(
        f'<svg class="spark" viewBox="0 0 160 40" {_HIDDEN}><path class="chance" d="M4 {chance:.1f}H156"/>'
        f'<path class="line" d="M{path}"/><circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.500"/></svg>'
    )


def share_bar(tenths: int, whole: int | None = None) -> SafeString:
    """So many of ten on a bar of ten threads, and a mark for what the whole circle has."""
    threads = "".join(
        f'<rect class="{"full" if n < tenths else "empty"}" x="{n * 20}" y="3" width="18" height="10"/>'
        for n in range(10)
    )
    mark = f'<path class="mark" d="M{whole * 20 - 1} 0v16"/>' if whole is not None else ""
    return mark_safe(f'<svg class="tenths" viewBox="-2 0 204 16" {_HIDDEN}>{threads}{mark}</svg>')
