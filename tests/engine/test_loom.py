"""The Loom: arc weights by hand, who is a hub, and the order of the policy's numbers."""

from dataclasses import fields, replace
from math import isqrt
from typing import Any

import numpy as np
import pytest

from tests.engine.small import score_of, terms_of, weft_of
from tisserand.engine.fabric import NEVER_JOINED, Fabric
from tisserand.engine.loom import Loom, weights_of
from tisserand.engine.policy import DEFAULT, ONE, Policy

SCORED = (
    "need_weight", "both_ways_weight", "shared_weight", "across_weight", "town_weight", "mix_weight",
    "newcomer_weight", "shared_half", "working_zone",
)  # fmt: skip


def changed(**numbers: Any) -> Policy:
    return replace(DEFAULT, **numbers)


def star(*strength: float) -> Fabric:
    """Person 0 tied to persons 1, 2... with these strengths, everybody in a circle of her own."""
    n = len(strength) + 1
    ties = np.array([[0, i] for i in range(1, n)])
    circles = np.stack((np.arange(n), np.arange(n)), axis=1)
    return Fabric.from_arrays(ties=ties, strength=np.array(strength), circles=circles)


def allocated(weft: Loom, u: int, v: int) -> float:
    """Resource allocation from u to v, by walking the arcs as the sweep does."""
    total = 0
    for i in range(weft.tie_ptr[u], weft.tie_ptr[u + 1]):
        w = weft.tie_end[i]
        for j in range(weft.tie_ptr[w], weft.tie_ptr[w + 1]):
            if weft.tie_end[j] == v:
                total += int(weft.back[i]) * int(weft.forward[j])
    return total / 2**30


def random_ties(seed: int, n: int = 30) -> Fabric:
    draw = np.random.default_rng(seed)
    ties = draw.integers(0, n, (4 * n, 2))
    ties = ties[ties[:, 0] != ties[:, 1]]
    return Fabric.from_arrays(ties=ties, strength=0.01 + draw.random(len(ties)), people=n)


def test_arcs_weigh_strength_over_the_root_of_the_total_when_worked_by_hand() -> None:
    """Person 0 has ties of 1 and .5, in all 1.5: her arcs weigh 1 / sqrt(1.5) = .8165 and .4082; the only tie
    of person 1 weighs 1 / sqrt(1) = 1, that of person 2 .5 / sqrt(.5) = .7071."""
    weft = weft_of(star(1.0, 0.5))
    assert weft.tie_end.tolist() == [1, 2, 0, 0]
    assert (weft.forward / ONE).tolist() == pytest.approx([0.8165, 0.4082, 1.0, 0.7071], abs=1e-4)
    assert (weft.back / ONE).tolist() == pytest.approx([1.0, 0.7071, 0.8165, 0.4082], abs=1e-4)


def test_two_contacts_of_one_person_are_allocated_the_product_over_her_total() -> None:
    """1 x .5 / 1.5 = 1/3, and the same the other way; a path goes through somebody, never back to oneself."""
    weft = weft_of(star(1.0, 0.5))
    assert allocated(weft, 1, 2) == pytest.approx(1 / 3, abs=1e-4)
    assert allocated(weft, 2, 1) == allocated(weft, 1, 2)
    assert allocated(weft, 0, 1) == 0


@pytest.mark.parametrize("friends", [2, 3, 5, 10])
def test_a_person_gives_each_pair_of_her_friends_the_inverse_of_their_number(friends: int) -> None:
    """All ties equal: 1 x 1 / d, the resource allocation of Zhou, Lu and Zhang on a plain graph."""
    assert allocated(weft_of(star(*[1.0] * friends)), 1, 2) == pytest.approx(1 / friends, abs=1e-4)


