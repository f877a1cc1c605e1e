"""What a wheel carries: every page, table and catalogue, and nothing that is made by running."""

import subprocess
import sys
import zipfile
from shutil import copy, copytree, ignore_patterns

import pytest

from tests.shape.figures import ROOT
from tests.shape.tree import tracked

MADE_HERE = ignore_patterns("__pycache__", "*.mo")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Build a wheel from a copy without any compiled catalogue; return the names inside."""
    tree = tmp_path_factory.mktemp("tree")
    copytree(ROOT / "src", tree / "src", ignore=MADE_HERE)
    for name in ("pyproject.toml", "build_catalogue.py", "README.md", "LICENSE", ".gitignore"):
        copy(ROOT / name, tree)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tree / "out")]
    subprocess.run(build, cwd=tree, check=True, capture_output=True)
    (made,) = (tree / "out").glob("*.whl")
    return set(zipfile.ZipFile(made).namelist())


def test_wheel_carries_the_compiled_catalogue(wheel: set[str]) -> None:
    assert "tisserand/locale/fr/LC_MESSAGES/django.mo" in wheel


def test_wheel_carries_every_file_of_the_package(wheel: set[str]) -> None:
    package = ROOT / "src"
    wanted = {path.relative_to(package).as_posix() for path in tracked(ROOT) if package in path.parents}
    assert len(wanted) > 20
    assert wanted - wheel == set()


def test_wheel_carries_nothing_made_by_running(wheel: set[str]) -> None:
    assert [name for name in wheel if "__pycache__" in name or name.endswith((".nbi", ".nbc"))] == []


def test_wheel_carries_the_licence(wheel: set[str]) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in wheel)
