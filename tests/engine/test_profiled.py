"""Somebody who objects to being profiled: her asks, the route and chance choose for her, nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from tests.engine.small import score_of, terms_of, weft_of
from tests.networks import ON, random_network
from tisserand.engine.candidates import Candidates, candidates
from tisserand.engine.fabric import Fabric
from tisserand.engine.loom import Loom
from tisserand.engine.policy import DEFAULT
from tisserand.engine.scoring import REASONS
from tisserand.engine.sweep import best_partners
from tisserand.formats.fabric import fabric_from
from tisserand.formats.records import EVERY_CONSENT, Network, Person, Tie
from tisserand.formats.weaving import Introduction, weave
from tisserand.vocabulary import Consent, Reason

HERS = {Reason.NEED, Reason.OFFER, Reason.BOTH_WAYS, Reason.ACROSS}
"""Reasons that may be told of her: her asks, and the route."""
OBJECTS = EVERY_CONSENT - {Consent.PROFILED}


def objecting(network: Network, *who: str) -> Network:
    """The network where only these people object."""
    people = (
        p._replace(allow=p.allow - {Consent.PROFILED} if p.id in who else p.allow | {Consent.PROFILED})
        for p in network.people
    )
    return replace(network, people=tuple(people))


def pairs_with(found: tuple[Introduction, ...], who: str) -> list[Introduction]:
    return [one for one in found if who in (one.a.id, one.b.id)]


def neighbours(**change: object) -> Fabric:
    """Persons 0 and 1 share two contacts, a town and a lately arrived member, and differ in type."""
    ties = np.array([[0, 2], [1, 2], [0, 3], [1, 3]])
    circles = np.stack((np.arange(4), np.arange(4)), axis=1)
    fabric = Fabric.from_arrays(ties=ties, circles=circles, now=20_000)
    return replace(
        fabric,
        town=np.zeros(4, np.int32),
        actor_type=np.arange(4, dtype=np.int32),
        joined_on=np.full(4, 19_990, np.int32),
        **change,  # type: ignore[arg-type]
    )


# -- the score -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("silent", [[0], [1], [0, 1]])
def test_only_the_asks_and_the_route_are_worth_something(silent: list[int]) -> None:
    profiled = np.ones(4, np.bool_)
    profiled[silent] = False
    met = ((0, 1, 20_000), (1, 0, 9_000))
    told = terms_of(weft_of(neighbours(), *met), 0, 1)
    left = terms_of(weft_of(neighbours(profiled=profiled), *met), 0, 1)
    assert all(term > 0 for term in told)
    for reason, before, after in zip(REASONS, told, left, strict=True):
        assert after == (before if reason in HERS else 0.0)


def test_other_pairs_keep_their_score() -> None:
    silent = np.array([False, True, True, True])
    before, after = weft_of(neighbours()), weft_of(neighbours(profiled=silent))
    assert score_of(before, 2, 3) == score_of(after, 2, 3) > 0
    assert score_of(before, 0, 1) > score_of(after, 0, 1) > 0


def test_nothing_that_was_learnt_of_her_counts() -> None:
    people = (Person("a", acceptance=0.9), Person("b", acceptance=0.9, allow=OBJECTS), Person("c"))
    numbered = fabric_from(Network(people, ()), ON)
    learnt = dict(zip((p.id for p in numbered.people), numbered.fabric.acceptance.tolist(), strict=True))
    assert learnt == {"a": 0.9, "b": DEFAULT.acceptance, "c": DEFAULT.acceptance}


# -- who is chosen -------------------------------------------------------------------------------------


def found_by(weft: Loom, seed: int = 0) -> Candidates:
    return candidates(weft, seed=seed, day=0, policy=DEFAULT, threads=1)


def crowd(silent: int, size: int = 60) -> Fabric:
    """Everybody in a circle of one, all open; person 0 shares a contact with twenty others."""
    ties = np.array([[0, 1], *([1, i] for i in range(2, 22))])
    circles = np.stack((np.arange(size), np.arange(size)), axis=1)
    profiled = np.ones(size, np.bool_)
    profiled[silent] = False
    return replace(Fabric.from_arrays(ties=ties, circles=circles), profiled=profiled)


def test_her_ties_lead_to_nobody_and_nobody_s_to_her() -> None:
    everybody = np.arange(60, dtype=np.int32)
    other, _ = best_partners(weft_of(crowd(silent=0)), everybody, 24, 0, 1)
    assert np.all(other[0] == -1) and not np.any(other == 0)
    other, _ = best_partners(weft_of(crowd(silent=59)), everybody, 24, 0, 1)
    assert np.count_nonzero(other[0] >= 0) == 20


def test_chance_draws_as_many_for_her_as_ties_find_for_others() -> None:
    """Over a few seeds she meets strangers and acquaintances of her contacts alike."""
    drawn: set[int] = set()
    for seed in range(12):
        found = found_by(weft_of(crowd(silent=0)), seed)
        hers = found.b[found.a == 0]
        assert hers.size >= 12
        drawn |= set(hers.tolist())
    assert len(drawn) > 50 and 1 not in drawn


def test_everybody_drawn_is_worth_the_same() -> None:
    found = found_by(weft_of(crowd(silent=0)))
    assert len(set(found.score[found.a == 0].tolist())) == 1


@pytest.mark.parametrize("seed", range(20))
def test_reasons_of_her_pairs_are_true_and_sum_to_the_score(seed: int) -> None:
    network = objecting(random_network(seed, people=24), "p0", "p1", "p2")
    for one in weave(network, ON, seed=seed).introductions:
        assert sum(one.values.values()) == pytest.approx(one.score, abs=1e-6)
        if not all(Consent.PROFILED in end.allow for end in (one.a, one.b)):
            assert set(one.values) <= HERS
            assert (one.shared, one.go_between, one.via_circle) == (0, None, "")


@pytest.mark.parametrize("seed", range(20))
def test_her_week_does_not_depend_on_her_profile(seed: int) -> None:
    """Another town, another type, another day of arrival, other contacts of contacts: the same week for all.

    Her own contacts stay what they are: people she knows are not proposed to her.
    """
    network = objecting(random_network(seed, people=24), "p0")
    known = {end for tie in network.ties if "p0" in tie[:2] for end in tie[:2]}
    others = tuple(tie for tie in network.ties if not (known & set(tie[:2])) or "p0" in tie[:2])
    plain = replace(network, ties=others)
    changed = tuple(
        p._replace(town="Brest", actor_type="ecole", organisation="x", sector="y", acceptance=0.1)
        if p.id == "p0"
        else p
        for p in network.people
    )
    before, after = (weave(each, ON, seed=seed) for each in (plain, replace(plain, people=changed)))
    assert [(x.a.id, x.b.id, x.values) for x in before.introductions] == [
        (x.a.id, x.b.id, x.values) for x in after.introductions
    ]


def test_she_is_served_without_any_ask() -> None:
    people = tuple(Person(f"p{i}", circles=(f"c{i}",), budget=1) for i in range(12))
    ties = tuple(Tie("p0", f"p{i}", strength=0.5) for i in (1, 2))
    network = objecting(Network(people, ties), "p0")
    (found,) = pairs_with(weave(network, ON).introductions, "p0")
    assert set(found.values) == {Reason.ACROSS}


# -- planted fault -------------------------------------------------------------------------------------


def test_profile_read_all_the_same_is_seen() -> None:
    """Control: with her objection ignored, some pair of hers tells a reason that she refused."""
    leaked: set[Reason] = set()
    for seed in range(40):
        network = objecting(random_network(seed, people=24), "p0", "p1", "p2")
        ignored = objecting(network)
        for who in ("p0", "p1", "p2"):
            for one in pairs_with(weave(ignored, ON, seed=seed).introductions, who):
                leaked |= set(one.values) - HERS
    assert leaked >= {Reason.SHARED_CONTACTS, Reason.TOWN, Reason.MIX}
