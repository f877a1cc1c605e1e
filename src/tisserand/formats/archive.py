"""One archive of tables: a CSV for each, everything once more as JSON, and a page to read them.

Rows pass once and are never all in memory: what each table writes goes to its CSV as it comes, and to two
files beside, which are put in the archive at the end. Whoever asks for it gives the words of the page.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple

from tisserand.formats.output import Value, csv_lines

IN_MEMORY = 1 << 20
"""Bytes of a file that are kept in memory before it goes to the disk."""
COPIED = 1 << 16


class Sheet(NamedTuple):
    """A table: its `name`, its columns, its rows as they come."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]


class Page(NamedTuple):
    """The page to read: what stands before and after, and how a table is told: its head, a row, its end."""

    before: str
    opening: Callable[[str], str]
    row: Callable[[Sequence[str], Sequence[Any]], str]
    closing: str
    after: str


def write_archive(stream: IO[bytes], sheets: Iterable[Sheet], page: Page) -> dict[str, int]:
    """Write the archive to `stream`; return how many rows of each table were written.

    A table without a row has no CSV; in the JSON, it is an empty list.
    """
    written: dict[str, int] = {}
    with ExitStack() as files, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        told = files.enter_context(SpooledTemporaryFile(IN_MEMORY))
        read = files.enter_context(SpooledTemporaryFile(IN_MEMORY))
        told.write(b"{")
        read.write(page.before.encode())
        for sheet in sheets:
            told.write((",\n" if written else "\n").encode() + _text(sheet.name).encode() + b": [")
            written[sheet.name] = _write(archive, sheet, page, told, read)
            told.write(b"]")
        told.write(b"\n}\n")
        read.write(page.after.encode())
        for name, file in (("mine.json", told), ("mine.html", read)):
            file.seek(0)
            with archive.open(name, "w") as entry:
                while part := file.read(COPIED):
                    entry.write(part)
    return written


def _write(archive: zipfile.ZipFile, sheet: Sheet, page: Page, told: IO[bytes], read: IO[bytes]) -> int:
    """Write one table in the three places; return how many rows it has."""
    rows = iter(sheet.rows)
    first = next(rows, None)
    if first is None:
        return 0
    count = 0
    read.write(page.opening(sheet.name).encode())

    def passing() -> Iterator[list[Value]]:
        nonlocal count
        for row in _chained(first, rows):
            told.write(("," if count else "").encode() + b"\n  " + _object(sheet.columns, row).encode())
            read.write(page.row(sheet.columns, row).encode())
            count += 1
            yield [cell(value) for value in row]

    with archive.open(f"{sheet.name.lower().replace('.', '-')}.csv", "w") as entry:
        for lines in csv_lines(sheet.columns, passing()):
            entry.write(lines.encode())
    read.write(page.closing.encode())
    return count


def _chained(first: Sequence[Any], rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    yield first
    yield from rows


def cell(value: object) -> Value:
    """Return a value as a cell holds it; what has several parts, as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return _text(value)


def _object(columns: Sequence[str], row: Sequence[Any]) -> str:
    return _text(dict(zip(columns, row, strict=True)))


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
