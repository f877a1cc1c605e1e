"""The animator's Monday from the tables: what she may know, what she may not, queries that do not grow."""

from datetime import timedelta

import pytest

from tests.domain.circles.villages import bridge_between, is_constant, queries_of
from tests.domain.introductions.town import MONDAY, circle, join, member
from tests.domain.observatory.mondays import (
    TODAY,
    ago,
    arrived,
    introduced,
    looked_after,
    met,
    ran_out,
    to_read,
    used_to_come,
    vouched,
)
from tisserand.domain.circles.models import BridgePerson, Circle, Membership
from tisserand.domain.exchanges.models import Offer
from tisserand.domain.observatory.queries import Monday, Newcomer, monday_of_circle, quiet
from tisserand.domain.observatory.rules.gesture import GestureKind
from tisserand.domain.observatory.rules.newcomers import Knot, Standing, Step
from tisserand.domain.observatory.rules.quiet import Sign
from tisserand.domain.people.models import Block, Person
from tisserand.domain.refused import Refused
from tisserand.vocabulary import ApprovalMode, ContactKind, Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def helene() -> Person:
    return looked_after(approval=ApprovalMode.REQUIRED)[0]


@pytest.fixture
def here(helene: Person) -> Circle:
    return helene.memberships.get().circle


def read(animator: Person, here: Circle) -> Monday:
    return monday_of_circle(animator, here.ref, MONDAY)


def newcomers(animator: Person, here: Circle) -> dict[str, Newcomer]:
    return {one.name: one for one in read(animator, here).newcomers.rows}


def signs(animator: Person, here: Circle) -> dict[str, Sign]:
    return {one.name: one.sign for one in read(animator, here).quiet}


def test_only_its_animators_read_it(helene: Person, here: Circle) -> None:
    for person in (member(here), looked_after()[0]):
        with pytest.raises(Refused) as refused:
            read(person, here)
        assert refused.value.code is Refusal.NOT_FOUND


def test_oldest_proposals_first_three_at_most_and_never_her_own(helene: Person, here: Circle) -> None:
    there = circle()
    drafts = [
        to_read(member(here), member(there), here, there, created_on=ago(days)) for days in (1, 4, 3, 2)
    ]
    to_read(helene, member(there), here, there, created_on=ago(5))
    told = read(helene, here)
    assert [one.ref for one in told.proposals] == [drafts[number].ref for number in (1, 2, 3)]
    assert told.animated.to_read == 4
    assert all(one.lapses_on and one.to_read and one.there == there for one in told.proposals)


def test_clock_ties_its_knots_on_public_days(helene: Person, here: Circle) -> None:
    there = circle()
    nour = arrived(here, 50)
    introduced(nour, member(here), here, here, first_shown_on=ago(41), established_on=ago(36), route="inside")
    introduced(member(there), nour, there, here, first_shown_on=ago(30), established_on=ago(20))
    told = newcomers(helene, here)["Nour Haddad"]
    assert told.knots == (
        Knot(Step.ARRIVED, 0), Knot(Step.PROPOSED, 9), Knot(Step.INTRODUCED, 14), Knot(Step.BEYOND, 30),
    )  # fmt: skip
    assert told.standing is Standing.WOVEN and told.woven_on_day == 30


def test_answers_days_of_sides_and_meetings_change_nothing(helene: Person, here: Circle) -> None:
    nour, other = arrived(here, 50), member(circle())
    one = introduced(nour, other, here, other.memberships.get().circle)
    before = newcomers(helene, here)
    one.sides.filter(place=1).update(answer="no", shown_on=ago(10), answered_on=ago(9), never=True)
    one.sides.filter(place=2).update(shown_on=ago(2))
    one.met_on = one.ended_on = ago(1)
    one.save()
    assert newcomers(helene, here) == before


def test_other_circles_stay_unknown(helene: Person, here: Circle) -> None:
    """What another circle carried for her, what a private fact keeps apart, and what is proposed between her
    and the animator are no knots."""
    elsewhere, there = circle(), circle()
    nour = arrived(here, 20)
    join(nour, elsewhere)
    introduced(nour, member(there), elsewhere, there, established_on=ago(5))
    introduced(nour, member(there), here, there, apart=True)
    hers = introduced(nour, helene, here, here, route="inside")
    assert not newcomers(helene, here)["Nour Haddad"].moved
    hers.established_on = ago(3)
    hers.save()
    assert newcomers(helene, here)["Nour Haddad"].moved, "she was one of the two who said yes"


def test_median_is_told_from_five_people_on(helene: Person, here: Circle) -> None:
    there = circle()
    for number in range(4):
        one = arrived(here, 100 + number, f"Nour {number}")
        introduced(one, member(there), here, there, first_shown_on=ago(90), established_on=ago(80))
    assert read(helene, here).newcomers.median is None
    introduced(arrived(here, 130, "Nour 5"), member(there), here, there, established_on=ago(40))
    assert read(helene, here).newcomers.median == 22


