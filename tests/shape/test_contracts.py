"""The import contracts: kept by the code, and able to break."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from tests.shape.figures import ROOT

KEPT = "0 broken"


def verdict(root: Path) -> str:
    """Return what import-linter says of the package under `root`, with the house's contracts."""
    linter = Path(sys.executable).with_name("lint-imports")
    command = [str(linter), "--config", str(ROOT / ".importlinter"), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "NO_COLOR": "1", "COLUMNS": "200"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, env=environment)
    return done.stdout + done.stderr


def test_contracts_are_kept() -> None:
    said = verdict(ROOT)
    assert KEPT in said, said[said.find("Contracts:") :]


def planted(folder: Path, page: str, line: str) -> Path:
    """Return a folder where the package has one more line, at the end of one of its pages."""
    copytree(ROOT / "src", folder / "src", ignore=ignore_patterns("__pycache__", "*.nb?"))
    target = folder / "src/tisserand" / page
    target.parent.mkdir(exist_ok=True)
    before = target.read_text(encoding="utf-8") if target.exists() else '"""Planted."""\n'
    target.write_text(f"{before}{line}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("page", "line", "contract"),
    [
        ("engine/planted.py", "from tisserand.formats import records", "House BROKEN"),
        ("wording/planted.py", "import django.utils.html", "Pure BROKEN"),
        ("cellar/__init__.py", "", "House"),
    ],
)
def test_contract_breaks_when_planted(tmp_path: Path, page: str, line: str, contract: str) -> None:
    said = verdict(planted(tmp_path, page, line))
    assert contract in said
    assert KEPT not in said
