"""From rows to the records of a weaving: who is there, what may be told of her, what is private to a pair."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.circles.villages import bridge_between, is_constant, join, member, ring
from tests.domain.people.villagers import AT, TODAY, villager
from tisserand.domain.circles.actions import hide_circle, suspend_bridge
from tisserand.domain.circles.models import Circle
from tisserand.domain.circles.rules.bridge import bridge_of_row, row_ref
from tisserand.domain.exchanges.actions import write_need, write_offer
from tisserand.domain.exchanges.queries import asks_by_person
from tisserand.domain.people.actions import pause, set_block, set_consent, set_hide
from tisserand.domain.people.models import Organisation, Person
from tisserand.domain.ties.actions import record_contact
from tisserand.domain.ties.fabric import NO_ASKS, network_for, newcomer_for
from tisserand.domain.ties.models import Vouch
from tisserand.formats.fabric import fabric_from
from tisserand.formats.records import Network, Pair
from tisserand.formats.records import Person as Record
from tisserand.formats.snapshot import snapshot, welcome
from tisserand.formats.weaving import weave
from tisserand.vocabulary import Audience, Consent, ContactKind, Role, Route

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def agreed(person: Person, *codes: Consent) -> Person:
    """Return somebody who agrees."""
    for code in codes:
        set_consent(person=person, code=code, allowed=True, at=AT)
    return person


def read(*resting: tuple[int, int], **how: object) -> Network:
    """Return the network as it stands, two requests left to everybody."""
    remaining = {person.pk: 2 for person in Person.objects.all()}
    given = {"asks": asks_by_person(AT), "remaining": remaining, "resting": resting}
    return network_for(at=AT, **{**given, **how})  # type: ignore[arg-type]


def row_of(network: Network, person: Person) -> Record:
    """Return somebody's record."""
    return next(row for row in network.people if row.id == person.ref)


def pair(one: Person, other: Person) -> Pair:
    """Return a pair as the network names it."""
    return min(one.ref, other.ref), max(one.ref, other.ref)


def met(one: Person, other: Person, *, confirmed: bool = True, kind: ContactKind = ContactKind.MET) -> None:
    """Record a contact."""
    once = f"{one.ref}{other.ref}"
    record_contact(giver=one, receiver=other, kind=kind, once=once, at=AT, confirmed=confirmed)


def test_record_holds_what_the_weaving_needs_and_no_address() -> None:
    house = Organisation.objects.create(name="La Maison")
    ada = villager(
        "Ada", organisation=house, town="Lyon", actor_type="association", sector="bois", phone="+33 1",
        confirmed_on=TODAY - 9 * DAY,
    )  # fmt: skip
    agreed(ada, Consent.BEYOND)
    one, other = ring(ada), ring(ada)
    row = row_of(read(acceptance={ada.pk: 0.7}), ada)
    assert (row.name, row.email) == ("", "")
    assert (row.organisation, row.town, row.actor_type, row.sector) == (
        "La Maison", "Lyon", "association", "bois",
    )  # fmt: skip
    assert row.circles == (one.ref, other.ref)
    assert (row.joined_on, row.budget, row.acceptance) == (TODAY - 9 * DAY, 2, 0.7)
    assert row.allow == {Consent.BEYOND, Consent.PROFILED}


def test_only_people_who_are_here_are_there() -> None:
    ada, waiting, gone = villager(), villager(confirmed_on=None), villager()
    circle = ring(ada)
    join(waiting, circle)
    join(gone, circle, left_on=TODAY)
    met(ada, waiting)
    met(ada, gone)
    network = read((ada.pk, waiting.pk))
    assert {row.id for row in network.people} == {ada.ref, gone.ref}
    assert row_of(network, gone).circles == ()
    assert [(tie.a, tie.b, tie.kind) for tie in network.ties] == [(ada.ref, gone.ref, "meeting")]
    assert network.met == network.apart == frozenset()


def test_who_rests_is_asked_nothing_and_her_ties_still_count() -> None:
    circle = ring()
    ada, bob, eve = (agreed(member(circle), Consent.COUNTED, Consent.BEYOND) for _ in range(3))
    met(ada, bob)
    met(bob, eve)
    write_need(person=bob, text="un local", at=AT)
    before = fabric_from(read(), TODAY).fabric
    pause(person=bob, at=AT)
    network = read()
    assert (row_of(network, bob).budget, row_of(network, bob).needs) == (0, ())
    after = fabric_from(network, TODAY).fabric
    assert before.tie_end.tolist() == after.tie_end.tolist()
    assert before.tie_strength.tolist() == after.tie_strength.tolist()
    assert sorted(after.capacity.tolist()) == [0, 2, 2]


