"""What must never happen in a weaving, checked on records in plain Python."""

from collections import Counter
from datetime import date, timedelta

from tests.engine.reference import Reference
from tisserand.formats.records import Network
from tisserand.formats.sentences import sentences
from tisserand.formats.weaving import Introduction
from tisserand.vocabulary import Consent, Reason, Route


def broken_rules(
    network: Network, on: date, introductions: list[Introduction], *, cap: int = 2, inside: bool = False
) -> list[str]:
    """Every rule that the introductions of one week break, in words; empty when all are kept."""
    reference = Reference(network, on, {}, cap=cap, inside=inside)
    known = {frozenset((tie.a, tie.b)) for tie in network.ties if tie.at is None or tie.at.date() <= on}
    never = {frozenset(pair) for pair in network.met | network.apart} | known
    broken = []
    load: Counter[str] = Counter()
    used: Counter[int] = Counter()
    for found in introductions:
        pair = f"{found.a.id}-{found.b.id}"
        load.update((found.a.id, found.b.id))
        if frozenset((found.a.id, found.b.id)) in never:
            broken.append(f"{pair} know each other, rest or are kept apart")
        if abs(sum(found.values.values()) - found.score) > 1e-6:
            broken.append(f"{pair}: reasons do not sum to the score")
        broken += [f"{pair}: {fault}" for fault in _route_faults(reference, found)]
        if found.bridge is not None:
            used[network.bridges.index(found.bridge)] += 1  # type: ignore[union-attr]
    for person in network.people:
        if load[person.id] > reference.capacity(person):
            broken.append(f"{person.id} is asked {load[person.id]} times")
    for place, count in used.items():
        twins = sum(row.quota for row in network.bridges or () if row == (network.bridges or ())[place])
        if count > twins:
            broken.append(f"bridge {place} carries {count}")
    return broken


def _route_faults(reference: Reference, found: Introduction) -> list[str]:
    a, b = reference.person[found.a.id], reference.person[found.b.id]
    faults = []
    both = set(a.circles) & set(b.circles)
    if both:
        if found.route != Route.INSIDE or found.circle_a not in both:
            faults.append("a pair inside a circle is told as another route")
        if not reference.inside and not any(
            reference.is_new(p) or not reference.allows(p, Consent.BEYOND) for p in (a, b)
        ):
            faults.append("inside a circle without a reason to be")
        return faults
    if not all(reference.allows(person, Consent.BEYOND) for person in (a, b)):
        faults.append("somebody did not agree to go beyond her circles")
    if (found.circle_a or found.circle_b) and (
        found.circle_a not in a.circles or found.circle_b not in b.circles
    ):
        faults.append("the route joins circles that are not theirs")
    if reference.network.bridges is None:
        return faults if found.route == Route.EVERYWHERE else [*faults, "no bridge was declared"]
    if found.bridge is None:
        shared = {frozenset(pair) for pair in reference.standing()}
        return faults if frozenset((found.circle_a, found.circle_b)) in shared else [*faults, "no route"]
    return faults + _bridge_faults(reference, found)


def _bridge_faults(reference: Reference, found: Introduction) -> list[str]:
    row = found.bridge
    assert row is not None
    faults = []
    if row not in reference.rows():
        faults.append("the bridge is past its date or has no quota")
    ends = (found.circle_a, found.circle_b)
    forward, backward = ends == (row.start, row.end), ends == (row.end, row.start)
    if not (forward or backward):
        faults.append("the bridge joins other circles")
    if row.themes:
        answer = found.answer_to_a if forward else found.answer_to_b
        seeker = found.a if forward else found.b
        reason = Reason.NEED if forward else Reason.OFFER
        if answer is None or reason not in found.values:
            return [*faults, "a bridge with themes carries somebody without an ask"]
        said = sentences([seeker._replace(needs=(answer.need,)), found.a, found.b], [row])
        if not said.need_theme.size:
            faults.append("the ask is not one of the bridge's themes")
    return faults


def later(on: date, weeks: int) -> date:
    """The day `weeks` weeks after `on`."""
    return on + timedelta(days=7 * weeks)
