"""An introduction told to one of the two: nothing but its facts, and each of them told once."""

from datetime import date

import pytest

from tests.wording.introduced import VALUES, introduced
from tisserand.formats.weaving import Introduction
from tisserand.vocabulary import Reason, Route
from tisserand.web.letters import first_letters, letter, reasons, row
from tisserand.web.page import CircleView, LetterView
from tisserand.wording.catalogue import translator
from tisserand.wording.quotes import Quote

ENGLISH = translator("en")
CIRCLES = {name: CircleView(name, "garance", "toile") for name in ("Quays", "Commons")}


def written(one: Introduction) -> LetterView:
    """The letter of an introduction, in English."""
    return letter(one, ENGLISH, CIRCLES, cares="A table for all.", budget=1, answer_by=date(2026, 11, 27))


def test_letter_quotes_both_in_their_own_words() -> None:
    told = written(introduced())
    assert (told.to, told.name) == ("Camille Roussel", "Mehdi Benali")
    assert [(e.seeker, e.need.text, e.giver, e.offer.text) for e in told.exchanges] == [
        ("You are looking for", "A kitchen for my workshops", "Mehdi offers", "A shared kitchen"),
        ("Mehdi is looking for", "Somebody to run workshops", "You offer", "Workshops, twice a month"),
    ]
    assert told.opens == "a place for you, a helping hand for Mehdi"
    assert told.role == "La Grande Remise, Lyon"
    assert told.cares == Quote("A table for all", "en")


def test_go_between_is_named_only_with_her_consent() -> None:
    assert written(introduced()).through == "Hélène Garnier, who knows you both"
    hidden = written(introduced(go_between=None, via_circle="Commons"))
    assert hidden.through == "a member of Commons"
    assert written(introduced(go_between=None)).through == ""


@pytest.mark.parametrize("shared", [1, 4])
def test_few_shared_contacts_are_never_a_number(shared: int) -> None:
    told = written(introduced(shared=shared))
    spoken = " ".join(view.sentence for view in told.reasons) + told.why
    assert "at least one contact" in spoken
    assert not any(figure.isdigit() for figure in spoken)


def test_five_contacts_and_more_may_be_counted() -> None:
    assert "6 contacts in common" in " ".join(view.sentence for view in written(introduced()).reasons)


def test_reasons_are_twenty_threads_the_last_ones_together() -> None:
    told = reasons(introduced(), ENGLISH)
    assert [view.code for view in told] == ["shared_contacts", "need", "offer", "both_ways", "also"]
    assert sum(view.threads for view in told) == 20
    assert [view.threads for view in told] == [6, 5, 3, 2, 4]
    assert "Quays and Commons signed a bridge." in told[-1].sentence
    assert "You speak for a company, Mehdi for a third place." in told[-1].sentence


def test_reason_without_a_whole_thread_is_left_out() -> None:
    told = reasons(introduced(values={Reason.NEED: 1.0, Reason.TOWN: 0.001}), ENGLISH)
    assert [(view.code, view.threads) for view in told] == [("need", 20)]


def test_letter_inside_a_circle_has_one_colour_and_no_bridge() -> None:
    one = introduced(
        route=Route.INSIDE, circle_b="Quays", answer_to_a=None, answer_to_b=None, bridge=None,
        values={Reason.SHARED_CONTACTS: 0.1, Reason.NEWCOMER: 0.05},
    )  # fmt: skip
    told = written(one)
    assert told.circle_b is None
    assert told.exchanges == ()
    assert told.why == "You have 6 contacts in common. One of you two arrived lately."
    assert told.opens == "a first landmark"


@pytest.mark.parametrize(
    ("route", "said"),
    [
        (Route.BRIDGE, "signed a bridge"),
        (Route.SHARED_MEMBER, "have members in common"),
        (Route.EVERYWHERE, "One belongs to Quays, the other to Commons."),
    ],
)
def test_way_between_circles_is_told_as_it_is(route: Route, said: str) -> None:
    (only,) = reasons(introduced(route=route, values={Reason.ACROSS: 0.1}), ENGLISH)
    assert said in only.sentence


def test_row_says_each_reason_once() -> None:
    line = row(introduced(), ENGLISH, CIRCLES)
    assert line.reasons == "contacts in common, need and offer, help both ways"
    assert line.through == "Hélène Garnier"


def test_half_an_hour_is_on_the_spot_only_in_the_same_town() -> None:
    assert "on the spot" in written(introduced()).asks
    assert "on the spot" not in written(introduced(values={Reason.NEED: 0.1})).asks


def test_first_letters_cross_circles_and_say_something_first() -> None:
    inside = introduced(route=Route.INSIDE, circle_b="Quays")
    silent = introduced(answer_to_a=None, answer_to_b=None)
    strong, second = introduced(score=0.5), introduced(score=0.4)
    other = introduced(score=0.1, circle_a="Commons", circle_b="Mills")
    chosen = first_letters([inside, silent, strong, second, other], 4)
    assert [one is want for one, want in zip(chosen, (strong, other, second, silent), strict=True)] == [
        True
    ] * 4


def test_letter_speaks_french_in_french_and_quotes_in_the_words_written() -> None:
    told = letter(introduced(), translator("fr"), CIRCLES, cares="", budget=2, answer_by=date(2026, 11, 27))
    assert told.exchanges[0].seeker == "Vous cherchez"
    assert told.exchanges[0].need == Quote("A kitchen for my workshops", "en")
    assert not told.cares
    assert "2" in told.facts[1]


def test_threads_are_twenty_whatever_the_reasons() -> None:
    for count in range(1, len(VALUES) + 1):
        told = reasons(introduced(values=dict(list(VALUES.items())[:count])), ENGLISH)
        assert sum(view.threads for view in told) == 20
        assert all(view.threads for view in told)
        assert len(told) <= 5


def test_threads_follow_the_values() -> None:
    told = reasons(introduced(values={Reason.NEED: 0.3, Reason.TOWN: 0.1}), ENGLISH)
    assert [(view.code, view.threads) for view in told] == [("need", 15), ("town", 5)]
    equal = reasons(introduced(values={Reason.NEED: 0.2, Reason.TOWN: 0.2}), ENGLISH)
    assert [view.threads for view in equal] == [10, 10]


def test_fifth_reason_is_alone_when_it_is_the_last() -> None:
    told = reasons(introduced(values=dict(list(VALUES.items())[:5])), ENGLISH)
    assert "also" not in {view.code for view in told}


def test_row_without_go_between_says_the_circle_or_nothing() -> None:
    assert (
        row(introduced(go_between=None, via_circle="Quays"), ENGLISH, CIRCLES).through == "a member of Quays"
    )
    assert row(introduced(go_between=None), ENGLISH, CIRCLES).through == ""


def test_first_letters_are_all_when_there_are_few() -> None:
    one, two = introduced(score=0.5), introduced(score=0.4)
    assert first_letters([one, two], 7) == [one, two]
    assert first_letters([], 7) == []
    assert first_letters([one, two], 0) == []


def test_first_letters_show_another_pair_of_circles_before_a_second_one() -> None:
    first, again = introduced(score=0.9), introduced(score=0.8, circle_a="Commons", circle_b="Quays")
    other = introduced(score=0.1, circle_b="Mills")
    assert first_letters([first, again, other], 3)[2] is again
    assert first_letters([first, again, other], 2)[1] is other
