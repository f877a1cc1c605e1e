"""Shares told so that nobody is singled out: what is gathered, what is rounded, what is not said at all."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tisserand.domain.observatory.rules.inclusion import (
    OTHERS,
    Exposure,
    counted,
    dosage,
    folded,
    is_even,
    of_ten,
    year_to,
)

KINDS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", "d", OTHERS]), st.booleans(), st.booleans()), max_size=90
)


def isolable(told: Sequence[Exposure], whole: Sequence[Exposure]) -> bool:
    """Whether a kind told, or what the circle has beside all that is told, is about one to nine people."""
    rest = sum(one.people for one in whole) - sum(one.people for one in told)
    return any(one.people < 10 for one in told) or (0 < rest < 10 and bool(told))


@given(KINDS)
def test_no_difference_points_at_fewer_than_ten(kinds: list[tuple[str, bool, bool]]) -> None:
    every = counted(kinds)
    told = folded(every)
    assert not isolable(told, every)
    assert [one.name for one in told].count(OTHERS) <= 1
    if len(kinds) >= 10:
        assert sum(one.people for one in told) == len(kinds)
        assert sum(one.proposed for one in told) == sum(proposed for _, proposed, _ in kinds)


def test_small_kinds_left_out_instead_of_gathered_are_found() -> None:
    every = counted([("a", True, False)] * 12 + [("b", False, False)] * 3)
    planted = [one for one in every if one.people >= 10]
    assert isolable(planted, every) and not isolable(folded(every), every)
    assert [(one.name, one.people) for one in folded(every)] == [(OTHERS, 15)]


def test_large_kinds_stand_alone_largest_first() -> None:
    every = counted([("a", True, True)] * 12 + [("b", False, False)] * 20 + [("", True, False)] * 11)
    assert [(one.name, one.people, one.proposed) for one in folded(every)] == [
        ("b", 20, 0), ("a", 12, 12), (OTHERS, 11, 11),
    ]  # fmt: skip


def test_band_and_roundings() -> None:
    assert [is_even(ratio) for ratio in (0.79, 0.8, 1.25, 1.26)] == [False, True, True, False]
    assert [of_ten(share) for share in (0, 0.04, 0.05, 0.5, 0.96, 1)] == [0, 0, 1, 5, 10, 10]
    assert Exposure("a", 10, 5, 1).ratio(Exposure("", 40, 10, 2)) == 2
    assert Exposure("a", 10, 0, 0).ratio(Exposure("", 40, 0, 0)) is None


@given(st.dictionaries(st.tuples(st.booleans(), st.integers(0, 30)), st.integers(0, 40), max_size=9))
def test_dosage_makes_ten(counts: dict[tuple[bool, int], int]) -> None:
    told = dosage(counts)
    assert (told is None) is (sum(counts.values()) < 10)
    assert told is None or (sum(told) == 10 and min(told) >= 0)


def test_dosage_is_near_middle_and_far() -> None:
    assert dosage({(True, 0): 4, (False, 10): 2, (False, 9): 6, (False, 1): 2, (False, 0): 6}) == (3, 4, 3)


def test_figures_change_on_the_first_of_a_month_only() -> None:
    assert year_to(date(2043, 11, 1)) == year_to(date(2043, 11, 30)) == (date(2042, 11, 1), date(2043, 11, 1))
    assert year_to(date(2044, 2, 29)) == (date(2043, 2, 1), date(2044, 2, 1))
