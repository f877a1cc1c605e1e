"""From rows to the records that the weaving reads: the one bridge between the rooms and the engine.

Ids are public references (people's, circles'); a bridge row's `ref` is `circles.rules.bridge.row_ref`. What
may be asked of each, what rests and what is left of each quota come as arguments from the room above.

Two rules are applied here (docs/decisions/0011 holds the others):

* a need or an offer for one's own circles is given to the weaving only for somebody who is not proposed
  beyond them, since a reason is told to the other side, wherever she stands;
* somebody who rests, or whose circle wants a vouch she does not have, is there with nothing left of her week:
  she is proposed to nobody, and her counted ties help others as before.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import Q

from tisserand.domain.circles.queries import (
    CirclePolicy,
    MembershipRow,
    bridge_rows,
    circle_policies,
    hidden_rows,
    membership_rows,
)
from tisserand.domain.circles.rules.bridge import row_ref
from tisserand.domain.circles.rules.membership import needs_vouch
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import consents_by_person, day_of, pairs_kept_apart
from tisserand.domain.ties.models import Contact, ContactSet, Vouch
from tisserand.domain.ties.rules import distance_of, told_kind
from tisserand.formats import records
from tisserand.vocabulary import AskType, Audience, Consent

Keys = tuple[int, int]


class OpenAsk(NamedTuple):
    """A need or an offer that holds, with its reference and how far it may be read."""

    ref: str
    text: str
    type: AskType | None
    audience: Audience


class Asks(NamedTuple):
    """What one person looks for and can give."""

    needs: tuple[OpenAsk, ...] = ()
    offers: tuple[OpenAsk, ...] = ()

    def ref_of(self, ask: records.Ask) -> str:
        """The reference of a need or an offer that the weaving hands back; "" when it is not among these."""
        rows = (row for row in (*self.needs, *self.offers) if (row.text, row.type) == (ask.text, ask.type))
        return next((row.ref for row in rows), "")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One person as the weaving reads her between two weekly runs: her row, and the pairs she is part of."""

    person: records.Person
    ties: tuple[records.Tie, ...]
    met: frozenset[records.Pair]
    apart: frozenset[records.Pair]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is read of everybody before the records are written."""

    on: date
    names: Mapping[int, str]
    memberships: Sequence[MembershipRow]
    policies: Mapping[int, CirclePolicy]
    consents: Mapping[int, frozenset[Consent]]
    unvouched: frozenset[int]
    belongs: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    wished: Mapping[int, int] = field(default_factory=dict)

    def pairs(self, keys: Iterable[Keys]) -> frozenset[records.Pair]:
        """The pairs by reference, the smaller first, of people who are here."""
        names = self.names
        known = ((names[one], names[other]) for one, other in keys if one in names and other in names)
        return frozenset((min(pair), max(pair)) for pair in known if pair[0] != pair[1])


NO_ASKS = Asks()
NO_KEYS: Mapping[int, int] = MappingProxyType({})
NO_QUOTAS: Mapping[str, int] = MappingProxyType({})
NOTHING_LEARNT: Mapping[int, float] = MappingProxyType({})
_COLUMNS = (
    "pk",
    "town",
    "organisation__name",
    "actor_type",
    "sector",
    "confirmed_on",
    "paused_on",
    "distance",
)


def network_for(
    *,
    at: datetime,
    asks: Mapping[int, Asks],
    remaining: Mapping[int, int],
    resting: Iterable[Keys] = (),
    quotas: Mapping[str, int] = NO_QUOTAS,
    acceptance: Mapping[int, float] = NOTHING_LEARNT,
) -> records.Network:
    """The Network of everybody here at an instant, in a constant number of queries.

    By person's key: `asks` that hold, `remaining` requests of this week (who is not named has none left),
    `acceptance` learnt. `resting`: pairs of keys that must not be proposed. `quotas`: proposals left this
    month by bridge row reference; a row that is not named has its whole quota.
    """
    ground = _ground(day_of(None, at))
    rows = Person.objects.here().order_by("pk").values_list(*_COLUMNS)
    policies = ground.policies.values()
    return records.Network(
        people=tuple(_person(row, ground, asks, remaining, acceptance) for row in rows.iterator()),
        ties=_ties(ground, Contact.objects.told_by_both()),
        bridges=_bridges(ground.on, quotas),
        met=ground.pairs(resting) | ground.pairs(_hidden_pairs(ground, hidden_rows())),
        apart=ground.pairs(pairs_kept_apart()) | ground.pairs(_private(Contact.objects.all())),
        through_members=frozenset(policy.ref for policy in policies if policy.through_members),
        takes_inside=frozenset(policy.ref for policy in policies if policy.takes_inside),
    )


def newcomer_for(
    *, person: Person, at: datetime, asks: Asks, remaining: int, resting: Iterable[Keys] = ()
) -> Newcomer:
    """The Newcomer of one person: what `formats.snapshot.welcome` adds to a network read before.

    Arguments as in `network_for`, for her alone.
    """
    ground = _ground(day_of(None, at))
    own = Contact.objects.filter(Q(giver=person) | Q(receiver=person))
    row = Person.objects.here().values_list(*_COLUMNS).get(pk=person.pk)
    met = [pair for pair in _hidden_pairs(ground, hidden_rows()) if person.pk in pair]
    apart = [pair for pair in pairs_kept_apart() if person.pk in pair]
    return Newcomer(
        person=_person(row, ground, {person.pk: asks}, {person.pk: remaining}, NOTHING_LEARNT),
        ties=_ties(ground, own.told_by_both()),
        met=ground.pairs(pair for pair in (*resting, *met) if person.pk in pair),
        apart=ground.pairs(apart) | ground.pairs(_private(own)),
    )


def _ground(on: date) -> _Ground:
    memberships, policies = membership_rows(), circle_policies()
    vouched = set(Vouch.objects.holding(on).values_list("about_id", "circle_id"))
    belongs: defaultdict[int, list[str]] = defaultdict(list)
    distances: defaultdict[int, list[int]] = defaultdict(list)
    unvouched: set[int] = set()
    for row in memberships:
        policy = policies[row.circle]
        belongs[row.person].append(policy.ref)
        distances[row.person].append(policy.distance)
        if (row.person, row.circle) not in vouched and needs_vouch(
            vouch_needed=policy.vouch_needed, role=row.role, joined_on=row.joined_on, on=on
        ):
            unvouched.add(row.person)
    return _Ground(
        on=on,
        names=dict(Person.objects.here().values_list("pk", "ref")),
        memberships=memberships,
        policies=policies,
        consents=consents_by_person(),
        unvouched=frozenset(unvouched),
        belongs={person: tuple(refs) for person, refs in belongs.items()},
        wished={person: distance_of(stops) for person, stops in distances.items()},
    )


def _person(
    row: tuple[int, str, str | None, str, str, date | None, date | None, int | None],
    ground: _Ground,
    asks: Mapping[int, Asks],
    remaining: Mapping[int, int],
    acceptance: Mapping[int, float],
) -> records.Person:
    key, town, organisation, actor_type, sector, confirmed_on, paused_on, distance = row
    allow = ground.consents.get(key, frozenset())
    rests = paused_on is not None
    own = NO_ASKS if rests else asks.get(key, NO_ASKS)
    beyond = Consent.BEYOND in allow
    return records.Person(
        id=ground.names[key],
        circles=ground.belongs.get(key, ()),
        offers=_told(own.offers, beyond),
        needs=_told(own.needs, beyond),
        town=town,
        organisation=organisation or "",
        actor_type=actor_type,
        sector=sector,
        budget=0 if rests or key in ground.unvouched else max(remaining.get(key, 0), 0),
        joined_on=confirmed_on,
        allow=allow,
        acceptance=acceptance.get(key),
        distance=ground.wished.get(key) if distance is None else distance,
    )


def _told(asks: Sequence[OpenAsk], beyond: bool) -> tuple[records.Ask, ...]:
    return tuple(
        records.Ask(ask.text, ask.type) for ask in asks if not (beyond and ask.audience == Audience.CIRCLE)
    )


def _ties(ground: _Ground, contacts: ContactSet) -> tuple[records.Tie, ...]:
    names, kinds, tie = ground.names, _Kinds(), records.Tie
    rows = contacts.values_list("giver_id", "receiver_id", "at", "kind")
    return tuple(
        tie(names[giver], names[receiver], at, None, kinds[kind])
        for giver, receiver, at, kind in rows.iterator(chunk_size=10_000)
        if giver in names and receiver in names
    )


class _Kinds(dict[str, str]):
    """Each kind of contact as the engine knows it, looked for once."""

    def __missing__(self, kind: str) -> str:
        self[kind] = told_kind(kind)
        return self[kind]


def _private(contacts: ContactSet) -> Iterable[Keys]:
    return contacts.told_by_one().values_list("giver_id", "receiver_id").distinct()


def _hidden_pairs(ground: _Ground, hidden: Sequence[Keys]) -> list[Keys]:
    """Who hides a circle, with each of its members."""
    if not hidden:
        return []
    members: defaultdict[int, list[int]] = defaultdict(list)
    for row in ground.memberships:
        members[row.circle].append(row.person)
    return [(person, member) for person, circle in hidden for member in members[circle] if member != person]


def _bridges(on: date, quotas: Mapping[str, int]) -> tuple[records.Bridge, ...]:
    found = []
    for row in bridge_rows(on):
        for quota, back in ((row.quota, False), (row.quota_back, True)):
            start, end = (row.end, row.start) if back else (row.start, row.end)
            name = row_ref(row.ref, back=back)
            if quota:
                left = max(quotas.get(name, quota), 0)
                found.append(records.Bridge(start, end, left, row.themes, row.until, name))
    return tuple(found)
