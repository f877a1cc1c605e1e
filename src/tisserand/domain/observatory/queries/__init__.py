"""How open the network is and what to do this week; the first argument is the person who looks."""

from tisserand.domain.observatory.queries.bridges import BridgeAtRisk, bridges_at_risk
from tisserand.domain.observatory.queries.figures import Between, Observed, Point, Signed, Wait, observed
from tisserand.domain.observatory.queries.inclusion import Inclusion, inclusion_of
from tisserand.domain.observatory.queries.monday import FIRST, Monday, monday_of_circle, needs_somebody
from tisserand.domain.observatory.queries.newcomers import Newcomer, Newcomers, newcomers_of
from tisserand.domain.observatory.queries.openness import (
    WEEKS,
    Figure,
    OpennessTold,
    openness_of,
    openness_of_network,
)
from tisserand.domain.observatory.queries.quiet import Quiet
from tisserand.domain.observatory.queries.week import Animated, BridgesOfWeek, ToSign

__all__ = [
    "FIRST",
    "WEEKS",
    "Animated",
    "Between",
    "BridgeAtRisk",
    "BridgesOfWeek",
    "Figure",
    "Inclusion",
    "Monday",
    "Newcomer",
    "Newcomers",
    "Observed",
    "OpennessTold",
    "Point",
    "Quiet",
    "Signed",
    "ToSign",
    "Wait",
    "bridges_at_risk",
    "inclusion_of",
    "monday_of_circle",
    "needs_somebody",
    "newcomers_of",
    "observed",
    "openness_of",
    "openness_of_network",
]
