"""`tisserand restore FILE --into FOLDER`: a backup brought back, without anybody erased since."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from tisserand import __version__
from tisserand.cli.site import Stop, archive, snapshots
from tisserand.cli.site.options import cut
from tisserand.cli.site.ready import folder, make_folder, start
from tisserand.cli.site.setup import prepare
from tisserand.cli.site.tallies import differing
from tisserand.wording.catalogue import N_, Words

REF = re.compile(r"[a-z2-7]{12}")

NOT_SAID = N_("Say which backup, and in which new folder: tisserand restore FILE --into FOLDER")
FOLDER_TAKEN = N_("{folder} is not an empty folder; give the name of a new one.")
NO_LEDGER = N_("There is no list of people erased at {file}.")
OTHER_ENGINE = N_(
    "This backup is of {theirs}, and this installation is on {ours}; set TISSERAND_DATABASE={theirs}."
)
UNLIKE = N_(
    "What was restored is not what was saved (tables: {tables}). It was left out; try another backup."
)
RESTORED = N_("Restored in {folder}: {rows} rows of {tables} tables, all as they were saved on {day}.")
NOBODY_ERASED = N_("Nobody was erased since.")
NEW_KEY = N_("The key of the installation is new: links mailed before lead nowhere any more.")
NEXT = N_("Everybody signs in again. To open it: TISSERAND_DATA={folder} tisserand serve")


def run(argv: Sequence[str], words: Words) -> int:
    """Restore and say what was; return 0. `Stop` when it cannot be: then the folder is left empty."""
    options = cut(argv, words=1, valued=("--into", "--ledger"))
    if not options.words or "--into" not in options.values:
        raise Stop(NOT_SAID)
    source, target = Path(options.words[0]), Path(options.values["--into"]).absolute()
    manifest = archive.manifest_of(source, __version__)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Stop(FOLDER_TAKEN, folder=target)
    before = folder()
    given = Path(options.values.get("--ledger") or before / archive.LEDGER)
    if "--ledger" in options.values and not given.is_file():
        raise Stop(NO_LEDGER, file=given)
    erasures = erased_in(before / archive.LEDGER, given)
    erased = _into(target, source, manifest, erasures, before / "secret-key")
    _tell(words, manifest, target, erased, is_new_key=not (before / "secret-key").is_file())
    return 0


def erased_in(*ledgers: Path) -> dict[str, str]:
    """Return the lines of these lists under the reference that each begins with.

    A list may be missing; a line that a crash cut short is left out.
    """
    found = [path.read_text(encoding="ascii", errors="replace") for path in ledgers if path.is_file()]
    lines = [line for text in found for line in text.splitlines()]
    return {ref: line for line in lines if REF.fullmatch(ref := line.partition(" ")[0])}


def _into(
    target: Path, source: Path, manifest: archive.Manifest, erasures: Mapping[str, str], key: Path
) -> int:
    """Fill the folder; return how many people were erased again. After any failure it is empty."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ["TISSERAND_DATA"] = str(target)
    try:
        if key.is_file():
            shutil.copyfile(key, target / "secret-key")
            (target / "secret-key").chmod(0o600)
        make_folder(target)
        archive.unpack(source, manifest, target)
        start()
        _fill(target, manifest)
        prepare()
        erased = _forget({*erasures, *erased_in(target / archive.LEDGER)})
        _complete(target / archive.LEDGER, erasures)
        return erased
    except BaseException:
        for path in target.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise


def _fill(target: Path, manifest: archive.Manifest) -> None:
    """Put the database in its place, and check that it is the one that was saved."""
    if snapshots.engine() != manifest.engine:
        raise Stop(OTHER_ENGINE, theirs=manifest.engine, ours=snapshots.engine())
    unpacked = target / archive.DATABASE
    if manifest.engine == snapshots.SQLITE:
        found = snapshots.tallies_of_file(unpacked)
        unpacked.rename(target / "tisserand.sqlite3")
    else:
        found = snapshots.put_back(unpacked)
        unpacked.unlink()
    if unlike := differing(manifest.tables, found):
        raise Stop(UNLIKE, tables=", ".join(unlike))


def _complete(ledger: Path, erasures: Mapping[str, str]) -> None:
    """Keep in the new list what the old ones knew, for the next backup to be restored."""
    missing = [line for ref, line in erasures.items() if ref not in erased_in(ledger)]
    with ledger.open("a", encoding="utf-8") as stream:
        ledger.chmod(0o600)
        stream.writelines(f"{line}\n" for line in ("", *missing))


def _forget(refs: set[str]) -> int:
    """End every session, erase again whoever was erased; return how many of them had come back."""
    from django.core.cache import cache

    from tisserand.domain.attention.queries import now
    from tisserand.domain.introductions.actions import erase_person
    from tisserand.domain.people.queries import person_of_ref

    snapshots.end_sessions()
    cache.clear()
    back = [person for person in map(person_of_ref, sorted(refs)) if person]
    for person in back:
        erase_person(person=person, at=now())
    return len(back)


def _tell(words: Words, manifest: archive.Manifest, target: Path, erased: int, *, is_new_key: bool) -> None:
    rows = sum(tally.rows for tally in manifest.tables.values())
    day = manifest.made_at[:10]
    print(words.gettext(RESTORED).format(folder=target, rows=rows, tables=len(manifest.tables), day=day))
    again = words.ngettext(
        "{n} person erased since was erased again.", "{n} people erased since were erased again.", erased
    ).format(n=erased)
    print(again if erased else words.gettext(NOBODY_ERASED))
    if is_new_key:
        print(words.gettext(NEW_KEY))
    print(words.gettext(NEXT).format(folder=target))
