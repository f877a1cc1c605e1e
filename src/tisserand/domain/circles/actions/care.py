"""What an animator does for one member: give her a sponsor, leave her alone for a while."""

from datetime import datetime, timedelta

from django.db import transaction

from tisserand.domain.circles.actions.circle import locked_circle
from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.circles.queries.care import SPARED_DAYS, sponsors_for
from tisserand.domain.circles.queries.circle import animates
from tisserand.domain.circles.queries.member import member_of
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal


@transaction.atomic
def name_sponsor(
    *,
    by: Person,
    circle: Circle,
    person_ref: str,
    sponsor_ref: str,
    at: datetime,  # noqa: ARG001
) -> Membership:
    """Name a member as the sponsor of another, in the place of the one she had.

    Refused: NOT_FOUND unless `by` animates the circle and may name the member, SELF, SPONSOR_NOT_MEMBER for
    whoever is not among `sponsors_for`: outside the circle, resting, or kept apart from her by a block, which
    the answer does not tell.
    """
    own = _membership(by, circle, person_ref)
    if person_ref == sponsor_ref:
        raise Refused(Refusal.SELF)
    named = next((one for one in sponsors_for(by, circle, own.person) if one.ref == sponsor_ref), None)
    if named is None:
        raise Refused(Refusal.SPONSOR_NOT_MEMBER)
    own.sponsor_id = named.person
    own.save(update_fields=["sponsor"])
    return own


@transaction.atomic
def spare_member(*, by: Person, circle: Circle, person_ref: str, at: datetime) -> Membership:
    """Leave a member alone for three months: the animators of this circle are not told that she goes quiet.

    Refused: NOT_FOUND unless `by` animates the circle and may name the member.
    """
    own = _membership(by, circle, person_ref)
    own.spared_until = day_of(None, at) + timedelta(days=SPARED_DAYS)
    own.save(update_fields=["spared_until"])
    return own


def _membership(by: Person, circle: Circle, person_ref: str) -> Membership:
    row = locked_circle(circle)
    if not animates(by, row):
        raise Refused(Refusal.NOT_FOUND)
    person = member_of(by, row, person_ref)
    return Membership.objects.current().select_related("person").get(circle=row, person=person)
