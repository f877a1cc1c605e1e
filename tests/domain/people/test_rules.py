"""What may be written about somebody: names, addresses, telephones, zones, and how long invitations live."""

import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.domain.people import rules
from tisserand.domain.refused import Refused
from tisserand.vocabulary import ActorType, Consent, Refusal

HIDDEN = ["\u202e", "\u200b", "\u200d", "\ufeff", "\u2066", "\x00", "\x1b", "\u00ad", "\u2028", "\ud800"]


def refusal_of(act: object, *args: object, **options: object) -> Refusal | None:
    try:
        act(*args, **options)  # type: ignore[operator]
    except Refused as refused:
        return refused.code
    return None


@pytest.mark.parametrize("hidden", HIDDEN)
def test_text_is_refused_when_it_hides_a_character(hidden: str) -> None:
    assert refusal_of(rules.written, f"Ada{hidden}Martin", 80) is Refusal.HIDDEN_CHARACTERS
    assert refusal_of(rules.person_name, f"Ada{hidden}Martin") is Refusal.HIDDEN_CHARACTERS
    assert refusal_of(rules.address, f"ada{hidden}@example.org") is Refusal.BAD_ADDRESS
    assert refusal_of(rules.phone, f"06{hidden}12345678") is Refusal.HIDDEN_CHARACTERS


def test_text_is_composed_trimmed_and_on_one_line() -> None:
    assert rules.written("  Ae\u0301lie \t Roux\r\n ", 80) == "A\u00e9lie Roux"
    assert rules.written("un\r\n\r\n  deux  trois\n", 80, lines=True) == "un\n\ndeux trois"
    assert rules.written("   ", 80, empty=True) == ""
    assert refusal_of(rules.written, " \n ", 80) is Refusal.EMPTY_TEXT


def test_length_is_counted_once_composed() -> None:
    assert rules.written("e\u0301" * 10, 10) == "\u00e9" * 10
    with pytest.raises(Refused) as refused:
        rules.written("x" * 281, 280)
    assert refused.value.code is Refusal.TEXT_TOO_LONG
    assert refused.value.facts == {"longest": 280, "length": 281}


@given(st.text(max_size=40))
def test_text_written_again_is_the_same(text: str) -> None:
    try:
        once = rules.written(text, 40, empty=True, lines=True)
    except Refused:
        return
    assert rules.written(once, 40, empty=True, lines=True) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("name", ["", "   ", "123", "—", "voir http://x.fr", "WWW.x.fr", "ada@example.org"])
def test_name_is_refused_when_nobody_is_called_so(name: str) -> None:
    assert refusal_of(rules.person_name, name) is Refusal.BAD_NAME


@pytest.mark.parametrize(
    "name", ["Ada", "Jean-François d’Ô", "Åsa", "محمد", "小林 花子", "N’Diaye", "M. X 3"]
)
def test_name_is_kept_when_people_bear_it(name: str) -> None:
    assert rules.person_name(name) == unicodedata.normalize("NFC", name)


def test_name_is_refused_when_too_long() -> None:
    assert refusal_of(rules.person_name, "a" * 121) is Refusal.TEXT_TOO_LONG


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Ada.MARTIN@Example.ORG ", "ada.martin@example.org"),
        ("a@localhost", "a@localhost"),
        ("o'neil+tisserand@sub.exemple.fr", "o'neil+tisserand@sub.exemple.fr"),
        ("Zoé@café.fr", "zoé@café.fr"),
    ],
)
def test_address_is_folded_when_it_is_one(written: str, kept: str) -> None:
    assert rules.address(written) == kept
    assert rules.address(kept) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@example",
        "a da@example.org",
        "ada@@example.org",
        "ada@a@example.org",
        "ada@example..org",
        "ada@.example.org",
        "ada@example.org.",
        "ada@-example.org",
        "ada@exam ple.org",
        "ada@example.org,bob@example.org",
        "Ada <ada@example.org>",
        "ada\n@example.org",
        "ada@example.org\r\nBcc: bob@example.org",
        "a" * 65 + "@example.org",
        "a@" + "b" * 250 + ".fr",
    ],
)
def test_address_is_refused_when_it_is_not_one(written: str) -> None:
    assert refusal_of(rules.address, written) is Refusal.BAD_ADDRESS


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ada.martin@example.org", "a•••@e•••.org"),
        ("a@b.fr", "a•••@b•••.fr"),
        ("root@localhost", "r•••@l•••"),
        ("ada@mail.example.co.uk", "a•••@m•••.uk"),
    ],
)
def test_masked_address_shows_little(address: str, shown: str) -> None:
    assert rules.masked(address) == shown
    assert "ada" not in rules.masked(address)


@pytest.mark.parametrize("number", ["+33 6 12 34 56 78", "06.12.34.56.78", "(0) 1-23/45", ""])
def test_phone_is_kept_as_written(number: str) -> None:
    assert rules.phone(number) == number


