"""Scores, reasons and go-betweens of tiny networks, worked out by hand."""

import math
from datetime import date

import numpy as np
import pytest

from tisserand.engine.asks import asks
from tisserand.engine.policy import DEFAULT
from tisserand.engine.text import Meetings
from tisserand.formats.records import Network, Person, Tie
from tisserand.formats.weaving import Introduction, weave
from tisserand.vocabulary import ActorType, Consent, Reason, Route

ON = date(2026, 11, 16)
P = DEFAULT.acceptance**2


def through(people: tuple[Person, ...], *ends: tuple[str, str, float]) -> tuple[Introduction, ...]:
    return weave(Network(people, tuple(Tie(a, b, strength=s) for a, b, s in ends)), ON).introductions


def three(**change: object) -> tuple[Person, ...]:
    """Anne in the East, Bruno in the West, and Chloé in the North who knows both."""
    people = (
        Person("anne", circles=("Est",)),
        Person("bruno", circles=("Ouest",)),
        Person("chloe", circles=("Nord",)),
    )
    return tuple(
        person._replace(**change) if change and person.id == "chloe" else person for person in people
    )  # type: ignore[arg-type]


BOTH = (("anne", "chloe", 1.0), ("bruno", "chloe", 1.0))


def test_one_shared_contact_gives_half_of_her_strength() -> None:
    """Chloé has two ties of 1: resource allocation is 1 x 1 / 2 = .5, and .5 / (.5 + .25) = 2/3 of the
    weight."""
    (found,) = through(three(), *BOTH)
    assert {found.a.id, found.b.id} == {"anne", "bruno"}
    assert found.values[Reason.SHARED_CONTACTS] == pytest.approx(P * DEFAULT.shared_weight * 2 / 3, rel=1e-4)
    assert found.values[Reason.ACROSS] == pytest.approx(P * DEFAULT.across_weight)
    assert found.score == pytest.approx(sum(found.values.values()))
    assert found.route == Route.EVERYWHERE and found.shared == 1
    assert found.go_between is not None and found.go_between.id == "chloe"


def test_forty_shared_contacts_count_half_each() -> None:
    """Beyond ten each counts less: sqrt(10 / 40) = 1/2, so 40 x .5 x 1/2 = 10, and 10 / (10 + .25) of the
    weight."""
    people = (*three()[:2], *(Person(f"c{i}", circles=(f"rue {i}",)) for i in range(40)))
    ends = [(who, f"c{i}", 1.0) for i in range(40) for who in ("anne", "bruno")]
    found = next(i for i in through(people, *ends) if {i.a.id, i.b.id} == {"anne", "bruno"})
    assert found.shared == 40
    assert found.values[Reason.SHARED_CONTACTS] == pytest.approx(
        P * DEFAULT.shared_weight * 10 / 10.25, rel=1e-4
    )


@pytest.mark.parametrize("allow", [frozenset(), frozenset({Consent.BEYOND, Consent.COUNTED})])
def test_a_go_between_who_did_not_agree_is_not_named(allow: frozenset[Consent]) -> None:
    found = through(three(allow=allow), *BOTH)
    assert all(i.go_between is None and i.via_circle == "" for i in found)
    assert len(found) == 1 and (Reason.SHARED_CONTACTS in found[0].values) == (Consent.COUNTED in allow)


def test_a_circle_of_twenty_stands_for_a_go_between_who_is_not_named() -> None:
    silent = frozenset({Consent.BEYOND, Consent.COUNTED})
    crowd = tuple(Person(f"n{i}", circles=("Nord",), budget=0) for i in range(19))
    (found,) = through((*three(allow=silent), *crowd), *BOTH)
    assert found.go_between is None and found.via_circle == "Nord"
    (found,) = through((*three(allow=silent), *crowd[:18]), *BOTH)
    assert found.via_circle == ""


def test_town_type_and_arrival_each_count_once() -> None:
    anne = Person("anne", circles=("Est",), town="Saint-Étienne", actor_type=ActorType.COMPANY)
    bruno = Person(
        "bruno", circles=("Ouest",), town="SAINT-ETIENNE", actor_type=ActorType.CITIZEN, joined_on=ON
    )
    (found,) = through((anne, bruno))
    assert found.values == pytest.approx({
        Reason.ACROSS: P * DEFAULT.across_weight, Reason.TOWN: P * DEFAULT.town_weight,
        Reason.MIX: P * DEFAULT.mix_weight, Reason.NEWCOMER: P * DEFAULT.newcomer_weight,
    })  # fmt: skip


def test_the_best_meeting_of_each_direction_is_kept() -> None:
    """Person 0 owns needs 0 and 1, person 1 owns offers 0 and 1 and need 2, person 0 owns offer 2."""
    need, offer = np.array([0, 0, 1, 2], np.int32), np.array([0, 1, 1, 2], np.int32)
    met = Meetings(need, offer, np.array([10, 30, 30, 7], np.int32), np.full((4, 3), -1, np.int32))
    found = asks(2, np.array([0, 0, 1], np.int32), np.array([1, 1, 0], np.int32), met)
    assert found.ptr.tolist() == [0, 1, 2] and found.other.tolist() == [1, 0]
    assert found.fit_to.tolist() == [30, 7] and found.fit_from.tolist() == [7, 30]
    assert found.meeting_to.tolist() == [1, 3] and found.meeting_from.tolist() == [3, 1]


def test_scores_are_floored_in_the_order_of_reasons() -> None:
    (found,) = through(three(), *BOTH)
    assert math.floor(found.score * 2**20) in range(
        int(found.score * 2**20) - 1, int(found.score * 2**20) + 2
    )
