"""Each number of the policy moves the score the way it says; the shape of the score as properties."""

import math
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.small import score_of, terms_of, weft_of
from tests.networks import ON
from tisserand.engine.candidates import candidates
from tisserand.engine.fabric import NEVER_JOINED, Fabric
from tisserand.engine.policy import CONTACT_WEIGHTS, DEFAULT, ONE, Policy
from tisserand.engine.propose import propose
from tisserand.formats.fabric import fabric_from
from tisserand.formats.records import Network, Person, Tie

U, V = 0, 1
BOTH = ((U, V, 20_000), (V, U, 8_000))
UNIT = st.floats(0, 1)


def changed(**numbers: Any) -> Policy:
    return replace(DEFAULT, **numbers)


def through(shared: int, *, friends: int = 0, **change: Any) -> Fabric:
    """U and V share `shared` contacts, each of whom knows `friends` other people; all ties are of 1."""
    n = 2 + shared + shared * friends
    ties = [[2 + i, end] for i in range(shared) for end in (U, V)]
    ties += [[2 + i, 2 + shared + i * friends + j] for i in range(shared) for j in range(friends)]
    circles = np.stack((np.arange(n), np.arange(n)), axis=1)
    fabric = Fabric.from_arrays(ties=np.array(ties, int).reshape(-1, 2), circles=circles, people=n, now=1000)
    return replace(fabric, **change)


def full(shared: int = 3) -> Fabric:
    """A pair for whom every reason holds."""
    n = 2 + shared
    return through(
        shared,
        town=np.zeros(n, np.int32),
        actor_type=np.arange(n, dtype=np.int32),
        joined_on=np.array([990, *[NEVER_JOINED] * (n - 1)], np.int32),
    )


def scored(fabric: Fabric, **policy: float) -> int:
    return score_of(weft_of(fabric, *BOTH, policy=replace(DEFAULT, **policy)), U, V)  # type: ignore[arg-type]


# -- every number, its direction -----------------------------------------------------------------------

WEIGHTS = [field.name for field in fields(Policy) if field.name.endswith("_weight")]


@pytest.mark.parametrize("name", WEIGHTS)
def test_a_larger_weight_raises_the_score_and_zero_takes_its_reason_away(name: str) -> None:
    low, usual, high = (scored(full(), **{name: value * getattr(DEFAULT, name)}) for value in (0, 1, 2))
    assert low < usual < high
    assert high - usual == pytest.approx(usual - low, abs=3)


@pytest.mark.parametrize("name", WEIGHTS)
def test_a_weight_does_nothing_for_a_pair_without_its_facts(name: str) -> None:
    """Two people of one circle who share nothing but a birthday: no reason, no score."""
    fabric = Fabric.from_arrays(ties=np.zeros((0, 2), int), circles=np.array([[0, 0], [1, 0]]))
    weft = weft_of(fabric, inside=True, policy=changed(**{name: 1.0}))
    assert score_of(weft, U, V) == 0 and terms_of(weft, U, V) == [0.0] * 8


def test_a_larger_half_lowers_the_value_of_shared_contacts() -> None:
    values = [scored(full(), shared_half=half) for half in (0.05, 0.25, 1.0, 20.0)]
    assert values == sorted(values, reverse=True) and len(set(values)) == 4


def test_a_larger_working_zone_raises_the_value_of_many_contacts_only() -> None:
    many = [scored(full(25), working_zone=zone) for zone in (5, 10, 25, 30)]
    assert many[0] < many[1] < many[2] == many[3]
    assert len({scored(full(4), working_zone=zone) for zone in (4, 10, 30)}) == 1
    assert scored(full(4), working_zone=3) < scored(full(4))


def test_a_smaller_hub_degree_takes_paths_away() -> None:
    fabric = through(3, friends=4)  # each shared contact knows six people
    assert scored(fabric, hub_degree=6) == scored(fabric, hub_degree=400) > scored(fabric, hub_degree=5)


