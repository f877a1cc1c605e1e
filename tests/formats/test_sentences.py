"""Needs, offers and bridge themes as numbers: which need belongs to which theme."""

import numpy as np
import pytest

from tests.engine.small import listed
from tisserand.engine.text import KINDS, NO_TEXTS
from tisserand.formats.records import Ask, Bridge, Person
from tisserand.formats.sentences import SAID, TYPES, Sentences, sentences
from tisserand.vocabulary import AskType

GIVER = Person("giver", offers=(Ask("cuisine partagée"),))


def said(*needs: Ask, themes: tuple[str, ...]) -> Sentences:
    return sentences((Person("seeker", needs=needs), GIVER), (Bridge("Est", "Ouest", 1, themes),))


def belongs(*needs: Ask, themes: tuple[str, ...]) -> list[set[str]]:
    """For each need, the themes it belongs to."""
    found = said(*needs, themes=themes)
    lists = listed(found.need_theme_ptr, found.need_theme)
    return [{found.themes[theme] for theme in mine} for mine in lists]


def carried(text: str, theme: str, kind: AskType | None = None) -> bool:
    return bool(belongs(Ask(text, kind), themes=(theme,))[0])


# -- numbers -------------------------------------------------------------------------------------------


def test_needs_and_offers_are_numbered_in_the_order_of_people() -> None:
    people = (
        Person("a", needs=(Ask("une salle", AskType.PREMISES), Ask("un avocat")), offers=(Ask("du pain"),)),
        Person("b"),
        Person("c", needs=(Ask("une cuisine"),), offers=(Ask("un four", AskType.OTHER), Ask("une salle"))),
    )
    found = sentences(people, ())
    assert [ask.text for ask in found.need_asks] == ["une salle", "un avocat", "une cuisine"]
    assert found.needs.owner.tolist() == [0, 0, 2] and found.offers.owner.tolist() == [0, 2, 2]
    assert found.needs.kind.tolist() == [KINDS.index(AskType.PREMISES), -1, -1]
    assert found.offers.kind.tolist() == [-1, KINDS.index(AskType.OTHER), -1]
    assert found.themes == () and found.words is not None
    assert listed(found.need_theme_ptr, found.need_theme) == [[], [], []]


@pytest.mark.parametrize("people", [(), (GIVER,), (Person("s", needs=(Ask("une cuisine"),)),)])
def test_nothing_is_numbered_when_nobody_could_answer(people: tuple[Person, ...]) -> None:
    found = sentences(people, (Bridge("Est", "Ouest", 1, ("locaux",)),))
    assert found.needs is NO_TEXTS and found.offers is NO_TEXTS and found.words is None
    assert found.need_theme_ptr.tolist() == [0] and found.need_theme.size == 0
    assert len(found.need_asks) == sum(len(person.needs) for person in people)


def test_themes_are_folded_sorted_and_given_once() -> None:
    rows = (Bridge("a", "b", 1, ("Locaux", "Comptabilité")), Bridge("b", "a", 1, ("LOCAUX ", "comptabilite")))
    assert sentences((), rows).themes == ("comptabilite", "locaux")


def test_types_are_in_one_order_everywhere() -> None:
    assert TYPES == KINDS == tuple(AskType)
    assert set(SAID) == set(AskType) - {AskType.SKILL, AskType.OTHER}


# -- themes that are types -----------------------------------------------------------------------------


@pytest.mark.parametrize("code", list(AskType))
def test_a_typed_need_belongs_to_the_theme_of_its_type_whatever_it_says(code: AskType) -> None:
    theme = code.replace("_", " ")
    assert carried("zythologie", theme, code)
    others = [other for other in AskType if other != code]
    assert not any(carried("zythologie", theme, other) for other in others)


@pytest.mark.parametrize(
    ("theme", "text"),
    [
        ("locaux", "un endroit avec une salle pour nos ateliers"),
        ("locaux", "a meeting room on Thursdays"),
        ("fonds", "une subvention pour notre festival"),
        ("talents", "des bénévoles pour le samedi"),
        ("marketing", "de la communication pour notre lancement"),
        ("Locaux", "un bureau"),
    ],
)
def test_a_theme_that_is_a_type_carries_an_untyped_need_that_says_it(theme: str, text: str) -> None:
    assert carried(text, theme)


def test_a_theme_written_with_accents_is_its_type() -> None:
    assert carried("zythologie", "Notoriété", AskType.RENOWN)
    assert carried("zythologie", "Retour  marché", AskType.MARKET_FEEDBACK)


def test_a_need_of_another_type_is_still_carried_when_it_says_the_theme() -> None:
    assert carried("une salle", "locaux", AskType.OTHER)


# -- themes in plain words -----------------------------------------------------------------------------


def test_a_need_belongs_to_the_themes_it_says() -> None:
    needs = (Ask("de l'aide en comptabilité"), Ask("une cuisine"), Ask("un avocat en droit du travail"))
    assert belongs(*needs, themes=("comptabilité", "cuisine")) == [{"comptabilite"}, {"cuisine"}, set()]


def test_a_need_belongs_to_several_themes_at_once() -> None:
    (found,) = belongs(Ask("une cuisine et un comptable"), themes=("comptabilité", "cuisine", "ruches"))
    assert found == {"comptabilite", "cuisine"}


def test_a_theme_in_one_language_carries_a_need_in_the_other() -> None:
    assert carried("a shared kitchen", "cuisine") and carried("une cuisine", "kitchen")


def test_a_narrower_need_belongs_to_a_wider_theme() -> None:
    """A kitchen and an office are premises; beehives are not."""
    assert carried("une cuisine", "un local") and carried("un bureau", "un local")
    assert not carried("des ruches", "un local")


def test_a_theme_that_no_lexicon_knows_carries_needs_that_use_the_word() -> None:
    assert carried("un atelier de zythologie", "Zythologie")
    assert carried("des zythologies", "zythologie")  # the same stem
    assert not carried("une cuisine", "zythologie")


@pytest.mark.parametrize("theme", ["astronomie", "", "  ", "!!!", "le la des", "😀"])
def test_a_theme_that_nobody_says_carries_nobody(theme: str) -> None:
    assert belongs(Ask("une cuisine"), Ask("", AskType.OTHER), themes=(theme,)) == [set(), set()]


def test_a_need_without_words_belongs_to_its_type_alone() -> None:
    assert belongs(Ask("", AskType.FUNDS), Ask("123"), themes=("fonds", "cuisine")) == [{"fonds"}, set()]


def test_the_themes_of_a_need_do_not_depend_on_the_other_needs() -> None:
    needs = (Ask("une cuisine"), Ask("de la comptabilité"), Ask("un local", AskType.PREMISES), Ask("zinc"))
    themes = ("cuisine", "comptabilite", "locaux", "zinc")
    together = belongs(*needs, themes=themes)
    assert together == [belongs(need, themes=themes)[0] for need in needs]
    assert together == list(reversed(belongs(*reversed(needs), themes=tuple(reversed(themes)))))


def test_themes_are_not_needs() -> None:
    """They are numbered in the same vocabulary, but nobody owns them."""
    found = said(Ask("une cuisine"), themes=("comptabilité",))
    assert found.needs.owner.size == 1 and found.offers.owner.size == 1
    assert found.words is not None and np.all(found.needs.word < found.words.size)
