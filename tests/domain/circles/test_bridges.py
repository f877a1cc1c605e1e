"""Agreements between two circles: two signatures, the same terms, either may stop."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.domain.circles.villages import bridge_between, is_constant, join, member, refused, ring
from tests.domain.people.villagers import AT, TODAY, together, villager
from tisserand.domain.attention.actions import ask_for_time
from tisserand.domain.attention.models import Letter, Request
from tisserand.domain.circles.actions import (
    change_bridge,
    leave_circle,
    name_animator,
    propose_bridge,
    renew_bridge,
    resume_bridge,
    sign_bridge,
    suspend_bridge,
)
from tisserand.domain.circles.jobs import ask_for_signatures
from tisserand.domain.circles.models import Bridge, Circle, Signature
from tisserand.domain.circles.queries import (
    BridgeTold,
    bridge_for,
    bridge_rows,
    bridges_of,
    bridges_to_sign,
)
from tisserand.domain.circles.rules.bridge import BridgeState
from tisserand.domain.people.actions import set_block
from tisserand.domain.people.models import Person
from tisserand.domain.refused import Refused
from tisserand.vocabulary import LetterKind, Refusal, RequestKind

DAY = timedelta(days=1)
LATER = TODAY + 90 * DAY


class Shores:
    """Two circles with their animators, and a member of each."""

    def __init__(self) -> None:
        self.ada, self.bob = villager("Ada"), villager("Bob")
        self.here, self.there = ring(self.ada, name="Ici"), ring(self.bob, name="Là-bas")
        self.eve, self.zoe = member(self.here, "Ève"), member(self.there, "Zoé")

    def proposed(self, **terms: object) -> Bridge:
        """Return a bridge proposed by Ada."""
        given = {"quota": 5, "until": LATER, "quota_back": 2, "themes": ["locaux"]}
        return propose_bridge(
            by=self.ada, circle=self.here, other_ref=self.there.ref, at=AT, **{**given, **terms}
        )  # type: ignore[arg-type]

    def signed(self, **terms: object) -> Bridge:
        """Return a bridge that both signed."""
        bridge = self.proposed(**terms)
        return self.sign(bridge)

    def sign(self, bridge: Bridge) -> Bridge:
        """Sign as Bob, on the terms that stand now."""
        return sign_bridge(by=self.bob, ref=bridge.ref, terms=self.read(self.bob, bridge).terms, at=AT)

    def read(self, person: Person, bridge: Bridge, on: date = TODAY) -> BridgeTold:
        """Return what somebody reads of a bridge."""
        return bridge_for(person, bridge.ref, on)

    def state(self, bridge: Bridge, on: date = TODAY) -> BridgeState:
        """Return how a bridge stands."""
        return self.read(self.bob, bridge, on).state


@pytest.fixture
def shores() -> Shores:
    """Return two circles."""
    return Shores()


@pytest.mark.django_db
def test_bridge_is_in_force_with_two_signatures(shores: Shores) -> None:
    bridge = shores.proposed()
    assert shores.state(bridge) is BridgeState.WAITING
    assert bridge_rows(TODAY) == []
    shores.sign(bridge)
    assert shores.state(bridge) is BridgeState.IN_FORCE
    row = bridge_rows(TODAY)[0]
    assert (row.start, row.end, row.quota, row.quota_back) == (shores.here.ref, shores.there.ref, 5, 2)
    assert row.themes == ("locaux",) and row.bridge == bridge.pk
    assert bridge_rows(LATER) and not bridge_rows(LATER + DAY)


@pytest.mark.django_db
def test_each_end_reads_the_bridge_from_its_side(shores: Shores) -> None:
    bridge = shores.proposed()
    ours, theirs = shores.read(shores.ada, bridge), shores.read(shores.bob, bridge)
    assert (ours.here, ours.there, ours.out, ours.back) == (shores.here, shores.there, 5, 2)
    assert (theirs.here, theirs.there, theirs.out, theirs.back) == (shores.there, shores.here, 2, 5)
    assert (ours.signed_here_on, ours.signed_there_on) == (TODAY, None)
    assert (theirs.signed_here_on, theirs.signed_there_on) == (None, TODAY)
    assert ours.terms == theirs.terms and ours.sign_by == TODAY + 28 * DAY


@pytest.mark.django_db
def test_bridge_is_read_by_its_animators_only(shores: Shores) -> None:
    bridge = shores.signed()
    for person in (shores.eve, shores.zoe, villager(), villager(is_host=True)):
        with refused(Refusal.NOT_FOUND):
            bridge_for(person, bridge.ref, TODAY)
        for act in (suspend_bridge, resume_bridge):
            with refused(Refusal.NOT_FOUND):
                act(by=person, ref=bridge.ref, at=AT)
    assert [one.ref for one in bridges_of(shores.eve, shores.here, TODAY)] == [bridge.ref]
    waiting = shores.proposed(themes=["fonds"])
    assert [one.ref for one in bridges_of(shores.eve, shores.here, TODAY)] == [bridge.ref]
    assert {one.ref for one in bridges_of(shores.ada, shores.here, TODAY)} == {bridge.ref, waiting.ref}
    with refused(Refusal.NOT_FOUND):
        bridges_of(shores.zoe, shores.here, TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"quota": 0, "quota_back": 0}, Refusal.BAD_NUMBER),
        ({"quota": -1}, Refusal.BAD_NUMBER),
        ({"until": TODAY}, Refusal.BAD_DATE),
        ({"themes": ["a\u200bb"]}, Refusal.HIDDEN_CHARACTERS),
    ],
)
def test_unsound_terms_are_refused(shores: Shores, terms: dict[str, object], code: Refusal) -> None:
    with refused(code):
        shores.proposed(**terms)
    assert not Bridge.objects.exists()


@pytest.mark.django_db
def test_bridge_joins_two_circles_of_which_one_is_hers(shores: Shores) -> None:
    def propose(by: Person, circle: Circle, other_ref: str) -> None:
        propose_bridge(by=by, circle=circle, other_ref=other_ref, quota=1, until=LATER, at=AT)

    for by in (shores.eve, shores.bob, villager(is_host=True)):
        with refused(Refusal.NOT_FOUND):
            propose(by, shores.here, shores.there.ref)
    with refused(Refusal.NOT_FOUND):
        propose(shores.ada, shores.here, "aaaaaaaaaaaa")
    with refused(Refusal.SAME_CIRCLE):
        propose(shores.ada, shores.here, shores.here.ref)
    shores.proposed(themes=["fonds", "locaux"])
    with refused(Refusal.ALREADY_DONE):
        shores.proposed(themes=["locaux", "fonds"])
    shores.proposed(themes=[])


@pytest.mark.django_db
def test_one_signs_what_one_has_read(shores: Shores) -> None:
    bridge = shores.proposed()
    seen = shores.read(shores.bob, bridge).terms
    change_bridge(by=shores.ada, ref=bridge.ref, out=50, back=2, themes=["locaux"], until=LATER, at=AT)
    with refused(Refusal.BRIDGE_CHANGED):
        sign_bridge(by=shores.bob, ref=bridge.ref, terms=seen, at=AT)
    assert shores.state(bridge) is BridgeState.WAITING
    shores.sign(bridge)
    assert shores.state(bridge) is BridgeState.IN_FORCE


@pytest.mark.django_db
def test_other_terms_take_the_other_signature_away(shores: Shores) -> None:
    bridge = shores.signed()
    change_bridge(by=shores.bob, ref=bridge.ref, out=4, back=9, themes=[], until=LATER, at=AT)
    bridge.refresh_from_db()
    assert (bridge.quota, bridge.quota_back, bridge.themes) == (9, 4, [])
    assert [row.circle for row in bridge.signatures.all()] == [shores.there]
    assert bridge_rows(TODAY) == []
    with refused(Refusal.BRIDGE_ALREADY_SIGNED):
        shores.sign(bridge)
    sign_bridge(by=shores.ada, ref=bridge.ref, terms=shores.read(shores.ada, bridge).terms, at=AT)
    assert len(bridge_rows(TODAY)) == 1


@pytest.mark.django_db
def test_renewal_waits_for_both_again(shores: Shores) -> None:
    bridge = shores.signed()
    after = AT + 91 * DAY
    with refused(Refusal.BRIDGE_PAST):
        terms = shores.read(shores.bob, bridge).terms
        sign_bridge(by=shores.bob, ref=bridge.ref, terms=terms, at=after)
    renew_bridge(by=shores.bob, ref=bridge.ref, until=LATER + 200 * DAY, at=after)
    assert bridge_rows(after.date()) == []
    sign_bridge(by=shores.ada, ref=bridge.ref, terms=shores.read(shores.ada, bridge).terms, at=after)
    assert len(bridge_rows(after.date())) == 1
    assert Letter.objects.filter(kind=LetterKind.BRIDGE_SIGNED).count() == 4, "told at each agreement"


@pytest.mark.django_db
def test_agreement_not_signed_in_time_is_proposed_again(shores: Shores) -> None:
    bridge = shores.proposed()
    late = AT + 29 * DAY
    assert shores.state(bridge, late.date()) is BridgeState.LAPSED
    with refused(Refusal.TOO_LATE):
        terms = shores.read(shores.bob, bridge).terms
        sign_bridge(by=shores.bob, ref=bridge.ref, terms=terms, at=late)
    renew_bridge(by=shores.ada, ref=bridge.ref, until=LATER, at=late)
    assert shores.state(bridge, late.date()) is BridgeState.WAITING


@pytest.mark.django_db
def test_signature_of_who_no_longer_animates_is_removed(shores: Shores) -> None:
    bridge = shores.proposed()
    name_animator(by=shores.ada, circle=shores.here, person_ref=shores.eve.ref, at=AT)
    leave_circle(person=shores.ada, circle=shores.here, at=AT)
    with refused(Refusal.SIGNATURE_LAPSED):
        shores.sign(bridge)
    assert not Signature.objects.exists()
    assert bridge_rows(TODAY) == []
    assert [one.ref for one in bridges_to_sign(shores.eve, TODAY)] == [bridge.ref]
    assert Request.objects.filter(person=shores.eve, closed_on__isnull=True).count() == 1
    shores.sign(bridge)
    sign_bridge(by=shores.eve, ref=bridge.ref, terms=shores.read(shores.eve, bridge).terms, at=AT)
    assert len(bridge_rows(TODAY)) == 1


@pytest.mark.django_db
def test_signature_of_who_was_erased_is_removed(shores: Shores) -> None:
    bridge = shores.proposed()
    shores.ada.delete()
    with refused(Refusal.SIGNATURE_LAPSED):
        shores.sign(bridge)
    assert bridge_rows(TODAY) == []


@pytest.mark.django_db
def test_who_no_longer_animates_signs_nothing(shores: Shores) -> None:
    bridge = shores.proposed()
    terms = shores.read(shores.bob, bridge).terms
    name_animator(by=shores.bob, circle=shores.there, person_ref=shores.zoe.ref, at=AT)
    leave_circle(person=shores.bob, circle=shores.there, at=AT)
    for person in (shores.bob, shores.eve, villager(is_host=True)):
        with refused(Refusal.NOT_FOUND):
            sign_bridge(by=person, ref=bridge.ref, terms=terms, at=AT)
    sign_bridge(by=shores.zoe, ref=bridge.ref, terms=terms, at=AT)


@pytest.mark.django_db
def test_who_suspended_takes_up_again(shores: Shores) -> None:
    bridge = shores.signed()
    suspend_bridge(by=shores.bob, ref=bridge.ref, at=AT)
    assert bridge_rows(TODAY) == []
    assert shores.state(bridge) is BridgeState.SUSPENDED
    assert shores.read(shores.bob, bridge).suspended_here
    assert not shores.read(shores.ada, bridge).suspended_here
    for act in (resume_bridge, suspend_bridge):
        with refused(Refusal.BRIDGE_SUSPENDED):
            act(by=shores.ada, ref=bridge.ref, at=AT)
    with refused(Refusal.BRIDGE_SUSPENDED):
        shores.sign(bridge)
    resume_bridge(by=shores.bob, ref=bridge.ref, at=AT)
    assert len(bridge_rows(TODAY)) == 1
    with refused(Refusal.ALREADY_DONE):
        resume_bridge(by=shores.bob, ref=bridge.ref, at=AT)


@pytest.mark.django_db
def test_asking_for_a_signature_counts_in_her_week(shores: Shores) -> None:
    for about in ("one", "two"):
        ask_for_time(person=shores.bob, kind=RequestKind.INTRODUCTION, about=about, promised_on=LATER, at=AT)
    bridge = shores.proposed()
    assert not Letter.objects.exists(), "her week is full"
    assert [one.ref for one in bridges_to_sign(shores.bob, TODAY)] == [bridge.ref], "it waits on her page"
    assert ask_for_signatures(AT + DAY) == 0
    assert ask_for_signatures(AT + 7 * DAY) == 1
    assert ask_for_signatures(AT + 7 * DAY) == 1
    letter = Letter.objects.get()
    assert (letter.person, letter.kind, letter.about) == (shores.bob, LetterKind.BRIDGE_TO_SIGN, bridge.ref)
    request = Request.objects.get(kind=RequestKind.SIGNATURE)
    assert request.promised_on == TODAY + 28 * DAY
    ask_for_signatures(AT + 29 * DAY)
    request.refresh_from_db()
    assert request.closed_on == TODAY + 29 * DAY, "no ask ends in silence"


@pytest.mark.django_db
def test_signature_closes_what_the_other_animators_were_asked(shores: Shores) -> None:
    name_animator(by=shores.bob, circle=shores.there, person_ref=shores.zoe.ref, at=AT)
    bridge = shores.proposed()
    assert Request.objects.filter(closed_on__isnull=True).count() == 2
    shores.sign(bridge)
    assert not Request.objects.filter(closed_on__isnull=True).exists()
    to_sign = Letter.objects.filter(kind=LetterKind.BRIDGE_TO_SIGN)
    assert to_sign.count() == to_sign.filter(cancelled_at=AT).count() == 2
    told = Letter.objects.filter(kind=LetterKind.BRIDGE_SIGNED, cancelled_at__isnull=True)
    assert {letter.person for letter in told} == {shores.ada, shores.bob, shores.zoe}


@pytest.mark.django_db
def test_no_letter_joins_two_who_are_kept_apart(shores: Shores) -> None:
    set_block(person=shores.bob, other=shores.ada, at=AT)
    shores.proposed()
    assert not Letter.objects.exists() and not Request.objects.exists()


def signatures_of_two(sign: Callable[[Person, Bridge, str], object]) -> tuple[int, list[Refusal]]:
    """Let two animators of one circle sign together; return the signatures, and what was refused."""
    shores = Shores()
    name_animator(by=shores.bob, circle=shores.there, person_ref=shores.zoe.ref, at=AT)
    bridge = shores.proposed()
    terms = shores.read(shores.bob, bridge).terms
    acts = [lambda who=who: sign(who, bridge, terms) for who in (shores.bob, shores.zoe)]  # type: ignore[misc]
    found = together(acts)
    codes = [one.code for one in found if isinstance(one, Refused)]
    return Signature.objects.filter(bridge=bridge).count(), codes


@pytest.mark.django_db(transaction=True)
def test_two_animators_who_sign_together_sign_once() -> None:
    def sign(who: Person, bridge: Bridge, terms: str) -> object:
        return sign_bridge(by=who, ref=bridge.ref, terms=terms, at=AT)

    assert signatures_of_two(sign) == (2, [Refusal.BRIDGE_ALREADY_SIGNED])


@pytest.mark.django_db
def test_lists_of_bridges_cost_the_same_however_long(shores: Shores) -> None:
    def grow(rows: int) -> None:
        for _ in range(rows):
            other = ring(villager())
            bridge = bridge_between(shores.here, other)
            bridge.people.create(person=member(other), circle=other, accepted_on=TODAY)
            Signature.objects.filter(bridge=bridge_between(other, shores.here), circle=shores.here).delete()

    def read() -> None:
        assert bridges_of(shores.ada, shores.here, TODAY) and bridges_to_sign(shores.ada, TODAY)
        assert bridge_rows(TODAY)

    assert is_constant(read, grow, (1, 3, 30))


@pytest.mark.django_db
def test_who_animates_both_ends_signs_for_each(shores: Shores) -> None:
    join(shores.ada, shores.there, role=shores.there.memberships.get(person=shores.bob).role)
    bridge = shores.proposed()
    told = bridges_to_sign(shores.ada, TODAY)
    assert [(one.ref, one.here) for one in told] == [(bridge.ref, shores.there)]
    sign_bridge(by=shores.ada, ref=bridge.ref, terms=told[0].terms, at=AT)
    assert len(bridge_rows(TODAY)) == 1
