"""Introductions -> rows of the table that people read, and the same as plain values for JSON.

Printed values have six decimals, and add up to the printed score exactly: the reasons are the score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tisserand.formats.weaving import Introduction
from tisserand.vocabulary import Reason

HEADER = (
    "week", "a", "b", "score", "circle_a", "circle_b", "shared_contacts", "go_between", "reasons", "why",
)  # fmt: skip
MICRO = 1_000_000
FEW = 5
"""Nothing about fewer people than this is a figure."""


@dataclass(frozen=True, slots=True)
class Told:
    """One introduction as it is printed; `score` and `values` in millionths."""

    week: int
    a: str
    b: str
    score: int
    circle_a: str
    circle_b: str
    shared_contacts: str
    go_between: str
    values: dict[Reason, int]
    why: str

    def row(self) -> tuple[str | int, ...]:
        """Return the cells, in the order of `HEADER`; numbers that nothing may alter are not guarded text."""
        reasons = "|".join(f"{code}={millionths(value)}" for code, value in self.values.items())
        return (
            self.week, self.a, self.b, millionths(self.score), self.circle_a, self.circle_b,
            self.shared_contacts, self.go_between, reasons, self.why,
        )  # fmt: skip

    def plain(self) -> dict[str, object]:
        """Return the same for JSON, reasons as numbers."""
        return dict(zip(HEADER, self.row(), strict=True)) | {
            "score": self.score / MICRO,
            "reasons": {str(code): value / MICRO for code, value in self.values.items()},
        }


def told(introduction: Introduction, why: str) -> Told:
    """Return an introduction as it is printed, with its sentence."""
    score, values = printed(list(introduction.values.values()))
    between = introduction.go_between
    return Told(
        introduction.week,
        introduction.a.id,
        introduction.b.id,
        score,
        introduction.circle_a,
        introduction.circle_b,
        few(introduction.shared),
        between.id if between else "",
        dict(zip(introduction.values, values, strict=True)),
        why,
    )


def few(number: int) -> str:
    """Return a count of people as it may be told: 0, `<5`, or the number from five up.

    Not `1-4`, which a spreadsheet reads as a day of April.
    """
    return str(number) if number == 0 or number >= FEW else f"<{FEW}"


def printed(values: Sequence[float]) -> tuple[int, list[int]]:
    """Return the sum of the values and each of them in millionths, such that the parts add up to the sum.

    Largest remainders: every part is its value rounded down or up, never further.
    """
    exact = [value * MICRO for value in values]
    parts = [int(value) for value in exact]
    total = round(sum(exact))
    by_remainder = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return total, parts


def millionths(value: int) -> str:
    """Return a number of millionths with its six decimals."""
    return f"{value // MICRO}.{value % MICRO:06d}"


def rows(introductions: Iterable[Told]) -> Iterable[tuple[str | int, ...]]:
    """Return the rows of the table."""
    return (introduction.row() for introduction in introductions)
