"""Candidates: the cut and the order at ties, who never appears, what chance draws, one person alone."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from tests.engine.reference import Reference
from tests.engine.small import bridge_rows, score_of, weft_of
from tests.networks import ON, random_network
from tisserand.engine.candidates import Candidates, candidates, chance_pairs, circle_members
from tisserand.engine.fabric import Bridges, Fabric
from tisserand.engine.keys import pair_key
from tisserand.engine.loom import Loom
from tisserand.engine.policy import DEFAULT
from tisserand.engine.sweep import best_partners
from tisserand.formats.fabric import Numbered, fabric_from
from tisserand.formats.records import Network

Pairs = set[tuple[int, int]]


def star(leaves: int, **change: object) -> Fabric:
    """Person 0 knows persons 1..leaves, who have nothing else in common and are all worth the same."""
    ties = np.array([[0, i] for i in range(1, leaves + 1)])
    circles = np.stack((np.arange(leaves + 1), np.arange(leaves + 1)), axis=1)
    return replace(Fabric.from_arrays(ties=ties, circles=circles), **change)  # type: ignore[arg-type]


def best_of(weft: Loom, person: int, keep: int = 24, seed: int = 0) -> list[int]:
    other, _ = best_partners(weft, np.array([person], np.int32), keep, seed, 1)
    return [int(v) for v in other[0] if v >= 0]


def key_of(weft: Loom, seed: int, u: int, v: int) -> int:
    return int(pair_key(np.uint64(seed), weft.key[u], weft.key[v]))


def pairs_of(found: Candidates) -> Pairs:
    return {(int(a), int(b)) for a, b in zip(found.a, found.b, strict=True)}


def resting(fabric: Fabric, u: int, v: int) -> Fabric:
    ptr = np.zeros(fabric.people + 1, np.int64)
    ptr[min(u, v) + 1 :] += 1
    ptr[max(u, v) + 1 :] += 1
    return replace(fabric, rest_ptr=ptr, rest_end=np.array([max(u, v), min(u, v)], np.int32))


def silent(network: Network) -> Network:
    """The same network where nobody asks nor offers anything."""
    return replace(network, people=tuple(person._replace(needs=(), offers=()) for person in network.people))


# -- the few best --------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_equals_are_cut_and_ordered_by_the_key_of_the_pair(seed: int) -> None:
    """Persons 2..9 are worth exactly the same to person 1: the three smallest keys are kept, in order."""
    weft = weft_of(star(9))
    assert len({score_of(weft, 1, v) for v in range(2, 10)}) == 1
    by_key = sorted(range(2, 10), key=lambda v: key_of(weft, seed, 1, v))
    assert best_of(weft, 1, keep=3, seed=seed) == by_key[:3]
    assert best_of(weft, 1, keep=8, seed=seed) == by_key


def test_a_better_score_comes_before_a_smaller_key() -> None:
    """Person 5 lives in the town of person 1: she comes first whatever the seed."""
    weft = weft_of(star(6, town=np.array([-1, 3, 4, 4, 4, 3, 4], np.int32)))
    assert {best_of(weft, 1, keep=2, seed=seed)[0] for seed in range(12)} == {5}


@pytest.mark.parametrize("seed", range(12))
def test_the_list_is_the_top_of_all_the_pairs_when_networks_are_random(seed: int) -> None:
    """Every pair that shares a contact, sorted in plain Python by (-score, key), then cut."""
    draw = np.random.default_rng(seed)
    n, keep = 25, 4
    ties = draw.integers(0, n, (60, 2))
    circles = np.stack((np.arange(n), draw.integers(0, 5, n)), axis=1)
    town = draw.integers(-1, 2, n).astype(np.int32)
    fabric = replace(
        Fabric.from_arrays(ties=ties[ties[:, 0] != ties[:, 1]], circles=circles, people=n), town=town
    )
    weft = weft_of(fabric)
    ends = [set(fabric.tie_end[fabric.tie_ptr[u] : fabric.tie_ptr[u + 1]].tolist()) for u in range(n)]
    other, score = best_partners(weft, np.arange(n, dtype=np.int32), keep, seed, 1)
    for u in range(n):
        near = [v for v in range(n) if ends[u] & ends[v] and score_of(weft, u, v)]
        near.sort(key=lambda v: (-score_of(weft, u, v), key_of(weft, seed, u, v)))
        assert [int(v) for v in other[u] if v >= 0] == near[:keep]
        assert score[u][: len(near)].tolist() == [score_of(weft, u, v) for v in near[:keep]]


def test_scratch_arrays_are_clean_between_two_people() -> None:
    """Everybody at once gives what each gives alone."""
    draw = np.random.default_rng(9)
    ties = draw.integers(0, 40, (90, 2))
    fabric = Fabric.from_arrays(ties=ties[ties[:, 0] != ties[:, 1]], people=40)
    weft = weft_of(fabric)
    other, _ = best_partners(weft, np.arange(40, dtype=np.int32), 6, 0, 1)
    assert [[int(v) for v in row if v >= 0] for row in other] == [best_of(weft, u, 6) for u in range(40)]


# -- who never appears ---------------------------------------------------------------------------------


def test_people_without_attention_left_neither_search_nor_are_found() -> None:
    weft = weft_of(star(4, capacity=np.array([2, 2, 0, 2, 2], np.int32)))
    assert best_of(weft, 2) == []
    assert sorted(best_of(weft, 1)) == [3, 4]
    found = candidates(weft, seed=0, day=0, policy=DEFAULT, threads=1)
    assert found.a.size and not any(2 in pair for pair in pairs_of(found))


def test_people_tied_already_are_not_found_although_they_share_contacts() -> None:
    triangle = Fabric.from_arrays(ties=np.array([[0, 1], [1, 2], [2, 0], [2, 3]]))
    weft = weft_of(triangle)
    assert best_of(weft, 0) == [3] and sorted(best_of(weft, 3)) == [0, 1] and best_of(weft, 2) == []
    assert pairs_of(candidates(weft, seed=0, day=0, policy=DEFAULT, threads=1)) == {(0, 3), (1, 3)}


def test_a_resting_pair_is_not_found_from_either_side_nor_by_chance() -> None:
    fabric = star(3)
    assert 2 in best_of(weft_of(fabric), 1)
    weft = weft_of(resting(fabric, 2, 1))
    assert best_of(weft, 1) == [3] and best_of(weft, 2) == [3]
    for seed in range(30):
        assert (1, 2) not in pairs_of(candidates(weft, seed=seed, day=0, policy=DEFAULT, threads=1))


def test_a_pair_that_rests_is_not_found_even_when_a_need_meets_an_offer() -> None:
    fabric, met = star(3), ((1, 2, 30_000), (2, 1, 30_000))
    assert best_of(weft_of(fabric, *met), 1)[0] == 2
    assert best_of(weft_of(resting(fabric, 1, 2), *met), 1) == [3]


def test_nobody_is_found_for_herself_when_her_own_offer_answers_her_need() -> None:
    weft = weft_of(star(3), (1, 1, 30_000))
    assert 1 not in best_of(weft, 1)


def test_a_need_that_meets_an_offer_finds_somebody_without_any_contact() -> None:
    fabric = Fabric.from_arrays(ties=np.zeros((0, 2), int), people=3)
    weft = weft_of(fabric, (0, 2, 12_345))
    assert best_of(weft, 0) == [2] and best_of(weft, 2) == [0] and best_of(weft, 1) == []


@pytest.mark.parametrize("seed", range(25))
def test_only_people_who_may_meet_are_candidates_when_networks_are_random(seed: int) -> None:
    """The rules in plain Python, on records, against pairs listed, asked and drawn by chance together."""
    network = silent(random_network(seed, people=24, circles=4))
    numbered = fabric_from(network, ON)
    reference = Reference(network, ON, {})
    found = candidates(weft_of(numbered.fabric), seed=seed, day=0, policy=DEFAULT, threads=1)
    broken = [pair for pair in pairs_of(found) if not may_meet(reference, numbered, *pair)]
    assert broken == []


def may_meet(reference: Reference, numbered: Numbered, u: int, v: int) -> bool:
    return reference.may_meet(numbered.people[u].id, numbered.people[v].id)


def test_the_rules_in_plain_python_do_refuse_some_pairs() -> None:
    """Control: if everybody might meet everybody the test above could not fail."""
    network = silent(random_network(3, people=24, circles=4))
    numbered, reference = fabric_from(network, ON), Reference(network, ON, {})
    allowed = [may_meet(reference, numbered, u, v) for u, v in combinations(range(24), 2)]
    assert any(allowed) and not all(allowed)


# -- chance --------------------------------------------------------------------------------------------


def test_chance_draws_for_those_who_are_short_of_candidates_only() -> None:
    """Persons 1..6 have five candidates each; persons 0, tied to them all, and 7, who is alone, are short."""
    ties = np.array([[0, i] for i in range(1, 7)])
    circles = np.stack((np.arange(8), np.arange(8)), axis=1)
    weft = weft_of(Fabric.from_arrays(ties=ties, circles=circles, people=8))
    enough = replace(DEFAULT, candidates=5)
    near, by_chance = set(combinations(range(1, 7), 2)), set[tuple[int, int]]()
    for seed in range(40):
        met = pairs_of(candidates(weft, seed=seed, day=0, policy=enough, threads=1))
        assert met >= near
        assert len(met - near) <= 3  # (0, 7), and two that 7 draws: nobody else draws
        by_chance |= met - near
    assert by_chance == {(i, 7) for i in range(7)}  # 0 is tied to everybody but 7


def test_nothing_is_drawn_when_the_policy_asks_for_no_exploration() -> None:
    fabric = Fabric.from_arrays(ties=np.zeros((0, 2), int), people=20)
    found = candidates(weft_of(fabric), seed=0, day=0, policy=replace(DEFAULT, exploration=0), threads=1)
    assert found.a.size == 0
    assert candidates(weft_of(fabric), seed=0, day=0, policy=DEFAULT, threads=1).a.size > 10


@pytest.mark.parametrize("wanted", [1, 2, 5])
def test_at_most_the_number_wanted_is_drawn_for_each(wanted: int) -> None:
    circles = np.stack((np.arange(60), np.arange(60) % 6), axis=1)
    weft = weft_of(Fabric.from_arrays(ties=np.zeros((0, 2), int), circles=circles))
    one, other = drawn(weft, np.arange(0, 60, 3), wanted, 4)
    counts = np.bincount(one, minlength=60)
    assert counts.max() == wanted and set(one.tolist()) <= set(range(0, 60, 3))
    assert np.all(one != other)


def drawn(weft: Loom, people: np.ndarray, wanted: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    return chance_pairs(weft, circle_members(weft), people.astype(np.int32), wanted, np.uint64(seed))


def bridged(beyond: bool = True) -> Fabric:
    """Twenty people in four circles; a bridge joins circles 0 and 1 only."""
    circles = np.stack((np.arange(20), np.arange(20) % 4), axis=1)
    fabric = Fabric.from_arrays(ties=np.zeros((0, 2), int), circles=circles, bridges=bridge_rows((0, 1)))
    return replace(fabric, beyond=np.full(20, beyond))


def test_chance_stays_on_open_routes() -> None:
    weft, met = weft_of(bridged()), set[tuple[int, int]]()
    for seed in range(30):
        met |= pairs_of(candidates(weft, seed=seed, day=0, policy=DEFAULT, threads=1))
    assert len(met) == 25  # every pair of circles 0 and 1, in the end, and no other
    assert {(a % 4, b % 4) for a, b in met} == {(0, 1), (1, 0)}


def test_chance_stays_inside_for_people_who_did_not_agree_to_go_beyond() -> None:
    fabric = replace(bridged(beyond=False), town=np.zeros(20, np.int32))
    met = set[tuple[int, int]]()
    for seed in range(20):
        met |= pairs_of(candidates(weft_of(fabric), seed=seed, day=0, policy=DEFAULT, threads=1))
    assert met and {a % 4 - b % 4 for a, b in met} == {0}


def test_chance_gives_newcomers_both_their_own_circle_and_the_open_ones() -> None:
    fabric = replace(bridged(), now=100, joined_on=np.full(20, 95, np.int32))
    gaps = set()
    for seed in range(20):
        one, other = drawn(weft_of(fabric), np.array([0]), 2, seed)
        gaps |= {int(v) % 4 for v in other} if one.size else set()
    assert gaps == {0, 1}


def test_chance_finds_nobody_when_every_wall_is_closed() -> None:
    closed = replace(bridged(), bridges=replace(Bridges(), everywhere=False))
    for seed in range(10):
        assert candidates(weft_of(closed), seed=seed, day=0, policy=DEFAULT, threads=1).a.size == 0


def test_everybody_is_reached_by_chance_in_a_network_without_ties_nor_words() -> None:
    fabric = Fabric.from_arrays(ties=np.zeros((0, 2), int), people=30)
    reached: set[int] = set()
    for seed in range(5):
        found = candidates(weft_of(fabric), seed=seed, day=0, policy=DEFAULT, threads=1)
        reached |= set(found.a.tolist()) | set(found.b.tolist())
    assert reached == set(range(30))


def test_members_of_circles_are_listed_in_order() -> None:
    circles = np.array([[4, 0], [1, 0], [2, 2], [1, 2]])
    weft = weft_of(Fabric.from_arrays(ties=np.zeros((0, 2), int), circles=circles))
    ptr, member = circle_members(weft)
    assert ptr.tolist() == [0, 2, 2, 4] and member.tolist() == [1, 4, 1, 2]


# -- one person ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(10))
def test_one_person_alone_has_the_pairs_that_everybody_gives_her(seed: int) -> None:
    fabric = fabric_from(random_network(seed, people=20), ON).fabric
    weft = weft_of(fabric)
    whole = candidates(weft, seed=seed, day=0, policy=DEFAULT, threads=1)
    for person in range(20):
        alone = candidates(
            weft, seed=seed, day=0, policy=DEFAULT, threads=1, people=np.array([person], np.int32)
        )
        assert all(person in pair for pair in pairs_of(alone))
        assert pairs_of(alone) <= pairs_of(whole)
        assert {(min(person, v), max(person, v)) for v in best_of(weft, person)} <= pairs_of(alone)


def test_nobody_asked_for_gives_no_pair() -> None:
    found = candidates(
        weft_of(star(4)), seed=0, day=0, policy=DEFAULT, threads=1, people=np.zeros(0, np.int32)
    )
    assert found.a.size == found.score.size == 0


def test_progress_is_told_to_the_end() -> None:
    told: list[float] = []
    candidates(weft_of(star(4)), seed=0, day=0, policy=DEFAULT, threads=1, progress=told.append)
    assert told == sorted(told) and told[-1] == 1.0
