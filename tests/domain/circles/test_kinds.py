"""Ready-made choices of a circle: coherent, complete, written only when they are written."""

import pytest

from tests.domain.circles.villages import member, refused, ring
from tests.domain.people.villagers import AT, TODAY, villager
from tisserand.domain.circles.actions import write_circle
from tisserand.domain.circles.queries import members_of
from tisserand.domain.circles.rules.kinds import MIDDLE, POLICIES, policy_of, stop
from tisserand.domain.people.models import Person, Withheld
from tisserand.domain.refused import Refused
from tisserand.vocabulary import ApprovalMode, CircleKind, Field, Reader, Refusal
from tisserand.wording.choices import CIRCLE_DISTANCES, CIRCLE_KINDS


def test_every_kind_has_its_policy_and_its_words() -> None:
    assert set(POLICIES) == set(CIRCLE_KINDS) == set(CircleKind)
    assert len(set(POLICIES.values())) == len(POLICIES), "two kinds alike are one"
    assert {0, 4, MIDDLE} <= set(range(len(CIRCLE_DISTANCES))) and len(CIRCLE_DISTANCES) == 5
    assert policy_of("village") is policy_of("") is None


def test_no_kind_opens_what_it_cannot_read_again() -> None:
    for policy in POLICIES.values():
        assert not (policy.approval == ApprovalMode.REQUIRED and policy.listed)
        assert not (policy.approval == ApprovalMode.NONE and policy.vouch_needed)


@pytest.mark.parametrize("value", ["5", "-1", "1.0", "", "far", "٣", "99999999999"])
def test_stop_that_does_not_exist_is_refused(value: str) -> None:
    with pytest.raises(Refused) as found:
        stop(value)
    assert (found.value.code, found.value.facts) == (Refusal.BAD_NUMBER, {"least": 0, "most": 4})


@pytest.mark.django_db
def test_kind_and_distance_are_written() -> None:
    ada = villager()
    circle = ring(ada)
    kind = CircleKind.TERRITORY
    write_circle(by=ada, circle=circle, at=AT, kind=kind, **POLICIES[kind]._asdict())
    circle.refresh_from_db()
    written = (circle.kind, circle.approval, circle.through_members, circle.distance)
    assert written == (CircleKind.TERRITORY, ApprovalMode.NONE, True, 3)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "code"),
    [({"kind": "village"}, Refusal.UNKNOWN_CHOICE), ({"distance": "9"}, Refusal.BAD_NUMBER)],
)
def test_refused_choice_writes_nothing(fields: dict[str, str], code: Refusal) -> None:
    ada = villager()
    circle = ring(ada)
    with refused(code):
        write_circle(by=ada, circle=circle, at=AT, name="Autre", **fields)
    circle.refresh_from_db()
    assert circle.name != "Autre" and circle.distance == MIDDLE


@pytest.mark.django_db
def test_list_of_members_leaves_out_what_is_kept_from_its_reader() -> None:
    helene = villager("Hélène")
    circle = ring(helene)
    ada = member(circle, "Ada", town="Lyon", concern="la mer", sector="bois")
    bob = member(circle, "Bob")
    Withheld.objects.create(person=ada, field=Field.TOWN, reader=Reader.ANIMATOR)
    Withheld.objects.create(person=ada, field=Field.CONCERN, reader=Reader.CIRCLE)

    def read(reader: Person) -> tuple[str, str, str]:
        row = next(one for one in members_of(reader, circle, on=TODAY).rows if one.name == "Ada")
        return row.town, row.concern, row.sector

    assert read(helene) == ("", "la mer", "bois")
    assert read(bob) == ("Lyon", "", "bois")
    assert read(ada) == ("Lyon", "la mer", "bois"), "she reads her own"
