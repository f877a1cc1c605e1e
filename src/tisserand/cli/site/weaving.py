"""`tisserand weaving`: the weaving of this week, now, and what the day brings after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from tisserand.cli.site import Stop
from tisserand.cli.site.options import cut
from tisserand.cli.site.ready import ready
from tisserand.wording.catalogue import N_, Words

HELD = N_(
    "The clock is held: the machine is more than thirty days ahead. The host confirms it first, on her page."
)
WOVEN = N_("Week of {week}: {drafted} introductions drafted, {served} people served of {servable}.")
NOBODY = N_("The week of {week} is not woven: two people at least must be here. Invite them, then come back.")
ALREADY = N_("The week of {week} was woven already: {drafted} introductions drafted. Nothing was done twice.")


def run(argv: Sequence[str], words: Words) -> int:
    """Weave the week; return 0."""
    cut(argv)
    ready()
    from tisserand.domain.attention.actions import advance_clock
    from tisserand.domain.attention.queries import clock_state, now
    from tisserand.domain.introductions.jobs import carry_on, weave_week
    from tisserand.domain.observatory.jobs import measure_week

    advance_clock(machine_at=datetime.now(UTC))
    if clock_state().held_at:
        raise Stop(HELD)
    at = now()
    done = weave_week(at)
    carry_on(at)
    measure_week(at)
    said = NOBODY if done.finished_at is None else WOVEN if done.finished_at == at else ALREADY
    print(
        words.gettext(said).format(
            week=done.week, drafted=done.drafted, served=done.served, servable=done.servable
        )
    )
    return 0
