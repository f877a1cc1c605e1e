"""`tisserand import FILE --as ADDRESS`: a list of members becomes invitations, and nothing leaves unasked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tisserand.cli.site import Stop
from tisserand.cli.site.options import cut
from tisserand.cli.site.ready import ready
from tisserand.formats.people import LAYOUT, read_people
from tisserand.formats.problems import Note, Problems
from tisserand.formats.records import Person
from tisserand.formats.tables import open_table
from tisserand.wording.catalogue import N_, Words
from tisserand.wording.figures import note
from tisserand.wording.refusals import sentence

NOT_SAID = N_("Say which file, and whose list it is: tisserand import FILE --as ADDRESS [--circle NAME]")
NO_ANIMATOR = N_("Nobody who animates a circle signs in with {address}.")
WHICH_CIRCLE = N_("{address} animates several circles; choose one with --circle: {names}")
NO_CIRCLE = N_("{address} does not animate “{name}”; give one of these with --circle: {names}")
PREPARED = N_("{circle}: {prepared} invitations prepared.")
LEFT_OUT = N_(
    "Left out: {repeats} already invited, {members} already members, {without_address} without an address."
)
NOT_SENT = N_("Nothing was sent. Send them from the page of invitations, or with --send.")
SENT = N_("{sent} invitations are queued.")
ROW = N_("In the file, {id}: {sentence}")

LIST = replace(LAYOUT, required=("email",))
"""A list of members needs one column: addresses. Whoever has no identifier is known by hers."""


def run(argv: Sequence[str], words: Words) -> int:
    """Prepare the invitations of a list; return 0. `Stop` or `UnusableError` when nothing could be."""
    options = cut(argv, words=1, valued=("--as", "--circle"), flags=("--send",))
    if not options.words or "--as" not in options.values:
        raise Stop(NOT_SAID)
    ready()
    from tisserand.domain.attention.queries import network_day, now
    from tisserand.domain.circles.actions import import_people, send_invitations
    from tisserand.domain.circles.queries import animated_circle, animated_circles
    from tisserand.domain.people.queries import person_of_address
    from tisserand.domain.refused import Refused

    at = now()
    people, said = listed(Path(options.words[0]), network_day(at))
    address = options.values["--as"]
    by = person_of_address(address)
    known = {one.name: one.ref for one in animated_circles(by)} if by else {}
    if by is None or not known:
        raise Stop(NO_ANIMATOR, address=address)
    circle = animated_circle(by, _chosen(known, options.values.get("--circle"), address))
    try:
        done = import_people(by=by, circle=circle, people=people, at=at)
        sent = send_invitations(by=by, circle=circle, at=at) if "--send" in options.flags else None
    except Refused as refusal:
        told = sentence(refusal, words)
        row = refusal.facts.get("id")
        raise Stop(ROW if row else "{sentence}", id=row, sentence=told) from None
    for one in said:
        print(note(one, words))
    counts = {
        "repeats": done.repeats, "members": done.members, "without_address": done.without_address,
    }  # fmt: skip
    print(words.gettext(PREPARED).format(circle=circle.name, prepared=done.prepared))
    if any(counts.values()):
        print(words.gettext(LEFT_OUT).format(**counts))
    print(words.gettext(NOT_SENT if sent is None else SENT).format(sent=sent))
    return 0


def listed(path: Path, today: date) -> tuple[tuple[Person, ...], tuple[Note, ...]]:
    """Read a list of members; `UnusableError` with every problem in it."""
    problems = Problems()
    table = open_table(path, LIST)
    table.places.setdefault("id", table.places["email"])
    people = read_people(table, today, problems)
    problems.check_none()
    return people, tuple(table.notes)


def _chosen(known: dict[str, str], wanted: str | None, address: str) -> str:
    """Return the reference of the circle that is meant; `Stop` when it is not plain which one."""
    names = ", ".join(sorted(known))
    if wanted is None:
        if len(known) > 1:
            raise Stop(WHICH_CIRCLE, address=address, names=names)
        return next(iter(known.values()))
    by_name = {name.casefold(): ref for name, ref in known.items()} | {ref: ref for ref in known.values()}
    if wanted.casefold() not in by_name:
        raise Stop(NO_CIRCLE, address=address, name=wanted, names=names)
    return by_name[wanted.casefold()]
