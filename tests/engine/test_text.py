"""Needs meet offers: worked examples, languages, slips of the pen, hostile sentences, evidence."""

from dataclasses import replace

import numpy as np
import pytest

from tests.engine.text_pairs import PAIRS
from tisserand.engine.text import (
    KINDS,
    NO_TEXTS,
    TEXT_POLICY,
    Meetings,
    Nearness,
    TextPolicy,
    Texts,
    Vocabulary,
    meetings,
    texts,
    vocabulary,
)
from tisserand.engine.text.words import folded, respelt, slips, spellings, words_of
from tisserand.formats.lexicon import shipped_lexicon
from tisserand.vocabulary import AskType

EVERYTHING = replace(TEXT_POLICY, least=1)
NONE = -1


def spoken(
    needs: list[str],
    offers: list[str],
    need_kinds: list[int] | None = None,
    offer_kinds: list[int] | None = None,
) -> tuple[Texts, Texts, Vocabulary]:
    known = vocabulary(needs + offers, shipped_lexicon())
    n, o = len(needs), len(offers)
    return (
        texts(needs, np.arange(n), np.asarray(need_kinds or [NONE] * n), known),
        texts(offers, np.arange(n, n + o), np.asarray(offer_kinds or [NONE] * o), known),
        known,
    )


def met(needs: list[str], offers: list[str], policy: TextPolicy = TEXT_POLICY) -> Meetings:
    a, b, _ = spoken(needs, offers)
    return meetings(a, b, top=len(offers), near=None, policy=policy)


def best(found: Meetings, need: int = 0) -> int:
    """The first offer of a need, -1 for none."""
    mine = found.offer[found.need == need]
    return int(mine[0]) if mine.size else -1


OFFERS = [
    "shared kitchen available three days a week",
    "Expert-comptable, je relis vos comptes annuels",
    "Je prête une salle de réunion à Lyon",
    "A few hours of graphic design for posters",
    "Formation aux premiers secours",
]


@pytest.mark.parametrize(
    ("need", "offer"),
    [
        ("cherche un local avec cuisine", 0),
        ("Our treasurer needs an accountant once a year", 1),
        ("We look for a meeting room", 2),
        ("Quelqu'un pour une affiche de festival", 3),
        ("first aid course for our staff", 4),
    ],
)
def test_meeting_crosses_languages_when_the_concept_is_the_same(need: str, offer: int) -> None:
    assert best(met([need], OFFERS)) == offer


@pytest.mark.parametrize(
    "need", ["comptabilte de notre club", "une personne en comptabilitée", "la comtpabilité"]
)
def test_meeting_is_found_when_a_word_is_misspelt(need: str) -> None:
    assert best(met([need], ["apiculteur et ruches", "aide en comptabilité", "cours de piano"])) == 1


def test_meeting_rests_on_grams_when_no_stem_is_shared() -> None:
    a, b, known = spoken(["microbrasseurs zythologues"], ["la zythologie pour tous", "cours de piano"])
    found = meetings(a, b, top=2, near=None, policy=replace(TEXT_POLICY, least=500))
    assert found.offer.tolist() == [0]
    assert {known.says(int(word), "fr") for word in found.words[0] if word >= 0} <= {
        "zythologues",
        "zythologie",
    }
    assert found.words[0, 0] >= known.size


def test_fit_is_one_when_the_same_words_are_said() -> None:
    found = met(["une ruche"], ["des ruches"], EVERYTHING)
    assert found.fit[0] > 0.75 * 2**15
    assert met(["comptabilité"], ["comptabilité"], EVERYTHING).fit[0] >= 2**15 - 4


def test_fit_is_the_stated_sum_when_computed_by_hand() -> None:
    # "zinc" is said in both sentences: rarity 1 + ln(3 / 3) = 1; "tonneau" in one: 1 + ln(3 / 2) = 1.405.
    # Words: 1 / sqrt(1 + 1.405^2) = .580. n-grams, 9 around zinc and 18 around tonneau:
    # 9 / (3 sqrt(9 + 18 x 1.405^2)) = .449. Together .75 x .580 + .25 x .449 = .547.
    found = met(["le zinc"], ["le zinc et le tonneau"], EVERYTHING)
    assert found.fit[0] / 2**15 == pytest.approx(0.547, abs=2e-3)


