"""Go-betweens by hand: the weaker of two recent strengths, equals, hubs, consent, circles instead of her."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.networks import ON, random_network
from tisserand.engine.fabric import Fabric
from tisserand.engine.go_between import NOBODY, SMALLEST_CIRCLE, go_betweens, ranked_go_betweens
from tisserand.engine.policy import DEFAULT
from tisserand.formats.fabric import fabric_from
from tisserand.vocabulary import Consent

ANNE, BRUNO = 0, 1
Recents = dict[int, tuple[float, float]]
"""For each shared contact, how strong her ties with Anne and with Bruno lately are."""


def between(recents: Recents, **change: Any) -> Fabric:
    """Anne and Bruno, and the shared contacts given; nobody is in a circle."""
    n = max(recents) + 1
    ties = np.array([[who, end] for who in recents for end in (ANNE, BRUNO)])
    strength = np.array([recent for pair in recents.values() for recent in pair])
    return replace(Fabric.from_arrays(ties=ties, strength=strength, people=n), **change)


def found(fabric: Fabric, **policy: int) -> tuple[int, int]:
    """The go-between of Anne and Bruno and the circle that stands for her."""
    one, other = np.array([ANNE], np.int32), np.array([BRUNO], np.int32)
    named, via = go_betweens(fabric, one, other, policy=replace(DEFAULT, **policy))
    return int(named[0]), int(via[0])


def test_the_weaker_of_her_two_ties_decides() -> None:
    """2 is very close to Anne but hardly knows Bruno (.1); 3 knows both fairly (.4): 3 introduces them."""
    assert found(between({2: (1.0, 0.1), 3: (0.4, 0.4)})) == (3, NOBODY)
    assert found(between({2: (1.0, 0.5), 3: (0.4, 0.4)})) == (2, NOBODY)


def test_the_smallest_number_is_taken_between_equals() -> None:
    assert found(between({2: (0.25, 0.5), 3: (0.5, 0.25), 4: (0.25, 1.0)}))[0] == 2
    assert found(between({2: (0.125, 0.5), 3: (0.5, 0.25), 4: (0.25, 1.0)}))[0] == 3


def test_recent_strength_decides_whatever_the_lasting_one() -> None:
    """2 was close for years and 3 since last week: the recent arrays are read, the lasting ones are not."""
    fabric = between({2: (1.0, 1.0), 3: (0.1, 0.1)})
    recent = between({2: (0.1, 0.1), 3: (0.9, 0.9)}).tie_recent
    assert found(fabric)[0] == 2 and found(replace(fabric, tie_recent=recent))[0] == 3


def test_nobody_introduces_people_who_share_nobody() -> None:
    ties = np.array([[2, ANNE], [3, BRUNO]])
    assert found(Fabric.from_arrays(ties=ties)) == (NOBODY, NOBODY)


def test_both_sides_have_the_same_go_between() -> None:
    fabric = between({2: (0.9, 0.2), 3: (0.3, 0.7), 4: (0.5, 0.4)})
    pair = np.array([ANNE, BRUNO], np.int32)
    named, via = go_betweens(fabric, pair, pair[::-1].copy())
    assert named.tolist() == [4, 4] and via.tolist() == [NOBODY, NOBODY]


def test_each_pair_has_its_own_go_between() -> None:
    """A chain 0 - 1 - 2 - 3 - 4."""
    fabric = Fabric.from_arrays(ties=np.array([[i, i + 1] for i in range(4)]))
    a, b = np.array([0, 1, 2, 0], np.int32), np.array([2, 3, 4, 4], np.int32)
    assert go_betweens(fabric, a, b)[0].tolist() == [1, 2, 3, NOBODY]


def test_no_pair_has_no_go_between() -> None:
    none = np.zeros(0, np.int32)
    named, via = go_betweens(between({2: (1.0, 1.0)}), none, none)
    assert named.size == via.size == 0


# -- hubs ----------------------------------------------------------------------------------------------


def popular(friends: int, **change: Any) -> Fabric:
    """2 knows Anne, Bruno and `friends` other people very well, 3 knows only Anne and Bruno, a little."""
    known = [(2, ANNE), (2, BRUNO), *((2, 4 + i) for i in range(friends)), (3, ANNE), (3, BRUNO)]
    strength = np.array([1.0] * (friends + 2) + [0.1, 0.1])
    return replace(Fabric.from_arrays(ties=np.array(known), strength=strength), **change)


@pytest.mark.parametrize(("friends", "expected"), [(1, 2), (2, 2), (3, 3), (4, 3)])
def test_somebody_with_too_many_contacts_introduces_nobody(friends: int, expected: int) -> None:
    """With a limit of four contacts, 2 has one to four besides Anne and Bruno, that is three to six."""
    assert found(popular(friends), hub_degree=4)[0] == expected


def test_a_hub_is_not_stood_for_by_her_circle_either() -> None:
    circles = np.array([[2, 0], *([i, 0] for i in range(6, 40))])
    crowd = Fabric.from_arrays(ties=np.array([[2, i] for i in (0, 1, 3, 4, 5)]), circles=circles)
    crowd = replace(crowd, named=np.zeros(40, np.bool_))
    assert found(crowd) == (NOBODY, 0)
    assert found(crowd, hub_degree=4) == (NOBODY, NOBODY)


# -- consent and circles -------------------------------------------------------------------------------


def test_only_somebody_who_agreed_is_named_however_weak_her_ties() -> None:
    fabric = between({2: (1.0, 1.0), 3: (0.1, 0.1)}, named=np.array([True, True, False, True]))
    assert found(fabric) == (3, NOBODY)


@pytest.mark.parametrize("agreed", [[False, False], [True, True]])
def test_the_consent_of_the_pair_itself_changes_nothing(agreed: list[bool]) -> None:
    fabric = between({2: (1.0, 1.0)}, named=np.array([*agreed, True]))
    assert found(fabric) == (2, NOBODY)


def unnamed(*sizes: int, mine: tuple[int, ...] = (0,)) -> Fabric:
    """Anne and Bruno share person 2 alone, who is not named; circles have these sizes, hers count her."""
    n = 3 + sum(sizes)
    rows, person = [], 3
    for circle, size in enumerate(sizes):
        others = size - (circle in mine)
        rows += [[person + i, circle] for i in range(others)]
        person += others
    rows += [[2, circle] for circle in mine]
    fabric = Fabric.from_arrays(
        ties=np.array([[2, ANNE], [2, BRUNO]]), circles=np.array(rows, int).reshape(-1, 2), people=n
    )
    return replace(fabric, named=np.zeros(n, np.bool_))


@pytest.mark.parametrize(
    ("size", "via"),
    [(1, NOBODY), (SMALLEST_CIRCLE - 1, NOBODY), (SMALLEST_CIRCLE, 0), (SMALLEST_CIRCLE + 5, 0)],
)
def test_a_circle_stands_for_her_from_twenty_members_on(size: int, via: int) -> None:
    assert SMALLEST_CIRCLE == 20
    assert found(unnamed(size)) == (NOBODY, via)


def test_her_largest_circle_stands_for_her() -> None:
    assert found(unnamed(21, 30, 25, mine=(0, 1, 2)))[1] == 1
    assert found(unnamed(21, 30, 25, mine=(0, 2)))[1] == 2
    assert found(unnamed(24, 24, mine=(0, 1)))[1] == 0


def test_a_circle_of_others_never_stands_for_her() -> None:
    assert found(unnamed(3, 90, mine=(0,))) == (NOBODY, NOBODY)
    assert found(unnamed(90, mine=())) == (NOBODY, NOBODY)


def test_no_circle_is_given_beside_a_name() -> None:
    fabric = unnamed(40)
    assert found(fabric) == (NOBODY, 0)
    assert found(replace(fabric, named=np.ones(fabric.people, np.bool_))) == (2, NOBODY)


# -- ranking for measures ------------------------------------------------------------------------------


def test_everybody_shared_is_ranked_whatever_her_consent() -> None:
    recents = {2: (0.3, 0.9), 3: (0.8, 0.5), 4: (0.3, 0.3), 5: (0.05, 1.0)}
    fabric = between(recents, named=np.zeros(6, np.bool_))
    assert ranked_go_betweens(fabric, ANNE, BRUNO).tolist() == [3, 2, 4, 5]
    assert ranked_go_betweens(fabric, BRUNO, ANNE).tolist() == [3, 2, 4, 5]
    assert ranked_go_betweens(fabric, 2, 3).tolist() == [1, 0]  # weaker ties: Bruno .5, Anne .3


def test_people_who_share_nobody_have_an_empty_ranking() -> None:
    assert ranked_go_betweens(between({2: (1.0, 1.0)}), ANNE, 2).tolist() == []


@pytest.mark.parametrize("seed", range(30))
def test_go_betweens_equal_plain_python_when_networks_are_random(seed: int) -> None:
    fabric = fabric_from(random_network(seed, people=16, circles=3), ON).fabric
    ties = [
        dict(zip(fabric.tie_end[low:high].tolist(), fabric.tie_recent[low:high].tolist(), strict=True))
        for low, high in zip(fabric.tie_ptr[:-1], fabric.tie_ptr[1:], strict=True)
    ]
    a, b = (axis.astype(np.int32) for axis in np.triu_indices(16, 1))
    named, _ = go_betweens(fabric, a, b)
    for u, v, who in zip(a.tolist(), b.tolist(), named.tolist(), strict=True):
        ranked = sorted(ties[u].keys() & ties[v].keys(), key=lambda w: (-min(ties[u][w], ties[v][w]), w))
        assert ranked_go_betweens(fabric, u, v).tolist() == ranked
        named_ones = [w for w in ranked if fabric.named[w] and fabric.profiled[u] and fabric.profiled[v]]
        assert who == (named_ones[0] if named_ones else NOBODY)


def test_consents_of_the_records_decide_who_is_named() -> None:
    """Control: random networks hold both people who are named and people who are not."""
    numbered = fabric_from(random_network(1, people=16, circles=3), ON)
    agreed = [
        Consent.NAMED in p.allow and (p.agreed_on is None or p.agreed_on <= ON) for p in numbered.people
    ]
    assert numbered.fabric.named.tolist() == agreed and len(set(agreed)) == 2
