"""How the letters of a list were written: as its bytes say, or as its owner says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from tisserand.formats.problems import Note, NoteCode, Problem, ProblemCode, UnusableError

ENCODINGS = {"utf-8": "utf-8-sig", "cp1252": "cp1252", "utf-16": "utf-16", "mac-roman": "mac-roman"}
"""The ways to write that may be chosen, and what Python calls them."""
SHOWN = 5
"""Accented words shown in each."""
_ACCENTED = re.compile(rb"[^\s,;\t\"<>@]{0,24}[\x80-\xff][^\s,;\t\"<>@]{0,24}")
_WORD = re.compile(r"[^\s,;\"<>@]*[^\s\x00-\x7f\ufeff][^\s,;\"<>@]*")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_READ_AS = {NoteCode.READ_AS_CP1252: "cp1252", NoteCode.READ_AS_UTF16: "utf-16"}


def is_workbook(content: bytes) -> bool:
    """Say whether bytes are a workbook, which holds its own way to write."""
    return content.startswith(b"PK")


def in_utf8(content: bytes, file: str, encoding: str) -> bytes:
    """Return a list written in UTF-8 when its owner said how it was written; else as it came.

    `UnusableError` when the letters are not written that way.
    """
    if not encoding or is_workbook(content):
        return content
    try:
        return content.decode(ENCODINGS[encoding]).encode()
    except (UnicodeError, KeyError) as failure:
        at = failure.start if isinstance(failure, UnicodeDecodeError) else 0
        line = content.count(b"\n", 0, at) + 1
        raise UnusableError([Problem(ProblemCode.NOT_SO_WRITTEN, file, line, detail=encoding)]) from None


def found_encoding(content: bytes, notes: Iterable[Note]) -> str:
    """Return how a list was read when nobody said; "" for a workbook."""
    if is_workbook(content):
        return ""
    return next((_READ_AS[note.code] for note in notes if note.code in _READ_AS), "utf-8")


def samples(content: bytes) -> tuple[tuple[str, str], ...]:
    """Return (encoding, accented words) for each way that can read the first accents; nothing without any."""
    if is_workbook(content):
        return ()
    if content.startswith(_WIDE):
        text = content[:20_000].decode("utf-16", "ignore")
        return (("utf-16", _words(text)),) if _words(text) else ()
    piece = b" ".join(dict.fromkeys(islice((m.group() for m in _ACCENTED.finditer(content)), SHOWN)))
    found = []
    for encoding in ("utf-8", "cp1252", "mac-roman"):
        try:
            words = _words(piece.decode(encoding))
        except UnicodeDecodeError:
            continue
        if words:
            found.append((encoding, words))
    return tuple(found)


def _words(text: str) -> str:
    return " ".join(dict.fromkeys(islice(_WORD.findall(text), SHOWN)))
