"""What overlaps in a plan of the fabric, in words, and random networks to plan."""

from itertools import combinations

import numpy as np

from tisserand.web.cloth import ClothBridge, ClothCircle
from tisserand.web.dyes import DYES
from tisserand.web.labels import Spot
from tisserand.web.layout import Plan


def faults(plan: Plan, spots: tuple[Spot, ...]) -> list[str]:
    """Labels over labels, over patches or outside; patches over patches."""
    shown = [(i, box) for i, box in enumerate(plan.labels) if box.width]
    found = [f"labels {i} and {j}" for (i, a), (j, b) in combinations(shown, 2) if a.overlaps(b)]
    for i, box in shown:
        if not box.is_within(plan.width, plan.height):
            found.append(f"label {i} outside")
        for j, (x, y) in enumerate(plan.centres):
            away = np.hypot(
                max(box.x - x, 0, x - box.x - box.width), max(box.y - y, 0, y - box.y - box.height)
            )
            if away < spots[j].radius:
                found.append(f"label {i} on patch {j}")
    for i, j in combinations(range(len(spots)), 2):
        if np.hypot(*(plan.centres[i] - plan.centres[j])) < spots[i].radius + spots[j].radius:
            found.append(f"patches {i} and {j}")
    return found


def network(count: int, seed: int) -> tuple[list[ClothCircle], list[ClothBridge]]:
    """A random network of that many circles: most have a bridge to one before, some have more, some none."""
    rng, dyes = np.random.default_rng(seed), list(DYES)
    circles = [
        ClothCircle(
            f"Cercle {i} du pont{' et des alentours' * int(rng.integers(0, 3))}",
            dyes[i % 12], DYES[dyes[i % 12]].weave, int(rng.integers(3, 90)), "20 personnes",
        )
        for i in range(count)
    ]  # fmt: skip
    ends = {(int(rng.integers(max(0, i - 6), i)), i) for i in range(1, count) if rng.random() < 0.85}
    more = (sorted(int(end) for end in rng.integers(0, count, 2)) for _ in range(count // 3))
    ends |= {(a, b) for a, b in more if a != b}
    return circles, [ClothBridge(a, b, int(rng.integers(1, 4)), "", "x") for a, b in sorted(ends)]
