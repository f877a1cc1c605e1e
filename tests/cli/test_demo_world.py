"""The demo world: plausible, fictional, the same for the same seed, and usable from files."""

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from tisserand.cli.demo import sheets, world
from tisserand.cli.demo.world import World
from tisserand.formats.network import Paths, read_network
from tisserand.formats.records import Ask, Person
from tisserand.vocabulary import ActorType, AskType, Consent
from tisserand.web.dyes import DYES

A_SUNDAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 16)
MIDNIGHT = datetime.combine(MONDAY, time(), UTC)

FAMOUS = {
    "leïla slimani", "pierre rabhi", "moussa sissoko", "ibrahima konaté", "karim benzema", "omar sy",
    "martine aubry", "rokia traoré", "youssef fofana", "samir nasri", "pierre bonnard", "michel crozier",
    "luc besson", "marc lavoine", "claire chazal", "thomas pesquet", "alain delon", "sophie marceau",
}  # fmt: skip
REAL_COMPANIES = re.compile(
    r"\b(michelin|renault|sanofi|edf|engie|danone|orange|airbus|boiron|babolat|carrefour|decathlon|google|microsoft|"
    r"nestlé|la poste|sncf|total|capgemini|ubisoft|seb|la nef|enercoop|emmaüs|linkedin|twitter)\b"
)
SHEETS = ("needs", "offers", "concerns", "circles", "cast")


@cache
def demo(on: date = A_SUNDAY, seed: int = 7) -> World:
    return world.world(on, seed)


def circles_of(built: World) -> dict[str, frozenset[str]]:
    return {person.id: frozenset(person.circles) for person in built.people}


def openness(built: World, first: int, last: int) -> float:
    """Share of pairs in contact across circles, over that of chance, between two days before the Monday."""
    circles = circles_of(built)
    days = range(first, last)
    met = {(t.a, t.b) for t in built.ties if t.at and (MIDNIGHT - t.at).days in days}
    every = list(combinations(circles.values(), 2))
    expected = sum(not one & other for one, other in every) / len(every)
    return sum(not circles[a] & circles[b] for a, b in met) / len(met) / expected


def sentences() -> list[tuple[str, str]]:
    """Every hand-written sentence with its language."""
    found = []
    for row in (row for name in SHEETS for row in sheets.rows(name)):
        said = [row.get(column, "") for column in ("text", "purpose", "charter", "concern")]
        found += [(row.get("lang", "fr"), text) for text in said if text]
        for column in ("needs", "offers"):
            found += [("", ask.text) for ask in sheets.typed_asks(row.get(column, ""))]
    return found


def test_world_is_the_same_for_the_same_week_and_seed() -> None:
    assert world.world(A_SUNDAY) == world.world(MONDAY) == demo()


def test_world_differs_for_another_seed() -> None:
    assert {p.name for p in demo(seed=8).people} != {p.name for p in demo().people}


def test_world_moves_with_the_week_asked_for() -> None:
    later = demo(date(2027, 3, 3))
    assert later.monday == date(2027, 3, 1)
    assert [p._replace(joined_on=None, agreed_on=None) for p in later.people] == [
        p._replace(joined_on=None, agreed_on=None) for p in demo().people
    ]


def test_world_has_the_promised_size() -> None:
    built = demo()
    assert len(built.circles) == 14
    assert 570 <= len(built.people) <= 630
    assert 8_000 <= len(built.ties) <= 14_000
    assert len({frozenset((b.start, b.end)) for b in built.bridges}) == 7
    assert sum(circle.rural for circle in built.circles) >= 3
    assert {"Lyon", "Paris", "Nantes", "Yverdon-les-Bains"} <= {circle.town for circle in built.circles}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_contacts_stay_in_bounds_for_other_seeds(seed: int) -> None:
    assert 7_000 <= len(demo(seed=seed).ties) <= 14_000


def test_identifiers_names_and_addresses_are_unique_and_reserved() -> None:
    people = demo().people
    for field in ("id", "name", "email"):
        assert len({getattr(person, field) for person in people}) == len(people)
    assert all(re.fullmatch(r"[a-z0-9.-]+@[a-z0-9-]+\.example", person.email) for person in people)


def test_nobody_is_famous_and_no_organisation_is_real() -> None:
    built = demo()
    assert not FAMOUS & {person.name.lower() for person in built.people}
    names = {person.organisation for person in built.people}
    names |= {row["name"] for row in sheets.rows("organisations")}
    assert not [name for name in names if REAL_COMPANIES.search(name.lower())]


