"""A browser test that is skipped: fine on a bare machine, a failure where a browser is required."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copy

import pytest

SKIPPED = """
import pytest

@pytest.mark.browser
def test_page() -> None:
    pytest.skip("no Chromium here")

def test_data() -> None:
    pytest.skip("no research files here")
"""


@pytest.mark.parametrize(("required", "expected"), [("", "2 skipped"), ("1", "1 failed, 1 skipped")])
def test_skipped_browser_test_fails_when_a_browser_is_required(
    tmp_path: Path, required: str, expected: str
) -> None:
    copy(Path(__file__).with_name("conftest.py"), tmp_path)
    (tmp_path / "test_planted.py").write_text(SKIPPED, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser\n", encoding="utf-8")
    environment = {**os.environ, "REQUIRE_BROWSER": required}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert expected in done.stdout
