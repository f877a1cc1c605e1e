"""The launcher, with a uv that only writes down what it is asked."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copy

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the recorder is a shell script")


class Clone:
    """A folder with the launcher and its lists, and a record of what was installed."""

    def __init__(self, folder: Path, uv: str = 'printf "%s\\n" "$*" >> "$RECORD"') -> None:
        self.folder = folder / "clone"
        self.record = folder / "record"
        tools = folder / "tools"
        for made in (self.folder, tools):
            made.mkdir()
        for name in (
            "run.py",
            "pyproject.toml",
            "build_catalogue.py",
            "requirements.txt",
            "requirements-dev.txt",
        ):
            copy(ROOT / name, self.folder)
        (tools / "uv").write_text(f"#!/bin/sh\n{uv}\n")
        (tools / "uv").chmod(0o755)
        self.environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "RECORD": str(self.record)}
        self.environment.pop("PYTHONPATH", None)

    def run(self, *arguments: str) -> tuple[list[str], subprocess.CompletedProcess[str]]:
        """Launch; return what was asked of uv this time, and what happened."""
        before = self.asked()
        command = [sys.executable, "run.py", *arguments]
        done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, text=True)
        return self.asked()[len(before) :], done

    def asked(self) -> list[str]:
        return self.record.read_text().splitlines() if self.record.exists() else []


def lists(asked: list[str]) -> list[str]:
    """Return the last word of each installation: the list read, or `.` for Tisserand itself."""
    return [line.split()[-1] for line in asked]


def test_launcher_installs_once_when_nothing_changes(tmp_path: Path) -> None:
    clone = Clone(tmp_path)
    asked, _ = clone.run("weave")
    assert lists(asked) == ["requirements.txt", "."]
    assert "--require-hashes" in asked[0]
    assert clone.run("weave")[0] == []


def test_launcher_installs_more_when_testing_and_not_again_after(tmp_path: Path) -> None:
    clone = Clone(tmp_path)
    clone.run("weave")
    assert lists(clone.run("test")[0]) == ["requirements-dev.txt"]
    assert clone.run("weave")[0] == []


@pytest.mark.parametrize(
    ("name", "expected"), [("requirements.txt", "requirements.txt"), ("pyproject.toml", ".")]
)
def test_launcher_installs_again_when_a_list_changes(tmp_path: Path, name: str, expected: str) -> None:
    clone = Clone(tmp_path)
    clone.run("weave")
    with (clone.folder / name).open("a") as stream:
        stream.write("# changed\n")
    assert lists(clone.run("weave")[0]) == [expected]


def test_launcher_stops_and_tries_again_when_installing_fails(tmp_path: Path) -> None:
    clone = Clone(tmp_path, uv='printf "%s\\n" "$*" >> "$RECORD"; exit 1')
    for _ in range(2):
        asked, done = clone.run("weave")
        assert lists(asked) == ["requirements.txt"]
        assert done.returncode == 1
        assert "nothing was run" in done.stderr


def test_launcher_becomes_the_command_so_that_signals_reach_it(tmp_path: Path) -> None:
    clone = Clone(tmp_path)
    clone.run("weave")
    python = clone.folder / ".venv/bin/python"
    python.unlink()
    python.write_text('#!/bin/sh\necho "$$ $*"\n')
    python.chmod(0o755)
    with subprocess.Popen(
        [sys.executable, "run.py", "serve", "--port", "80"],
        cwd=clone.folder,
        env=clone.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as launched:
        said, _ = launched.communicate()
    assert said == f"{launched.pid} -m tisserand serve --port 80\n"
