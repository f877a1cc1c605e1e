"""The engine: arrays in, arrays out. `Fabric` is the one input; `propose` and `measures` answer.

It reads no file, knows no clock, and chance comes only from a seed.
"""

from tisserand.engine.fabric import Bridges, Fabric
from tisserand.engine.measures import Measures, measures
from tisserand.engine.policy import DEFAULT, Policy
from tisserand.engine.propose import Proposals, propose

__all__ = ["DEFAULT", "Bridges", "Fabric", "Measures", "Policy", "Proposals", "measures", "propose"]
