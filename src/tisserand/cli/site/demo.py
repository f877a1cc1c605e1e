"""`tisserand demo`: the whole platform on an invented network, in a browser, with one command."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tisserand import __version__
from tisserand.cli.progress import Bar
from tisserand.cli.site import Stop
from tisserand.cli.site.options import cut
from tisserand.cli.site.serve import SILENT, answers, check_free, serve_pages, worker_beside
from tisserand.cli.site.setup import prepare
from tisserand.wording.catalogue import N_, Words

HERE = "127.0.0.1"
FIRST_PORT, PORTS = 8000, 50
FOLDERS = 9
PERSONAS = "demo-personas.json"
STAMP, LOCK = "demo-week", "running"

MAKING = N_("Making the demo network of the week of {monday} in {folder} ...")
OPEN = N_("Open {address}   (everybody in it is invented; no mail leaves this machine)")
HOW_TO_STOP = N_("Ctrl-C stops everything. The same command again takes up where you left.")
TOO_MANY = N_("{number} demos are running here already; stop one first.")
NO_PORT = N_("Ports {first} to {last} are all used by other programs; choose one with --port.")


def run(argv: Sequence[str], words: Words) -> int:
    """Run the demo until it is stopped; return 0."""
    options = cut(argv, valued=("--port",))
    wanted = options.number("--port", 0, 1, 65535) if "--port" in options.values else None
    if wanted:
        check_free(HERE, wanted)
    with own_folder(Path.cwd()) as folder:
        os.environ |= {"TISSERAND_DATA": str(folder), "TISSERAND_DEMO": "1", "TISSERAND_HTTPS": "0"}
        make_ready(folder, datetime.now(UTC).astimezone().date(), words)
        port = wanted or free_port()
        with worker_beside():
            threading.Thread(target=_announce, args=(port, words), daemon=True).start()
            serve_pages(HERE, port)
    return 0


@contextlib.contextmanager
def own_folder(parent: Path) -> Iterator[Path]:
    """Hold a folder that no other demo is using, for as long as the block lasts."""
    for number in range(1, FOLDERS + 1):
        folder = parent / ("tisserand-demo" if number == 1 else f"tisserand-demo-{number}")
        if folder.exists() and not (folder / LOCK).exists() and any(folder.iterdir()):
            continue  # somebody else's: what is in it is not ours to replace
        folder.mkdir(exist_ok=True, mode=0o700)
        with (folder / LOCK).open("w") as lock:
            if is_held(lock.fileno()):
                continue
            yield folder
            return
    raise Stop(TOO_MANY, number=FOLDERS)


def is_held(file: int) -> bool:
    """Take the lock of an open file; say whether another program has it. The lock ends with ours."""
    if os.name == "nt":
        import msvcrt

        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return True
        return False
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    return False


def make_ready(folder: Path, today: date, words: Words) -> None:
    """Have the network of this week in the folder: the one that is there, or a new one."""
    monday = today - timedelta(days=today.weekday())
    wanted = f"{__version__} {monday}"
    stamp = folder / STAMP
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        prepare()
        return
    _empty(folder)
    print(words.gettext(MAKING).format(monday=monday, folder=folder.name), file=sys.stderr, flush=True)
    prepare()
    from tisserand.cli.demo.seed import seed_demo
    from tisserand.domain.attention.actions import advance_clock

    bar = Bar(sys.stderr, words)
    chosen = seed_demo(today, progress=bar)
    bar.done()
    advance_clock(machine_at=datetime.now(UTC))
    (folder / PERSONAS).write_text(chosen, encoding="ascii")
    stamp.write_text(wanted, encoding="ascii")


def _empty(folder: Path) -> None:
    """Remove what an earlier week left: everything but the lock, which is ours."""
    for path in folder.iterdir():
        if path.name == LOCK:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def free_port() -> int:
    """Return the first port that nobody listens to; `Stop` when there is none."""
    for port in range(FIRST_PORT, FIRST_PORT + PORTS):
        with contextlib.suppress(Stop):
            check_free(HERE, port)
            return port
    raise Stop(NO_PORT, first=FIRST_PORT, last=FIRST_PORT + PORTS - 1)


def _announce(port: int, words: Words) -> None:
    """Say the address once the pages answer."""
    if not answers(HERE, port):
        print(words.gettext(SILENT), file=sys.stderr, flush=True)
        return
    print(words.gettext(OPEN).format(address=f"http://localhost:{port}/demo"), flush=True)
    print(words.gettext(HOW_TO_STOP), flush=True)
