"""`tisserand serve`: the pages, on this machine, with a worker beside them unless told otherwise."""

from __future__ import annotations

import contextlib
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec

from tisserand.cli.site import Stop
from tisserand.cli.site.options import cut
from tisserand.cli.site.setup import prepare
from tisserand.cli.site.worker import BESIDE
from tisserand.wording.catalogue import N_, Words

APPLICATION = "tisserand.project.wsgi:application"
FIRST_RUN = "tisserand.web.first_run"
PATIENCE, PAUSE = 60.0, 0.3
"""Seconds to wait for the first answer, and between two questions."""

LOCAL = ("localhost", "127.0.0.1", "0.0.0.0", "::", "::1")

PORT_TAKEN = N_("Port {port} of {host} is used by another program; give another one with --port.")
BAD_HOST = N_(
    "“{host}” is not an address of this machine; give 127.0.0.1, or 0.0.0.0 to be reached from outside."
)
OPEN = N_("Tisserand is open at {address}")
NOBODY_YET = N_("Nobody is here yet. The first person, who hosts the network, comes in by {address}")
ONLY_HTTPS = N_(
    "Its pages are for HTTPS: let a web server with a certificate pass them on from {inside}, saying "
    "X-Forwarded-Proto; or set TISSERAND_HTTPS=0 to try them on this machine."
)
HOW_TO_STOP = N_("Ctrl-C stops it.")
SILENT = N_("The pages do not answer; the lines above say why.")


def run(argv: Sequence[str], words: Words) -> int:
    """Serve until stopped; return 0."""
    options = cut(argv, valued=("--host", "--port", "--workers"), flags=("--no-worker",))
    host = options.values.get("--host", "127.0.0.1")
    port = options.number("--port", 8000, 1, 65535)
    check_free(host, port)
    prepare()
    with contextlib.nullcontext() if "--no-worker" in options.flags else worker_beside():
        threading.Thread(target=_announce, args=(host, port, words), daemon=True).start()
        serve_pages(host, port, options.number("--workers", 1, 1, 64))
    return 0


def check_free(host: str, port: int) -> None:
    """Raise `Stop` when the address cannot be listened to."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as failure:
            taken = failure.errno in (errno.EADDRINUSE, errno.EACCES)
            raise Stop(PORT_TAKEN if taken else BAD_HOST, host=host, port=port) from None


def serve_pages(host: str, port: int, workers: int = 1) -> None:
    """Answer on that address until SIGTERM or Ctrl-C."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=10,
    ).serve()


@contextlib.contextmanager
def worker_beside() -> Iterator[None]:
    """Run a worker as long as the block lasts; it is asked to stop, and waited for, at the end."""
    started = subprocess.Popen(
        [sys.executable, "-m", "tisserand", "worker", BESIDE, str(os.getpid())],
        stdout=subprocess.DEVNULL,
        start_new_session=os.name != "nt",
    )
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            started.send_signal(signal.SIGTERM)
        started.wait()


def _announce(host: str, port: int, words: Words) -> None:
    """Say the address once the pages answer."""
    from django.conf import settings

    if not answers(host, port):
        print(words.gettext(SILENT), file=sys.stderr, flush=True)
        return
    inside = f"http://{'localhost' if host in LOCAL else host}:{port}/"
    named = [name.lstrip(".") for name in settings.ALLOWED_HOSTS if name not in (*LOCAL, "*")]
    address = f"https://{named[0]}/" if settings.HTTPS and named else inside
    print(words.gettext(OPEN).format(address=address), flush=True)
    if settings.HTTPS:
        print(words.gettext(ONLY_HTTPS).format(inside=inside), flush=True)
    if find_spec(FIRST_RUN):
        first: str | None = import_module(FIRST_RUN).address(address)
        if first:
            print(words.gettext(NOBODY_YET).format(address=first), flush=True)
    print(words.gettext(HOW_TO_STOP), flush=True)


def answers(host: str, port: int) -> bool:
    """Wait for the pages to answer at their health address; return whether they did."""
    from django.conf import settings

    name = next((one.lstrip(".") for one in settings.ALLOWED_HOSTS if one != "*"), "localhost")
    until = time.monotonic() + PATIENCE
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    while time.monotonic() < until:
        asked = http.client.HTTPConnection(here, port, timeout=PATIENCE)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(asked):
            asked.request("GET", "/health", headers={"Host": name})
            if asked.getresponse().status == 200:
                return True
        time.sleep(PAUSE)
    return False
