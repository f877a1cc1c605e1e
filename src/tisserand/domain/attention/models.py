"""Tables of attention: the network's clock, budgets, requests shown, letters waiting."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tisserand.domain.columns import code_column, ref_column
from tisserand.domain.people.models import Person


class Clock(models.Model):
    """The network's own clock: one row, which never goes back.

    `held_at` is a machine's instant more than a month ahead, which the host has not confirmed: until then
    the clock stands still. `ahead_days` is how far a demo was moved on by hand.
    """

    at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)
    ahead_days = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(pk=1), name="one_clock")
        ]


class Turn(models.Model):
    """A job that the clock has already sent out for a slot of time: never twice."""

    job = models.CharField(max_length=80)
    slot = models.CharField(max_length=24)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["job", "slot"], name="one_turn")
        ]


class Budget(models.Model):
    """How many requests a week somebody wants, and on which days (bits: Monday 1, Tuesday 2, Wednesday 4...)
    letters may reach her."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="budget")
    a_week = models.PositiveSmallIntegerField(default=2)
    letter_days = models.PositiveSmallIntegerField(default=2 + 16)


class Request(models.Model):
    """Something asked of a person's time, counted once, the day it is first shown."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="requests")
    kind = code_column()
    about = models.CharField(max_length=40)
    shown_on = models.DateField()
    week = models.DateField()
    promised_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "kind", "about"], name="one_request")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "week"], name="request_week")]


class Letter(models.Model):
    """A letter waiting to be written: a code and references, no text. `once` makes it unique; `secret` holds
    a sign-in code until it is used or too old; `address` stands for somebody who is not a person yet."""

    ref = ref_column()
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="letters")
    address = models.CharField(max_length=254, blank=True)
    kind = code_column()
    about = models.CharField(max_length=80, blank=True)
    secret = models.CharField(max_length=64, blank=True)
    once = models.CharField(max_length=120, unique=True)
    queued_at = models.DateTimeField()
    due_on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
