"""The summary, the notes and the table, in both languages."""

from datetime import date

import pytest

from tisserand.formats.figures import Figure, FigureCode, Nobody, Summary
from tisserand.formats.problems import Note, NoteCode
from tisserand.formats.weaving import Week
from tisserand.wording.catalogue import LANGUAGES, translator
from tisserand.wording.figures import (
    decimal,
    margin,
    nobody,
    note,
    number,
    percent,
    summary_lines,
    table_lines,
)

FRENCH, ENGLISH = translator("fr"), translator("en")
ON = date(2026, 3, 5)
WEEK = Week(ON, 1234, 980, 1000, 3, 99.999, 100.0)
SUMMARY = Summary(
    ON, 1000, 12, 5432, (WEEK,), 0.5,
    Figure(FigureCode.OPENNESS, 0.5, 0.4, 0.6), Figure(FigureCode.OPENNESS, 0.75, 0.7, 0.8), 1.25,
)  # fmt: skip


OPENNESS = (
    "Openness against chance: 0.500 (95%: 0.400 to 0.600); "
    "if all of them took place: 0.750 (95%: 0.700 to 0.800)."
)


def plain(text: str) -> str:
    """The text with ordinary spaces, as one types it."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_summary_says_every_figure() -> None:
    assert list(summary_lines(SUMMARY, ENGLISH)) == [
        "1,000 people, 12 circles, 5,432 ties, seen on 2026-03-05.",
        "1,234 introductions.",
        "980 people served, of 1,000 who can be; 3 requests at most on one person.",
        "Value 99.999, certified at 99.99% of the best possible (100.000).",
        "50% of them cross circles.",
        OPENNESS,
        "1.2 seconds.",
    ]


def test_summary_is_french_with_french_numbers() -> None:
    said = [plain(line) for line in summary_lines(SUMMARY, FRENCH)]
    assert said[0] == "Personnes : 1 000 ; cercles : 12 ; liens : 5 432 ; vus le 05/03/2026."
    assert said[1] == "1 234 mises en relation."
    assert "0,500 (95 % : 0,400 à 0,600)" in said[5]


def test_summary_tells_each_week_when_there_are_several() -> None:
    several = Summary(ON, 5, 1, 0, (WEEK, WEEK), None, SUMMARY.now, SUMMARY.forecast, 1.0)
    said = list(summary_lines(several, ENGLISH))
    assert [line for line in said if line.startswith("Week")] == [
        "Week 1, 2026-03-05:",
        "Week 2, 2026-03-05:",
    ]
    assert not any("cross circles" in line for line in said)


def test_figure_is_withheld_with_a_word() -> None:
    assert margin(Figure(FigureCode.OPENNESS, None), ENGLISH).startswith("withheld")
    assert margin(Figure(FigureCode.FIRST_TIE, None, 12), ENGLISH) == "not reached (95%: 12 to not reached)"


def test_figure_about_few_people_is_a_range() -> None:
    assert margin(Figure(FigureCode.PEOPLE, "<5"), ENGLISH) == "<5"


def test_table_is_aligned() -> None:
    figures = [Figure(FigureCode.PEOPLE, "1200"), Figure(FigureCode.EI, -0.5)]
    first, *rows = table_lines(ON, figures, ENGLISH)
    assert first == "Network seen on 2026-03-05"
    assert rows == ["people                           1,200", "E-I index (-1 inside, 1 across)  -0.500"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", NoteCode)
def test_note_is_a_sentence(code: NoteCode, lang: str) -> None:
    said = note(Note(code, "p.csv", "détail", 7), translator(lang))
    assert said.endswith(".")
    assert "{" not in said


@pytest.mark.parametrize("cause", Nobody)
def test_nobody_is_explained_in_both_languages(cause: Nobody) -> None:
    assert nobody(cause, FRENCH).startswith("Personne à mettre en relation")
    assert nobody(cause, ENGLISH).startswith("Nobody to introduce")


def test_share_below_one_never_reads_a_hundred() -> None:
    assert percent(0.999999, ENGLISH, 2) == "99.99%"
    assert percent(1.0, ENGLISH, 2) == "100.00%"
    assert percent(0.57, ENGLISH) == "57%"


def test_numbers_follow_the_language() -> None:
    assert (number(1234567, ENGLISH), plain(number(1234567, FRENCH))) == ("1,234,567", "1 234 567")
    assert (decimal(0.5, ENGLISH, 2), decimal(0.5, FRENCH, 2)) == ("0.50", "0,50")
