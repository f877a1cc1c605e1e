"""The words of a letter: said to one reader, true, each fact once, in French and in English."""

import re
from dataclasses import replace

import pytest

from tests.networks import ON, random_network
from tests.wording.introduced import ANIMATE, CAMILLE, HELENE, KITCHEN, MEHDI, SAID, VALUES, introduced
from tisserand.formats.records import Ask, Person
from tisserand.formats.weaving import Answer, Introduction, weave
from tisserand.vocabulary import ActorType, AskType, Reason, Route
from tisserand.wording import letters
from tisserand.wording.catalogue import LANGUAGES, translator
from tisserand.wording.quotes import Quote

FRENCH, ENGLISH = translator("fr"), translator("en")
EACH_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)


def plain(text: str) -> str:
    """The text with ordinary spaces, as one types it."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def seeking(kind: AskType | None) -> Answer:
    """The meeting of a need of that type."""
    return Answer(Ask("A need.", kind), Ask("An offer."), (), SAID)


def test_every_code_has_its_words() -> None:
    assert set(letters.TITLES) == set(letters.BRIEF) == set(letters._SENTENCES) == set(Reason)
    assert set(letters.OPENS) == set(AskType)


@EACH_LANGUAGE
@pytest.mark.parametrize("code", Reason)
def test_every_reason_has_a_title_and_a_sentence(code: Reason, lang: str) -> None:
    words = translator(lang)
    said = letters.sentence(code, introduced(), words)
    assert said.endswith(".")
    assert "{" not in said + letters.title(code, words)
    assert letters.title(code, words)[0].isupper()


@pytest.mark.parametrize("code", Reason)
def test_every_reason_is_said_otherwise_in_french(code: Reason) -> None:
    one = introduced()
    assert letters.sentence(code, one, FRENCH) != letters.sentence(code, one, ENGLISH)
    assert letters.title(code, FRENCH) != letters.title(code, ENGLISH)


@EACH_LANGUAGE
@pytest.mark.parametrize("kind", [*AskType, None])
def test_what_may_open_follows_the_type_of_the_need(kind: AskType | None, lang: str) -> None:
    words = translator(lang)
    said = letters.opens(introduced(answer_to_a=seeking(kind), answer_to_b=None), words)
    assert words.gettext(letters.OPENS[kind or AskType.OTHER]) in said
    assert "Mehdi" not in said


def test_what_may_open_is_told_for_each_of_the_two() -> None:
    both = introduced(answer_to_a=seeking(AskType.FUNDS), answer_to_b=seeking(AskType.SKILL))
    assert letters.opens(both, ENGLISH) == "a way to funds for you, a skill for Mehdi"
    theirs = introduced(answer_to_a=None, answer_to_b=seeking(AskType.SKILL))
    assert letters.opens(theirs, ENGLISH) == "a skill for Mehdi"


def test_what_may_open_without_need_depends_on_the_way() -> None:
    bare = {"answer_to_a": None, "answer_to_b": None}
    assert letters.opens(introduced(**bare), ENGLISH) == "a first thread between your two circles"
    assert letters.opens(introduced(**bare, route=Route.INSIDE), ENGLISH) == "a first landmark"


def test_reader_is_spoken_to_and_the_other_named() -> None:
    mine, theirs = letters.exchanges(introduced(), ENGLISH)
    assert (mine.seeker, mine.giver) == ("You are looking for", "Mehdi offers")
    assert (theirs.seeker, theirs.giver) == ("Mehdi is looking for", "You offer")
    assert mine.need == Quote("A kitchen for my workshops", "en")
    assert theirs.offer == Quote("Workshops, twice a month", "en")


@pytest.mark.parametrize(
    ("to_a", "to_b", "count"),
    [(KITCHEN, ANIMATE, 2), (KITCHEN, None, 1), (None, ANIMATE, 1), (None, None, 0)],
)
def test_only_what_was_answered_is_quoted(to_a: Answer | None, to_b: Answer | None, count: int) -> None:
    assert len(letters.exchanges(introduced(answer_to_a=to_a, answer_to_b=to_b), ENGLISH)) == count


def test_words_of_people_are_quoted_as_written() -> None:
    need = Ask("Un local de 110\u00a0m² : clair, « calme » ?")
    answer = Answer(need, Ask("Un\u202elocal"), (), SAID)
    (told,) = letters.exchanges(introduced(answer_to_a=answer, answer_to_b=None), FRENCH)
    assert told.need.text == "Un local de 110\u00a0m²\u00a0: clair, «\u00a0calme\u00a0»\u202f?"
    assert told.offer.text == "Unlocal"


@pytest.mark.parametrize("actor", ActorType)
def test_two_worlds_are_named_in_words(actor: ActorType) -> None:
    one = introduced(b=MEHDI._replace(actor_type=actor))
    assert actor.value not in letters.sentence(Reason.MIX, one, ENGLISH).split()
    assert "Mehdi" in letters.sentence(Reason.MIX, one, FRENCH)


def test_unknown_type_of_actor_is_said_as_its_owner_wrote_it() -> None:
    one = introduced(b=MEHDI._replace(actor_type="club\u00a0des\u200b aînés"))
    assert "club\u00a0des aînés" in letters.sentence(Reason.MIX, one, ENGLISH)


@pytest.mark.parametrize(
    ("person", "called"),
    [
        (CAMILLE, "Camille"),
        (Person("p1"), "p1"),
        (Person("p1", "Awa"), "Awa"),
        (Person("p1", "Jean-Marie Le Goff"), "Jean-Marie"),
        (Person("p1", "\u200b"), "p1"),
    ],
)
def test_somebody_is_called_by_the_first_word_of_her_name(person: Person, called: str) -> None:
    assert letters.short(person) == called


@pytest.mark.parametrize(
    ("organisation", "town", "role"),
    [("Bocal", "Lyon", "Bocal, Lyon"), ("", "Lyon", "Lyon"), ("Bocal", "", "Bocal"), ("", "", "")],
)
def test_role_is_where_somebody_works_and_lives(organisation: str, town: str, role: str) -> None:
    assert letters.role(Person("x", organisation=organisation, town=town)) == role


def test_half_an_hour_is_on_the_spot_when_the_town_is_a_reason() -> None:
    assert "on the spot" in letters.asks(introduced(), ENGLISH)
    assert "sur place" in letters.asks(introduced(), FRENCH)
    far = introduced(values={Reason.NEED: 0.1})
    assert "on the spot" not in letters.asks(far, ENGLISH)


@pytest.mark.parametrize(
    ("budget", "said"),
    [(1, "You asked for 1 letter a week at most."), (2, "You asked for 2 letters a week at most.")],
)
def test_budget_is_told_as_the_reader_set_it(budget: int, said: str) -> None:
    assert letters.facts(budget, ENGLISH)[1] == said


def test_go_between_is_told_to_the_reader_and_named_in_a_line() -> None:
    assert letters.through(introduced(), ENGLISH) == "Hélène Garnier, who knows you both"
    assert letters.go_between(introduced(), ENGLISH) == "Hélène Garnier"
    hidden = introduced(go_between=None, via_circle="Commons")
    assert letters.through(hidden, ENGLISH) == letters.go_between(hidden, ENGLISH) == "a member of Commons"
    nobody = introduced(go_between=None)
    assert letters.through(nobody, ENGLISH) == letters.go_between(nobody, ENGLISH) == ""


def test_line_of_a_table_has_three_reasons_the_strongest_first() -> None:
    assert letters.brief(introduced(), ENGLISH) == "contacts in common, need and offer, help both ways"
    assert plain(letters.brief(introduced(values={Reason.TOWN: 0.1}), FRENCH)) == "même ville"


def test_need_and_offer_are_one_reason_in_a_line() -> None:
    values = {Reason.NEED: 0.3, Reason.OFFER: 0.2, Reason.TOWN: 0.1, Reason.MIX: 0.05}
    assert letters.brief(introduced(values=values), ENGLISH) == "need and offer, same town, two worlds"


def test_words_that_brought_two_sentences_together_are_those_written() -> None:
    said = letters.sentence(Reason.NEED, introduced(), ENGLISH)
    assert said == "What brings the two sentences together: kitchen."
    silent = letters.sentence(Reason.OFFER, introduced(), ENGLISH)
    assert silent == "Your two sentences say the same thing."
    assert letters.sentence(Reason.NEED, introduced(answer_to_a=None), ENGLISH) == silent


@pytest.mark.parametrize(
    ("shared", "said"), [(4, "at least one contact"), (5, "5 contacts"), (41, "41 contacts")]
)
def test_shared_contacts_are_counted_from_five_up(shared: int, said: str) -> None:
    assert said in letters.sentence(Reason.SHARED_CONTACTS, introduced(shared=shared), ENGLISH)


@EACH_LANGUAGE
@pytest.mark.parametrize("shared", [1, 2, 3, 4])
def test_fewer_than_five_is_never_a_number_in_any_language(shared: int, lang: str) -> None:
    said = letters.sentence(Reason.SHARED_CONTACTS, introduced(shared=shared), translator(lang))
    assert not re.search(r"\d", said)


def test_way_is_told_with_both_circles() -> None:
    for route in (Route.BRIDGE, Route.SHARED_MEMBER, Route.EVERYWHERE):
        said = letters.sentence(Reason.ACROSS, introduced(route=route), FRENCH)
        assert "Quays" in said
        assert "Commons" in said


def everything(one: Introduction, lang: str) -> str:
    """All that a letter says of an introduction."""
    words = translator(lang)
    said = [letters.sentence(code, one, words) for code in one.values]
    said += [letters.through(one, words), letters.opens(one, words), letters.asks(one, words)]
    told = letters.exchanges(one, words)
    said += [part for e in told for part in (e.seeker, e.need.text, e.giver, e.offer.text)]
    return " ".join((*said, letters.why(one, words), letters.brief(one, words)))


@pytest.mark.parametrize("seed", range(12))
def test_letters_of_random_networks_name_nobody_who_did_not_agree(seed: int) -> None:
    network = random_network(seed, people=30)
    named = [person._replace(name=f"Zz{place}zZ Personne") for place, person in enumerate(network.people)]
    woven = weave(replace(network, people=tuple(named)), ON)
    for one in woven.introductions:
        allowed = {one.a.name, one.b.name} | ({one.go_between.name} if one.go_between else set())
        for lang in LANGUAGES:
            said = everything(one, lang)
            told = set(re.findall(r"Zz\d+zZ", said))
            assert told <= {name.split()[0] for name in allowed}
            assert "{" not in said


@pytest.mark.parametrize("seed", range(12, 18))
def test_letters_of_random_networks_never_count_few_contacts(seed: int) -> None:
    woven = weave(random_network(seed, people=24), ON)
    for one in woven.introductions:
        if Reason.SHARED_CONTACTS in one.values and one.shared < 5:
            assert not re.search(r"\d", letters.sentence(Reason.SHARED_CONTACTS, one, ENGLISH))


def test_why_is_the_two_strongest_reasons() -> None:
    said = letters.why(introduced(), ENGLISH)
    assert said.startswith("You have 6 contacts in common. What brings the two sentences together")
    assert letters.why(introduced(values={}), ENGLISH) == ""


def test_nothing_tells_which_of_the_two_is_asked_first() -> None:
    for lang in LANGUAGES:
        assert not re.search(r"first asked|already|déjà|accepted|accepté", everything(introduced(), lang))
    assert HELENE.name in everything(introduced(), "fr")
    assert set(VALUES) <= set(Reason)
