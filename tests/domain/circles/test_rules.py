"""The pure rules of circles, and their agreement with the filters that lists use."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.circles.villages import bridge_between, join, refused, ring
from tests.domain.people.villagers import TODAY, villager
from tisserand.domain.circles.models import Admission, Bridge, Circle, Membership, Signature
from tisserand.domain.circles.queries.invitation import live_invitations
from tisserand.domain.circles.rules.bridge import (
    LONGEST_DAYS,
    BridgeState,
    bridge_of_row,
    bridge_state,
    check_quotas,
    check_until,
    fingerprint,
    may_resume,
    row_ref,
    themes_of,
)
from tisserand.domain.circles.rules.invitation import (
    LIVE,
    InvitationState,
    facts_of,
    invitation_state,
    rows_of,
    sorted_out,
)
from tisserand.domain.circles.rules.membership import (
    is_animating,
    is_current,
    is_newcomer,
    may_invite,
    may_leave,
    may_name_animator,
    needs_vouch,
    pages_open,
)
from tisserand.domain.people.models import Invitation
from tisserand.formats.records import Ask, Person
from tisserand.vocabulary import AskType, Refusal, Role

DAY = timedelta(days=1)
DAYS = (None, TODAY)


def disagreements(told: Callable[[Membership], bool], listed: Callable[[Circle], set[int]]) -> int:
    """Count the memberships that a predicate and a filter judge otherwise."""
    circle = ring()
    for role, left_on, confirmed_on in product(Role, DAYS, DAYS):
        join(villager(confirmed_on=confirmed_on), circle, role, left_on=left_on)
    rows = list(Membership.objects.filter(circle=circle).select_related("person"))
    return sum(told(row) != (row.pk in listed(circle)) for row in rows)


def _current(circle: Circle) -> set[int]:
    return set(Membership.objects.current().filter(circle=circle).values_list("pk", flat=True))


def _animating(circle: Circle) -> set[int]:
    return set(Membership.objects.animating().filter(circle=circle).values_list("pk", flat=True))


@pytest.mark.django_db
def test_filters_and_predicates_agree_on_memberships() -> None:
    assert disagreements(lambda row: is_current(row.left_on, row.person.confirmed_on), _current) == 0
    animating = lambda row: is_animating(row.role, row.left_on, row.person.confirmed_on)  # noqa: E731
    assert disagreements(animating, _animating) == 0


@pytest.mark.django_db
def test_filter_that_forgets_who_left_is_caught_when_planted() -> None:
    assert disagreements(lambda row: row.person.confirmed_on is not None, _current) == 2


@pytest.mark.django_db
def test_filters_and_predicate_agree_on_bridges() -> None:
    one, other = ring(), ring()
    for suspended, until, signatures in product(DAYS, (TODAY - DAY, TODAY, TODAY + DAY), range(4)):
        bridge = bridge_between(one, other, signed=False, suspended_on=suspended, until=until)
        for circle in (one, other)[:signatures] if signatures < 3 else (other,):
            Signature.objects.create(bridge=bridge, circle=circle, signed_on=TODAY)
    in_force = set(Bridge.objects.in_force(TODAY).values_list("pk", flat=True))
    told = {
        bridge.pk
        for bridge in Bridge.objects.all()
        if bridge_state(
            both_signed=bridge.signatures.count() == 2,
            suspended_on=bridge.suspended_on,
            until=bridge.until,
            proposed_on=bridge.proposed_on,
            on=TODAY,
        )
        is BridgeState.IN_FORCE
    }
    assert told == in_force
    assert len(told) == 2


@pytest.mark.django_db
def test_filter_and_predicate_agree_on_live_invitations() -> None:
    circle = ring()
    ages = [TODAY - timedelta(days=age) for age in (0, 29, 30, 31, 89, 90, 91)]
    for created, sent, accepted, withdrawn in product(ages, (None, *ages), DAYS, DAYS):
        invitation = Invitation.objects.create(
            email="a@example.org",
            created_on=created,
            sent_on=sent,
            accepted_on=accepted,
            withdrawn_on=withdrawn,
        )
        Admission.objects.create(invitation=invitation, circle=circle)
    listed = set(live_invitations(circle, TODAY).values_list("invitation", flat=True))
    told = {
        row.pk
        for row in Invitation.objects.all()
        if invitation_state(
            created_on=row.created_on,
            sent_on=row.sent_on,
            accepted_on=row.accepted_on,
            withdrawn_on=row.withdrawn_on,
            on=TODAY,
        )
        in LIVE
    }
    assert told == listed
    assert 0 < len(told) < Invitation.objects.count()


def test_state_of_an_invitation_follows_its_dates() -> None:
    def state(on: date, sent: date | None = None, accepted: date | None = None) -> InvitationState:
        return invitation_state(
            created_on=TODAY, sent_on=sent, accepted_on=accepted, withdrawn_on=None, on=on
        )

    assert state(TODAY) is InvitationState.PREPARED
    assert state(TODAY + 90 * DAY) is InvitationState.PREPARED
    assert state(TODAY + 91 * DAY) is InvitationState.EXPIRED
    assert state(TODAY + 30 * DAY, sent=TODAY) is InvitationState.SENT
    assert state(TODAY + 31 * DAY, sent=TODAY) is InvitationState.EXPIRED
    assert state(TODAY + 99 * DAY, sent=TODAY, accepted=TODAY) is InvitationState.ACCEPTED


def test_bridge_is_signed_in_time_or_lapses() -> None:
    def state(on: date, **fields: object) -> BridgeState:
        given = {"both_signed": False, "suspended_on": None, "until": TODAY + 60 * DAY, "proposed_on": TODAY}
        return bridge_state(**{**given, **fields}, on=on)  # type: ignore[arg-type]

    assert state(TODAY + 28 * DAY) is BridgeState.WAITING
    assert state(TODAY + 29 * DAY) is BridgeState.LAPSED
    assert state(TODAY + 29 * DAY, both_signed=True) is BridgeState.IN_FORCE
    assert state(TODAY + 60 * DAY, both_signed=True) is BridgeState.IN_FORCE
    assert state(TODAY + 61 * DAY, both_signed=True) is BridgeState.PAST
    assert state(TODAY, both_signed=True, suspended_on=TODAY) is BridgeState.SUSPENDED


def test_fingerprint_changes_with_any_term_and_not_with_the_order_of_themes() -> None:
    terms = ("aa", "bb", 3, 4, ("locaux", "fonds"), TODAY)
    others = [
        ("ab", *terms[1:]),
        ("aa", "bc", *terms[2:]),
        ("aa", "bb", 4, *terms[3:]),
        (*terms[:3], 5, *terms[4:]),
        (*terms[:4], ("locaux",), TODAY),
        (*terms[:5], TODAY + DAY),
    ]
    seen = {fingerprint(*one) for one in (terms, *others)}  # type: ignore[arg-type]
    assert len(seen) == 7
    assert fingerprint("aa", "bb", 3, 4, ("fonds", "locaux"), TODAY) == fingerprint(*terms)
    assert all(len(one) == 12 for one in seen)


@given(st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=12, max_size=12), st.booleans())
def test_row_leads_back_to_its_bridge(ref: str, back: bool) -> None:
    assert bridge_of_row(row_ref(ref, back=back)) == (ref, back)


def test_quotas_and_dates_have_bounds() -> None:
    check_quotas(1, 0)
    check_quotas(0, 10_000)
    for quotas in ((0, 0), (-1, 3), (3, -1), (10_001, 0)):
        with refused(Refusal.BAD_NUMBER):
            check_quotas(*quotas)
    check_until(TODAY + DAY, TODAY)
    check_until(TODAY + LONGEST_DAYS * DAY, TODAY)
    for until in (TODAY, TODAY - DAY, TODAY + (LONGEST_DAYS + 1) * DAY):
        with refused(Refusal.BAD_DATE):
            check_until(until, TODAY)


def test_themes_are_kept_once_and_not_too_many() -> None:
    assert themes_of([" locaux ", "", "locaux", "fonds"]) == ["locaux", "fonds"]
    with refused(Refusal.BAD_NUMBER):
        themes_of([f"theme {i}" for i in range(11)])
    with refused(Refusal.HIDDEN_CHARACTERS):
        themes_of(["loc\u202eaux"])


def test_keys_of_a_circle_open_what_they_should() -> None:
    assert may_invite(animates=True, is_host=False, orphaned=False, role=Role.MEMBER)
    assert not may_invite(animates=False, is_host=True, orphaned=False, role=Role.ANIMATOR)
    assert not may_invite(animates=False, is_host=True, orphaned=True, role=Role.MEMBER)
    assert may_invite(animates=False, is_host=True, orphaned=True, role=Role.ANIMATOR)
    assert not may_invite(animates=False, is_host=False, orphaned=True, role=Role.ANIMATOR)
    assert may_name_animator(animates=False, is_host=True, orphaned=True)
    assert not may_name_animator(animates=False, is_host=True, orphaned=False)
    assert may_resume(suspended_by=3, animated=[3])
    assert not may_resume(suspended_by=3, animated=[4]) and not may_resume(suspended_by=None, animated=[4])


def test_last_animator_leaves_only_an_empty_circle() -> None:
    assert may_leave(animates=False, other_animators=0, other_members=9)
    assert may_leave(animates=True, other_animators=1, other_members=9)
    assert may_leave(animates=True, other_animators=0, other_members=0)
    assert not may_leave(animates=True, other_animators=0, other_members=1)


def test_vouch_is_needed_by_newcomers_of_a_circle_that_wants_one() -> None:
    def needs(role: Role = Role.MEMBER, days: int = 5, wanted: bool = True) -> bool:
        return needs_vouch(vouch_needed=wanted, role=role, joined_on=TODAY - days * DAY, on=TODAY)

    assert needs() and needs(days=89)
    assert not needs(days=90) and not needs(role=Role.ANIMATOR) and not needs(wanted=False)
    assert is_newcomer(TODAY, TODAY)


def test_member_turns_two_pages_and_an_animator_all() -> None:
    assert [pages_open(animates=False, page=page) for page in range(4)] == [False, True, True, False]
    assert pages_open(animates=True, page=40) and not pages_open(animates=True, page=0)


def test_list_is_sorted_for_one_circle() -> None:
    people = [
        Person("1", "Ada", "Ada@Example.org", town="Lyon", needs=(Ask("un local", AskType.PREMISES),)),
        Person("2", "Bob", "bob@example.org"),
        Person("3", "Bob again", "BOB@example.org"),
        Person("4", "Eve", "eve@example.org"),
        Person("5", "Zoe", "zoe@example.org"),
        Person("6", "Nobody", ""),
        Person("7", "Wrong", "not an address"),
        Person("8", "Long", "long@example.org", town="x" * 81),
        Person("9", "www.spam.example", "spam@example.org"),
    ]
    read = rows_of(people)
    assert [row.email for row in read.rows] == [
        "ada@example.org", "bob@example.org", "eve@example.org", "zoe@example.org",
    ]  # fmt: skip
    assert (read.repeats, read.without_address) == (1, 1)
    assert read.unusable == (
        ("7", Refusal.BAD_ADDRESS),
        ("8", Refusal.TEXT_TOO_LONG),
        ("9", Refusal.BAD_NAME),
    )
    found = sorted_out(read, invited={"eve@example.org"}, members={"zoe@example.org"})
    assert [row.name for row in found.rows] == ["Ada", "Bob"]
    assert (found.repeats, found.members, found.without_address) == (2, 1, 1)
    assert found.rows[0].facts == {"town": "Lyon", "needs": [["un local", "locaux"]]}


def test_facts_hold_what_can_be_kept() -> None:
    facts = facts_of(
        Person("1", actor_type="licorne", sector="énergie", offers=tuple(Ask(f"n {i}") for i in range(12)))
    )
    assert facts["sector"] == "énergie"
    assert "actor_type" not in facts and "town" not in facts
    assert facts["offers"] == [[f"n {i}", ""] for i in range(10)]
