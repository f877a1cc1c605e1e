"""Small server-made charts as SVG strings; the same figures always stand in words beside them."""

from __future__ import annotations


def _at(share: float) -> str:
    return f"{2 + 96 * share:.2f}%"


def openness_thread(value: float, low: float, high: float, *, hollow: bool = False) -> str:
    """A thread from 0 to chance, as wide as its place: solid up to the value, a band for the interval.

    The right end is 1, or a little over the interval when the network is more open than chance.
    """
    far = max(1.0, high * 1.02, value * 1.02)
    start, end = max(low, 0.0) / far, high / far
    wide = max(96 * (end - start), 0.6)
    here, chance = _at(value / far), _at(1 / far)
    return (
        '<svg class="scale" width="100%" height="36" aria-hidden="true" focusable="false">'
        f'<rect class="band" x="{_at(start)}" y="4" width="{wide:.2f}%" height="28" rx="3"/>'
        f'<line class="done" x1="{_at(0)}" x2="{here}" y1="18" y2="18"/>'
        f'<line class="to-come" x1="{here}" x2="{_at(1)}" y1="18" y2="18"/>'
        f'<line class="tick" x1="{_at(0)}" x2="{_at(0)}" y1="12" y2="24"/>'
        f'<line class="tick" x1="{chance}" x2="{chance}" y1="7" y2="29"/>'
        f'<circle class="{"hollow" if hollow else "dot"}" cx="{here}" cy="18" r="6.5"/></svg>'
    )


_RUNS = (0.94, 1.06, 1.0, 0.9, 1.04)


def progress(done: int, total: int) -> str:
    """Five threads that run towards the right, unequally until all is done."""
    share = min(1.0, max(0.0, done / total)) if total > 0 else 0.0
    rows = []
    for row, run in enumerate(_RUNS):
        wide = 100 * (share if share in (0.0, 1.0) else min(0.99, share * run))
        rows.append(
            f'<rect class="rest" y="{row * 5}" width="100%" height="4"/>'
            f'<rect class="run" y="{row * 5}" width="{wide:.1f}%" height="4"/>'
        )
    return (
        '<svg class="progress" width="100%" height="24" aria-hidden="true" focusable="false">'
        f"{''.join(rows)}</svg>"
    )
