"""The file of circles: what each one allows; a circle that it does not name keeps to the usual."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

from tisserand.formats.bridges import circle_of
from tisserand.formats.cells import clean, folded
from tisserand.formats.layout import Layout
from tisserand.formats.problems import ProblemCode, Problems
from tisserand.formats.tables import Table

LAYOUT = Layout(
    required=("name",),
    columns={
        "name": ("nom", "circle", "cercle"),
        "through_members": ("par_les_membres", "par_ses_membres"),
        "takes_inside": ("entre_membres", "dans_le_cercle"),
    },
)

ANSWERS = {"yes": True, "y": True, "true": True, "oui": True, "o": True, "vrai": True, "1": True,
           "no": False, "n": False, "false": False, "non": False, "faux": False, "0": False}  # fmt: skip


class Policies(NamedTuple):
    """What circles allow: the names of a `Network`."""

    through_members: frozenset[str] = frozenset()
    takes_inside: frozenset[str] | None = None


def read_circles(table: Table, circles: Set[str], problems: Problems) -> Policies:
    """Return the policies of `circles`, those with people in them.

    By default a circle is not open through its members, and takes inside proposals.
    """
    through: set[str] = set()
    closed: set[str] = set()
    lines: dict[str, int] = {}
    for line, cells in table.rows(problems):
        texts = {column: clean(cells[place]) for column, place in table.places.items()}
        name = circle_of(table, line, "name", texts["name"], circles, problems)
        first = lines.setdefault(name, line) if name else line
        if first != line:
            problems.add(table.problem(ProblemCode.CIRCLE_TWICE, line, "name", name, str(first)))
        if _answer(table, line, "through_members", texts, problems) is True:
            through.add(name)
        if _answer(table, line, "takes_inside", texts, problems) is False:
            closed.add(name)
    return Policies(frozenset(through), frozenset(circles - closed) if closed else None)


def _answer(table: Table, line: int, column: str, texts: dict[str, str], problems: Problems) -> bool | None:
    """Return what a cell answers, None when it is empty or says neither yes nor no (a problem)."""
    text = texts.get(column, "")
    answer = ANSWERS.get(folded(text))
    if text and answer is None:
        problems.add(table.problem(ProblemCode.BAD_ANSWER, line, column, text))
    return answer