def test_sheets_hold_enough_typed_sentences() -> None:
    needs, offers = sheets.rows("needs"), sheets.rows("offers")
    assert len({row["text"] for row in needs}) >= 140
    assert len({row["text"] for row in offers}) >= 170
    assert len({row["text"] for row in sheets.rows("concerns")}) >= 60
    assert {row["type"] for row in needs} == {row["type"] for row in offers} == set(AskType)
    assert {row["lang"] for row in needs} == {row["lang"] for row in offers} == {"fr", "en"}


def test_sentences_keep_french_typography() -> None:
    for language, text in sentences():
        assert 0 < len(text) <= 160, text
        assert text == text.strip(), text
        assert not re.search(r"[  ]{2}|['\"|]|\.\.\.", text), text
        assert text[-1] in ".?!", text
        if language == "fr":
            assert not re.search(r"[^\N{NO-BREAK SPACE}][:;?!»]|«[^\N{NO-BREAK SPACE}]", text), text


def test_sheets_weigh_little() -> None:
    folder = Path(world.__file__).parent / "handwritten"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 120_000


def test_every_circle_of_a_person_and_of_a_bridge_is_a_circle_with_members() -> None:
    built = demo()
    members = Counter(circle for person in built.people for circle in person.circles)
    assert set(members) == {circle.name for circle in built.circles}
    assert {row["name"]: int(row["members"]) for row in sheets.rows("circles")} == members
    for bridge in built.bridges:
        assert members[bridge.start]
        assert members[bridge.end]
        assert bridge.start != bridge.end
        assert bridge.until is not None
        assert built.monday < bridge.until
        assert 0 < bridge.quota <= 30


def test_every_circle_has_an_animator_a_dye_and_a_mark_of_its_own() -> None:
    built = demo()
    circles = circles_of(built)
    weaves = {dye.weave for dye in DYES.values()}
    for circle in built.circles:
        assert circle.animators
        assert all(circle.name in circles[person] for person in circle.animators)
        assert circle.dye in DYES
        assert circle.weave in weaves
    assert len({(circle.dye, circle.weave) for circle in built.circles}) == 14
    assert {circle.dye for circle in built.circles} == set(DYES)


def test_go_betweens_of_a_bridge_agreed_to_be_named() -> None:
    built = demo()
    by_id = {person.id: person for person in built.people}
    for (start, end), keepers in built.go_betweens.items():
        assert keepers
        for keeper in keepers:
            assert Consent.NAMED in by_id[keeper].allow
            assert {start, end} & set(by_id[keeper].circles)


def test_exactly_one_circle_touches_no_other() -> None:
    built = demo()
    circles = circles_of(built)
    bridged = {circle for b in built.bridges for circle in (b.start, b.end)}
    reached = bridged | {circle for pair in built.shared_routes for circle in pair}
    assert {circle.name for circle in built.circles} - reached == {built.closed}
    touched = set(bridged)
    touched |= {circle for person in built.people if len(person.circles) > 1 for circle in person.circles}
    for tie in built.ties:
        if not circles[tie.a] & circles[tie.b]:
            touched |= circles[tie.a] | circles[tie.b]
    assert {circle.name for circle in built.circles} - touched == {built.closed}


def test_people_are_of_every_kind() -> None:
    people = demo().people
    assert {person.actor_type for person in people} == set(ActorType)
    assert len({person.sector for person in people}) >= 15
    assert sum(len(person.circles) == 2 for person in people) >= 20
    assert {0, 1, 2, 3, None} == {person.budget for person in people}
    assert {len(person.circles) for person in people} == {1, 2}


def test_consents_go_from_none_to_all_and_are_dated_when_given() -> None:
    people, monday = demo().people, demo().monday
    share = {code: sum(code in person.allow for person in people) / len(people) for code in Consent}
    assert share[Consent.BEYOND] > share[Consent.COUNTED] > share[Consent.NAMED] > 0.2
    agreed = {person.id: person.allow - {Consent.PROFILED} for person in people}
    assert share[Consent.PROFILED] == 1.0
    assert any(not allow for allow in agreed.values())
    for person in people:
        assert (person.agreed_on is None) == (not agreed[person.id])
        assert person.joined_on is not None
        assert person.joined_on <= (person.agreed_on or monday) <= monday


