"""The catalogue: French when asked, English for any language that is not there."""

from tisserand.wording.catalogue import N_, translator


def test_sentence_is_french_when_the_catalogue_has_it() -> None:
    assert translator("fr").gettext("Each can help the other.") == "Chaque personne peut aider l’autre."


def test_sentence_stays_english_when_the_language_is_not_there() -> None:
    assert translator("en").gettext("Each can help the other.") == "Each can help the other."
    assert translator("xx").gettext("Each can help the other.") == "Each can help the other."


def test_plural_of_zero_is_singular_in_french() -> None:
    said = [translator("fr").ngettext("{n} introduction.", "{n} introductions.", n) for n in (0, 1, 2)]
    assert said == ["{n} mise en relation.", "{n} mise en relation.", "{n} mises en relation."]


def test_marked_sentence_is_unchanged() -> None:
    assert N_("people") == "people"
