"""The twelve dyes of circles: their colour, their own weave, and what stands out on them."""

from __future__ import annotations

from typing import NamedTuple

INK = "#1D2433"
ECRU = "#F2EBDC"
PAPER = "#FFFDF8"


class Dye(NamedTuple):
    """One dye: `on` is the colour that initials and weave take over it, 4.5 or more against `colour`.

    `deep` dyes fall under 3:1 on the night ground: what is drawn with them there carries an ecru edge.
    """

    colour: str
    weave: str
    on: str
    deep: bool


DYES: dict[str, Dye] = {
    "garance": Dye("#A63A2E", "toile", PAPER, True),
    "indigo": Dye("#2B3A67", "serge_montant", PAPER, True),
    "gaude": Dye("#E6AC0C", "pointille", INK, False),
    "campeche": Dye("#6164C2", "chevron", PAPER, False),
    "brou_de_noix": Dye("#381904", "uni", PAPER, True),
    "myrtille": Dye("#584653", "losange", PAPER, True),
    "cochenille": Dye("#BC788E", "pekin", INK, False),
    "rocou": Dye("#E8641C", "croisillon", INK, False),
    "lichen": Dye("#91965C", "natte", INK, False),
    "ortie": Dye("#0D7859", "bayadere", PAPER, False),
    "pastel_clair": Dye("#5DA5A9", "carreaux", INK, False),
    "mauve": Dye("#9EA1E6", "serge_descendant", INK, False),
}