def test_newcomers_stand_at_each_stage_of_the_clock() -> None:
    built = demo()
    days = {(built.monday - person.joined_on).days for person in built.people if person.joined_on}
    for stage in (range(1, 15), range(15, 30), range(30, 45), range(45, 61), range(61, 90)):
        assert days & set(stage)


def test_contacts_lie_in_two_years_between_people_already_there() -> None:
    built = demo()
    joined = {person.id: person.joined_on for person in built.people}
    for tie in built.ties:
        assert tie.at is not None
        assert MIDNIGHT - timedelta(days=728) <= tie.at < MIDNIGHT
        assert tie.a != tie.b
        assert max(joined[tie.a] or date.min, joined[tie.b] or date.min) <= tie.at.date()
    assert {tie.kind for tie in built.ties} == {"meeting", "introduction", "message", "work"}
    assert [tie.at for tie in built.ties] == sorted(tie.at for tie in built.ties if tie.at)


def test_some_members_went_quiet_after_having_been_there() -> None:
    built = demo()
    last = {id_: tie.at for tie in built.ties if tie.at for id_ in (tie.a, tie.b)}
    weeks = {id_: (MIDNIGHT - at).days // 7 for id_, at in last.items()}
    assert sum(5 <= silent <= 40 for silent in weeks.values()) >= 20
    assert weeks["yves-lacombe"] >= 9


def test_openness_is_below_chance_and_rises_over_two_years() -> None:
    built = demo()
    halves = [openness(built, last - 182, last) for last in (728, 546, 364, 182)]
    assert 0.1 < openness(built, 0, 728) < 0.4
    assert halves == sorted(halves)
    assert halves[-1] - halves[0] > 0.1


def test_asks_are_said_by_many_and_half_of_the_needs_are_answered_elsewhere() -> None:
    built = demo()
    asking = [person for person in built.people if person.needs or person.offers]
    assert 0.5 < len(asking) / len(built.people) < 0.75
    circles = circles_of(built)
    key = {("needs", r["text"]): r["key"] for r in sheets.rows("needs")}
    key |= {("offers", r["text"]): r["key"] for r in sheets.rows("offers")}

    def key_of(side: str, person: Person, ask: Ask) -> str:
        plain = ask.text.replace(person.town, "{ville}")
        return key.get((side, ask.text)) or key.get((side, plain)) or ""

    offered: dict[str, list[str]] = {}
    for person in built.people:
        for ask in person.offers:
            offered.setdefault(key_of("offers", person, ask), []).append(person.id)
    needs = [(person, key_of("needs", person, ask)) for person in built.people for ask in person.needs]
    answered = [
        any(not circles[person.id] & circles[giver] for giver in offered.get(code, [])) if code else False
        for person, code in needs
    ]
    assert 0.45 < sum(answered) / len(needs) < 0.8


def test_each_bridge_has_a_letter_between_people_who_never_met_but_share_a_contact() -> None:
    met = {frozenset((tie.a, tie.b)) for tie in demo().ties}
    for one, other in (
        ("camille-roussel", "mehdi-benali"),
        ("bruno-carlier", "anne-lise-fournier"),
        ("nour-haddad", "samuel-keller"),
        ("djamila-ferroudj", "solene-marchand"),
        ("ines-belkadi", "etienne-vasselon"),
        ("malo-guivarch", "rose-marie-latour"),
        ("baptiste-arsac", "josette-peyrat"),
    ):
        assert frozenset((one, other)) not in met
        friends = [{x for pair in met if p in pair for x in pair} for p in (one, other)]
        assert (friends[0] & friends[1]) - {one, other}


def test_files_read_back_as_the_same_records(tmp_path: Path) -> None:
    built = demo()
    people, ties, bridges = world.write_files(built, tmp_path)
    read = read_network(Paths(people=people, ties=ties, bridges=bridges), today=A_SUNDAY).network

    def spaced(person: Person) -> Person:
        return person._replace(
            offers=tuple(Ask(" ".join(ask.text.split()), ask.type) for ask in person.offers),
            needs=tuple(Ask(" ".join(ask.text.split()), ask.type) for ask in person.needs),
        )

    assert sorted(read.people) == [spaced(person) for person in built.people]
    assert sorted(read.ties) == sorted(built.ties)
    assert sorted(read.bridges or ()) == sorted(built.bridges)
