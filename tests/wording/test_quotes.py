"""People's words come back as they wrote them: every letter and space, nothing that hides."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.cli.demo.sheets import rows
from tisserand.wording.quotes import (
    HIDING,
    LONGEST,
    LONGEST_NAME,
    Quote,
    language_of,
    named,
    quote,
    quoted,
    spaced,
    without_stop,
)

FINE, WIDE = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    "text",
    [
        "Un local de 110\u00a0m², dès lundi",
        "Dire «\u00a0oui\u00a0»\u202f; rien de plus\u202f!",
        "Zoé, L’Œuvre & Cie",
        "日本語の先生",
        "Une ferme 🌱 à deux pas",
        "a–b — c…",
        "e\u0301crit en deux signes",
        "100\u202f000 €",
    ],
)
def test_words_are_quoted_exactly_when_everything_shows(text: str) -> None:
    assert quoted(text) == text


def test_no_break_space_is_never_spelt_out() -> None:
    assert "U+00A0" not in quoted("110\u00a0m² et 3\u202fkg")
    assert quoted("110\u00a0m² et 3\u202fkg") == "110\u00a0m² et 3\u202fkg"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("\u2066un\u2069 local", "un local"),
        ("zéro\u200blargeur", "zérolargeur"),
        ("cou\u00adpé", "coupé"),
        ("\x1b[31mrouge", "[31mrouge"),
        ("sonne\x07", "sonne"),
        ("deux\nlignes\r\net\ttrois", "deux lignes et trois"),
        ("un\u2028paragraphe\u2029deux", "un paragraphe deux"),
        ("\ufeffmarque", "marque"),
        ("demi\ud800paire", "demipaire"),
        ("  trop   de  place ", "trop de place"),
    ],
)
def test_characters_that_hide_or_break_lines_are_left_out(text: str, seen: str) -> None:
    assert quoted(text) == seen


@given(st.text(max_size=400), st.integers(20, 200))
def test_quoted_text_is_short_on_one_line_and_hides_nothing(text: str, longest: int) -> None:
    said = quoted(text, longest)
    assert len(said) <= longest + 1
    assert not {unicodedata.category(character) for character in said} & HIDING
    assert "  " not in said
    said.encode()


@given(st.text(alphabet="abcé ’,.;:!?«»%\u00a0\u202f", max_size=100))
def test_quoting_a_quotation_changes_nothing_more(text: str) -> None:
    assert quoted(quoted(text)) == quoted(text)


@given(st.text(max_size=150))
def test_every_letter_and_digit_of_a_short_text_is_kept_in_order(text: str) -> None:
    def letters(words: str) -> str:
        return "".join(c for c in words if unicodedata.category(c)[0] in "LNMPS")

    assert letters(quoted(text, 1000)) == letters(text)


def test_long_text_is_cut_after_a_word() -> None:
    said = quoted("un deux trois quatre", 12)
    assert said == "un deux…"
    assert quoted("un deux trois quatre", 13) == "un deux trois…"
    assert quoted("un deux trois", 13) == "un deux trois"


def test_long_text_is_cut_before_its_comma() -> None:
    assert quoted("un local, clair et calme", 10) == "un local…"


def test_endless_word_is_cut_where_it_must() -> None:
    assert quoted("a" * 500) == "a" * LONGEST + "…"
    assert quoted("un " + "a" * 500, 50) == "un " + "a" * 47 + "…"


def test_name_is_cut_sooner_than_a_sentence() -> None:
    long = "Coopérative d’activité " * 5
    assert len(named(long)) <= LONGEST_NAME + 1
    assert named(long).endswith("…")
    assert named("Sillage Lyon") == "Sillage Lyon"


@pytest.mark.parametrize(
    ("plain", "french"),
    [
        ("Pourquoi ?", f"Pourquoi{FINE}?"),
        ("Vite !", f"Vite{FINE}!"),
        ("un ; deux", f"un{FINE}; deux"),
        ("conserves : bocaux", f"conserves{WIDE}: bocaux"),
        ("« oui »", f"«{WIDE}oui{WIDE}»"),
        ("30 %", f"30{WIDE}%"),
        ("deux   espaces  !", f"deux   espaces{FINE}!"),
        ("«\u00a0déjà\u00a0»", "«\u00a0déjà\u00a0»"),
    ],
)
def test_french_spaces_are_put_back_where_a_file_lost_them(plain: str, french: str) -> None:
    assert spaced(plain) == french
    assert spaced(french) == french


@pytest.mark.parametrize(
    "text",
    [
        "Who knows a lawyer? I do: call me!",
        "From 9:30 to 10:15; bring 5% more",
        "https://example.org/a?b=c",
        "L'atelier",
        "",
    ],
)
def test_text_in_english_comes_back_as_it_was(text: str) -> None:
    assert spaced(text) == text


@given(st.text())
def test_spacing_changes_spaces_only(text: str) -> None:
    def without(words: str) -> str:
        return words.replace(" ", "").replace(FINE, "").replace(WIDE, "")

    assert without(spaced(text)) == without(text)


@pytest.mark.parametrize(
    ("text", "stopped"),
    [
        ("Un local.", "Un local"),
        ("Un local. ", "Un local"),
        ("Un local...", "Un local"),
        ("Un local ?", f"Un local{FINE}?"),
        ("M. Martin", "M. Martin"),
    ],
)
def test_last_full_stop_is_left_to_the_sentence_around(text: str, stopped: str) -> None:
    assert without_stop(text) == stopped


def test_cut_sentence_keeps_its_mark() -> None:
    assert without_stop("mot " * 100).endswith("mot…")


@pytest.mark.parametrize("sheet", ["needs", "offers", "concerns"])
def test_language_is_the_one_written_beside_every_sentence_of_the_demo(sheet: str) -> None:
    wrong = [row["text"] for row in rows(sheet) if language_of(row["text"]) != row["lang"]]
    assert wrong == []
    assert {row["lang"] for row in rows(sheet)} == {"fr", "en"}


@pytest.mark.parametrize("purpose", [row["purpose"] for row in rows("circles")])
def test_purpose_of_every_circle_of_the_demo_is_french(purpose: str) -> None:
    assert language_of(purpose) == "fr"


@pytest.mark.parametrize("text", ["", "Excel", "110", "Zzz, yyy", "日本語", "!?"])
def test_language_is_unknown_when_nobody_can_tell(text: str) -> None:
    assert language_of(text) == ""


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("A kitchen for my workshops", "en"),
        ("WHO CAN READ OUR ACCOUNTS WITH US", "en"),
        ("un bureau pour deux", "fr"),
        ("Qui peut relire notre bilan", "fr"),
        ("Élagage", "fr"),
        ("shared kitchen", "en"),
        ("Somebody who knows the Café de la Gare and its owners", "en"),
    ],
)
def test_language_is_that_of_the_small_words(text: str, lang: str) -> None:
    assert language_of(text) == lang


def test_quotation_has_its_words_and_its_language() -> None:
    assert quote("Une cuisine libre le lundi.") == Quote("Une cuisine libre le lundi", "fr")
    assert quote("A shared kitchen on Mondays.") == Quote("A shared kitchen on Mondays", "en")
    assert not quote("")
    assert quote("x")
