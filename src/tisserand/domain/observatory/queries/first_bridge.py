"""A first bridge for a circle that has none: another one where what is looked for here is offered, or the
other way round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.models import Membership
from tisserand.domain.exchanges.models import AskSet, Need, Offer
from tisserand.domain.observatory.queries.fabric import FabricTold, Patch
from tisserand.domain.observatory.rules.threshold import may_be_told
from tisserand.domain.people.models import Person
from tisserand.vocabulary import AskType, Audience

Totals = dict[tuple[int, str], int]


@dataclass(frozen=True, slots=True)
class FirstBridge:
    """A bridge that could be: from `circle`, which has none, to `other`. `theme` is what enough people of
    the one look for and enough of the other offer (`gives`: the other way round); None: they only are in the
    same `town`."""

    circle: Patch
    other: Patch
    theme: AskType | None
    gives: bool = False
    town: str = ""


def first_bridges(person: Person, told: FabricTold, at: datetime) -> list[FirstBridge]:
    """Return one suggestion for each circle without a bridge that she sees, where there is one; two queries
    at most. A theme is told when ten people look for it and ten offer it (five in a circle of her own)."""
    alone = [circle for circle in told.alone if circle.own or circle.listed]
    others = [circle for circle in told.circles if circle.listed]
    if not person.is_here or not alone or len(others) < 2:
        return []
    keys = [circle.key for circle in (*alone, *others)]
    on = network_day(at)
    needs, offers = _totals(Need.objects.holding(on), keys), _totals(Offer.objects.holding(on), keys)
    found = (_first(circle, others, needs, offers) for circle in alone)
    return [one for one in found if one is not None]


def _first(circle: Patch, others: Sequence[Patch], needs: Totals, offers: Totals) -> FirstBridge | None:
    best: tuple[int, FirstBridge] | None = None
    for other in others:
        if other.key == circle.key:
            continue
        for theme in AskType:
            for gives, mine, theirs in ((False, needs, offers), (True, offers, needs)):
                here, there = mine.get((circle.key, theme), 0), theirs.get((other.key, theme), 0)
                told = may_be_told(here, outside=not circle.own) and may_be_told(there, outside=not other.own)
                if told and theme is not AskType.OTHER and (best is None or min(here, there) > best[0]):
                    best = min(here, there), FirstBridge(circle, other, theme, gives)
    if best is not None:
        return best[1]
    beside = [
        other for other in others if other.key != circle.key and circle.town and other.town == circle.town
    ]
    near = max(beside, key=lambda other: (not other.alone, other.people or 0), default=None)
    return FirstBridge(circle, near, None, town=circle.town) if near else None


def _totals(asks: "AskSet", circles: Sequence[int]) -> Totals:
    """How many people of each circle ask for each theme, for others to read."""
    rows: QuerySet[Membership] = Membership.objects.current().filter(circle__in=circles)
    name = asks.model._meta.model_name
    path = f"person__{name}s"
    open_ones = asks.exclude(audience=Audience.CIRCLE).exclude(type="")
    found = rows.filter(**{f"{path}__in": open_ones}).order_by()
    counted = found.values_list("circle_id", f"{path}__type").annotate(Count("person", distinct=True))
    return {(circle, theme): people for circle, theme, people in counted}
