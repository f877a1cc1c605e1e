"""Learning from one label a pair: what is learnt, how far, and what it cannot know."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.engine.acceptance import learnt
from tisserand.engine.policy import DEFAULT


def ints(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


@st.composite
def labels(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    asked = draw(st.lists(st.integers(0, 200), min_size=1, max_size=12))
    return ints(*asked), ints(*(draw(st.integers(0, most)) for most in asked))


def test_nothing_asked_leaves_what_is_believed() -> None:
    assert learnt(ints(0, 0), ints(0, 0)) == pytest.approx(DEFAULT.acceptance)


def test_nobody_gives_nothing() -> None:
    assert learnt(ints(), ints()).size == 0


def test_a_share_is_worked_out_by_hand() -> None:
    """Two people, 8 pairs each, of which 8 and 0 established: network (8 + 2.88) / 24, shrunk by half."""
    network = (8 + 8 * 0.36) / (16 + 8)
    first, second = (8 + 8 * network) / 16, (0 + 8 * network) / 16
    found = learnt(ints(8, 8), ints(8, 0))
    assert found == pytest.approx([min(1.0, first / network**0.5), second / network**0.5])


def test_a_network_that_says_yes_half_the_time_teaches_its_root() -> None:
    """Everybody alike, many labels: the product of two is the share of pairs established."""
    found = learnt(np.full(50, 4000, np.int32), np.full(50, 2000, np.int32))
    assert found * found == pytest.approx(0.5, abs=1e-3)


@given(labels())
def test_it_lies_between_nothing_and_certainty(found: tuple[np.ndarray, np.ndarray]) -> None:
    """Never 0: nobody is shut out for ever by what others answered."""
    values = learnt(*found)
    assert np.all(values > 0) and np.all(values <= 1)


@given(labels(), st.integers(0, 11))
def test_one_more_pair_established_never_lowers_her(found: tuple[np.ndarray, np.ndarray], who: int) -> None:
    asked, established = found
    who %= asked.size
    if established[who] < asked[who]:
        more = established.copy()
        more[who] += 1
        assert learnt(asked, more)[who] >= learnt(asked, established)[who] - 1e-12


@given(labels(), st.randoms())
def test_order_of_people_changes_nothing(found: tuple[np.ndarray, np.ndarray], draw: st.DataObject) -> None:
    asked, established = found
    order = np.arange(asked.size)
    draw.shuffle(order)  # type: ignore[attr-defined]
    assert np.array_equal(learnt(asked[order], established[order]), learnt(asked, established)[order])


def test_few_labels_teach_less_than_many() -> None:
    many, few, none = learnt(ints(80, 4, 0, 100), ints(0, 0, 0, 60))[:3]
    assert many < few < none


def test_a_lighter_prior_teaches_faster() -> None:
    light = replace(DEFAULT, acceptance_pairs=1.0)
    assert learnt(ints(4, 40), ints(0, 20), light)[0] < learnt(ints(4, 40), ints(0, 20))[0]


@pytest.mark.parametrize(
    ("asked", "established"), [(ints(1), ints(2)), (ints(1), ints(-1)), (ints(1, 1), ints(1))]
)
def test_counts_that_cannot_be_are_refused(asked: np.ndarray, established: np.ndarray) -> None:
    with pytest.raises(ValueError, match="no more established than asked"):
        learnt(asked, established)
