"""Ready-made choices: what a circle of each kind starts with. Its animators change any of it."""

from collections.abc import Mapping
from typing import NamedTuple

from tisserand.domain.refused import Refused
from tisserand.engine.policy import STOPS
from tisserand.vocabulary import ApprovalMode, CircleKind, Refusal

MIDDLE = STOPS // 2
"""The stop of the distance at which the engine's own balance stands."""


class Policy(NamedTuple):
    """What a circle allows. `distance`: how far its members are introduced, 0 (near) to 4 (far)."""

    approval: str
    through_members: bool
    takes_inside: bool
    vouch_needed: bool
    listed: bool
    distance: int


POLICIES: Mapping[CircleKind, Policy] = {
    # chosen one by one: somebody answers for each newcomer, and only an agreement leads outside
    CircleKind.CLUB: Policy(ApprovalMode.UNLESS_STOPPED, False, True, True, True, MIDDLE),
    # open to many, and its members are often elsewhere too
    CircleKind.ASSOCIATION: Policy(ApprovalMode.UNLESS_STOPPED, True, True, False, True, MIDDLE),
    # a fragile relation: each pair is read by somebody before it leaves
    CircleKind.MENTORING: Policy(ApprovalMode.REQUIRED, False, True, True, False, MIDDLE - 1),
    # many people who do not know each other, and whom nobody could read again one by one
    CircleKind.TERRITORY: Policy(ApprovalMode.NONE, True, True, False, True, MIDDLE + 1),
    # colleagues of other floors; outside, nothing that was not signed
    CircleKind.COMPANY: Policy(ApprovalMode.UNLESS_STOPPED, False, True, False, False, MIDDLE + 1),
}


def policy_of(kind: str) -> Policy | None:
    """Return what a circle of a kind starts with; None for a kind that does not exist."""
    return POLICIES[CircleKind(kind)] if kind in set(CircleKind) else None


def stop(value: object) -> int:
    """Return a stop of the distance. Refused: BAD_NUMBER (facts `least`, `most`)."""
    text = str(value)
    if not (text.isascii() and text.isdecimal() and len(text) < 3 and int(text) < STOPS):
        raise Refused(Refusal.BAD_NUMBER, least=0, most=STOPS - 1)
    return int(text)
