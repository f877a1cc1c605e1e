"""Which language the command line speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tisserand.wording.catalogue import LANGUAGES

DEFAULT = "fr"
NO_LANGUAGE = ("", "C", "POSIX")


def language(argv: Sequence[str], environ: Mapping[str, str]) -> str:
    """Return `--lang` when it is one of ours; else French, unless the environment names another language.

    The environment speaks through LC_ALL, else LC_MESSAGES, else LANG; C and POSIX name no language.
    """
    for word, following in zip(argv, [*argv[1:], ""], strict=False):
        asked = following if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and asked in LANGUAGES:
            return asked
    named = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    name = named.partition(".")[0]
    return DEFAULT if name in NO_LANGUAGE or name.lower().startswith("fr") else "en"
