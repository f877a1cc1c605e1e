"""The motif in its sizes, as SVG strings: weave, knot, ribbon, reason threads, end thread.

Pure functions of their arguments. Dyes are written as presentation attributes (they are the same in both
themes); what changes with the theme is a class of `elements.css`. No style attribute, no identifier: a
string may stand twice in a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from zlib import crc32

from tisserand.web.dyes import DYES

THREADS = 20
_JOINS = (67, 33, 57, 39, 63, 29, 71, 44, 52, 36)
_CELL = 4
_LIT = ' class="lit"'


def _num(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _checks(size: int) -> str:
    cells = range(0, size, _CELL)
    return "".join(f"M{x} {y}h4v4h-4z" for y in cells for x in cells if (x + y) // _CELL % 2)


def _dots(size: int) -> str:
    spots = [(x, y) for y in range(3, size, 5) for x in range(3 + y // 5 % 2 * 2, size - 1, 5)]
    return "".join(f"M{x - 1} {y}a1 1 0 1 0 2 0a1 1 0 1 0-2 0z" for x, y in spots)


def _crosses(size: int) -> str:
    spots = [(x, y) for y in range(4, size, 8) for x in range(4, size, 8)]
    return "".join(f"M{x - 2.5} {y}h5M{x} {y - 2.5}v5" for x, y in spots)


def _rising(size: int) -> str:
    return "".join(f"M{x} {size}L{x + size} 0" for x in range(-size + 3, size, 6))


def _falling(size: int) -> str:
    return "".join(f"M{x} 0L{x + size} {size}" for x in range(-size + 3, size, 6))


def _chevrons(size: int) -> str:
    wave = "".join("l4-3l4 3" for _ in range(0, size, 8))
    return "".join(f"M0 {y}{wave}" for y in range(6, size + 4, 6))


def _basket(size: int) -> str:
    cells = [(x, y) for y in range(0, size, _CELL) for x in range(0, size, _CELL)]
    return "".join(
        f"M{x + 1.5} {y + 0.5}v3M{x + 3} {y + 0.5}v3" if (x + y) // _CELL % 2
        else f"M{x + 0.5} {y + 1.5}h3M{x + 0.5} {y + 3}h3"
        for x, y in cells
    )  # fmt: skip


def _lines(size: int) -> str:
    return "".join(f"M0 {y}h{size}" for y in range(3, size, 4))


def _posts(size: int) -> str:
    return "".join(f"M{x} 0v{size}" for x in range(3, size, 4))


def _squares(size: int) -> str:
    return "".join(f"M0 {p}h{size}M{p} 0v{size}" for p in range(4, size, 8))


# weave -> (its path for a square of that side, filled or the width of its line, how strongly it shows)
_WEAVES: dict[str, tuple[Callable[[int], str], float, float]] = {
    "toile": (_checks, 0, 0.6),
    "serge_montant": (_rising, 2, 0.62),
    "serge_descendant": (_falling, 2, 0.55),
    "pointille": (_dots, 0, 0.62),
    "chevron": (_chevrons, 1.6, 0.55),
    "uni": (lambda _: "", 0, 0),
    "losange": (lambda size: _rising(size) + _falling(size), 1, 0.6),
    "pekin": (_posts, 1.7, 0.55),
    "croisillon": (_crosses, 1.6, 0.6),
    "natte": (_basket, 0.8, 0.55),
    "bayadere": (_lines, 1.7, 0.62),
    "carreaux": (_squares, 1.5, 0.55),
}
WEAVES = tuple(_WEAVES)


def swatch(dye: str, weave: str, size: int = 16, *, at: tuple[float, float] | None = None) -> str:
    """The mark of a circle: a square of its dye and weave, with the thin edge every mark carries.

    With `at`, a nested picture placed at these coordinates (for the fabric); else a picture by itself,
    hidden from readers of the page because the circle's name always stands beside it.
    """
    draw, width, strength = _WEAVES[weave]
    colour, _, on, _ = DYES[dye]
    paint = f'fill="none" stroke="{on}" stroke-width="{width}"' if width else f'fill="{on}"'
    path = draw(size)
    over = f'<path d="{path}" {paint} opacity="{strength}"/>' if path else ""
    place = f' x="{_num(at[0])}" y="{_num(at[1])}"' if at else ' aria-hidden="true" focusable="false"'
    return (
        f'<svg class="swatch" width="{size}" height="{size}" viewBox="0 0 {size} {size}"{place}>'
        f'<rect width="{size}" height="{size}" rx="3" fill="{colour}"/>{over}'
        f'<rect class="edge" x=".6" y=".6" width="{size - 1.2:g}" height="{size - 1.2:g}" rx="2.6" '
        'fill="none" stroke-width="1.2"/></svg>'
    )


_SMALL_WORDS = {
    "à", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur", "un", "une",
    "a", "an", "and", "for", "in", "of", "on", "the",
}  # fmt: skip


def initials_of(name: str) -> str:
    """The two letters of a circle: those that begin its first two words, small ones apart, or its first two.

    `Cercle des Quais` gives CQ, `Mentors d’Ainay` MA, `lumière` LU; a name without letters gives nothing.
    """
    words = re.findall(r"[^\W\d_]+", name)
    full = [word for word in words if word.casefold() not in _SMALL_WORDS] or words
    letters = full[0][0] + full[1][0] if len(full) > 1 else "".join(full)[:2]
    return letters.upper()[:2]


def initials(dye: str, name: str, size: int = 32) -> str:
    """The dye of a circle with its initials on it, hidden from readers: the name always stands beside it."""
    colour, _, on, _ = DYES[dye]
    middle, edge = _num(size / 2), f"{size - 1.2:g}"
    return (
        f'<svg class="initials" width="{size}" height="{size}" viewBox="0 0 {size} {size}" '
        f'aria-hidden="true" focusable="false"><rect width="{size}" height="{size}" rx="3" fill="{colour}"/>'
        f'<rect class="edge" x=".6" y=".6" width="{edge}" height="{edge}" rx="2.6" fill="none" '
        f'stroke-width="1.2"/><text x="{middle}" y="{_num(size * 0.64)}" text-anchor="middle" fill="{on}" '
        f'font-size="{_num(size * 0.41)}">{escape(initials_of(name))}</text></svg>'
    )


def _knot_paths() -> tuple[str, str]:
    """The upright and the lying threads of a plain weave three by three, in a square of side 24."""
    half, gap, middles = 2.3, 1.1, (5.6, 12.0, 18.4)
    paths = []
    for upright in (True, False):
        pieces = []
        for i, across in enumerate(middles):
            stops = [0.0]
            for j, along in enumerate(middles):
                if (i + j) % 2 == int(upright):  # here this thread passes under the other
                    stops += [along - half - gap, along + half + gap]
            stops.append(24.0)
            for start, end in zip(stops[::2], stops[1::2], strict=True):
                low, length = _num(across - half), _num(end - start)
                pieces.append(
                    f"M{low} {_num(start)}h{half * 2:g}v{length}h-{half * 2:g}z"
                    if upright
                    else f"M{_num(start)} {low}h{length}v{half * 2:g}h-{length}z"
                )
        paths.append("".join(pieces))
    return paths[0], paths[1]


def knot(dye_a: str, dye_b: str, size: int = 24, *, at: tuple[float, float] | None = None) -> str:
    """Three threads by three, over and under: a bridge between the circles of these dyes, nothing else."""
    upright, lying = _knot_paths()
    pieces = "".join(
        f'<path d="{path}" fill="{DYES[dye].colour}"{_LIT if DYES[dye].deep else ""}/>'
        for path, dye in ((upright, dye_a), (lying, dye_b))
    )
    place = f' x="{_num(at[0])}" y="{_num(at[1])}"' if at else ' aria-hidden="true" focusable="false"'
    return f'<svg class="knot" width="{size}" height="{size}" viewBox="0 0 24 24"{place}>{pieces}</svg>'


def brand(size: int = 30) -> str:
    """The mark of Tisserand: the same knot, in madder and indigo, following the theme."""
    upright, lying = _knot_paths()
    return (
        f'<svg class="knot" width="{size}" height="{size}" viewBox="0 0 24 24" aria-hidden="true" '
        f'focusable="false"><path class="madder" d="{upright}"/><path class="indigo" d="{lying}"/></svg>'
    )


def ribbon(dye_a: str, dye_b: str | None, *, rows: int = 5, seed: str = "") -> str:
    """Rows of 4 px where the left dye runs into the right one by unequal lengths; as wide as its place.

    One circle alone gets a plain selvedge.
    """
    turn = crc32(f"{dye_a} {dye_b} {seed}".encode()) % len(_JOINS)
    pieces = []
    for row in range(rows):
        join, y = _JOINS[(turn + row) % len(_JOINS)], row * 4
        left = f'<rect y="{y}" width="{join if dye_b else 100}%" height="4" fill="{DYES[dye_a].colour}"/>'
        right = (
            f'<rect x="{join}%" y="{y}" width="{100 - join}%" height="4" fill="{DYES[dye_b].colour}"/>'
            f'<rect class="slit" x="{join}%" y="{y}" width="2.5" height="3.4"/>'
            if dye_b
            else ""
        )
        pieces.append(left + right)
    return (
        f'<div class="ribbon" aria-hidden="true"><svg width="100%" height="{rows * 4}" focusable="false">'
        f"{''.join(pieces)}</svg></div>"
    )


def threads_of(values: Sequence[float], threads: int = THREADS) -> list[int]:
    """Whole threads for each value, in proportion, summing to `threads` (largest remainders first)."""
    total = sum(values)
    if total <= 0:
        return [0] * len(values)
    exact = [value * threads / total for value in values]
    whole = [int(share) for share in exact]
    by_remainder = sorted(range(len(values)), key=lambda i: (whole[i] - exact[i], i))
    for i in by_remainder[: threads - sum(whole)]:
        whole[i] += 1
    return whole


def _upright(index: int) -> str:
    """One upright thread of the weave, passing under its two neighbours in turn."""
    pieces = ((0, 13), (15, 16), (33, 6)) if index % 2 == 0 else ((0, 4.5), (6.5, 16), (24.5, 14.5))
    return "".join(f"M{_num(index * 17.5)} {_num(top)}h15.5v{_num(tall)}h-15.5z" for top, tall in pieces)


def reason_threads(shares: Sequence[int]) -> str:
    """The twenty upright threads of a proposal's reasons, coloured and numbered in their order."""
    drawn, first = [], 0
    for number, share in enumerate(shares, start=1):
        path = "".join(_upright(index) for index in range(first, first + share))
        middle = _num((first + share / 2) * 17.5 - 1)
        drawn.append(
            f'<g class="reason-{number}"><path d="{path}"/>'
            f'<text x="{middle}" y="60" text-anchor="middle">{number}</text></g>'
        )
        first += share
    return (
        '<svg class="reasons" viewBox="0 0 348 64" aria-hidden="true" focusable="false">'
        f"{''.join(drawn)}</svg>"
    )