def test_nobody_is_asked_more_than_remains_to_her() -> None:
    ada, bob, eve = villager(), villager(), villager()
    network = network_for(at=AT, asks={}, remaining={ada.pk: 1, bob.pk: -1})
    assert [row_of(network, person).budget for person in (ada, bob, eve)] == [1, 0, 0]


def test_circle_that_wants_a_vouch_proposes_no_newcomer_without_one() -> None:
    ada = villager()
    circle = ring(ada, vouch_needed=True)
    eve, zoe, old = member(circle), member(circle), villager()
    join(old, circle, on=TODAY - 90 * DAY)
    for about, agreed_on in ((eve, TODAY), (zoe, None)):
        Vouch.objects.create(
            author=ada, about=about, circle=circle, sentence="x", written_on=TODAY, until=TODAY + DAY,
            agreed_on=agreed_on,
        )  # fmt: skip
    network = read()
    assert [row_of(network, person).budget for person in (ada, eve, zoe, old)] == [2, 2, 0, 2]
    Vouch.objects.update(until=TODAY - DAY)
    assert row_of(read(), eve).budget == 0


def test_sentence_for_her_circles_never_goes_beyond_them() -> None:
    ada, bob = agreed(villager(), Consent.BEYOND), villager()
    for person in (ada, bob):
        write_need(person=person, text="un local", audience=Audience.CIRCLE, at=AT)
        write_offer(person=person, text="une salle", audience=Audience.NETWORK, at=AT)
    network = read()
    assert row_of(network, ada).needs == ()
    assert [ask.text for ask in row_of(network, ada).offers] == ["une salle"]
    assert [ask.text for ask in row_of(network, bob).needs] == ["un local"], "she is proposed inside only"


def test_bridge_is_one_row_each_way_with_what_is_left_of_the_month() -> None:
    ada = villager()
    here, there = ring(ada), ring()
    bridge = bridge_between(here, there, quota=10, quota_back=4, themes=["locaux"])
    one_way = bridge_between(there, here, quota=3)
    bridge_between(here, ring(), signed=False)
    bridge_between(here, ring(), until=TODAY - DAY)
    forward, back = row_ref(bridge.ref, back=False), row_ref(bridge.ref, back=True)
    rows = {row.ref: row for row in read(quotas={forward: 7, back: -2}).bridges or ()}
    assert set(rows) == {forward, back, one_way.ref}
    assert (rows[forward].start, rows[forward].end, rows[forward].quota) == (here.ref, there.ref, 7)
    assert (rows[back].start, rows[back].end, rows[back].quota) == (there.ref, here.ref, 0)
    assert rows[one_way.ref].quota == 3 and rows[forward].themes == ("locaux",)
    suspend_bridge(by=ada, ref=bridge.ref, at=AT)
    assert [row.ref for row in read().bridges or ()] == [one_way.ref]
    assert Network((), ()).bridges is None and read().bridges is not None, "no bridge is not an open network"


def test_what_is_private_to_a_pair_travels_apart() -> None:
    circle = ring()
    ada, bob, eve, zoe, tom = (member(circle) for _ in range(5))
    set_block(person=bob, other=ada, at=AT)
    set_hide(person=ada, other=eve, at=AT)
    met(zoe, ada, confirmed=False, kind=ContactKind.DECLARED)
    before = read()
    assert before.apart == {pair(ada, bob), pair(ada, eve), pair(ada, zoe)}
    assert before.ties == () and before.met == frozenset()
    set_block(person=tom, other=zoe, at=AT)
    met(eve, tom, confirmed=False)
    after = read()
    assert after.apart - before.apart == {pair(tom, zoe), pair(eve, tom)}
    assert replace(after, apart=before.apart) == before, "and nothing else moves"


def test_standing_wishes_rest_before() -> None:
    ada, bob, eve = villager(), villager(), villager()
    circle = ring(bob)
    join(eve, circle)
    join(villager(), circle, left_on=TODAY)
    hide_circle(person=ada, circle=circle, at=AT)
    hide_circle(person=bob, circle=circle, at=AT)
    assert read((ada.pk, villager().pk)).met >= {pair(ada, bob), pair(ada, eve), pair(bob, eve)}
    assert len(read().met) == 3


