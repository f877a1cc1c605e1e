"""Who reads which field: the defaults, what somebody keeps, what she shows again."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.domain.people.villagers import AT, together, villager
from tisserand.domain.people.actions import show, withhold, write_withheld
from tisserand.domain.people.models import Withheld
from tisserand.domain.people.queries import withheld_by_person, withheld_of
from tisserand.domain.people.rules import may_read
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Field, Reader, Refusal

KNOWN = (Reader.CIRCLE, Reader.OTHER_SIDE, Reader.ANIMATOR)


@pytest.mark.parametrize("field", Field)
@pytest.mark.parametrize("reader", Reader)
def test_default_is_everything_for_those_who_meet_her_and_nothing_for_others(
    field: Field, reader: Reader
) -> None:
    assert may_read(field, reader) is (reader in KNOWN)
    assert not may_read(field, reader, frozenset({(field, reader)}))
    others = frozenset((one, two) for one in Field for two in Reader if (one, two) != (field, reader))
    assert may_read(field, reader, others) is (reader in KNOWN), "what is kept from others changes nothing"


@pytest.mark.django_db
def test_field_is_kept_from_one_kind_of_reader_until_it_is_shown_again() -> None:
    ada, bob = villager(), villager()
    assert withhold(person=ada, field=Field.TOWN, reader=Reader.OTHER_SIDE, at=AT)
    assert not withhold(person=ada, field=Field.TOWN, reader=Reader.OTHER_SIDE, at=AT)
    assert withheld_of(ada) == {(Field.TOWN, Reader.OTHER_SIDE)}
    assert withheld_of(bob) == frozenset()
    assert not show(person=ada, field=Field.TOWN, reader=Reader.CIRCLE, at=AT), "that was shown already"
    assert show(person=ada, field=Field.TOWN, reader=Reader.OTHER_SIDE, at=AT)
    assert withheld_of(ada) == frozenset()


@pytest.mark.django_db
def test_whole_choice_replaces_the_one_before() -> None:
    ada = villager()
    withhold(person=ada, field=Field.TOWN, reader=Reader.CIRCLE, at=AT)
    wanted = {(Field.SECTOR, Reader.CIRCLE), (Field.CONCERN, Reader.ANIMATOR)}
    assert write_withheld(person=ada, kept=wanted, at=AT)
    assert withheld_of(ada) == wanted
    assert not write_withheld(person=ada, kept=wanted, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "reader"), [("email", "circle"), ("town", "everybody"), ("town", "public"), ("", "")]
)
def test_nothing_is_written_when_a_choice_does_not_exist(field: str, reader: str) -> None:
    ada = villager()
    with pytest.raises(Refused) as refused:
        write_withheld(person=ada, kept={("town", "circle"), (field, reader)}, at=AT)
    assert refused.value.code is Refusal.UNKNOWN_CHOICE
    assert not Withheld.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 3])
def test_many_people_are_read_in_one_query(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    everybody = [villager() for _ in range(people)]
    for one in everybody[1:]:
        write_withheld(person=one, kept={("town", "circle"), ("sector", "animator")}, at=AT)
    ids = [one.pk for one in everybody]
    with django_assert_num_queries(1):
        found = withheld_by_person(ids, Reader.CIRCLE)
    assert found == {ids[0]: frozenset(), **dict.fromkeys(ids[1:], frozenset({Field.TOWN}))}
    assert withheld_by_person(ids, Reader.PUBLIC) == dict.fromkeys(ids, frozenset(Field))


@pytest.mark.django_db(transaction=True)
def test_one_row_is_written_when_pressed_many_times_at_once() -> None:
    ada = villager()
    found = together([lambda: withhold(person=ada, field=Field.TOWN, reader=Reader.CIRCLE, at=AT)] * 4)
    assert sorted(map(str, found)) == ["False"] * 3 + ["True"]
