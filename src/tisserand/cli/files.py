"""`tisserand weave` and `tisserand measure`: files in, introductions or figures out, without a database."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tisserand.cli.arguments import Asked, asked
from tisserand.cli.progress import Bar
from tisserand.formats.network import Reading, read_network
from tisserand.formats.output import check_writable, csv_lines, whole_file, write_table
from tisserand.wording.catalogue import translator

if TYPE_CHECKING:
    from tisserand.formats.weaving import Weaving


def run_weave(argv: Sequence[str], today: date, lang: str) -> int:
    """Weave the network of the files; return 0. `UnusableError` when something has to be mended first."""
    started = time.perf_counter()
    want, words = asked(argv, today, weaving=True), translator(lang)
    if want.out:
        check_writable(want.out, want.paths.all())
    bar = Bar(sys.stderr, words)
    bar("reading", 0.0)
    reading = read_network(want.paths, today, want.on)
    # numba and OR-Tools take a second to load: not for a file that cannot be read
    from tisserand.formats.figures import summary, why_nobody
    from tisserand.formats.introductions import HEADER, told
    from tisserand.wording.figures import nobody, note, summary_lines
    from tisserand.wording.reasons import why

    weaving = _woven(want, reading, bar)
    rows = [told(one, why(one, words)) for one in weaving.introductions]
    figures = replace(summary(weaving, seed=want.seed), seconds=time.perf_counter() - started)
    bar.done()
    if want.json:
        plain = {"summary": figures.plain(), "introductions": [one.plain() for one in rows]}
        _write(want, [json.dumps(plain, ensure_ascii=False, indent=1), "\n"])
    else:
        _write_rows(want, HEADER, [one.row() for one in rows])
    _tell(note(one, words) for one in reading.notes)
    if not rows:
        _tell([nobody(why_nobody(weaving, inside=want.inside), words)])
    _tell(summary_lines(figures, words))
    return 0


def _woven(want: Asked, reading: Reading, bar: Bar) -> Weaving:
    from tisserand.engine.policy import DEFAULT
    from tisserand.formats.weaving import weave

    return weave(
        reading.network,
        reading.on,
        weeks=want.weeks,
        cap=DEFAULT.weekly_cap if want.budget is None else want.budget,
        inside=want.inside,
        seed=want.seed,
        progress=bar,
    )


def run_measure(argv: Sequence[str], today: date, lang: str) -> int:
    """Measure the network of the files; return 0. `UnusableError` when something has to be mended first."""
    want, words = asked(argv, today, weaving=False), translator(lang)
    reading = read_network(want.paths, today, want.on)
    from tisserand.formats.figures import measured
    from tisserand.formats.problems import NoteCode
    from tisserand.wording.figures import note, table_lines

    on, figures = measured(reading.network, reading.on)
    if want.json:
        plain = {"on": on.isoformat(), "figures": {figure.code: figure.plain() for figure in figures}}
        _write(want, [json.dumps(plain, ensure_ascii=False, indent=1), "\n"])
    else:
        _write(want, (line + "\n" for line in table_lines(on, figures, words)))
    _tell(note(one, words) for one in reading.notes if one.code is not NoteCode.OPEN_TO_ALL)
    return 0


def _write_rows(want: Asked, header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    if want.out:
        write_table(want.out, header, rows)
    else:
        _write(want, csv_lines(header, rows))


def _write(want: Asked, texts: Iterable[str]) -> None:
    """Write to the file asked, or to the standard output."""
    if want.out is None:
        for text in texts:
            sys.stdout.write(text)
        sys.stdout.flush()
        return
    with whole_file(want.out) as stream:
        for text in texts:
            stream.write(text.encode())


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)
