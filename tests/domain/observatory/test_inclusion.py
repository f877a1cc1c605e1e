"""The audit of inclusion from the tables: public facts only, kinds of ten and more, as many queries."""

from datetime import date, timedelta

import pytest

from tests.domain.circles.villages import is_constant, queries_of
from tests.domain.introductions.town import MONDAY, circle, join, member
from tests.domain.observatory.mondays import introduced, looked_after, to_read
from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.introductions.models import Approval
from tisserand.domain.introductions.rules import StopReason
from tisserand.domain.observatory.queries import Inclusion, inclusion, inclusion_of
from tisserand.domain.people.models import Person, Withheld
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Field, Reader, Refusal

pytestmark = pytest.mark.django_db
LAST_SPRING, THIS_MONTH, LONG_AGO = date(2043, 4, 2), date(2043, 11, 3), date(2042, 10, 31)


@pytest.fixture
def helene() -> Person:
    return looked_after()[0]


@pytest.fixture
def here(helene: Person) -> Circle:
    return helene.memberships.get().circle


@pytest.fixture
def there() -> Circle:
    return circle()


def read(animator: Person, here: Circle) -> Inclusion:
    return inclusion_of(animator, here.ref, MONDAY)


def members(here: Circle, number: int, **fields: object) -> list[Person]:
    return [member(here, **fields) for _ in range(number)]


def proposed(people: list[Person], here: Circle, there: Circle, **fields: object) -> None:
    for person in people:
        introduced(person, member(there), here, there, **{"first_shown_on": LAST_SPRING, **fields})


def kinds(found: tuple[inclusion.Exposure, ...]) -> list[tuple[str, int, int, int]]:
    return [(one.name, one.people, one.proposed, one.introduced) for one in found]


def test_only_its_animators_read_it(helene: Person, here: Circle) -> None:
    for person in (member(here), looked_after()[0]):
        with pytest.raises(Refused) as refused:
            read(person, here)
        assert refused.value.code is Refusal.NOT_FOUND


def test_fewer_than_ten_members_are_told_nothing(helene: Person, here: Circle, there: Circle) -> None:
    proposed(members(here, 8), here, there)
    told = read(helene, here)
    assert told.whole is None and told.sectors == () and told.actors == () and told.waiting is None


def test_shares_of_the_circle_and_of_its_large_kinds(helene: Person, here: Circle, there: Circle) -> None:
    food = members(here, 12, sector="alimentation")
    members(here, 9, sector="santé")
    members(here, 4)
    proposed(food[:6], here, there)
    proposed(food[6:8], here, there, established_on=LAST_SPRING)
    told = read(helene, here)
    assert told.whole is not None and kinds((told.whole,)) == [(here.name, 26, 8, 2)]
    assert kinds(told.sectors) == [("alimentation", 12, 8, 2), ("", 14, 0, 0)]
    assert told.waiting == 18


def test_only_whole_months_of_a_year_count(helene: Person, here: Circle, there: Circle) -> None:
    people = members(here, 12)
    proposed(people[:1], here, there, first_shown_on=THIS_MONTH)
    proposed(people[1:2], here, there, first_shown_on=LONG_AGO)
    Membership.objects.filter(person=people[2]).update(joined_on=THIS_MONTH)
    told = read(helene, here)
    assert told.whole is not None and (told.whole.people, told.whole.proposed) == (12, 0)
    assert (told.since, told.until) == (date(2042, 11, 1), date(2043, 11, 1))


def test_answers_and_days_of_sides_change_nothing(helene: Person, here: Circle, there: Circle) -> None:
    people = members(here, 12)
    proposed(people[:6], here, there)
    before = read(helene, here)
    for person in people[:6]:
        person.sides.update(answer="no", never=True, shown_on=LAST_SPRING, answered_on=LAST_SPRING)
        person.sides.get().introduction.sides.filter(place=2).update(shown_on=LAST_SPRING, answer="yes")
    assert read(helene, here) == before


