"""One cell at a time: dates, numbers, lists, hidden characters, formula guards."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.formats.cells import (
    character_name,
    clean,
    day,
    folded,
    guarded,
    hidden_character,
    instant,
    items,
    share,
    unguarded,
    whole,
)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-05", datetime(2026, 3, 5, tzinfo=UTC)),
        ("05/03/2026", datetime(2026, 3, 5, tzinfo=UTC)),
        ("5/3/2026", datetime(2026, 3, 5, tzinfo=UTC)),
        ("05/03/2026 14:30", datetime(2026, 3, 5, 14, 30, tzinfo=UTC)),
        ("2026-03-05 14:30", datetime(2026, 3, 5, 14, 30, tzinfo=UTC)),
        ("2026-03-05T14:30:07", datetime(2026, 3, 5, 14, 30, 7, tzinfo=UTC)),
        ("2026-03-05T14:30:07Z", datetime(2026, 3, 5, 14, 30, 7, tzinfo=UTC)),
        ("2026-03-05T14:30+02:00", datetime(2026, 3, 5, 12, 30, tzinfo=UTC)),
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=UTC)),
    ],
)
def test_moment_is_read_in_utc_when_written_as_documented(text: str, moment: datetime) -> None:
    assert instant(text) == moment
    assert day(text) == moment.date()


@pytest.mark.parametrize(
    "text",
    [
        "", "hier", "2026", "2026-13-01", "2026-02-30", "31/02/2026", "03/25/2026", "5 mars 2026", "20260305",
        "2026-W10-4", "45678", "2026-03-05x12:00", "05/03/26", "1899-12-31", "٠٥/٠٣/٢٠٢٦", "2026-03-05 25:00",
        "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00",
    ],
)  # fmt: skip
def test_moment_is_none_when_nobody_can_read_it(text: str) -> None:
    assert instant(text) is None
    assert day(text) is None


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_moment_is_read_back_when_written_in_iso(moment: datetime) -> None:
    assert instant(moment.isoformat()) == moment
    assert day(moment.strftime("%d/%m/%Y %H:%M")) == moment.date()


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("50", 50), ("007", 7)])
def test_whole_number_is_read_when_plain(text: str, number: int) -> None:
    assert whole(text, 50) == number


@pytest.mark.parametrize("text", ["", "-1", "51", "1.0", "1,0", "1e1", "1_0", "٣", "²", "9" * 30, " 1"])
def test_whole_number_is_none_when_anything_else(text: str) -> None:
    assert whole(text, 50) is None


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0.0), ("1", 1.0), ("0.5", 0.5), ("0,5", 0.5), ("1e-3", 0.001)]
)
def test_share_is_read_when_between_0_and_1(text: str, number: float) -> None:
    assert share(text) == number


@pytest.mark.parametrize("text", ["", "-0.1", "1.01", "nan", "inf", "0,5,0", "0_0", "fort"])
def test_share_is_none_when_anything_else(text: str) -> None:
    assert share(text) is None


@pytest.mark.parametrize("text", ["=1+1", "+33 1 23", "-2", "@home", "\tx", "\rx", "'=x", "''+x"])
def test_guard_is_added_when_a_spreadsheet_would_run_the_cell(text: str) -> None:
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "Ana", "'t Hooft", "'", "12", "1-4", "a=b", "é@x"])
def test_guard_is_absent_when_the_cell_is_plain(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@given(st.text())
def test_guard_is_undone_exactly_whatever_the_text(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in tuple("=+-@\t\r")


def test_cell_is_cleaned_when_padded_or_decomposed() -> None:
    assert clean("  Zoe\u0301\u00a0") == "Zoé"
    assert clean("'+33 1") == "+33 1"


def test_items_are_each_on_one_line_and_once() -> None:
    assert items("A |  B\u00a0\n c|| A|") == ("A", "B c")
    assert items("") == ()


def test_names_compare_equal_when_case_accents_and_marks_differ() -> None:
    assert folded(" Arrivée-le ") == folded("ARRIVEE LE") == "arrivee_le"


@pytest.mark.parametrize(
    "character", ["\u202e", "\u200b", "\ufeff", "\x07", "\x1b", "\u2066", "\x85", "\U000e0041"]
)
def test_hidden_character_is_found_wherever_it_is(character: str) -> None:
    assert hidden_character(f"An{character}a", breaks=True) == character


def test_line_break_is_hidden_unless_allowed() -> None:
    assert hidden_character("Ana\nBob", breaks=False) == "\n"
    assert hidden_character("Ana\nBob", breaks=True) == ""
    assert hidden_character("Ana\n", breaks=False) == ""


@pytest.mark.parametrize("text", ["Zoé", "L’Œuvre", "日本", "🙂", "a\u00a0b", "Ł"])
def test_hidden_character_is_none_when_everything_shows(text: str) -> None:
    assert hidden_character(text, breaks=False) == ""


def test_character_is_spoken_of_by_number_and_name() -> None:
    assert character_name("\u202e") == "U+202E RIGHT-TO-LEFT OVERRIDE"
    assert character_name("\x07") == "U+0007"
    assert date(2026, 3, 5) == day("2026-03-05")
