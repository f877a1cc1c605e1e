"""The reviewed lexicon as data: complete, without contradictions, readable."""

import pytest

from tisserand.engine.text.lexicon import GRAMMAR, LANGUAGES, LISTS, LexiconRow, lexicon_from, phrase_of, said
from tisserand.engine.text.words import folded, words_of
from tisserand.formats.lexicon import lexicon_rows, shipped_lexicon, shipped_rows

HEADER = "concept,fr,en,broader,percent"
CONCEPTS = [row for row in shipped_rows() if row.concept not in LISTS]


def test_every_concept_is_said_in_both_languages() -> None:
    assert len(CONCEPTS) >= 250
    assert all(row.fr and row.en for row in CONCEPTS)
    assert {row.concept for row in shipped_rows() if row.concept in LISTS} == set(LISTS)


def test_every_broader_concept_exists_and_none_is_its_own() -> None:
    broader = {row.concept: row.broader for row in CONCEPTS}
    assert {wide for wide in broader.values() if wide} <= set(broader)
    for concept in broader:
        walked = [concept]
        while broader[walked[-1]]:
            walked.append(broader[walked[-1]])
            assert len(walked) < 6, walked


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_expression_says_two_concepts(language: str) -> None:
    known = shipped_lexicon()
    assert [phrase for phrase, concepts in known.phrases[language].items() if len(concepts) > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_single_word_is_a_grammar_word(language: str) -> None:
    grammar = shipped_lexicon().grammar[language]
    empty = [
        text
        for row in CONCEPTS
        for text in said(row, language)
        if len(words_of(text)) == 1 and folded(text) in grammar
    ]
    assert empty == []


def test_codes_are_plain_words() -> None:
    assert all(row.concept.replace("_", "").isalnum() and row.concept.islower() for row in CONCEPTS)


def test_grammar_stays_in_an_expression_when_one_word_would_remain() -> None:
    grammar = frozenset({"sans", "du", "de"})
    assert phrase_of("droit du travail", "fr", grammar, {}) == ("droit", "travail")
    assert phrase_of("sans abri", "fr", grammar, {}) == ("=sans", "abri")


def test_rows_are_read_when_well_written() -> None:
    rows = lexicon_rows([HEADER, "kitchen,cuisine | cuisiner,kitchen,premises,80"])
    assert rows == [LexiconRow("kitchen", ("cuisine", "cuisiner"), ("kitchen",), "premises", 80)]


@pytest.mark.parametrize(
    "line", ["kitchen,,kitchen,,", "kitchen,cuisine,,,", ",cuisine,kitchen,,", "a,b,c,,x", "a,b,c,,0"]
)
def test_rows_are_refused_when_something_is_missing(line: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        lexicon_rows([HEADER, line])


def test_rows_are_refused_when_columns_differ() -> None:
    with pytest.raises(ValueError, match="columns"):
        lexicon_rows(["concept,fr,en"])


def test_lexicon_is_refused_when_a_concept_is_twice_or_a_broader_unknown() -> None:
    row = LexiconRow("kitchen", ("cuisine",), ("kitchen",))
    with pytest.raises(ValueError, match="twice"):
        lexicon_from([row, row])
    with pytest.raises(ValueError, match="premises"):
        lexicon_from([LexiconRow("kitchen", ("cuisine",), ("kitchen",), "premises")])


def test_whole_words_keep_their_own_stem() -> None:
    known = lexicon_from(
        [
            LexiconRow("-whole", ("cours", "livrons=livrer"), ("seeds",)),
            LexiconRow(GRAMMAR, ("le",), ("the",)),
            LexiconRow("training", ("cours",), ("course",)),
        ]
    )
    assert known.whole["fr"] == {"cours": "cours", "livrons": "livrer"}
    assert known.phrases["fr"] == {("cours",): (0,)}
