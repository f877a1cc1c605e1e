"""The living page of style: every component, rendered by the same templates, tags and sheets as the pages.

It exists in a demonstration only. What it shows is invented; nothing is read from the network.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from tisserand.web.demo.views import in_demo
from tisserand.web.dyes import DYES
from tisserand.web.page import CircleView, IntervalView, LetterView, ReasonView
from tisserand.web.request import PageRequest
from tisserand.wording.letters import Exchange
from tisserand.wording.quotes import Quote

SILLAGE = CircleView("Sillage Lyon", "garance", "toile")
COMMUNS = CircleView("Lieux Communs", "pastel_clair", "carreaux")
QUAIS = CircleView("Cercle des Quais", "indigo", "serge_montant")
LEMAN = CircleView("Atelier du Léman", "gaude", "pointille")
AINAY = CircleView("Mentors d’Ainay", "ortie", "bayadere")
CODE = CircleView("Ingénieures & Cie", "campeche", "chevron")
MARKED = (SILLAGE, COMMUNS, QUAIS, LEMAN, AINAY, CODE)
TOKENS = (
    ("linen", gettext_noop("ground of the page"), None), ("paper", gettext_noop("letters, lists"), None),
    ("linen-deep", gettext_noop("tags and labels"), None), ("ink", gettext_noop("main text"), 14.0),
    ("ink-2", gettext_noop("second text"), 6.9), ("indigo", gettext_noop("to act, links"), 10.0),
    ("madder", gettext_noop("what needs you"), 5.8), ("weld-text", gettext_noop("warnings"), 6.0),
    ("weld", gettext_noop("fills only"), None), ("woad", gettext_noop("bridges, information"), 5.9),
    ("moss", gettext_noop("done, thanks"), 6.1), ("thread", gettext_noop("separators"), None),
    ("thread-strong", gettext_noop("edges of fields"), 3.8),
)  # fmt: skip
"""The tokens, what each is for, its contrast on the linen of the day."""
HEAT = (("0,2", 1), ("0,4", 2), ("0,6", 3), ("0,9", 4), ("1,1", 5), ("1,3", 6), ("1,7", 7))


class Dyed(NamedTuple):
    """A dye with the French name of it and of its weave, as they are always written."""

    dye: str
    weave: str
    name: str
    armure: str


DYED = tuple(
    Dyed(dye, found.weave, name, armure)
    for (dye, found), (name, armure) in zip(
        DYES.items(),
        (
            ("garance", "toile"), ("indigo", "sergé montant"), ("gaude", "pointillé"),
            ("campêche", "chevron"), ("brou de noix", "uni"), ("myrtille", "losange"),
            ("cochenille", "pékin"), ("rocou", "croisillon"), ("lichen", "natté"), ("ortie", "bayadère"),
            ("pastel clair", "carreaux"), ("mauve", "sergé descendant"),
        ),
        strict=True,
    )
)  # fmt: skip


@in_demo
@require_safe
def style(request: PageRequest) -> HttpResponse:
    """Show every component, by day and by night."""
    shown = {
        "tokens": [(name, gettext(use), contrast) for name, use, contrast in TOKENS],
        "dyed": DYED,
        "marked": MARKED,
        "sillage": SILLAGE,
        "communs": COMMUNS,
        "letter": sample_letter(),
        "heat": HEAT,
        "openness": IntervalView(0.71, 0.64, 0.78),
        "themes": ("day", "night"),
    }
    return render(request, "demo_site/style.html", shown)


def sample_letter() -> LetterView:
    """Return the letter that every mockup shows, in the reader's words."""
    return LetterView(
        to="Camille Roussel",
        name="Mehdi Benali",
        circle_a=SILLAGE,
        circle_b=COMMUNS,
        cares=Quote(gettext("places that stay open in the evening")),
        role=gettext("La Grande Remise, Lyon"),
        exchanges=(
            Exchange(
                seeker=gettext("You look for"),
                need=Quote(gettext("A place with a kitchen for my preserving workshops")),
                giver=gettext("Mehdi offers"),
                offer=Quote(gettext("A kitchen of 110 m², free three days a week")),
            ),
        ),
        why="",
        through=gettext("Hélène Garnier, tied to you both"),
        opens=gettext("a place to share"),
        asks=gettext("half an hour, on the spot or by telephone"),
        answer_by=date(2026, 12, 1),
        reasons=tuple(
            ReasonView(str(threads), threads, title, sentence)
            for threads, title, sentence in (
                (9, gettext("Your need meets this offer"), gettext("You look for a place; it is offered.")),
                (5, gettext("You can be of use"), gettext("Workshops are looked for; you offer some.")),
                (4, gettext("Neither too near nor too far"), gettext("Hélène Garnier knows you both.")),
                (2, gettext("A bridge is open"), gettext("Your two circles signed it in February.")),
            )
        ),
    )
