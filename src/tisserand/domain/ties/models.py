"""Tables of ties: contacts, the strength they make, vouches."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.columns import code_column, ref_column
from tisserand.domain.people.models import Person


class ContactSet(models.QuerySet["Contact"]):
    """Chainable filters on contacts."""

    def told_by_both(self) -> Self:
        """Those that both sides said, or that no side had to say, between two people who are still there."""
        return self.filter(confirmed_on__isnull=False, giver__isnull=False, receiver__isnull=False)

    def told_by_one(self) -> Self:
        """Those that only the giver said: private to their pair."""
        return self.filter(confirmed_on__isnull=True, giver__isnull=False, receiver__isnull=False)

    def between(self, one: int, other: int) -> Self:
        """Those of two people, by key, whoever gave."""
        return self.filter(Q(giver=one, receiver=other) | Q(giver=other, receiver=one))


class Contact(models.Model):
    """What happened between two people, once. Empty `confirmed_on`: only `giver` said so, and it stays
    private to the pair. An erased person leaves an empty place in the other's history."""

    giver = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="contacts_given")
    receiver = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="contacts_received"
    )
    kind = code_column()
    at = models.DateTimeField()
    about = models.CharField(max_length=40, blank=True)
    once = models.CharField(max_length=80, unique=True)
    confirmed_on = models.DateField(null=True, blank=True)

    objects = ContactSet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="contact_of_two")
        ]


class Tie(models.Model):
    """How strong the tie of two people is now, from their contacts; `low` has the smaller key."""

    low = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties_low")
    high = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties_high")
    strength = models.FloatField()
    contacts = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["low", "high"], name="one_tie"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="tie_in_order"),
        ]


class VouchSet(models.QuerySet["Vouch"]):
    """Chainable filters on vouches."""

    def holding(self, on: date) -> Self:
        """Those that may be told on day `on`: agreed, not taken back, not past, both still in the circle."""
        agreed = self.filter(agreed_on__isnull=False, revoked_on__isnull=True, until__gte=on)
        inside = Membership.objects.current().filter(circle=OuterRef("circle"))
        return agreed.filter(
            Exists(inside.filter(person=OuterRef("author"))), Exists(inside.filter(person=OuterRef("about")))
        )


class Vouch(models.Model):
    """One scoped, dated, expiring sentence: `author` answers for `about` in a circle. It is told only once
    `about` agreed, and either may take it back."""

    ref = ref_column()
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="vouches_given")
    about = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="vouches_received")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="vouches")
    sentence = models.CharField(max_length=280)
    written_on = models.DateField()
    until = models.DateField()
    agreed_on = models.DateField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)

    objects = VouchSet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["author", "about", "circle"], condition=Q(revoked_on__isnull=True), name="one_vouch"
            ),
            models.CheckConstraint(condition=~Q(author=F("about")), name="vouch_for_another"),
        ]
