"""The help of the command line, in the reader's language."""

from __future__ import annotations

from tisserand.wording.catalogue import N_, Words

USAGE = """\
tisserand weave PEOPLE TIES [--bridges FILE] [--met FILE] [--apart FILE] [--budget N] [--weeks N]
                [--on DATE] [--inside] [--seed N] [--lang fr|en] [--out FILE] [--json]
tisserand measure PEOPLE TIES [--on DATE] [--lang fr|en] [--json]
tisserand demo [--on DATE] [--seed N] [--lang fr|en] [--out FOLDER]
"""
PURPOSE = N_("Tisserand opens networks without dissolving trust: few, explained, consented introductions.")
COMMANDS = (
    ("weave", N_("this week’s introductions, from a file of people and a file of their ties")),
    ("measure", N_("how open the network is")),
    ("demo", N_("the same on a small invented network, as a page")),
)
FILES = (
    ("PEOPLE", N_("CSV or XLSX; column id; also name, email, circles, offers, needs, town, organisation,")),
    ("", N_("actor_type, sector, budget, joined_on, allow (beyond|counted|named), agreed_on")),
    ("", N_("“|” separates several circles, offers or needs; “type: sentence” gives a type")),
    ("TIES", N_("CSV or XLSX; columns a, b, and strength (0 to 1) or at (a date); also kind")),
)
OPTIONS = (
    ("--bridges FILE", N_("which circles are open to which: from, to, quota, themes, until")),
    ("--met FILE", N_("pairs a, b who met already: not proposed")),
    ("--apart FILE", N_("pairs a, b to keep apart: never proposed, and nobody else can tell")),
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
CODES = N_("Exit code: 0 when done, 2 when something has to be mended first.")


def help_text(words: Words) -> str:
    """Return the whole help."""
    parts = [words.gettext(PURPOSE) + "\n", USAGE]
    parts += [_table(table, words) for table in (COMMANDS, FILES, OPTIONS)]
    return "\n".join([*parts, words.gettext(CODES), ""])


def _table(rows: tuple[tuple[str, str], ...], words: Words) -> str:
    return "".join(f"  {name:<16}{words.gettext(sentence)}\n" for name, sentence in rows)
