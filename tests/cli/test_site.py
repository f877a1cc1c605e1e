"""The commands of an installation: prepared, served, watched, each refusal in one sentence."""

import json
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.installation import Installation, new_installation
from tisserand.cli.main import main
from tisserand.cli.site import COMMANDS, Stop
from tisserand.cli.site.options import Options, cut
from tisserand.cli.site.serve import check_free
from tisserand.domain.refused import Refused
from tisserand.formats.problems import ProblemCode, UnusableError
from tisserand.vocabulary import Refusal
from tisserand.wording.catalogue import translator
from tisserand.wording.refusals import SENTENCES

PATIENCE = 60.0


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    return new_installation(tmp_path / "site")[0]


def test_setup_makes_a_folder_that_only_its_owner_reads(tmp_path: Path) -> None:
    place = Installation(tmp_path / "new")
    done = place.run("setup")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"A new installation was prepared in {place.folder}.\n"
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((place.folder / "secret-key").stat().st_mode) == 0o600
    key = (place.folder / "secret-key").read_text()
    assert len(key) > 50
    assert "up to date" in place.run("setup").stdout
    assert (place.folder / "secret-key").read_text() == key


@pytest.mark.parametrize("name", ["worker", "check"])
def test_command_says_what_to_do_when_nothing_was_set_up(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TISSERAND_DATA", str(tmp_path / "none"))
    assert main([name, "--lang", "en"]) == 2
    assert capsys.readouterr().err == (
        f"There is no installation in {tmp_path / 'none'}. Run “tisserand setup” first, "
        "or name its folder in TISSERAND_DATA.\n"
    )
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["more"], ProblemCode.EXTRA_ARGUMENT),
        (["--port"], ProblemCode.OPTION_WITHOUT_VALUE),
        (["--speed", "9"], ProblemCode.UNKNOWN_OPTION),
    ],
)
def test_words_are_refused_when_the_command_takes_none(argv: list[str], code: ProblemCode) -> None:
    with pytest.raises(UnusableError) as refused:
        cut(argv, valued=["--port"])
    assert refused.value.problems[0].code == code


def test_words_are_cut_under_their_options() -> None:
    found = cut(["a", "--port=80", "--lang", "fr", "--json"], words=1, valued=["--port"], flags=["--json"])
    assert (found.words, found.values["--port"], found.flags) == (("a",), "80", {"--json"})
    assert found.number("--port", 1, 1, 99) == 80
    assert found.number("--other", 7, 1, 99) == 7
    for text in ("0", "100", "x"):
        with pytest.raises(UnusableError):
            Options(values={"--port": text}).number("--port", 1, 1, 99)


def test_refusal_of_an_option_is_one_sentence_and_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--lang", "en", "--port", "70000"]) == 2
    assert "70000" in capsys.readouterr().err
    assert main(["serve", "--help", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("tisserand serve [--host ADDRESS]")


def test_every_command_has_its_file() -> None:
    from importlib import import_module

    for command in COMMANDS.values():
        assert callable(import_module(f"tisserand.cli.site.{command.module}").run)


def test_port_is_refused_when_somebody_listens_there() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Stop) as refused:
            check_free("127.0.0.1", port)
        assert refused.value.said(translator("en")).startswith(f"Port {port} of 127.0.0.1 is used")
    check_free("127.0.0.1", port)
    with pytest.raises(Stop) as refused:
        check_free("192.0.2.1", port)
    assert "not an address of this machine" in refused.value.said(translator("en"))


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (Refused(Refusal.CLOCK_HELD), translator("en").gettext(SENTENCES[Refusal.CLOCK_HELD])),
        (sqlite3.OperationalError("unable to open"), "The database cannot be used: unable to open"),
        (sqlite3.OperationalError("database or disk is full"), "the disk is full"),
    ],
)
def test_failure_of_a_command_is_one_sentence(
    failure: Exception, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> int:
        raise failure

    monkeypatch.setattr("tisserand.cli.site.setup.run", fail)
    assert main(["setup", "--lang", "en"]) == 2
    assert said in capsys.readouterr().err


@contextmanager
def served(place: Installation, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve the pages until the end of the block; give the program and the address it said."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "tisserand", "serve", "--port", port, "--lang", "en", *words]
    with subprocess.Popen(
        command, env=place.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as program:  # fmt: skip
        assert program.stdout is not None
        lines = iter(program.stdout.readline, "")
        said = next((line for line in lines if line.startswith("Tisserand is open at ")), "")
        try:
            assert said, "it never opened"
            yield program, said.split()[-1]
        finally:
            program.send_signal(signal.SIGTERM)
            program.stdout.read()


def health(address: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{address}health", timeout=10) as answer:
        assert answer.status == 200
        found: dict[str, object] = json.load(answer)
        return found


def is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return not Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].startswith(" Z")


@pytest.mark.slow
def test_pages_and_worker_open_together_and_stop_together(place: Installation) -> None:
    place.settings["TISSERAND_DEMO"] = "1"
    with served(place) as (program, address):
        until = time.monotonic() + PATIENCE
        while not (found := health(address))["worker_seen_at"] and time.monotonic() < until:
            time.sleep(0.2)
        assert found["worker_seen_at"]
        assert set(found) == {"version", "database", "worker_seen_at", "clock_held", "jobs_given_up"}
        said = json.loads(place.run("check", "--json").stdout)
        assert [code for code, one in said.items() if not one["well"]] == ["mail"]
        (name,) = (path.stem for path in (place.folder / "workers").glob("*.lease"))
        worker = int(name.split("-")[-2])
        assert is_running(worker)
    assert program.returncode == 0
    assert not is_running(worker)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").exists(), reason="there is no /proc here")
def test_worker_does_not_outlive_pages_that_are_killed(place: Installation) -> None:
    place.settings["TISSERAND_HOSTS"] = "net.example.org,localhost"
    with served(place) as (program, address):
        assert address == "https://net.example.org/"
        until = time.monotonic() + PATIENCE
        while not (found := list((place.folder / "workers").glob("*.lease"))):
            assert time.monotonic() < until
            time.sleep(0.1)
        worker = int(found[0].stem.split("-")[-2])
        os.killpg(program.pid, signal.SIGKILL)
        until = time.monotonic() + PATIENCE
        while is_running(worker):
            assert time.monotonic() < until, "the worker is still there"
            time.sleep(0.2)


def test_check_tells_what_must_be_mended(place: Installation) -> None:
    done = place.run("check")
    assert done.returncode == 2
    lines = done.stdout.splitlines()
    assert lines[0] == "  Settings: sound."
    assert "! Worker: not at work (last seen: –); run “tisserand worker”." in lines
    assert "! Mail: no server is named; 0 letters wait here." in lines
    with place.database() as found:
        found.execute("DELETE FROM django_migrations WHERE app = 'observatory'")
    assert "changes wait; run “tisserand setup”" in place.run("check").stdout
    unreachable = Installation(
        place.folder, place.settings | {"PGHOST": "192.0.2.1", "PGCONNECT_TIMEOUT": "1"}
    )
    if "PGDATABASE" not in place.settings:
        (place.folder / "tisserand.sqlite3").write_bytes(b"not a database at all, whatever its name says")
    assert "! Database: it does not answer" in unreachable.run("check").stdout
