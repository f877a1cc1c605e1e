"""The demo as a new user starts it: one command, a page with a proposal, Ctrl-C, once more, two at once."""

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tisserand.cli.main import main
from tisserand.cli.site import Stop, demo

PATIENCE = 240.0


class Visitor:
    """A browser without JavaScript: it keeps cookies, follows links, sends forms."""

    def __init__(self, address: str) -> None:
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.opener.addheaders = [("Accept-Language", "fr")]

    def read(self, path: str) -> str:
        """Return a page."""
        with self.opener.open(urllib.parse.urljoin(self.address, path), timeout=60) as answer:
            return str(answer.read().decode())

    def be(self, role: str) -> str:
        """Become one of the personas, with one click; return the page that follows."""
        page = self.read("/demo")
        form = next(one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'"{role}"' in one)
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', form)
        action = re.search(r'action="([^"]+)"', form)
        field = re.search(rf'name="(\w+)"[^>]*value="{role}"|value="{role}"[^>]*name="(\w+)"', form)
        assert token and action
        sent = {"csrfmiddlewaretoken": token[1]} | ({(field[1] or field[2]): role} if field else {})
        body = urllib.parse.urlencode(sent).encode()
        with self.opener.open(urllib.parse.urljoin(self.address, action[1]), body, timeout=60) as answer:
            return str(answer.read().decode())


class Running:
    """A demo that runs: its program, the address that it told, everything that it said."""

    def __init__(self, folder: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TISSERAND_")}
        self.said: list[str] = []
        self.address = ""
        self.program = subprocess.Popen(
            [sys.executable, "-m", "tisserand", "demo", "--lang", "en"],
            cwd=folder, env=environment | {"PYTHONUNBUFFERED": "1"}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.program.stdout
        for line in self.program.stdout:
            self.said.append(line)
            if found := re.search(r"Open (http://\S+)", line):
                self.address = found[1]

    def wait(self) -> str:
        """Return the address, once it is told."""
        until = time.monotonic() + PATIENCE
        while not self.address and time.monotonic() < until and self.program.poll() is None:
            time.sleep(0.1)
        assert self.address, "".join(self.said)
        return self.address


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """Run a demo in a folder; Ctrl-C at the end stops everything that it started."""
    one = Running(folder)
    try:
        one.wait()
        family = psutil.Process(one.program.pid).children(recursive=True)
        yield one
        one.program.send_signal(signal.SIGINT)
        assert one.program.wait(timeout=60) in (0, 130)
        _, alive = psutil.wait_procs(family, timeout=20)
        assert alive == []
    finally:
        if one.program.poll() is None:
            os.killpg(one.program.pid, signal.SIGKILL)
        one.program.wait()
        one.listener.join()
        if one.program.stdout:
            one.program.stdout.close()


@pytest.mark.skipif(
    os.environ.get("TISSERAND_DATABASE", "").startswith("postgres"), reason="the demo lives on SQLite"
)
def test_a_demo_shows_a_proposal_stops_and_takes_up_again(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        visitor = Visitor(first.address)
        assert "Camille Roussel" in visitor.read("/demo")
        today = visitor.be("member")
        assert "Camille" in today
        assert re.search(r"Nous aimerions vous présenter", today), "the page shows a proposal"
        assert "Pourquoi cette proposition" in today
        assert "Oui, présentez-nous" in today
        animator = Visitor(first.address)
        assert "Ousmane" in animator.read("/demo")
        animator.be("other_animator")
        port = urllib.parse.urlsplit(first.address).port
        with demo.own_folder(tmp_path) as beside:
            assert beside.name == "tisserand-demo-2", "two demos at once do not collide"
            assert demo.free_port() != port
    stamp = (tmp_path / "tisserand-demo" / demo.STAMP).stat().st_mtime_ns
    with running(tmp_path) as again:
        assert not any("Making the demo network" in line for line in again.said), "nothing is made twice"
        assert "Nous aimerions vous présenter" in Visitor(again.address).be("member")
    assert (tmp_path / "tisserand-demo" / demo.STAMP).stat().st_mtime_ns == stamp
    personas = json.loads((tmp_path / "tisserand-demo" / demo.PERSONAS).read_text())
    assert {"member", "newcomer", "animator", "other_animator", "host"} <= personas.keys()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "tisserand-demo" / "precious.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    with demo.own_folder(tmp_path) as folder:
        assert folder.name == "tisserand-demo-2"
        with demo.own_folder(tmp_path) as other:
            assert other.name == "tisserand-demo-3"
    with demo.own_folder(tmp_path) as folder:
        assert folder.name == "tisserand-demo-2", "a folder is free again when its demo ends"
    assert mine.read_text() == "mine"


def test_no_demo_starts_when_too_many_run(tmp_path: Path) -> None:
    for number in range(1, demo.FOLDERS + 1):
        folder = tmp_path / ("tisserand-demo" if number == 1 else f"tisserand-demo-{number}")
        folder.mkdir()
        (folder / "theirs").touch()
    with pytest.raises(Stop), demo.own_folder(tmp_path):
        pytest.fail("there was no folder left")


def test_a_free_port_is_one_that_nobody_listens_to(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind((demo.HERE, 0))
        taken.listen()
        monkeypatch.setattr(demo, "FIRST_PORT", taken.getsockname()[1])
        assert demo.free_port() > taken.getsockname()[1]
        monkeypatch.setattr(demo, "PORTS", 1)
        with pytest.raises(Stop):
            demo.free_port()


def test_a_taken_port_is_refused_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket() as taken:
        taken.bind((demo.HERE, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["demo", "--port", str(port), "--lang", "en"]) == 2
    assert capsys.readouterr().err == (
        f"Port {port} of {demo.HERE} is used by another program; give another one with --port.\n"
    )
    assert list(tmp_path.iterdir()) == []
