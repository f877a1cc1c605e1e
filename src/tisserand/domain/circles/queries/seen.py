"""How a member is read by the others of her circles: the same row as in their list, shown to herself."""

from datetime import date

from tisserand.domain.circles.models import Membership
from tisserand.domain.circles.queries.member import Member, told
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import withheld_by_person
from tisserand.vocabulary import Reader


def member_as_read(person: Person, reader: Reader, *, on: date) -> Member | None:
    """Return her row as a kind of reader finds it in the list of her first circle; None without a circle."""
    rows = Membership.objects.current().filter(person=person).order_by("joined_on", "pk")
    row = rows.select_related("person__organisation", "sponsor").first()
    return told(row, on, withheld_by_person([person.pk], reader)[person.pk]) if row else None
