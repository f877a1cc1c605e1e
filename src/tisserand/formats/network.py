"""All the files of a network together -> one `Network`, the day it is seen from, and notes on the reading."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from tisserand.formats import bridges, circles, pairs, people, ties
from tisserand.formats.layout import Layout
from tisserand.formats.problems import Note, NoteCode, ProblemCode, Problems, UnusableError
from tisserand.formats.records import Network, Pair, Person, Tie
from tisserand.formats.tables import Table, open_table

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Paths:
    """The files of a network; only the first two are needed."""

    people: Path
    ties: Path
    bridges: Path | None = None
    met: Path | None = None
    apart: Path | None = None
    circles: Path | None = None

    def all(self) -> tuple[Path, ...]:
        """Return the files given."""
        given = (self.people, self.ties, self.bridges, self.met, self.apart, self.circles)
        return tuple(path for path in given if path)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the network, the day it is seen from, and what its owner should know.

    `on` None: the network is seen from its own latest contact (`fabric_from` tells which one).
    """

    network: Network
    on: date | None
    notes: tuple[Note, ...]


def read_network(paths: Paths, today: date, on: date | None = None) -> Reading:
    """Read every file, or raise `UnusableError` with the problems of all of them.

    `today` is the last day that a contact may bear, and the day of a network without any dated contact.
    """
    with _no_pause():
        return _read_network(paths, today, on)


@contextmanager
def _no_pause() -> Iterator[None]:
    """Collect nothing meanwhile: a million rows hold no cycle, and looking for one takes a quarter of it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _read_network(paths: Paths, today: date, on: date | None) -> Reading:
    problems = Problems()
    notes: list[Note] = []

    def read(path: Path | None, layout: Layout, reader: Callable[[Table], Found], empty: Found) -> Found:
        if path is None:
            return empty
        try:
            table = open_table(path, layout)
            found = reader(table)
        except UnusableError as refusal:
            problems.absorb(refusal)
            return empty
        notes.extend(table.notes)
        return found

    nobody: tuple[Person, ...] = ()
    no_ties: tuple[Tie, ...] = ()
    no_pairs: frozenset[Pair] = frozenset()
    everybody = read(paths.people, people.LAYOUT, lambda t: people.read_people(t, today, problems), nobody)
    if problems.count:  # a person refused is not a person unknown: say the cause, not its echo
        problems.silent = frozenset((ProblemCode.UNKNOWN_PERSON, ProblemCode.UNKNOWN_CIRCLE))
    names = ties.names_of(person.id for person in everybody)
    lived = {circle for person in everybody for circle in person.circles}
    known = read(paths.ties, ties.LAYOUT, lambda t: ties.read_ties(t, names, today, on, problems), no_ties)
    crossings = read(paths.bridges, bridges.LAYOUT, lambda t: bridges.read_bridges(t, lived, problems), None)
    met = read(paths.met, pairs.LAYOUT, lambda t: pairs.read_pairs(t, names, problems), no_pairs)
    apart = read(paths.apart, pairs.LAYOUT, lambda t: pairs.read_pairs(t, names, problems), no_pairs)
    said = read(
        paths.circles, circles.LAYOUT, lambda t: circles.read_circles(t, lived, problems), circles.Policies()
    )
    problems.check_none()
    if paths.bridges is None:
        notes.append(Note(NoteCode.OPEN_TO_ALL))
    network = Network(everybody, known, crossings, met, apart, *said)
    dated = on or any(tie.at for tie in known)
    return Reading(network, on if dated else today, tuple(notes))
