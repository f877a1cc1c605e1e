"""What sentences say, on a lexicon of a few lines: expressions, wider concepts, languages, weights."""

from itertools import pairwise

import numpy as np
import pytest

from tisserand.engine.text.lexicon import ASKING, FAINT, FILLER, GRAMMAR, WHOLE, LexiconRow, lexicon_from
from tisserand.engine.text.numbering import texts, vocabulary
from tisserand.engine.text.speech import Speech, speech, trie

LEXICON = lexicon_from([
    LexiconRow(GRAMMAR, ("le", "la", "un", "une", "des", "du", "de", "et", "à", "sans"),
               ("the", "a", "of", "and", "with", "our")),
    LexiconRow(ASKING, ("cherche", "besoin"), ("looking", "need")),
    LexiconRow(FILLER, ("projet", "petite"), ("nice", "project")),
    LexiconRow(FAINT, ("Lyon", "lundi"), ("London", "monday")),
    LexiconRow(WHOLE, ("cours", "livrons=livrer"), ("news",)),
    LexiconRow("premises", ("local", "salle"), ("premises", "room")),
    LexiconRow("kitchen", ("cuisine",), ("kitchen",), "premises"),
    LexiconRow("oven", ("four à pain",), ("bread oven",), "kitchen"),
    LexiconRow("employment_law", ("droit du travail",), ("employment law",)),
    LexiconRow("law", ("droit",), ("law",)),
    LexiconRow("work", ("travail",), ("work",)),
    LexiconRow("takeover", ("reprendre une entreprise",), ("company takeover",)),
    LexiconRow("accounting", ("comptabilité",), ("accounting", "bookkeeping"), "", 80),
    LexiconRow("homeless", ("sans abri",), ("homeless",)),
    LexiconRow("lead", ("chef de projet",), ("project lead",)),
    LexiconRow("training", ("cours",), ("training",)),
    LexiconRow("delivery", ("livraison",), ("delivery",)),
])  # fmt: skip

Said = dict[str, int]


def told(found: Speech, sentence: int) -> Said:
    """What a sentence says: concepts by their code, stems behind a dot, with weights in 1/1024."""
    mine = np.flatnonzero(found.sentence == sentence)
    return {spelt(found, int(found.code[place])): int(found.weight[place]) for place in mine}


def spelt(found: Speech, code: int) -> str:
    concepts = len(LEXICON.concepts)
    return LEXICON.concepts[code] if code < concepts else f".{found.stems[code - concepts]}"


def says(sentence: str) -> Said:
    return told(speech([sentence], LEXICON), 0)


def concepts(sentence: str) -> Said:
    return {code: weight for code, weight in says(sentence).items() if code[0] != "."}


# -- concepts ------------------------------------------------------------------------------------------


def test_a_word_says_its_concept_and_a_little_itself() -> None:
    """The concept weighs 1, what is wider 1/2, the word beside them .4 (410 / 1024)."""
    assert says("une salle") == {"premises": 1024, ".sall": 410}
    assert says("une cuisine") == {"kitchen": 1024, "premises": 512, ".cuisin": 410}


def test_a_wider_concept_counts_half_at_each_step() -> None:
    assert concepts("le four à pain") == {"oven": 1024, "kitchen": 512, "premises": 256}


def test_a_less_telling_concept_weighs_its_percent() -> None:
    """80 % of 1024 is 819, and 40 % of that for the word."""
    assert says("la comptabilité") == {"accounting": 819, ".comptabilit": 327}


def test_a_word_nobody_listed_carries_its_meaning_alone() -> None:
    assert says("le zinc") == {".zinc": 1024}


def test_faint_words_weigh_a_quarter() -> None:
    assert says("le zinc à Lyon") == {".zinc": 1024, ".lyon": 256}


@pytest.mark.parametrize("sentence", ["", "le la et", "cherche une", "looking for the", "un projet", "12 !"])
def test_grammar_asking_and_filler_say_nothing(sentence: str) -> None:
    assert concepts(sentence) == {} and says(sentence).keys() <= {".for"}


# -- expressions ---------------------------------------------------------------------------------------


def test_the_longest_expression_is_heard_alone() -> None:
    assert concepts("le droit du travail") == {"employment_law": 1024}
    assert concepts("le travail du droit") == {"work": 1024, "law": 1024}
    assert concepts("le droit zinc travail") == {"law": 1024, "work": 1024}


