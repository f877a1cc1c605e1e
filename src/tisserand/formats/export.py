"""A whole network -> a folder of files that weave the same introductions (tests/formats/test_parity.py)."""

from __future__ import annotations

from pathlib import Path

from tisserand.formats.network import Paths
from tisserand.formats.records import Network
from tisserand.formats.writers import write_bridges, write_circles, write_pairs, write_people, write_ties


def write_network(network: Network, folder: Path) -> Paths:
    """Write people.csv, ties.csv, circles.csv, met.csv, apart.csv, and bridges.csv when bridges were ever
    declared, in `folder` (made when absent); return their paths.

    Read back by `read_network`, they weave what the network weaves, with the same day and seed. The files say
    who agreed to what, and how readily each says yes: they are for the host alone. `UnusableError` when one
    of them cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lived = {circle for person in network.people for circle in person.circles}
    people, ties, met, apart, circles = (
        folder / f"{name}.csv" for name in ("people", "ties", "met", "apart", "circles")
    )
    write_people(people, network.people)
    write_ties(ties, network.ties)
    write_pairs(met, network.met)
    write_pairs(apart, network.apart)
    write_circles(circles, lived, network.through_members, network.takes_inside)
    bridges = None
    if network.bridges is not None:
        bridges = folder / "bridges.csv"
        write_bridges(bridges, (row for row in network.bridges if {row.start, row.end} <= lived))
    return Paths(people, ties, bridges, met, apart, circles)
