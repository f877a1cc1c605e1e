"""What the animators of a circle say of a draft, before anybody is shown anything."""

import re
from datetime import datetime

from django.db import transaction

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.models import Circle
from tisserand.domain.circles.queries import animates
from tisserand.domain.introductions.actions.moving import Held, follow, hold
from tisserand.domain.introductions.models import Approval, Introduction, Side
from tisserand.domain.introductions.rules import (
    Act,
    ApprovalMode,
    Consulted,
    Course,
    Stage,
    StopReason,
    Verdict,
    due_act,
)
from tisserand.domain.people.models import Person
from tisserand.domain.people.rules import written
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal

LONGEST_NOTE = 280
_LINK = re.compile(r"://|\bwww\.|@|\b[\w-]+\.[a-z]{2,}(?:/|\b)", re.IGNORECASE)


@transaction.atomic
def approve(*, by: Person, ref: str, circle: Circle, at: datetime, note: str = "") -> Stage:
    """Approve a draft for her circle, with a note beside the reasons in the letter to her own member; where
    the draft stands then.

    Refused: NOT_FOUND unless she animates a circle asked and is no part of the pair, ALREADY_DONE once her
    circle has answered or the draft is no longer one, TEXT_WITH_LINK, and what `written` refuses.
    """
    said = written(note, LONGEST_NOTE, empty=True)
    if _LINK.search(said):
        raise Refused(Refusal.TEXT_WITH_LINK)
    held, approval = _asked(by, ref, circle)
    _write(approval, by, Verdict.APPROVED, at, note=said)
    settle_draft(held, at)
    return held.stage


@transaction.atomic
def stop(*, by: Person, ref: str, circle: Circle, reason: StopReason, at: datetime) -> Stage:
    """Stop a draft: nobody is shown anything, and the pair rests as long as the reason says.

    Refused: as `approve`.
    """
    held, approval = _asked(by, ref, circle)
    _write(approval, by, Verdict.STOPPED, at, reason=reason)
    follow(held, Act.STOP, at=at, stopped=reason)
    return held.stage


def _asked(by: Person, ref: str, circle: Circle) -> tuple[Held, Approval]:
    held = next(iter(hold(Introduction.objects.filter(ref=ref))), None)
    if held is None or not animates(by, circle) or held.side_of(by) is not None:
        raise Refused(Refusal.NOT_FOUND)
    approval = Approval.objects.filter(introduction=held.introduction, circle=circle).first()
    if approval is None:
        raise Refused(Refusal.NOT_FOUND)
    if approval.verdict != Verdict.NONE or held.stage is not Stage.DRAFTED:
        raise Refused(Refusal.ALREADY_DONE)
    return held, approval


def _write(
    approval: Approval,
    by: Person,
    verdict: Verdict,
    at: datetime,
    *,
    note: str = "",
    reason: StopReason | None = None,
) -> None:
    approval.verdict, approval.by, approval.answered_on = verdict, by, network_day(at)
    approval.note, approval.reason = note, reason or ""
    approval.save()


def settle_draft(held: Held, at: datetime) -> None:
    """Follow what the circles' words, or their silence, make of a draft now."""
    act = due_act(course_of(held.introduction, None), network_day(at))
    if act is Act.APPROVE:
        follow(held, act, at=at)


def course_of(one: Introduction, second: Side | None) -> Course:
    """What the passing of days looks at in an introduction."""
    asked = one.approvals.all() if one.stage == Stage.DRAFTED else ()
    return Course(
        stage=Stage(one.stage),
        created_on=one.created_on,
        approved_on=one.approved_on,
        first_shown_on=one.first_shown_on,
        second_shown_on=second.shown_on if second else None,
        circles=[Consulted(ApprovalMode(row.circle.approval), Verdict(row.verdict)) for row in asked],
    )
