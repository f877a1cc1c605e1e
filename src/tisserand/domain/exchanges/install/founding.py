"""What stands beside the records of a network when it is installed."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

from tisserand.domain.columns import REF_LENGTH
from tisserand.vocabulary import ApprovalMode

Ends = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FoundedCircle:
    """What files of people do not say of a circle; `animators` by identifier."""

    name: str
    purpose: str = ""
    charter: str = ""
    town: str = ""
    dye: str = ""
    weave: str = ""
    listed: bool = False
    approval: ApprovalMode = ApprovalMode.UNLESS_STOPPED
    through_members: bool = False
    animators: tuple[str, ...] = ()
    founded_on: date | None = None


@dataclass(frozen=True, slots=True)
class FoundedAgreement:
    """An agreement that carries nobody now: not signed by every circle, suspended, or past its review."""

    start: str
    end: str
    quota: int
    until: date
    proposed_on: date
    signed: tuple[str, ...]
    suspended_on: date | None = None
    suspended_by: str = ""


@dataclass(frozen=True, slots=True)
class FoundedVouch:
    """One member's word for another, by identifier; `agreed`: the other lets it be told."""

    author: str
    about: str
    circle: str
    sentence: str
    written_on: date
    agreed: bool = True


@dataclass(frozen=True, slots=True)
class Founding:
    """Everything that stands beside the records: circles, lines « ce qui me tient à coeur » by person,
    people and days of signature of the bridges by (start, end), the identifier of the host; agreements that
    carry nobody, sponsors by (person, circle), vouches, and the day each person said her needs and offers."""

    circles: Sequence[FoundedCircle]
    concerns: Mapping[str, str] = field(default_factory=dict)
    bridge_people: Mapping[Ends, tuple[str, ...]] = field(default_factory=dict)
    signed_on: Mapping[Ends, date] = field(default_factory=dict)
    host: str = ""
    agreements: Sequence[FoundedAgreement] = ()
    sponsors: Mapping[Ends, str] = field(default_factory=dict)
    vouches: Sequence[FoundedVouch] = ()
    said_on: Mapping[str, date] = field(default_factory=dict)


def ref_from(identifier: str) -> str:
    """The public reference that stands for an identifier of a file: the same file gives the same ones."""
    digest = blake2b(identifier.encode(), digest_size=8).digest()
    return base64.b32encode(digest).decode().lower()[:REF_LENGTH]
