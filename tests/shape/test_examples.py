"""The examples that the pages show: each runs as it is written."""

import re
import subprocess
import sys

import pytest

from tests.shape.figures import ROOT

PAGES = ("README.md", "LISEZMOI.md", "docs/en/analyst.md", "docs/fr/analyst.md")


@pytest.mark.parametrize("name", PAGES)
def test_python_example_runs(name: str) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        done = subprocess.run([sys.executable, "-c", block], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
