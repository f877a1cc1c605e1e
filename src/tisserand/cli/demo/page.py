"""The demo's week as a page shows it: from the fictional world and its weaving to plain views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from tisserand.cli.demo.sheets import listed, rows
from tisserand.cli.demo.world import World
from tisserand.engine.measures import Openness, forecast
from tisserand.engine.policy import DEFAULT
from tisserand.engine.propose import NO_PAIRS
from tisserand.formats.records import Bridge
from tisserand.formats.weaving import Introduction, Weaving
from tisserand.vocabulary import Route
from tisserand.web.letters import first_letters, letter, row
from tisserand.web.page import BridgeView, CircleView, IntervalView, LetterView, OpennessView, WeekView
from tisserand.wording.catalogue import Words, translator
from tisserand.wording.quotes import Quote

LETTERS, ROWS = 7, 12
WRITTEN_IN = "fr"
"""The language of purposes and themes: circles of the demo are French."""

LETTER_DAY, DAYS_TO_ANSWER = 1, 10
SOON, QUIET, YEAR = timedelta(days=30), timedelta(days=90), timedelta(days=365)


def week_view(world: World, weaving: Weaving, lang: str) -> WeekView:
    """Everything the page tells about this weaving of the demo world."""
    words = translator(lang)
    circles = _circles(world)
    named = {view.name: view for view in circles}
    week = weaving.weeks[0]
    told = [one for one in weaving.introductions if one.week == 1]
    return WeekView(
        monday=world.monday,
        people=len(world.people),
        introductions=week.introductions,
        across=sum(one.route is not Route.INSIDE for one in told),
        served=week.served,
        servable=week.servable,
        budget=DEFAULT.weekly_cap,
        highest=week.highest,
        circles=circles,
        bridges=tuple(_bridges(world, words)),
        letters=tuple(_letter(one, world, named, words) for one in first_letters(told, LETTERS)),
        openness=_openness(world, weaving, words),
        rows=tuple(row(one, words, named) for one in told[:ROWS]),
    )


def _circles(world: World) -> tuple[CircleView, ...]:
    return tuple(
        CircleView(
            circle.name, circle.dye, circle.weave,
            purpose=Quote(circle.purpose, WRITTEN_IN), town=circle.town,
            people=sum(circle.name in person.circles for person in world.people),
        )
        for circle in world.circles
    )  # fmt: skip


def _letter(one: Introduction, world: World, circles: Mapping[str, CircleView], words: Words) -> LetterView:
    return letter(
        one,
        words,
        circles,
        cares=world.concerns.get(one.b.id, ""),
        budget=min(DEFAULT.weekly_cap, DEFAULT.weekly_cap if one.a.budget is None else one.a.budget),
        answer_by=world.monday + timedelta(days=LETTER_DAY + DAYS_TO_ANSWER),
    )


def _bridges(world: World, words: Words) -> Iterable[BridgeView]:
    """One view for each pair of circles, its two rows told as one agreement."""
    rank = {circle.name: i for i, circle in enumerate(world.circles)}
    signed = {(bridge.start, bridge.end): bridge for bridge in world.bridges}
    days = _tie_days(world)
    for (start, end), bridge in signed.items():
        if (end, start) in signed and rank[end] < rank[start]:
            continue
        seen = days.get(frozenset((start, end)), {})
        themes = list(dict.fromkeys(bridge.themes + _themes(signed.get((end, start)))))
        yield BridgeView(
            rank[start],
            rank[end],
            ties=sum(world.monday - day <= YEAR for day in seen.values()),
            mutual=(end, start) in signed,
            themes=Quote(", ".join(themes), WRITTEN_IN),
            until=bridge.until,
            quota=bridge.quota,
            risk=_risk(world, bridge, max(seen.values(), default=None), words),
        )


def _themes(bridge: Bridge | None) -> tuple[str, ...]:
    return bridge.themes if bridge else ()


def _tie_days(world: World) -> dict[frozenset[str], dict[tuple[str, str], date]]:
    """For each pair of circles, its pairs of people who share no circle and the day of their last contact."""
    circles = {person.id: person.circles for person in world.people}
    days: dict[frozenset[str], dict[tuple[str, str], date]] = {}
    for tie in world.ties:
        a, b = circles[tie.a], circles[tie.b]
        if tie.at is None or set(a) & set(b):
            continue
        pair, day = (min(tie.a, tie.b), max(tie.a, tie.b)), tie.at.date()
        for one, other in ((one, other) for one in a for other in b):
            seen = days.setdefault(frozenset((one, other)), {})
            seen[pair] = max(seen.get(pair, day), day)
    return days


def _risk(world: World, bridge: Bridge, last: date | None, words: Words) -> str:
    """What threatens a bridge, in words; empty when nothing does."""
    _ = words.gettext
    if bridge.until is not None and bridge.until - world.monday <= SOON:
        return _("To be signed again soon.")
    if len(world.go_betweens.get((bridge.start, bridge.end), ())) == 1:
        return _("A single bridge person.")
    if last is None or world.monday - last > QUIET:
        return _("Nothing passes over it any more.")
    return ""


def _openness(world: World, weaving: Weaving, words: Words) -> OpennessView:
    fabric = weaving.numbered.fabric
    now = forecast(fabric, NO_PAIRS)
    later = forecast(fabric, weaving.pairs) if weaving.pairs.size else now
    assert now is not None
    assert later is not None
    title, gesture = _gesture(world, words)
    return OpennessView(
        now=_interval(now),
        forecast=_interval(later),
        observed=100 * (now.share or 0.0),
        expected=100 * (now.expected or 0.0),
        gesture_title=title,
        gesture=gesture,
    )


def _interval(figure: Openness) -> IntervalView:
    return IntervalView(figure.ratio or 0.0, figure.low or 0.0, figure.high or 0.0)


def _gesture(world: World, words: Words) -> tuple[str, str]:
    """One thing to do: a first bridge for the circle that touches no other, with the one it is nearest to."""
    themes = {line["name"]: listed(line["themes"]) for line in rows("circles")}
    mine = set(themes[world.closed])
    others = [name for name in themes if name != world.closed]
    nearest = max(others, key=lambda name: len(mine & set(themes[name])))
    shared = [theme for theme in themes[nearest] if theme in mine]
    title = words.gettext("Offer {circle} a first bridge").format(circle=world.closed)
    said = words.gettext("This circle touches no other. {other} works on the same themes: {themes}.")
    return title, said.format(other=nearest, themes=", ".join(shared))
