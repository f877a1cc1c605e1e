"""A backup taken while people write, brought back whole, without anybody erased since (R8, R9)."""

import json
import shutil
import stat
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.installation import IS_POSTGRESQL, Installation, new_installation
from tisserand.cli.site.archive import MANIFEST

pytestmark = pytest.mark.slow
LEFT, RIGHT = (f"SELECT count(*) FROM attention_turn WHERE job = '{side}'" for side in ("left", "right"))
NAMES = "SELECT name FROM people_person ORDER BY name"
ERASE_ANA = """
from datetime import datetime, UTC
from tisserand.domain.introductions.actions import erase_person
from tisserand.domain.people.models import Person
print(json.dumps(erase_person(person=Person.objects.get(name="Ana"), at=datetime(2026, 3, 3, tzinfo=UTC))))
"""
SESSION = "INSERT INTO django_session VALUES ('key', 'nothing', '2099-01-01 00:00:00')"


@contextmanager
def somebody_writing(site: Installation) -> Iterator[None]:
    """Write two rows that belong together, again and again, until the end of the block."""
    stopping, begun = threading.Event(), threading.Event()

    def write() -> None:
        with site.database() as found:
            for number in range(1_000_000):
                found.execute("BEGIN" if IS_POSTGRESQL else "BEGIN IMMEDIATE")
                found.execute(f"INSERT INTO attention_turn (job, slot) VALUES ('left', '{number}')")
                found.execute(f"INSERT INTO attention_turn (job, slot) VALUES ('right', '{number}')")
                found.execute("COMMIT")
                begun.set()
                if stopping.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait(60)
    try:
        yield
    finally:
        stopping.set()
        writer.join()


@pytest.fixture
def site(tmp_path: Path) -> Installation:
    return new_installation(tmp_path / "site")[0]


def saved(site: Installation, file: Path) -> Path:
    done = site.run("backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


def restored(site: Installation, backup: Path, *more: str) -> tuple[Installation, str]:
    """Restore beside; return the new installation and what was said."""
    fresh = Installation(site.folder.parent / f"fresh-{backup.stem}")
    from_here = Installation(site.folder, fresh.settings)
    came = from_here.run("restore", str(backup), "--into", str(fresh.folder), *more)
    assert came.returncode == 0, came.stderr
    return fresh, came.stdout


def refused(site: Installation, *words: str) -> str:
    """Run what must be refused; return why."""
    done = site.run(*words)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr.strip()


def test_backup_is_whole_when_people_write_meanwhile(site: Installation, tmp_path: Path) -> None:
    with somebody_writing(site):
        files = [saved(site, tmp_path / name) for name in ("first", "second")]
    counts = []
    for file in files:
        with zipfile.ZipFile(file) as archive:
            counts.append(json.loads(archive.read(MANIFEST))["tables"]["attention_turn"]["rows"])
    fresh, said = restored(site, files[-1])
    (left,), (right,) = fresh.rows(LEFT)[0], fresh.rows(RIGHT)[0]
    # nothing is cut in two, and what came back is what was counted at that instant
    assert left == right > 0
    assert counts[0] % 2 == 0
    assert counts[0] <= counts[1] == left + right <= 2 * site.rows(LEFT)[0][0]
    assert "all as they were saved" in said
    assert fresh.rows(NAMES) == [("Ana",), ("Bela",), ("Chloe",)]


@pytest.mark.skipif(IS_POSTGRESQL, reason="files of SQLite are what is copied")
def test_copy_of_the_file_loses_rows_that_the_backup_keeps(site: Installation, tmp_path: Path) -> None:
    with site.database() as live:
        live.execute("PRAGMA wal_autocheckpoint=0")
        live.execute("INSERT INTO attention_turn (job, slot) VALUES ('left', '1')")
        (tmp_path / "copy").mkdir()
        shutil.copy(site.folder / "tisserand.sqlite3", tmp_path / "copy")
        kept = saved(site, tmp_path / "kept")
    assert Installation(tmp_path / "copy").rows(LEFT) == [(0,)]
    assert restored(site, kept)[0].rows(LEFT) == [(1,)]


def test_backup_is_one_file_that_only_its_owner_reads(site: Installation, tmp_path: Path) -> None:
    file = saved(site, tmp_path / "b")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "site"]
    assert "exists already" in refused(site, "backup", str(file))


