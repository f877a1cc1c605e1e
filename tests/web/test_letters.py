"""An introduction told to one of the two: nothing but its facts, and each of them told once."""

from datetime import date

import pytest

from tisserand.engine.text import vocabulary
from tisserand.formats.lexicon import shipped_lexicon
from tisserand.formats.records import Ask, Bridge, Person
from tisserand.formats.weaving import Answer, Introduction
from tisserand.vocabulary import ActorType, AskType, Reason, Route
from tisserand.web.letters import first_letters, letter, reasons, row
from tisserand.web.page import CircleView, LetterView
from tisserand.wording.catalogue import translator
from tisserand.wording.letters import BRIEF, OPENS, TITLES
from tisserand.wording.quotes import Quote

ENGLISH = translator("en")
CIRCLES = {name: CircleView(name, "garance", "toile") for name in ("Quays", "Commons")}
CAMILLE = Person(
    "camille", "Camille Roussel", circles=("Quays",), town="Lyon", actor_type=ActorType.COMPANY, budget=1
)
MEHDI = Person(
    "mehdi", "Mehdi Benali", circles=("Commons",), town="Lyon", organisation="La Grande Remise",
    actor_type=ActorType.PLACE,
)  # fmt: skip
HELENE = Person("helene", "Hélène Garnier")
SAID = vocabulary(
    ["A kitchen for my workshops.", "A shared kitchen.", "Workshops, twice a month."], shipped_lexicon()
)
KITCHEN = Answer(
    Ask("A kitchen for my workshops.", AskType.PREMISES),
    Ask("A shared kitchen.", AskType.PREMISES),
    (SAID.lexicon.concepts.index("kitchen"),),
    SAID,
)
ANIMATE = Answer(Ask("Somebody to run workshops."), Ask("Workshops, twice a month."), (), SAID)
VALUES = {
    Reason.NEED: 0.09, Reason.OFFER: 0.06, Reason.BOTH_WAYS: 0.04, Reason.SHARED_CONTACTS: 0.12,
    Reason.ACROSS: 0.03, Reason.TOWN: 0.02, Reason.MIX: 0.02,
}  # fmt: skip


def introduced(**facts: object) -> Introduction:
    """Camille to Mehdi, with every fact unless said otherwise."""
    known: dict[str, object] = {
        "week": 1, "a": CAMILLE, "b": MEHDI, "score": 0.38, "values": VALUES, "circle_a": "Quays",
        "circle_b": "Commons", "route": Route.BRIDGE, "bridge": Bridge("Quays", "Commons", 6), "shared": 6,
        "go_between": HELENE, "via_circle": "", "answer_to_a": KITCHEN, "answer_to_b": ANIMATE,
    }  # fmt: skip
    return Introduction(**(known | facts))  # type: ignore[arg-type]


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
def test_few_contacts_in_common_are_never_a_number(shared: int) -> None:
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


def test_every_code_has_its_words() -> None:
    assert set(TITLES) == set(BRIEF) == set(Reason)
    assert set(OPENS) == set(AskType)
