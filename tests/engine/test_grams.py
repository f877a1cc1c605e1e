"""Character n-grams: which a word has, how they are numbered, in how many sentences, and their weights."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.engine.policy import ONE
from tisserand.engine.text.grams import gram_counts, gram_numbers, gram_rows, gram_weights, grams_of

WORD = st.text(alphabet="abcdé", min_size=1, max_size=10)
RARE = 1024
"""The rarity of something said in every sentence, in 1/1024."""


@pytest.mark.parametrize(
    ("word", "grams"),
    [
        ("", set()),
        ("a", {" a "}),
        ("ab", {" ab", "ab ", " ab "}),
        ("zoo", {" zo", "zoo", "oo ", " zoo", "zoo ", " zoo "}),
        ("aaaa", {" aa", "aaa", "aa ", " aaa", "aaaa", "aaa ", " aaaa", "aaaa "}),
    ],
)
def test_grams_are_runs_of_three_to_five_with_the_ends_marked(word: str, grams: set[str]) -> None:
    assert grams_of(word) == grams


@given(WORD)
def test_every_gram_is_a_piece_of_its_word(word: str) -> None:
    found = grams_of(word)
    assert all(3 <= len(gram) <= 5 and gram in f" {word} " for gram in found)
    assert len(found) <= max(1, 3 * len(word) - 3)


def test_grams_are_numbered_in_alphabetical_order_whatever_the_order_of_words() -> None:
    numbers = gram_numbers(["zoo", "ab"])
    assert list(numbers) == sorted(grams_of("zoo") | grams_of("ab"))
    assert list(numbers.values()) == list(range(9))
    assert numbers == gram_numbers(["ab", "zoo", "ab"])


def test_rows_give_the_grams_of_each_word_and_minus_one_when_not_numbered() -> None:
    ptr, gram = gram_rows(["ab", "", "abx"], {"ab ": 4, " ab": 2})
    assert ptr.tolist() == [0, 3, 3, 9]
    assert sorted(gram[:3].tolist()) == [-1, 2, 4]
    assert sorted(gram[3:].tolist()) == [-1] * 5 + [2]  # " ab" again, five that are new


def listed(words: list[list[str]]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Sentences as places in the sorted list of their words."""
    known = sorted({word for sentence in words for word in sentence})
    flat = [known.index(word) for sentence in words for word in sentence]
    ptr = np.cumsum([0, *map(len, words)])
    return ptr.astype(np.int64), np.array(flat, np.int32), known


@given(st.lists(st.lists(WORD, max_size=4), min_size=1, max_size=6))
def test_a_gram_is_counted_once_a_sentence(sentences: list[list[str]]) -> None:
    ptr, word, known = listed(sentences)
    numbers = gram_numbers(known)
    counts = gram_counts(ptr, word, *gram_rows(known, numbers), len(numbers))
    for gram, number in numbers.items():
        assert counts[number] == sum(any(gram in grams_of(w) for w in sentence) for sentence in sentences)


# -- weights -------------------------------------------------------------------------------------------


def weighed(
    sentences: list[list[str]],
    told: list[int],
    rarity: dict[str, int] | None = None,
    unseen: int = RARE,
    unnumbered: frozenset[str] = frozenset(),
) -> list[dict[str, int]]:
    """By sentence, the weight of each gram; `told` gives the weight of each word said, in order."""
    ptr, word, known = listed(sentences)
    seen = sorted(set(gram_numbers(known)) - unnumbered)
    numbers = {gram: place for place, gram in enumerate(seen)}
    rare = np.array([(rarity or {}).get(gram, RARE) for gram in seen], np.int64)
    gram_ptr, gram, weight = gram_weights(
        ptr, word, np.array(told, np.int32), *gram_rows(known, numbers), rare, unseen
    )
    return [
        {seen[g]: int(w) for g, w in zip(gram[low:high], weight[low:high], strict=True)}
        for low, high in pairwise(gram_ptr.tolist())
    ]


def test_one_word_spreads_its_weight_evenly_when_all_is_equally_rare() -> None:
    """`ab` has three n-grams: each weighs 1 / sqrt(3)."""
    assert weighed([["ab"]], [1024]) == [dict.fromkeys(grams_of("ab"), round(ONE / math.sqrt(3)))]


def test_the_weight_of_a_word_alone_changes_nothing() -> None:
    assert weighed([["cuisine"]], [1024]) == weighed([["cuisine"]], [512])


def test_a_word_told_half_as_much_weighs_half_beside_another() -> None:
    """`ab` at 1, `xy` at a half: 1 / sqrt(3 + 3/4) and half of it."""
    (found,) = weighed([["ab", "xy"]], [1024, 512])
    unit = ONE / math.sqrt(3.75)
    assert {found[gram] for gram in grams_of("ab")} == {round(unit)}
    assert {found[gram] for gram in grams_of("xy")} == {round(unit / 2)}


def test_a_rarer_gram_weighs_more() -> None:
    """One n-gram twice as rare: 2 / sqrt(4 + 1 + 1)."""
    (found,) = weighed([["ab"]], [1024], {" ab": 2048})
    assert found == {" ab": round(2 * ONE / math.sqrt(6)), "ab ": round(ONE / math.sqrt(6)),
                     " ab ": round(ONE / math.sqrt(6))}  # fmt: skip


def test_a_gram_of_two_words_counts_once_at_its_strongest() -> None:
    """`aaab` and `aaac` share " aa", "aaa" and " aaa"; the weaker word changes nothing to those."""
    (found,) = weighed([["aaab", "aaac"]], [1024, 512])
    shared = grams_of("aaab") & grams_of("aaac")
    assert shared == {" aa", "aaa", " aaa"}
    strong, weak = found["aab"], found["aac"]
    assert {found[gram] for gram in shared} == {strong} and weak == pytest.approx(strong / 2, abs=1)


def test_unseen_grams_count_in_the_norm_alone() -> None:
    """Two of three n-grams have no number and are twice as rare: 1 / sqrt(1 + 4 + 4) = 1/3 for the third."""
    (found,) = weighed([["ab"]], [1024], unseen=2048, unnumbered=frozenset({"ab ", " ab "}))
    assert found == {" ab": round(ONE / 3)}


def test_a_sentence_without_words_has_no_gram() -> None:
    assert weighed([["ab"], [], ["ab"]], [1024, 1024])[1] == {}
    assert weighed([[]], []) == [{}]


@given(st.lists(st.lists(WORD, max_size=4), min_size=1, max_size=6), st.integers(0, 10_000))
def test_weights_have_unit_norm_and_are_sorted_when_all_is_numbered(
    sentences: list[list[str]], seed: int
) -> None:
    draw = np.random.default_rng(seed)
    told = draw.integers(200, 2048, sum(map(len, sentences))).tolist()
    rarity = {gram: int(draw.integers(1024, 8000)) for s in sentences for w in s for gram in grams_of(w)}
    for sentence, found in zip(sentences, weighed(sentences, told, rarity), strict=True):
        assert list(found) == sorted({gram for word in sentence for gram in grams_of(word)})
        if found:
            norm = math.sqrt(sum(weight * weight for weight in found.values()))
            assert norm == pytest.approx(ONE, rel=1e-3)
            assert min(found.values()) > 0
