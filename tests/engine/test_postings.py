"""Postings against plain Python: who holds a feature, partial fits, products of sentences."""

from itertools import pairwise

import numpy as np
import pytest

from tisserand.engine.text.postings import COARSE, Index, add_fits, dot, postings, spread

Sentence = dict[int, int]
"""The features of a sentence and their weights."""

SIZE = 12
EVERYTHING = 10**9


def packed(sentences: list[Sentence]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    ptr = np.cumsum([0, *map(len, sentences)]).astype(np.int64)
    feature = np.array([f for sentence in sentences for f in sorted(sentence)], np.int32)
    weight = np.array([sentence[f] for sentence in sentences for f in sorted(sentence)], np.int32)
    return ptr, feature, weight


def index_of(sentences: list[Sentence], crowd: int = EVERYTHING) -> Index:
    return postings(*packed(sentences), SIZE, crowd)


def drawn(seed: int, size: int = 20) -> list[Sentence]:
    draw = np.random.default_rng(seed)
    return [
        {
            int(f): int(draw.integers(1, 20_000))
            for f in draw.choice(SIZE, int(draw.integers(0, 7)), replace=False)
        }
        for _ in range(size)
    ]


def held(index: Index) -> list[list[tuple[int, int]]]:
    """By feature, the sentences that hold it and how strongly."""
    return [
        list(zip(index.sentence[low:high].tolist(), index.weight[low:high].tolist(), strict=True))
        for low, high in pairwise(index.at.tolist())
    ]


def added(
    need: Sentence,
    sentences: list[Sentence],
    *,
    scan: int = EVERYTHING,
    share: int = 768,
    crowd: int = EVERYTHING,
) -> dict[int, int]:
    """The partial fit of every sentence that a need touches."""
    partial, touched = np.zeros(len(sentences), np.int32), np.zeros(len(sentences), np.int32)
    found = add_fits(0, *packed([need]), index_of(sentences, crowd), scan, share, partial, touched, 0)
    assert len(set(touched[:found].tolist())) == found and np.count_nonzero(partial) == found
    return {int(other): int(partial[other]) for other in touched[:found]}


# -- the index -----------------------------------------------------------------------------------------


def test_each_feature_lists_its_sentences_in_order() -> None:
    index = index_of([{3: 10, 5: 20}, {}, {3: 30}])
    assert held(index) == [[], [], [], [(0, 10), (2, 30)], [], [(0, 20)], *[[]] * 6]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("crowd", [EVERYTHING, 6, 0])
def test_the_index_equals_plain_python(seed: int, crowd: int) -> None:
    sentences = drawn(seed)
    expected = [[(i, said[f]) for i, said in enumerate(sentences) if f in said] for f in range(SIZE)]
    assert held(index_of(sentences, crowd)) == [who if len(who) <= crowd else [] for who in expected]


def test_a_feature_in_a_crowd_of_sentences_is_left_out_and_the_others_kept() -> None:
    sentences = [{1: 5, 2: 7}, {1: 5}, {1: 5}]
    assert held(index_of(sentences, 3))[1:3] == [[(0, 5), (1, 5), (2, 5)], [(0, 7)]]
    assert held(index_of(sentences, 2))[1:3] == [[], [(0, 7)]]


def test_no_sentence_makes_an_empty_index() -> None:
    index = index_of([])
    assert index.at.tolist() == [0] * (SIZE + 1) and index.sentence.size == index.weight.size == 0


# -- partial fits --------------------------------------------------------------------------------------


def test_a_partial_fit_is_the_coarse_sum_of_products() -> None:
    """(768 x 100 x 200 >> 12) + 1 = 3751 for one feature; two features add up."""
    assert (768 * 100 * 200 >> COARSE) + 1 == 3751
    assert added({4: 100}, [{4: 200}, {5: 200}]) == {0: 3751}
    assert added({4: 100, 5: 100}, [{4: 200, 5: 200}]) == {0: 2 * 3751}


@pytest.mark.parametrize("seed", range(10))
def test_partial_fits_equal_plain_python_when_all_is_read(seed: int) -> None:
    need, sentences = {**drawn(seed + 100, 1)[0], 0: 9_000}, drawn(seed)
    expected = {
        other: sum((512 * need[f] * said[f] >> COARSE) + 1 for f in need.keys() & said.keys())
        for other, said in enumerate(sentences)
        if need.keys() & said.keys()
    }
    assert added(need, sentences, share=512) == expected


def test_the_rarest_features_are_read_first_and_the_reading_stops_at_its_limit() -> None:
    """Feature 1 is in three sentences, 2 in two, 3 in one: three readings are 3 then 2, never 1."""
    sentences = [{1: 9000, 2: 9000}, {1: 9000, 2: 9000}, {1: 9000}, {3: 9000}]
    need = {1: 9000, 2: 9000, 3: 9000}
    assert set(added(need, sentences, scan=1)) == {3}
    assert set(added(need, sentences, scan=2)) == {3}
    assert set(added(need, sentences, scan=3)) == {0, 1, 3}
    assert set(added(need, sentences, scan=5)) == {0, 1, 3}
    assert set(added(need, sentences, scan=6)) == {0, 1, 2, 3}


def test_the_rarest_feature_is_read_however_many_say_it() -> None:
    """A need of one very common word still meets somebody."""
    assert set(added({1: 9000}, [{1: 9000}] * 5, scan=2)) == {0, 1, 2, 3, 4}


def test_a_crowd_is_never_a_reason_to_look_at_somebody() -> None:
    sentences = [{1: 9000, 2: 9000}, {1: 9000}, {1: 9000}]
    assert set(added({1: 9000, 2: 9000}, sentences, crowd=2)) == {0}


def test_the_weakest_weights_still_touch() -> None:
    assert added({1: 1}, [{1: 1}]) == {0: 1}


def test_a_second_call_adds_to_the_first() -> None:
    """Words, then n-grams, on the same arrays: who was touched is not listed again."""
    sentences: list[Sentence] = [{1: 100}, {2: 100}]
    partial, touched = np.zeros(2, np.int32), np.zeros(2, np.int32)
    words, grams = packed([{1: 200}]), packed([{1: 200, 2: 200}])
    found = add_fits(0, *words, index_of(sentences), EVERYTHING, 768, partial, touched, 0)
    assert (found, partial.tolist()) == (1, [3751, 0])
    found = add_fits(0, *grams, index_of(sentences), EVERYTHING, 768, partial, touched, found)
    assert (found, partial.tolist(), touched.tolist()) == (2, [7502, 3751], [0, 1])


# -- products ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(10))
def test_products_equal_plain_python(seed: int) -> None:
    needs, offers = drawn(seed, 6), drawn(seed + 50, 6)
    dense = np.zeros(SIZE, np.int32)
    for row, need in enumerate(needs):
        spread(row, *packed(needs), dense, 1)
        for other, offer in enumerate(offers):
            expected = sum(weight * need.get(feature, 0) for feature, weight in offer.items())
            assert dot(other, *packed(offers), dense) == expected
        spread(row, *packed(needs), dense, 0)
        assert not dense.any()


def test_products_do_not_overflow_when_weights_are_largest() -> None:
    full = dict.fromkeys(range(SIZE), 1 << 15)
    dense = np.zeros(SIZE, np.int32)
    spread(0, *packed([full]), dense, 1)
    assert dot(0, *packed([full]), dense) == SIZE << 30
