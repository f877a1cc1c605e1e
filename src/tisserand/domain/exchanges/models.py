"""Tables of exchanges: needs and offers, in people's own words."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from tisserand.domain.columns import code_column, ref_column
from tisserand.domain.people.models import Person
from tisserand.vocabulary import Audience


def holding_on(on: date) -> Q:
    """Return the condition under which an open need or offer is not past on day `on`."""
    return Q(until__isnull=True) | Q(until__gte=on)


class AskSet(models.QuerySet["Ask"]):
    """Chainable filters on needs and offers."""

    def open(self) -> Self:
        """Those that were not closed."""
        return self.filter(closed_on__isnull=True)

    def holding(self, on: date) -> Self:
        """Those that may be told on day `on`: open, and not past."""
        return self.open().filter(holding_on(on))


class Ask(models.Model):
    """What needs and offers have in common: a sentence, perhaps its type, how far it may be read, until
    when it holds."""

    ref = ref_column()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="%(class)ss")
    text = models.CharField(max_length=280)
    type = code_column("")
    audience = code_column(Audience.BRIDGED)
    created_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = AskSet.as_manager()

    class Meta:
        abstract = True


class Need(Ask):
    """Something somebody looks for."""


class Offer(Ask):
    """Something somebody can give."""