def test_other_circles_and_what_was_never_shown_stay_unknown(
    helene: Person, here: Circle, there: Circle
) -> None:
    people, elsewhere = members(here, 12), circle()
    join(people[0], elsewhere)
    introduced(people[0], member(there), elsewhere, there, first_shown_on=LAST_SPRING)
    introduced(people[1], member(there), here, there, first_shown_on=LAST_SPRING, apart=True)
    to_read(people[2], member(there), here, there)
    introduced(people[3], helene, here, here, first_shown_on=LAST_SPRING, route="inside")
    told = read(helene, here)
    assert told.whole is not None and told.whole.proposed == 0


def withheld_sector(helene: Person, here: Circle, there: Circle) -> Inclusion:
    food = members(here, 14, sector="alimentation")
    members(here, 11)
    Withheld.objects.create(person=food[0], field=Field.SECTOR, reader=Reader.ANIMATOR)
    return read(helene, here)


def test_a_sector_kept_from_animators_is_among_the_others(
    helene: Person, here: Circle, there: Circle
) -> None:
    assert kinds(withheld_sector(helene, here, there).sectors) == [("alimentation", 13, 0, 0), ("", 13, 0, 0)]


def test_telling_a_kept_sector_is_found_when_planted(
    helene: Person, here: Circle, there: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        inclusion, "withheld_by_person", lambda people, _reader: dict.fromkeys(people, frozenset())
    )
    assert kinds(withheld_sector(helene, here, there).sectors)[0] == ("alimentation", 14, 0, 0)


def test_network_stands_beside_when_the_rest_of_it_is_large(
    helene: Person, here: Circle, there: Circle
) -> None:
    people = members(here, 11)
    members(there, 8)
    proposed(people[:1], here, there)
    assert read(helene, here).network is None, "nine people would be told by difference"
    member(there)
    told = read(helene, here).network
    assert told is not None and (told.people, told.proposed) == (22, 2)


def test_a_large_network_is_counted_once_an_hour(
    helene: Person, here: Circle, there: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inclusion, "MANY", 20)
    members(here, 11)
    members(there, 12)
    first = read(helene, here).network
    members(there, 5)
    later = inclusion_of(helene, here.ref, MONDAY + timedelta(hours=1)).network
    assert first is not None and later is not None
    assert read(helene, here).network == first
    assert later.people == first.people + 5


def test_pairs_set_aside_are_counted_by_reason(helene: Person, here: Circle, there: Circle) -> None:
    for reason in ("not_this_member_yet", "not_this_member_yet", "not_this_pair"):
        to_read(member(here), member(there), here, there)
        Approval.objects.filter(verdict="").update(verdict="stopped", reason=reason, answered_on=LAST_SPRING)
    assert read(helene, here).stops == {
        StopReason.NOT_THIS_MEMBER_YET: 2, StopReason.NOT_THIS_PAIR: 1, StopReason.ALREADY_ACQUAINTED: 0,
    }  # fmt: skip


def test_dosage_is_read_from_routes_and_shared_contacts(helene: Person, here: Circle, there: Circle) -> None:
    for shared, number in ((0, 5), (1, 3), (12, 1)):
        proposed(members(here, number), here, there, facts={"shared": shared})
    assert read(helene, here).dosage is None
    one, two = members(here, 2)
    introduced(one, two, here, here, route="inside", first_shown_on=LAST_SPRING)
    assert read(helene, here).dosage == (2, 3, 5)


def test_queries_do_not_grow(helene: Person, here: Circle, there: Circle) -> None:
    def grow(number: int) -> None:
        proposed(members(here, number, sector=f"secteur {number}"), here, there)
        proposed(members(here, number), here, there, established_on=LAST_SPRING)

    members(here, 10)
    assert is_constant(lambda: read(helene, here), grow, (1, 3, 12))
    assert queries_of(lambda: read(helene, here)) <= 8