def test_more_newcomer_days_keep_the_reason_longer() -> None:
    fabric = full()  # U arrived ten days ago
    assert scored(fabric, newcomer_days=10) < scored(fabric, newcomer_days=11) == scored(fabric)


@pytest.mark.parametrize(("half_life", "strength"), [(30, 0.25), (60, 0.5), (120, 2**-0.5)])
def test_a_longer_half_life_keeps_ties_stronger(half_life: float, strength: float) -> None:
    """One contact sixty days ago: log1p of 2^(-60 / half-life)."""
    at = datetime(ON.year, ON.month, ON.day, 23, 59, 59, tzinfo=UTC) - timedelta(days=60)
    network = Network((Person("a"), Person("b")), (Tie("a", "b", at=at),))
    lasting = fabric_from(network, ON, policy=replace(DEFAULT, half_life_days=half_life)).fabric
    assert lasting.tie_strength.tolist() == [math.floor(math.log1p(strength) * ONE)] * 2
    assert lasting.tie_recent.tolist() == [math.floor(math.log1p(0.25) * ONE)] * 2
    recent = fabric_from(network, ON, policy=replace(DEFAULT, go_between_half_life_days=half_life)).fabric
    assert recent.tie_recent.tolist() == lasting.tie_strength.tolist()


@pytest.mark.parametrize("acceptance", [0.0, 0.3, 1.0])
def test_the_chance_that_both_accept_multiplies_the_score(acceptance: float) -> None:
    network = Network((Person("a", town="Lyon"), Person("b", town="Lyon")), ())
    fabric = fabric_from(network, ON, policy=replace(DEFAULT, acceptance=acceptance)).fabric
    sure = DEFAULT.town_weight + DEFAULT.across_weight
    assert score_of(weft_of(fabric), 0, 1) == math.floor(acceptance * acceptance * sure * 2**20)


def test_fewer_candidates_keep_fewer_pairs() -> None:
    weft = weft_of(Fabric.from_arrays(ties=np.array([[0, i] for i in range(1, 12)])))
    kept = [candidates(weft, seed=0, day=0, threads=1, policy=lists_of(size)).a.size for size in (1, 3, 10)]
    assert kept[0] <= 11 and kept[1] <= 33
    assert kept[0] < kept[1] < kept[2] == 55


def lists_of(size: int) -> Policy:
    """A policy that keeps exactly `size` candidates, and draws nobody by chance."""
    return replace(DEFAULT, candidates=size, most_candidates=size, exploration=0)


@pytest.mark.parametrize(
    ("people", "size"), [(0, 50), (1, 50), (20, 50), (25, 40), (40, 25), (99, 10), (100, 10), (10**6, 10)]
)
def test_lists_are_longer_among_few_people_between_two_limits(people: int, size: int) -> None:
    """A thousand pairs in all, lists of ten to fifty."""
    policy = replace(DEFAULT, candidates=10, most_candidates=50, pairs_weighed=1000)
    assert policy.candidates_among(people) == size


