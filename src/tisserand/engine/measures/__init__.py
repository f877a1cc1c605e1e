"""How open a network is: against chance first, then by the classical measures. One file, one concept."""

from tisserand.engine.measures.brokerage import constraint, contact_diversity
from tisserand.engine.measures.by_circle import members_of, openness_by_circle
from tisserand.engine.measures.circle_sets import CircleSets, circle_sets
from tisserand.engine.measures.counted import Counted, counted
from tisserand.engine.measures.figures import Measures, forecast, measures
from tisserand.engine.measures.grid import Grid, grid
from tisserand.engine.measures.newcomers import NO_DAY, Clock, clock, first_days
from tisserand.engine.measures.openness import Openness, openness
from tisserand.engine.measures.segregation import assortativity, ei_index, spectral_segregation
from tisserand.engine.measures.waits import median_margin

__all__ = [
    "NO_DAY",
    "CircleSets",
    "Clock",
    "Counted",
    "Grid",
    "Measures",
    "Openness",
    "assortativity",
    "circle_sets",
    "clock",
    "constraint",
    "contact_diversity",
    "counted",
    "ei_index",
    "first_days",
    "forecast",
    "grid",
    "measures",
    "median_margin",
    "members_of",
    "openness",
    "openness_by_circle",
    "spectral_segregation",
]
