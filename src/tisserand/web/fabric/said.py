"""The words of circles and bridges in the fabric: sizes, ties, risks."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from tisserand.domain.observatory.queries.fabric import FabricTold, Patch, Woven
from tisserand.vocabulary import BridgeRisk
from tisserand.web.access import words
from tisserand.web.tags import count
from tisserand.wording.choices import ask_type


def people_said(people: int | None) -> str:
    """How many people a circle has; words under ten."""
    if people is None:
        return gettext("fewer than 10 people")
    return ngettext("%(number)s person", "%(number)s people", people) % {"number": count(people)}


def ties_said(ties: int | None) -> str:
    """About how many ties a bridge carries in a year; words under ten."""
    if ties is None:
        return gettext("fewer than 10 ties")
    return gettext("about %(number)s ties") % {"number": count(ties)}


def risk_said(bridge: Woven) -> str:
    """What threatens a bridge, "" when nothing does."""
    alone = gettext("a single bridge person") if bridge.people else gettext("no bridge person")
    said = {
        None: "",
        BridgeRisk.REVIEW_PAST: gettext("its review date is past"),
        BridgeRisk.SUSPENDED: gettext("suspended"),
        BridgeRisk.NOTHING_CROSSED: gettext("nothing crossed in three months"),
        BridgeRisk.ONE_PERSON: alone,
        BridgeRisk.REVIEW_NEAR: gettext("to be reviewed soon"),
    }
    return said[bridge.risk]


def themes_said(bridge: Woven) -> str:
    """What a bridge is open to, "" for everything."""
    return ", ".join((ask_type(theme, words()) or theme).lower() for theme in bridge.themes)


def alone_said(circle: Patch) -> str:
    """The third line of the label of a circle without a bridge."""
    return gettext("no bridge") if circle.alone else ""


def name_of(told: FabricTold, bridge: Woven) -> str:
    """A bridge by its two circles."""
    return f"{told.circles[bridge.a].name}, {told.circles[bridge.b].name}"