def test_each_of_the_four_signs_is_read(helene: Person, here: Circle) -> None:
    yves, sophie, lea, paul = (member(here, name=name) for name in ("Yves", "Sophie", "Léa", "Paul"))
    used_to_come(yves, paul)
    met(paul, lea, 2)
    ran_out(sophie, 20)
    vouched(lea, paul, here, 14)
    arrived(here, 35, sponsor=paul)
    assert signs(helene, here) == {
        "Yves": Sign.RHYTHM, "Nour Haddad": Sign.STILL, "Sophie": Sign.ASK_PAST, "Léa": Sign.VOUCH,
    }  # fmt: skip
    weeks = {one.name: one.weeks for one in read(helene, here).quiet}
    assert weeks == {"Yves": 10, "Nour Haddad": 5, "Sophie": 2, "Léa": 2}


def test_who_pauses_is_left_alone_or_is_kept_apart_is_not_there(helene: Person, here: Circle) -> None:
    paul = member(here, name="Paul")
    for name in ("Yves", "Sophie", "Léa"):
        used_to_come(member(here, name=name), paul)
    met(paul, member(here), 2)
    assert set(signs(helene, here)) == {"Yves", "Sophie", "Léa"}
    Person.objects.filter(name="Yves").update(paused_on=ago(1))
    Membership.objects.filter(person__name="Sophie").update(spared_until=ago(-1))
    Block.objects.create(person=Person.objects.get(name="Léa"), other=helene, set_on=ago(1))
    assert signs(helene, here) == {}
    Membership.objects.filter(person__name="Sophie").update(spared_until=TODAY)
    assert set(signs(helene, here)) == {"Sophie"}


def life_of_their_own(here: Circle) -> None:
    """Yves used to come; since then he met Paul after an introduction, declared a contact, and went to a
    meeting of another circle."""
    yves, paul = (member(here, name=name) for name in ("Yves", "Paul"))
    used_to_come(yves, paul)
    met(paul, member(here), 2)
    met(yves, member(circle()), 3)
    for days, kind in ((4, ContactKind.MET), (5, ContactKind.DECLARED)):
        met(yves, paul, days, kind)


def test_what_two_people_said_of_themselves_is_not_looked_at(helene: Person, here: Circle) -> None:
    life_of_their_own(here)
    assert signs(helene, here) == {"Yves": Sign.RHYTHM}


def test_looking_at_it_is_found_when_planted(
    helene: Person, here: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    life_of_their_own(here)
    monkeypatch.setattr(quiet, "OWN_KINDS", ())
    assert signs(helene, here) == {}


def test_something_else_open_is_no_silence(helene: Person, here: Circle) -> None:
    sophie = member(here, name="Sophie")
    ran_out(sophie, 20)
    Offer.objects.create(person=sophie, text="un bureau", created_on=ago(3), until=ago(-90))
    assert signs(helene, here) == {}


def test_bridges_wait_for_a_signature_and_for_a_second_person(helene: Person, here: Circle) -> None:
    other = circle(name="Lieux Communs")
    held = bridge_between(here, other, until=ago(-300))
    waits = bridge_between(circle(name="Quais"), here, signed=False, until=ago(-300), proposed_on=ago(8))
    told = read(helene, here)
    assert [(one.ref, one.there, one.by) for one in told.bridges.to_sign] == [(waits.ref, "Quais", ago(-20))]
    assert told.gesture is not None
    assert (told.gesture.kind, told.gesture.ref) == (GestureKind.SECOND_PERSON, held.ref)
    for _ in range(2):
        BridgePerson.objects.create(bridge=held, person=member(here), circle=here, accepted_on=ago(9))
    assert read(helene, here).gesture is None


def test_page_tells_how_long_it_takes(helene: Person, here: Circle) -> None:
    assert read(helene, here).minutes == 5
    there = circle()
    for number in range(5):
        to_read(member(here), member(there), here, there)
        arrived(here, 45 + number, f"Nour {number}")
    assert read(helene, here).minutes == 25


def test_queries_do_not_grow(helene: Person, here: Circle) -> None:
    there = circle()

    def grow(number: int) -> None:
        for _ in range(number):
            one, two = arrived(here, 45, "Nour"), member(here)
            used_to_come(two, one)
            ran_out(member(here), 20)
            introduced(one, member(there), here, there)
            to_read(member(here), member(there), here, there)
            bridge_between(circle(), here, until=TODAY + timedelta(days=200))

    assert is_constant(lambda: read(helene, here), grow, (1, 3, 12))
    assert queries_of(lambda: read(helene, here)) <= 8
