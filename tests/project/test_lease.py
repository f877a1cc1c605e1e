"""A lease: held by one, let go when its owner stops, however it stops."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tisserand.project.lease import forget, is_held, lease

HOLDER = """
import sys, time
from pathlib import Path
from tisserand.project.lease import lease
with lease(Path(sys.argv[1]), "other"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_lease_is_held_inside_the_block_only(tmp_path: Path) -> None:
    assert is_held(tmp_path, "mine") is None
    with lease(tmp_path / "new", "mine"):
        assert is_held(tmp_path / "new", "mine") is True
        with pytest.raises(BlockingIOError), lease(tmp_path / "new", "mine"):
            pass
    assert is_held(tmp_path / "new", "mine") is None


def test_lease_is_let_go_when_its_owner_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert is_held(tmp_path, "other") is True
        other.send_signal(signal.SIGKILL)
        other.wait()
    assert is_held(tmp_path, "other") is False
    forget(tmp_path, "other")
    forget(tmp_path, "other")
    assert is_held(tmp_path, "other") is None
