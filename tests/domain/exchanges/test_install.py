"""A whole network installed at once: all of it, under the same references each time, or nothing."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.networks import ON, random_network
from tisserand.domain.circles.models import Bridge, BridgePerson, Circle, Membership, Signature
from tisserand.domain.circles.rules.bridge import row_ref
from tisserand.domain.columns import ALPHABET, REF_LENGTH
from tisserand.domain.exchanges.install import FoundedCircle, Founding, install_network, ref_from
from tisserand.domain.exchanges.models import Need, Offer
from tisserand.domain.introductions.jobs.gathering import gather
from tisserand.domain.introductions.queries.left import most_a_week
from tisserand.domain.people.models import Consent as Answered
from tisserand.domain.people.models import Organisation, Person
from tisserand.domain.refused import Refused
from tisserand.domain.ties.jobs import strengthen
from tisserand.domain.ties.models import Contact, Tie
from tisserand.formats import records
from tisserand.formats.records import Ask, Network
from tisserand.vocabulary import ApprovalMode, AskType, Consent, Refusal, Role

pytestmark = pytest.mark.django_db
AT = datetime(ON.year, ON.month, ON.day, 9, tzinfo=UTC)
NOTHING = Founding(())
USUAL = 2
"""How far a circle introduces its members unless it says otherwise."""


def installed(network: Network, founding: Founding = NOTHING) -> dict[str, str]:
    return install_network(network=network, founding=founding, at=AT)


def two(*bridges: records.Bridge) -> Network:
    """Somebody in each of two circles, and bridges between them."""
    people = (records.Person("ada", circles=("Nord",)), records.Person("bob", circles=("Sud",)))
    return Network(people, (), bridges)


def drawn(seed: int) -> Network:
    """A random network as an installation can hold it: contacts are dated, nobody comes tomorrow."""
    found = random_network(seed, people=40, circles=6, bridges=True)
    people = tuple(
        row._replace(organisation=f"Atelier {place % 7}", sector="culture")
        for place, row in enumerate(found.people)
    )
    ties = tuple(tie for tie in found.ties if tie.at and tie.at <= AT)
    bridges = {(row.start, row.end, row.themes): row for row in found.bridges or ()}
    return replace(found, people=people, ties=ties, bridges=tuple(bridges.values()))


def as_installed(row: records.Person, ref: str) -> records.Person:
    """A record as the weaving must read it from the installation: under a reference, nothing of her address,
    the defaults of the network written out."""
    told = frozenset(row.allow | {Consent.PROFILED})
    return row._replace(
        id=ref, name="", email="", budget=most_a_week(row.budget), allow=told,
        joined_on=row.joined_on or ON, agreed_on=None, circles=tuple(sorted(map(circle_ref, row.circles))),
        distance=USUAL if row.distance is None and row.circles else row.distance,
    )  # fmt: skip


def circle_ref(name: str) -> str:
    return ref_from(f"circle {name}")


def in_order(row: records.Person) -> records.Person:
    return row._replace(
        circles=tuple(sorted(row.circles)), needs=tuple(sorted(row.needs, key=str)),
        offers=tuple(sorted(row.offers, key=str)), allow=row.allow | {Consent.PROFILED},
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_everything_is_read_back_as_it_was_given(seed: int) -> None:
    network = drawn(seed)
    refs = installed(network)
    read = gather(AT).network
    assert [in_order(row) for row in read.people] == [
        in_order(as_installed(row, refs[row.id])) for row in network.people
    ]
    assert Counter(read.ties) == Counter(tie._replace(a=refs[tie.a], b=refs[tie.b]) for tie in network.ties)
    held = [row for row in network.bridges or () if row.quota and (row.until is None or row.until >= ON)]
    assert Counter((row.start, row.end, row.quota, row.themes) for row in read.bridges or ()) == Counter(
        (circle_ref(row.start), circle_ref(row.end), row.quota, row.themes) for row in held
    )


def test_the_random_networks_use_what_is_compared() -> None:
    """Control: what the test above compares is there, in enough kinds."""
    networks = [drawn(seed) for seed in range(6)]
    people = [row for network in networks for row in network.people]
    assert all(
        len({getattr(row, column) for row in people}) > 2 for column in ("budget", "town", "joined_on")
    )
    assert all(len({getattr(row, column) for row in people}) > 5 for column in ("needs", "offers", "allow"))
    assert sum(len(network.ties) for network in networks) > 100
    assert sum(len(network.bridges or ()) for network in networks) > 10


def test_an_installation_is_filled_once() -> None:
    installed(two())
    with pytest.raises(Refused) as refused:
        installed(drawn(1))
    assert refused.value.code is Refusal.ALREADY_SET_UP
    assert (Person.objects.count(), Circle.objects.count()) == (2, 2)


def test_a_network_that_cannot_be_written_leaves_nothing() -> None:
    people = tuple(records.Person(name, email="one@example.org", circles=("Nord",)) for name in ("a", "b"))
    late = records.Tie("a", "a", at=AT)  # refused by the last table that is written
    for network in (Network(people, ()), replace(two(), ties=(late._replace(a="ada", b="ada"),))):
        with pytest.raises(IntegrityError), transaction.atomic():
            installed(network)
        tables = (Person, Circle, Membership, Organisation, Contact)
        assert [table.objects.count() for table in tables] == [0] * len(tables)


def told_refs() -> dict[str, list[str]]:
    tables = (Person, Organisation, Circle, Bridge, Need, Offer)
    return {
        table.__name__: list(table.objects.order_by("ref").values_list("ref", flat=True)) for table in tables
    }


def test_the_same_files_give_the_same_references() -> None:
    seen = []
    for rows in (drawn(2), replace(drawn(2), people=drawn(2).people[::-1])):
        point = transaction.savepoint()
        seen.append((installed(rows), told_refs()))
        transaction.savepoint_rollback(point)
    (refs, first), (again, second) = seen
    assert (refs, first) == (again, second)
    assert all(len(rows) == len(set(rows)) > 0 for rows in first.values())
    assert len({*refs.values()} | {ref_from(f"p{place}") for place in range(20_000)}) == 20_000
    assert all(len(ref) == REF_LENGTH and not set(ref) - set(ALPHABET) for ref in refs.values())


NORD_SUD, SUD_NORD = records.Bridge("Nord", "Sud", 5), records.Bridge("Sud", "Nord", 2)
LATER = ON + timedelta(days=90)


@pytest.mark.parametrize(
    ("rows", "agreements"),
    [
        ((NORD_SUD,), [("Nord", 5, 0)]),
        ((NORD_SUD, SUD_NORD), [("Nord", 5, 2)]),
        ((SUD_NORD, NORD_SUD), [("Sud", 2, 5)]),
        ((NORD_SUD, SUD_NORD._replace(themes=("locaux",))), [("Nord", 5, 0), ("Sud", 2, 0)]),
        ((NORD_SUD, SUD_NORD._replace(until=LATER)), [("Nord", 5, 0), ("Sud", 2, 0)]),
        ((NORD_SUD, NORD_SUD._replace(themes=("a",)), SUD_NORD), [("Nord", 5, 2), ("Nord", 5, 0)]),
    ],
)
def test_two_rows_on_the_same_terms_are_one_agreement(
    rows: tuple[records.Bridge, ...], agreements: list[tuple[str, int, int]]
) -> None:
    installed(two(*rows))
    found = Bridge.objects.order_by("pk").values_list("start__name", "quota", "quota_back")
    assert list(found) == agreements
    assert Signature.objects.count() == 2 * len(agreements)
    # the weaving reads as many rows as the file had
    read = gather(AT).network.bridges or ()
    assert Counter((row.start, row.quota) for row in read) == Counter(
        (circle_ref(row.start), row.quota) for row in rows
    )


def test_what_files_do_not_say_comes_from_the_founding() -> None:
    ends = ("Nord", "Sud")
    circle = FoundedCircle(
        "Nord", "pour se connaître", "la charte", "Lyon", "indigo", "twill", listed=True,
        approval=ApprovalMode.REQUIRED, through_members=True, animators=("ada",),
    )  # fmt: skip
    founding = Founding(
        (circle, FoundedCircle("Vide")),
        {"bob": "la rivière"},
        {ends: ("bob",)},
        {ends: date(2043, 9, 1)},
        "ada",
    )
    refs = installed(two(NORD_SUD), founding)
    nord, ada = Circle.objects.get(name="Nord"), Person.objects.get(ref=refs["ada"])
    assert (nord.purpose, nord.charter, nord.town, nord.dye, nord.weave) == (
        "pour se connaître", "la charte", "Lyon", "indigo", "twill"
    )  # fmt: skip
    assert (nord.listed, nord.approval, nord.through_members) == (True, ApprovalMode.REQUIRED, True)
    assert not Membership.objects.filter(circle__name="Vide").exists()
    assert Membership.objects.get(role=Role.ANIMATOR).person == ada
    assert [row.is_host for row in Person.objects.order_by("email")] == [True, False]
    assert Person.objects.get(ref=refs["bob"]).concern == "la rivière"
    bridge = Bridge.objects.in_force(ON).get()
    assert (bridge.proposed_on, bridge.until) == (date(2043, 9, 1), ON + timedelta(days=365))
    signed = Signature.objects.order_by("circle__name").values_list("circle__name", "person", "signed_on")
    assert list(signed) == [("Nord", ada.pk, date(2043, 9, 1)), ("Sud", None, date(2043, 9, 1))]
    stands = BridgePerson.objects.get()
    assert (stands.person.ref, stands.circle.name) == (refs["bob"], "Sud")
    assert stands.accepted_on == date(2043, 9, 1)
    assert row_ref(bridge.ref, back=False) == gather(AT).network.bridges[0].ref  # type: ignore[index]


def test_people_installed_are_here_and_have_no_password() -> None:
    row = records.Person("ada", "Ada Martin", "Ada@Example.org", joined_on=date(2025, 3, 1), budget=0)
    refs = installed(Network((row, records.Person("bob")), ()))
    ada, bob = (Person.objects.get(ref=refs[name]) for name in ("ada", "bob"))
    assert (ada.email, ada.confirmed_on, ada.created_on) == ("ada@example.org", row.joined_on, row.joined_on)
    assert (bob.name, bob.confirmed_on) == ("bob", ON)
    assert not ada.has_usable_password() and not ada.check_password("!")
    assert ada.budget.a_week == 0 and not hasattr(bob, "budget")


def test_answers_keep_their_day_and_silence_stays_silence() -> None:
    agreed = frozenset({Consent.BEYOND, Consent.NAMED, Consent.PROFILED})
    people = (
        records.Person("ada", allow=agreed, agreed_on=date(2043, 5, 4)),
        records.Person(
            "bob", allow=frozenset({Consent.COUNTED, Consent.PROFILED}), joined_on=date(2043, 1, 5)
        ),
    )
    refs = installed(Network(people, ()))
    rows = Answered.objects.filter(current=True).order_by("pk")
    assert [(row.person.ref, row.code, row.allowed, row.set_at.date()) for row in rows] == [
        (refs["ada"], Consent.BEYOND, True, date(2043, 5, 4)),
        (refs["ada"], Consent.NAMED, True, date(2043, 5, 4)),
        (refs["bob"], Consent.BEYOND, False, date(2043, 1, 5)),
        (refs["bob"], Consent.COUNTED, True, date(2043, 1, 5)),
    ]


def test_contacts_become_ties_the_next_night() -> None:
    network = drawn(3)
    installed(network)
    assert not Tie.objects.exists()
    pairs = {frozenset(tie[:2]) for tie in network.ties}
    assert strengthen(AT) == Tie.objects.count() == len(pairs) > 5


def test_needs_keep_their_type() -> None:
    asks = (Ask("un local", AskType.PREMISES), Ask("du temps"))
    installed(Network((records.Person("ada", needs=asks, offers=asks[1:]),), ()))
    assert list(Need.objects.order_by("pk").values_list("text", "type")) == [
        ("un local", "locaux"),
        ("du temps", ""),
    ]
    assert Offer.objects.get().until == ON + timedelta(days=180)


def test_an_objection_to_profiling_is_kept() -> None:
    some, none = frozenset({Consent.BEYOND}), frozenset[Consent]()
    people = (records.Person("ada", allow=some), records.Person("bob", allow=none))
    refs = installed(Network(people, ()))
    found = {row.id: row.allow for row in gather(AT).network.people}
    assert found == {refs["ada"]: some, refs["bob"]: none}


def test_one_sentence_of_two_types_is_two_needs() -> None:
    asks = (Ask("un local", AskType.PREMISES), Ask("un local"))
    installed(Network((records.Person("ada", needs=asks),), ()))
    assert Need.objects.count() == 2


def test_one_bridge_under_two_dates_is_two_agreements() -> None:
    installed(two(NORD_SUD, NORD_SUD._replace(until=LATER)))
    assert Bridge.objects.count() == 2


def test_pairs_kept_apart_and_policies_of_circles_come_along() -> None:
    network = replace(
        two(NORD_SUD), apart=frozenset({("ada", "bob")}), through_members=frozenset({"Nord"}),
        takes_inside=frozenset({"Sud"}),
    )  # fmt: skip
    refs = installed(network)
    read = gather(AT).network
    assert read.apart == {(min(refs.values()), max(refs.values()))}
    assert read.through_members == {circle_ref("Nord")}
    assert read.takes_inside == frozenset({circle_ref("Sud")})
