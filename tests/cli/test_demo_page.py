"""`tisserand demo`: a folder with a page that tells the truth about the files beside it."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from tisserand.cli.demo.command import Demo, main, written
from tisserand.cli.demo.page import week_view
from tisserand.cli.demo.sheets import rows as sheet
from tisserand.cli.demo.world import World, world
from tisserand.formats.problems import UnusableError
from tisserand.formats.weaving import Weaving, weave
from tisserand.vocabulary import Consent, Reason, Route
from tisserand.web.page import WeekView
from tisserand.wording.quotes import language_of

ON = date(2026, 11, 18)


@pytest.fixture(scope="module")
def drawn() -> World:
    """The demo world of that week."""
    return world(ON)


@pytest.fixture(scope="module")
def woven(drawn: World) -> Weaving:
    """Its weaving."""
    return weave(drawn.network, drawn.monday)


@pytest.fixture(scope="module")
def view(drawn: World, woven: Weaving) -> WeekView:
    """What the page tells, in English."""
    return week_view(drawn, woven, "en")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo, written."""
    return written(tmp_path_factory.mktemp("demo") / "new" / "folder", ON, lang="fr")


def test_demo_writes_its_page_beside_its_files(demo: Demo) -> None:
    names = {path.name for path in demo.page.parent.iterdir()}
    assert names == {"index.html", "introductions.csv", "people.csv", "ties.csv", "bridges.csv"}
    html = demo.page.read_text(encoding="utf-8")
    assert '<html lang="fr">' in html
    assert "<script" not in html


def test_page_counts_what_the_file_holds(demo: Demo, view: WeekView) -> None:
    with demo.introductions.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == view.introductions == view.across + view.inside
    assert len(view.rows) == min(12, len(rows))
    assert f"{view.across}" in re.sub(r"<[^>]+>", "", demo.page.read_text(encoding="utf-8"))


def test_letters_are_introductions_of_the_week_with_their_reasons(view: WeekView, woven: Weaving) -> None:
    pairs = {(one.a.name, one.b.name): one for one in woven.introductions}
    assert len(view.letters) == 7
    for told in view.letters:
        one = pairs[told.to, told.name]
        assert sum(reason.threads for reason in told.reasons) == 20
        assert {reason.code for reason in told.reasons} <= {*one.values, "also"}
        assert len(told.exchanges) == sum(code in one.values for code in (Reason.NEED, Reason.OFFER))


def test_go_between_told_agreed_to_be_named(view: WeekView, drawn: World, woven: Weaving) -> None:
    allow = {person.name: person.allow for person in drawn.people}
    named = [one.go_between.name for one in woven.introductions if one.go_between]
    assert named
    assert all(Consent.NAMED in allow[name] for name in named)
    told = " ".join(letter.through for letter in view.letters) + " ".join(row.through for row in view.rows)
    assert [name for name in named if name in told]


def test_letters_answer_ten_days_after_their_letter_day(view: WeekView) -> None:
    assert {letter.answer_by for letter in view.letters} == {date(2026, 11, 27)}


def test_bridges_of_two_rows_are_told_once(view: WeekView, drawn: World) -> None:
    pairs = {frozenset((bridge.start, bridge.end)) for bridge in drawn.bridges}
    assert len(view.bridges) == len(pairs) == 7
    told = {frozenset((view.circles[b.a].name, view.circles[b.b].name)) for b in view.bridges}
    assert told == pairs


def test_bridge_about_to_end_or_held_by_one_person_is_at_risk(view: WeekView, drawn: World) -> None:
    for bridge in view.bridges:
        ends = view.circles[bridge.a].name, view.circles[bridge.b].name
        alone = any(len(drawn.go_betweens.get(pair, ())) == 1 for pair in (ends, ends[::-1]))
        soon = bridge.until is not None and (bridge.until - drawn.monday).days <= 30
        assert bool(bridge.risk) == (alone or soon)
    assert [bridge for bridge in view.bridges if bridge.risk]


def test_circles_count_their_people(view: WeekView, drawn: World) -> None:
    assert sum(circle.people for circle in view.circles) == sum(
        len(person.circles) for person in drawn.people
    )
    assert drawn.closed in {circle.name for circle in view.alone}
    assert drawn.closed in view.openness.gesture_title


def test_openness_opens_when_the_week_takes_place(view: WeekView, woven: Weaving) -> None:
    figure = view.openness
    assert figure.now.low < figure.now.value < figure.now.high < 1
    crossing = any(one.route is not Route.INSIDE for one in woven.introductions)
    assert crossing
    assert figure.forecast.value > figure.now.value
    assert figure.observed / figure.expected == pytest.approx(figure.now.value)


def test_command_says_where_the_page_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--lang", "en", "--on=2026-11-18"]) == 0
    said = capsys.readouterr().out
    assert str(tmp_path / "tisserand-demo" / "index.html") in said


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["--on", "someday"], "bad_day"),
        (["--seed", "-3"], "bad_number"),
        (["--seed"], "option_without_value"),
        (["--loud"], "unknown_option"),
        (["people.csv"], "extra_argument"),
        (["--lang", "la"], "unknown_language"),
    ],
)
def test_command_refuses_what_it_cannot_understand(
    argv: list[str], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnusableError) as refusal:
        main(argv)
    assert [problem.code for problem in refusal.value.problems] == [code]
    assert list(tmp_path.iterdir()) == []


def test_words_of_people_carry_the_language_they_are_in(view: WeekView) -> None:
    sheets = {row["text"].rstrip(". "): row["lang"] for side in ("needs", "offers") for row in sheet(side)}
    quotes = [quote for told in view.letters for e in told.exchanges for quote in (e.need, e.offer)]
    assert len(quotes) >= 2 * len(view.letters)
    assert {quote.lang for quote in quotes} <= {"fr", "en"}
    known = [(quote, sheets[quote.text]) for quote in quotes if quote.text in sheets]
    assert [(quote, lang) for quote, lang in known if quote.lang != lang] == []


def test_purposes_and_themes_are_told_in_french_whatever_the_page(view: WeekView) -> None:
    assert {circle.purpose.lang for circle in view.circles} == {"fr"}
    assert {bridge.themes.lang for bridge in view.bridges} == {"fr"}
    assert all(language_of(circle.purpose.text) == "fr" for circle in view.circles)


def test_file_of_the_demo_withholds_few_contacts_and_quotes_as_written(demo: Demo) -> None:
    text = demo.introductions.read_text(encoding="utf-8")
    assert "U+" not in text
    with demo.introductions.open(encoding="utf-8", newline="") as stream:
        counts = {row["shared_contacts"] for row in csv.DictReader(stream)}
    assert "<5" in counts
    assert all(count in ("0", "<5") or int(count) >= 5 for count in counts)
