"""The scores of every pair in plain Python, from records: slow, short, and written apart from the engine.

Only the meetings of needs and offers are taken from the engine; they have a reference of their own.
"""

import math
from datetime import UTC, date, datetime, timedelta

from tisserand.engine.policy import CONTACT_WEIGHTS, DEFAULT
from tisserand.formats.numbering import folded
from tisserand.formats.records import Bridge, Network, Person
from tisserand.vocabulary import Consent

Fits = dict[tuple[str, str], int]
"""(seeker, giver) -> best fit of a need of the first met by an offer of the second, in 1/32768."""


class Reference:
    """`score(a, b)` and `terms(a, b)` of two people of a network seen on a day."""

    def __init__(self, network: Network, on: date, fits: Fits, cap: int = 2, inside: bool = False) -> None:
        self.network, self.on, self.fits, self.cap, self.inside = network, on, fits, cap, inside
        self.person = {person.id: person for person in network.people}
        self.strength = self._strengths()
        self.circles = sorted({circle for person in network.people for circle in person.circles})

    def allows(self, person: Person, consent: Consent) -> bool:
        return consent in person.allow and (person.agreed_on is None or person.agreed_on <= self.on)

    def _strengths(self) -> dict[str, dict[str, int]]:
        now = datetime(self.on.year, self.on.month, self.on.day, tzinfo=UTC) + timedelta(days=1, seconds=-1)
        decayed: dict[tuple[str, str], float] = {}
        best: dict[tuple[str, str], int] = {}
        for tie in sorted(
            self.network.ties, key=lambda tie: ((tie.at is not None and tie.at.timestamp()) or 0, tie.kind)
        ):
            pair = (min(tie.a, tie.b), max(tie.a, tie.b))
            if not all(self.allows(self.person[end], Consent.COUNTED) for end in pair):
                continue
            if tie.strength is not None:
                best[pair] = max(best.get(pair, 1), math.floor(tie.strength * 32768))
            elif tie.at is not None and tie.at <= now:
                age = (now - tie.at).total_seconds() / 86400
                weight = CONTACT_WEIGHTS.get(tie.kind, 1.0)
                decayed[pair] = decayed.get(pair, 0.0) + weight * 2 ** (-age / DEFAULT.half_life_days)
        for pair, total in decayed.items():
            best[pair] = max(best.get(pair, 1), math.floor(math.log1p(total) * 32768))
        ties: dict[str, dict[str, int]] = {person: {} for person in self.person}
        for (a, b), strength in best.items():
            ties[a][b] = ties[b][a] = strength
        return ties

    def may_choose(self, a: str, b: str) -> bool:
        """Whether more than their asks and their route may choose for both."""
        return all(Consent.PROFILED in self.person[end].allow for end in (a, b))

    def shared(self, a: str, b: str) -> set[str]:
        return self.strength[a].keys() & self.strength[b].keys() if self.may_choose(a, b) else set()

    def path(self, a: str, b: str) -> int:
        total = 0
        for w in self.shared(a, b):
            scale = math.sqrt(max(sum(self.strength[w].values()), 1) * 32768)
            total += math.floor(self.strength[w][a] * 32768 / scale) * math.floor(
                self.strength[w][b] * 32768 / scale
            )
        return total

    def capacity(self, person: Person) -> int:
        here = person.joined_on is None or person.joined_on <= self.on
        return min(self.cap, self.cap if person.budget is None else person.budget) if here else 0

    def is_new(self, person: Person) -> bool:
        joined = person.joined_on
        return joined is not None and self.on - timedelta(days=90) < joined <= self.on

    def rows(self) -> list[Bridge]:
        return [
            row
            for row in self.network.bridges or ()
            if row.quota and (row.until is None or row.until >= self.on)
        ]

    def is_open(self, a: Person, b: Person) -> bool:
        """Whether a route lies open between two people of different circles."""
        if self.network.bridges is None:
            return not self.circles or bool(a.circles and b.circles)
        if self.fits.get((a.id, b.id)) or self.fits.get((b.id, a.id)):
            return True
        return any(
            (one in a.circles and other in b.circles) or (one in b.circles and other in a.circles)
            for one, other in self.standing()
        )

    def standing(self) -> list[tuple[str, str]]:
        plain = [(row.start, row.end) for row in self.rows() if not row.themes]
        trusting = self.network.through_members
        shared = [
            (one, other)
            for person in self.network.people
            for one in person.circles
            for other in person.circles
            if one < other and one in trusting and other in trusting
        ]
        return plain + shared

    def may_meet(self, one: str, other: str) -> bool:
        a, b = self.person[one], self.person[other]
        met = (one, other) in self.network.met or (other, one) in self.network.met
        if one == other or met or other in self.strength[one] or not (self.capacity(a) and self.capacity(b)):
            return False
        if both := set(a.circles) & set(b.circles):
            taken = self.network.takes_inside
            if taken is not None and not both & taken:
                return False
            return self.inside or any(self.is_new(p) or not self.allows(p, Consent.BEYOND) for p in (a, b))
        return self.is_open(a, b) and all(self.allows(p, Consent.BEYOND) for p in (a, b))

    def terms(self, one: str, other: str) -> list[float]:
        a, b, policy = self.person[one], self.person[other], DEFAULT
        to, back = (self.fits.get(pair, 0) / 32768 for pair in ((one, other), (other, one)))
        shared, value = len(self.shared(one, other)), 0.0
        if shared:
            zone = 1.0 if shared <= policy.working_zone else math.sqrt(policy.working_zone / shared)
            allocated = self.path(one, other) / 2**30 * zone
            lean = sum(policy.distances[2 if p.distance is None else p.distance] for p in (a, b)) / 2
            value = policy.shared_weight * lean * (allocated / (allocated + policy.shared_half))
        known = self.may_choose(one, other)
        return [
            policy.need_weight * to,
            policy.need_weight * back,
            policy.both_ways_weight * min(to, back),
            value,
            0.0 if set(a.circles) & set(b.circles) else policy.across_weight,
            policy.town_weight if known and a.town and folded(a.town) == folded(b.town) else 0.0,
            policy.mix_weight if known and "" != a.actor_type != b.actor_type != "" else 0.0,
            policy.newcomer_weight if known and (self.is_new(a) or self.is_new(b)) else 0.0,
        ]

    def score(self, one: str, other: str) -> int:
        if not self.may_meet(one, other):
            return 0
        total = 0.0
        for term in self.terms(one, other):
            total += term
        return math.floor(DEFAULT.acceptance * DEFAULT.acceptance * total * 2**20)
