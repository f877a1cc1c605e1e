"""What was asked on the command line, checked; what cannot be understood is a problem with a code."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from tisserand.formats.cells import day, whole
from tisserand.formats.network import Paths
from tisserand.formats.people import MOST_A_WEEK
from tisserand.formats.problems import Problem, ProblemCode, Problems, UnusableError
from tisserand.wording.catalogue import LANGUAGES

MOST_WEEKS = 52
LARGEST_SEED = 2**63 - 1

MEASURE = ("--on", "--lang")
WEAVE = (*MEASURE, "--bridges", "--met", "--apart", "--circles", "--budget", "--weeks", "--seed", "--out")
FLAGS = ("--json", "--inside")
_NO_VALUE = "\0"


@dataclass(frozen=True, slots=True)
class Asked:
    """A whole command: which files, seen from which day, and what to do with the answer.

    `budget` None: the network's usual one.
    """

    paths: Paths
    on: date | None = None
    budget: int | None = None
    weeks: int = 1
    seed: int = 0
    inside: bool = False
    json: bool = False
    out: Path | None = None


class Parser(argparse.ArgumentParser):
    """argparse for cutting words only: whatever it refuses becomes a problem of ours."""

    def __init__(self) -> None:
        super().__init__(prog="tisserand", add_help=False, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        option = next((word for word in message.replace(":", " ").split() if word.startswith("-")), "")
        code = ProblemCode.UNKNOWN_OPTION
        if message.startswith("argument "):
            valued = message.endswith("expected one argument")
            code = ProblemCode.OPTION_WITHOUT_VALUE if valued else ProblemCode.BAD_VALUE
        raise UnusableError([Problem(code, column=option or message)])


def asked(argv: Sequence[str], today: date, *, weaving: bool) -> Asked:
    """Return what `weave` (or `measure`) was asked, or raise `UnusableError` with every misunderstanding."""
    words = vars(_cut(argv, WEAVE if weaving else MEASURE, FLAGS if weaving else FLAGS[:1]))
    problems = Problems()
    files: list[str] = words["files"]
    if len(files) < 2:
        problems.add(Problem(ProblemCode.MISSING_ARGUMENT))
    for extra in files[2:]:
        problems.add(Problem(ProblemCode.EXTRA_ARGUMENT, value=extra))
    for name, value in words.items():
        if value == _NO_VALUE:
            problems.add(Problem(ProblemCode.OPTION_WITHOUT_VALUE, column=f"--{name}"))
    problems.check_none()
    if words["lang"] not in (None, *LANGUAGES):
        problems.add(Problem(ProblemCode.UNKNOWN_LANGUAGE, column="--lang", value=words["lang"]))
    found = Asked(
        Paths(
            Path(files[0]),
            Path(files[1]),
            *(_path(words.get(name)) for name in ("bridges", "met", "apart", "circles")),
        ),
        _day(words["on"], today, problems),
        _number(words, "budget", 0, MOST_A_WEEK, problems),
        _number(words, "weeks", 1, MOST_WEEKS, problems) or 1,
        _number(words, "seed", 0, LARGEST_SEED, problems) or 0,
        bool(words.get("inside")),
        bool(words["json"]),
        _path(words.get("out")),
    )
    problems.check_none()
    return found


def _cut(argv: Sequence[str], options: Sequence[str], flags: Sequence[str]) -> argparse.Namespace:
    """Return the words of the command under their options; an unknown option is refused."""
    parser = Parser()
    parser.add_argument("files", nargs="*")
    for option in options:
        parser.add_argument(option, nargs="?", const=_NO_VALUE)
    for flag in flags:
        parser.add_argument(flag, action="store_true")
    words, unknown = parser.parse_known_intermixed_args(argv)
    strangers = [word for word in unknown if word.startswith("-")]
    if strangers:
        raise UnusableError(Problem(ProblemCode.UNKNOWN_OPTION, column=word) for word in strangers)
    words.files += unknown
    return words


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _day(text: str | None, today: date, problems: Problems) -> date | None:
    if text is None:
        return None
    found = day(text.strip())
    if found is None:
        problems.add(Problem(ProblemCode.BAD_DAY, column="--on", value=text))
    elif found > today:
        problems.add(Problem(ProblemCode.FUTURE_DAY, column="--on", value=text))
    return found


def _number(words: dict[str, Any], name: str, least: int, most: int, problems: Problems) -> int | None:
    text = words.get(name)
    if text is None:
        return None
    number = whole(text.strip(), most)
    if number is None or number < least:
        detail = f"{least}–{most}"
        problems.add(Problem(ProblemCode.BAD_NUMBER, column=f"--{name}", value=text, detail=detail))
    return number
