"""The hand-written sheets of the demo network, read into plain rows."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tisserand.formats.records import Ask
from tisserand.vocabulary import AskType

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of `handwritten/NAME.csv`, by column."""
    text = files("tisserand.cli.demo").joinpath("handwritten", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def listed(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several."""
    return tuple(cell.split("|")) if cell else ()


def typed_asks(cell: str) -> tuple[Ask, ...]:
    """The asks of a cell written `type:sentence|type:sentence`."""
    parts = (value.split(":", 1) for value in listed(cell))
    return tuple(Ask(sentence, AskType(kind)) for kind, sentence in parts)


class Circle(NamedTuple):
    """One circle of the demo: what its page and its mark need, and the `animators` by id."""

    name: str
    purpose: str
    town: str
    rural: bool
    dye: str
    weave: str
    charter: str
    through_members: bool
    animators: tuple[str, ...]
