"""A whole network written into an empty installation, from the records that files give: the demo, the
benchmarks and a first move from spreadsheets all enter by here."""

from tisserand.domain.exchanges.install.founding import (
    FoundedAgreement,
    FoundedCircle,
    FoundedVouch,
    Founding,
    ref_from,
)
from tisserand.domain.exchanges.install.network import install_network

__all__ = [
    "FoundedAgreement",
    "FoundedCircle",
    "FoundedVouch",
    "Founding",
    "install_network",
    "ref_from",
]
