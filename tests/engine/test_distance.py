"""How far from her somebody wishes to be introduced: near, contacts in common weigh more; far, less."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.engine.small import terms_of, weft_of
from tisserand.cli.demo.world import world
from tisserand.engine.fabric import Fabric
from tisserand.engine.policy import DEFAULT, MIDDLE, STOPS
from tisserand.engine.propose import propose
from tisserand.formats.fabric import fabric_from
from tisserand.vocabulary import Reason

ON = date(2026, 11, 16)
SHARED = list(Reason).index(Reason.SHARED_CONTACTS)


def path_of_three(first: int, last: int) -> Fabric:
    """Two people who share one contact, with the distances that they wish."""
    fabric = Fabric.from_arrays(ties=np.array([[0, 1], [1, 2]]), circles=np.array([[0, 0], [1, 0], [2, 1]]))
    return replace(fabric, distance=np.array([first, MIDDLE, last], np.int32))


def test_the_middle_is_the_balance_of_who_chose_nothing() -> None:
    assert DEFAULT.distances[MIDDLE] == 1.0 and DEFAULT.far_draws[MIDDLE] == 0
    assert len(DEFAULT.distances) == len(DEFAULT.far_draws) == STOPS
    assert list(DEFAULT.distances) == sorted(DEFAULT.distances, reverse=True)


@pytest.mark.parametrize(("one", "other"), [(0, 0), (0, 4), (4, 4), (1, 3)])
def test_a_pair_takes_the_mean_of_both_and_no_other_reason_moves(one: int, other: int) -> None:
    usual = terms_of(weft_of(path_of_three(MIDDLE, MIDDLE)), 0, 2)
    wished = terms_of(weft_of(path_of_three(one, other)), 0, 2)
    turned = terms_of(weft_of(path_of_three(other, one)), 0, 2)
    mean = (DEFAULT.distances[one] + DEFAULT.distances[other]) / 2
    assert wished[SHARED] == pytest.approx(usual[SHARED] * mean) and wished == turned
    assert [term for place, term in enumerate(wished) if place != SHARED] == [
        term for place, term in enumerate(usual) if place != SHARED
    ]


def test_a_network_that_looks_far_meets_more_strangers_within_the_same_budgets() -> None:
    numbered = fabric_from(world(ON).network, ON)
    strangers, served = [], []
    for stop in (0, MIDDLE, STOPS - 1):
        fabric = replace(numbered.fabric, distance=np.full(numbered.fabric.people, stop, np.int32))
        week = propose(fabric, apart=numbered.apart, seed=1, threads=1)
        strangers.append(float((week.shared == 0).mean()))
        served.append(week.served == week.servable)
        assert (week.load <= fabric.capacity).all()
    assert strangers[0] < strangers[1] < strangers[2], strangers
    assert all(served)
