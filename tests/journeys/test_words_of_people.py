"""A sentence from a member's keyboard to the letter that quotes it: what she wrote, nothing spelt out."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from tests.formats.files import put
from tisserand.cli.main import main
from tisserand.formats.network import Paths, read_network
from tisserand.formats.weaving import weave
from tisserand.wording.catalogue import LANGUAGES, translator
from tisserand.wording.letters import exchanges

NEED = "Un local de 110\u00a0m²\u00a0: calme, «\u00a0clair\u00a0», près du métro."
OFFER = "Un local clair, 110\u202fm²\u202f; métro à deux pas\u202f!"
TIES = "a,b,at\np1,p3,2026-03-05\np2,p3,2026-03-06\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three people on disk, two of whom write with French spaces."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tisserand.cli.main.today", lambda: date(2026, 3, 31))
    rows = [
        ["id", "name", "circles", "needs", "offers", "town"],
        ["p1", "Awa", "Clef\u00a0de voûte", NEED, "", "Lyon"],
    ]
    rows += [["p2", "Loïc", "Les Passerelles", "", OFFER, "Lyon"], ["p3", "Zoé", "Clef de voûte", "", "", ""]]
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    put(tmp_path, "p.csv", written.getvalue())
    put(tmp_path, "t.csv", TIES)
    return tmp_path


def why(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The sentence of the pair that the need and the offer make, as the command prints it."""
    assert main(["weave", "p.csv", "t.csv", *words]) == 0
    out = capsys.readouterr().out
    rows = json.loads(out)["introductions"] if "--json" in words else list(csv.DictReader(io.StringIO(out)))
    return next(row["why"] for row in rows if {row["a"], row["b"]} == {"p1", "p2"})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_sentence_with_french_spaces_is_told_as_written(
    kind: str, lang: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = why(capsys, "--lang", lang, *(["--json"] if kind == "json" else []))
    assert "U+" not in said
    assert "m²\u00a0: calme, «\u00a0clair\u00a0», près du métro" in said
    assert "m²\u202f; métro à deux pas\u202f!" in said


def test_circle_is_one_whatever_spaces_its_name_was_typed_with(folder: Path) -> None:
    network = read_network(Paths(folder / "p.csv", folder / "t.csv"), date(2026, 3, 31)).network
    assert {name for person in network.people for name in person.circles} == {
        "Clef de voûte",
        "Les Passerelles",
    }


def test_letter_quotes_the_same_words_as_the_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = why(capsys, "--lang", "fr")
    network = read_network(Paths(folder / "p.csv", folder / "t.csv"), date(2026, 3, 31)).network
    (one,) = (one for one in weave(network).introductions if {one.a.id, one.b.id} == {"p1", "p2"})
    (told,) = exchanges(one, translator("fr"))
    assert told.need.text in said
    assert told.offer.text in said
    assert (told.need.lang, told.offer.lang) == ("fr", "fr")


@pytest.mark.parametrize("character", ["\u202e", "\u200b", "\u00ad"])
def test_sentence_that_hides_something_is_refused_before_it_is_quoted(
    character: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, "p.csv", f"id,circles,needs\np1,A,un{character} local\np2,B,\np3,A,\n")
    assert main(["weave", "p.csv", "t.csv", "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"<U+{ord(character):04X}>" in err
    assert character not in err


def test_formula_in_a_name_stays_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (folder / "p.csv").read_text(encoding="utf-8").replace("Awa", "'=1+1")
    put(folder, "p.csv", text)
    said = why(capsys, "--lang", "en")
    assert "=1+1 is looking for" in said
    assert said[0] not in "=+-@"
