"""Chance, sheets and the giving out of needs and offers in the demo: small worked examples."""

from collections import Counter
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.cli.demo.asks import ENGLISH, MOST, Market, _concerned, _routes, with_asks
from tisserand.cli.demo.chance import BLOCK, Chance
from tisserand.cli.demo.people import Villager, slug, villagers
from tisserand.cli.demo.sheets import Row, listed, rows, typed_asks
from tisserand.formats.records import EVERY_CONSENT, Ask
from tisserand.vocabulary import AskType

SEEDS = st.integers(0, 2**63 - 1)


def villager(name: str, *circles: str, joined: int = 400, in_cast: bool = False) -> Villager:
    """Somebody of these circles, as the demo draws her."""
    return Villager(name, circles, "Lyon", "", "", "", joined, None, None, EVERY_CONSENT, 10, in_cast)


def row(text: str, key: str = "k", *, lang: str = "fr", theme: str = "lieux") -> Row:
    """A line of a sheet of needs or offers."""
    return {"type": "locaux", "theme": theme, "key": key, "lang": lang, "text": text}


def market(*people: Villager, near: set[tuple[str, str]] | None = None) -> Market:
    """These people, all of them concerned by the theme `lieux`."""
    return Market(list(people), Chance(7, 9), near or set(), {"lieux": list(range(len(people)))})


# -- chance


@given(SEEDS, st.integers(0, 9))
def test_chance_is_the_same_for_the_same_seed_and_stream(seed: int, stream: int) -> None:
    one, two = Chance(seed, stream), Chance(seed, stream)
    assert [one.part() for _ in range(5)] == [two.part() for _ in range(5)]


def test_streams_of_one_seed_differ() -> None:
    drawn = {tuple(Chance(7, stream).part() for _ in range(3)) for stream in range(10)}
    assert len(drawn) == 10


def test_stream_goes_on_when_its_block_is_used_up() -> None:
    source = Chance(7, 1)
    parts = [source.part() for _ in range(2 * BLOCK + 1)]
    assert len(set(parts)) == len(parts)
    assert all(0 <= part < 1 for part in parts)


@given(SEEDS, st.integers(-5, 5), st.integers(0, 9))
def test_number_between_two_is_never_outside(seed: int, low: int, width: int) -> None:
    source = Chance(seed, 0)
    drawn = {source.between(low, low + width) for _ in range(200)}
    assert drawn <= set(range(low, low + width + 1))
    assert width > 4 or drawn == set(range(low, low + width + 1))


@given(SEEDS, st.lists(st.integers(), unique=True, max_size=12), st.integers(0, 15))
def test_some_are_different_and_taken_from_the_choices(seed: int, choices: list[int], count: int) -> None:
    before = list(choices)
    taken = Chance(seed, 0).some_of(choices, count)
    assert len(taken) == len(set(taken)) == min(count, len(choices))
    assert set(taken) <= set(choices)
    assert choices == before


def test_chance_happens_as_often_as_said() -> None:
    source = Chance(3, 0)
    assert sum(source.happens(0.25) for _ in range(8000)) == pytest.approx(2000, rel=0.08)
    assert not any(source.happens(0.0) for _ in range(50))
    assert all(source.happens(1.0) for _ in range(50))


def test_one_of_nobody_is_an_error() -> None:
    with pytest.raises(IndexError):
        Chance(7, 0).one_of([])


# -- sheets and names


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Hélène Garnier", "helene-garnier"),
        ("  L’Œuvre d’été ", "l-uvre-d-ete"),
        ("Cuivre & Bois", "cuivre-bois"),
        ("A--B", "a-b"),
        ("", ""),
    ],
)
def test_slug_is_letters_and_digits_with_one_mark_between(text: str, short: str) -> None:
    assert slug(text) == short


@given(st.text(max_size=30))
def test_slug_of_a_slug_is_itself(text: str) -> None:
    assert slug(slug(text)) == slug(text)
    assert slug(text).isascii()


def test_several_values_of_a_cell_are_cut_at_the_bar() -> None:
    assert listed("a|b c|d") == ("a", "b c", "d")
    assert listed("") == ()


def test_typed_asks_keep_the_colons_of_their_sentence() -> None:
    (first, second) = typed_asks("locaux:Un local : clair.|autre:Rien.")
    assert first == Ask("Un local : clair.", AskType.PREMISES)
    assert second == Ask("Rien.", AskType.OTHER)
    with pytest.raises(ValueError, match="loco"):
        typed_asks("loco:Un local.")


@pytest.mark.parametrize("side", ["needs", "offers"])
def test_every_line_of_a_sheet_concerns_some_circle(side: str) -> None:
    themes = {theme for circle in rows("circles") for theme in listed(circle["themes"])}
    assert {line["theme"] for line in rows(side)} <= themes
    assert {line["type"] for line in rows(side)} <= set(AskType)
    assert not [
        line["text"] for line in rows(side) if "|" in line["text"] or line["text"] != line["text"].strip()
    ]


