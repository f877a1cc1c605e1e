"""The analyst's guides, taken at their word: their example runs, their limits are those of the code."""

import csv
import re
from pathlib import Path

import pytest

from tests.formats.files import put
from tests.shape.figures import ROOT
from tests.shape.tree import tracked
from tisserand.cli import main as command
from tisserand.formats.bridges import LAYOUT as BRIDGES
from tisserand.formats.cells import MAX_CELL, instant
from tisserand.formats.introductions import HEADER, few
from tisserand.formats.people import ACTOR_TYPES, ASK_TYPES, MOST_A_WEEK
from tisserand.formats.people import LAYOUT as PEOPLE
from tisserand.formats.tables import MAX_BYTES, MAX_COLUMNS
from tisserand.formats.ties import LAYOUT as TIES
from tisserand.vocabulary import Consent

GUIDES = {lang: (ROOT / "docs" / lang / "analyst.md").read_text(encoding="utf-8") for lang in ("fr", "en")}
ROOMS = {f"{name}.py" for name in ("models", "rules", "queries", "actions", "jobs", "admin", "apps")}
"""Files of the rooms, which are not built yet."""

BOTH = pytest.mark.parametrize("lang", ["fr", "en"])


def section(lang: str, title: str) -> str:
    """What a guide says under a heading that starts so."""
    found = re.search(rf"^#+ {title}.*?\n(.*?)(?=^#|\Z)", GUIDES[lang], re.DOTALL | re.MULTILINE)
    assert found, title
    return found.group(1).replace("\u00a0", " ").replace("\u202f", " ")


def in_three_minutes(lang: str, folder: Path) -> list[str]:
    """Write the files of the guide's first example; its command, cut into words."""
    text = section(lang, "En trois minutes" if lang == "fr" else "In three minutes")
    names = re.findall(r"`(\w+\.csv)`", text)
    tables = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    for name, table in zip(names, tables, strict=False):
        put(folder, name, "".join(line.strip() + "\n" for line in table.splitlines() if line.strip()))
    asked = re.search(r"`tisserand (weave [^`]+)`", text)
    assert asked
    return asked.group(1).split()


@BOTH
def test_first_example_introduces_the_two_people_it_speaks_of(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = in_three_minutes(lang, tmp_path)
    assert command.main(words) == 0, capsys.readouterr().err
    with (tmp_path / words[-1]).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    pair = next(row for row in rows if {row["a"], row["b"]} == {"p1", "p2"})
    assert pair["go_between"] == "p7"
    assert pair["shared_contacts"] == "<5"
    assert {"need", "offer", "both_ways"} <= {part.split("=")[0] for part in pair["reasons"].split("|")}
    assert "écrire une page de vente" in pair["why"]


@BOTH
def test_limits_are_those_of_the_code(lang: str) -> None:
    said = section(lang, "Les fichiers" if lang == "fr" else "The files")
    cell = f"{MAX_CELL:,}".replace(",", " " if lang == "fr" else ",")
    assert f"{cell} " in said
    assert f"{MAX_BYTES >> 20} M" in said
    assert f"{MAX_COLUMNS} col" in said


@BOTH
def test_exit_codes_are_those_of_the_code(lang: str) -> None:
    said = re.findall(r"^\| (\d+) \|", GUIDES[lang], re.MULTILINE)
    codes = (command.DONE, command.REFUSED, command.INTERRUPTED, command.NOBODY_READS)
    assert [int(code) for code in said] == list(codes)


@BOTH
def test_every_date_given_as_an_example_is_read(lang: str) -> None:
    said = section(lang, "Les dates" if lang == "fr" else "Dates")
    examples = [example for example in re.findall(r"`([^`]+)`", said) if example[0].isdigit()]
    assert len(examples) == 5
    moments = {instant(example) for example in examples}
    assert None not in moments
    assert {moment.date().isoformat() for moment in moments if moment} == {"2026-03-05"}
    assert {moment.hour for moment in moments if moment} == {0, 13, 14}


@BOTH
def test_every_column_read_is_documented(lang: str) -> None:
    documented = set(re.findall(r"`(\w+)`", GUIDES[lang]))
    for layout in (PEOPLE, TIES, BRIDGES):
        assert set(layout.columns) - documented == set()
    assert set(HEADER) - documented == set()
    assert set(Consent) <= documented


def test_french_names_of_columns_are_understood() -> None:
    named = re.findall(r"^\| (`.*?\)) \|", GUIDES["fr"], re.MULTILINE)
    pairs = [pair for line in named for pair in re.findall(r"`(\w+)` \(([^)]+)\)", line)]
    assert len(pairs) >= 12
    known = {code: layout for layout in (PEOPLE, TIES, BRIDGES) for code in layout.columns}
    assert [(code, french) for code, french in pairs if code in known
            and known[code].places([french]) != [code]] == []  # fmt: skip


@BOTH
def test_every_type_of_need_and_of_actor_is_understood_as_documented(lang: str) -> None:
    said = section(lang, "Les personnes" if lang == "fr" else "People")
    for column, known in (("needs", ASK_TYPES), ("actor_type", ACTOR_TYPES)):
        line = next(row for row in said.splitlines() if re.match(rf"\| [^|]*`{column}`", row))
        words = set(re.findall(r"`([^`:\\]+)`", line.split("|", 2)[2]))
        spelt = {name for names in known.values() for name in names}
        plain = {word.translate(str.maketrans("éè-", "ee_")).replace(" ", "_") for word in words}
        unknown = plain - spelt - {"une_phrase", "a_sentence"}
        assert unknown == set()
        assert len(plain & spelt) >= len(known) - 1


@BOTH
def test_numbers_of_the_guide_are_those_of_the_code(lang: str) -> None:
    budget = next(line for line in GUIDES[lang].splitlines() if line.startswith("| `budget`"))
    assert re.findall(r"\d+", budget)[:2] == ["0", str(MOST_A_WEEK)]
    assert f"`{few(3)}`" in GUIDES[lang]


@pytest.mark.parametrize("pattern", [r"```.*?```", r"^\| `([^`]+)`", r"^#+ "])
def test_guides_have_the_same_bones(pattern: str) -> None:
    french, english = (re.findall(pattern, GUIDES[lang], re.DOTALL | re.MULTILINE) for lang in ("fr", "en"))
    assert len(french) == len(english) > 2


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_file_that_the_map_names_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w/]+\.(?:py|csv))`", text)) - ROOMS
    known = {path.relative_to(ROOT).as_posix() for path in tracked(ROOT)}
    lost = [name for name in named if not any(path == name or path.endswith("/" + name) for path in known)]
    assert len(named) > 8
    assert lost == []