def test_policies_are_told_by_circle() -> None:
    one, other = ring(through_members=True), ring(takes_inside=False)
    network = read()
    assert network.through_members == {one.ref}
    assert network.takes_inside == {one.ref}
    assert other.ref not in network.takes_inside


def village() -> tuple[Circle, Circle, Person, Person]:
    """Return two circles with a bridge, a need here and an offer there."""
    here, there = ring(villager()), ring(villager())
    ada, bob = (agreed(member(circle), Consent.BEYOND) for circle in (here, there))
    bridge_between(here, there, quota=5)
    write_need(person=ada, text="Nous cherchons un local pour nos ateliers", at=AT)
    write_offer(person=bob, text="Un local libre le samedi", at=AT)
    return here, there, ada, bob


def test_weaving_leads_back_to_the_rows() -> None:
    here, there, ada, bob = village()
    asks = asks_by_person(AT)
    told = weave(read(), TODAY).introductions
    one = next(row for row in told if {row.a.id, row.b.id} == {ada.ref, bob.ref})
    assert one.route is Route.BRIDGE and one.bridge is not None
    assert bridge_of_row(one.bridge.ref) == (here.bridges_out.get().ref, False)
    assert {one.circle_a, one.circle_b} == {here.ref, there.ref}
    answer = one.answer_to_a or one.answer_to_b
    assert answer is not None
    assert asks[ada.pk].ref_of(answer.need) == ada.needs.get().ref
    assert asks[bob.pk].ref_of(answer.offer) == bob.offers.get().ref


def test_newcomer_is_read_as_the_network_reads_her() -> None:
    here, _, ada, bob = village()
    eve, zoe = member(here), agreed(member(here), Consent.COUNTED)
    met(ada, eve)
    met(ada, zoe, confirmed=False)
    met(eve, zoe)
    set_block(person=eve, other=bob, at=AT)
    set_block(person=bob, other=ada, at=AT)
    hide_circle(person=ada, circle=ring(tom := villager()), at=AT)
    hide_circle(person=eve, circle=ring(villager()), at=AT)
    network = read()
    found = newcomer_for(
        person=ada,
        at=AT,
        asks=asks_by_person(AT, ada.pk)[ada.pk],
        remaining=2,
        resting=[(ada.pk, zoe.pk), (eve.pk, zoe.pk)],
    )
    assert found.person == row_of(network, ada)
    assert [(tie.a, tie.b) for tie in found.ties] == [(ada.ref, eve.ref)]
    assert found.met == {pair(ada, tom), pair(ada, zoe)}
    assert found.apart == {pair(ada, bob), pair(ada, zoe)}


def test_newcomer_is_welcomed_from_a_network_read_before() -> None:
    here, _, ada, bob = village()
    ready = snapshot(read(), TODAY)
    eve = agreed(villager(), Consent.BEYOND)
    join(eve, here)
    write_need(person=eve, text="Je cherche un local pour un atelier", at=AT)
    asks = asks_by_person(AT, eve.pk)
    found = newcomer_for(person=eve, at=AT, asks=asks[eve.pk], remaining=1)
    told = welcome(ready, found.person, ties=found.ties, met=found.met, apart=found.apart)
    assert [{row.a.id, row.b.id} for row in told.introductions] == [{eve.ref, bob.ref}]
    set_block(person=bob, other=eve, at=AT)
    kept = newcomer_for(person=eve, at=AT, asks=asks[eve.pk], remaining=1)
    told = welcome(ready, kept.person, ties=kept.ties, met=kept.met, apart=kept.apart)
    assert told.introductions == () and len(told.withheld) == 1
    assert ada.ref not in {end for row in told.withheld for end in (row.a.id, row.b.id)}


def test_network_costs_the_same_however_large() -> None:
    circle = ring(vouch_needed=True)

    def grow(rows: int) -> None:
        for _ in range(rows):
            ada, bob = member(circle), member(ring())
            join(ada, ring(), role=Role.ANIMATOR)
            agreed(ada, Consent.COUNTED)
            met(ada, bob)
            write_need(person=ada, text="un local", at=AT)
            write_offer(person=bob, text="une salle", at=AT)
            bridge_between(circle, ring(), quota_back=1)
            set_block(person=ada, other=bob, at=AT)
            hide_circle(person=bob, circle=circle, at=AT)

    assert is_constant(read, grow, (1, 3, 30))
    ada = Person.objects.order_by("pk")[1]
    lone = lambda: newcomer_for(person=ada, at=AT, asks=NO_ASKS, remaining=1)  # noqa: E731
    assert is_constant(lone, grow, (1, 3, 30))
