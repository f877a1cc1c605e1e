"""From records to the Fabric: who is opened, who is here, which day it is."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from tisserand.engine.fabric import FOREVER, NEVER_JOINED
from tisserand.formats.contacts import second
from tisserand.formats.fabric import Numbered, fabric_from
from tisserand.formats.numbering import folded, id_key, word_numbers
from tisserand.formats.records import EVERY_CONSENT, Ask, Bridge, Network, Person, Tie
from tisserand.formats.weaving import weave
from tisserand.vocabulary import AskType, Consent

ON = date(2026, 11, 16)
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
CLOSED = frozenset({Consent.BEYOND, Consent.NAMED})


def numbered(*people: Person, ties: tuple[Tie, ...] = (), on: date | None = ON, **more: object) -> Numbered:
    return fabric_from(Network(people, ties, **more), on, cap=2)  # type: ignore[arg-type]


def place(found: Numbered, identifier: str) -> int:
    return [person.id for person in found.people].index(identifier)


def test_people_are_laid_out_by_the_hash_of_their_id() -> None:
    found = numbered(*(Person(f"p{i}") for i in range(50)))
    keys = [id_key(person.id) for person in found.people]
    assert keys == sorted(keys) and found.fabric.key.tolist() == keys


def test_a_tie_that_one_end_did_not_open_is_private() -> None:
    people = (Person("a"), Person("b", allow=CLOSED), Person("c"))
    found = numbered(*people, ties=(Tie("a", "b", strength=1.0), Tie("a", "c", strength=0.5)))
    assert found.opened == 1
    assert {found.people[i].id for i in found.apart[0]} == {"a", "b"}
    assert found.fabric.tie_end.size == 2


def test_contacts_after_the_day_are_left_out_and_counted() -> None:
    ties = (
        Tie("a", "b", at=NOON),
        Tie("a", "b", at=NOON + timedelta(days=1)),
        Tie("a", "b", at=NOON + timedelta(days=9)),
    )
    assert numbered(Person("a"), Person("b"), ties=ties).later == 2


def test_the_day_is_that_of_the_latest_opened_contact() -> None:
    people = (Person("a"), Person("b"), Person("c", allow=CLOSED))
    ties = (Tie("a", "b", at=NOON - timedelta(days=3)), Tie("a", "c", at=NOON))
    assert numbered(*people, ties=ties, on=None).on == ON - timedelta(days=3)
    assert numbered(*people, ties=ties[1:], on=None).on == ON


def test_a_network_without_dates_must_be_given_a_day() -> None:
    with pytest.raises(ValueError, match="day"):
        numbered(Person("a"), Person("b"), ties=(Tie("a", "b", strength=1.0),), on=None)


def test_an_unknown_person_in_a_tie_is_an_error() -> None:
    with pytest.raises(KeyError):
        numbered(Person("a"), ties=(Tie("a", "x", strength=1.0),))


@pytest.mark.parametrize(
    ("change", "capacity"),
    [
        ({}, 2),
        ({"budget": 1}, 1),
        ({"budget": 9}, 2),
        ({"budget": 0}, 0),
        ({"joined_on": ON}, 2),
        ({"joined_on": ON + timedelta(days=1)}, 0),
    ],
)
def test_capacity_is_hers_within_the_cap_once_she_is_here(change: dict[str, object], capacity: int) -> None:
    found = numbered(Person("a", **change))  # type: ignore[arg-type]
    assert found.fabric.capacity.tolist() == [capacity] and found.fabric.owed.tolist() == [capacity > 0]


def test_a_consent_agreed_later_does_not_hold_yet() -> None:
    for agreed_on, beyond in ((None, True), (ON, True), (ON + timedelta(days=1), False)):
        assert numbered(Person("a", agreed_on=agreed_on)).fabric.beyond.tolist() == [beyond]


def test_a_very_old_contact_is_still_a_tie() -> None:
    old = Tie("a", "b", at=datetime(1999, 1, 1, tzinfo=UTC))
    assert numbered(Person("a"), Person("b"), ties=(old,)).fabric.tie_strength.tolist() == [1, 1]


def test_the_larger_of_declared_and_made_strength_is_kept() -> None:
    ties = (Tie("a", "b", strength=0.25), Tie("b", "a", strength=0.125), Tie("a", "b", at=NOON))
    found = numbered(Person("a"), Person("b"), ties=ties)
    assert found.fabric.tie_strength[0] > 0.25 * 32768
    assert numbered(Person("a"), Person("b"), ties=ties[:2]).fabric.tie_strength.tolist() == [8192, 8192]


def test_a_time_without_zone_is_in_utc() -> None:
    assert second(datetime(1970, 1, 2)) == second(datetime(1970, 1, 2, tzinfo=UTC)) == 86_400


def test_words_are_numbered_without_case_accents_or_spaces() -> None:
    assert folded("  Saint-ÉTIENNE  du  Bois ") == "saint-etienne du bois"
    assert word_numbers(["Lyon", "", "lyon ", "Évian"]).tolist() == [1, -1, 1, 0]


def test_bridges_and_themes_are_numbered() -> None:
    people = (
        Person(
            "a",
            circles=("Est",),
            needs=(Ask("un local pour nos ateliers"), Ask("une avocate", AskType.FUNDS)),
        ),
        Person("b", circles=("Ouest",), offers=(Ask("une salle"),)),
    )
    rows = (Bridge("Ouest", "Est", 4), Bridge("Est", "Ouest", 2, ("Fonds", "locaux"), ON))
    found = numbered(*people, bridges=rows)
    bridges = found.fabric.bridges
    assert found.circles == ("Est", "Ouest") and not bridges.everywhere
    assert [found.rows[i].start for i in range(2)] == ["Est", "Ouest"]
    assert bridges.quota.tolist() == [2, 4] and bridges.until[1] == FOREVER
    assert found.sentences.themes == ("fonds", "locaux")
    themes = [
        found.fabric.need_theme[found.fabric.need_theme_ptr[i] : found.fabric.need_theme_ptr[i + 1]]
        for i in (0, 1)
    ]
    assert [theme.tolist() for theme in themes] == [[1], [0]]


def test_met_pairs_rest_and_unknown_days_stay_unknown() -> None:
    found = numbered(
        Person("a"), Person("b"), Person("c", joined_on=ON), met=frozenset({("b", "a"), ("a", "b")})
    )
    assert found.fabric.rest_end.size == 2
    assert sorted(found.fabric.joined_on.tolist())[:2] == [NEVER_JOINED, NEVER_JOINED]
    assert np.count_nonzero(found.fabric.joined_on != NEVER_JOINED) == 1
    assert frozenset(Consent) == EVERY_CONSENT


# -- what the database door gives ----------------------------------------------------------------------


def test_nobody_is_proposed_when_nothing_is_left_of_her_week() -> None:
    """Budget 0 masks her, and her ties still count for others."""
    people = (Person("a", circles=("x",)), Person("b", circles=("y",), budget=0), Person("c", circles=("z",)))
    ties = (Tie("a", "b", strength=0.9), Tie("b", "c", strength=0.9))
    found = weave(Network(people, ties), ON)
    assert not found.numbered.fabric.owed[place(found.numbered, "b")]
    (one,) = found.introductions
    assert {one.a.id, one.b.id} == {"a", "c"} and one.shared == 1
    assert len(weave(Network(people[:2], ()), ON).introductions) == 0


@pytest.mark.parametrize(("takes", "found"), [(None, 1), (frozenset({"x"}), 1), (frozenset(), 0)])
def test_a_circle_takes_inside_proposals_unless_it_says_no(takes: frozenset[str] | None, found: int) -> None:
    pair = tuple(Person(name, circles=("x",), town="Lyon", joined_on=ON) for name in "ab")
    assert len(weave(Network(pair, (), takes_inside=takes), ON).introductions) == found
    old = tuple(person._replace(joined_on=ON - timedelta(days=400)) for person in pair)
    assert len(weave(Network(old, (), takes_inside=takes), ON, inside=True).introductions) == found


@pytest.mark.parametrize(
    ("change", "inside"),
    [
        ({}, False),
        ({"joined_on": ON - timedelta(days=89)}, True),
        ({"joined_on": ON - timedelta(days=90)}, False),
        ({"allow": EVERY_CONSENT - {Consent.BEYOND}}, True),
        ({"allow": EVERY_CONSENT, "agreed_on": ON + timedelta(days=1)}, True),
    ],
)
def test_inside_proposals_are_for_newcomers_and_for_who_stays_inside(
    change: dict[str, object], inside: bool
) -> None:
    one = Person("a", circles=("x",), town="Lyon")._replace(**change)  # type: ignore[arg-type]
    other = Person("b", circles=("x",), town="Lyon")
    assert len(weave(Network((one, other), ()), ON).introductions) == inside
    assert len(weave(Network((one, other), ()), ON, inside=True).introductions) == 1


@pytest.mark.parametrize(("learnt", "share"), [((None, None), 1.0), ((0.3, None), 0.5), ((0.3, 0.9), 0.75)])
def test_what_was_learnt_of_two_people_weighs_on_their_pair(
    learnt: tuple[float | None, float | None], share: float
) -> None:
    people = tuple(Person(name, circles=(name,)) for name in "ab")
    taught = tuple(one._replace(acceptance=value) for one, value in zip(people, learnt, strict=True))
    (before,), (after,) = (weave(Network(each, ()), ON).introductions for each in (people, taught))
    assert after.score == pytest.approx(before.score * share)


def test_a_bridge_to_a_circle_without_anybody_is_left_out() -> None:
    people = (Person("a", circles=("x",)), Person("b", circles=("y",)))
    found = numbered(*people, bridges=(Bridge("x", "gone", 4), Bridge("x", "y", 4, ref="kept")))
    assert [row.ref for row in found.rows] == ["kept"]


def test_profiled_holds_whatever_was_agreed_and_when() -> None:
    late = {"agreed_on": ON + timedelta(days=9)}
    people = (Person("a", **late), Person("b", allow=frozenset(), **late), Person("c", allow=frozenset()))
    found = numbered(*people, Person("d", allow=frozenset({Consent.PROFILED})))
    told = dict(zip((p.id for p in found.people), found.fabric.profiled.tolist(), strict=True))
    assert told == {"a": True, "b": False, "c": False, "d": True}
    assert not found.fabric.beyond.any()
