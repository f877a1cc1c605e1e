"""Who is proposed and who is introduced, told so that nobody can be singled out (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tisserand.domain.observatory.rules.threshold import OUTSIDE

OTHERS = ""
"""The name of what is gathered because it is too small to be told alone."""
BAND = (0.8, 1.25)
"""Exposure beside the whole: inside, no kind of member is left aside."""
NEAR_FROM = 10
"""Contacts in common from which two people are near."""
LEAST_PROPOSALS = 10
"""A dosage of fewer proposals is not told."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """How many members of one kind (`name`, OTHERS for what was gathered), how many of them were in a
    proposal that was shown, how many were introduced."""

    name: str
    people: int
    proposed: int
    introduced: int

    @property
    def share(self) -> float:
        """The share of them who were proposed."""
        return self.proposed / self.people if self.people else 0.0

    @property
    def share_introduced(self) -> float:
        """The share of them who were introduced."""
        return self.introduced / self.people if self.people else 0.0

    def ratio(self, whole: "Exposure") -> float | None:
        """Their share beside that of the whole; None when nobody was proposed at all."""
        return self.share / whole.share if whole.share else None

    def plus(self, other: "Exposure", name: str) -> "Exposure":
        """Both gathered under one name."""
        return Exposure(
            name,
            self.people + other.people,
            self.proposed + other.proposed,
            self.introduced + other.introduced,
        )


def counted(kinds: Iterable[tuple[str, bool, bool]]) -> list[Exposure]:
    """Return one Exposure for each kind of member, from (kind, proposed, introduced) for each of them."""
    found: dict[str, Exposure] = {}
    for name, proposed, introduced in kinds:
        one = Exposure(name, 1, int(proposed), int(introduced))
        found[name] = found[name].plus(one, name) if name in found else one
    return list(found.values())


def folded(kinds: Iterable[Exposure], least: int = OUTSIDE) -> list[Exposure]:
    """Return the kinds that are large enough, largest first, then what is left, gathered.

    What is gathered is itself large enough, or takes in the smallest kind told: the difference between the
    circle and what is told never points at fewer than `least` people. Nothing at all about a smaller whole.
    """
    ranked = sorted(kinds, key=lambda one: (-one.people, one.name))
    large = [one for one in ranked if one.people >= least and one.name != OTHERS]
    small = [one for one in ranked if one not in large]
    while small and large and sum(one.people for one in small) < least:
        small.append(large.pop())
    gathered = Exposure(OTHERS, 0, 0, 0)
    for one in small:
        gathered = gathered.plus(one, OTHERS)
    return [*large, *([gathered] if gathered.people >= least else [])]


def is_even(ratio: float) -> bool:
    """Say whether an exposure stays inside the band."""
    return BAND[0] <= ratio <= BAND[1]


def of_ten(share: float) -> int:
    """Return a share as so many of ten: precise enough to act, too coarse to count heads."""
    return int(share * 10 + 0.5)


def dosage(counts: Mapping[tuple[bool, int], int]) -> tuple[int, int, int] | None:
    """Return how many proposals of ten were near, middle and far; None about fewer than ten.

    `counts`: by (inside a circle, contacts in common). Near: inside, or ten contacts in common and more;
    far: across, and none in common. The three make ten: the largest remainders are rounded up.
    """
    near = sum(count for (inside, shared), count in counts.items() if inside or shared >= NEAR_FROM)
    far = sum(count for (inside, shared), count in counts.items() if not inside and shared == 0)
    total = sum(counts.values())
    if total < LEAST_PROPOSALS:
        return None
    return _tenths((near, total - near - far, far), total)


def _tenths(parts: Sequence[int], total: int) -> tuple[int, int, int]:
    whole = [10 * part // total for part in parts]
    order = sorted(range(3), key=lambda one: (-(10 * parts[one] % total), one))
    for one in order[: 10 - sum(whole)]:
        whole[one] += 1
    return whole[0], whole[1], whole[2]


def year_to(today: date) -> tuple[date, date]:
    """Return the first day, and the day after the last, of the twelve whole months before `today`'s: figures
    change on the first of a month only, so that no one proposal can be told between two visits."""
    end = today.replace(day=1)
    return end.replace(year=end.year - 1), end
