"""The one table of the observatory: figures, by circle and by week."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tisserand.domain.circles.models import Circle
from tisserand.domain.columns import code_column


class Measure(models.Model):
    """One figure of one week: of a circle, of two (`circle` and `other`, smaller key first), or of the whole
    network when `circle` is empty.

    `low` and `high` bound what chance alone would give, around `expected`; `people` were counted.
    """

    circle = models.ForeignKey(Circle, null=True, on_delete=models.CASCADE, related_name="measures")
    other = models.ForeignKey(Circle, null=True, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    code = code_column()
    value = models.FloatField(null=True)
    expected = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    people = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["circle", "week", "code"],
                condition=Q(circle__isnull=False, other__isnull=True),
                name="one_measure",
            ),
            models.UniqueConstraint(
                fields=["circle", "other", "week", "code"],
                condition=Q(other__isnull=False),
                name="one_measure_of_two",
            ),
            models.UniqueConstraint(
                fields=["week", "code"], condition=Q(circle__isnull=True), name="one_network_measure"
            ),
        ]
