"""The commands of an installation: those that need its database. One file each, one row in the table.

To add one: a module here with `run(argv, words) -> int`, a row below, its lines in docs/*/host.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

from tisserand.domain.refused import Refused
from tisserand.formats.problems import Problem, ProblemCode, UnusableError
from tisserand.wording import refusals
from tisserand.wording.catalogue import N_, Words

NO_DATABASE = N_("The database cannot be used: {reason}")


class Command(NamedTuple):
    """Where a command is, how it is written, and what it does in one line."""

    module: str
    usage: str
    purpose: str


COMMANDS = {
    "demo": Command("demo", "[--port N]", N_("the whole platform on an invented network, in a browser")),
    "setup": Command("setup", "", N_("prepare the folder and the database; safe to repeat")),
    "serve": Command(
        "serve",
        "[--host ADDRESS] [--port N] [--workers N] [--no-worker]",
        N_("open the pages, with a worker beside them"),
    ),
    "worker": Command("worker", "", N_("keep the clock and do the jobs")),
    "signin": Command(
        "signin", "ADDRESS [--reset-second-factor]", N_("print a sign-in code, before mail is set up")
    ),
    "import": Command(
        "bring",
        "FILE --as ADDRESS [--circle NAME] [--send]",
        N_("make invitations of a list of members; nothing is sent unless asked"),
    ),
    "weaving": Command("weaving", "", N_("weave this week now; once a week, whatever happens")),
    "export": Command("export", "FOLDER", N_("write the network as files, for “weave”")),
    "check": Command("check", "[--json]", N_("say how the installation is")),
    "backup": Command("backup", "FILE", N_("save everything in one file, while people use it")),
    "restore": Command(
        "restore",
        "FILE --into FOLDER [--ledger FILE]",
        N_("bring a backup back, without anybody erased since"),
    ),
}


class Stop(Exception):
    """The command cannot go on: a sentence, to be said in the reader's language, and its facts."""

    def __init__(self, sentence: str, /, **facts: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.facts = facts

    def said(self, words: Words) -> str:
        """Return the sentence in the language of `words`."""
        return words.gettext(self.sentence).format(**self.facts)


def run(name: str, argv: Sequence[str], words: Words) -> int:
    """Run one command of the table and return its exit code; `Stop` when it cannot go on.

    What a room refuses, and a database that is away or full, are sentences too.
    """
    module = import_module(f"{__name__}.{COMMANDS[name].module}")
    try:
        code: int = module.run(argv, words)
    except Refused as refusal:
        raise Stop("{sentence}", sentence=refusals.sentence(refusal, words)) from None
    except Exception as failure:
        # sqlite3, psycopg and Django each have theirs, and this file loads none of them
        if type(failure).__name__ not in ("OperationalError", "DatabaseError"):
            raise
        reason = (str(failure).splitlines() or [type(failure).__name__])[0]
        if "disk is full" in reason:
            raise UnusableError([Problem(ProblemCode.OUT_DISK_FULL)]) from None
        raise Stop(NO_DATABASE, reason=reason) from None
    return code
