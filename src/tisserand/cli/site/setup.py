"""`tisserand setup`: a folder, a key, a database at its latest shape, the files that pages use."""

from __future__ import annotations

from collections.abc import Sequence

from tisserand.cli.site.options import cut
from tisserand.cli.site.ready import folder, make_folder, start
from tisserand.wording.catalogue import N_, Words

NEW = N_("A new installation was prepared in {folder}.")
AGAIN = N_("The installation in {folder} is up to date.")


def run(argv: Sequence[str], words: Words) -> int:
    """Prepare the installation; return 0."""
    cut(argv)
    said = NEW if prepare() else AGAIN
    print(words.gettext(said).format(folder=folder()))
    return 0


def prepare() -> bool:
    """Make what is missing, bring the database to its latest shape; return whether all is new."""
    is_new = make_folder(folder())
    start()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    return is_new
