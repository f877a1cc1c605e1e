"""`tisserand backup FILE`: everything in one file, while people use it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tisserand import __version__
from tisserand.cli.site import Stop, archive, snapshots
from tisserand.cli.site.options import cut
from tisserand.cli.site.ready import folder, ready
from tisserand.formats.output import check_writable
from tisserand.wording.catalogue import N_, Words

NO_NAME = N_("Say where: tisserand backup FILE")
ALREADY = N_("{file} exists already; give another name, so that no backup is lost.")
SAVED = N_("Saved in {file}: {rows} rows of {tables} tables.")
KEEP = N_("It holds everything that people wrote here: keep it where only you can read it.")


def run(argv: Sequence[str], words: Words) -> int:
    """Write the backup; return 0. `Stop` or `UnusableError` when it cannot be."""
    given = cut(argv, words=1).words
    if not given:
        raise Stop(NO_NAME)
    target = Path(given[0])
    if target.is_file():
        raise Stop(ALREADY, file=target)
    check_writable(target, [])
    ready()
    manifest = save(target)
    rows = sum(tally.rows for tally in manifest.tables.values())
    print(words.gettext(SAVED).format(file=target, rows=rows, tables=len(manifest.tables)))
    print(words.gettext(KEEP))
    return 0


def save(target: Path) -> archive.Manifest:
    """Write the backup of this installation; return what it says of itself."""
    ledger = folder() / archive.LEDGER
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as place:
        database = Path(place) / archive.DATABASE
        tables = snapshots.take(database)
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = archive.Manifest(__version__, snapshots.engine(), made_at, tables)
        parts = {archive.DATABASE: database} | ({archive.LEDGER: ledger} if ledger.is_file() else {})
        archive.write(target, manifest, parts)
    return manifest
