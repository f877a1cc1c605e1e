"""Every refusal has a sentence in both languages, with its facts and the next gesture."""

from datetime import date

import pytest

from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal
from tisserand.wording.catalogue import LANGUAGES, translator
from tisserand.wording.refusals import SENTENCES, WITH_FACTS, fields, sentence

FACTS = {
    "length": 1281,
    "longest": 280,
    "least": 0,
    "most": 7,
    "first": date(2026, 11, 22),
    "last": date(2027, 11, 22),
    "day": date(2026, 12, 6),
    "days": 30,
}


def test_every_code_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Refusal)
    assert len(set(SENTENCES.values())) == len(SENTENCES)
    assert not any(map(fields, SENTENCES.values()))
    assert all(map(fields, WITH_FACTS.values()))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", Refusal)
def test_refusal_says_what_and_then_what_to_do(code: Refusal, lang: str) -> None:
    for facts in ({}, FACTS):
        said = sentence(Refused(code, **facts), translator(lang))
        assert said.endswith(".")
        assert "{" not in said
        assert said[0].isupper()
        assert ";" in said or "," in said, "what is wrong, then the next gesture"


@pytest.mark.parametrize("code", Refusal)
def test_french_sentence_is_french(code: Refusal) -> None:
    for facts in ({}, FACTS):
        french, english = (sentence(Refused(code, **facts), translator(lang)) for lang in ("fr", "en"))
        assert french != english
        assert " ;" not in french
        assert "'" not in french


@pytest.mark.parametrize("code", WITH_FACTS)
def test_facts_are_said_when_they_are_known(code: Refusal) -> None:
    said = sentence(Refused(code, **FACTS), translator("en"))
    assert said != sentence(Refused(code), translator("en"))
    some = dict.fromkeys(sorted(fields(WITH_FACTS[code]))[1:], 3)
    assert sentence(Refused(code, **some), translator("en")) == SENTENCES[code]


def test_numbers_and_dates_are_written_as_in_the_language() -> None:
    long = Refused(Refusal.TEXT_TOO_LONG, length=1281, longest=280)
    assert sentence(long, translator("en")) == (
        "This text has 1,281 characters, and 280 at most fit here; shorten it."
    )
    early = Refused(Refusal.NOT_YET, day=date(2026, 12, 6))
    assert sentence(early, translator("en")) == "It is too early; come back on 2026-12-06."
    assert "06/12/2026" in sentence(early, translator("fr"))


def test_hostile_fact_is_shown_harmless() -> None:
    said = sentence(Refused(Refusal.BAD_NUMBER, least="\u202e{most}", most=7), translator("en"))
    assert "<U+202E>{most} to 7" in said
