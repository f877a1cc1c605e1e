"""The file of people: who they are, where they belong, what they look for and what they agreed to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from tisserand.engine.policy import STOPS
from tisserand.formats.cells import SEVERAL, clean, day, folded, items, one_line, share, whole
from tisserand.formats.layout import Layout
from tisserand.formats.problems import Problem, ProblemCode, Problems, UnusableError
from tisserand.formats.records import EVERY_CONSENT, Ask, Person
from tisserand.formats.tables import Table
from tisserand.vocabulary import ActorType, AskType, Consent

MOST_A_WEEK = 50

LAYOUT = Layout(
    required=("id",),
    columns={
        "id": ("identifiant", "person_id"),
        "name": ("nom", "nom_complet", "full_name"),
        "email": ("courriel", "e_mail", "mail", "adresse_e_mail", "adresse_mail", "adresse_electronique"),
        "circles": ("circle", "cercle", "cercles"),
        "offers": ("offer", "offre", "offres"),
        "needs": ("need", "besoin", "besoins"),
        "town": ("city", "ville", "commune"),
        "organisation": ("organization", "structure"),
        "actor_type": ("type_acteur", "type_d_acteur"),
        "sector": ("secteur",),
        "budget": (),
        "joined_on": ("joined", "arrivee", "arrivee_le", "arrive_le", "date_d_arrivee"),
        "allow": ("allows", "accord", "accords", "consentements"),
        "agreed_on": ("agreed", "accord_le", "date_accord", "date_d_accord"),
        "acceptance": ("acceptation",),
        "distance": (),
    },
)

ASK_TYPES = {
    AskType.FUNDS: ("fonds", "funds", "funding", "financement"),
    AskType.TALENTS: ("talents", "talent"),
    AskType.PREMISES: ("locaux", "local", "premises"),
    AskType.MARKETING: ("marketing",),
    AskType.RENOWN: ("notoriete", "renown"),
    AskType.MARKET_FEEDBACK: ("retour_marche", "market_feedback"),
    AskType.SKILL: ("competence", "competences", "skill", "skills"),
    AskType.OTHER: ("autre", "other"),
}
ACTOR_TYPES = {
    ActorType.COMPANY: ("entreprise", "company", "business"),
    ActorType.ASSOCIATION: ("association", "non_profit", "nonprofit"),
    ActorType.PUBLIC_BODY: ("collectivite", "public_body", "collectivite_publique"),
    ActorType.CITIZEN: ("citoyen", "citoyenne", "citizen"),
    ActorType.SCHOOL: ("ecole", "school"),
    ActorType.PLACE: ("tiers_lieu", "third_place"),
}
CONSENTS = {
    Consent.BEYOND: ("beyond", "au_dela"),
    Consent.COUNTED: ("counted", "compte"),
    Consent.NAMED: ("named", "nomme"),
    Consent.PROFILED: ("profiled", "profile"),
}
UNPROFILED = "unprofiled"
"""Said in the cell of agreements by somebody who objects to being profiled; the French word is beside it."""
OBJECTIONS = (UNPROFILED, "non_profile")

Code = TypeVar("Code", AskType, ActorType, Consent)


def _by_name(names: Mapping[Code, tuple[str, ...]]) -> dict[str, Code]:
    return {name: code for code, known in names.items() for name in known}


_ASK_TYPE = _by_name(ASK_TYPES)
_ACTOR_TYPE = _by_name(ACTOR_TYPES)
_CONSENT = _by_name(CONSENTS)


def read_people(table: Table, today: date, problems: Problems) -> tuple[Person, ...]:
    """Return everybody in the file, in its order; what is wrong in a cell goes to `problems`."""
    people: list[Person] = []
    lines: dict[str, int] = {}
    addresses: dict[str, int] = {}
    for line, cells in table.rows(problems):
        person = _Row(table, line, cells, today, problems).person()
        if not person.id:
            problems.add(table.problem(ProblemCode.EMPTY_ID, line, "id"))
            continue
        first = lines.setdefault(person.id, line)
        if first != line:
            problems.add(table.problem(ProblemCode.PERSON_TWICE, line, "id", person.id, str(first)))
        if person.email:
            first = addresses.setdefault(person.email.casefold(), line)
            if first != line:
                problems.add(table.problem(ProblemCode.EMAIL_TWICE, line, "email", person.email, str(first)))
        people.append(person)
    if not people and not problems.count:
        raise UnusableError([Problem(ProblemCode.NO_ROWS, table.file)])
    return tuple(people)


Value = TypeVar("Value")


class _Row:
    """One line of the file, read column by column."""

    __slots__ = ("cells", "line", "places", "problems", "table", "today")

    def __init__(self, table: Table, line: int, cells: list[str], today: date, problems: Problems) -> None:
        self.table, self.line, self.cells = table, line, cells
        self.places, self.today, self.problems = table.places, today, problems

    def person(self) -> Person:
        text = self.text
        return Person(
            text("id"),
            text("name"),
            text("email"),
            items(text("circles")),
            self.asks("offers"),
            self.asks("needs"),
            text("town"),
            text("organisation"),
            actor_type(text("actor_type")),
            text("sector"),
            self.value("budget", _budget, ProblemCode.BAD_BUDGET),
            self.past_day("joined_on"),
            self.allow(),
            self.past_day("agreed_on"),
            self.value("acceptance", share, ProblemCode.BAD_ACCEPTANCE),
            self.value("distance", _distance, ProblemCode.BAD_DISTANCE),
        )

    def text(self, column: str) -> str:
        place = self.places.get(column)
        return "" if place is None else clean(self.cells[place])

    def refuse(self, code: ProblemCode, column: str, value: str) -> None:
        self.problems.add(self.table.problem(code, self.line, column, value))

    def value(self, column: str, read: Callable[[str], Value | None], code: ProblemCode) -> Value | None:
        """Return what `read` makes of a cell; an empty cell is None, an unreadable one a problem too."""
        text = self.text(column)
        found = read(text) if text else None
        if text and found is None:
            self.refuse(code, column, text)
        return found

    def past_day(self, column: str) -> date | None:
        found = self.value(column, day, ProblemCode.BAD_DATE)
        if found and found > self.today:
            self.refuse(ProblemCode.FUTURE_DATE, column, self.text(column))
        return found

    def allow(self) -> frozenset[Consent]:
        """Return what she agreed to; being profiled holds unless the cell says otherwise."""
        if "allow" not in self.places:
            return EVERY_CONSENT
        agreed, unknown = consents(self.text("allow"))
        if unknown:
            self.refuse(ProblemCode.UNKNOWN_CONSENT, "allow", unknown)
        return agreed

    def asks(self, column: str) -> tuple[Ask, ...]:
        found, empty = asks_of(self.text(column))
        for part in empty:
            self.refuse(ProblemCode.EMPTY_ASK, column, part)
        return found


def _budget(text: str) -> int | None:
    return whole(text, MOST_A_WEEK)


def _distance(text: str) -> int | None:
    return whole(text, STOPS - 1)


def asks_of(cell: str) -> tuple[tuple[Ask, ...], list[str]]:
    """Return the needs or the offers of a cell, each once, and those that have a type and no sentence."""
    parts = items(cell)
    found = tuple(dict.fromkeys(ask_of(part) for part in parts)) if parts else ()
    return found, [part for ask, part in zip(found, parts, strict=False) if not ask.text]


def ask_of(part: str) -> Ask:
    """Return one need or offer: `sentence` or `type: sentence`; an unknown type belongs to the sentence."""
    head, colon, sentence = part.partition(":")
    if colon and len(head) < 30 and (known := _ASK_TYPE.get(folded(head))):
        return Ask(sentence.strip(), known)
    return Ask(part)


@lru_cache(maxsize=1024)
def actor_type(text: str) -> str:
    """Return the code of a type of actor named in French or English, else the text itself."""
    return _ACTOR_TYPE.get(folded(text), text)


@lru_cache(maxsize=1024)
def consents(text: str) -> tuple[frozenset[Consent], str]:
    """Return the consents written in a cell, and the first word that is none of them."""
    words = [word.strip() for word in text.split(SEVERAL) if word.strip()]
    unknown = next((word for word in words if folded(word) not in (*_CONSENT, *OBJECTIONS)), "")
    said = {folded(word) for word in words}
    agreed = frozenset(_CONSENT[word] for word in said if word in _CONSENT) | {Consent.PROFILED}
    return agreed - ({Consent.PROFILED} if said & {*OBJECTIONS} else set()), one_line(unknown)
