"""Records numbered for the engine: the place of a person, words, days, pairs, lists."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.engine.fabric import UNKNOWN
from tisserand.formats.numbering import (
    EPOCH,
    day_number,
    day_numbers,
    folded,
    id_key,
    laid_out,
    list_numbers,
    pair_numbers,
    word_numbers,
)
from tisserand.formats.records import Person

IDS = st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=12)


# -- people --------------------------------------------------------------------------------------------


def test_the_key_of_an_identifier_never_changes() -> None:
    """Written down: another hash would move everybody, and every tie between equals, in every network."""
    assert f"{id_key(''):x}" == "e4a6a0577479b2b4"  # BLAKE2b of nothing, 64 bits, as any tool prints it
    assert f"{id_key('p1'):x}" == "e81665c97894ce91"
    assert f"{id_key('é'):x}" == "cb1abf8beff3192f"


@given(st.text(max_size=20))
def test_a_key_is_a_word_of_64_bits(identifier: str) -> None:
    assert 0 <= id_key(identifier) < 1 << 64


def test_identifiers_that_look_alike_have_far_keys() -> None:
    keys = [id_key(f"p{i}") for i in range(20_000)]
    assert len(set(keys)) == 20_000
    low_half = sum(key < 1 << 63 for key in keys)
    assert 9_700 < low_half < 10_300


@given(IDS, st.randoms(use_true_random=False))
def test_people_are_laid_out_the_same_in_any_order(ids: list[str], draw: object) -> None:
    people = [Person(identifier, name=f"nom {identifier}") for identifier in ids]
    shuffled = list(people)
    draw.shuffle(shuffled)  # type: ignore[attr-defined]
    one, keys = laid_out(people)
    other, others = laid_out(shuffled)
    assert one == other and keys.tolist() == others.tolist() == sorted(map(id_key, ids))
    assert [id_key(person.id) for person in one] == keys.tolist() and keys.dtype == np.uint64


def test_one_person_more_moves_nobody_before_another() -> None:
    people = [Person(f"p{i}") for i in range(50)]
    before, _ = laid_out(people)
    after, _ = laid_out([*people, Person("nouvelle")])
    assert tuple(person for person in after if person.id != "nouvelle") == before


# -- words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Lyon", "lyon"), ("  SAINT-ÉTIENNE ", "saint-etienne"), ("Le  Puy\ten Velay", "le puy en velay"),
        ("L’Haÿ", "l’hay"), ("e\u0301vian", "evian"), ("Straße", "strasse"), ("\u00a0", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_town_is_the_same_however_it_is_written(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_words_are_numbered_by_the_alphabet_and_unknown_when_empty() -> None:
    found = word_numbers(["Nantes", "", "lyon", "LYON ", "  ", "Évry"])
    assert found.tolist() == [2, UNKNOWN, 1, 1, UNKNOWN, 0] and found.dtype == np.int32


@given(st.lists(st.sampled_from(["", "Lyon", "lyon", "Évry", "evry ", "Nantes"]), max_size=10))
def test_two_words_have_one_number_when_they_fold_to_one(words: list[str]) -> None:
    numbers = word_numbers(words)
    for i, one in enumerate(words):
        for j, other in enumerate(words):
            same = folded(one) == folded(other)
            assert (numbers[i] == numbers[j]) == same


# -- days ----------------------------------------------------------------------------------------------


def test_days_are_counted_from_the_epoch() -> None:
    assert date(1970, 1, 1) == EPOCH
    days = (EPOCH, date(1970, 1, 2), date(1969, 12, 31), date(2000, 2, 29), date(2026, 11, 16))
    assert [day_number(day) for day in days] == [0, 1, -1, 11_016, 20_773]


@given(st.dates(), st.integers(-500, 500))
def test_days_follow_the_calendar(day: date, gap: int) -> None:
    try:
        other = day + timedelta(days=gap)
    except OverflowError:
        return
    assert day_number(other) - day_number(day) == gap


def test_unknown_days_have_the_number_asked_for() -> None:
    found = day_numbers([None, EPOCH, None], -77)
    assert found.tolist() == [-77, 0, -77] and found.dtype == np.int32
    assert day_numbers([date.min, date.max], 0).tolist() == [day_number(date.min), day_number(date.max)]


# -- pairs and lists -----------------------------------------------------------------------------------

NUMBER = {"a": 0, "b": 1, "c": 2}


def test_pairs_are_sorted_given_once_and_never_of_one_person() -> None:
    found = pair_numbers([("b", "a"), ("a", "b"), ("c", "c"), ("c", "a")], NUMBER)
    assert found.tolist() == [[0, 1], [0, 2]] and found.dtype == np.int32


def test_no_pair_has_two_columns_all_the_same() -> None:
    assert pair_numbers([], NUMBER).shape == pair_numbers([("a", "a")], NUMBER).shape == (0, 2)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc"))))
def test_pairs_are_the_same_the_other_way_round(pairs: list[tuple[str, str]]) -> None:
    turned = [(b, a) for a, b in reversed(pairs)]
    assert pair_numbers(pairs, NUMBER).tolist() == pair_numbers(turned, NUMBER).tolist()


def test_a_pair_of_somebody_unknown_is_an_error() -> None:
    with pytest.raises(KeyError):
        pair_numbers([("a", "x")], NUMBER)


def test_lists_of_names_are_owners_and_numbers() -> None:
    owner, value = list_numbers([("b", "a"), (), ("c",)], NUMBER)
    assert owner.tolist() == [0, 0, 2] and value.tolist() == [1, 0, 2]
    assert [part.size for part in list_numbers([(), ()], NUMBER)] == [0, 0]
    with pytest.raises(KeyError):
        list_numbers([("x",)], NUMBER)
