"""`tisserand demo`: weave the fictional network, write its files and its page in a folder, say where."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tisserand.cli.language import language
from tisserand.formats.cells import day, whole
from tisserand.formats.problems import Problem, ProblemCode, Problems, UnusableError
from tisserand.wording.catalogue import LANGUAGES, Words, translator

FOLDER = Path("tisserand-demo")
OPTIONS = ("--on", "--seed", "--lang", "--out")
SEED, LARGEST_SEED = 7, 2**63 - 1
PAGE, INTRODUCTIONS = "index.html", "introductions.csv"


@dataclass(frozen=True, slots=True)
class Demo:
    """What a demo wrote: its page, the introductions it tells, the files that were woven."""

    page: Path
    introductions: Path
    woven: tuple[Path, ...]


def main(argv: Sequence[str]) -> int:
    """Write the demo and print where its page is; the exit code. `UnusableError` when it cannot be done."""
    lang = language(argv, os.environ)
    words = translator(lang)
    options = _asked(argv)
    for line in said(written(options.out, options.on, lang=lang, seed=options.seed), words):
        print(line)
    return 0


class _Options(NamedTuple):
    out: Path
    on: date
    seed: int


def _asked(argv: Sequence[str]) -> _Options:
    """What was asked, or `UnusableError` with every misunderstanding."""
    given, problems = _cut(argv), Problems()
    on, seed = given["--on"], given["--seed"]
    found = _Options(
        Path(given["--out"] or FOLDER),
        (day(on.strip()) if on else date.today()) or date.max,
        (whole(seed.strip(), LARGEST_SEED) if seed else SEED) or 0,
    )
    if found.on == date.max:
        problems.add(Problem(ProblemCode.BAD_DAY, column="--on", value=on or ""))
    if seed and whole(seed.strip(), LARGEST_SEED) is None:
        detail = f"0–{LARGEST_SEED}"
        problems.add(Problem(ProblemCode.BAD_NUMBER, column="--seed", value=seed, detail=detail))
    if given["--lang"] not in (None, *LANGUAGES):
        problems.add(Problem(ProblemCode.UNKNOWN_LANGUAGE, column="--lang", value=given["--lang"] or ""))
    problems.check_none()
    return found


def _cut(argv: Sequence[str]) -> dict[str, str | None]:
    """The value given to each option; anything else is refused."""
    given: dict[str, str | None] = dict.fromkeys(OPTIONS)
    left = [part for word in argv for part in (word.split("=", 1) if word.startswith("--") else [word])]
    while left:
        word = left.pop(0)
        if not word.startswith("-"):
            raise UnusableError([Problem(ProblemCode.EXTRA_ARGUMENT, value=word)])
        if word not in OPTIONS:
            raise UnusableError([Problem(ProblemCode.UNKNOWN_OPTION, column=word)])
        if not left:
            raise UnusableError([Problem(ProblemCode.OPTION_WITHOUT_VALUE, column=word)])
        given[word] = left.pop(0)
    return given


def said(demo: Demo, words: Words) -> Iterable[str]:
    """The lines that tell what was written."""
    files = ", ".join(path.name for path in (*demo.woven, demo.introductions))
    yield words.gettext("The page of the week: {path}").format(path=demo.page.resolve())
    yield words.gettext("Beside it: {files}. Everybody in them is invented.").format(files=files)


def written(folder: Path, on: date, *, lang: str = "fr", seed: int = SEED) -> Demo:
    """The demo of the week of `on`, written in `folder` (made when absent)."""
    from tisserand.cli.demo.page import week_view
    from tisserand.cli.demo.world import world, write_files
    from tisserand.formats.introductions import HEADER, rows, told
    from tisserand.formats.output import whole_file, write_table
    from tisserand.formats.weaving import weave
    from tisserand.web.page import rendered
    from tisserand.wording.reasons import why

    words = translator(lang)
    drawn = world(on, seed)
    weaving = weave(drawn.network, drawn.monday)
    folder.mkdir(parents=True, exist_ok=True)
    files = write_files(drawn, folder)
    introductions, page = folder / INTRODUCTIONS, folder / PAGE
    write_table(introductions, HEADER, rows(told(one, why(one, words)) for one in weaving.introductions))
    html = rendered(week_view(drawn, weaving, lang), lang)
    with whole_file(page) as stream:
        stream.write(html.encode())
    return Demo(page, introductions, files)
