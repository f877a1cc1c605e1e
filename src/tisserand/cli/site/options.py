"""The words of a command of the site, under their options; what cannot be understood is a problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tisserand.formats.cells import whole
from tisserand.formats.problems import Problem, ProblemCode, Problems, UnusableError


@dataclass(frozen=True, slots=True)
class Options:
    """What was given: words in order, values under their option, flags that were raised."""

    words: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()

    def number(self, option: str, default: int, least: int, most: int) -> int:
        """Return the whole number of an option; `UnusableError` when it is none, or out of bounds."""
        text = self.values.get(option)
        if text is None:
            return default
        found = whole(text.strip(), most)
        if found is None or found < least:
            raise UnusableError(
                [Problem(ProblemCode.BAD_NUMBER, column=option, value=text, detail=f"{least}–{most}")]
            )
        return found


def cut(
    argv: Sequence[str], *, words: int = 0, valued: Sequence[str] = (), flags: Sequence[str] = ()
) -> Options:
    """Return a command's words, exactly as many as it takes; `UnusableError` for whatever else was written.

    `--lang` was read before, and is passed over.
    """
    problems = Problems()
    given: list[str] = []
    values: dict[str, str] = {}
    raised: set[str] = set()
    left = [part for word in argv for part in (word.split("=", 1) if word.startswith("--") else [word])]
    while left:
        word = left.pop(0)
        if word in flags:
            raised.add(word)
        elif word in (*valued, "--lang"):
            if not left:
                problems.add(Problem(ProblemCode.OPTION_WITHOUT_VALUE, column=word))
            else:
                values[word] = left.pop(0)
        elif word.startswith("-"):
            problems.add(Problem(ProblemCode.UNKNOWN_OPTION, column=word))
        else:
            given.append(word)
    for extra in given[words:]:
        problems.add(Problem(ProblemCode.EXTRA_ARGUMENT, value=extra))
    problems.check_none()
    return Options(tuple(given), values, frozenset(raised))
