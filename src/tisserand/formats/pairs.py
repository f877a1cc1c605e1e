"""Files of two columns, `a,b`: pairs who met already, pairs to keep apart."""

from __future__ import annotations

from tisserand.formats.layout import Layout
from tisserand.formats.problems import ProblemCode, Problems
from tisserand.formats.records import Pair
from tisserand.formats.tables import Table
from tisserand.formats.ties import LAYOUT as TIES
from tisserand.formats.ties import Names, pair_of

LAYOUT = Layout(required=("a", "b"), columns={code: TIES.columns[code] for code in ("a", "b")})


def read_pairs(table: Table, names: Names, problems: Problems) -> frozenset[Pair]:
    """Return the pairs of the file, each once, the smaller identifier first."""
    pairs = set()
    for line, cells in table.rows(problems):
        if found := pair_of(table, line, cells, names, problems, ProblemCode.SELF_PAIR):
            pairs.add((min(found), max(found)))
    return frozenset(pairs)
