"""What a database holds, counted and summed: two databases with the same tallies hold the same rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

MODULUS = 2**256


class Cursor(Protocol):
    """What is used of a database's cursor."""

    def execute(self, question: str, /) -> Any:
        """Ask."""
        ...

    def fetchmany(self, size: int, /) -> list[Any]:
        """Return the next rows; none at the end."""
        ...


class Tally(NamedTuple):
    """How many rows a table has, and a sum of their contents that does not depend on their order."""

    rows: int
    digest: str


def tallies(cursor: Cursor, tables: Iterable[str]) -> dict[str, Tally]:
    """Return the tally of each table."""
    return {table: _tally(cursor, table) for table in sorted(tables)}


def _tally(cursor: Cursor, table: str) -> Tally:
    cursor.execute(f'SELECT * FROM "{table}"')
    count = total = 0
    while rows := cursor.fetchmany(1000):
        count += len(rows)
        for row in rows:
            total += int.from_bytes(hashlib.sha256(repr(tuple(row)).encode()).digest())
    return Tally(count, f"{total % MODULUS:064x}")


def differing(wanted: Mapping[str, Tally], found: Mapping[str, Tally]) -> list[str]:
    """Return the tables whose tallies are not equal, sorted."""
    return sorted(table for table in {*wanted, *found} if wanted.get(table) != found.get(table))
