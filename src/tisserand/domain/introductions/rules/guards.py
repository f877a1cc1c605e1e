"""What must be true before an arrow is followed, over plain values read with the row locked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tisserand.domain.introductions.rules.codes import Answer
from tisserand.domain.introductions.rules.days import answer_by, met_by, outcome_on, second_by
from tisserand.domain.introductions.rules.sight import OwnSide


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody has set for herself, the same whether or not a proposal waits."""

    confirmed: bool = True
    paused: bool = False
    beyond: bool = True
    member: bool = True  # still in the circle that the route tells


def stands(standing: Standing, *, inside: bool) -> bool:
    """Whether she may be proposed; `inside` her own circle, `beyond` is not needed."""
    return standing.confirmed and standing.member and not standing.paused and (inside or standing.beyond)


def may_be_drafted(
    standings: Collection[Standing],
    capacities: Collection[int],
    *,
    inside: bool,
    route_open: bool,
    resting: bool,
    quota_left: int | None,
) -> bool:
    """Row 1: both may be proposed, each has room this week, the route is open and its quota not spent
    (None: the route has none), and the pair does not rest."""
    room = min(capacities) >= 1 and (quota_left is None or quota_left >= 1)
    return room and route_open and not resting and all(stands(one, inside=inside) for one in standings)


def may_be_shown(
    standings: Collection[Standing],
    *,
    inside: bool,
    apart: bool,
    letter_day: bool,
    shown_this_week: int,
    budget: int,
) -> bool:
    """Rows 5 and 11: her letter day (a welcome needs none), room left in her own week, and nothing private
    to the pair. `standings` and `apart` are those of both, read again."""
    room = letter_day and shown_this_week < budget
    return room and not apart and all(stands(one, inside=inside) for one in standings)


def may_show_second(one: OwnSide, today: date) -> bool:
    """Row 11, beside `may_be_shown`: side one's yes still stands, and it is not too late (`today`: hers)."""
    in_time = one.shown_on is not None and today <= second_by(one.shown_on)
    return in_time and one.answer is Answer.YES and not one.gone


def may_establish(
    one: OwnSide,
    two: OwnSide,
    standings: Collection[Standing],
    *,
    inside: bool,
    apart: bool,
    today_one: date,
    today_two: date,
    today_network: date,
) -> bool:
    """Row 14: two yeses, hers said in time, before anybody reads "ended", and all as it was when woven.

    The three days differ by a time zone: near midnight, side one or an animator may already be told.
    """
    if one.shown_on is None or two.shown_on is None or one.gone or two.gone or apart:
        return False
    told = max(today_one, today_network) >= outcome_on(one.shown_on)
    yeses = one.answer is Answer.YES and two.answer is Answer.YES and today_two <= answer_by(two.shown_on)
    return yeses and not told and all(stands(standing, inside=inside) for standing in standings)


def may_be_met(one: OwnSide, two: OwnSide, established_on: date, today: date) -> bool:
    """Row 20: both said that they met, in time. One yes alone shows and writes nothing."""
    return one.met is True and two.met is True and today <= met_by(established_on)
