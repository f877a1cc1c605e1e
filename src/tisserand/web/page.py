"""The week's page: plain views in, one self-contained HTML page out (no script, no outside request)."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tisserand.web.cloth import NARROW, WIDE, ClothBridge, ClothCircle, cloth, people_per_stitch
from tisserand.wording.letters import Exchange
from tisserand.wording.quotes import Quote, spaced

NO_WORDS = Quote("")
STATIC = Path(__file__).parent / "static"
_SHEETS = ("elements.css", "components.css", "pages/week.css")
_NIGHT = "@media screen and (prefers-color-scheme: dark){%s}"
_FONTS = (
    ("Fraunces", "fonts/fraunces-latin-wght-normal.woff2"),
    ("Public Sans", "fonts/public-sans-latin-wght-normal.woff2"),
)


@dataclass(frozen=True, slots=True)
class CircleView:
    """A circle as a page names it."""

    name: str
    dye: str
    weave: str
    purpose: Quote = NO_WORDS
    town: str = ""
    people: int = 0


@dataclass(frozen=True, slots=True)
class BridgeView:
    """A signed bridge between the circles of rank `a` and `b`; `risk` says in words what threatens it."""

    a: int
    b: int
    ties: int
    mutual: bool = True
    themes: Quote = NO_WORDS
    until: date | None = None
    quota: int = 0
    risk: str = ""


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One reason: its share of twenty threads, its title, its sentence of true facts."""

    code: str
    threads: int
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """A proposal, as the person `to` will read it. `circle_b` None: they share `circle_a`.

    `cares` (what matters to the other person) comes before `role` (her organisation); `why` is said when
    there is no exchange. An empty text is not shown.
    """

    to: str
    name: str
    circle_a: CircleView
    circle_b: CircleView | None
    cares: Quote
    role: str
    exchanges: tuple[Exchange, ...]
    why: str
    through: str
    opens: str
    asks: str
    answer_by: date
    reasons: tuple[ReasonView, ...]
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IntervalView:
    """A figure and the interval it stands in."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OpennessView:
    """Openness against chance, now and if every introduction took place.

    `observed` and `expected`: of a hundred ties, how many cross circles now, and how many would by chance.
    """

    now: IntervalView
    forecast: IntervalView
    observed: float
    expected: float
    gesture_title: str = ""
    gesture: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """One introduction of the week, in a line."""

    a: str
    b: str
    circle_a: CircleView
    circle_b: CircleView
    through: str
    reasons: str


@dataclass(frozen=True, slots=True)
class WeekView:
    """Everything the page tells; `introductions` counts them all, `rows` holds the first ones.

    The first `unfolded` letters are open; the others are folded, and say to whom they go about whom.
    """

    monday: date
    people: int
    introductions: int
    across: int
    served: int
    servable: int
    budget: int
    highest: int
    circles: tuple[CircleView, ...]
    bridges: tuple[BridgeView, ...]
    letters: tuple[LetterView, ...]
    openness: OpennessView
    rows: tuple[RowView, ...]
    unfolded: int = 3
    file_name: str = "introductions.csv"

    @property
    def open_letters(self) -> tuple[LetterView, ...]:
        """The letters that lie open."""
        return self.letters[: self.unfolded]

    @property
    def folded_letters(self) -> tuple[LetterView, ...]:
        """The letters that wait in their envelopes."""
        return self.letters[self.unfolded :]

    @property
    def first_folded(self) -> int:
        """The rank of the first letter that is folded."""
        return self.unfolded + 1

    @property
    def inside(self) -> int:
        """How many introductions stay inside a circle."""
        return self.introductions - self.across

    @property
    def others(self) -> int:
        """How many introductions the table leaves to the file."""
        return self.introductions - len(self.rows)

    @property
    def alone(self) -> tuple[CircleView, ...]:
        """The circles that no bridge reaches."""
        reached = {rank for bridge in self.bridges for rank in (bridge.a, bridge.b)}
        return tuple(circle for rank, circle in enumerate(self.circles) if rank not in reached)


def stylesheet() -> str:
    """The whole style of a page as text: fonts inlined, then tokens (and those of the night), elements,
    components, and what this page alone needs."""
    faces = []
    for family, file in _FONTS:
        font = base64.b64encode((STATIC / file).read_bytes()).decode()
        faces.append(
            f'@font-face{{font-family:"{family}";font-weight:100 900;font-display:swap;'
            f'src:url(data:font/woff2;base64,{font}) format("woff2")}}\n'
        )
    tokens, night, *others = (
        (STATIC / sheet).read_text(encoding="utf-8") for sheet in ("tokens.css", "night.css", *_SHEETS)
    )
    sheets = "".join((tokens, _NIGHT % night, *others))
    return "".join(faces) + _tidy(re.sub(r"/\*.*?\*/\n?", "", sheets, flags=re.DOTALL))


def french_spaces(text: str) -> str:
    """The same text with French spaces and curved apostrophes."""
    return spaced(text).replace("'", "’")


def _set(value: Any) -> Any:
    """The view with every sentence set as French sets it."""
    if isinstance(value, str):
        return french_spaces(value)
    if isinstance(value, tuple):
        return tuple(_set(item) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = {"dye", "weave", "code", "file_name", "lang"}
        return dataclasses.replace(
            value,
            **{f.name: _set(getattr(value, f.name)) for f in dataclasses.fields(value) if f.name not in kept},
        )
    return value


def _ready() -> None:
    """Django, as far as templates and catalogues need it; nothing when the site is already running."""
    from django.apps import apps

    if not apps.ready:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tisserand.project.settings")
        django.setup()


def _pictures(week: WeekView) -> dict[str, str | int]:
    """The fabric, drawn for a wide and for a narrow page, and how many people a stitch stands for."""
    from django.utils.safestring import mark_safe
    from django.utils.translation import gettext, ngettext

    from tisserand.web.tags import count, ties

    alone = set(week.alone)
    circles = [
        ClothCircle(
            c.name, c.dye, c.weave, c.people,
            ngettext("%(number)s person", "%(number)s people", c.people) % {"number": count(c.people)},
            gettext("no bridge") if c in alone else "",
        )
        for c in week.circles
    ]  # fmt: skip
    most = max((bridge.ties for bridge in week.bridges), default=0)
    bridges = [
        ClothBridge(
            bridge.a, bridge.b, _strands(bridge.ties, most),
            gettext("Bridge between %(a)s and %(b)s: %(ties)s")
            % {"a": circles[bridge.a].name, "b": circles[bridge.b].name, "ties": ties(bridge.ties)},
            f"bridge-{rank}", bool(bridge.risk),
        )
        for rank, bridge in enumerate(week.bridges, start=1)
    ]  # fmt: skip
    words = gettext("Picture of the fabric; the same facts are in the two lists that follow")
    return {
        "wide": mark_safe(cloth(circles, bridges, WIDE, words=words)),
        "narrow": mark_safe(cloth(circles, bridges, NARROW, words=words)),
        "per_stitch": people_per_stitch(circles),
    }


def _strands(ties: int, most: int) -> int:
    """One thread of each colour under ten ties, else one to three by thirds of the most."""
    return 1 if ties < 10 else max(1, min(3, -(-3 * ties // most)))


def rendered(week: WeekView, lang: str) -> str:
    """The page of this week, in that language (`fr` or `en`), as one HTML text."""
    _ready()
    from django.template.loader import render_to_string
    from django.utils import translation
    from django.utils.safestring import mark_safe

    style = stylesheet()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    with translation.override(lang):
        view = _set(week) if lang.startswith("fr") else week
        context = {
            "lang": lang,
            "week": view,
            "style": mark_safe(style),
            "style_hash": digest,
            "cloth": _pictures(view),
            "bridges": [
                {"bridge": bridge, "a": view.circles[bridge.a], "b": view.circles[bridge.b]}
                for bridge in view.bridges
            ],
        }
        return _tidy(render_to_string("demo/page.html", context))


def _tidy(html: str) -> str:
    """Without the blank lines that template tags leave behind."""
    return re.sub(r"\n\s*\n+", "\n", html)