@pytest.mark.parametrize("seed", range(5))
def test_arcs_equal_integer_arithmetic_when_ties_are_random(seed: int) -> None:
    fabric = random_ties(seed)
    weft = weft_of(fabric)
    total = [
        sum(fabric.tie_strength[fabric.tie_ptr[u] : fabric.tie_ptr[u + 1]].tolist())
        for u in range(fabric.people)
    ]
    for u in range(fabric.people):
        for i in range(fabric.tie_ptr[u], fabric.tie_ptr[u + 1]):
            strength, end = int(fabric.tie_strength[i]), int(fabric.tie_end[i])
            assert weft.forward[i] == isqrt(strength * strength * ONE // total[u])
            assert weft.back[i] == isqrt(strength * strength * ONE // total[end])


@pytest.mark.parametrize("seed", range(5))
def test_each_arc_is_seen_alike_from_both_ends(seed: int) -> None:
    fabric = random_ties(seed)
    weft = weft_of(fabric)
    owner = np.repeat(np.arange(fabric.people), np.diff(fabric.tie_ptr))
    place = {(int(u), int(v)): i for i, (u, v) in enumerate(zip(owner, fabric.tie_end, strict=True))}
    for (u, v), i in place.items():
        assert weft.forward[i] == weft.back[place[v, u]]


@pytest.mark.parametrize("seed", range(5))
def test_allocation_is_symmetric_and_never_above_the_number_of_paths(seed: int) -> None:
    weft = weft_of(random_ties(seed, 12))
    for u in range(12):
        ends = set(weft.tie_end[weft.tie_ptr[u] : weft.tie_ptr[u + 1]].tolist())
        for v in range(u):
            others = set(weft.tie_end[weft.tie_ptr[v] : weft.tie_ptr[v + 1]].tolist())
            assert allocated(weft, u, v) == allocated(weft, v, u)
            # A contact carries at most the smaller of two ties, and these are at most 1.01.
            assert allocated(weft, u, v) <= 1.01 * len(ends & others)


def test_a_stronger_tie_carries_more_of_a_path() -> None:
    weak, strong = (allocated(weft_of(star(1.0, s)), 1, 2) for s in (0.25, 0.75))
    assert 0 < weak < strong


@pytest.mark.parametrize(("most", "is_hub"), [(2, True), (3, False), (4, False)])
def test_somebody_is_a_hub_only_with_more_contacts_than_the_policy_says(most: int, is_hub: bool) -> None:
    weft = weft_of(star(1.0, 1.0, 1.0), policy=replace(DEFAULT, hub_degree=most))
    assert weft.hub.tolist() == [is_hub, False, False, False]


def test_no_path_passes_by_a_hub_but_other_paths_do() -> None:
    """Persons 1 and 2 share 0 (three contacts) and 4 (two contacts); with 0 a hub only 4 counts."""
    ties = np.array([[0, 1], [0, 2], [0, 3], [4, 1], [4, 2]])
    circles = np.stack((np.arange(5), np.arange(5)), axis=1)
    fabric = Fabric.from_arrays(ties=ties, circles=circles)
    with_hub, without = (
        terms_of(weft_of(fabric, policy=replace(DEFAULT, hub_degree=most)), 1, 2)[3] for most in (2, 3)
    )
    through_four = 1 / 2
    assert with_hub == pytest.approx(
        DEFAULT.shared_weight * through_four / (through_four + DEFAULT.shared_half), rel=1e-4
    )
    assert without > with_hub
    assert terms_of(weft_of(fabric, policy=replace(DEFAULT, hub_degree=1)), 1, 2)[3] == 0


def test_weights_stand_in_the_stated_order() -> None:
    numbered = replace(DEFAULT, **{name: place + 1 for place, name in enumerate(SCORED)})
    assert weights_of(numbered).tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, *DEFAULT.distances]
    assert {field.name for field in fields(Policy) if field.name.endswith("_weight")} == set(SCORED[:7])


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("need_weight", {0, 1}), ("both_ways_weight", {2}), ("shared_weight", {3}), ("across_weight", {4}),
        ("town_weight", {5}), ("mix_weight", {6}), ("newcomer_weight", {7}), ("shared_half", {3}),
    ],
)  # fmt: skip
def test_each_weight_moves_its_own_reasons_only(name: str, columns: set[int]) -> None:
    fabric = replace(
        star(1.0, 1.0),
        now=100,
        town=np.array([-1, 4, 4], np.int32),
        actor_type=np.array([-1, 0, 1], np.int32),
        joined_on=np.array([NEVER_JOINED, 99, NEVER_JOINED], np.int32),
    )
    met = ((1, 2, 20_000), (2, 1, 10_000))
    before = terms_of(weft_of(fabric, *met), 1, 2)
    after = terms_of(weft_of(fabric, *met, policy=changed(**{name: 0.9})), 1, 2)
    assert all(term > 0 for term in before)
    assert {place for place in range(8) if before[place] != after[place]} == columns


def test_a_loom_whose_weights_are_in_another_order_is_told() -> None:
    """Control: swapping two numbers of the loom changes the score, so the order above is worth checking."""
    weft = weft_of(star(1.0, 0.5))
    swapped = weft._replace(weights=weft.weights[[0, 1, 3, 2, 4, 5, 6, 7, 8]])
    assert score_of(weft, 1, 2) != score_of(swapped, 1, 2)


def test_a_fabric_without_ties_has_a_loom_without_arcs() -> None:
    weft = weft_of(Fabric.from_arrays(ties=np.zeros((0, 2), int), people=3))
    assert weft.forward.size == weft.back.size == 0 and not weft.hub.any()
