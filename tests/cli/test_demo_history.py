"""The demo's two years of introductions and what stands beside its records: whole, dated, never twice."""

from datetime import date, timedelta
from functools import cache

import pytest

from tisserand.cli.demo.founding import founding_of
from tisserand.cli.demo.history import CAST, lived
from tisserand.cli.demo.people import CLOSED, slug
from tisserand.cli.demo.personas import APPROVES, PERSONAS
from tisserand.cli.demo.world import World, world
from tisserand.domain.introductions.install import Lived
from tisserand.vocabulary import ApprovalMode

MONDAYS = (date(2026, 11, 16), date(2027, 2, 1))


@cache
def told(monday: date) -> tuple[World, list[Lived]]:
    """The past of the world of a week, each person under her identifier."""
    drawn = world(monday)
    return drawn, lived(drawn, {person.id: person.id for person in drawn.people}, 7)


@pytest.mark.parametrize("monday", MONDAYS)
def test_a_pair_is_introduced_once_and_its_days_follow_each_other(monday: date) -> None:
    _, rows = told(monday)
    pairs = [frozenset((row.one, row.two)) for row in rows]
    assert len(set(pairs)) == len(pairs) and all(len(pair) == 2 for pair in pairs)
    for row in rows:
        days = [row.asked_on, row.drafted_on, row.shown_on, row.second_on, row.established_on, row.met_on]
        known = [day for day in days if day is not None]
        assert known == sorted(known) and known[-1] < monday
        assert row.established_on is None or row.second_on is not None
        assert all(row.established_on and day >= row.established_on for _, _, day in row.lines)


@pytest.mark.parametrize("monday", MONDAYS)
def test_what_came_to_nothing_leaves_this_month_its_quotas_and_the_cast_its_proposals(monday: date) -> None:
    _, rows = told(monday)
    cast = {slug(name) for name in CAST}
    nothing = [row for row in rows if row.ended and row.established_on is None]
    assert len(nothing) > 300
    assert all(row.drafted_on < monday.replace(day=1) for row in nothing)
    assert all(row.shown_on <= monday - timedelta(days=25) for row in nothing)
    assert not any({row.one, row.two} & cast for row in nothing)


def test_nobody_of_the_closed_circle_was_introduced_and_every_meeting_is_a_contact() -> None:
    drawn, rows = told(MONDAYS[0])
    closed = {person.id for person in drawn.people if CLOSED in person.circles}
    assert not any({row.one, row.two} & closed for row in rows)
    met = {frozenset((tie.a, tie.b)) for tie in drawn.ties if tie.kind == "introduction"}
    own = {slug(PERSONAS["member"])}
    assert all(
        frozenset((row.one, row.two)) in met for row in rows if row.met_on and not {row.one, row.two} & own
    )
    assert sum(row.met_on is not None for row in rows) > 200


def test_the_member_finds_a_thread_a_meeting_and_an_answer_that_waits() -> None:
    _, rows = told(MONDAYS[0])
    hers = [row for row in rows if slug(PERSONAS["member"]) in (row.one, row.two)]
    assert any(row.lines and row.established_on and not row.met_on for row in hers)
    assert any(row.met_on and row.need for row in hers)
    waiting = [row for row in hers if not row.ended]
    assert [row.established_on for row in waiting] == [None] and waiting[0].second_on is not None


def test_agreements_are_refused_suspended_past_and_to_sign() -> None:
    drawn, _ = told(MONDAYS[0])
    found = founding_of(drawn)
    refused = [row for row in found.agreements if len(row.signed) == 1 and row.end == CLOSED]
    assert len(refused) == 1 and (drawn.monday - refused[0].proposed_on).days > 28
    assert any(row.suspended_on for row in found.agreements)
    assert any(row.until < drawn.monday and len(row.signed) == 2 for row in found.agreements)
    to_sign = [row for row in found.agreements if len(row.signed) == 1 and row.end in APPROVES]
    assert len(to_sign) == 1 and (drawn.monday - to_sign[0].proposed_on).days < 28


def test_sponsors_vouches_and_days_are_those_of_people_who_are_there() -> None:
    drawn, _ = told(MONDAYS[0])
    found, people = founding_of(drawn), {person.id: person for person in drawn.people}
    assert found.sponsors[slug("Nour Haddad"), "Sillage Lyon"] == slug("Léa Fontanel")
    assert (slug("Awa Diallo"), "Sillage Lyon") not in found.sponsors
    for (person, circle), sponsor in found.sponsors.items():
        assert circle in people[person].circles and circle in people[sponsor].circles and person != sponsor
    for vouch in found.vouches:
        joined = people[vouch.about].joined_on
        assert joined is not None and joined <= vouch.written_on < drawn.monday
        assert vouch.circle in people[vouch.about].circles and vouch.circle in people[vouch.author].circles
    assert all(day <= drawn.monday for day in found.said_on.values())
    modes = {circle.name: circle.approval for circle in found.circles}
    assert all(modes[name] is ApprovalMode.REQUIRED for name in APPROVES)
