"""An invented week for the tests of the page: fourteen circles, every kind of bridge and of letter."""

from __future__ import annotations

from datetime import date

from tisserand.web.page import (
    BridgeView,
    CircleView,
    IntervalView,
    LetterView,
    OpennessView,
    ReasonView,
    RowView,
    WeekView,
)
from tisserand.wording.letters import Exchange
from tisserand.wording.quotes import Quote

_CIRCLES = (
    ("Sillage Lyon", "garance", "toile", "Entrepreneuses et entrepreneurs", "Lyon", 64),
    ("Lieux Communs", "pastel_clair", "carreaux", "Tiers-lieux du Rhône", "Villeurbanne", 38),
    ("Cercle des Quais", "indigo", "serge_montant", "Dirigeantes et dirigeants", "Paris", 71),
    ("Graines de Saône", "lichen", "natte", "Associations de quartier", "Mâcon", 52),
    ("Atelier du Léman", "gaude", "pointille", "Jeunes entreprises", "Yverdon", 33),
    ("Ingénieures & Cie", "campeche", "chevron", "Femmes ingénieures", "Paris", 58),
    ("Mentors d’Ainay", "ortie", "bayadere", "Transmission d’entreprise", "Lyon", 46),
    ("Club Bellecour", "myrtille", "losange", "Anciens élèves", "Lyon", 41),
    ("Cuivre & Bois", "brou_de_noix", "uni", "Artisanes et artisans", "Nantes", 24),
    ("La Table d’hôtes", "rocou", "croisillon", "Cuisine partagée", "Clisson", 18),
    ("Soigner ensemble", "cochenille", "pekin", "Aide à domicile", "Villeurbanne", 22),
    ("Code Croix-Paquet", "mauve", "serge_descendant", "Logiciel libre", "Lyon", 29),
    ("Passage Sainte-Anne", "garance", "croisillon", "Commerce indépendant", "Nantes", 47),
    ("Terres d’Erdre", "ortie", "pekin", "Fermes et rivières", "Nort-sur-Erdre", 56),
)
CIRCLES = tuple(
    CircleView(name, dye, weave, purpose=Quote(purpose, "fr"), town=town, people=people)
    for name, dye, weave, purpose, town, people in _CIRCLES
)
BRIDGES = (
    BridgeView(0, 1, 14, themes=Quote("locaux, alimentation", "fr"), until=date(2027, 2, 3), quota=6),
    BridgeView(0, 2, 11, themes=Quote("financement, export", "fr"), until=date(2027, 5, 12), quota=8),
    BridgeView(0, 3, 6, themes=Quote("ateliers", "fr"), until=date(2027, 1, 20), quota=4),
    BridgeView(2, 5, 22, until=date(2027, 9, 1), quota=10),
    BridgeView(5, 6, 8, mutual=False, themes=Quote("transmission", "fr"), until=date(2027, 3, 15), quota=4),
    BridgeView(8, 9, 4, themes=Quote("cuisine", "fr"), until=date(2026, 12, 1), quota=3, risk="Un seul."),
    BridgeView(12, 13, 12, themes=Quote("circuits courts", "fr"), until=date(2027, 6, 30), quota=6),
)
_REASONS = (
    ReasonView(
        "need", 9, "Votre besoin rencontre son offre",
        "Vous cherchez un local avec cuisine. Il en partage un, trois jours par semaine.",
    ),
    ReasonView(
        "offer", 5, "Vous pouvez lui rendre service",
        "Il aimerait accueillir des ateliers de quartier. Vous proposez d’en animer deux par mois.",
    ),
    ReasonView(
        "shared_contacts", 4, "Ni trop proches, ni trop loin",
        "Aucun cercle en commun, mais Hélène Garnier vous connaît tous les deux.",
    ),
    ReasonView(
        "across", 2, "Une passerelle est ouverte",
        "Sillage Lyon et Lieux Communs l’ont signée en février pour les locaux et l’alimentation.",
    ),
)  # fmt: skip
_CARES = "Qu’on cuisine ensemble ce qui pousse à côté"
_FACTS = ("Vous n’avez jamais été en contact.",)


_KITCHEN = Exchange(
    "Vous cherchez",
    Quote("Un local avec cuisine pour mes ateliers de conserves", "fr"),
    "Mehdi propose",
    Quote("Une cuisine équipée de 110 m², libre trois jours par semaine", "fr"),
)
_WORKSHOPS = Exchange(
    "Mehdi cherche", Quote("Des personnes pour animer des ateliers de quartier", "fr"),
    "Vous proposez", Quote("Animer deux ateliers de cuisine par mois : conserves, bocaux fournis", "fr"),
)  # fmt: skip


def _letter(
    to: str, name: str, a: int, b: int | None, *exchanges: Exchange, cares: str = _CARES, **words: str
) -> LetterView:
    texts = {
        "role": "La Grande Remise, Lyon",
        "why": "Vous avez 6 contacts en commun. Même ville : Lyon.",
        "through": "Hélène Garnier, en lien avec vous deux",
        "opens": "un lieu pour vous, les personnes qui manquent pour Mehdi",
        "asks": "une demi-heure, sur place ou par téléphone",
    } | words
    return LetterView(
        to=to, name=name, circle_a=CIRCLES[a], circle_b=None if b is None else CIRCLES[b],
        cares=Quote(cares, "fr"),
        exchanges=exchanges, **texts, answer_by=date(2026, 12, 1), reasons=_REASONS, facts=_FACTS,
    )  # fmt: skip


LETTERS = (
    _letter("Camille Roussel", "Mehdi Benali", 0, 1, _KITCHEN, _WORKSHOPS),
    _letter(
        "Bruno Carlier", "Anne-Lise Fournier", 0, 2, _KITCHEN, through="un membre du cercle Sillage Lyon"
    ),
    _letter("Nour Haddad", "Paul Vasseur", 0, 3, _WORKSHOPS, cares="", through=""),
    _letter("Jeanne Mercier", "Aïcha Diop", 5, 6, opens="une relecture de votre plan de reprise"),
    _letter("Thomas Perrin", "Léa Fontanel", 12, 13, cares="Que la rivière reste propre", through=""),
    _letter("Samuel Keller", "Rose Tchamba", 4, None, opens="", through="", role=""),
)
ROWS = tuple(
    RowView(
        letter.to, letter.name, letter.circle_a, letter.circle_b or letter.circle_a,
        letter.through, "besoin et offre, contacts en commun, passerelle",
    )
    for letter in LETTERS * 4
)[:20]  # fmt: skip
WEEK = WeekView(
    monday=date(2026, 11, 16), people=599, introductions=312, across=298, served=402, servable=402,
    budget=3, highest=3, circles=CIRCLES, bridges=BRIDGES, letters=LETTERS,
    openness=OpennessView(
        IntervalView(0.21, 0.19, 0.23), IntervalView(0.34, 0.31, 0.36), observed=19, expected=91,
        gesture_title="Ouvrir Club Bellecour par Mentors d’Ainay",
        gesture="Les deux cercles partagent un thème, la transmission d’entreprise, et une ville, Lyon.",
    ),
    rows=ROWS,
)  # fmt: skip
