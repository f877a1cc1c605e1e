"""The help of the command line, in the reader's language."""

from __future__ import annotations

from tisserand.cli import site
from tisserand.wording.catalogue import N_, Words

USAGE = """\
tisserand weave PEOPLE TIES [--bridges FILE] [--met FILE] [--apart FILE] [--circles FILE]
                [--budget N] [--weeks N] [--on DATE] [--inside] [--seed N] [--lang fr|en]
                [--out FILE] [--json]
tisserand measure PEOPLE TIES [--on DATE] [--lang fr|en] [--json]
tisserand demo [--port N] [--lang fr|en]
tisserand demo --out FOLDER [--on DATE] [--seed N] [--lang fr|en]
"""
PURPOSE = N_("Tisserand opens networks without dissolving trust: few, explained, consented introductions.")
COMMANDS = (
    ("weave", N_("this week’s introductions, from a file of people and a file of their ties")),
    ("measure", N_("how open the network is")),
    ("demo", N_("the whole platform on an invented network, in a browser (--out: its week as a page)")),
)
FILES = (
    ("PEOPLE", N_("CSV or XLSX; column id; also name, email, circles, offers, needs, town, organisation,")),
    ("", N_("actor_type, sector, budget, joined_on, allow (beyond|counted|named), agreed_on, acceptance,")),
    ("", N_("distance (0 near to 4 far)")),
    ("", N_("“|” separates several circles, offers or needs; “type: sentence” gives a type")),
    ("TIES", N_("CSV or XLSX; columns a, b, and strength (0 to 1) or at (a date); also kind")),
)
OPTIONS = (
    ("--bridges FILE", N_("which circles are open to which: from, to, quota, themes, until")),
    ("--met FILE", N_("pairs a, b who met already: not proposed")),
    ("--apart FILE", N_("pairs a, b to keep apart: never proposed, and nobody else can tell")),
    ("--circles FILE", N_("what each circle allows: name, through_members, takes_inside (yes or no)")),
    ("--budget N", N_("requests a week that one person may receive at most (2)")),
    ("--weeks N", N_("weave several weeks in a row (1)")),
    ("--on DATE", N_("the day that the network is seen from (that of its latest contact)")),
    ("--inside", N_("propose people of a same circle too")),
    ("--seed N", N_("another draw among equals (0)")),
    ("--lang fr|en", N_("language of the sentences")),
    ("--out FILE", N_("write there instead of the standard output (.csv or .xlsx)")),
    ("--json", N_("one JSON object, with the summary")),
    ("--version", N_("the version")),
)
OF_A_SITE = N_("Commands of an installation, in the folder that TISSERAND_DATA names (each has its --help):")
CODES = N_("Exit code: 0 when done, 2 when something has to be mended first.")


def help_text(words: Words) -> str:
    """Return the whole help."""
    parts = [words.gettext(PURPOSE) + "\n", USAGE]
    parts += [_table(table, words) for table in (COMMANDS, FILES, OPTIONS)]
    told = dict(COMMANDS)
    its = tuple((name, command.purpose) for name, command in site.COMMANDS.items() if name not in told)
    parts.append(f"{words.gettext(OF_A_SITE)}\n{_table(its, words)}")
    return "\n".join([*parts, words.gettext(CODES), ""])


def help_of(name: str, words: Words) -> str:
    """Return the help of one command of an installation."""
    command = site.COMMANDS[name]
    usage = f"tisserand {name} {command.usage}".rstrip()
    return f"{usage}\n  {words.gettext(command.purpose)}\n"


def _table(rows: tuple[tuple[str, str], ...], words: Words) -> str:
    return "".join(f"  {name:<16}{words.gettext(sentence)}\n" for name, sentence in rows)
