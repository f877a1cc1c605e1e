"""Files out: a table or a text, written whole or not at all."""

from __future__ import annotations

import contextlib
import csv
import errno
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from tisserand.formats.cells import guarded
from tisserand.formats.problems import Problem, ProblemCode, UnusableError

Value = str | int | float | None
"""Text is guarded against formulas; numbers are written as they are; None is an empty cell."""

_REFUSALS = {
    errno.EISDIR: ProblemCode.OUT_IS_FOLDER,
    errno.ENOENT: ProblemCode.OUT_NO_FOLDER,
    errno.ENOTDIR: ProblemCode.OUT_NO_FOLDER,
    errno.EACCES: ProblemCode.OUT_NOT_ALLOWED,
    errno.EPERM: ProblemCode.OUT_NOT_ALLOWED,
    errno.EROFS: ProblemCode.OUT_NOT_ALLOWED,
    errno.ENOSPC: ProblemCode.OUT_DISK_FULL,
    errno.EDQUOT: ProblemCode.OUT_DISK_FULL,
}


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Give a stream whose content replaces `path` at the end, at once; after any error `path` is untouched.

    `UnusableError` when the system refuses. A device or a pipe is written directly: nothing to replace there.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                yield stream
            return
        target = Path(os.path.realpath(path))
        beside = target.with_name(f".{target.name[:200]}.{os.getpid()}.part")
        try:
            with beside.open("xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if target.exists():
                beside.chmod(target.stat().st_mode & 0o7777)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as failure:
        if isinstance(failure, BrokenPipeError):
            raise
        code = _REFUSALS.get(failure.errno or 0, ProblemCode.OUT_FAILED)
        detail = failure.strerror or ""
        raise UnusableError([Problem(code, str(path), detail=detail)]) from None


def check_writable(path: Path, inputs: Iterable[Path]) -> None:
    """Raise `UnusableError` before any work when `path` could not be written, or is one of the `inputs`."""
    for source in inputs:
        with contextlib.suppress(OSError):
            if path.samefile(source):
                raise UnusableError([Problem(ProblemCode.OUT_IS_INPUT, str(path), value=source.name)])
    code = None
    if path.is_dir():
        code = ProblemCode.OUT_IS_FOLDER
    elif not path.parent.is_dir():
        code = ProblemCode.OUT_NO_FOLDER
    elif not os.access(path if path.exists() else path.parent, os.W_OK):
        code = ProblemCode.OUT_NOT_ALLOWED
    if code:
        raise UnusableError([Problem(code, str(path))])


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """Yield a CSV table as text, a few hundred rows at a time."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(header)
    for number, row in enumerate(rows, start=1):
        writer.writerow([guarded(value) if isinstance(value, str) else value for value in row])
        if number % 512 == 0:
            yield page.getvalue()
            page.seek(0)
            page.truncate()
    yield page.getvalue()


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write a table, as XLSX when the name ends so, else as CSV in UTF-8."""
    with whole_file(path) as stream:
        if path.suffix.lower() == ".xlsx":
            _write_workbook(stream, header, rows)
        else:
            for lines in csv_lines(header, rows):
                stream.write(lines.encode())


def _workbook_cell(value: Value) -> Value:
    """Return a cell as a workbook keeps it: a number needing more than its sixteen digits goes as text."""
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        return repr(value)
    return guarded(value) if isinstance(value, str) else value


def _write_workbook(stream: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("tisserand")
    sheet.append(list(header))
    for row in rows:
        sheet.append([_workbook_cell(value) for value in row])
    packed = io.BytesIO()
    book.save(packed)
    stream.write(packed.getvalue())
