"""CSV: bytes -> rows. Encoding and separator are found by rule, never guessed from frequencies.

UTF-8 (with or without its mark), else Windows-1252, which is what a French Excel writes; UTF-16 when it
carries its mark. The separator is the one of , ; and tab that makes most headings known.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from tisserand.formats.cells import MAX_CELL
from tisserand.formats.problems import Note, NoteCode, Problem, ProblemCode, UnusableError

if TYPE_CHECKING:
    from tisserand.formats.layout import Layout, Row

SEPARATORS = ",;\t"
LONGEST_LINE = 1_000_000
FAR = 200_000
"""Characters looked at to find the end of a quotation: more than the csv module's longest cell."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TWO_BYTES = re.compile(b"\xc3[\x80-\xbf]")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


def delimited_rows(
    content: bytes, file: str, notes: list[Note], layout: Layout
) -> tuple[list[str], Iterator[Row]]:
    """Return the header and the rows after it; `UnusableError` when the text cannot be read as a table."""
    encoding = _encoding(content, file, notes)
    skipped, separator = _first_lines(content, encoding, layout)
    rows = _rows(content, encoding, separator, skipped, file)
    header = next((cells for _, cells in rows if any(c.strip() for c in cells)), [])
    return header, rows


def _text(content: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")


def _line_of(content: bytes, place: int) -> int:
    return content.count(b"\n", 0, place) + 1


def _encoding(content: bytes, file: str, notes: list[Note]) -> str:
    """Return the encoding that reads every byte."""
    if content.startswith(_UTF16):
        return _checked(content, "utf-16", file, notes, NoteCode.READ_AS_UTF16)
    if (nul := content.find(b"\0")) >= 0:
        raise UnusableError([Problem(ProblemCode.NUL, file, _line_of(content, nul))])
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        if content.startswith(b"\xef\xbb\xbf") or _TWO_BYTES.search(content):
            line = _line_of(content, failure.start)
            raise UnusableError([Problem(ProblemCode.MIXED_ENCODING, file, line)]) from None
        return _checked(content, "cp1252", file, notes, NoteCode.READ_AS_CP1252)
    return "utf-8-sig"


def _checked(content: bytes, encoding: str, file: str, notes: list[Note], code: NoteCode) -> str:
    """Return `encoding` once it has read everything, with a note that shows one word that it changes."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as failure:
        line = _line_of(content, failure.start)
        raise UnusableError([Problem(ProblemCode.UNKNOWN_ENCODING, file, line)]) from None
    if (nul := text.find("\0")) >= 0:
        raise UnusableError([Problem(ProblemCode.NUL, file, text.count("\n", 0, nul) + 1)])
    sample = re.search(r"\w*[^\x00-\x7f\ufeff]\w*", text)
    notes.append(Note(code, file, sample.group() if sample else ""))
    return encoding


def _first_lines(content: bytes, encoding: str, layout: Layout) -> tuple[int, str]:
    """Return how many lines come before the header because of a `sep=;` line, and the separator."""
    first = _text(content, encoding).readline()
    if (declared := _SEPARATOR_LINE.fullmatch(first)) and declared.group(1) in SEPARATORS:
        return 1, declared.group(1)
    best = (0, 0, 0)
    for rank, separator in enumerate(SEPARATORS):
        header = _header(content, encoding, separator)
        known = sum(map(bool, layout.places(header)))
        best = max(best, (known, len(header), -rank))
    return 0, SEPARATORS[-best[2]]


def _header(content: bytes, encoding: str, separator: str) -> list[str]:
    """Return the first line that holds something, cut by this separator; empty when it cannot be cut."""
    try:
        lines = _short(_text(content, encoding), 0, "")
        reader = csv.reader(lines, delimiter=separator, strict=True)
        return next((cells for cells in reader if any(c.strip() for c in cells)), [])
    except (csv.Error, UnusableError):
        return []  # said with its line when the rows are read


def _rows(content: bytes, encoding: str, separator: str, skipped: int, file: str) -> Iterator[Row]:
    """Yield each row with the line where it starts; a quotation that does not close stops everything."""
    lines = _text(content, encoding)
    for _ in range(skipped):
        lines.readline()
    reader = csv.reader(_short(lines, skipped, file), delimiter=separator, strict=True)
    start = 1 + skipped
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1 + skipped
    except csv.Error:
        raise UnusableError([_open_quote(content, encoding, separator, start, file)]) from None


def _short(lines: Iterable[str], skipped: int, file: str) -> Iterator[str]:
    """Yield the lines; one that no list of people holds is refused before it is cut into a million cells."""
    for number, line in enumerate(lines, start=1 + skipped):
        if len(line) > LONGEST_LINE and '"' not in line:
            raise UnusableError([Problem(ProblemCode.LINE_TOO_LONG, file, number, detail=str(len(line)))])
        yield line


def _open_quote(content: bytes, encoding: str, separator: str, start: int, file: str) -> Problem:
    """Return what stopped the csv module in the row that starts at line `start`, and on which line."""
    lines = _text(content, encoding)
    for _ in islice(lines, start - 1):
        pass
    text = lines.read(FAR)
    opened, line, i, quoted, fresh = start, start, 0, False, True
    while i < len(text):
        letter = text[i]
        line += letter == "\n"
        if letter == '"' and quoted:
            after = text[i + 1 : i + 2]
            if after == '"':
                i += 1
            elif after in (separator, "\r", "\n") or (after == "" and len(text) < FAR):
                quoted = False
            else:
                break
        elif letter == '"' and fresh:
            quoted, opened = True, line
        elif letter == "\n" and not quoted:
            break
        fresh = letter == separator and not quoted
        i += 1
    if quoted:
        return Problem(ProblemCode.OPEN_QUOTE, file, opened, value=text[:60])
    return Problem(ProblemCode.CELL_TOO_LONG, file, start, detail=str(MAX_CELL))