@pytest.mark.parametrize("number", ["1234", "appelez-moi", "06 12 34 56 78 x", "=1+12345", "+" * 8])
def test_phone_is_refused_when_it_is_not_one(number: str) -> None:
    assert refusal_of(rules.phone, number) is Refusal.BAD_PHONE


def test_choice_is_refused_when_not_in_the_list() -> None:
    assert rules.chosen("ecole", ActorType, empty=True) == "ecole"
    assert rules.chosen("", ActorType, empty=True) == ""
    assert refusal_of(rules.chosen, "", ActorType) is Refusal.UNKNOWN_CHOICE
    assert refusal_of(rules.chosen, "roi", ActorType, empty=True) is Refusal.UNKNOWN_CHOICE


@pytest.mark.parametrize("zone", ["Europe/Zurich", "Indian/Reunion", "America/Martinique", ""])
def test_zone_is_kept_when_it_exists(zone: str) -> None:
    assert rules.zone_name(zone) == zone


@pytest.mark.parametrize("zone", ["Europe/Atlantide", "../../etc/passwd", "/etc/localtime", "Europe", "a\0b"])
def test_zone_is_refused_when_it_does_not_exist(zone: str) -> None:
    assert refusal_of(rules.zone_name, zone) is Refusal.UNKNOWN_CHOICE


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        (datetime(2043, 11, 22, 22, 30, tzinfo=UTC), "Europe/Paris", date(2043, 11, 22)),
        (datetime(2043, 11, 22, 23, 30, tzinfo=UTC), "Europe/Zurich", date(2043, 11, 23)),
        (datetime(2043, 11, 22, 20, 30, tzinfo=UTC), "Indian/Reunion", date(2043, 11, 23)),
        (datetime(2043, 11, 23, 3, 30, tzinfo=UTC), "America/Martinique", date(2043, 11, 22)),
        (datetime(2043, 3, 28, 22, 59, tzinfo=UTC), "Europe/Paris", date(2043, 3, 28)),  # last of winter
        (datetime(2043, 3, 29, 22, 0, tzinfo=UTC), "Europe/Paris", date(2043, 3, 30)),  # first of summer
        (datetime(2043, 10, 24, 22, 0, tzinfo=UTC), "Europe/Paris", date(2043, 10, 25)),  # 25 hours
        (datetime(2043, 10, 25, 22, 59, tzinfo=UTC), "Europe/Paris", date(2043, 10, 25)),
        (datetime(2028, 2, 29, 12, 0, tzinfo=UTC), "Europe/Paris", date(2028, 2, 29)),
    ],
)
def test_day_is_that_of_the_zone(at: datetime, zone: str, day: date) -> None:
    assert rules.day_in(at, zone) == day


def test_day_needs_an_instant_with_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        rules.day_in(datetime(2043, 11, 22, 12, 0), "Europe/Paris")


def test_defaults_hold_when_nothing_was_answered() -> None:
    assert rules.agreed({}) == {
        Consent.BEYOND: None,
        Consent.COUNTED: False,
        Consent.NAMED: False,
        Consent.PROFILED: True,
    }
    assert rules.agreed({"beyond": True, "profiled": False})[Consent.PROFILED] is False
    assert set(rules.DEFAULT_CONSENTS) == set(Consent)


SENT = date(2028, 2, 1)


@pytest.mark.parametrize(
    ("sent_on", "accepted_on", "withdrawn_on", "on", "code"),
    [
        (SENT, None, None, SENT, None),
        (SENT, None, None, SENT + timedelta(days=30), None),
        (SENT, None, None, SENT + timedelta(days=31), Refusal.INVITATION_EXPIRED),
        (None, None, None, SENT, Refusal.INVITATION_UNKNOWN),
        (SENT, None, SENT, SENT, Refusal.INVITATION_UNKNOWN),
        (SENT, SENT, None, SENT, Refusal.INVITATION_USED),
    ],
)
def test_invitation_opens_while_it_lives(
    sent_on: date | None, accepted_on: date | None, withdrawn_on: date | None, on: date, code: Refusal | None
) -> None:
    facts = {"sent_on": sent_on, "accepted_on": accepted_on, "withdrawn_on": withdrawn_on, "on": on}
    assert refusal_of(rules.may_accept, **facts) is code


def test_pairs_are_told_once_and_in_order() -> None:
    assert rules.kept_apart([(3, 1), (1, 3), (2, 9), (1, 3)]) == [(1, 3), (2, 9)]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("abcdefghij27", True), ("abcdefghij2", False), ("ABCDEFGHIJ27", False), ("abcdefghij10", False)],
)
def test_ref_has_its_form(text: str, is_one: bool) -> None:
    assert rules.is_ref(text) is is_one