def test_kinds_raise_and_lower_the_fit_when_both_are_said() -> None:
    fits = {}
    for name, kind in (("same", 2), ("apart", 0), ("other", 7), ("none", NONE)):
        a, b, _ = spoken(["une grande cuisine"], ["une cuisine et un jardin"], [2], [kind])
        fits[name] = int(meetings(a, b, top=1, near=None, policy=EVERYTHING).fit[0])
    assert fits["same"] > fits["none"] == fits["other"] > fits["apart"] > 0


def test_kinds_are_numbered_like_the_closed_list() -> None:
    assert tuple(AskType) == KINDS


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "   ",
        "😀🎉",
        "123 456",
        "le la les avec pour",
        "looking for a",
        "?!…",
        "\u200f\u202b",
        "besoin d'aide",
    ],
)
def test_nothing_is_met_when_nothing_is_said(sentence: str) -> None:
    assert met([sentence, "une cuisine"], [sentence, "kitchen"], EVERYTHING).need.tolist() == [1]


def test_long_and_foreign_sentences_are_read_when_they_come() -> None:
    long = "une cuisine partagée " + "mot" * 3000 + " " + "très " * 2000
    arabic = "نبحث عن مطبخ مشترك"
    found = met([long, arabic, "cuisine"], ["kitchen", "لدينا مطبخ كبير مشترك", "공유 주방"], EVERYTHING)
    pairs = set(zip(found.need.tolist(), found.offer.tolist(), strict=True))
    assert {(0, 0), (1, 1), (2, 0)} <= pairs
    assert (1, 0) not in pairs


def test_towns_alone_do_not_make_a_meeting() -> None:
    assert met(["un avocat à Lyon"], ["des ruches à Lyon", "une chorale à Lyon"]).need.size == 0


def test_no_meeting_is_made_when_the_owner_is_the_same() -> None:
    known = vocabulary(["une cuisine", "kitchen"], shipped_lexicon())
    need = texts(["une cuisine"], np.array([4]), np.array([NONE]), known)
    offer = texts(["kitchen", "kitchen"], np.array([4, 5]), np.array([NONE, NONE]), known)
    assert meetings(need, offer, top=5, near=None).offer.tolist() == [1]


def test_only_offers_of_reached_circles_answer_when_nearness_is_given() -> None:
    a, b, _ = spoken(["une cuisine", "une cuisine"], ["kitchen"] * 4)
    near = Nearness(
        reach_ptr=np.array([0, 2, 2]),
        reach_circle=np.array([1, 9], dtype=np.int32),
        circle_ptr=np.array([0, 1, 3, 3, 4]),
        circle=np.array([0, 0, 1, 9], dtype=np.int32),
    )
    found = meetings(a, b, top=5, near=near)
    assert list(zip(found.need.tolist(), found.offer.tolist(), strict=True)) == [(0, 1), (0, 3)]


def test_ties_go_to_the_smaller_offer_number_when_top_cuts() -> None:
    a, b, _ = spoken(["une cuisine"], ["ruche"] + ["kitchen"] * 6)
    assert meetings(a, b, top=3, near=None).offer.tolist() == [1, 2, 3]


def test_no_texts_meet_nothing() -> None:
    a, _, known = spoken(["une cuisine"], ["kitchen"])
    assert meetings(a, NO_TEXTS, top=3, near=None).need.size == 0
    assert meetings(NO_TEXTS, a, top=3, near=None).words.shape == (0, 3)
    none = texts([], np.zeros(0, np.int32), np.zeros(0, np.int8), known)
    assert meetings(none, none, top=3, near=None).need.size == 0
    assert vocabulary([], shipped_lexicon()).plain == ()


def test_a_sentence_outside_the_vocabulary_still_meets_through_concepts() -> None:
    known = vocabulary(["une cuisine", "des ruches"], shipped_lexicon())
    need = texts(["a kitchen for quokkas"], np.array([0]), np.array([NONE]), known)
    offer = texts(["une cuisine", "des ruches"], np.array([1, 2]), np.array([NONE, NONE]), known)
    assert best(meetings(need, offer, top=1, near=None)) == 0


def test_owners_and_kinds_are_counted() -> None:
    with pytest.raises(ValueError, match="one owner and one kind"):
        texts(["une cuisine"], np.zeros(2, np.int32), np.zeros(1, np.int8), vocabulary([], shipped_lexicon()))


def test_evidence_names_the_concept_in_the_language_asked() -> None:
    a, b, known = spoken(["cherche un local avec cuisine"], ["shared kitchen available three days a week"])
    found = meetings(a, b, top=1, near=None)
    assert known.says(int(found.words[0, 0]), "fr") == "cuisine"
    assert known.says(int(found.words[0, 0]), "en") == "kitchen"


