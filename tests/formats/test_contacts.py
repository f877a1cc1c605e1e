"""Tie records as arrays: what a row weighs, which day it falls on, and what the rows of a pair make."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.engine.policy import CONTACT_WEIGHTS, DEFAULT, ONE
from tisserand.formats.contacts import DECLARED, Contacts, contacts, end_of, second, tie_lists
from tisserand.formats.records import Tie

NUMBER = {"a": 0, "b": 1, "c": 2, "d": 3}
DAY = date(2026, 11, 16)
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
NOW = end_of(DAY)
Lists = dict[tuple[int, int], tuple[int, int]]
"""(person, end) -> lasting and recent strength."""


def rows(*ties: Tie) -> Contacts:
    return contacts(ties, NUMBER)


def lists(*ties: Tie, now: int = NOW, people: int = 4) -> Lists:
    ptr, end, lasting, recent = tie_lists(people, rows(*ties), now, DEFAULT)
    owner = np.repeat(np.arange(people), np.diff(ptr))
    return {
        (int(u), int(v)): (int(s), int(r)) for u, v, s, r in zip(owner, end, lasting, recent, strict=True)
    }


def made(weight: float, age_days: float, half_life: float) -> int:
    return math.floor(math.log1p(weight * 2 ** (-age_days / half_life)) * ONE)


# -- rows ----------------------------------------------------------------------------------------------


def test_a_contact_has_its_second_and_the_weight_of_its_kind() -> None:
    found = rows(Tie("a", "b", at=NOON, kind="meeting"), Tie("c", "a", at=NOON, kind="courriel"))
    assert found.a.tolist() == [0, 2] and found.b.tolist() == [1, 0]
    assert found.at.tolist() == [second(NOON)] * 2 and found.value.tolist() == [2.0, 1.0]


@pytest.mark.parametrize("kind", ["", "phone", "MEETING", "Rencontre "])
def test_a_kind_nobody_listed_weighs_one(kind: str) -> None:
    assert rows(Tie("a", "b", at=NOON, kind=kind)).value.tolist() == [1.0]


def test_meeting_and_working_weigh_two_in_both_languages() -> None:
    assert dict.fromkeys(("meeting", "rencontre", "work", "travail"), 2.0) == CONTACT_WEIGHTS


def test_a_declared_strength_has_no_date_and_no_kind() -> None:
    found = rows(Tie("a", "b", strength=0.25, kind="meeting"))
    assert found.at.tolist() == [DECLARED] and found.value.tolist() == [0.25]


def test_a_strength_of_zero_is_declared_all_the_same() -> None:
    assert rows(Tie("a", "b", strength=0.0)).value.tolist() == [0.0]


def test_somebody_unknown_is_an_error() -> None:
    with pytest.raises(KeyError):
        rows(Tie("a", "nobody", at=NOON))


def test_pairs_are_given_once_the_smaller_number_first() -> None:
    found = rows(*(Tie(x, y, at=NOON) for x, y in ("ba", "ab", "ca", "ba")))
    assert found.pairs().tolist() == [[0, 1], [0, 2]] and found.pairs().dtype == np.int32
    assert rows().pairs().shape == (0, 2)


def test_only_the_rows_kept_remain() -> None:
    found = rows(Tie("a", "b", at=NOON), Tie("c", "d", strength=0.5)).only(np.array([False, True]))
    assert (found.a.tolist(), found.b.tolist(), found.value.tolist()) == ([2], [3], [0.5])


# -- days ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(1970, 1, 1), 0),
        (datetime(1970, 1, 1, 1, 2, 3), 3723),
        (datetime(1970, 1, 1, 0, 0, 0, 999_999), 0),
        (datetime(1970, 1, 2, 1, tzinfo=timezone(timedelta(hours=2))), 23 * 3600),
        (datetime(1969, 12, 31, tzinfo=UTC), -86_400),
        (datetime(2000, 3, 1, tzinfo=UTC), 951_868_800),
    ],
)
def test_seconds_are_counted_in_utc(at: datetime, expected: int) -> None:
    assert second(at) == expected


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2100, 1, 1)))
def test_seconds_agree_with_the_calendar(at: datetime) -> None:
    assert second(at) == math.floor(at.replace(tzinfo=UTC, microsecond=0).timestamp())


def test_a_day_ends_one_second_before_the_next() -> None:
    assert end_of(date(1970, 1, 1)) == 86_399
    assert end_of(DAY) + 1 == second(datetime(2026, 11, 17, tzinfo=UTC))


def test_the_latest_day_is_that_of_the_latest_contact_and_none_without_one() -> None:
    early, late = Tie("a", "b", at=NOON - timedelta(days=9)), Tie("a", "c", at=NOON)
    assert rows(late, early, Tie("c", "d", strength=1.0)).latest_day() == (DAY - date(1970, 1, 1)).days
    assert rows(Tie("c", "d", strength=1.0)).latest_day() is None and rows().latest_day() is None


def test_the_latest_day_changes_at_midnight() -> None:
    midnight = datetime(2026, 11, 16, tzinfo=UTC)
    days = [rows(Tie("a", "b", at=midnight - timedelta(seconds=late))).latest_day() for late in (0, 1)]
    assert days[0] is not None and days[1] == days[0] - 1


# -- ties ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("age", [0, 30, 75, 400])
def test_a_contact_fades_by_half_each_half_life(age: int) -> None:
    at = datetime(2026, 11, 16, 23, 59, 59, tzinfo=UTC) - timedelta(days=age)
    strengths = (made(1, age, 75), made(1, age, 30))
    assert lists(Tie("a", "b", at=at)) == {(0, 1): strengths, (1, 0): strengths}


def test_contacts_of_a_pair_add_up_before_the_logarithm() -> None:
    at = datetime(2026, 11, 16, 23, 59, 59, tzinfo=UTC)
    ties = (
        Tie("a", "b", at=at),
        Tie("b", "a", at=at, kind="work"),
        Tie("a", "b", at=at - timedelta(days=75)),
    )
    assert lists(*ties)[0, 1][0] == math.floor(math.log1p(1 + 2 + 0.5) * ONE)


def test_the_larger_of_declared_and_made_is_kept_for_each_half_life_apart() -> None:
    """A contact of 75 days ago makes log1p(.5) = .405 over 75 days, and log1p(2^-2.5) = .163 over 30."""
    at = datetime(2026, 11, 16, 23, 59, 59, tzinfo=UTC) - timedelta(days=75)
    declared = math.floor(0.25 * ONE)
    assert lists(Tie("a", "b", at=at), Tie("a", "b", strength=0.25))[0, 1] == (made(1, 75, 75), declared)


def test_a_declared_strength_does_not_fade() -> None:
    tie = Tie("a", "b", strength=0.5)
    assert lists(tie, now=0) == lists(tie, now=NOW * 10) == {(0, 1): (16384, 16384), (1, 0): (16384, 16384)}


@pytest.mark.parametrize(
    "tie", [Tie("a", "b", strength=0.0), Tie("a", "b", at=datetime(1980, 1, 1, tzinfo=UTC))]
)
def test_the_weakest_tie_is_still_a_tie(tie: Tie) -> None:
    """It keeps two people who know each other from being proposed."""
    assert lists(tie) == {(0, 1): (1, 1), (1, 0): (1, 1)}


def test_people_without_ties_have_empty_lists() -> None:
    ptr, end, lasting, recent = tie_lists(3, rows(), NOW, DEFAULT)
    assert ptr.tolist() == [0, 0, 0, 0] and end.size == lasting.size == recent.size == 0


def test_the_recent_strength_is_never_above_the_lasting_one_when_it_forgets_faster() -> None:
    draw = np.random.default_rng(2)
    ties = [
        Tie("abcd"[i], "abcd"[j], at=NOON - timedelta(days=int(age)))
        for i, j, age in draw.integers(0, 4, (80, 3)) * [1, 1, 40]
        if i != j
    ]
    found = lists(*ties)
    assert len(found) == 12 and all(1 <= recent <= lasting for lasting, recent in found.values())
    slow = replace(DEFAULT, go_between_half_life_days=DEFAULT.half_life_days)
    _, _, lasting, recent = tie_lists(4, rows(*ties), NOW, slow)
    assert np.array_equal(lasting, recent)
