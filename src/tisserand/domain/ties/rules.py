"""What a contact weighs, how strong a tie is, when a vouch holds and who may write one. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.policy import CONTACT_WEIGHTS, DEFAULT, ONE
from tisserand.engine.strength import strength
from tisserand.formats.contacts import end_of, second
from tisserand.vocabulary import ContactKind

VOUCH_DAYS = 365
VOUCHES_A_YEAR = 5
LONGEST_VOUCH = 280
DECLARED_DAYS = 28
"""How long somebody may read that another says to know her; a silence then looks like a no."""

TOLD_KINDS: dict[str, str] = {ContactKind.MET: "meeting"}
"""Kinds that weigh like another: two people who said they met did meet."""


def told_kind(kind: str) -> str:
    """The kind of a contact as the engine knows it."""
    return TOLD_KINDS.get(kind, kind)


def known_kind(kind: str) -> ContactKind:
    """The kind of a contact as people read it; a word that only a file knows is an import."""
    return ContactKind(kind) if kind in set(ContactKind) else ContactKind.IMPORTED


def weight(kind: str) -> float:
    """What one contact of a kind weighs."""
    return CONTACT_WEIGHTS.get(told_kind(kind), 1.0)


def strengths(
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    at: NDArray[np.int64],
    weights: NDArray[np.float64],
    on: date,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Distinct pairs and their strength at the end of day `on`: exactly what the Fabric of that day holds.

    `at` are seconds (UTC). At least one unit: a contact however old keeps its pair acquainted.
    """
    one, other, made = strength(low, high, at, weights, now=end_of(on), half_life_days=DEFAULT.half_life_days)
    return one, other, np.maximum(made, 1) / ONE


def strength_of(contacts: Sequence[tuple[datetime, str]], on: date) -> float:
    """The strength on day `on` of the tie that `contacts` (instant, kind) of one pair make; 0 without any."""
    if not contacts:
        return 0.0
    at = np.array([second(instant) for instant, _ in contacts], np.int64)
    weights = np.array([weight(kind) for _, kind in contacts], np.float64)
    ends = np.zeros(at.size, np.int64)
    return float(strengths(ends, ends + 1, at, weights, on)[2][0])


def distance_of(stops: Sequence[int]) -> int:
    """How far somebody is introduced who did not say: the mean of her circles' stops, rounded."""
    return round(sum(stops) / len(stops))


def holds(
    *, agreed_on: date | None, revoked_on: date | None, until: date, both_inside: bool, on: date
) -> bool:
    """Whether a vouch may be told on a day; the twin of `VouchSet.holding`."""
    return agreed_on is not None and revoked_on is None and on <= until and both_inside


def may_vouch(*, invited: bool, sponsors: bool, newcomer: bool, written: int) -> bool:
    """Whether somebody may answer for a member: who invited or sponsors her while she is new, five times a
    year (`written`) whatever became of them."""
    return (invited or sponsors) and newcomer and written < VOUCHES_A_YEAR


def vouch_until(written_on: date) -> date:
    """The last day of a vouch written that day."""
    return written_on + timedelta(days=VOUCH_DAYS)


def declared_until(declared_on: date) -> date:
    """The last day on which the other reads that somebody says to know her."""
    return declared_on + timedelta(days=DECLARED_DAYS)
