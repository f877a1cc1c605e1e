"""Every code that a person may choose, or be told, has its words."""

from collections.abc import Collection
from enum import StrEnum

import pytest

from tisserand.domain.introductions.actions import OUTCOME
from tisserand.vocabulary import ActorType, AskType, Audience, AuditAct, Consent, ReportReason
from tisserand.wording import choices
from tisserand.wording.catalogue import translator

TABLES = [
    (AskType, choices.ASK_TYPES),
    (Audience, choices.AUDIENCES),
    (Consent, choices.AGREEMENTS),
    (AuditAct, choices.AUDIT_ACTS),
    (ReportReason, choices.REPORT_REASONS),
    (ActorType, choices.actors(translator("en"))),
]


@pytest.mark.parametrize(("codes", "table"), TABLES, ids=lambda one: getattr(one, "__name__", ""))
def test_every_code_has_its_words(codes: type[StrEnum], table: Collection[str]) -> None:
    assert set(table) == set(codes)


def test_outcome_is_asked_as_it_is_kept() -> None:
    assert {code: set(one.answers) for code, one in choices.OUTCOMES.items()} == {
        code: set(answers) for code, answers in OUTCOME.items()
    }


def test_week_has_seven_days() -> None:
    assert len(set(choices.WEEKDAYS)) == 7


def test_kind_of_ask_is_named_and_none_is_silent() -> None:
    words = translator("en")
    assert choices.ask_type("fonds", words) == "Funds"
    assert choices.ask_type("", words) == ""
    assert choices.act(AuditAct.ERASED, words) == "An account was erased"
