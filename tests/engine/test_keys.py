"""Keys: the mixer against its published values, a bijection; the keys of pairs, symmetric and spread."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.engine.keys import mixed, pair_key, pair_keys

WORD = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
WORDS = st.integers(0, WORD)


def mix(x: int) -> int:
    return int(mixed(np.uint64(x)))


def key_of(seed: int, one: int, other: int) -> int:
    return int(pair_key(np.uint64(seed), np.uint64(one), np.uint64(other)))


def unshifted(x: int, shift: int) -> int:
    """y such that y ^ (y >> shift) is x."""
    y = x
    for _ in range(64 // shift + 1):
        y = x ^ (y >> shift)
    return y


def unmixed(x: int) -> int:
    """The inverse of the finaliser, one step after the other."""
    x = unshifted(x, 31)
    x = unshifted(x * pow(0x94D049BB133111EB, -1, 1 << 64) & WORD, 27)
    x = unshifted(x * pow(0xBF58476D1CE4E5B9, -1, 1 << 64) & WORD, 30)
    return (x - GOLDEN) & WORD


def test_the_mixer_gives_the_published_outputs_of_splitmix() -> None:
    """The generator of seed 1234567 (Steele, Lea and Flood): output i mixes seed + i x golden ratio."""
    expected = [
        6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431,
        16408922859458223821,
    ]  # fmt: skip
    assert [mix((1234567 + i * GOLDEN) & WORD) for i in range(5)] == expected
    assert mix(0) == 0xE220A8397B1DCDAF


@given(WORDS)
def test_the_mixer_is_a_bijection(x: int) -> None:
    assert unmixed(mix(x)) == x
    assert mix(unmixed(x)) == x


def test_one_bit_changes_about_half_of_the_others() -> None:
    changed = [(mix(x) ^ mix(x ^ (1 << bit))).bit_count() for x in range(40) for bit in range(64)]
    assert 31 < sum(changed) / len(changed) < 33
    assert min(changed) > 8


@given(WORDS, WORDS, WORDS)
def test_the_key_of_a_pair_is_the_same_from_both_sides(seed: int, one: int, other: int) -> None:
    assert key_of(seed, one, other) == key_of(seed, other, one)


@given(WORDS, WORDS, WORDS, WORDS)
def test_the_key_of_a_pair_changes_with_the_seed_and_with_each_person(
    seed: int, one: int, other: int, third: int
) -> None:
    """By bijection: with two of the three fixed and in the same order, distinct inputs give distinct keys."""
    low, middle, high = sorted((one, other, third))
    if low < middle < high:
        assert key_of(seed, low, middle) != key_of(seed, low, high)
        assert key_of(seed, low, high) != key_of(seed, middle, high)
        assert key_of(seed, low, high) != key_of(seed ^ 1, low, high)


def test_the_key_of_a_pair_is_three_rounds_when_worked_by_hand() -> None:
    assert key_of(5, 9, 7) == mix(mix(mix(5) ^ 7) ^ 9)


def pairs(size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Keys of people and `size` distinct pairs of them, chosen to differ little from one another."""
    side = int(size**0.5) + 1
    key = np.arange(1, 2 * side + 1, dtype=np.uint64)
    a, b = (axis.ravel()[:size].astype(np.int32) for axis in np.divmod(np.arange(side * side), side))
    return key, a, b + np.int32(side)


def test_two_hundred_thousand_pairs_have_distinct_keys() -> None:
    key, a, b = pairs(200_000)
    found = pair_keys(np.uint64(3), key, a, b)
    assert found.dtype == np.uint64 and np.unique(found).size == a.size == 200_000


@pytest.mark.parametrize("bits", [range(8), range(56, 64)])
def test_keys_fill_both_ends_of_the_word_evenly(bits: range) -> None:
    """Chi-square over 256 cells: mean 255, standard deviation 22.6; five of them around the mean."""
    key, a, b = pairs(100_000)
    cell = (pair_keys(np.uint64(0), key, a, b) >> np.uint64(bits.start)) & np.uint64(255)
    counts, mean = np.bincount(cell.astype(int), minlength=256), a.size / 256
    assert 142 < ((counts - mean) ** 2 / mean).sum() < 368


def test_arrays_of_keys_hold_the_key_of_each_pair() -> None:
    key, a, b = pairs(50)
    found = pair_keys(np.uint64(11), key, a, b)
    assert found.tolist() == [key_of(11, int(key[x]), int(key[y])) for x, y in zip(a, b, strict=True)]
    assert np.array_equal(found, pair_keys(np.uint64(11), key, b, a))


def test_another_seed_gives_another_order() -> None:
    key, a, b = pairs(300)
    orders = [tuple(np.argsort(pair_keys(np.uint64(seed), key, a, b)).tolist()) for seed in range(20)]
    assert len(set(orders)) == 20
    first = [order[0] for order in orders]
    assert len(set(first)) > 15


def test_no_pair_has_no_key() -> None:
    none = np.zeros(0, np.int32)
    assert pair_keys(np.uint64(0), np.zeros(0, np.uint64), none, none).size == 0
