"""The records that files and databases share: one person, one tie, one bridge, one ask, one network.

Plain immutable values, in the writer's own identifiers; `fabric_from` numbers them for the engine.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from tisserand.vocabulary import AskType, Consent

EVERY_CONSENT = frozenset(Consent)


class Ask(NamedTuple):
    """One need or one offer: a sentence, and its type when the writer gave one."""

    text: str
    type: AskType | None = None


class Person(NamedTuple):
    """One person. `budget` None means the network's own, 0 that nothing is left of her week; `joined_on` None
    means unknown; `acceptance` 0..1 is how readily she says yes, None when nothing was learnt;
    `distance`: how far she wishes to be introduced, 0 (near) to 4 (far), None when she did not say."""

    id: str
    name: str = ""
    email: str = ""
    circles: tuple[str, ...] = ()
    offers: tuple[Ask, ...] = ()
    needs: tuple[Ask, ...] = ()
    town: str = ""
    organisation: str = ""
    actor_type: str = ""
    sector: str = ""
    budget: int | None = None
    joined_on: date | None = None
    allow: frozenset[Consent] = EVERY_CONSENT
    agreed_on: date | None = None
    acceptance: float | None = None
    distance: int | None = None


class Tie(NamedTuple):
    """One row about two people: a contact (`at`, in UTC) or a declared strength in 0..1, never both."""

    a: str
    b: str
    at: datetime | None = None
    strength: float | None = None
    kind: str = ""


class Bridge(NamedTuple):
    """One directed agreement: the asks of `start`'s members may travel to `end`'s, `quota` times a month.

    No theme means every theme; `until` is the last day in force, None when the agreement has no end; `ref` is
    the writer's own name for the row.
    """

    start: str
    end: str
    quota: int
    themes: tuple[str, ...] = ()
    until: date | None = None
    ref: str = ""


Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Network:
    """Everything a weaving reads. `bridges` None means that every circle is open to every other.

    `met` pairs rest before allocation; `apart` pairs are private and act after it (docs/decisions/0004).
    `through_members`: circles open to those with which they share a member, when both say so; `takes_inside`:
    circles whose members may be proposed to each other, None for all.
    """

    people: tuple[Person, ...]
    ties: tuple[Tie, ...]
    bridges: tuple[Bridge, ...] | None = None
    met: frozenset[Pair] = field(default_factory=frozenset)
    apart: frozenset[Pair] = field(default_factory=frozenset)
    through_members: frozenset[str] = field(default_factory=frozenset)
    takes_inside: frozenset[str] | None = None
