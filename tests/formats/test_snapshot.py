"""A welcome from a snapshot is what the whole network, with her row in it, would propose to her alone."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from tests.networks import NEEDS, OFFERS, ON, random_network
from tisserand.engine.propose import propose
from tisserand.formats.fabric import Numbered, fabric_from
from tisserand.formats.records import EVERY_CONSENT, Ask, Bridge, Network, Person, Tie
from tisserand.formats.snapshot import Snapshot, Welcomed, snapshot, welcome
from tisserand.formats.weaving import introductions_of, weave
from tisserand.vocabulary import Consent, Reason

SEEDS = pytest.mark.parametrize("seed", range(15))


def told(numbered: Numbered, identifier: str, seed: int) -> Welcomed:
    """What the engine proposes to one person of a whole network."""
    place = next(i for i, person in enumerate(numbered.people) if person.id == identifier)
    proposed = propose(numbered.fabric, apart=numbered.apart, only=place, seed=seed)
    return Welcomed(*introductions_of(numbered, proposed))


def network_of(seed: int) -> Network:
    """A random network of 30 whose bridge rows have names, and of those that join two circles the first."""
    network = random_network(seed, people=30)
    rows = {(row.start, row.end): row._replace(ref=f"b{i}") for i, row in enumerate(network.bridges or ())}
    return replace(network, bridges=network.bridges and tuple(rows.values()))


def without(network: Network, person: Person) -> Network:
    """The network before somebody came."""
    return replace(
        network,
        people=tuple(one for one in network.people if one is not person),
        ties=tuple(tie for tie in network.ties if person.id not in tie[:2]),
        met=frozenset(pair for pair in network.met if person.id not in pair),
        apart=frozenset(pair for pair in network.apart if person.id not in pair),
    )


def with_row(network: Network, person: Person) -> Network:
    """The network with another row for somebody who is in it, and no circle lost by it."""
    others = tuple(one for one in network.people if one.id != person.id)
    lived = {circle for one in (*others, person) for circle in one.circles}
    rows = network.bridges and tuple(row for row in network.bridges if {row.start, row.end} <= lived)
    return replace(network, people=(*others, person), bridges=rows)


def everything(network: Network, person: Person) -> dict[str, object]:
    """What the door gives for somebody new."""
    return {
        "ties": [tie for tie in network.ties if person.id in tie[:2]],
        "met": [pair for pair in network.met if person.id in pair],
        "apart": [pair for pair in network.apart if person.id in pair],
    }


def other_row(person: Person, seed: int) -> Person:
    """The same person with other asks, circles, consents, traits and budget."""
    draw = random.Random(seed)
    return person._replace(
        needs=tuple(Ask(text) for text in draw.sample(NEEDS, 2)),
        offers=tuple(Ask(text) for text in draw.sample(OFFERS, draw.randrange(3))),
        circles=tuple(draw.sample([f"cercle {i}" for i in range(5)], 2)),
        allow=frozenset(code for code in Consent if draw.random() < 0.8),
        town=draw.choice(("", "Lyon", "Brest")),
        budget=2,
        joined_on=ON,
        agreed_on=None,
        acceptance=draw.choice((None, 0.9)),
        distance=draw.choice((None, 0, 3)),
    )


# -- the same as the whole network ---------------------------------------------------------------------


@SEEDS
def test_welcome_is_that_of_the_whole_network_when_nothing_changed(seed: int) -> None:
    network = network_of(seed)
    kept, whole = snapshot(network, ON), fabric_from(network, ON)
    for person in network.people[::4]:
        expected = told(whole, person.id, seed)
        assert welcome(kept, person, seed=seed) == expected
        again = everything(network, person)
        assert welcome(kept, person, seed=seed, **again) == expected  # type: ignore[arg-type]


@SEEDS
def test_welcome_is_that_of_the_whole_network_when_she_is_new(seed: int) -> None:
    network = network_of(seed)
    for person in network.people[::7]:
        before = without(network, person)
        network_now = with_row(network, person)
        kept = snapshot(replace(before, bridges=with_row(before, person).bridges), ON)
        whole = fabric_from(network_now, ON, words=kept.numbered.sentences.words)
        found = welcome(kept, person, seed=seed, **everything(network, person))  # type: ignore[arg-type]
        if {row.ref for row in kept.numbered.rows} == {row.ref for row in whole.rows}:
            assert found == told(whole, person.id, seed)


@SEEDS
def test_welcome_is_that_of_the_whole_network_when_her_row_changed(seed: int) -> None:
    network = network_of(seed)
    kept = snapshot(network, ON)
    for person in network.people[::7]:
        changed = other_row(person, seed)
        now = with_row(network, changed)
        if now.bridges == network.bridges:
            whole = fabric_from(now, ON, words=kept.numbered.sentences.words)
            assert welcome(kept, changed, seed=seed) == told(whole, person.id, seed)


@SEEDS
def test_limits_of_the_call_are_those_of_the_records(seed: int) -> None:
    network, draw = network_of(seed), random.Random(seed)
    kept = snapshot(network, ON)
    remaining = {person.id: draw.randrange(3) for person in network.people[1::2]}
    quotas = {row.ref: draw.randrange(3) for row in network.bridges or () if draw.random() < 0.5}
    through, inside = (frozenset(draw.sample(kept.numbered.circles, 2)) for _ in range(2))
    left = tuple(p._replace(budget=remaining.get(p.id, p.budget)) for p in network.people)
    rows = network.bridges and tuple(
        row._replace(quota=quotas.get(row.ref, row.quota)) for row in network.bridges
    )
    now = replace(network, people=left, bridges=rows, through_members=through, takes_inside=inside)
    for person in network.people[::6]:
        found = welcome(
            kept, person, seed=seed, remaining=remaining, quotas=quotas, through_members=through,
            takes_inside=inside,
        )  # fmt: skip
        pairs = {(one.a.id, one.b.id, one.score) for one in found.introductions}
        whole = told(fabric_from(now, ON), person.id, seed)
        assert pairs == {(one.a.id, one.b.id, one.score) for one in whole.introductions}


def test_the_properties_above_see_welcomes_of_every_kind() -> None:
    """Control: the random networks welcome, withhold, and tell needs, offers and shared contacts."""
    found: list[Welcomed] = []
    for seed in range(15):
        network = network_of(seed)
        kept = snapshot(network, ON)
        found += [welcome(kept, other_row(person, seed), seed=seed) for person in network.people[::7]]
    reasons = {reason for one in found for each in one.introductions for reason in each.values}
    assert sum(bool(one.introductions) for one in found) > 20
    assert any(one.withheld for one in found)
    assert reasons >= {Reason.NEED, Reason.OFFER, Reason.SHARED_CONTACTS, Reason.ACROSS, Reason.TOWN}


# -- one example a rule --------------------------------------------------------------------------------


def village(**hers: object) -> tuple[Snapshot, Person]:
    """Two circles, a bridge, two people who may each help Zoé, and Zoé, who is new."""
    people = (
        Person("a", circles=("Nord",), offers=(Ask("cuisine partagée libre trois jours"),)),
        Person("b", circles=("Nord",), offers=(Ask("une cuisine pour des ateliers"),)),
        Person("c", circles=("Sud",)),
        Person("d", circles=("Nord",), needs=(Ask("un vélo cargo"),)),
    )
    ties = (Tie("a", "c", strength=0.5), Tie("c", "d", strength=0.5))
    kept = snapshot(Network(people, ties, (Bridge("Sud", "Nord", 3, ref="pont"),)), ON)
    zoe = Person("z", circles=("Sud",), needs=(Ask("un local avec cuisine pour nos ateliers"),), joined_on=ON)
    return kept, zoe._replace(**hers)  # type: ignore[arg-type]


def met_by(found: Welcomed) -> set[str]:
    """Who is proposed to Zoé."""
    return {one.a.id if one.b.id == "z" else one.b.id for one in found.introductions}


def test_she_is_proposed_who_answers_her_need_and_told_why() -> None:
    found = welcome(*village())
    assert met_by(found) == {"a", "b"}
    for one in found.introductions:
        assert one.week == 1 and one.bridge == Bridge("Sud", "Nord", 3, ref="pont")
        answers = {answer.need.text for answer in (one.answer_to_a, one.answer_to_b) if answer}
        assert answers == {"un local avec cuisine pour nos ateliers"}
        assert sum(one.values.values()) == pytest.approx(one.score, abs=1e-6)


def test_she_is_proposed_whom_she_can_help() -> None:
    assert "d" in met_by(welcome(*village(needs=(), offers=(Ask("je prête un vélo cargo"),))))


@pytest.mark.parametrize(("budget", "found"), [(0, 0), (1, 1), (None, 2), (9, 2)])
def test_her_budget_is_never_passed(budget: int | None, found: int) -> None:
    assert len(welcome(*village(budget=budget)).introductions) == found


def test_somebody_without_any_slot_left_is_masked() -> None:
    kept, zoe = village()
    assert "a" not in met_by(welcome(kept, zoe, remaining={"a": 0, "nobody": 4, "c": 50}))


@pytest.mark.parametrize(("quota", "found"), [(0, 0), (1, 1), (2, 2), (9, 2)])
def test_quota_left_is_never_passed(quota: int, found: int) -> None:
    assert (
        len(welcome(*village(), quotas={"pont": quota, "another": 0}, takes_inside=frozenset()).introductions)
        == found
    )


def test_pairs_private_to_themselves_keep_their_slot() -> None:
    kept, zoe = village()
    before = welcome(kept, zoe)
    found = welcome(kept, zoe, apart=[("z", "a"), ("z", "gone"), ("b", "c")])
    assert [one for one in before.introductions if "a" not in (one.a.id, one.b.id)] == list(
        found.introductions
    )
    assert [one for one in before.introductions if "a" in (one.a.id, one.b.id)] == list(found.withheld)
    closed = [tie._replace(a="z", b="a") for tie in (Tie("x", "y", strength=1.0),)]
    shy = zoe._replace(allow=EVERY_CONSENT - {Consent.COUNTED})
    assert welcome(kept, shy, ties=closed).withheld[0].score == found.withheld[0].score


def test_who_she_met_or_knows_is_not_proposed() -> None:
    kept, zoe = village()
    assert "a" not in met_by(welcome(kept, zoe, met=[("a", "z"), ("a", "z"), ("z", "gone")]))
    assert "a" not in met_by(welcome(kept, zoe, ties=[Tie("z", "a", strength=0.2), Tie("z", "gone")]))


def test_ties_told_at_the_welcome_count_at_once() -> None:
    kept, zoe = village(needs=())
    (found,) = (
        one
        for one in welcome(kept, zoe, ties=[Tie("c", "z", strength=0.9)]).introductions
        if "a" in (one.a.id, one.b.id)
    )
    assert Reason.SHARED_CONTACTS in found.values and found.go_between is not None


def test_somebody_who_joins_later_is_welcomed_on_her_day() -> None:
    kept, zoe = village(joined_on=ON + timedelta(days=3))
    assert not welcome(kept, zoe).introductions
    later = welcome(kept, zoe, on=ON + timedelta(days=3))
    assert met_by(later) == {"a", "b"}
    assert all(Reason.NEWCOMER in one.values for one in later.introductions)


def test_circle_that_nobody_was_in_joins_nobody() -> None:
    assert not welcome(*village(circles=("Est",))).introductions


def test_words_wait_for_each_other_when_one_side_was_missing() -> None:
    kept = snapshot(Network((Person("a", offers=(Ask("une cuisine"),)), Person("b")), ()), ON)
    (found,) = welcome(kept, Person("z", needs=(Ask("une cuisine"),), budget=1)).introductions
    assert "a" in (found.a.id, found.b.id) and (found.answer_to_a or found.answer_to_b)


def test_snapshot_is_left_as_it_was() -> None:
    kept, zoe = village()
    before = welcome(kept, zoe)
    welcome(kept, zoe._replace(id="y"), remaining={"a": 0, "b": 0}, quotas={"pont": 0}, met=[("y", "a")])
    assert welcome(kept, zoe) == before
    assert kept.numbered.fabric.people == 4 and "Est" not in kept.numbered.circles


def test_same_seed_same_welcome_whatever_the_threads() -> None:
    network = network_of(3)
    kept = snapshot(network, ON)
    person = other_row(network.people[0], 3)
    assert welcome(kept, person, seed=5, threads=1) == welcome(kept, person, seed=5, threads=4)


# -- planted faults ------------------------------------------------------------------------------------


def unmoved(kept: Snapshot) -> Snapshot:
    """A snapshot whose rests point at the wrong people."""
    fabric = kept.numbered.fabric
    wrong = fabric.capacity[::-1].copy()
    return replace(kept, numbered=replace(kept.numbered, fabric=replace(fabric, capacity=wrong)))


def forgetful(kept: Snapshot) -> Snapshot:
    """A snapshot that lost who opened her ties."""
    return replace(kept, counted=np.zeros_like(kept.counted))


def wordless(kept: Snapshot) -> Snapshot:
    """A snapshot whose needs belong to the next person."""
    said = kept.numbered.sentences
    owner = np.minimum(said.needs.owner + 1, kept.numbered.fabric.people - 1).astype(np.int32)
    needs = replace(said.needs, owner=owner)
    return replace(kept, numbered=replace(kept.numbered, sentences=replace(said, needs=needs)))


@pytest.mark.parametrize("fault", [unmoved, forgetful, wordless])
def test_planted_fault_is_seen(fault: Callable[[Snapshot], Snapshot]) -> None:
    for seed in range(40):
        network = network_of(seed)
        kept, whole = snapshot(network, ON), fabric_from(network, ON)
        for person in network.people[::4]:
            if welcome(fault(kept), person, seed=seed) != told(whole, person.id, seed):
                return
    pytest.fail("the fault passed unseen")


def test_a_week_woven_at_once_tells_the_same_facts_of_the_same_pair() -> None:
    """The welcome speaks as the weaving does: score, reasons, route and answers of a pair are equal."""
    seen = 0
    for seed in range(15):
        network = network_of(seed)
        kept, week = snapshot(network, ON), weave(network, ON, seed=seed)
        for one in week.introductions:
            for same in welcome(kept, one.a, seed=seed).introductions:
                if same.b == one.b:
                    seen += 1
                    assert same == one
    assert seen > 5
