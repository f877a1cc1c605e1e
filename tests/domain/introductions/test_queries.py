"""What is told: facts read again, consents taken back, nothing of the other side, constant query counts."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.domain.introductions.town import (
    MONDAY,
    Town,
    asked,
    bridge,
    circle,
    established,
    gives,
    join,
    member,
    on,
    seeks,
    woven,
)
from tisserand.domain.exchanges.actions import close_ask
from tisserand.domain.introductions.actions import change_consent, erase_person, write_message
from tisserand.domain.introductions.models import Approval, Introduction, Message, Side
from tisserand.domain.introductions.queries import (
    approvals_waiting,
    introduction_for,
    person_shown,
    proposals_for,
    thread_of,
    today_of,
    weaving_of,
    weaving_state,
)
from tisserand.domain.introductions.rules import Answer, Stage, Word
from tisserand.domain.people.models import Block, Person
from tisserand.domain.refused import Refused
from tisserand.domain.ties.models import Vouch
from tisserand.formats.weaving import Introduction as Letter
from tisserand.vocabulary import ApprovalMode, Consent, Reason, Refusal, Role

pytestmark = pytest.mark.django_db


def letter_of(found: Town, person: Person, days: int = 0) -> Letter:
    """The letter that one of the two reads."""
    now = Person.objects.get(pk=person.pk)
    told = introduction_for(now, found.introduction.ref, on(days))
    assert told.letter is not None
    return told.letter


def show_both(found: Town) -> None:
    """Let both read the letter on the first day, to compare the two."""
    Side.objects.update(shown_on=date(2043, 11, 23))


def test_the_letter_is_written_from_each_ones_side() -> None:
    found = asked()
    show_both(found)
    ada, bob = letter_of(found, found.ada), letter_of(found, found.bob)
    assert (ada.a.id, ada.b.id) == (found.ada.ref, found.bob.ref) == (bob.b.id, bob.a.id)
    assert (ada.circle_a, ada.circle_b) == (found.one.name, found.two.name) == (bob.circle_b, bob.circle_a)
    assert ada.answer_to_a is not None and bob.answer_to_b is not None
    assert ada.answer_to_a.need.text == bob.answer_to_b.need.text == found.ada.needs.get().text
    assert ada.answer_to_a.words() == bob.answer_to_b.words() != ()
    assert Reason.NEED in ada.values and Reason.OFFER in bob.values
    assert ada.values[Reason.NEED] == bob.values[Reason.OFFER]
    assert ada.score == pytest.approx(bob.score) == pytest.approx(found.introduction.score)


def test_no_address_and_no_number_before_two_yeses() -> None:
    found = asked()
    Person.objects.update(phone="+33 6 00 00 00 00")
    show_both(found)
    Side.objects.update(answer=Answer.YES, reveals_email=True, reveals_phone=True, intention="Secret.")
    told = introduction_for(found.ada, found.introduction.ref, MONDAY)
    assert told.revealed is None and told.thread == ()
    for canary in (found.bob.email, "+33 6", "Secret."):
        assert canary not in repr((told.letter, told.vouches, told.note, told.seen, told.revealed))


def test_a_need_closed_since_leaves_the_letter_with_its_reason() -> None:
    found = asked()
    show_both(found)
    close_ask(person=found.bob, ref=found.bob.offers.get().ref, at=MONDAY)
    ada = letter_of(found, found.ada)
    assert ada.answer_to_a is None and Reason.NEED not in ada.values
    assert ada.score == pytest.approx(sum(ada.values.values()))


def test_a_town_changed_since_leaves_the_letter() -> None:
    found = asked()
    Introduction.objects.update(reasons={"town": 0.1, "mix": 0.1, "across": 0.05})
    show_both(found)
    Person.objects.update(town="Lyon", actor_type="entreprise")
    Person.objects.filter(pk=found.bob.pk).update(actor_type="association")
    assert set(letter_of(found, found.ada).values) == {Reason.TOWN, Reason.MIX, Reason.ACROSS}
    Person.objects.filter(pk=found.bob.pk).update(town="Nantes", actor_type="entreprise")
    assert set(letter_of(found, found.ada).values) == {Reason.ACROSS}


def test_a_go_between_is_named_as_long_as_she_agrees() -> None:
    found = asked()
    show_both(found)
    between = member(found.two, name="Eve Roux")
    change_consent(person=between, code=Consent.NAMED, allowed=True, at=MONDAY)
    Introduction.objects.update(go_between=between, via_circle=found.two)
    named = letter_of(found, found.ada).go_between
    assert named is not None and named.name == "Eve Roux"
    change_consent(person=between, code=Consent.NAMED, allowed=False, at=MONDAY)
    small = letter_of(found, found.ada)
    assert (small.go_between, small.via_circle) == (None, ""), "a small circle stands for nobody"
    for _ in range(20):
        join(member(), found.two)
    large = letter_of(found, found.ada)
    assert (large.go_between, large.via_circle) == (None, found.two.name)
    change_consent(person=between, code=Consent.NAMED, allowed=True, at=MONDAY)
    Block.objects.create(person=found.ada, other=between, set_on=date(2043, 11, 23))
    assert letter_of(found, found.ada).go_between is None
    assert letter_of(found, found.bob).go_between is not None
    erase_person(person=between, at=MONDAY)
    gone = letter_of(found, found.bob)
    assert (gone.go_between, gone.via_circle) == (None, found.two.name)


def test_a_vouch_is_told_as_long_as_it_holds_and_not_by_somebody_kept_apart() -> None:
    found = asked()
    show_both(found)
    author = member(found.two, name="Eve Roux")
    vouch = Vouch.objects.create(
        author=author, about=found.bob, circle=found.two, sentence="Elle tient parole.",
        written_on=date(2043, 11, 2), until=date(2044, 11, 2),
    )  # fmt: skip
    ref = found.introduction.ref
    assert introduction_for(found.ada, ref, MONDAY).vouches == ()
    vouch.agreed_on = date(2043, 11, 3)
    vouch.save()
    (told,) = introduction_for(found.ada, ref, MONDAY).vouches
    assert (told.author, told.sentence) == ("Eve Roux", "Elle tient parole.")
    Block.objects.create(person=author, other=found.ada, set_on=date(2043, 11, 23))
    assert introduction_for(found.ada, ref, MONDAY).vouches == ()


def test_what_was_not_shown_is_not_found_whoever_asks() -> None:
    found = woven()
    stranger = member(found.one)
    ref = found.introduction.ref
    for person, wanted in ((found.ada, ref), (found.bob, ref), (stranger, ref), (found.ada, "nothing")):
        for query in (introduction_for, thread_of):
            with pytest.raises(Refused) as refused:
                query(person, wanted, MONDAY)
            assert refused.value.code is Refusal.NOT_FOUND
    for other in (found.bob.ref, found.ada.ref, "nothing"):
        with pytest.raises(Refused) as refused:
            person_shown(found.ada, other)
        assert refused.value.code is Refusal.NOT_FOUND


def test_somebody_shown_is_found_by_who_was_shown_her() -> None:
    found = asked()
    assert person_shown(found.first, found.second.ref) == found.second
    with pytest.raises(Refused):
        person_shown(found.second, found.first.ref)


def test_a_thread_tells_who_wrote_and_survives_an_erasure_without_its_words() -> None:
    found = established()
    ref = found.introduction.ref
    write_message(person=found.first, ref=ref, text="Bonjour !", at=on(3))
    write_message(person=found.second, ref=ref, text="Bonjour à vous.", at=on(4))
    lines = thread_of(found.first, ref, on(4))
    assert [(line.mine, line.text) for line in lines] == [(True, "Bonjour !"), (False, "Bonjour à vous.")]
    stays = found.first
    erase_person(person=found.second, at=on(5))
    lines = thread_of(stays, ref, on(5))
    assert [(line.left, line.text) for line in lines] == [(False, "Bonjour !"), (True, "")]
    with pytest.raises(Refused) as refused:
        write_message(person=stays, ref=ref, text="Allô ?", at=on(5))
    assert refused.value.code is Refusal.CLOSED


def test_an_animator_reads_the_letter_of_her_own_member_and_none_of_her_own() -> None:
    found = woven(one=ApprovalMode.REQUIRED, two=ApprovalMode.REQUIRED)
    for animator, here, mine in (
        (found.animator, found.one, found.ada),
        (found.other_animator, found.two, found.bob),
    ):
        (told,) = proposals_for(animator, here, MONDAY)
        assert (told.letter.a.id, told.to_read, told.word) == (mine.ref, True, Word.TO_READ)
        assert told.lapses_on == date(2043, 11, 30) and told.silent_on is None
        assert approvals_waiting(animator, [here]) == {here.pk: 1}
    with pytest.raises(Refused) as refused:
        proposals_for(found.ada, found.one, MONDAY)
    assert refused.value.code is Refusal.NOT_FOUND
    found.ada.memberships.update(role=Role.ANIMATOR)
    assert proposals_for(found.ada, found.one, MONDAY) == []
    assert approvals_waiting(found.ada, [found.one]) == {}


def test_the_host_reads_totals_of_five_or_more() -> None:
    found = woven()
    host = member(is_host=True)
    state = weaving_state(host)
    assert state is not None and (state.week, state.drafted) == (date(2043, 11, 23), None)
    with pytest.raises(Refused) as refused:
        weaving_state(found.ada)
    assert refused.value.code is Refusal.NOT_ALLOWED
    row = weaving_of(on(6))
    assert row is not None and row.drafted == 1 and weaving_of(on(7)) is None


def crowd(count: int) -> tuple[Person, Person]:
    """Somebody who was shown `count` proposals in every state, and an animator who reads as many drafts."""
    mine, theirs = circle(ApprovalMode.REQUIRED), circle(ApprovalMode.REQUIRED)
    route, reader = bridge(mine, theirs), member(mine)
    animator = member(theirs, role=Role.ANIMATOR)
    need, between = seeks(reader), member(theirs)
    for place in range(count):
        other = member(theirs)
        offer = gives(other)
        one = Introduction.objects.create(
            origin="engine",
            stage=Stage.DRAFTED,
            pair=f"{reader.pk}-{other.pk}",
            route="bridge",
            bridge=route,
            circle_one=mine,
            circle_two=theirs,
            score=1.0,
            reasons={"need": 0.5},
            facts={"shared": 1, "one": {"need": need.ref, "offer": offer.ref, "words": ["local"]}},
            go_between=between,
            via_circle=theirs,
            created_on=date(2043, 11, 23),
            established_on=date(2043, 11, 23) if place % 2 else None,
        )
        one.sides.create(person=reader, place=1, shown_on=date(2043, 11, 23))
        one.sides.create(person=other, place=2, shown_on=date(2043, 11, 23), reveals_email=True)
        Approval.objects.create(introduction=one, circle=theirs)
        Message.objects.create(introduction=one, author=other, text="Bonjour", written_at=MONDAY)
        Vouch.objects.create(
            author=between, about=other, circle=theirs, sentence="Oui.", written_on=date(2043, 11, 2),
            until=date(2044, 11, 2), agreed_on=date(2043, 11, 2),
        )  # fmt: skip
    return reader, animator


def test_today_costs_the_same_with_one_three_or_thirty(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for count, queries in ((1, 6), (3, 6), (30, 6)):
        reader, _ = crowd(count)
        with django_assert_num_queries(queries):
            today = today_of(reader, MONDAY)
        assert len(today.letters) + len(today.established) == count


def test_one_introduction_costs_the_same_with_one_or_thirty_messages(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    reader, _ = crowd(2)
    one = Introduction.objects.get(established_on__isnull=False)
    for turn in range(30):
        Message.objects.create(introduction=one, author=reader, text=f"{turn}", written_at=on(turn))
    with django_assert_max_num_queries(8):
        told = introduction_for(reader, one.ref, MONDAY)
    assert len(told.thread) == 31


def test_proposals_cost_the_same_with_one_three_or_thirty(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for count in (1, 3, 30):
        _, animator = crowd(count)
        here = animator.memberships.get().circle
        with django_assert_num_queries(6):
            assert len(proposals_for(animator, here, MONDAY)) == count
