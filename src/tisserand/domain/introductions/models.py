"""Tables of introductions: the weekly weaving, introductions with their two sides, approvals, messages.

What stands in an Introduction is never shown as it is: a person reads her own Side through `rules.seen`.
"""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from tisserand.domain.circles.models import Bridge, Circle
from tisserand.domain.columns import code_column, ref_column
from tisserand.domain.people.models import Person


class Weaving(models.Model):
    """The weekly run: one for an installation and a week (its Monday). `finished_at` is written with the
    drafts, in one transaction: a weaving is whole or it is to be done."""

    week = models.DateField(unique=True)
    seed = models.PositiveBigIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    drafted = models.PositiveIntegerField(default=0)
    served = models.PositiveIntegerField(default=0)
    servable = models.PositiveIntegerField(default=0)


class IntroductionSet(models.QuerySet["Introduction"]):
    """Chainable filters on introductions."""

    def open(self) -> Self:
        """Those that may still change by an answer or by a date."""
        return self.filter(ended_on__isnull=True, established_on__isnull=True)

    def resting(self, on: date) -> Self:
        """Those whose pair is not to be drafted on day `on`."""
        return self.filter(Q(ended_on__isnull=True) | Q(rests_until__gt=on))


class Introduction(models.Model):
    """Two people proposed to each other. `pair` names them once, smaller key first, and is unique while the
    introduction lives. `back` says that the bridge is used from its end to its start. `apart`: dropped for a
    fact private to the pair; it is never shown, keeps its slots and rests as if proposed. `ended_by` is for
    the rests and for nobody's eyes. `facts` holds references to what the letter may tell: who knows both is
    `go_between`, told by name or as a member of `via_circle`. An erased person leaves `pair` empty."""

    ref = ref_column()
    weaving = models.ForeignKey(Weaving, null=True, on_delete=models.SET_NULL, related_name="introductions")
    origin = code_column()
    stage = code_column()
    pair = models.CharField(max_length=48, blank=True)
    route = code_column()
    bridge = models.ForeignKey(Bridge, null=True, on_delete=models.SET_NULL, related_name="introductions")
    back = models.BooleanField(default=False)
    circle_one = models.ForeignKey(Circle, null=True, on_delete=models.SET_NULL, related_name="+")
    circle_two = models.ForeignKey(Circle, null=True, on_delete=models.SET_NULL, related_name="+")
    score = models.FloatField()
    reasons = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    go_between = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    via_circle = models.ForeignKey(Circle, null=True, on_delete=models.SET_NULL, related_name="+")
    created_on = models.DateField()
    approved_on = models.DateField(null=True, blank=True)
    first_shown_on = models.DateField(null=True, blank=True)
    established_on = models.DateField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = code_column("")
    rests_until = models.DateField(null=True, blank=True)
    apart = models.BooleanField(default=False)

    objects = IntroductionSet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["pair"], condition=Q(ended_on__isnull=True), name="one_living_introduction"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["stage"], name="introduction_stage"),
            models.Index(fields=["created_on"], name="introduction_created"),
        ]


class Side(models.Model):
    """One person's half: what she was shown, answered, set aside, revealed. The other half never reads it.

    `gone`: she blocked the other, and the letter left her at once. `met`: what she said of the meeting.
    `closed_thread`: she reads no more of it.
    """

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="sides")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sides")
    place = models.PositiveSmallIntegerField()
    shown_on = models.DateField(null=True, blank=True)
    answer = code_column("none")
    answered_on = models.DateField(null=True, blank=True)
    never = models.BooleanField(default=False)
    aside_until = models.DateField(null=True, blank=True)
    gone = models.BooleanField(default=False)
    intention = models.CharField(max_length=280, blank=True)
    reveals_email = models.BooleanField(default=False)
    reveals_phone = models.BooleanField(default=False)
    met = models.BooleanField(null=True, blank=True)
    met_answered_on = models.DateField(null=True, blank=True)
    outcome = models.JSONField(default=dict)
    closed_thread = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["introduction", "place"], name="one_side_a_place"),
            models.UniqueConstraint(fields=["introduction", "person"], name="one_side_a_person"),
            models.CheckConstraint(condition=Q(place__in=(1, 2)), name="two_places"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "shown_on"], name="side_shown")
        ]


class Approval(models.Model):
    """What one of the two circles says of a draft: nothing yet, approved, or stopped, by one of its
    animators, with a note that the letter to its own member carries."""

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="approvals")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    verdict = code_column("")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    reason = code_column("")
    note = models.CharField(max_length=280, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["introduction", "circle"], name="one_approval")
        ]


class Message(models.Model):
    """A line of the thread of two people introduced. Not `delivered`: the other closed the thread, and the
    writer is not told."""

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(max_length=2000)
    written_at = models.DateTimeField()
    delivered = models.BooleanField(default=True)
