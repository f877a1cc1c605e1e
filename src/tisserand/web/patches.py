"""What the fabric picture is made of: a patch of stitches for a circle, two twisted threads for a bridge.

SVG strings around the origin; what changes with the theme is a class of the stylesheet.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from zlib import crc32

import numpy as np

from tisserand.web.dyes import DYES

Cells = tuple[tuple[int, int], ...]
_HALF_WAVE = 20.0


def num(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def dyed(dye: str) -> str:
    """The colour of a dye as an attribute; "" is undyed."""
    return f'color="{DYES[dye].colour}"' if dye else 'class="undyed"'


@lru_cache(maxsize=1024)
def cells_of(name: str, wanted: int) -> Cells:
    """The places of a patch's stitches: the nearest to its middle, with an edge as of cloth cut by hand."""
    side = math.ceil(math.sqrt(wanted)) + 2
    rng = np.random.default_rng(crc32(name.encode()))
    stretch, uneven = rng.uniform(0.88, 1.14), rng.uniform(1.0, 1.9, 2 * side + 1)
    y, x = (grid.ravel() for grid in np.mgrid[-side : side + 1, -side : side + 1])
    far = np.abs(x * stretch) ** 3.2 * uneven[y + side] + np.abs(y / stretch) ** 3.2 + np.abs(x) / 99
    near = np.lexsort((x, y, far))[: max(1, wanted)]
    return tuple(zip(x[near].tolist(), y[near].tolist(), strict=True))


def tilt_of(name: str) -> float:
    """How much a patch leans, in degrees: cloth laid down by hand."""
    return crc32(name.encode()[::-1]) % 25 - 12.0


def radius_of(cells: Cells, pitch: float) -> float:
    """The radius that holds a patch whole, however it leans."""
    middle = np.mean(cells, axis=0)
    far = max(math.hypot(x - middle[0], y - middle[1]) for x, y in cells)
    return (far + 0.75) * pitch + 2


def places_of(name: str, cells: Cells, pitch: float) -> list[tuple[float, float]]:
    """Where the middle of each stitch stands around the patch's, in the order of the cells."""
    mx, my = (float(v) for v in np.mean(cells, axis=0))
    turn = math.radians(tilt_of(name))
    cos, sin = math.cos(turn), math.sin(turn)
    flat = [((x - mx) * pitch, (y - my) * pitch) for x, y in cells]
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in flat]


def patch(
    name: str, dye: str, cells: Cells, pitch: float, at: tuple[float, float], *, bare: bool = False
) -> str:
    """One circle: its cloth (one run per row, so that the edge is round) and, unless `bare`, its stitches."""
    mx, my = (float(v) for v in np.mean(cells, axis=0))
    rows: dict[int, list[int]] = {}
    for x, y in cells:
        rows.setdefault(y, []).append(x)
    runs = "".join(
        f"M{num((min(xs) - mx - 0.5) * pitch)} {num((y - my - 0.5) * pitch)}"
        f"h{num((max(xs) - min(xs) + 1) * pitch)}v{num(pitch)}H{num((min(xs) - mx - 0.5) * pitch)}z"
        for y, xs in sorted(rows.items())
    )
    long, thick = pitch * 0.52, pitch * 0.2
    stitches = "".join(
        f"M{num((x - mx) * pitch - w / 2)} {num((y - my) * pitch - h / 2)}h{num(w)}v{num(h)}h-{num(w)}z"
        for x, y in sorted(cells)
        for w, h in [(long, thick) if (x + y) % 2 else (thick, long)]
    )
    soft = f'stroke-width="{num(pitch * 0.5)}" stroke-linejoin="round"'
    sewn = f'<path class="stitch" d="{stitches}" stroke-width="{num(pitch * 0.17)}" stroke-linejoin="round"/>'
    return (
        f'<g transform="translate({num(at[0])} {num(at[1])}) rotate({num(tilt_of(name))})" {dyed(dye)}>'
        f"<title>{escape(name)}</title>"
        f'<path class="ground" d="{runs}" {soft}/>'
        f'<path class="tint" d="{runs}" {soft}/>{"" if bare else sewn}</g>'
    )


def _halves(count: int, wave: float, start: float, shifts: Sequence[float], tall: float, first: int) -> str:
    """Every other half wave from lobe to lobe, one curve per strand; `first` 0 or 1 says which ones."""
    pieces = []
    for i in range(first, count, 2):
        y = start if i % 2 == 0 else -start
        x = i * wave
        for shift in shifts:
            top, bottom = num(y * tall + shift), num(-y * tall + shift)
            pieces.append(
                f"M{num(x - 0.5)} {top}h.5C{num(x + wave * 0.364)} {top} {num(x + wave * 0.636)} {bottom} "
                f"{num(x + wave)} {bottom}h.5"
            )
    return "".join(pieces)


def plain(dyes: tuple[str, str], length: float, *, broken: bool = False) -> str:
    """Two threads in one, for a picture of many bridges: the second dye shows between the first."""
    gaps = ("4 10", "4 10") if broken else ("none", "6 6")
    drawn = (
        f'<path class="strand{" lit" if DYES[code].deep else ""}" color="{DYES[code].colour}" '
        f'd="M0 0h{num(length)}" stroke-width="1.6" stroke-dasharray="{gap}"/>'
        for code, gap in zip(dyes, gaps, strict=True)
    )
    return f'<g fill="none">{"".join(drawn)}</g>'


def twist(dyes: tuple[str, str], threads: int, length: float, pitch: float, *, broken: bool = False) -> str:
    """Two bundles of threads twisted together over this length, each passing over and under in turn."""
    count = max(2, round(length / _HALF_WAVE))
    wave, width = length / count, max(1.5, pitch * 0.22)
    shifts = [(i - (threads - 1) / 2) * (width + 1.3) for i in range(threads)]
    tall = (4.6 + 1.5 * (threads - 1)) * min(1.0, max(0.7, pitch / 7))
    cut = ' stroke-dasharray="6.5 5"' if broken else ""

    def drawn(code: str, path: str) -> str:
        dye = DYES[code]
        kind = "strand lit" if dye.deep else "strand"
        return f'<path class="{kind}" color="{dye.colour}" d="{path}" stroke-width="{num(width)}"{cut}/>'

    strands = [(dyes[0], 1.0), (dyes[1], -1.0)]
    under = "".join(
        drawn(code, _halves(count, wave, start, shifts, tall, first))
        for first, (code, start) in enumerate(strands)
    )
    over = [
        (code, _halves(count, wave, start, shifts, tall, 1 - first))
        for first, (code, start) in enumerate(strands)
    ]
    casing = "".join(path for _, path in over)
    return (
        f'<g fill="none">{under}<path class="casing" d="{casing}" stroke-width="{num(width + 3)}"/>'
        f"{''.join(drawn(code, path) for code, path in over)}</g>"
    )
