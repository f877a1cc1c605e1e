"""The compiled meeting of texts against plain Python, in any order, on any number of threads."""

from dataclasses import replace

import numpy as np
import pytest

from tests.engine.text_pairs import PAIRS
from tisserand.engine.text import TEXT_POLICY, Meetings, Nearness, Texts, meetings, texts, vocabulary
from tisserand.engine.text.meetings import kind_factors
from tisserand.formats.lexicon import shipped_lexicon

WORDS = [
    "cuisine",
    "kitchen",
    "ruche",
    "beehive",
    "comptable",
    "accountant",
    "local",
    "salle",
    "room",
    "avocat",
    "lawyer",
    "photo",
    "logo",
    "site",
    "web",
    "zinc",
    "tonneau",
    "quokka",
    "microbrasserie",
    "zythologie",
    "le",
    "la",
    "the",
    "avec",
    "with",
    "Lyon",
    "projet",
    "association",
    "solaire",
    "solar",
    "panneaux",
    "livraison",
    "vélo",
    "bike",
    "comptabilte",
    "graphsime",
    "formation",
    "training",
    "droit",
    "du",
    "travail",
    "prêt",
    "d'honneur",
]


def drawn(seed: int, size: int) -> list[str]:
    """Sentences of 0 to 9 words drawn from a short list."""
    rng = np.random.default_rng(seed)
    return [" ".join(rng.choice(WORDS, size=int(rng.integers(0, 10)))) for _ in range(size)]


def row(ptr: np.ndarray, feature: np.ndarray, weight: np.ndarray, at: int) -> dict[int, int]:
    return dict(
        zip(feature[ptr[at] : ptr[at + 1]].tolist(), weight[ptr[at] : ptr[at + 1]].tolist(), strict=True)
    )


def dot(a: dict[int, int], b: dict[int, int]) -> int:
    return sum(weight * b.get(feature, 0) for feature, weight in a.items())


def reference(
    needs: Texts, offers: Texts, top: int, near: Nearness | None, least: int
) -> list[tuple[int, int, int]]:
    """(need, offer, fit) by looking at every pair, with the definition of the fit."""
    factors, found = kind_factors(TEXT_POLICY.agreeing, TEXT_POLICY.contradicting), []
    for need in range(needs.owner.size):
        mine = []
        for offer in range(offers.owner.size):
            if needs.owner[need] == offers.owner[offer]:
                continue
            if near is not None:
                reach = set(near.reach_circle[near.reach_ptr[need] : near.reach_ptr[need + 1]].tolist())
                if not reach.intersection(
                    near.circle[near.circle_ptr[offer] : near.circle_ptr[offer + 1]].tolist()
                ):
                    continue
            words = dot(
                row(needs.ptr, needs.word, needs.weight, need),
                row(offers.ptr, offers.word, offers.weight, offer),
            )
            grams = dot(
                row(needs.gram_ptr, needs.gram, needs.gram_weight, need),
                row(offers.gram_ptr, offers.gram, offers.gram_weight, offer),
            )
            fit = (TEXT_POLICY.word_share * words + TEXT_POLICY.gram_share * grams) >> 25
            fit = min(fit * int(factors[needs.kind[need], offers.kind[offer]]) >> 10, 2**15)
            if fit >= least:
                mine.append((-fit, offer))
        found.extend((need, offer, -fit) for fit, offer in sorted(mine)[:top])
    return found


def listed(found: Meetings) -> list[tuple[int, int, int]]:
    return list(zip(found.need.tolist(), found.offer.tolist(), found.fit.tolist(), strict=True))


def random_texts(seed: int) -> tuple[Texts, Texts, Nearness]:
    rng = np.random.default_rng(seed)
    needs, offers = drawn(seed, 25), drawn(seed + 1000, 40)
    known = vocabulary(needs + offers, shipped_lexicon())
    a = texts(needs, rng.integers(0, 30, 25), rng.integers(-1, 8, 25), known)
    b = texts(offers, rng.integers(0, 30, 40), rng.integers(-1, 8, 40), known)
    reach, circles = rng.random((25, 6)) < 0.4, rng.random((40, 6)) < 0.3
    near = Nearness(
        np.r_[0, np.cumsum(reach.sum(1))],
        np.nonzero(reach)[1].astype(np.int32),
        np.r_[0, np.cumsum(circles.sum(1))],
        np.nonzero(circles)[1].astype(np.int32),
    )
    return a, b, near


@pytest.mark.parametrize("seed", range(12))
def test_meetings_equal_the_reference_when_small(seed: int) -> None:
    needs, offers, near = random_texts(seed)
    for place, top, least in ((None, 3, 1), (near, 3, 1), (near, 40, TEXT_POLICY.least)):
        found = meetings(needs, offers, top=top, near=place, policy=replace(TEXT_POLICY, least=least))
        assert listed(found) == reference(needs, offers, top, place, least)


def test_meetings_are_the_same_when_sentences_come_in_another_order() -> None:
    needs, offers = [pair[1] for pair in PAIRS], [pair[3] for pair in PAIRS]
    rng = np.random.default_rng(5)
    told: list[set[tuple[str, str, int, tuple[str, ...]]]] = []
    for turn in range(3):
        a, b = (rng.permutation(len(PAIRS)) if turn else np.arange(len(PAIRS)) for _ in range(2))
        asked, offered = [needs[place] for place in a], [offers[place] for place in b]
        known = vocabulary(offered + asked if turn == 1 else asked + offered, shipped_lexicon())
        none = np.full(len(PAIRS), -1)
        found = meetings(
            texts(asked, a, none, known),
            texts(offered, b + len(PAIRS), none, known),
            top=len(PAIRS),
            near=None,
        )
        told.append(
            {
                (
                    asked[n],
                    offered[o],
                    int(fit),
                    tuple(known.says(int(word), "fr") for word in words if word >= 0),
                )
                for n, o, fit, words in zip(found.need, found.offer, found.fit, found.words, strict=True)
            }
        )
    assert told[0] == told[1] == told[2]


def test_meetings_are_the_same_on_any_number_of_threads() -> None:
    needs = texts(
        drawn(1, 1500), np.arange(1500), np.full(1500, -1), vocabulary(drawn(1, 1500), shipped_lexicon())
    )
    answers = [meetings(needs, needs, top=4, near=None, threads=threads) for threads in (1, 2)]
    assert listed(answers[0]) == listed(answers[1])
    assert np.array_equal(answers[0].words, answers[1].words)


def test_weights_have_unit_norm() -> None:
    needs, _, _ = random_texts(3)
    known = vocabulary(drawn(3, 25), shipped_lexicon())
    said = texts(drawn(3, 25), np.arange(25), np.full(25, -1), known)
    for ptr, weight in ((said.ptr, said.weight),):
        for at in range(25):
            if ptr[at + 1] > ptr[at]:
                assert np.sqrt((weight[ptr[at] : ptr[at + 1]].astype(float) ** 2).sum()) == pytest.approx(
                    2**15, rel=1e-3
                )
    assert np.all(needs.gram_weight >= 0)
