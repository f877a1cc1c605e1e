"""The compiled engine gives the same score to every pair as the reference in plain Python."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from tests.engine.reference import Fits, Reference
from tests.networks import ON, random_network
from tisserand.engine.asks import asks
from tisserand.engine.candidates import candidates
from tisserand.engine.loom import Loom, loom
from tisserand.engine.policy import DEFAULT
from tisserand.engine.propose import needs_met
from tisserand.engine.reach import reach
from tisserand.engine.scoring import scored_pairs
from tisserand.engine.sweep import best_partners
from tisserand.formats.fabric import Numbered, fabric_from

EVERYTHING = replace(DEFAULT, candidates=40, answers=40)


def woven(numbered: Numbered, inside: bool) -> tuple[Loom, Fits]:
    fabric = numbered.fabric
    reached = reach(fabric, inside=inside)
    met = needs_met(fabric, reached, EVERYTHING)
    fits: Fits = {}
    for need, offer, fit in zip(met.need, met.offer, met.fit, strict=True):
        pair = (numbered.people[fabric.needs.owner[need]].id, numbered.people[fabric.offers.owner[offer]].id)
        fits[pair] = max(fits.get(pair, 0), int(fit))
    return loom(
        fabric, reached, asks(fabric.people, fabric.needs.owner, fabric.offers.owner, met), EVERYTHING
    ), fits


@pytest.mark.parametrize("seed", range(60))
def test_every_pair_has_the_reference_score_when_listed_or_swept(seed: int) -> None:
    network = random_network(seed)
    inside = seed % 3 == 0
    numbered = fabric_from(network, ON)
    weft, fits = woven(numbered, inside)
    reference = Reference(network, ON, fits, inside=inside)
    pairs = np.array(list(combinations(range(numbered.fabric.people), 2)), np.int32)
    score, terms, shared, _, _ = scored_pairs(weft, pairs[:, 0], pairs[:, 1])
    for k, (u, v) in enumerate(pairs):
        one, other = numbered.people[u].id, numbered.people[v].id
        assert score[k] == reference.score(one, other), (one, other)
        if score[k]:
            assert terms[k].tolist() == reference.terms(one, other)
            assert shared[k] == len(reference.shared(one, other))
    _check_sweep(numbered, weft, reference)


def _check_sweep(numbered: Numbered, weft: Loom, reference: Reference) -> None:
    """The sweep finds, for each person, every pair that paths or asks suggest, with the same score."""
    everybody = np.arange(numbered.fabric.people, dtype=np.int32)
    other, score = best_partners(weft, everybody, 40, 0, 1)
    for u in everybody:
        one = numbered.people[u].id
        found = {numbered.people[v].id: int(s) for v, s in zip(other[u], score[u], strict=True) if v >= 0}
        expected = {
            two: reference.score(one, two)
            for two in reference.person
            if two != one
            and (
                reference.shared(one, two) or reference.fits.get((one, two)) or reference.fits.get((two, one))
            )
        }
        assert found == {two: s for two, s in expected.items() if s}
        assert sorted(score[u][other[u] >= 0], reverse=True) == score[u][other[u] >= 0].tolist()


def test_the_reference_itself_sees_a_wrong_engine() -> None:
    """Control: an engine that weighed shared contacts a tenth less is told from the reference."""
    pairs = np.array(list(combinations(range(20), 2)), np.int32)
    told = 0
    for seed in range(6):
        network = random_network(seed, people=20, circles=2, bridges=False)
        numbered = fabric_from(network, ON)
        weft, fits = woven(numbered, True)
        wrong = weft._replace(weights=weft.weights * np.array([1, 1, 0.9, *[1.0] * 11]))
        reference = Reference(network, ON, fits, inside=True)
        expected = [reference.score(numbered.people[u].id, numbered.people[v].id) for u, v in pairs]
        assert scored_pairs(weft, pairs[:, 0], pairs[:, 1])[0].tolist() == expected
        told += scored_pairs(wrong, pairs[:, 0], pairs[:, 1])[0].tolist() != expected
    assert told


@pytest.mark.parametrize("seed", range(20))
def test_candidates_are_distinct_scored_pairs_when_drawn_by_chance_too(seed: int) -> None:
    numbered = fabric_from(random_network(seed, people=30), ON)
    weft, _ = woven(numbered, False)
    found = candidates(weft, seed=seed, day=0, policy=DEFAULT, threads=1)
    assert np.all(found.a < found.b) and np.all(found.score > 0)
    assert np.unique(found.a.astype(int) * 30 + found.b).size == found.a.size
    assert np.array_equal(scored_pairs(weft, found.a, found.b)[0], found.score)
