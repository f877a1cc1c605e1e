"""What the pages of lists ask of the worker, because a request must not do it itself."""

from __future__ import annotations

from django_tasks import task

from tisserand.domain.attention.queries import now
from tisserand.domain.circles import actions
from tisserand.domain.circles.queries import animated_circle
from tisserand.domain.people.queries import person_of_ref
from tisserand.domain.refused import Refused

QUICK, LONG = "quick", "long"


@task(queue_name=QUICK)
def read_list(ref: str) -> None:
    """Read a list of members; again, it is read once."""
    actions.read_list(ref=ref, at=now())


@task(queue_name=QUICK)
def take_in(ref: str) -> None:
    """Bring a list of members in; again, nobody is invited twice."""
    actions.take_in(ref=ref, at=now())


@task(queue_name=LONG)
def send_all(person_ref: str, circle_ref: str) -> None:
    """Send what is ready in a circle, for somebody who animates it still; again, it goes on."""
    person = person_of_ref(person_ref)
    if person is None:
        return
    try:
        actions.send_invitations(by=person, circle=animated_circle(person, circle_ref), at=now())
    except Refused:  # she gave back the keys meanwhile
        return
