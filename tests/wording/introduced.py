"""Camille and Mehdi, introduced with every fact there is: what the tests of letters are about."""

from __future__ import annotations

from tisserand.engine.text import vocabulary
from tisserand.formats.lexicon import shipped_lexicon
from tisserand.formats.records import Ask, Bridge, Person
from tisserand.formats.weaving import Answer, Introduction
from tisserand.vocabulary import ActorType, AskType, Reason, Route

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
