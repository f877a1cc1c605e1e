"""A list of people becomes invitations that wait: whole or not at all, once, and nobody appears anywhere."""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import pytest
from django.db import connections

from tests.domain.circles.villages import member, refused, ring
from tests.domain.people.villagers import AT, TODAY, together, villager
from tisserand.domain.attention.models import Letter
from tisserand.domain.circles.actions import Imported, import_people, invite_to_circle, send_invitations
from tisserand.domain.circles.models import Admission, Circle
from tisserand.domain.circles.queries import import_preview, members_of
from tisserand.domain.people.models import Invitation, Person
from tisserand.formats.records import Ask
from tisserand.formats.records import Person as Record
from tisserand.vocabulary import AskType, Refusal


class KilledError(Exception):
    """Stands for a stop in the middle."""


def crowd(people: int, start: int = 0) -> list[Record]:
    """Return people as a file gives them."""
    return [
        Record(f"p{row}", f"Personne {row}", f"Guest{row}@example.org", town="Lyon")
        for row in range(start, start + people)
    ]


@pytest.mark.django_db
def test_import_prepares_and_sends_nothing() -> None:
    ada = villager(language="en")
    circle = ring(ada)
    people = [*crowd(3), Record("x", "No address"), Record("y", "Again", "guest0@example.org")]
    assert import_people(by=ada, circle=circle, people=people, at=AT) == Imported(3, 1, 0, 1)
    assert list(Invitation.objects.values_list("email", "language", "sent_on").order_by("pk")) == [
        (f"guest{row}@example.org", "en", None) for row in range(3)
    ]
    assert not Letter.objects.exists()
    assert Person.objects.count() == 1, "an import makes invitations, not people"
    assert len(members_of(ada, circle, on=TODAY).rows) == 1


@pytest.mark.django_db
def test_facts_wait_with_the_invitation() -> None:
    ada = villager()
    circle = ring(ada)
    person = Record(
        "1", "Bob", "bob@example.org", town="Lyon", organisation="La Maison", actor_type="association",
        sector="bois", needs=(Ask("un local", AskType.PREMISES), Ask("des bras")),
    )  # fmt: skip
    import_people(by=ada, circle=circle, people=[person], at=AT)
    assert Admission.objects.get().facts == {
        "town": "Lyon", "organisation": "La Maison", "actor_type": "association", "sector": "bois",
        "needs": [["un local", "locaux"], ["des bras", ""]],
    }  # fmt: skip


@pytest.mark.django_db
def test_same_list_again_prepares_nothing_more() -> None:
    ada = villager()
    circle = ring(ada)
    import_people(by=ada, circle=circle, people=crowd(5), at=AT)
    assert import_people(by=ada, circle=circle, people=crowd(7), at=AT) == Imported(2, 5, 0, 0)
    assert import_people(by=ada, circle=circle, people=crowd(7), at=AT) == Imported(0, 7, 0, 0)
    assert Invitation.objects.count() == Admission.objects.count() == 7


@pytest.mark.django_db
def test_preview_compares_with_the_list_and_this_circle_only() -> None:
    ada = villager()
    circle, elsewhere = ring(ada), ring(ada)
    member(circle, email="guest0@example.org")
    member(elsewhere, email="guest1@example.org")
    villager(email="guest2@example.org")
    invite_to_circle(by=ada, circle=elsewhere, email="guest3@example.org", at=AT)
    invite_to_circle(by=ada, circle=circle, email="guest4@example.org", at=AT)
    found = import_preview(ada, circle, crowd(6), on=TODAY)
    assert [row.email for row in found.rows] == [f"guest{row}@example.org" for row in (1, 2, 3, 5)]
    assert (found.members, found.repeats) == (1, 1)
    assert Invitation.objects.count() == 2, "a preview writes nothing"


@pytest.mark.django_db
def test_one_unusable_row_stops_the_whole_list() -> None:
    ada = villager()
    circle = ring(ada)
    people = [*crowd(2), Record("bad", "Bad", "bad address"), Record("worse", "W\u202ex", "w@example.org")]
    with pytest.raises(Exception, match="bad_address") as found:
        import_people(by=ada, circle=circle, people=people, at=AT)
    assert found.value.facts == {"id": "bad", "rows": 2}  # type: ignore[attr-defined]
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_only_animators_import() -> None:
    circle = ring(villager())
    for person in (member(circle), villager(), villager(is_host=True)):
        with refused(Refusal.NOT_FOUND):
            import_people(by=person, circle=circle, people=crowd(1), at=AT)
        with refused(Refusal.NOT_FOUND):
            import_preview(person, circle, crowd(1), on=TODAY)


def stopped_at(statement: int) -> Callable[..., Any]:
    """Return a wrapper of statements that stops at the nth writing one."""
    left = [statement]

    def run(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith("INSERT"):
            left[0] -= 1
            if not left[0]:
                raise KilledError
        return execute(sql, params, many, context)

    return run


Importer = Callable[[Person, Circle, Sequence[Record]], object]


def left_by_stops(importer: Importer) -> set[tuple[int, int]]:
    """Stop an import at its first writing statement, then at the second, to the last; return how many
    (invitations, admissions) each stop left."""
    left, ada = set(), villager()
    for statement in count(1):
        circle = ring(ada)
        before = Invitation.objects.count(), Admission.objects.count()
        try:
            with connections["default"].execute_wrapper(stopped_at(statement)):
                importer(ada, circle, crowd(250))
        except KilledError:
            left.add((Invitation.objects.count() - before[0], Admission.objects.count() - before[1]))
        else:
            assert statement > 2, "it was stopped in the middle too"
            break
    return left


@pytest.mark.django_db
def test_import_stopped_anywhere_leaves_nothing() -> None:
    def whole(ada: Person, circle: Circle, people: Sequence[Record]) -> object:
        return import_people(by=ada, circle=circle, people=people, at=AT)

    assert left_by_stops(whole) == {(0, 0)}


@pytest.mark.django_db
def test_import_by_halves_is_caught_when_planted() -> None:
    def halves(ada: Person, circle: Circle, people: Sequence[Record]) -> object:
        return [import_people(by=ada, circle=circle, people=people[i::2], at=AT) for i in range(2)]

    assert left_by_stops(halves) != {(0, 0)}


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_make_no_double() -> None:
    ada = villager()
    circle = ring(ada)
    found = together(
        [lambda: import_people(by=ada, circle=circle, people=crowd(300), at=AT) for _ in range(3)]
    )
    assert sorted(one.prepared for one in found if isinstance(one, Imported)) == [0, 0, 300]
    assert Invitation.objects.count() == 300


@pytest.mark.django_db
def test_long_list_costs_no_query_a_row() -> None:
    ada = villager()
    circle = ring(ada)
    with connections["default"].execute_wrapper(counter := Counted()):
        import_people(by=ada, circle=circle, people=crowd(400), at=AT)
        assert counter.taken() < 30
        send_invitations(by=ada, circle=circle, at=AT)
        assert counter.taken() < 30
    assert Letter.objects.count() == 400


class Counted:
    """Counts statements."""

    def __init__(self) -> None:
        self.seen = 0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.seen += 1
        return execute(*statement)

    def taken(self) -> int:
        """Return how many statements there were since the last time."""
        seen, self.seen = self.seen, 0
        return seen
