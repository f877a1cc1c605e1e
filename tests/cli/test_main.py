"""The command `tisserand` as a person types it: what is printed where, and the exit code."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.formats.files import put
from tisserand import __version__
from tisserand.cli.main import main
from tisserand.formats.problems import NoteCode
from tisserand.wording.catalogue import translator
from tisserand.wording.figures import NOTES

PEOPLE = "id,name,circles,allow\n" + "".join(
    f"p{i},Nom {i},ç{i % 3},beyond|counted|named\n" for i in range(12)
)
TIES = "a,b,at\n" + "".join(f"p{i},p{i + 1},2026-03-0{1 + i % 9}\n" for i in range(11))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "p.csv", PEOPLE)
    put(tmp_path, "t.csv", TIES)
    return tmp_path


def run(*words: str) -> int:
    return main(words)


@pytest.mark.parametrize(
    "words", [[], ["--help"], ["help"], ["--lang", "en"], ["weave", "-h"], ["demo", "--help"]]
)
def test_help_names_every_command_and_option(
    words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 0
    said = capsys.readouterr().out
    for name in ("weave", "measure", "demo", "--bridges", "--met", "--apart", "--budget", "--weeks", "--on"):
        assert name in said
    for name in ("--inside", "--seed", "--lang", "--out", "--json", "--version"):
        assert name in said


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"tisserand {__version__}\n"


def test_unknown_command_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("knit") == 2
    assert "« knit »" in capsys.readouterr().err.replace("\u00a0", " ")


def test_refusal_is_a_list_of_sentences_and_nothing_else(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, "t.csv", "a,b,strength\np1,p1,0.5\np1,zz,2\n")
    assert run("weave", "p.csv", "t.csv", "--lang", "en") == 2
    out, err = capsys.readouterr()
    assert out == ""
    first, second, third = err.splitlines()
    assert first.startswith("t.csv, line 2, column “b”: “p1” is tied to the same person; remove this line")
    assert second.startswith(
        "t.csv, line 3, column “b”: nobody in the file of people has the identifier “zz”;"
    )
    assert third.startswith(
        "t.csv, line 3, column “strength”: “2” is not a strength; write a number from 0 to 1"
    )


def test_weave_prints_introductions_and_tells_the_rest_aside(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("weave", "p.csv", "t.csv", "--lang", "en") == 0
    out, err = capsys.readouterr()
    assert out.startswith("week,a,b,score,circle_a,circle_b,shared_contacts,go_between,reasons,why\n")
    assert err.startswith("No file of bridges was given: every circle is open to every other.")
    assert "12 people, 3 circles, 11 ties, seen on 2026-03-09." in err
    assert "\r" not in err


def test_weave_speaks_french_by_default(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("weave", "p.csv", "t.csv") == 0
    out, err = capsys.readouterr()
    assert translator("fr").gettext(NOTES[NoteCode.OPEN_TO_ALL]) in err
    assert "One belongs" not in out


def test_json_is_one_object_with_the_summary(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("weave", "p.csv", "t.csv", "--json", "--weeks", "2") == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"summary", "introductions"}
    assert told["summary"]["introductions"] == len(told["introductions"])
    assert {one["week"] for one in told["introductions"]} == {1, 2}


def test_out_receives_what_the_standard_output_would(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("weave", "p.csv", "t.csv") == 0
    printed = capsys.readouterr().out
    assert run("weave", "p.csv", "t.csv", "--out", "o.csv") == 0
    assert capsys.readouterr().out == ""
    assert (folder / "o.csv").read_text(encoding="utf-8") == printed
    assert run("weave", "p.csv", "t.csv", "--json", "--out", "o.json") == 0
    assert json.loads((folder / "o.json").read_text(encoding="utf-8"))["introductions"]


@pytest.mark.parametrize("out", [".", "no/o.csv"])
def test_out_is_refused_before_any_work(out: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("weave", "missing.csv", "t.csv", "--out", out) == 2
    assert "missing.csv" not in capsys.readouterr().err


def test_input_is_never_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("weave", "p.csv", "t.csv", "--lang", "en", "--out", "p.csv") == 2
    assert (folder / "p.csv").read_text(encoding="utf-8") == PEOPLE
    assert capsys.readouterr().err.startswith("p.csv: this would overwrite “p.csv”")


def test_nobody_to_introduce_is_done_with_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, "p.csv", PEOPLE.replace("beyond|", ""))
    assert run("weave", "p.csv", "t.csv", "--lang", "en") == 0
    out, err = capsys.readouterr()
    assert out == "week,a,b,score,circle_a,circle_b,shared_contacts,go_between,reasons,why\n"
    assert "Nobody to introduce: no two people accept to be proposed beyond their circle." in err


def test_measure_prints_a_table_or_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("measure", "p.csv", "t.csv", "--lang", "en") == 0
    out, err = capsys.readouterr()
    assert "openness (1 = as much as chance)" in out
    assert err == ""
    assert run("measure", "p.csv", "t.csv", "--json", "--on", "2026-03-05") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["on"] == "2026-03-05"
    assert told["figures"]["people"]["value"] == 12


def test_interruption_is_one_line_and_130(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(io.TextIOWrapper):
        def write(self, _text: str) -> int:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdout", Interrupted(io.BytesIO(), encoding="utf-8"))
    assert run("weave", "p.csv", "t.csv", "--lang", "en") == 130
    assert capsys.readouterr().err.strip() == "Stopped. Nothing was written."


def tisserand(folder: Path, shell: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a shell line where $T is the command, as a person would."""
    command = f"{sys.executable} -m tisserand"
    return subprocess.run(
        ["sh", "-c", shell],
        cwd=folder,
        env=os.environ | {"T": command} | environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_reader_who_leaves_early_is_no_error(folder: Path) -> None:
    big = "id,circles\n" + "".join(f"p{i},c{i % 40}\n" for i in range(3000))
    put(folder, "p.csv", big)
    ran = tisserand(folder, "$T weave p.csv t.csv 2>err | head -1; cat err")
    assert ran.stdout.splitlines()[0].startswith("week,a,b")
    assert "Traceback" not in ran.stdout + ran.stderr
    assert "BrokenPipe" not in ran.stdout + ran.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_full_disk_is_a_sentence(folder: Path) -> None:
    ran = tisserand(folder, "$T weave p.csv t.csv --lang en > /dev/full")
    assert ran.returncode == 2
    assert "the disk is full" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_accents_are_written_whatever_the_locale(folder: Path) -> None:
    ran = tisserand(folder, "$T weave p.csv t.csv", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert ran.returncode == 0
    assert ",ç0," in ran.stdout


def test_command_never_loads_django(folder: Path) -> None:
    code = (
        "import sys; from tisserand.cli.main import main; code = main(['weave', 'p.csv', 't.csv']);"
        "sys.exit(code or any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