def test_two_idle_words_may_stand_inside_an_expression_but_not_three() -> None:
    assert concepts("reprendre une entreprise") == {"takeover": 1024}
    assert concepts("reprendre une petite entreprise") == {"takeover": 1024}
    assert concepts("reprendre une petite petite entreprise") == {}
    assert concepts("reprendre une grande entreprise") == {}


def test_an_expression_does_not_run_over_the_end_of_a_sentence() -> None:
    found = speech(["le droit du", "travail et des locaux"], LEXICON)
    assert {"law"} == {code for code in told(found, 0) if code[0] != "."}
    assert {"work", "premises"} == {code for code in told(found, 1) if code[0] != "."}


def test_expressions_follow_one_another_without_overlap() -> None:
    assert concepts("droit du travail du droit") == {"employment_law": 1024, "law": 1024}
    assert concepts("droit du travail, droit du travail") == {"employment_law": 1280}


def test_a_silent_word_counts_inside_an_expression() -> None:
    assert concepts("un chef de projet") == {"lead": 1024}
    assert says("un projet") == {}


def test_a_grammar_word_that_makes_the_meaning_is_kept() -> None:
    assert concepts("des sans abri") == {"homeless": 1024}
    assert concepts("un abri") == {} and concepts("avec abri") == {}


def test_words_of_an_expression_in_another_order_say_something_else() -> None:
    assert concepts("le pain au four") == {}


def test_whole_words_are_not_cut_to_a_stem_of_another_meaning() -> None:
    """Snowball brings `cours` and `cour` to one stem; here `cours` is a word of its own."""
    assert concepts("des cours") == {"training": 1024} and concepts("la cour") == {}
    assert ".livrer" in says("nous livrons le zinc")


# -- several times, several ways -----------------------------------------------------------------------


@pytest.mark.parametrize(("times", "weight"), [(1, 1024), (2, 1280), (3, 1536), (5, 2048), (9, 2048)])
def test_a_concept_said_again_adds_a_quarter_each_time_up_to_double(times: int, weight: int) -> None:
    assert concepts("une salle " * times) == {"premises": weight}


def test_a_concept_said_directly_and_through_a_narrower_one_keeps_its_largest_weight() -> None:
    """Premises: 1 by `salle`, 1/2 by `cuisine`, so 1 and a quarter of 1/2."""
    assert concepts("une cuisine et une salle") == {"kitchen": 1024, "premises": 1152}


def test_codes_are_sorted_and_said_once_a_sentence() -> None:
    found = speech(["une cuisine, une salle, une cuisine", "", "le four à pain"], LEXICON)
    pairs = list(zip(found.sentence.tolist(), found.code.tolist(), strict=True))
    assert pairs == sorted(set(pairs)) and told(found, 1) == {}


# -- slips of the pen ----------------------------------------------------------------------------------


def test_a_word_mended_counts_three_quarters() -> None:
    """819 x 3/4 = 614; beside it stays what was written."""
    assert says("la comptabilte") == {"accounting": 614, ".comptabilt": 327}


def test_a_word_too_short_to_be_sure_is_not_mended() -> None:
    assert concepts("une cuisin") == {"kitchen": 1024, "premises": 512}  # the same stem, no mending needed
    assert concepts("une cuisnie") == {}


# -- languages -----------------------------------------------------------------------------------------


def test_each_language_is_read_by_its_own_words() -> None:
    assert concepts("the kitchen") == concepts("une cuisine")
    assert concepts("our employment law") == concepts("le droit du travail")
    assert concepts("bookkeeping") == concepts("accounting") == {"accounting": 819}


def test_a_sentence_of_one_language_is_not_read_in_the_other() -> None:
    """`four` and `pain` are English words too."""
    assert concepts("the four of us and our pain") == {}
    assert concepts("un four à pain") == {"oven": 1024, "kitchen": 512, "premises": 256}
    assert "training" not in concepts("the cours of the law") and "law" in concepts("the cours of the law")


def test_an_accent_tells_french_from_english() -> None:
    """`law` is English; `étude` beside it does as much for French, so both are read; twice, French alone."""
    assert concepts("law étude") == {"law": 1024}
    assert concepts("law étude séance") == {}


