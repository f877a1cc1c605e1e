"""Mails in words: every kind has a subject and a text, the link stands once, nothing is told that is not
given."""

from datetime import date
from string import Formatter

import pytest

from tisserand.vocabulary import LetterKind
from tisserand.wording.catalogue import translator
from tisserand.wording.mail import SUBJECTS, TEXTS, MailFacts, mail

FRENCH, ENGLISH = translator("fr"), translator("en")
LINK = "http://localhost:8000/somewhere"
FACTS = MailFacts(
    name="Nour Haddad",
    link=LINK,
    code="BCDF-GHJK",
    by="Hélène Garnier",
    circle="Sillage Lyon",
    other="Lieux Communs",
    purpose="Entreprendre ensemble.",
    until=date(2026, 12, 1),
)


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("kind", LetterKind)
def test_every_kind_is_written_in_both_languages(kind: LetterKind) -> None:
    english, french = mail(kind, FACTS, ENGLISH), mail(kind, FACTS, FRENCH)
    for one in (english, french):
        assert one.subject and "\n" not in one.subject
        assert "{" not in one.subject + one.body
        assert one.body.count(LINK) == 1
    assert "Hello Nour Haddad," in english.body


def test_tables_know_every_kind_and_no_other() -> None:
    assert set(SUBJECTS) == set(TEXTS) == set(LetterKind)


def test_code_stands_in_the_letter_of_the_code_only() -> None:
    holding = {kind for kind in LetterKind if "BCDF-GHJK" in str(mail(kind, FACTS, ENGLISH))}
    assert holding == {LetterKind.SIGN_IN}


def test_nobody_is_named_but_who_invites() -> None:
    named = {kind for kind in LetterKind if "Hélène Garnier" in str(mail(kind, FACTS, ENGLISH))}
    assert named == {LetterKind.INVITATION}
    told = {place for kind in LetterKind for text in TEXTS[kind] for place in places(text)}
    assert told == {"by", "circle", "other", "purpose", "until", "code"}


def test_missing_fact_drops_its_paragraph() -> None:
    bare = mail(LetterKind.INVITATION, MailFacts(link=LINK, circle="Sillage Lyon"), ENGLISH)
    assert "What it is for" not in bare.body and "erased" not in bare.body
    assert bare.body.startswith("Hello,\n\nSomebody invites you to join the circle Sillage Lyon.")
    whole = mail(LetterKind.INVITATION, FACTS, ENGLISH)
    assert "“Entreprendre ensemble.”" in whole.body and "by 2026-12-01" in whole.body


def test_link_follows_the_sentence_that_announces_it() -> None:
    paragraphs = mail(LetterKind.PROPOSAL, FACTS, ENGLISH).body.split("\n\n")
    assert paragraphs[paragraphs.index(LINK) - 1].endswith("here:")
    assert paragraphs[-2].startswith("Three answers are possible")


def test_letter_without_a_link_has_none() -> None:
    assert "http" not in mail(LetterKind.ERASED, MailFacts(), ENGLISH).body


def test_name_on_several_lines_does_not_write_a_header() -> None:
    told = mail(LetterKind.INVITATION, MailFacts(by="Eve\r\nBcc: all", circle="A"), ENGLISH)
    assert "\r" not in told.subject and "\n" not in told.subject
