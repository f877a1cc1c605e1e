"""What the command line understands, and how it refuses the rest."""

from datetime import date
from pathlib import Path

import pytest

from tests.formats.files import codes
from tisserand.cli.arguments import Asked, asked
from tisserand.formats.network import Paths
from tisserand.formats.problems import Problem, ProblemCode, UnusableError

TODAY = date(2026, 3, 31)
FILES = Paths(Path("p.csv"), Path("t.csv"))


def problems(*words: str, weaving: bool = True) -> tuple[Problem, ...]:
    with pytest.raises(UnusableError) as refusal:
        asked(words, TODAY, weaving=weaving)
    return refusal.value.problems


def test_two_files_are_enough() -> None:
    assert asked(["p.csv", "t.csv"], TODAY, weaving=True) == Asked(FILES)
    assert asked(["p.csv", "t.csv"], TODAY, weaving=False) == Asked(FILES)


def test_every_option_is_understood_wherever_it_stands() -> None:
    words = [
        "--bridges",
        "b.csv",
        "p.csv",
        "--met",
        "m.csv",
        "--apart=a.csv",
        "--circles=c.csv",
        "--budget",
        "3",
        "--weeks",
        "4",
    ]
    words += [
        "t.csv",
        "--on",
        "2026-03-05",
        "--inside",
        "--seed",
        "7",
        "--lang",
        "en",
        "--out",
        "o.csv",
        "--json",
    ]
    assert asked(words, TODAY, weaving=True) == Asked(
        Paths(Path("p.csv"), Path("t.csv"), Path("b.csv"), Path("m.csv"), Path("a.csv"), Path("c.csv")),
        date(2026, 3, 5),
        3,
        4,
        7,
        True,
        True,
        Path("o.csv"),
    )


@pytest.mark.parametrize(
    ("words", "code", "column"),
    [
        ("", ProblemCode.MISSING_ARGUMENT, ""),
        ("p.csv", ProblemCode.MISSING_ARGUMENT, ""),
        ("p.csv t.csv x.csv", ProblemCode.EXTRA_ARGUMENT, ""),
        ("p.csv t.csv --colour", ProblemCode.UNKNOWN_OPTION, "--colour"),
        ("p.csv t.csv --budg 3", ProblemCode.UNKNOWN_OPTION, "--budg"),
        ("p.csv t.csv -x", ProblemCode.UNKNOWN_OPTION, "-x"),
        ("p.csv t.csv --json=yes", ProblemCode.BAD_VALUE, "--json"),
        ("p.csv t.csv --out", ProblemCode.OPTION_WITHOUT_VALUE, "--out"),
        ("p.csv t.csv --budget --json", ProblemCode.OPTION_WITHOUT_VALUE, "--budget"),
        ("p.csv t.csv --budget three", ProblemCode.BAD_NUMBER, "--budget"),
        ("p.csv t.csv --budget -1", ProblemCode.BAD_NUMBER, "--budget"),
        ("p.csv t.csv --budget 51", ProblemCode.BAD_NUMBER, "--budget"),
        ("p.csv t.csv --weeks 0", ProblemCode.BAD_NUMBER, "--weeks"),
        ("p.csv t.csv --weeks 53", ProblemCode.BAD_NUMBER, "--weeks"),
        ("p.csv t.csv --seed 99999999999999999999", ProblemCode.BAD_NUMBER, "--seed"),
        ("p.csv t.csv --on demain", ProblemCode.BAD_DAY, "--on"),
        ("p.csv t.csv --on 2026-04-01", ProblemCode.FUTURE_DAY, "--on"),
        ("p.csv t.csv --lang de", ProblemCode.UNKNOWN_LANGUAGE, "--lang"),
    ],
)
def test_misunderstanding_is_refused_by_name(words: str, code: ProblemCode, column: str) -> None:
    (problem,) = problems(*words.split())
    assert (problem.code, problem.column) == (code, column)


def test_every_misunderstanding_is_told() -> None:
    found = problems("p.csv", "t.csv", "--budget", "x", "--weeks", "y", "--on", "z")
    assert codes(found) == [ProblemCode.BAD_DAY, ProblemCode.BAD_NUMBER, ProblemCode.BAD_NUMBER]


def test_option_of_another_command_is_unknown() -> None:
    assert codes(problems("p.csv", "t.csv", "--budget", "3", weaving=False)) == [ProblemCode.UNKNOWN_OPTION]
