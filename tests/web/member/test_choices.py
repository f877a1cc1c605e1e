"""What forms lay out: choices, rhythms in words, numbers typed, what was typed kept."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest, QueryDict
from django.template import engines
from django.utils import translation

from tisserand.domain.attention.rules import Rhythm
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Audience, Refusal
from tisserand.web.member.choices import coded, joined, rhythm_said, rhythm_view, whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("12345", 12345),
        ("123456", -1),
        ("", -1),
        ("-1", -1),
        ("²", -1),
        ("٣", -1),
        ("1.5", -1),
    ],
)
def test_number_typed_is_read_or_refused_by_every_rule(text: str, number: int) -> None:
    assert whole_number(text) == number


def test_code_that_is_none_of_the_list_is_refused() -> None:
    assert coded(Audience, "circle") is Audience.CIRCLE
    with pytest.raises(Refused) as refused:
        coded(Audience, "everybody")
    assert refused.value.code is Refusal.UNKNOWN_CHOICE


def test_names_are_joined_as_one_speaks() -> None:
    with translation.override("en"):
        assert [joined(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_rhythm_is_said_in_a_sentence() -> None:
    with translation.override("en"):
        assert rhythm_said(Rhythm(1, 18)) == "1 proposal a week at most, on these days: Tuesday and Friday."
        assert rhythm_said(Rhythm(2, 127)).startswith("2 proposals a week at most, on these days: Monday, ")
        assert rhythm_said(Rhythm(0)) == "You asked for no proposal for now."


def asked(**typed: Any) -> Any:
    """A request refused at the form `rhythm`, with what was typed."""
    request = HttpRequest()
    request.POST = QueryDict(mutable=True)
    for name, values in typed.items():
        request.POST.setlist(name, values)
    request.refused_at = "rhythm"  # type: ignore[attr-defined]
    return request


def test_rhythm_shows_hers_even_when_it_is_not_usual() -> None:
    with translation.override("en"):
        view = rhythm_view(HttpRequest(), Rhythm(5, 1), "rhythm")  # type: ignore[arg-type]
    assert [choice.text for choice in view.paces if choice.chosen] == ["5"]
    assert [choice.code for choice in view.days if choice.chosen] == ["0"]


def test_rhythm_shows_what_was_typed_at_its_own_form_only() -> None:
    with translation.override("en"):
        typed = rhythm_view(asked(a_week=["3"], day=["6"]), Rhythm(), "rhythm")
        elsewhere = rhythm_view(asked(a_week=["3"], day=["6"]), Rhythm(), "welcome")
    assert [choice.code for choice in typed.paces if choice.chosen] == ["3"]
    assert [choice.code for choice in typed.days if choice.chosen] == ["6"]
    assert [choice.code for choice in elsewhere.paces if choice.chosen] == ["2"]


@pytest.mark.parametrize(("at", "shown"), [("form", "typed"), ("other", "hers")])
def test_field_keeps_what_was_typed_at_the_form_that_was_refused(at: str, shown: str) -> None:
    template = engines["django"].from_string('{% kept at "name" "hers" %}')
    facts = {"at": at, "refused_at": "form", "typed": {"name": "typed"}}
    assert template.render(facts) == shown


def test_circle_without_a_known_dye_is_drawn_all_the_same() -> None:
    template = engines["django"].from_string("{% swatch one %}{% knot one one %}{% ribbon one one %}")
    drawn = template.render({"one": SimpleNamespace(dye="", weave="")})
    assert drawn.count("<svg") == 3
