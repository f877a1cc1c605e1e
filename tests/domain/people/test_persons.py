"""Who is here: created, confirmed, described by herself, at rest."""

from datetime import timedelta

import pytest

from tests.domain.people.villagers import AT, TODAY, together, villager
from tisserand.domain.people.actions import confirm_person, create_person, pause, resume, write_profile
from tisserand.domain.people.models import Organisation, Person
from tisserand.domain.people.queries import has_host, person_of_address, person_of_ref
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal

pytestmark = pytest.mark.django_db


def test_person_appears_nowhere_until_she_is_confirmed() -> None:
    ada = create_person(email="Ada@Example.org", name="Ada Martin", at=AT, is_host=True)
    assert (ada.email, ada.created_on, ada.confirmed_on) == ("ada@example.org", TODAY, None)
    assert not ada.has_usable_password()
    assert person_of_address(" ADA@example.ORG ") == ada
    assert person_of_ref(ada.ref) is None
    assert not has_host()
    confirm_person(person=ada, at=AT)
    confirm_person(person=ada, at=AT + timedelta(days=3))
    assert person_of_ref(ada.ref) == ada
    assert has_host()
    assert Person.objects.get().confirmed_on == TODAY


def test_person_is_refused_when_the_address_is_taken() -> None:
    create_person(email="ada@example.org", name="Ada", at=AT)
    with pytest.raises(Refused) as refused:
        create_person(email="ADA@example.org", name="Adèle", at=AT)
    assert refused.value.code is Refusal.ALREADY_DONE
    assert Person.objects.get().name == "Ada"


@pytest.mark.parametrize(
    ("field", "text", "kept"),
    [
        ("name", " Ada  Martin ", "Ada Martin"),
        ("language", "en", "en"),
        ("zone", "Indian/Reunion", "Indian/Reunion"),
        ("zone", "", ""),
        ("phone", "+33 6 12 34 56 78", "+33 6 12 34 56 78"),
        ("town", "Saint-Étienne", "Saint-Étienne"),
        ("actor_type", "association", "association"),
        ("sector", "textile", "textile"),
        ("concern", "que les  savoirs circulent", "que les savoirs circulent"),
    ],
)
def test_profile_changes_what_was_written_only(field: str, text: str, kept: str) -> None:
    ada = villager(town="Lyon", sector="bois", phone="0612345678")
    before = Person.objects.values().get()
    write_profile(person=ada, at=AT, **{field: text})
    after = Person.objects.values().get()
    assert after == {**before, field: kept}


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("name", "   ", Refusal.BAD_NAME),
        ("name", "Ada\u202e", Refusal.HIDDEN_CHARACTERS),
        ("language", "de", Refusal.UNKNOWN_CHOICE),
        ("zone", "Europe/Atlantide", Refusal.UNKNOWN_CHOICE),
        ("phone", "appelez-moi", Refusal.BAD_PHONE),
        ("town", "x" * 81, Refusal.TEXT_TOO_LONG),
        ("actor_type", "roi", Refusal.UNKNOWN_CHOICE),
        ("concern", "x" * 161, Refusal.TEXT_TOO_LONG),
        ("organisation", "x" * 121, Refusal.TEXT_TOO_LONG),
    ],
)
def test_nothing_changes_when_one_field_is_refused(field: str, text: str, code: Refusal) -> None:
    ada = villager()
    before = Person.objects.values().get()
    fields = {"sector": "textile", field: text}
    with pytest.raises(Refused) as refused:
        write_profile(person=ada, at=AT, **fields)
    assert refused.value.code is code
    assert Person.objects.values().get() == before


@pytest.mark.parametrize("field", ["email", "is_host", "confirmed_on", "ref", "password", "paused_on"])
def test_profile_cannot_write_what_is_not_hers(field: str) -> None:
    with pytest.raises(KeyError):
        write_profile(person=villager(), at=AT, **{field: "x"})


def test_organisation_is_shared_by_its_name_and_forgotten_with_its_last_person() -> None:
    ada, bob = villager(), villager()
    write_profile(person=ada, at=AT, organisation="Les Tisserands")
    write_profile(person=bob, at=AT, organisation="les  tisserands")
    assert Organisation.objects.get().name == "Les Tisserands"
    write_profile(person=ada, at=AT, organisation="")
    assert Organisation.objects.count() == 1
    write_profile(person=bob, at=AT, organisation="Atelier")
    assert [row.name for row in Organisation.objects.all()] == ["Atelier"]
    write_profile(person=bob, at=AT, town="Lyon")
    assert Person.objects.get(pk=bob.pk).organisation is not None, "not given, not changed"


def test_pause_is_one_date_until_she_comes_back() -> None:
    ada = villager(zone="Indian/Reunion")
    late = AT.replace(hour=21)
    assert pause(person=ada, at=late).paused_on == TODAY + timedelta(days=1)
    assert pause(person=ada, at=late + timedelta(days=9)).paused_on == TODAY + timedelta(days=1)
    assert not Person.objects.open_to_proposals().exists()
    assert resume(person=ada, at=late).paused_on is None
    assert resume(person=ada, at=late).paused_on is None
    assert Person.objects.open_to_proposals().get() == ada


@pytest.mark.django_db(transaction=True)
def test_one_person_is_created_when_an_address_comes_many_times_at_once() -> None:
    found = together([lambda: create_person(email="ada@example.org", name="Ada", at=AT)] * 6)
    assert Person.objects.count() == 1
    assert sum(isinstance(one, Person) for one in found) == 1
    assert {one.code for one in found if isinstance(one, Refused)} == {Refusal.ALREADY_DONE}, found
