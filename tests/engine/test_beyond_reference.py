"""Chance, themes, checks and caps: what must hold beyond the reference."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from tests.engine.small import bridge_rows, weft_of
from tisserand.engine.candidates import chance_pairs, circle_members
from tisserand.engine.fabric import Fabric
from tisserand.engine.policy import DEFAULT
from tisserand.engine.text import NO_TEXTS
from tisserand.formats.contacts import contacts
from tisserand.formats.records import Ask, Bridge, Network, Person, Tie
from tisserand.formats.sentences import sentences
from tisserand.formats.weaving import weave
from tisserand.vocabulary import AskType

ON = date(2026, 11, 16)


def test_people_without_ties_or_words_are_reached_week_after_week() -> None:
    """Thirty people who know nobody make 435 pairs: after a few weeks nobody is proposed any more, for the
    lot falls on the same people every week, and they rest."""
    people = tuple(Person(f"p{i}") for i in range(30))
    weaving = weave(Network(people, ()), ON, weeks=8)
    assert all(week.introductions for week in weaving.weeks), [week.introductions for week in weaving.weeks]


def test_somebody_whom_everybody_could_meet_is_not_left_alone() -> None:
    """One person East, twelve West, all open, nobody knows anybody: she is owed two introductions a week."""
    crowd = tuple(Person(f"w{i}", circles=("Ouest",)) for i in range(12))
    weaving = weave(Network((Person("seule", circles=("Est",)), *crowd), ()), ON, weeks=4)
    hers = [
        sum(i.week == week and "seule" in (i.a.id, i.b.id) for i in weaving.introductions)
        for week in (1, 2, 3, 4)
    ]
    assert hers == [2, 2, 2, 2]


def test_chance_of_a_newcomer_of_two_circles_goes_everywhere_she_may() -> None:
    """Person 0, new, in circles 0 and 1; circle 0 is open to 2, circle 1 to 3. She may meet members of all
    four."""
    rows = [[0, 0], [0, 1], *([i, i % 4] for i in range(1, 41))]
    fabric = Fabric.from_arrays(
        ties=np.zeros((0, 2), int), circles=np.array(rows), bridges=bridge_rows((0, 2), (1, 3)), now=100
    )
    fabric = replace(fabric, joined_on=np.full(41, 95, np.int32))
    weft, seen = weft_of(fabric), set()
    for seed in range(300):
        _, other = chance_pairs(weft, circle_members(weft), np.array([0], np.int32), 2, np.uint64(seed))
        seen |= {int(v) % 4 for v in other if v}
    assert seen == {0, 1, 2, 3}


@pytest.mark.parametrize("text", ["un local", "un bureau", "un terrain"])
def test_a_theme_does_not_carry_needs_of_the_wider_concept(text: str) -> None:
    """A bridge signed for kitchens carries a need for an office, because a kitchen also says premises."""
    people = (Person("s", needs=(Ask(text),)), Person("g", offers=(Ask("ruches"),)))
    found = sentences(people, (Bridge("Est", "Ouest", 1, ("cuisine",)),))
    assert found.need_theme.size == 0


def test_a_theme_written_as_the_code_of_a_type_is_that_type() -> None:
    people = (
        Person("s", needs=(Ask("zythologie", AskType.MARKET_FEEDBACK),)),
        Person("g", offers=(Ask("ruches"),)),
    )
    found = sentences(people, (Bridge("Est", "Ouest", 1, (AskType.MARKET_FEEDBACK.value,)),))
    assert found.need_theme.size == 1


def small() -> Fabric:
    return Fabric.from_arrays(ties=np.array([[0, 1], [1, 2]]), circles=np.array([[0, 0], [1, 0], [2, 1]]))


def needs(*owner: int) -> Any:
    ptr = np.zeros(len(owner) + 1, np.int64)
    return replace(
        NO_TEXTS,
        owner=np.array(owner, np.int32),
        kind=np.full(len(owner), -1, np.int8),
        ptr=ptr,
        gram_ptr=ptr,
    )


@pytest.mark.parametrize(
    "change",
    [
        {"needs": needs(99)},
        {"offers": needs(-1)},
        {
            "needs": needs(0),
            "bridges": bridge_rows((0, 1), themes=[[3]]),
        },
        {"tie_strength": np.array([5, 9, 5, 5], np.int32)},
        {"takes_inside": np.ones(1, np.bool_)},
    ],
    ids=["need owner", "offer owner", "need themes", "two strengths", "takes_inside"],
)
def test_a_broken_array_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        replace(small(), **change)


def test_the_weekly_cap_of_a_policy_is_kept() -> None:
    people = tuple(Person(f"p{i}", town="Lyon") for i in range(6))
    weaving = weave(Network(people, ()), ON, policy=replace(DEFAULT, weekly_cap=1))
    assert weaving.weeks[0].highest <= 1


def test_a_contact_at_the_last_second_of_1969_is_a_contact() -> None:
    ties = (Tie("a", "b", at=datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),)
    assert contacts(ties, {"a": 0, "b": 1}).latest_day() == -1


def test_the_first_pair_drawn_is_compared_with_nothing() -> None:
    """`one[size - 1]` with size 0 reads the end of `np.empty`: whether a pair is drawn may depend on what
    ran before."""
    fabric = Fabric.from_arrays(ties=np.zeros((0, 2), int), people=3)
    weft = weft_of(fabric)
    members, alone = circle_members(weft), np.array([0], np.int32)
    first: dict[int, list[int]] = {}
    for turn in range(4):
        for seed in range(200) if turn % 2 == 0 else range(199, -1, -1):
            other = chance_pairs(weft, members, alone, 2, np.uint64(seed))[1].tolist()
            assert first.setdefault(seed, other) == other, (seed, first[seed], other)
