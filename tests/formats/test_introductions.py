"""Introductions as they are printed: values add up exactly, and few people are no figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.formats.introductions import HEADER, MICRO, few, millionths, printed, told
from tisserand.formats.records import Person
from tisserand.formats.weaving import Introduction
from tisserand.vocabulary import Reason, Route


def introduction(**others: object) -> Introduction:
    """An introduction of Ana and Bob across two circles."""
    values = {Reason.SHARED_CONTACTS: 0.1234567, Reason.ACROSS: 0.05}
    facts: dict[str, object] = {
        "week": 1, "a": Person("1", "Ana"), "b": Person("2", "Bob"), "score": 0.1734567, "values": values,
        "circle_a": "A", "circle_b": "B", "route": Route.EVERYWHERE, "bridge": None, "shared": 2,
        "go_between": None, "via_circle": "", "answer_to_a": None, "answer_to_b": None,
    }  # fmt: skip
    return Introduction(**(facts | others))  # type: ignore[arg-type]


def test_row_has_the_documented_columns_and_adds_up() -> None:
    row = dict(zip(HEADER, told(introduction(), "Parce que.").row(), strict=True))
    assert row == {
        "week": 1,
        "a": "1",
        "b": "2",
        "score": "0.173457",
        "circle_a": "A",
        "circle_b": "B",
        "shared_contacts": "<5",
        "go_between": "",
        "reasons": "shared_contacts=0.123457|across=0.050000",
        "why": "Parce que.",
    }


def test_plain_values_are_numbers() -> None:
    plain = told(introduction(go_between=Person("9", "Cy")), "Parce que.").plain()
    assert plain["score"] == 0.173457
    assert plain["reasons"] == {"shared_contacts": 0.123457, "across": 0.05}
    assert plain["go_between"] == "9"


@given(st.lists(st.floats(1e-9, 2.0), min_size=1, max_size=8))
def test_printed_values_add_up_to_the_printed_score(values: list[float]) -> None:
    total, parts = printed(values)
    assert sum(parts) == total
    assert abs(total - sum(values) * MICRO) <= 0.5 + 1e-6
    assert all(abs(part - value * MICRO) <= 1 for part, value in zip(parts, values, strict=True))
    assert sum(round(float(millionths(part)) * MICRO) for part in parts) == round(
        float(millionths(total)) * MICRO
    )


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (120, "120")])
def test_count_of_people_is_a_figure_from_five_up(number: int, text: str) -> None:
    assert few(number) == text


def test_millionths_have_six_decimals() -> None:
    assert [millionths(value) for value in (0, 7, 1_000_000, 12_345_678)] == [
        "0.000000",
        "0.000007",
        "1.000000",
        "12.345678",
    ]