def runs(sentence: str) -> list[list[str]]:
    """Every run of one to six words of a sentence, short ones first."""
    plain = words_of(sentence)
    return [plain[at : at + size] for size in range(1, 7) for at in range(len(plain) - size + 1)]


def words_saying(sentences: list[str], known: Vocabulary) -> list[dict[int, set[str]]]:
    """For each sentence and feature, the words of the smallest runs that say it by themselves."""
    cut = [(place, run) for place, sentence in enumerate(sentences) for run in runs(sentence)]
    none = np.full(len(cut), NONE)
    said = texts([" ".join(run) for _, run in cut], none, none, known)
    found: list[dict[int, set[str]]] = [{} for _ in sentences]
    for at, (place, run) in enumerate(cut):
        for feature in said.word[said.ptr[at] : said.ptr[at + 1]].tolist():
            words = found[place].setdefault(feature, set())
            if not words.intersection(run):
                words.update(run)
    return found


def pairwise_fits(needs: list[str], offers: list[str], known: Vocabulary) -> np.ndarray:
    """The fit of need i and offer i, 0 for none: each pair in a circle of its own."""
    size = len(needs)
    own = np.arange(size, dtype=np.int32)
    a = texts(needs, own, np.full(size, NONE), known)
    b = texts(offers, own + size, np.full(size, NONE), known)
    found = meetings(
        a, b, top=1, near=Nearness(np.arange(size + 1), own, np.arange(size + 1), own), policy=EVERYTHING
    )
    fits = np.zeros(size, dtype=np.int64)
    fits[found.need] = found.fit
    return fits


def test_evidence_is_true_when_its_words_are_removed() -> None:
    needs, offers = [pair[1] for pair in PAIRS], [pair[3] for pair in PAIRS]
    a, b, known = spoken(needs, offers)
    found = meetings(a, b, top=3, near=None)
    assert found.need.size > len(PAIRS)
    asked, offered = words_saying(needs, known), words_saying(offers, known)
    less_asked, less_offered = [], []
    for need, offer, words in zip(found.need, found.offer, found.words, strict=True):
        features = [int(word) for word in words if 0 <= word < known.size]
        gone = [
            set[str]().union(*(said[feature] for feature in features))
            for said in (asked[need], offered[offer])
        ]
        assert all(gone)
        less_asked.append(" ".join(word for word in words_of(needs[need]) if word not in gone[0]))
        less_offered.append(" ".join(word for word in words_of(offers[offer]) if word not in gone[1]))
    assert np.all(pairwise_fits(less_asked, [offers[offer] for offer in found.offer], known) < found.fit)
    assert np.all(pairwise_fits([needs[need] for need in found.need], less_offered, known) < found.fit)


def hits(policy: TextPolicy) -> tuple[float, float]:
    """hit@1 and hit@3 on the development pairs."""
    a, b, _ = spoken(
        [pair[1] for pair in PAIRS],
        [pair[3] for pair in PAIRS],
        [pair[0] for pair in PAIRS],
        [pair[2] for pair in PAIRS],
    )
    found = meetings(a, b, top=3, near=None, policy=policy)
    right = found.need == found.offer
    first = np.r_[True, found.need[1:] != found.need[:-1]]
    return float((right & first).sum()) / len(PAIRS), float(right.sum()) / len(PAIRS)


def test_development_pairs_are_found_far_above_grams_alone() -> None:
    first, three = hits(TEXT_POLICY)
    gram_first, gram_three = hits(replace(TEXT_POLICY, word_share=0, gram_share=1024, least=1))
    assert first >= 0.8
    assert three >= 0.92
    assert first > 3 * gram_first
    assert three > 3 * gram_three


def test_words_are_folded_when_written_in_other_forms() -> None:
    assert folded("Œuvre ÉTÉ ﬁn") == "oeuvre ete fin"
    assert words_of("L'e\u0301té, co\u00adopératif : 3\u200b0 %") == ["l", "été", "coopératif", "30"]


def test_respelling_takes_one_slip_and_no_other_word() -> None:
    known = spellings(["comptabilite", "communication", "premises", "local"])
    assert respelt("comptabilte", known) == "comptabilite"
    assert respelt("comunicaton", known) is None
    assert respelt("commnuication", known) == "communication"
    assert respelt("promises", known) is None
    assert respelt("locla", known) is None
    assert slips("abcd", "acbd") == 1
    assert slips("", "ab") == 2
