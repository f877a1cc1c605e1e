"""The file of bridges: which circle's asks may travel to which other circle, how many a month, until when."""

from __future__ import annotations

from collections.abc import Set
from difflib import get_close_matches

from tisserand.formats.cells import clean, day, items, one_line, whole
from tisserand.formats.layout import Layout
from tisserand.formats.problems import Note, NoteCode, ProblemCode, Problems
from tisserand.formats.records import Bridge
from tisserand.formats.tables import Table

MOST_A_MONTH = 10_000
_ENDS = ("from", "to")

LAYOUT = Layout(
    required=("from", "to", "quota"),
    columns={
        "from": ("de", "depuis", "start"),
        "to": ("à", "vers", "end"),
        "quota": ("quota_mensuel", "monthly_quota"),
        "themes": ("theme",),
        "until": ("jusqu_au", "fin", "echeance"),
    },
)


def read_bridges(table: Table, circles: Set[str], problems: Problems) -> tuple[Bridge, ...]:
    """Return the bridges in the file's order; `circles` are those with people in them."""
    bridges = []
    for line, cells in table.rows(problems):
        texts = {column: clean(cells[place]) for column, place in table.places.items()}
        before = problems.count
        start, end = (circle_of(table, line, column, texts[column], circles, problems) for column in _ENDS)
        if start and start == end:
            problems.add(table.problem(ProblemCode.SELF_BRIDGE, line, "to", end))
        quota = whole(texts["quota"], MOST_A_MONTH)
        if quota is None:
            problems.add(table.problem(ProblemCode.BAD_QUOTA, line, "quota", texts["quota"]))
        until = day(texts["until"]) if texts.get("until") else None
        if texts.get("until") and until is None:
            problems.add(table.problem(ProblemCode.BAD_DATE, line, "until", texts["until"]))
        if quota is not None and problems.count == before:
            bridges.append(Bridge(start, end, quota, items(texts.get("themes", "")), until))
    if not bridges and not problems.count:
        table.notes.append(Note(NoteCode.NO_BRIDGES, table.file))
    return tuple(bridges)


def circle_of(table: Table, line: int, column: str, text: str, circles: Set[str], problems: Problems) -> str:
    """Return the circle named in a cell; one that nobody belongs to is a problem, with the nearest name."""
    name = one_line(text)
    if name not in circles:
        near = get_close_matches(name, sorted(circles)[:5000], 1) if name else []
        problems.add(table.problem(ProblemCode.UNKNOWN_CIRCLE, line, column, name, "".join(near)))
        return ""
    return name
