"""The pages, the map and the tracked files, on the real tree and on a faulty one."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shape.figures import ROOT
from tests.shape.tree import (
    lost_references,
    misnamed,
    one_sided,
    traces,
    tracked,
    undocumented_reasons,
    unmapped,
    unread,
    unused_templates,
)
from tisserand.cli import site
from tisserand.vocabulary import Reason

PAGES = {"README.md": 150, "LISEZMOI.md": 150, "ARCHITECTURE.md": 200}


def spoken(*arguments: str) -> str:
    """Return what the command line says of itself."""
    command = [sys.executable, "-m", "tisserand", *filter(None, arguments), "--help"]
    plain = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=plain).stdout


def commands_and_options() -> list[str]:
    """Return every command and every option but the universal help."""
    names = sorted({*re.findall(r"^tisserand ([a-z]+)", spoken(), re.MULTILINE), *site.COMMANDS})
    options = {option for name in ["", *names] for option in re.findall(r"--[a-z][a-z-]*", spoken(name))}
    return [*names, *sorted(options - {"--help"})]


def test_every_command_and_option_is_documented() -> None:
    words = commands_and_options()
    assert "weave" in words
    assert "--bridges" in words
    assert unread(ROOT, words) == []


def test_undocumented_option_is_found_when_planted(tmp_path: Path) -> None:
    for lang, text in (("en", "`tisserand weave` takes `--on`."), ("fr", "`tisserand weave`")):
        (tmp_path / "docs" / lang).mkdir(parents=True)
        (tmp_path / "docs" / lang / "analyst.md").write_text(text, encoding="utf-8")
    assert unread(tmp_path, ["weave", "--on", "--out"]) == ["en: --out", "fr: --on", "fr: --out"]


def test_every_reason_is_documented(tmp_path: Path) -> None:
    assert undocumented_reasons(ROOT, list(Reason)) == []
    for lang in ("en", "fr"):
        (tmp_path / "docs" / lang).mkdir(parents=True)
        page = tmp_path / "docs" / lang / "analyst.md"
        page.write_text("Not `town`.\n| `need`, `offer` | x |", encoding="utf-8")
    assert undocumented_reasons(tmp_path, ["need", "offer", "town"]) == ["en: town", "fr: town"]


def test_pages_are_the_same_in_both_languages(tmp_path: Path) -> None:
    assert one_sided(ROOT) == []
    (tmp_path / "docs/fr").mkdir(parents=True)
    (tmp_path / "docs/fr/seul.md").touch()
    assert one_sided(tmp_path) == ["seul.md"]


def test_architecture_names_every_package(tmp_path: Path) -> None:
    assert unmapped(ROOT) == []
    (tmp_path / "src/tisserand/forgotten").mkdir(parents=True)
    (tmp_path / "src/tisserand/forgotten/page.py").touch()
    (tmp_path / "src/tisserand/known.py").touch()
    (tmp_path / "ARCHITECTURE.md").write_text("`known.py` is known.", encoding="utf-8")
    assert unmapped(tmp_path) == ["forgotten"]


def test_no_file_has_a_banned_name(tmp_path: Path) -> None:
    assert misnamed(ROOT) == []
    (tmp_path / "src/helpers").mkdir(parents=True)
    for name in ("src/helpers/loom.py", "src/score_utils.py", "src/encore.py"):
        (tmp_path / name).touch()
    assert misnamed(tmp_path) == ["src/helpers/loom.py", "src/score_utils.py"]


def test_every_template_is_used(tmp_path: Path) -> None:
    assert unused_templates(ROOT) == []
    folder = tmp_path / "src/tisserand/web/templates/demo"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text('{% include "demo/letter.html" %}', encoding="utf-8")
    (folder / "letter.html").touch()
    assert unused_templates(tmp_path) == ["demo/page.html"]


@pytest.mark.parametrize("name", PAGES)
def test_first_pages_stay_short(name: str) -> None:
    assert 30 < len((ROOT / name).read_text(encoding="utf-8").splitlines()) < PAGES[name]


def test_links_of_the_pages_lead_somewhere() -> None:
    pages = [path for path in tracked(ROOT) if path.suffix == ".md"]
    links = [
        (page, target)
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:")
    ]
    assert len(links) > 10
    assert [f"{page.name}: {target}" for page, target in links if not (page.parent / target).exists()] == []


def test_code_refers_to_pages_that_exist(tmp_path: Path) -> None:
    assert lost_references(ROOT) == []
    (tmp_path / "code.py").write_text(
        '"""See gone.md and docs/decisions/0042, and README.md."""', encoding="utf-8"
    )
    (tmp_path / "README.md").touch()
    assert lost_references(tmp_path) == ["code.py: 0042", "code.py: gone.md"]


def test_no_file_tells_of_one_machine() -> None:
    assert len(tracked(ROOT)) > 20
    assert list(traces(ROOT)) == []


@pytest.mark.parametrize(
    ("line", "word"),
    [("open('/%s/ana/people.csv')", "home"), ("https://%s.org/simple", "pypi"), ("--index-%s x", "url")],
)
def test_trace_of_one_machine_is_found_when_planted(tmp_path: Path, line: str, word: str) -> None:
    (tmp_path / "page.md").write_text(f"fine\n{line % word}\n", encoding="utf-8")
    assert [trace.split()[0] for trace in traces(tmp_path)] == ["page.md:2"]


def test_no_lock_with_addresses_is_tracked() -> None:
    assert "uv.lock" not in {path.name for path in tracked(ROOT)}


def test_requirements_are_locked_with_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pins = [number for number, line in enumerate(lines) if re.match(r"[a-z0-9-]+==", line)]
        assert pins
        assert [lines[number] for number in pins if "--hash=sha256:" not in lines[number + 1]] == []
