"""XLSX: bytes -> rows of text. What the archive declares is checked before anything is unpacked."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING, Any

from tisserand.formats.cells import clean
from tisserand.formats.problems import Note, NoteCode, Problem, ProblemCode, UnusableError

if TYPE_CHECKING:
    from tisserand.formats.layout import Row

MAX_PARTS = 2_000
MAX_UNPACKED = 160 << 20
MAX_PART = {"xl/styles.xml": 4 << 20, "xl/workbook.xml": 4 << 20, "xl/sharedStrings.xml": 48 << 20}
SMALL = 1 << 20
MAX_RATIO = 100
"""An honest sheet packs 10 to 30 times smaller; a bomb, up to a thousand."""

MAX_BLANK = 1_000
WIDEST = 256
_ERRORS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"))
_BATCH = 512


def sheet_rows(content: bytes, file: str, notes: list[Note]) -> Iterator[Row]:
    """Yield the rows of the first sheet, cells as text; `UnusableError` when the workbook cannot be read."""
    formulas = _check_archive(content, file)
    values = _sheet(content, file, notes, as_values=True)
    written = _sheet(content, file, [], as_values=False) if formulas else None
    return _rows(values, written, file)


def _refusal(code: ProblemCode, file: str, line: int = 0, detail: str = "") -> UnusableError:
    return UnusableError([Problem(code, file, line, detail=detail)])


def _check_archive(content: bytes, file: str) -> bool:
    """Refuse an archive that is no workbook or would swell; return whether a sheet holds formulas."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        raise _refusal(ProblemCode.BROKEN_WORKBOOK, file) from None
    names = {part.filename for part in parts}
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise _refusal(ProblemCode.OTHER_WORKBOOK, file)
    if "xl/workbook.xml" not in names:
        kind = "DOCX" if "word/document.xml" in names else "ZIP"
        raise _refusal(ProblemCode.NOT_A_TABLE, file, detail=kind)
    if any(part.flag_bits & 1 for part in parts):
        raise _refusal(ProblemCode.ENCRYPTED, file)
    if len(names) != len(parts) or len(parts) > MAX_PARTS or any(map(_is_swollen, parts)):
        raise _refusal(ProblemCode.SWOLLEN_WORKBOOK, file)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _refusal(ProblemCode.SWOLLEN_WORKBOOK, file, detail=str(MAX_UNPACKED >> 20))
    try:
        return any(_check_part(archive, part.filename) for part in parts)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        raise _refusal(ProblemCode.BROKEN_WORKBOOK, file) from None
    except _EntityError:
        raise _refusal(ProblemCode.SWOLLEN_WORKBOOK, file) from None


def _is_swollen(part: zipfile.ZipInfo) -> bool:
    ratio = part.file_size / max(part.compress_size, 1)
    too_large = part.file_size > MAX_PART.get(part.filename, MAX_UNPACKED)
    return too_large or (part.file_size > SMALL and ratio > MAX_RATIO)


class _EntityError(Exception):
    """A part declares entities: no spreadsheet program writes any, and they can multiply without end."""


def _check_part(archive: zipfile.ZipFile, name: str) -> bool:
    """Unpack one XML part in small pieces: its true size and sum are checked; tell if it holds formulas."""
    if not name.endswith((".xml", ".rels")):
        return False
    sheet = name.startswith("xl/worksheets/")
    found, tail = False, b""
    with archive.open(name) as stream:
        while piece := stream.read(1 << 18):
            window = tail + piece
            if b"<!" in window and (b"<!DOCTYPE" in window or b"<!ENTITY" in window):
                raise _EntityError
            found = found or (sheet and (b"<f>" in window or b"<f " in window))
            tail = piece[-16:]
    return found


def _sheet(content: bytes, file: str, notes: list[Note], *, as_values: bool) -> Iterator[tuple[Any, ...]]:
    """Return the rows of the first sheet as openpyxl reads them."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=as_values, keep_links=False
            )
        if not book.worksheets:
            raise _refusal(ProblemCode.NO_SHEET, file)
        sheet: Any = book.worksheets[0]
        if len(book.worksheets) > 1:
            notes.append(Note(NoteCode.FIRST_SHEET, file, sheet.title, len(book.worksheets)))
        sheet.reset_dimensions()
        rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(max_col=WIDEST, values_only=True)
    except UnusableError:
        raise
    except Exception:  # openpyxl lets any error of a damaged file through: KeyError, ParseError, ...
        raise _refusal(ProblemCode.BROKEN_WORKBOOK, file) from None
    return rows


def _rows(
    values: Iterator[tuple[Any, ...]], written: Iterator[tuple[Any, ...]] | None, file: str
) -> Iterator[Row]:
    """Yield rows of text, up to the last filled cell; a long run of blank lines is refused."""
    blank = 0
    beside = chain(_quietly(written, file) if written else (), repeat(()))
    for line, row in enumerate(_quietly(values, file), start=1):
        formulas = next(beside)
        last = len(row)
        while last and row[last - 1] is None and not _is_formula(formulas, last - 1):
            last -= 1
        cells = [_text(value) for value in row[:last]]
        blank = 0 if cells else blank + 1
        if blank > MAX_BLANK:
            raise _refusal(ProblemCode.BLANK_LINES, file, line - blank + 1, str(MAX_BLANK))
        for i, cell in enumerate(cells):
            if not cell and _is_formula(formulas, i):
                raise UnusableError([Problem(ProblemCode.FORMULA, file, line, _letters(i), formulas[i])])
            if cell in _ERRORS:
                raise UnusableError([Problem(ProblemCode.CELL_ERROR, file, line, _letters(i), cell)])
        if cells:
            yield line, cells


def _quietly(rows: Iterator[tuple[Any, ...]], file: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows in batches read without openpyxl's warnings, its errors turned into ours."""
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                batch = list(islice(rows, _BATCH))
        except Exception:
            raise _refusal(ProblemCode.BROKEN_WORKBOOK, file) from None
        if not batch:
            return
        yield from batch


def _is_formula(formulas: tuple[Any, ...], i: int) -> bool:
    return i < len(formulas) and isinstance(formulas[i], str) and formulas[i].startswith("=")


def _letters(i: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(i + 1)


def _text(value: Any) -> str:
    """Return a cell's value as its owner would have typed it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return clean(str(value))