def end_thread() -> str:
    """Two threads crossing: the page ends here, and says so."""
    under = "M2 18C12 18 14 4 24 4S38 18 48 18 62 4 72 4 86 18 96 18 110 4 120 4"
    over = "M2 4C12 4 14 18 24 18S38 4 48 4 62 18 72 18 86 4 96 4 110 18 120 18"
    return (
        '<svg class="end" width="122" height="22" viewBox="0 0 122 22" aria-hidden="true" focusable="false">'
        f'<path class="woad" d="{under}"/><path class="casing" d="{over}"/>'
        f'<path class="madder" d="{over}"/></svg>'
    )


def loose_thread() -> str:
    """A thread that has only begun to cross three others: nothing is here yet, and something may be."""
    warp = "".join(f"M0 {y}h104" for y in (4, 12, 20))
    return (
        '<svg class="loose" width="108" height="24" viewBox="-2 0 108 24" aria-hidden="true" '
        f'focusable="false"><path class="dots" d="{warp}"/><path d="M0 12h25M31 7a5 5 0 1 0 .01 0z"/></svg>'
    )


def wave(dye: str) -> str:
    """The line under a signature, in the dye of the circle that signs."""
    kind = ' class="lit"' if DYES[dye].deep else ""
    return (
        '<svg class="wave" width="190" height="12" viewBox="0 0 190 12" aria-hidden="true" focusable="false">'
        f'<path{kind} d="M2 7C20 13 34 11 52 6S86 1 104 4 140 12 160 6 180 5 188 4" '
        f'stroke="{DYES[dye].colour}"/></svg>'
    )


def chevron() -> str:
    """The sign of a row that leads somewhere."""
    return (
        '<svg width="9" height="14" viewBox="0 0 9 14" aria-hidden="true" focusable="false">'
        '<path d="M1.5 1.5L7 7l-5.5 5.5" stroke-width="2"/></svg>'
    )
