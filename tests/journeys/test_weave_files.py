"""A whole story: an animator's files in, a week of introductions out, nobody asked more than she accepts."""

import csv
import io
import json
import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.networks import random_network
from tisserand.cli.main import main
from tisserand.formats.network import Paths, read_network
from tisserand.formats.writers import write_bridges, write_pairs, write_people, write_ties
from tisserand.vocabulary import Consent

DAY = "2026-11-16"
Weave = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """A network of 60 people on disk: people in XLSX, the rest in CSV."""
    monkeypatch.setattr("tisserand.cli.main.today", lambda: date(2026, 12, 1))
    network = random_network(11, people=60, circles=6, bridges=True)
    names = ("people.xlsx", "ties.csv", "bridges.csv", "met.csv", "apart.csv")
    files = Paths(*(tmp_path / name for name in names))
    write_people(files.people, network.people)
    write_ties(files.ties, network.ties)
    assert files.bridges
    assert files.met
    assert files.apart
    write_bridges(files.bridges, network.bridges or ())
    write_pairs(files.met, network.met)
    write_pairs(files.apart, network.apart)
    return files


@pytest.fixture
def weave(paths: Paths, capsys: pytest.CaptureFixture[str]) -> Weave:
    """Runs `tisserand weave` on the files and reads its rows."""

    def run(*words: str, without: str = "", **others: Path) -> list[dict[str, Any]]:
        files = {
            name: getattr(paths, name) for name in ("people", "ties", "bridges", "met", "apart")
        } | others
        options = [f"--{name}={files[name]}" for name in ("bridges", "met", "apart") if name != without]
        command = [
            "weave",
            str(files["people"]),
            str(files["ties"]),
            *options,
            "--on",
            DAY,
            "--lang",
            "en",
            *words,
        ]
        assert main(command) == 0
        return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))

    return run


def shuffled(path: Path, seed: int) -> Path:
    """The same CSV rows in another order."""
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    random.Random(seed).shuffle(rows)
    other = path.with_name(f"shuffled_{path.name}")
    other.write_text(header + "".join(rows), encoding="utf-8")
    return other


def test_nobody_is_asked_more_than_she_accepts(paths: Paths, weave: Weave) -> None:
    network = read_network(paths, date(2026, 12, 1)).network
    rows = weave("--budget", "3", without="bridges")
    load = Counter(end for row in rows for end in (row["a"], row["b"]))
    assert rows
    for person in network.people:
        assert load[person.id] <= (3 if person.budget is None else min(person.budget, 3))


def test_nobody_is_proposed_against_a_rule_of_the_files(paths: Paths, weave: Weave) -> None:
    network = read_network(paths, date(2026, 12, 1)).network
    known = {person.id: person for person in network.people}
    tied = {frozenset((tie.a, tie.b)) for tie in network.ties}
    resting = {frozenset(pair) for pair in network.met | network.apart}
    opened = {(bridge.start, bridge.end) for bridge in network.bridges or ()}
    rows = weave("--budget", "3")
    for row in rows:
        a, b = known[row["a"]], known[row["b"]]
        assert frozenset((a.id, b.id)) not in tied | resting
        if not set(a.circles) & set(b.circles):
            assert Consent.BEYOND in a.allow
            assert Consent.BEYOND in b.allow
            assert {(row["circle_a"], row["circle_b"]), (row["circle_b"], row["circle_a"])} & opened


def test_reasons_add_up_to_the_score_and_are_told(weave: Weave) -> None:
    for row in weave(without="bridges"):
        values = [int(part.split("=")[1].replace(".", "")) for part in row["reasons"].split("|")]
        assert sum(values) == int(row["score"].replace(".", ""))
        assert row["why"].endswith(".")
        assert row["shared_contacts"] in ("0", "<5") or int(row["shared_contacts"]) >= 5


def test_answer_is_the_same_whatever_the_order_of_rows(paths: Paths, weave: Weave) -> None:
    first = weave("--seed", "5", without="bridges")
    assert weave("--seed", "5", without="bridges") == first
    assert weave("--seed", "5", without="bridges", ties=shuffled(paths.ties, 1)) == first


def test_pair_kept_apart_changes_nobody_else(paths: Paths, weave: Weave) -> None:
    before = weave(without="bridges")
    assert paths.apart
    dropped = before[0]
    with paths.apart.open("a", encoding="utf-8") as stream:
        stream.write(f"{dropped['a']},{dropped['b']}\n")
    assert weave(without="bridges") == before[1:]


def test_pair_is_proposed_once_when_several_weeks_are_woven(weave: Weave) -> None:
    rows = weave("--weeks", "3", without="bridges")
    pairs = [frozenset((row["a"], row["b"])) for row in rows]
    assert len(pairs) == len(set(pairs))
    assert {row["week"] for row in rows} == {"1", "2", "3"}


def test_json_and_workbook_say_the_same_as_csv(
    paths: Paths, weave: Weave, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = weave(without="bridges")
    command = ["weave", str(paths.people), str(paths.ties), f"--met={paths.met}", f"--apart={paths.apart}"]
    command += ["--on", DAY, "--lang", "en"]
    assert main([*command, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["introductions"]
    assert [(one["a"], one["b"], one["why"]) for one in told] == [(r["a"], r["b"], r["why"]) for r in rows]
    assert main([*command, "--out", str(tmp_path / "out.xlsx")]) == 0
    from openpyxl import load_workbook

    header, *cells = load_workbook(tmp_path / "out.xlsx").active.iter_rows(values_only=True)
    assert [dict(zip(header, row, strict=True))["why"] for row in cells] == [row["why"] for row in rows]


def test_circles_that_take_nobody_inside_are_obeyed(weave: Weave, tmp_path: Path) -> None:
    """The option is read: closed circles introduce nobody inside, and circles open through members others."""
    usual = weave("--inside")
    closed, opened = tmp_path / "closed.csv", tmp_path / "opened.csv"
    names = [f"cercle {i}" for i in range(6)]
    closed.write_text("name,takes_inside\n" + "".join(f"{name},no\n" for name in names), encoding="utf-8")
    opened.write_text("nom;par les membres\n" + "".join(f"{name};oui\n" for name in names), encoding="utf-8")
    assert any(row["circle_a"] == row["circle_b"] for row in usual)
    told = weave("--inside", f"--circles={closed}")
    assert told
    assert not any(row["circle_a"] == row["circle_b"] for row in told)
    through, without = (
        {(row["a"], row["b"]) for row in weave(*more)} for more in ([f"--circles={opened}"], [])
    )
    assert through - without


def test_circles_file_that_says_neither_is_refused(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "circles.csv"
    wrong.write_text("name,takes_inside\ncercle 1,sometimes\n", encoding="utf-8")
    command = ["weave", str(paths.people), str(paths.ties), "--circles", str(wrong), "--lang", "en"]
    assert main(command) == 2
    assert "circles.csv, line 2, column “takes_inside”: “sometimes” is neither" in capsys.readouterr().err
