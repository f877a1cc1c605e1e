"""Which bridge row carries a pair."""

from datetime import date

import numpy as np
import pytest

from tisserand.engine.fabric import FOREVER, Bridges, Fabric
from tisserand.engine.propose import NO_ROW, propose
from tisserand.formats.records import Ask, Bridge, Network, Person, Tie
from tisserand.formats.weaving import weave
from tisserand.vocabulary import Reason, Route

ON = date(2026, 11, 16)


def rows(*ends: tuple[int, int, int]) -> Bridges:
    """Rows (start, end, quota) without theme nor end."""
    start, end, quota = (np.array(column, np.int32) for column in zip(*ends, strict=True))
    never = np.full(start.size, FOREVER, np.int32)
    return Bridges(start, end, quota, never, np.zeros(start.size + 1, np.int64), np.zeros(0, np.int32), False)


def two_circles(bridges: Bridges, n: int = 80) -> Fabric:
    circles = np.stack((np.arange(n), np.arange(n) % 2), axis=1)
    return Fabric.from_arrays(ties=np.zeros((0, 2), int), circles=circles, people=n, bridges=bridges)


def test_two_equal_rows_share_the_pairs_when_both_could_carry_them() -> None:
    proposed = propose(two_circles(rows((0, 1, 10), (1, 0, 10))))
    used = np.bincount(proposed.row, minlength=2)
    assert used.tolist() == [10, 10]


def test_no_quota_left_means_nobody() -> None:
    assert propose(two_circles(rows((0, 1, 0)))).a.size == 0


def test_a_bridge_past_its_date_carries_nobody() -> None:
    bridges = rows((0, 1, 10))
    past = Bridges(
        bridges.start,
        bridges.end,
        bridges.quota,
        bridges.until * 0 - 1,
        bridges.theme_ptr,
        bridges.theme,
        False,
    )
    assert propose(two_circles(past)).a.size == 0


@pytest.mark.parametrize(("themes", "carried"), [((), True), (("locaux",), True), (("astronomie",), False)])
def test_a_row_with_themes_carries_only_their_asks(themes: tuple[str, ...], carried: bool) -> None:
    seeker = Person("s", circles=("Est",), needs=(Ask("un local avec cuisine"),))
    giver = Person("g", circles=("Ouest",), offers=(Ask("une cuisine partagée, local libre le lundi"),))
    network = Network((seeker, giver), (), (Bridge("Est", "Ouest", 3, themes),))
    found = weave(network, ON).introductions
    assert bool(found) == carried
    if carried:
        need = Reason.NEED if found[0].a.id == "s" else Reason.OFFER
        assert found[0].route == Route.BRIDGE and need in found[0].values


def test_asks_do_not_travel_against_the_direction_of_a_row() -> None:
    seeker = Person("s", circles=("Est",), needs=(Ask("un local avec cuisine"),))
    giver = Person("g", circles=("Ouest",), offers=(Ask("une cuisine partagée, local libre le lundi"),))
    found = weave(Network((seeker, giver), (), (Bridge("Ouest", "Est", 3),)), ON).introductions
    assert len(found) == 1 and found[0].answer_to_a is None and found[0].answer_to_b is None


def test_a_shared_member_opens_two_circles_only_if_both_allow_it() -> None:
    people = (
        Person("a", circles=("Est",)),
        Person("b", circles=("Ouest",)),
        Person("w", circles=("Est", "Ouest")),
    )
    ties = (Tie("a", "w", strength=0.9), Tie("w", "b", strength=0.9))
    for allowed, expected in ((frozenset({"Est", "Ouest"}), 1), (frozenset({"Est"}), 0)):
        found = weave(Network(people, ties, (), through_members=allowed), ON).introductions
        assert len(found) == expected
        assert all(i.route == Route.SHARED_MEMBER and i.bridge is None for i in found)


def test_pairs_of_no_bridge_have_no_row() -> None:
    fabric = Fabric.from_arrays(ties=np.array([[0, 1], [1, 2]]), circles=np.array([[0, 0], [1, 1], [2, 2]]))
    assert propose(fabric).row.tolist() == [NO_ROW]
