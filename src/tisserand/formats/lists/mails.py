"""Addresses copied from a mail: `Ada Martin <ada@example.org>, bob@example.org`, as rows of two cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from tisserand.formats.layout import Layout, Row

LOOKED_AT = 20
"""Pieces that decide whether a text is a list of addresses."""
_PIECE = re.compile(r'(?:"[^"\n]*"|<[^<>\n]*>|[^,;\n"<]|["<])+')
_NAMED = re.compile(r'\s*"?([^<>]*?)"?\s*<\s*([^<>]*?)\s*>\s*')


def is_mail_text(content: bytes, layout: Layout) -> bool:
    """Say whether bytes are addresses as a mail writes them: no heading, no tab, an @ in most pieces."""
    head = content[:100_000].decode("utf-8-sig", "ignore").strip()
    first, _, _ = head.partition("\n")
    if not head or "@" not in first or "\0" in head or "\t" in first:
        return False
    if any(layout.places(re.split("[,;]", first))):
        return False
    pieces = list(islice((piece for piece in _PIECE.findall(head) if piece.strip()), LOOKED_AT))
    addressed = sum("@" in piece for piece in pieces)
    return "@" in pieces[0] and 2 * addressed > len(pieces)


def mail_rows(text: str) -> Iterator[Row]:
    """Yield (line, [name, address]) for each piece; the address is empty where there is none."""
    line, place = 1, 0
    for found in _PIECE.finditer(text.replace("\r\n", "\n").replace("\r", "\n")):
        line += found.string.count("\n", place, found.start())
        place = found.start()
        if piece := found.group().strip():
            yield line, _cut(piece)


def _cut(piece: str) -> list[str]:
    if named := _NAMED.fullmatch(piece):
        name, address = named.groups()
        return [name.replace('"', "").strip(), address]
    words = piece.replace('"', " ").split()
    address = next((word for word in words if "@" in word), "")
    return [" ".join(word for word in words if word != address), address]
