"""What a weaving tells of each introduction: whose circle, which route and reasons, who stands between."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.networks import ON, random_network
from tisserand.formats.fabric import fabric_from
from tisserand.formats.records import EVERY_CONSENT, Ask, Bridge, Network, Person, Tie
from tisserand.formats.weaving import Introduction, Weaving, weave
from tisserand.vocabulary import Consent, Reason, Route

EAST, WEST, NORTH = "Est", "Ouest", "Nord"
SEEKER = Person("s", circles=(EAST,), needs=(Ask("un local avec cuisine"),))
GIVER = Person("g", circles=(WEST,), offers=(Ask("une cuisine partagée, libre le lundi"),))
MANY = [random_network(seed, people=18) for seed in range(30)]


def woven(network: Network, *, inside: bool = False) -> Weaving:
    return weave(network, ON, weeks=2, inside=inside)


def only_one(network: Network, *, inside: bool = False) -> Introduction:
    (found,) = weave(network, ON, inside=inside).introductions
    return found


def every_introduction() -> list[tuple[Network, Introduction]]:
    return [(network, found) for network in MANY for found in woven(network).introductions]


EVERY = every_introduction()


# -- circles and routes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "names", [("x", "y"), ("y", "x"), ("p0", "p7"), ("p7", "p0"), ("a", "b"), ("b", "a")]
)
def test_each_circle_is_that_of_her_own_side(names: tuple[str, str]) -> None:
    """Who is `a` is settled by the hash of the identifiers: whoever it is, circle_a is hers."""
    home = dict(zip(names, (EAST, WEST), strict=True))
    people = tuple(Person(name, circles=(circle,)) for name, circle in home.items())
    for rows in (None, (Bridge(EAST, WEST, 1),), (Bridge(WEST, EAST, 1),)):
        found = only_one(Network(people, (), rows))
        assert (found.circle_a, found.circle_b) == (home[found.a.id], home[found.b.id])


def test_people_of_several_circles_are_joined_by_the_two_that_the_bridge_joins() -> None:
    people = (Person("x", circles=("Alpha", EAST, "Zeta")), Person("y", circles=("Beta", WEST)))
    for row in (Bridge(EAST, WEST, 1), Bridge(WEST, EAST, 1)):
        found = only_one(Network(people, (), (row,)))
        assert {found.a.id: found.circle_a, found.b.id: found.circle_b} == {"x": EAST, "y": WEST}


def test_the_four_routes_have_their_code() -> None:
    pair = (Person("x", circles=(EAST,)), Person("y", circles=(WEST,)))
    row = Bridge(EAST, WEST, 2)
    friend = Person("w", circles=(EAST, WEST), budget=0)
    through = Network((*pair, friend), (), (), through_members=frozenset({EAST, WEST}))
    home = (Person("x", circles=(EAST,), town="Lyon"), Person("y", circles=(EAST,), town="Lyon"))
    told = {
        Route.EVERYWHERE: only_one(Network(pair, ())),
        Route.BRIDGE: only_one(Network(pair, (), (row,))),
        Route.SHARED_MEMBER: only_one(through),
        Route.INSIDE: only_one(Network(home, (), ()), inside=True),
    }
    assert {route: found.route for route, found in told.items()} == {route: route for route in Route}
    assert {route: found.bridge for route, found in told.items()} == {
        Route.EVERYWHERE: None, Route.BRIDGE: row, Route.SHARED_MEMBER: None, Route.INSIDE: None,
    }  # fmt: skip
    assert told[Route.INSIDE].circle_a == told[Route.INSIDE].circle_b == EAST


def test_people_of_no_circle_have_no_circle_to_tell() -> None:
    found = only_one(Network((Person("x", town="Lyon"), Person("y", town="Lyon")), ()))
    assert (found.circle_a, found.circle_b, found.route) == ("", "", Route.EVERYWHERE)


def test_a_bridge_is_told_as_the_record_that_was_given() -> None:
    rows = (Bridge(EAST, WEST, 1, ("locaux",), ON), Bridge(WEST, EAST, 9, (), ON - timedelta(days=1)))
    assert only_one(Network((SEEKER, GIVER), (), rows)).bridge is rows[0]


def test_every_route_of_random_networks_is_true_to_the_records() -> None:
    seen = Counter(found.route for _, found in EVERY)
    assert set(seen) == set(Route)
    for network, found in EVERY:
        shares = set(found.a.circles) & set(found.b.circles)
        assert (found.route == Route.BRIDGE) == (found.bridge is not None)
        assert (found.route == Route.INSIDE) == bool(shares)
        assert (found.route == Route.EVERYWHERE) == (network.bridges is None and not shares)
        assert not found.circle_a or found.circle_a in found.a.circles
        assert not found.circle_b or found.circle_b in found.b.circles
        if found.bridge is not None:
            assert {found.circle_a, found.circle_b} == {found.bridge.start, found.bridge.end}
        if found.route == Route.SHARED_MEMBER:
            both = {found.circle_a, found.circle_b}
            assert both <= network.through_members and len(both) == 2
            assert any(both <= set(person.circles) for person in network.people)


# -- reasons -------------------------------------------------------------------------------------------


def test_values_are_never_zero_and_stand_in_the_order_of_reasons() -> None:
    order = list(Reason)
    for _, found in EVERY:
        assert found.values and all(value > 0 for value in found.values.values())
        assert list(found.values) == sorted(found.values, key=order.index)
        assert sum(found.values.values()) == pytest.approx(found.score, abs=1e-9)


def test_every_reason_is_told_with_its_facts() -> None:
    assert {code for _, found in EVERY for code in found.values} == set(Reason)
    for _, found in EVERY:
        assert (Reason.NEED in found.values) == (found.answer_to_a is not None)
        assert (Reason.OFFER in found.values) == (found.answer_to_b is not None)
        assert (Reason.BOTH_WAYS in found.values) == ({Reason.NEED, Reason.OFFER} <= found.values.keys())
        assert Reason.SHARED_CONTACTS not in found.values or found.shared > 0
        assert (Reason.ACROSS in found.values) == (found.route != Route.INSIDE)


def test_an_answer_is_a_need_of_one_and_an_offer_of_the_other() -> None:
    answered = 0
    for _, found in EVERY:
        for seeker, giver, answer in (
            (found.a, found.b, found.answer_to_a), (found.b, found.a, found.answer_to_b)
        ):  # fmt: skip
            if answer is not None:
                answered += 1
                assert answer.need in seeker.needs and answer.offer in giver.offers
                assert answer.features == tuple(dict.fromkeys(answer.features)) and min(answer.features) >= 0
    assert answered > 20


@pytest.mark.parametrize("seeker_first", [True, False])
def test_the_direction_of_an_ask_follows_the_two_people(seeker_first: bool) -> None:
    people = (SEEKER, GIVER) if seeker_first else (GIVER, SEEKER)
    found = only_one(Network(people, ()))
    answer, other = found.answer_to_a, found.answer_to_b
    if found.a.id == "g":
        answer, other = other, answer
    assert answer is not None and other is None
    assert (answer.need, answer.offer) == (SEEKER.needs[0], GIVER.offers[0])
    assert answer.words() == ("cuisine",)
    assert (Reason.NEED if found.a.id == "s" else Reason.OFFER) in found.values


# -- who stands between --------------------------------------------------------------------------------


def circle_of_twenty(**friend: object) -> Network:
    """A seeker and a giver share one contact, in a circle of twenty."""
    pair = (SEEKER, GIVER)
    known = Person("w", circles=(NORTH,), budget=0)._replace(**friend)  # type: ignore[arg-type]
    crowd = tuple(Person(f"n{i}", circles=(NORTH,), budget=0) for i in range(19))
    ties = (Tie("s", "w", strength=1.0), Tie("w", "g", strength=1.0))
    return Network((*pair, known, *crowd), ties)


@pytest.mark.parametrize(
    ("allow", "named", "via"),
    [
        (EVERY_CONSENT, "w", ""),
        (EVERY_CONSENT - {Consent.NAMED}, None, NORTH),
        (EVERY_CONSENT - {Consent.BEYOND}, "w", ""),
        (EVERY_CONSENT - {Consent.COUNTED}, None, ""),
    ],
)
def test_a_go_between_is_named_or_stood_for_but_never_both(
    allow: frozenset[Consent], named: str | None, via: str
) -> None:
    found = only_one(circle_of_twenty(allow=allow))
    assert (found.go_between and found.go_between.id, found.via_circle) == (named, via)


def test_a_consent_to_be_named_that_comes_later_names_nobody_yet() -> None:
    later = only_one(circle_of_twenty(agreed_on=ON + timedelta(days=1)))
    assert later.go_between is None and later.via_circle == "" and later.shared == 0
    assert only_one(circle_of_twenty(agreed_on=ON)).go_between is not None


def test_nobody_stands_between_people_who_share_nobody() -> None:
    for network, found in EVERY:
        assert found.go_between is None or found.via_circle == ""
        if not found.shared:
            assert found.go_between is None and found.via_circle == ""
        if found.go_between is not None:
            assert found.go_between in network.people
            assert found.go_between.id not in (found.a.id, found.b.id)
            assert Consent.NAMED in found.go_between.allow and Consent.COUNTED in found.go_between.allow


# -- figures of a week ---------------------------------------------------------------------------------


def test_figures_of_a_week_are_counted_from_its_introductions() -> None:
    for network in MANY:
        weaving = woven(replace(network, apart=frozenset()))
        if weaving.numbered.apart.size:
            continue  # a private pair takes a slot that no introduction tells
        owed = {p.id for p, is_owed in zip(weaving.numbered.people, weaving.numbered.fabric.owed, strict=True)
                if is_owed}  # fmt: skip
        for number, week in enumerate(weaving.weeks, 1):
            told = [found for found in weaving.introductions if found.week == number]
            load = Counter(end.id for found in told for end in (found.a, found.b))
            assert week.introductions == len(told)
            assert week.served == len(owed & load.keys())
            assert week.highest == max(load.values(), default=0)
            assert week.value == pytest.approx(sum(found.score for found in told), abs=1e-5 * (1 + len(told)))


def test_figures_keep_within_their_bounds() -> None:
    for network in MANY:
        for week in woven(network).weeks:
            assert 0 <= week.served <= week.servable <= len(network.people)
            assert week.value <= week.bound * (1 + 1e-9) and week.highest <= 2


def test_a_week_by_hand() -> None:
    """Two people who share a town: one introduction of .36 x (.05 + .05), and both are served."""
    network = Network((Person("x", town="Lyon"), Person("y", town="lyon")), ())
    (week,) = weave(network, ON).weeks
    assert (week.on, week.introductions, week.served, week.servable, week.highest) == (ON, 1, 2, 2, 1)
    assert week.value == pytest.approx(0.036, abs=1e-5) and week.bound == pytest.approx(0.036, abs=1e-4)


def test_somebody_alone_could_not_be_served() -> None:
    (week,) = weave(Network((Person("x"),), ()), ON).weeks
    assert (week.introductions, week.served, week.servable, week.highest) == (0, 0, 0, 0)


def test_pairs_are_the_introductions_as_numbers() -> None:
    for network in MANY[:10]:
        weaving = woven(network)
        people = weaving.numbered.people
        told = [(people[a].id, people[b].id) for a, b in weaving.pairs]
        assert told == [(found.a.id, found.b.id) for found in weaving.introductions]
        assert weaving.seconds > 0


def test_a_weaving_on_no_given_day_is_dated_by_the_latest_contact() -> None:
    network = random_network(5, people=16, bridges=True)
    weaving = weave(network)
    assert weaving.weeks[0].on == weaving.numbered.on == fabric_from(network).on


def test_a_network_without_a_date_cannot_be_woven_on_no_day() -> None:
    with pytest.raises(ValueError, match="day"):
        weave(Network((Person("x"), Person("y")), ()))
    with pytest.raises(KeyError):
        weave(Network((Person("x"),), (Tie("x", "nobody", strength=1.0),)), date(2026, 11, 16))


# -- what is withheld ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_a_pair_kept_apart_is_withheld_with_all_that_it_reserves(seed: int) -> None:
    """The same pairs are allocated; those private to themselves change sides, and nothing else does."""
    network = replace(random_network(seed, people=18), apart=frozenset())
    before = weave(network, ON, seed=seed)
    for one in before.introductions[:2]:
        after = weave(replace(network, apart=frozenset({(one.b.id, one.a.id)})), ON, seed=seed)
        assert one in after.withheld and one not in after.introductions
        assert list(after.introductions) == [kept for kept in before.introductions if kept != one]
        assert [kept for kept in after.withheld if kept != one] == list(before.withheld)
        assert after.weeks[0].highest == before.weeks[0].highest


def test_a_tie_that_one_end_did_not_open_withholds_its_pair() -> None:
    shy = EVERY_CONSENT - {Consent.COUNTED}
    people = (Person("x", circles=(EAST,), allow=shy), Person("y", circles=(WEST,)))
    found = weave(Network(people, (Tie("x", "y", strength=1.0),)), ON)
    assert not found.introductions and len(found.withheld) == 1
    assert found.withheld[0].route is Route.EVERYWHERE and found.withheld[0].score > 0
