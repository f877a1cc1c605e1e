"""The reasons told are those of the score, and no private fact is told."""

from dataclasses import replace

import pytest

from tests.formats.test_introductions import introduction
from tests.networks import ON, random_network
from tisserand.engine.text import vocabulary
from tisserand.formats.lexicon import shipped_lexicon
from tisserand.formats.records import Ask, Person
from tisserand.formats.weaving import Answer, weave
from tisserand.vocabulary import Consent, Reason
from tisserand.wording.catalogue import LANGUAGES, translator
from tisserand.wording.reasons import reason, strongest, why

FRENCH, ENGLISH = translator("fr"), translator("en")
ANSWER = Answer(
    Ask("un local"), Ask("une salle"), (), vocabulary(["un local", "une salle"], shipped_lexicon())
)


def only(code: Reason, **facts: object) -> str:
    return why(introduction(values={code: 0.1}, **facts), ENGLISH)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", Reason)
def test_every_reason_has_a_sentence(code: Reason, lang: str) -> None:
    one = introduction(
        a=Person("1", "Ana", town="Lyon", actor_type="entreprise"),
        b=Person("2", "Bob", town="Lyon", actor_type="club"),
        answer_to_a=ANSWER,
        answer_to_b=ANSWER,
    )
    said = reason(code, one, translator(lang))
    assert said.endswith(".")
    assert "{" not in said


def test_need_is_told_from_the_side_that_looks() -> None:
    assert (
        only(Reason.NEED, answer_to_a=ANSWER) == "Ana is looking for “un local”, and Bob offers “une salle”."
    )
    assert (
        only(Reason.OFFER, answer_to_b=ANSWER) == "Bob is looking for “un local”, and Ana offers “une salle”."
    )


def test_strongest_reason_comes_first() -> None:
    values = {Reason.ACROSS: 0.1, Reason.BOTH_WAYS: 0.2}
    assert (
        why(introduction(values=values), ENGLISH)
        == "Each can help the other. One belongs to A, the other to B."
    )


@pytest.mark.parametrize("shared", [1, 2, 3, 4])
def test_shared_contacts_are_no_figure_when_fewer_than_five(shared: int) -> None:
    said = only(Reason.SHARED_CONTACTS, shared=shared)
    assert said == "They have at least one contact in common."


def test_shared_contacts_are_a_figure_from_five_up() -> None:
    assert only(Reason.SHARED_CONTACTS, shared=5) == "They have 5 contacts in common."


def test_go_between_is_named_when_given_else_a_circle_stands_for_her_else_nobody() -> None:
    named = why(introduction(values={}, go_between=Person("9", "Cy"), via_circle="Z"), FRENCH)
    assert named == "Cy peut les présenter."
    via = why(introduction(values={}, via_circle="Z"), ENGLISH)
    assert via == "They can meet via a member of the circle Z."
    assert why(introduction(values={}), FRENCH) == ""


def test_person_without_name_is_called_by_her_identifier() -> None:
    assert "p7 can introduce them." in why(introduction(go_between=Person("p7")), ENGLISH)


def test_text_of_people_cannot_disturb_a_terminal() -> None:
    said = only(Reason.NEED, a=Person("1", "A\x1b[2Jna"), answer_to_a=ANSWER)
    assert "\x1b" not in said


@pytest.mark.parametrize("seed", range(12))
def test_nobody_is_named_but_the_two_and_a_go_between_who_allows_it(seed: int) -> None:
    network = random_network(seed, people=24)
    allowed = {person.id: person.allow for person in network.people}
    names = {person.id: person.name + "§" for person in network.people}
    marked = tuple(person._replace(name=names[person.id]) for person in network.people)
    for one in weave(replace(network, people=marked), ON, seed=seed).introductions:
        said = why(one, FRENCH) + why(one, ENGLISH)
        named = {identifier for identifier, name in names.items() if name in said} - {one.a.id, one.b.id}
        assert all(Consent.NAMED in allowed[identifier] for identifier in named)
        assert named <= {one.go_between.id if one.go_between else ""}
        assert one.a.email not in said or not one.a.email


def answered(need: str, offer: str) -> Answer:
    """The meeting of two sentences."""
    return Answer(Ask(need), Ask(offer), (), ANSWER.vocabulary)


def test_words_of_people_are_told_as_they_wrote_them() -> None:
    answer = answered("Un local de 110\u00a0m², «\u00a0calme\u00a0».", "Une salle : claire, 3\u202fkg ?")
    said = why(introduction(values={Reason.NEED: 0.1}, answer_to_a=answer), FRENCH)
    assert "U+" not in said
    assert "«\u00a0Un local de 110\u00a0m², «\u00a0calme\u00a0»\u00a0»" in said
    assert "«\u00a0Une salle\u00a0: claire, 3\u202fkg\u202f?\u00a0»" in said


@pytest.mark.parametrize("character", ["\u202e", "\u200b", "\x1b", "\x07", "\u2066", "\u00ad"])
def test_character_that_hides_is_never_told_in_a_reason(character: str) -> None:
    hidden = f"Un{character} local"
    one = introduction(
        values={Reason.NEED: 0.2, Reason.ACROSS: 0.1, Reason.TOWN: 0.05},
        a=Person("1", f"An{character}a", town=f"Ly{character}on"),
        answer_to_a=answered(hidden, hidden),
        circle_a=f"A{character}",
        via_circle=f"C{character}",
    )
    for words in (FRENCH, ENGLISH):
        assert character not in why(one, words)
        assert "Un local" in why(one, words)


def test_last_full_stop_of_a_quotation_is_left_out() -> None:
    said = only(Reason.NEED, answer_to_a=answered("A room.", "A hall, on Mondays."))
    assert said == "Ana is looking for “A room”, and Bob offers “A hall, on Mondays”."


def test_long_sentence_is_cut_after_a_word_with_a_mark() -> None:
    said = only(Reason.NEED, answer_to_a=answered("mot " * 100, "x" * 1000))
    assert "mot…”" in said
    assert "x…”" in said
    assert len(said) < 420


@pytest.mark.parametrize("lang", LANGUAGES)
def test_go_between_of_every_kind_is_told_in_both_languages(lang: str) -> None:
    words = translator(lang)
    named = why(introduction(go_between=Person("9", "Cy Young")), words)
    assert "Cy Young" in named
    hidden = why(introduction(via_circle="Les Quais"), words)
    assert "Les Quais" in hidden
    assert len(why(introduction(), words)) < min(len(named), len(hidden))


def test_reasons_of_equal_value_keep_their_order() -> None:
    values = {Reason.ACROSS: 0.1, Reason.BOTH_WAYS: 0.1}
    assert strongest(introduction(values=values)) == [Reason.ACROSS, Reason.BOTH_WAYS]
    assert strongest(introduction(values=dict(reversed(values.items())))) == [Reason.BOTH_WAYS, Reason.ACROSS]
