"""A test skipped for want of a tool: fine on a bare machine, a failure where that tool is required."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copy

import pytest

SKIPPED = """
import os
import pytest

@pytest.mark.browser
def test_page() -> None:
    pytest.skip("no Chromium here")

@pytest.mark.postgresql
def test_rows() -> None:
    pass

@pytest.mark.postgresql
def test_more_rows() -> None:
    if os.environ.get("TISSERAND_DATABASE"):
        pytest.skip("not today")

def test_data() -> None:
    pytest.skip("no research files here")
"""


@pytest.mark.parametrize(
    ("required", "expected"),
    [
        ({}, "4 skipped"),
        ({"REQUIRE_BROWSER": "1"}, "1 failed, 3 skipped"),
        ({"REQUIRE_PG": "1"}, "2 skipped, 2 deselected"),
        ({"REQUIRE_PG": "1", "TISSERAND_DATABASE": "postgresql"}, "1 failed, 1 passed, 2 skipped"),
    ],
)
def test_skipped_test_fails_when_its_tool_is_required(
    tmp_path: Path, required: dict[str, str], expected: str
) -> None:
    copy(Path(__file__).with_name("conftest.py"), tmp_path)
    (tmp_path / "test_planted.py").write_text(SKIPPED, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  browser\n  postgresql\n", encoding="utf-8")
    ours = ("REQUIRE_BROWSER", "REQUIRE_PG", "TISSERAND_DATABASE")
    environment = {name: value for name, value in os.environ.items() if name not in ours} | required
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert expected in done.stdout