def test_a_sentence_whose_language_is_unclear_is_read_in_both() -> None:
    assert concepts("work, travail") == {"work": 1280}
    assert says("zinc") == {".zinc": 1280}


# -- what is behind ------------------------------------------------------------------------------------


def test_telling_words_are_kept_by_sentence() -> None:
    found = speech(["cherche une salle à Lyon", "le", "la salle, la salle"], LEXICON)
    words = [
        {found.words[found.said_word[at]]: int(found.said_weight[at]) for at in range(low, high)}
        for low, high in pairwise(found.said_ptr.tolist())
    ]
    assert words == [{"salle": 1024, "lyon": 256}, {}, {"salle": 1280}]


def test_the_commonest_word_stands_for_its_stem() -> None:
    found = speech(["la chaise", "des chaises", "des chaises", "une table", "des tables"], LEXICON)
    shown = {stem: found.words[found.stem_word[place]] for place, stem in enumerate(found.stems)}
    assert shown["chais"] == "chaises"
    assert shown["tabl"] == "table"  # at par, the first of the alphabet


def test_a_stem_knows_the_concept_that_its_word_says_alone() -> None:
    found = speech(["une cuisine", "le zinc", "le travail", "le pain"], LEXICON)
    concept = {stem: found.stem_concept[place] for place, stem in enumerate(found.stems)}
    assert LEXICON.concepts[concept["cuisin"]] == "kitchen"
    assert LEXICON.concepts[concept["travail"]] == "work"
    assert concept["zinc"] == concept["pain"] == -1


def test_nothing_said_is_nothing_heard() -> None:
    found = speech([], LEXICON)
    assert found.sentence.size == found.said_word.size == 0 and found.said_ptr.tolist() == [0]


def test_expressions_that_start_alike_share_the_start_of_the_trie() -> None:
    """`droit` and `droit du travail`: one step for `droit`, and one more."""
    known = trie(LEXICON, "fr")
    phrases = LEXICON.phrases["fr"]
    starts = {phrase[:size] for phrase in phrases for size in range(1, len(phrase) + 1)}
    assert known.step.size == len(starts) and np.all(np.diff(known.step) > 0)
    assert sorted(known.phrase[known.phrase >= 0].tolist()) == list(range(len(phrases)))


# -- numbers -------------------------------------------------------------------------------------------


def test_a_feature_said_in_fewer_sentences_is_rarer() -> None:
    """In 3 sentences: 1 + ln(4/4) = 1 when all say it, 1 + ln(4/2) when one does, 1 + ln 4 when none."""
    known = vocabulary(["le zinc", "le zinc et le tonneau", "le zinc"], LEXICON)
    rare = {stem: int(known.rarity[number]) for stem, number in known.stem.items()}
    assert rare == {"zinc": 1024, "tonneau": round(1024 * (1 + np.log(2)))}
    assert set(known.rarity[: len(LEXICON.concepts)].tolist()) == {round(1024 * (1 + np.log(4)))}
    assert known.unseen == rare["tonneau"]


def test_a_sentence_is_weighed_by_rarity_to_a_unit_norm() -> None:
    """`zinc` 1 and `tonneau` 1 + ln(3/2) = 1.405: .580 and .815."""
    sentences = ["le zinc", "le zinc et le tonneau"]
    known = vocabulary(sentences, LEXICON)
    said = texts(sentences, np.zeros(2, np.int32), np.full(2, -1), known)
    weight = {int(f): w / 2**15 for f, w in zip(said.word[1:], said.weight[1:], strict=True)}
    assert weight == pytest.approx({known.stem["zinc"]: 0.580, known.stem["tonneau"]: 0.815}, abs=1e-3)


def test_features_are_concepts_then_stems_in_alphabetical_order() -> None:
    known = vocabulary(["le zinc", "une armoire", "une cuisine"], LEXICON)
    assert list(known.stem) == ["armoir", "cuisin", "zinc"]
    assert list(known.stem.values()) == [len(LEXICON.concepts) + place for place in range(3)]
    assert known.above[: len(LEXICON.concepts)].tolist() == list(LEXICON.broader)
    assert LEXICON.concepts[known.above[known.stem["cuisin"]]] == "kitchen"
    assert [known.says(number, "fr") for number in known.stem.values()] == ["armoire", "cuisine", "zinc"]