def test_lists_never_grow_shorter_than_stated_nor_longer_with_more_people() -> None:
    sizes = [DEFAULT.candidates_among(people) for people in range(0, 20_000, 37)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == DEFAULT.most_candidates and sizes[-1] == DEFAULT.candidates


def test_meeting_counts_like_two_messages() -> None:
    at = datetime(ON.year, ON.month, ON.day, tzinfo=UTC)
    people = (Person("a"), Person("b"))
    twice = fabric_from(Network(people, (Tie("a", "b", at=at), Tie("a", "b", at=at))), ON).fabric
    for kind, weight in CONTACT_WEIGHTS.items():
        once = fabric_from(Network(people, (Tie("a", "b", at=at, kind=kind),)), ON).fabric
        assert weight == 2.0 and once.tie_strength.tolist() == twice.tie_strength.tolist()


def test_a_policy_cannot_be_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        DEFAULT.need_weight = 1.0  # type: ignore[misc]


# -- the shape of the score ----------------------------------------------------------------------------


def test_more_shared_contacts_never_lower_the_score_within_the_working_zone() -> None:
    values = [scored(through(shared)) for shared in range(DEFAULT.working_zone + 1)]
    assert all(low < high for low, high in pairwise(values))


def test_each_contact_beyond_the_working_zone_brings_less_than_the_one_before() -> None:
    """Alike contacts: n x .5 x sqrt(10 / n) grows as a root, so gains shrink but stay gains."""
    values = [scored(through(shared)) for shared in range(10, 40)]
    gains = [high - low for low, high in pairwise(values)]
    assert all(gain > 0 for gain in gains)
    assert all(later <= sooner + 1 for sooner, later in pairwise(gains))


def test_the_same_allocation_is_worth_less_when_it_is_shared_by_a_crowd() -> None:
    """Twenty contacts with many other friends give the allocation of two close ones, and count for less."""
    close, crowd = through(2), through(20, friends=18)
    few, many = (terms_of(weft_of(fabric), U, V)[3] for fabric in (close, crowd))
    assert few == pytest.approx(DEFAULT.shared_weight * 1.0 / 1.25, rel=1e-3)
    assert many == pytest.approx(DEFAULT.shared_weight * math.sqrt(0.5) / (math.sqrt(0.5) + 0.25), rel=1e-3)


@given(fit_to=st.integers(0, ONE), fit_from=st.integers(0, ONE), shared=st.integers(0, 14))
def test_contributions_are_never_negative_and_keep_within_their_weights(
    fit_to: int, fit_from: int, shared: int
) -> None:
    most = [getattr(DEFAULT, name) for name in ("need_weight", *WEIGHTS)]
    terms = terms_of(weft_of(full(shared), (U, V, fit_to), (V, U, fit_from)), U, V)
    assert all(0 <= term <= weight for term, weight in zip(terms, most, strict=True))
    assert terms[2] == DEFAULT.both_ways_weight * (min(fit_to, fit_from) / ONE)


@given(st.integers(0, ONE), st.integers(0, ONE), st.integers(0, ONE))
def test_a_better_fit_never_lowers_the_score(one: int, other: int, back: int) -> None:
    low, high = sorted((one, other))
    worse, better = (score_of(weft_of(full(), (U, V, fit), (V, U, back)), U, V) for fit in (low, high))
    assert worse <= better


@given(UNIT, UNIT)
def test_the_score_is_the_same_from_both_sides(one: float, other: float) -> None:
    fabric = full()
    fabric = replace(fabric, acceptance=np.array([one, other, 0.5, 0.5, 0.5]))
    weft = weft_of(fabric, *BOTH)
    assert score_of(weft, U, V) == score_of(weft, V, U)


@pytest.mark.parametrize("fact", ["town", "actor_type", "joined_on", "tie", "ask"])
def test_taking_one_fact_away_lowers_the_score(fact: str) -> None:
    fabric, met = full(2) if fact == "tie" else full(), BOTH[:1] if fact == "ask" else BOTH
    if fact not in ("tie", "ask"):
        unknown = NEVER_JOINED if fact == "joined_on" else -1
        change: dict[str, Any] = {fact: np.full(fabric.people, unknown, np.int32)}
        fabric = replace(fabric, **change)
    assert 0 < score_of(weft_of(fabric, *met), U, V) < score_of(weft_of(full(), *BOTH), U, V)


def test_a_pair_of_all_reasons_is_worth_nearly_the_weights_in_all() -> None:
    everything = sum(getattr(DEFAULT, name) for name in ("need_weight", *WEIGHTS)) * 2**20
    weft = weft_of(replace(full(9), acceptance=np.ones(11)), (U, V, ONE), (V, U, ONE))
    assert 0.9 * everything < score_of(weft, U, V) < everything


def test_nobody_is_proposed_when_every_weight_is_zero() -> None:
    nothing = changed(**dict.fromkeys(WEIGHTS, 0.0))
    assert propose(full(), policy=nothing).a.size == 0 < propose(full()).a.size
