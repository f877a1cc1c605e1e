"""The answers of invented people, so that a demo is a network that lives. Never outside a demo."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta

import numpy as np
from django.conf import settings

from tisserand.domain.attention.queries import network_day
from tisserand.domain.introductions.actions.answering import answer
from tisserand.domain.introductions.actions.approving import approve
from tisserand.domain.introductions.actions.meeting import say_met
from tisserand.domain.introductions.models import Approval, Side
from tisserand.domain.introductions.rules import Answer, Stage, Verdict
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal

YES, NO = 0.34, 0.46
"""Each day, somebody who has not answered says yes below the first, and no below the second."""
MET = 0.30
"""Each day, somebody asked whether they met says that they did."""


def rehearse(*, at: datetime, seed: int, but: Collection[str] = (), approves: bool = False) -> int:
    """Let everybody but the references of `but` answer what waits; how many acts. `approves`: animators
    approve what they are asked to read. Refused: DEMO_ONLY."""
    if not settings.DEMO:
        raise Refused(Refusal.DEMO_ONLY)
    today = network_day(at)
    rng = np.random.default_rng((seed, today.toordinal()))
    count = _approve_all(at) if approves else 0
    asked = Side.objects.filter(
        shown_on__isnull=False, answer=Answer.NONE, introduction__ended_on__isnull=True
    )
    for side in asked.exclude(person__ref__in=but).select_related("introduction", "person").order_by("pk"):
        drawn = rng.random()
        if drawn < NO:
            said = Answer.YES if drawn < YES else Answer.NO
            answer(person=side.person, ref=side.introduction.ref, answer=said, at=at, reveals_email=True)
            count += 1
    early = today - timedelta(days=15)
    introduced = Side.objects.filter(
        introduction__stage=Stage.ESTABLISHED, introduction__established_on__lte=early, met__isnull=True
    )
    for side in (
        introduced.exclude(person__ref__in=but).select_related("introduction", "person").order_by("pk")
    ):
        if rng.random() < MET:
            say_met(person=side.person, ref=side.introduction.ref, met=True, at=at)
            count += 1
    return count


def _approve_all(at: datetime) -> int:
    waiting = Approval.objects.filter(verdict=Verdict.NONE, introduction__stage=Stage.DRAFTED)
    count = 0
    for row in waiting.select_related("introduction", "circle").order_by("pk"):
        sides = row.introduction.sides.values("person")
        animator = (
            row.circle.memberships.animating().exclude(person__in=sides).select_related("person").first()
        )
        if animator is not None:
            with suppress(Refused):  # the other circle's word may have settled it a moment ago
                approve(by=animator.person, ref=row.introduction.ref, circle=row.circle, at=at)
                count += 1
    return count
