"""Who is in a circle, who animates it, what that allows. Each predicate has its twin among the filters."""

from datetime import date, timedelta

from tisserand.vocabulary import Role

NEWCOMER_DAYS = 90
"""How long somebody is new in a circle, as the engine counts it."""
PAGE = 50
"""Members on one page of a list."""
MOST_PAGES = 2
"""Pages that a member may turn: beyond, she looks for a name."""
LEAST_LETTERS = 2
"""Letters of a name that must be given before members are looked for."""


def is_current(left_on: date | None, confirmed_on: date | None) -> bool:
    """Whether a membership holds: its person is here, and has not left."""
    return left_on is None and confirmed_on is not None


def is_animating(role: str, left_on: date | None, confirmed_on: date | None) -> bool:
    """Whether a membership gives the circle's keys."""
    return is_current(left_on, confirmed_on) and role == Role.ANIMATOR


def may_invite(*, animates: bool, is_host: bool, orphaned: bool, role: str) -> bool:
    """Whether somebody may invite into a circle: its animators may; a circle that lost its last animator
    may receive a new one from the host."""
    return animates or (is_host and orphaned and role == Role.ANIMATOR)


def may_name_animator(*, animates: bool, is_host: bool, orphaned: bool) -> bool:
    """Whether somebody may give a member the circle's keys: an animator, or the host when there is none."""
    return animates or (is_host and orphaned)


def may_leave(*, animates: bool, other_animators: int, other_members: int) -> bool:
    """Whether somebody may leave, or give back the keys: never the last animator of people who stay."""
    return not animates or other_animators > 0 or other_members == 0


def is_newcomer(joined_on: date, on: date) -> bool:
    """Whether somebody is new in a circle on a day."""
    return joined_on > on - timedelta(days=NEWCOMER_DAYS)


def needs_vouch(*, vouch_needed: bool, role: str, joined_on: date, on: date) -> bool:
    """Whether a circle wants somebody to answer for this member before she is proposed: its newcomers,
    never those who hold its keys."""
    return vouch_needed and role != Role.ANIMATOR and is_newcomer(joined_on, on)


def pages_open(*, animates: bool, page: int) -> bool:
    """Whether a page of the list of members may be turned: an animator reads all of it."""
    return page >= 1 and (animates or page <= MOST_PAGES)
