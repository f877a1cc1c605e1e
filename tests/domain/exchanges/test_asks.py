"""Needs and offers: in her own words, for half a year, as far as she said."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest

from tests.domain.circles.villages import is_constant, refused
from tests.domain.people.villagers import AT, TODAY, together, villager
from tisserand.domain.exchanges.actions import close_ask, renew_ask, write_need, write_offer
from tisserand.domain.exchanges.models import Ask, Need, Offer
from tisserand.domain.exchanges.queries import asks_by_person, asks_of, asks_told
from tisserand.domain.exchanges.rules import HOLDS_DAYS, MOST_OPEN, AskState, ask_state
from tisserand.domain.refused import Refused
from tisserand.domain.ties.fabric import Asks
from tisserand.formats import records
from tisserand.vocabulary import AskType, Audience, Refusal

DAY = timedelta(days=1)
BOTH = pytest.mark.parametrize("write", [write_need, write_offer])
Write = Callable[..., Ask]


@pytest.mark.django_db
@BOTH
def test_sentence_is_kept_as_written_and_holds_half_a_year(write: Write) -> None:
    ada = villager()
    row = write(person=ada, text="  un local\t pour e\u0301couter ", type=AskType.PREMISES, at=AT)
    assert (row.text, row.type, row.audience) == ("un local pour écouter", "locaux", Audience.BRIDGED)
    assert (row.created_on, row.until) == (TODAY, TODAY + HOLDS_DAYS * DAY)
    own = asks_of(ada, AT)
    told = (own.needs or own.offers)[0]
    assert (told.ref, told.type, told.state) == (row.ref, AskType.PREMISES, AskState.HOLDS)
    assert asks_of(villager(), AT).needs == ()


@pytest.mark.django_db
@BOTH
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("   ", Refusal.EMPTY_TEXT),
        ("x" * 281, Refusal.TEXT_TOO_LONG),
        ("un\u202elocal", Refusal.HIDDEN_CHARACTERS),
        ("voir https://ailleurs.example", Refusal.TEXT_WITH_LINK),
        ("voir WWW.ailleurs.example", Refusal.TEXT_WITH_LINK),
        ("écrire à ada@example.org", Refusal.TEXT_WITH_LINK),
    ],
)
def test_sentence_that_says_more_than_a_sentence_is_refused(write: Write, text: str, code: Refusal) -> None:
    with refused(code):
        write(person=villager(), text=text, at=AT)
    assert not Need.objects.exists() and not Offer.objects.exists()


@pytest.mark.django_db
def test_codes_are_of_the_closed_lists() -> None:
    for wrong in ({"type": "miracles"}, {"audience": "everybody"}):
        with refused(Refusal.UNKNOWN_CHOICE):
            write_need(person=villager(), text="un local", at=AT, **wrong)  # type: ignore[arg-type]


@pytest.mark.django_db
@BOTH
def test_past_sentence_is_told_no_more_until_renewed(write: Write) -> None:
    ada = villager()
    row = write(person=ada, text="un local", at=AT)
    late = AT + (HOLDS_DAYS + 1) * DAY
    assert asks_by_person(AT + HOLDS_DAYS * DAY)
    assert asks_by_person(late) == {}
    own = asks_of(ada, late)
    assert (own.needs + own.offers)[0].state is AskState.PAST
    assert renew_ask(person=ada, ref=row.ref, at=late).until == late.date() + HOLDS_DAYS * DAY
    assert ada.pk in asks_by_person(late)


@pytest.mark.django_db
@BOTH
def test_closed_sentence_is_gone_and_still_readable_where_it_was_told(write: Write) -> None:
    ada = villager()
    row = write(person=ada, text="un local", at=AT)
    close_ask(person=ada, ref=row.ref, at=AT)
    assert asks_by_person(AT) == {}
    assert asks_of(ada, AT).needs == asks_of(ada, AT).offers == ()
    assert asks_told([row.ref, "aaaaaaaaaaaa"], AT)[row.ref].text == "un local"
    for act in (close_ask, renew_ask):
        with refused(Refusal.CLOSED):
            act(person=ada, ref=row.ref, at=AT)


@pytest.mark.django_db
def test_anothers_sentence_is_not_found() -> None:
    ada, bob = villager(), villager()
    row = write_need(person=ada, text="un local", at=AT)
    for act in (close_ask, renew_ask):
        for ref in (row.ref, "aaaaaaaaaaaa"):
            with refused(Refusal.NOT_FOUND):
                act(person=bob, ref=ref, at=AT)


@pytest.mark.django_db
def test_one_person_keeps_few_open() -> None:
    ada = villager()
    rows = [write_need(person=ada, text=f"un local {row}", at=AT) for row in range(MOST_OPEN)]
    with refused(Refusal.TOO_MANY_ASKS):
        write_need(person=ada, text="un de plus", at=AT)
    write_offer(person=ada, text="une salle", at=AT)
    close_ask(person=ada, ref=rows[0].ref, at=AT)
    write_need(person=ada, text="un de plus", at=AT)


@pytest.mark.django_db(transaction=True)
def test_limit_holds_when_sentences_come_together() -> None:
    ada = villager()
    for row in range(MOST_OPEN - 1):
        write_need(person=ada, text=f"un local {row}", at=AT)
    found = together([lambda: write_need(person=ada, text="un de plus", at=AT) for _ in range(4)])
    assert [one.code for one in found if isinstance(one, Refused)] == [Refusal.TOO_MANY_ASKS] * 3
    assert Need.objects.count() == MOST_OPEN


@pytest.mark.django_db
def test_filter_and_predicate_agree_on_what_holds() -> None:
    ada = villager()
    for until, closed_on in product((None, TODAY - DAY, TODAY, TODAY + DAY), (None, TODAY)):
        Need.objects.create(person=ada, text="x", created_on=TODAY, until=until, closed_on=closed_on)
    listed = set(Need.objects.holding(TODAY).values_list("pk", flat=True))
    told = {
        row.pk
        for row in Need.objects.all()
        if ask_state(until=row.until, closed_on=row.closed_on, on=TODAY) is AskState.HOLDS
    }
    assert told == listed and len(told) == 3
    careless = {row.pk for row in Need.objects.all() if row.closed_on is None}
    assert careless != listed, "a predicate that forgets dates would be caught"


@pytest.mark.django_db
def test_weaving_reads_everybody_here_by_key() -> None:
    ada, bob, waiting = villager(), villager(), villager(confirmed_on=None)
    need = write_need(person=ada, text="un local", type=AskType.PREMISES, at=AT)
    offer = write_offer(person=bob, text="une salle", audience=Audience.CIRCLE, at=AT)
    write_offer(person=waiting, text="rien", at=AT)
    found = asks_by_person(AT)
    assert found == {
        ada.pk: Asks(needs=((need.ref, "un local", AskType.PREMISES, Audience.BRIDGED),)),  # type: ignore[arg-type]
        bob.pk: Asks(offers=((offer.ref, "une salle", None, Audience.CIRCLE),)),  # type: ignore[arg-type]
    }
    assert asks_by_person(AT, bob.pk) == {bob.pk: found[bob.pk]}
    assert found[ada.pk].ref_of(records.Ask("un local", AskType.PREMISES)) == need.ref
    assert found[ada.pk].ref_of(records.Ask("un local")) == ""


@pytest.mark.django_db
def test_lists_cost_the_same_however_long() -> None:
    ada = villager()
    refs: list[str] = []

    def grow(rows: int) -> None:
        for row in range(rows):
            given = {"person": ada, "text": f"un {row}", "created_on": TODAY}
            refs.extend(table.objects.create(**given).ref for table in (Need, Offer))
            Need.objects.create(person=villager(), text="x", created_on=TODAY)

    def read() -> None:
        assert asks_of(ada, AT).needs and asks_told(refs, AT) and asks_by_person(AT)

    assert is_constant(read, grow, (1, 3, 30))
