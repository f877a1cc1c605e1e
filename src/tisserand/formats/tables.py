"""A file on disk -> a table: which kind of file it is, which column is which, and its rows as text.

What is wrong with the file as a whole raises `UnusableError`; what is wrong with one row goes to the
`Problems` given, and reading goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tisserand.formats.cells import MAX_CELL, character_name, clean, hidden_character
from tisserand.formats.layout import Layout, Row
from tisserand.formats.problems import Note, NoteCode, Problem, ProblemCode, Problems, UnusableError

MAX_BYTES = 512 << 20
MAX_COLUMNS = 200

_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"<!DOCTYPE", "HTML"),
    (b"<!doctype", "HTML"),
    (b"<html", "HTML"),
    (b"<?xml", "XML"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(slots=True)
class Table:
    """The rows of one file, under the headings that were understood."""

    file: str
    header: list[str]
    places: dict[str, int]
    source: Iterator[Row]
    notes: list[Note] = field(default_factory=list)

    def heading(self, code: str) -> str:
        """Return the heading of a column as its owner wrote it, or the code when there is no such column."""
        return self.header[self.places[code]].strip() if code in self.places else code

    def problem(
        self, code: ProblemCode, line: int, column: str, value: str = "", detail: str = ""
    ) -> Problem:
        """Return a problem of this file, in the column whose code is given."""
        return Problem(code, self.file, line, self.heading(column), value, detail)

    def rows(self, problems: Problems) -> Iterator[Row]:
        """Yield the rows that hold something, each as wide as the header; missing last cells are empty."""
        width = len(self.header)
        for line, cells in self.source:
            text = "".join(cells)
            if not text or text.isspace():
                continue
            if len(cells) != width and not self._widen(line, cells, problems):
                continue
            if (len(text) > MAX_CELL or not text.isprintable()) and not self._is_sound(line, cells, problems):
                continue
            yield line, cells

    def _widen(self, line: int, cells: list[str], problems: Problems) -> bool:
        """Make a row as wide as the header; a row with something beyond the last heading is a problem."""
        width = len(self.header)
        beyond = [cell for cell in cells[width:] if cell.strip()]
        if beyond:
            detail = f"{len(cells)}/{width}"
            problems.add(Problem(ProblemCode.ROW_TOO_LONG, self.file, line, "", beyond[0], detail))
            return False
        cells[width:] = []
        cells += [""] * (width - len(cells))
        return True

    def _is_sound(self, line: int, cells: list[str], problems: Problems) -> bool:
        """Tell whether every cell that is read is short enough and shows all that it holds."""
        before = problems.count
        for code, i in self.places.items():
            if len(cells[i]) > MAX_CELL:
                problems.add(self.problem(ProblemCode.CELL_TOO_LONG, line, code, detail=str(len(cells[i]))))
            elif found := hidden_character(cells[i], breaks=code in ("needs", "offers")):
                name = character_name(found)
                problems.add(self.problem(ProblemCode.BAD_CHARACTER, line, code, clean(cells[i]), name))
        return problems.count == before


def open_table(path: Path, layout: Layout) -> Table:
    """Open a CSV or XLSX file by what it contains, whatever its name says, and place its columns."""
    return placed(unplaced(_content(path), path.name, layout), layout)


def unplaced(content: bytes, file: str, layout: Layout) -> Table:
    """Return the table that bytes hold, its header as it was read and its columns not placed yet."""
    notes: list[Note] = []
    if content.startswith(b"PK"):
        from tisserand.formats.workbooks import sheet_rows

        source = sheet_rows(content, file, notes)
        header = next((cells for _, cells in source if any(c.strip() for c in cells)), [])
    else:
        from tisserand.formats.delimited import delimited_rows

        header, source = delimited_rows(content, file, notes, layout)
    if not header:
        raise UnusableError([Problem(ProblemCode.EMPTY_FILE, file)])
    return Table(file, header, {}, source, notes)


def _content(path: Path) -> bytes:
    """Return the bytes of a file that may hold a table."""
    file = path.name or str(path)

    def refusal(code: ProblemCode, detail: str = "") -> UnusableError:
        return UnusableError([Problem(code, file, detail=detail)])

    try:
        if path.is_dir():
            raise refusal(ProblemCode.IS_FOLDER)
        if path.stat().st_size > MAX_BYTES:
            raise refusal(ProblemCode.TOO_LARGE, str(MAX_BYTES >> 20))
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise refusal(ProblemCode.MISSING_FILE) from None
    except PermissionError:
        raise refusal(ProblemCode.NOT_ALLOWED) from None
    except (OSError, ValueError) as failure:
        raise refusal(ProblemCode.NOT_READ, getattr(failure, "strerror", None) or "") from None
    return check_content(content, file)


def check_content(content: bytes, file: str) -> bytes:
    """Return bytes that may hold a table; `UnusableError` when they are empty or plainly something else."""

    def refusal(code: ProblemCode, detail: str = "") -> UnusableError:
        return UnusableError([Problem(code, file, detail=detail)])

    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise refusal(ProblemCode.EMPTY_FILE)
    if content.startswith(_OLE):
        raise refusal(ProblemCode.ENCRYPTED if _ENCRYPTED in content else ProblemCode.OLD_WORKBOOK)
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            raise refusal(ProblemCode.NOT_A_TABLE, kind)
    return content


def placed(table: Table, layout: Layout) -> Table:
    """Return the table with its columns found, and a note on those that are not read."""
    width = len(table.header)
    while width and not table.header[width - 1].strip():
        width -= 1
    table.header = [clean(heading) for heading in table.header[:width]]
    if width > MAX_COLUMNS:
        detail = f"{width}/{MAX_COLUMNS}"
        raise UnusableError([Problem(ProblemCode.TOO_MANY_COLUMNS, table.file, detail=detail)])
    problems: list[Problem] = []
    ignored: list[str] = []
    for i, code in enumerate(layout.places(table.header)):
        if not code:
            ignored.append(table.header[i])
        elif code in table.places:
            problems.append(Problem(ProblemCode.COLUMN_TWICE, table.file, 1, table.header[i], code))
        else:
            table.places[code] = i
    seen = ", ".join(heading for heading in table.header if heading)
    problems += [
        Problem(ProblemCode.MISSING_COLUMN, table.file, 1, code, detail=seen)
        for code in layout.required
        if code not in table.places
    ]
    if problems:
        raise UnusableError(problems)
    if named := [heading for heading in ignored if heading]:
        table.notes.append(Note(NoteCode.IGNORED_COLUMNS, table.file, ", ".join(named), len(named)))
    return table
