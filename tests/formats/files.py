"""Small files for the tests of `formats`: written from lines or rows, and what a reading finds in them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tisserand.formats.network import Paths, Reading, read_network
from tisserand.formats.problems import Problem, ProblemCode, UnusableError

TODAY = date(2026, 3, 31)
PEOPLE = "id,circles\n1,A\n2,B\n"
TIES = "a,b,at\n1,2,2026-03-05\n"


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """Write one file and return its path."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(*sheets: Iterable[Sequence[Any]]) -> bytes:
    """The bytes of a workbook with these sheets."""
    book = Workbook()
    book.remove(book["Sheet"])
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"liste {number}")
        for row in rows:
            sheet.append(list(row))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def read(
    folder: Path,
    people: str | bytes = PEOPLE,
    ties: str | bytes = TIES,
    *,
    on: date | None = None,
    **others: str | bytes,
) -> Reading:
    """Read a network from the contents of its files; others: bridges, met, apart."""
    paths = {name: put(folder, f"{name}.csv", content) for name, content in others.items()}
    return read_network(
        Paths(put(folder, "people.csv", people), put(folder, "ties.csv", ties), **paths), TODAY, on
    )


def refused(
    folder: Path, people: str | bytes = PEOPLE, ties: str | bytes = TIES, **others: str | bytes
) -> list[Problem]:
    """The problems of a network that cannot be used; fails when it can."""
    try:
        read(folder, people, ties, **others)
    except UnusableError as refusal:
        return list(refusal.problems)
    raise AssertionError("the files were accepted")


def codes(problems: Iterable[Problem]) -> list[ProblemCode]:
    """The codes of problems, in order."""
    return [problem.code for problem in problems]
