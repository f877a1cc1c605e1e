"""Small random networks as records, for properties that must hold whatever the network."""

import random
from datetime import UTC, date, datetime, timedelta

from tisserand.formats.records import Ask, Bridge, Network, Person, Tie
from tisserand.vocabulary import ActorType, AskType, Consent

ON = date(2026, 11, 16)
NEEDS = (
    "un local avec cuisine pour nos ateliers", "de l'aide en comptabilité", "a shared office in Lyon",
    "des mécènes pour un tiers-lieu", "recruter une alternante en communication",
    "legal advice on employment",
    "un regard sur notre site web", "des bénévoles pour le samedi",
)  # fmt: skip
OFFERS = (
    "cuisine partagée libre trois jours", "expert-comptable, une heure par mois", "bureau partagé à Lyon",
    "mécénat de compétences", "employment law workshops", "création de sites web", "salle pour des ateliers",
    "prêt d'un local le week-end",
)  # fmt: skip
THEMES = ("locaux", "communication", "comptabilité", "site web")


def random_network(seed: int, people: int = 14, circles: int = 4, *, bridges: bool | None = None) -> Network:
    """A network that uses every column, with odd cases: no circle, no consent, budget 0, arrivals to come."""
    draw = random.Random(seed)
    names = [f"cercle {i}" for i in range(circles)]
    members = tuple(_person(draw, i, names) for i in range(people))
    ids = [person.id for person in members]
    ties = tuple(_tie(draw, ids) for _ in range(draw.randrange(0, 3 * people)))
    lived = sorted({name for person in members for name in person.circles})
    rows = None
    if len(lived) > 1 and (draw.random() < 0.7 if bridges is None else bridges):
        rows = tuple(_bridge(draw, lived) for _ in range(draw.randrange(1, 6)))
    return Network(members, ties, rows, met=_pairs(draw, ids, 3), apart=_pairs(draw, ids, 3),
                   through_members=frozenset(draw.sample(names, draw.randrange(0, 3))))  # fmt: skip


def _person(draw: random.Random, place: int, names: list[str]) -> Person:
    return Person(
        id=f"p{place}",
        name=f"Personne {place}",
        circles=tuple(draw.sample(names, draw.choice((0, 1, 1, 1, 2)))),
        offers=_asks(draw, OFFERS),
        needs=_asks(draw, NEEDS),
        town=draw.choice(("", "Lyon", "lyon", "Nantes")),
        actor_type=draw.choice(("", ActorType.COMPANY, ActorType.ASSOCIATION)),
        budget=draw.choice((None, None, 0, 1, 2, 3)),
        joined_on=draw.choice(
            (None, ON - timedelta(days=20), ON - timedelta(days=400), ON + timedelta(days=3))
        ),
        allow=frozenset(code for code in Consent if draw.random() < 0.8),
        agreed_on=draw.choice((None, None, ON - timedelta(days=5), ON + timedelta(days=2))),
        distance=(None, 0, None, 3, 4, None, 1)[place % 7],
    )


def _asks(draw: random.Random, sentences: tuple[str, ...]) -> tuple[Ask, ...]:
    return tuple(
        Ask(text, draw.choice((None, AskType.PREMISES, AskType.SKILL)))
        for text in draw.sample(sentences, draw.randrange(0, 3))
    )


def _tie(draw: random.Random, ids: list[str]) -> Tie:
    a, b = draw.sample(ids, 2)
    if draw.random() < 0.2:
        return Tie(a, b, strength=draw.choice((0.0, 0.25, 1.0)))
    at = datetime(2026, 11, 16, 9, tzinfo=UTC) - timedelta(
        days=draw.randrange(-2, 500), hours=draw.randrange(9)
    )
    return Tie(a, b, at=at, kind=draw.choice(("", "meeting", "courriel")))


def _bridge(draw: random.Random, names: list[str]) -> Bridge:
    start, end = draw.sample(names, 2)
    until = draw.choice((None, ON, ON - timedelta(days=1), ON + timedelta(days=90)))
    return Bridge(
        start, end, draw.randrange(0, 4), tuple(draw.sample(THEMES, draw.choice((0, 0, 1, 2)))), until
    )


def _pairs(draw: random.Random, ids: list[str], most: int) -> frozenset[tuple[str, str]]:
    return frozenset(tuple(draw.sample(ids, 2)) for _ in range(draw.randrange(0, most)))  # type: ignore[misc]


def shuffled(network: Network, seed: int) -> Network:
    """The same network with people, ties and bridges in another order, and ties named the other way round."""
    draw = random.Random(seed)
    people, ties = list(network.people), list(network.ties)
    draw.shuffle(people)
    draw.shuffle(ties)
    turned = tuple(tie._replace(a=tie.b, b=tie.a) if draw.random() < 0.5 else tie for tie in ties)
    rows = None if network.bridges is None else tuple(draw.sample(network.bridges, len(network.bridges)))
    return Network(tuple(people), turned, rows, network.met, network.apart, network.through_members)