def test_every_key_of_an_offer_answers_a_need() -> None:
    needs, offers = ({line["key"] for line in rows(side)} - {""} for side in ("needs", "offers"))
    assert len(needs & offers) > 100
    assert offers - needs == set()


def test_no_sentence_is_written_twice() -> None:
    for name in ("needs", "offers", "concerns"):
        said = Counter(line["text"] for line in rows(name))
        assert [text for text, count in said.items() if count > 1] == []


# -- who says what


def test_sentence_fits_when_there_is_room_and_no_answer_at_home() -> None:
    one = market(villager("Ana", "A"), villager("Bob", "A"), villager("Cy", "B"))
    need = row("Un local.")
    assert one.may_say(0, "needs", need)
    one.said["offers"]["k"].add(1)
    assert not one.may_say(0, "needs", need)
    assert one.may_say(2, "needs", need)


def test_offer_is_never_said_in_the_circle_of_who_needs_it() -> None:
    one = market(villager("Ana", "A"), villager("Bob", "A", "B"), villager("Cy", "C"))
    one.said["needs"]["k"].add(0)
    assert [one.may_say(place, "offers", row("Une salle.")) for place in range(3)] == [False, False, True]


def test_hand_written_people_and_newest_ones_are_left_as_they_are() -> None:
    one = market(
        villager("Ana", "A", in_cast=True), villager("Bob", "A", joined=4), villager("Cy", "A", joined=5)
    )
    assert [one.may_say(place, "needs", row("Un local.")) for place in range(3)] == [False, False, True]


def test_english_sentence_is_said_where_english_is_spoken() -> None:
    one = market(villager("Ana", "A"), villager("Bob", ENGLISH[0]))
    assert [one.may_say(place, "needs", row("A room.", lang="en")) for place in range(2)] == [False, True]


def test_nobody_says_more_than_she_may() -> None:
    one = market(villager("Ana", "A"))
    for number in range(MOST + 2):
        one.give("needs", row(f"Un local {number}.", f"k{number}"))
    assert len(one.people[0].needs) == MOST
    assert one.people[0].offers == ()


def test_nobody_says_a_sentence_twice() -> None:
    one = market(villager("Ana", "A"))
    one.give("needs", row("Un local."))
    one.give("needs", row("Un local."))
    assert one.people[0].needs == (Ask("Un local.", AskType.PREMISES),)


def test_town_of_a_sentence_is_that_of_who_says_it() -> None:
    one = market(villager("Ana", "A"))
    one.give("offers", row("Une salle à {ville}."))
    assert one.people[0].offers[0].text == "Une salle à Lyon."


def test_sentence_that_fits_nobody_is_dropped() -> None:
    one = market(villager("Ana", "A", in_cast=True))
    one.give("needs", row("Un local."))
    assert one.people[0].needs == ()
    assert not one.said["needs"]["k"]


def test_bridge_brings_an_offer_near_its_need() -> None:
    one = market(villager("Ana", "A"), villager("Bob", "B"), villager("Cy", "C"), near={("A", "B")})
    one.said["needs"]["k"].add(0)
    assert [one.is_near(place, row("Une salle.")) for place in range(3)] == [False, True, False]
    assert not one.is_near(1, row("Une salle.", key=""))


def test_concerned_people_belong_to_a_circle_of_that_theme() -> None:
    themes = {circle["name"]: set(listed(circle["themes"])) for circle in rows("circles")}
    people = villagers(7)
    for theme, places in _concerned(people).items():
        assert len(places) == len(set(places))
        assert all(any(theme in themes[name] for name in people[place].circles) for place in places)


def test_routes_of_needs_are_signed_or_held_by_members_both_ways() -> None:
    signed = {(line["start"], line["end"]) for line in rows("bridges")}
    held = _routes() - signed
    assert signed <= _routes()
    assert held
    assert {(end, start) for start, end in held} <= _routes()


@pytest.mark.parametrize("seed", [7, 11])
def test_answers_are_between_people_who_share_no_circle(seed: int) -> None:
    people, answers = with_asks(villagers(seed), seed)
    assert len(answers) > 60
    assert all(a < b for a, b in answers)
    crossing = [pair for pair in answers if not set(people[pair[0]].circles) & set(people[pair[1]].circles)]
    assert len(crossing) == len(answers)


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_names_and_identifiers_are_never_drawn_twice(seed: int) -> None:
    people = villagers(seed)
    assert len({person.name for person in people}) == len({person.id for person in people}) == len(people)
    assert not any(one.email == other.email for one, other in pairwise(sorted(people, key=lambda p: p.email)))


def test_everybody_stands_where_she_should_for_any_seed() -> None:
    for seed in (1, 2, 3):
        for person in villagers(seed):
            assert person.joined >= 0
            assert person.agreed is None or person.agreed <= person.joined
            assert (person.agreed is None) == (not person.allow) or person.in_cast
            assert person.quiet is None or person.quiet < person.joined
            assert all(one != other for one, other in combinations(person.circles, 2))
