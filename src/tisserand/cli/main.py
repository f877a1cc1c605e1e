"""The command `tisserand`: which command was asked, and what to say when it cannot be done."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime

from tisserand import __version__
from tisserand.cli import site
from tisserand.cli.help import help_of, help_text
from tisserand.cli.language import language
from tisserand.formats.problems import Problem, ProblemCode, UnusableError
from tisserand.wording.catalogue import N_, translator
from tisserand.wording.problems import sentences

DONE, REFUSED, INTERRUPTED, NOBODY_READS = 0, 2, 130, 141
COMMANDS = ("weave", "measure", *site.COMMANDS)
STOPPED = N_("Stopped. Nothing was written.")


def main(argv: Sequence[str]) -> int:
    """Run one command; return 0 (done), 2 (refused), 130 (stopped) or 141 (nobody reads the output)."""
    _speak_utf8()
    lang = language(argv, os.environ)
    try:
        return _run(list(argv), lang)
    except UnusableError as refusal:
        return _refuse(refusal, lang)
    except site.Stop as reason:
        print(reason.said(translator(lang)), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("\n" + translator(lang).gettext(STOPPED), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # the interpreter flushes once more on its way out, and would complain there
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    except MemoryError:
        return _refuse(UnusableError([Problem(ProblemCode.NO_MEMORY)]), lang)
    except OSError as failure:
        code = ProblemCode.OUT_DISK_FULL if failure.errno == errno.ENOSPC else ProblemCode.OUT_FAILED
        return _refuse(UnusableError([Problem(code, detail=failure.strerror or "")]), lang)


def _run(argv: list[str], lang: str) -> int:
    argv = _after_language(argv)
    command = argv[0] if argv else "--help"
    if command in ("--version", "-V"):
        print(f"tisserand {__version__}")
        return DONE
    if command == "demo" and any(word.partition("=")[0] == "--out" for word in argv):
        return _write_demo(argv[1:], lang)
    if command in ("--help", "-h", "help") or (command in COMMANDS and _wants_help(argv)):
        own = command in site.COMMANDS and command != "demo"
        print(help_of(command, translator(lang)) if own else help_text(translator(lang)))
        return DONE
    if command in site.COMMANDS:
        return site.run(command, argv[1:], translator(lang))
    if command == "weave":
        from tisserand.cli.files import run_weave

        return run_weave(argv[1:], today(), lang)
    if command == "measure":
        from tisserand.cli.files import run_measure

        return run_measure(argv[1:], today(), lang)
    raise UnusableError([Problem(ProblemCode.UNKNOWN_COMMAND, value=command)])


def _write_demo(argv: list[str], lang: str) -> int:
    from tisserand.cli.demo.command import main as run_demo

    return run_demo(["--lang", lang, *argv])


def _after_language(argv: list[str]) -> list[str]:
    """Return the words after a `--lang` said before the command."""
    if argv and argv[0] == "--lang":
        return argv[2:]
    return argv[1:] if argv and argv[0].startswith("--lang=") else argv


def _wants_help(argv: list[str]) -> bool:
    return "--help" in argv or "-h" in argv


def today() -> date:
    """Return the day it is here or in UTC, the later one: a contact of tonight is not in the future."""
    return max(datetime.now().date(), datetime.now(UTC).date())


def _refuse(refusal: UnusableError, lang: str) -> int:
    for line in sentences(refusal, translator(lang)):
        print(line, file=sys.stderr)
    return REFUSED


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: names have accents."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
