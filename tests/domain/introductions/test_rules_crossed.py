"""What a bridge brought: told of ten people, at the turn of a month, by blocks of five."""

from datetime import date, timedelta

import pytest

from tisserand.domain.introductions.rules.crossed import Brought, Crossing, brought_by, quarter_of

ON = date(2043, 11, 24)
OPENED = date(2043, 2, 3)


def pairs(
    number: int, day: date, *, start: int = 0, met: bool = False, established: bool = True
) -> list[Crossing]:
    """So many pairs of new people, drafted ten days before the day."""
    return [
        Crossing(
            people=frozenset({2 * rank, 2 * rank + 1}),
            drafted_on=day - timedelta(days=10),
            established_on=day if established else None,
            met_on=day + timedelta(days=rank - start) if met else None,
            asked_on=day - timedelta(days=20),
        )
        for rank in range(start, start + number)
    ]


def told(crossings: list[Crossing], on: date = ON) -> Brought:
    return brought_by(crossings, opened_on=OPENED, on=on)


@pytest.mark.parametrize(("number", "said"), [(4, None), (5, 5), (12, 12)])
def test_fewer_than_ten_people_are_no_number(number: int, said: int | None) -> None:
    assert told(pairs(number, date(2043, 6, 20))).established == said


def test_one_person_in_five_pairs_is_not_ten_people() -> None:
    often = [Crossing(frozenset({0, rank}), OPENED, date(2043, 6, 20)) for rank in range(1, 7)]
    assert told(often).established is None


def test_month_that_is_not_over_is_not_told() -> None:
    found = pairs(6, date(2043, 11, 5))
    assert told(found).established is None
    assert told(found, date(2043, 12, 1)).established == 6
    assert told(found).until == date(2043, 11, 1) and told(found).last_on == date(2043, 10, 31)


def test_two_people_more_are_carried_over_until_five_are_new() -> None:
    first = pairs(6, date(2043, 5, 5))
    second, third = pairs(2, date(2043, 6, 5), start=10), pairs(1, date(2043, 7, 5), start=20)
    assert told([*first, *second]).established == 6, "four people would be told apart"
    assert told([*first, *second, *third]).established == 9


def test_answers_change_nothing() -> None:
    waiting = pairs(6, date(2043, 6, 20), established=False)
    assert told(waiting).established is None
    assert told(waiting).quarters[1].drafted == 6


def test_days_between_need_and_meeting_are_the_median_of_those_who_met() -> None:
    assert told(pairs(6, date(2043, 6, 20))).days is None
    found = told(pairs(5, date(2043, 6, 20), met=True))
    assert (found.met, found.days) == (5, 22)


def test_needs_of_fewer_than_ten_people_give_no_median() -> None:
    found = pairs(5, date(2043, 6, 20), met=True)
    found[0] = Crossing(found[0].people, found[0].drafted_on, found[0].established_on, found[0].met_on)
    assert told(found).met == 5 and told(found).days is None


def test_quarters_are_the_last_four_since_it_was_opened() -> None:
    assert [one.first for one in told([]).quarters] == [date(2043, month, 1) for month in (1, 4, 7, 10)]
    later = told([], date(2044, 2, 10)).quarters
    assert [one.first for one in later] == [
        date(2043, 4, 1), date(2043, 7, 1), date(2043, 10, 1), date(2044, 1, 1),
    ]  # fmt: skip
    assert brought_by([], opened_on=date(2043, 11, 20), on=ON).quarters == ()
    assert quarter_of(date(2043, 12, 31)) == date(2043, 10, 1)


def test_planted_figure_of_one_pair_is_caught() -> None:
    """What the rule keeps from the page: a difference of one pair between two readings."""
    first, one_more = pairs(6, date(2043, 5, 5)), pairs(1, date(2043, 6, 5), start=10)
    plain = len(first + one_more) - len(first)
    ruled = (told(first + one_more).established or 0) - (told(first).established or 0)
    assert (plain, ruled) == (1, 0)