def test_nobody_erased_comes_back_when_yesterday_is_restored(tmp_path: Path) -> None:
    site, refs = new_installation(tmp_path / "site")
    with site.database() as found:
        found.execute(SESSION)
    yesterday = saved(site, tmp_path / "yesterday")
    site.told(ERASE_ANA)
    # another list, whose last line was cut short
    (tmp_path / "told").write_text(f"\n{refs['Bela']} 2026-03-03\n{refs['Chloe'][:5]}")
    fresh, said = restored(site, yesterday, "--ledger", str(tmp_path / "told"))
    assert fresh.rows(NAMES) == [("Chloe",)]
    assert "2 people erased since were erased again" in said
    assert fresh.rows("SELECT count(*) FROM django_session") == [(0,)]
    if not IS_POSTGRESQL:
        raw = b"".join(path.read_bytes() for path in fresh.folder.glob("tisserand.sqlite3*"))
        assert [name for name in (b"ana@", b"bela@", b"chloe@") if name in raw] == [b"chloe@"]
    # the next backup knows it too, wherever it goes
    today = saved(fresh, tmp_path / "today")
    again, said = restored(Installation(tmp_path / "elsewhere", site.settings), today)
    ledger = (again.folder / "erased.txt").read_text()
    assert refs["Ana"] in ledger
    assert refs["Bela"] in ledger
    assert "The key of the installation is new" in said


def test_damaged_or_foreign_file_is_refused_and_leaves_nothing(site: Installation, tmp_path: Path) -> None:
    good = saved(site, tmp_path / "good")
    into = ("--into", str(tmp_path / "new"))
    assert "There is no file" in refused(site, "restore", str(tmp_path / "none"), *into)
    (tmp_path / "note").write_text("not a backup")
    assert "is not a backup" in refused(site, "restore", str(tmp_path / "note"), *into)
    engine = "postgresql" if IS_POSTGRESQL else "sqlite"
    for before, after, why in (
        ('"version": "', '"version": "9', "newer than this one"),
        ('"format": 1', '"format": 2', "newer than this one"),
        (f'"engine": "{engine}"', '"engine": "oracle"', "set TISSERAND_DATABASE"),
        ('"rows": 0', '"rows": 3', "not what was saved"),
        ('"database": "', '"database": "0', "is damaged"),
    ):
        _change(good, tmp_path / "bad", before, after)
        elsewhere = Installation(site.folder)
        assert why in refused(elsewhere, "restore", str(tmp_path / "bad"), *into)
        assert not (tmp_path / "new").exists() or list((tmp_path / "new").iterdir()) == []


def _change(source: Path, target: Path, before: str, after: str) -> None:
    """Write the same backup with another manifest."""
    with zipfile.ZipFile(source) as good, zipfile.ZipFile(target, "w") as bad:
        for name in good.namelist():
            part = good.read(name)
            if name == MANIFEST:
                assert before.encode() in part
                part = part.replace(before.encode(), after.encode(), 1)
            bad.writestr(name, part)


def test_place_that_cannot_be_is_refused(site: Installation, tmp_path: Path) -> None:
    file = str(saved(site, tmp_path / "b"))
    assert "not an empty folder" in refused(site, "restore", file, "--into", str(site.folder))
    assert "not an empty folder" in refused(site, "restore", file, "--into", file)
    assert "Say which backup" in refused(site, "restore", file)
    assert "Say where" in refused(site, "backup")
    unknown = ("--into", str(tmp_path / "new"), "--ledger", str(tmp_path / "none"))
    assert "no list of people erased" in refused(site, "restore", file, *unknown)
    nothing = Installation(tmp_path / "nothing", site.settings)
    assert "no installation" in refused(nothing, "backup", str(tmp_path / "c"))
    assert "folder" in refused(site, "backup", str(tmp_path / "no" / "b"))
    if IS_POSTGRESQL:
        assert "already holds tables" in refused(site, "restore", file, "--into", str(tmp_path / "new"))
