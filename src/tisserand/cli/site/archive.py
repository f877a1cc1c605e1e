"""The one file that a backup is: the database, the list of people erased, and what they must amount to."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from tisserand.cli.site import Stop
from tisserand.cli.site.tallies import Tally
from tisserand.formats.output import whole_file
from tisserand.wording.catalogue import N_

FORMAT = 1
MANIFEST, DATABASE, LEDGER = "manifest.json", "database", "erased.txt"
NO_FILE = N_("There is no file {file}; check its name and its folder.")
NOT_A_BACKUP = N_("{file} is not a backup of Tisserand.")
NEWER = N_(
    "This backup was made by Tisserand {version}, newer than this one ({own}); install that version first."
)
SPOILT = N_("{file} is damaged: “{part}” is not what was saved. Nothing was restored; try another backup.")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: by which version, on which engine, when, with which rows and files."""

    version: str
    engine: str
    made_at: str
    tables: Mapping[str, Tally]
    files: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def text(self) -> str:
        """Return it as it is written in the file."""
        plain = asdict(self) | {"tables": {name: tally._asdict() for name, tally in self.tables.items()}}
        return json.dumps(plain, indent=1, sort_keys=True)

    @classmethod
    def read(cls, text: bytes) -> Manifest:
        """Return what a file says; KeyError, TypeError or ValueError when it says something else."""
        plain: dict[str, Any] = json.loads(text)
        tables = {name: Tally(**tally) for name, tally in plain.pop("tables").items()}
        return cls(tables=tables, **plain)


def write(path: Path, manifest: Manifest, parts: Mapping[str, Path]) -> None:
    """Write a backup, whole or not at all, readable by its owner only."""
    digests = {name: sha256(part) for name, part in parts.items()}
    signed = Manifest(manifest.version, manifest.engine, manifest.made_at, manifest.tables, digests)
    with whole_file(path) as stream:
        os.fchmod(stream.fileno(), 0o600)
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(MANIFEST, signed.text())
            for name, part in parts.items():
                archive.write(part, name)


def manifest_of(path: Path, own: str) -> Manifest:
    """Return what a backup says of itself; `Stop` when it is none, or is newer than this version."""
    if not path.is_file():
        raise Stop(NO_FILE, file=path)
    try:
        with zipfile.ZipFile(path) as archive:
            found = Manifest.read(archive.read(MANIFEST))
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, AttributeError):
        raise Stop(NOT_A_BACKUP, file=path) from None
    if found.format > FORMAT or _numbers(found.version) > _numbers(own):
        raise Stop(NEWER, version=found.version, own=own)
    return found


def unpack(path: Path, manifest: Manifest, folder: Path) -> None:
    """Write the parts of a backup in a folder; `Stop` when one is not what was saved."""
    with zipfile.ZipFile(path) as archive:
        for name, digest in manifest.files.items():
            target = folder / Path(name).name
            try:
                with archive.open(name) as source, target.open("xb") as stream:
                    os.fchmod(stream.fileno(), 0o600)
                    shutil.copyfileobj(source, stream, 1 << 20)
            except (zipfile.BadZipFile, KeyError, EOFError):
                raise Stop(SPOILT, file=path, part=name) from None
            if sha256(target) != digest:
                raise Stop(SPOILT, file=path, part=name)


def sha256(path: Path) -> str:
    """Return the digest of a file."""
    with path.open("rb") as stream:
        return _digest(stream)


def _digest(stream: IO[bytes]) -> str:
    return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type,unused-ignore]


def _numbers(version: str) -> list[int]:
    return [int("".join(filter(str.isdigit, part)) or 0) for part in version.split(".")[:3]]
