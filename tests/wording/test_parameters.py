"""The page of parameters says every number of the engine, and its own value."""

from dataclasses import replace

import pytest

from tisserand.engine.policy import DEFAULT
from tisserand.wording.catalogue import translator
from tisserand.wording.parameters import PARTS, codes, parts


def test_every_number_of_the_engine_is_said_once() -> None:
    said = [code for told in PARTS.values() for code in told]
    assert sorted(said) == sorted(codes())


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_number_that_changes_is_said_as_it_is_now(lang: str) -> None:
    before = {one.code: one.value for part in parts(translator(lang)) for one in part.parameters}
    changed = replace(DEFAULT, need_weight=0.123, weekly_cap=7, distances=(3.0, 2.0, 1.0, 0.25, 0.0))
    after = {one.code: one.value for part in parts(translator(lang), changed) for one in part.parameters}
    assert {code for code in after if after[code] != before[code]} == {
        "need_weight",
        "weekly_cap",
        "distances",
    }
    assert after["weekly_cap"] == "7" and after["distances"].startswith("3 · 2 · 1 · ")
    assert before["need_weight"] == ("0,45" if lang == "fr" else "0.45")
