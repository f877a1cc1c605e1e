"""What a kind of table may hold: its columns, under every heading understood, in French and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tisserand.formats.cells import folded

Row = tuple[int, list[str]]
"""A line number, counted from 1, and the cells of that line."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns that a kind of table may have: code -> the headings understood, folded."""

    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]

    def places(self, header: list[str]) -> list[str]:
        """Return the code of each heading, '' where the heading says nothing to us."""
        known = {name: code for code, names in self.columns.items() for name in (code, *names)}
        return [known.get(h.strip().casefold()) or known.get(folded(h), "") for h in header]
