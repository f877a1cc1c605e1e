"""Every tunable number of the engine, with its reason and its source.

Nothing here is learnt from the data that judges the engine (docs/decisions/0009).
"""

from dataclasses import dataclass

ONE = 1 << 15
"""Fixed point: strengths, fits and weights are int32 counted in 1/32768."""

SCORE_ONE = 1 << 20
"""A score is kept as floor(score x 2^20), so that order never depends on a last bit."""


STOPS = 5
"""Stops of the distance that a person or a circle chooses, from 0 (near) to 4 (far)."""
MIDDLE = 2
"""The stop of who chose nothing."""

CONTACT_WEIGHTS = {"meeting": 2.0, "rencontre": 2.0, "work": 2.0, "travail": 2.0}
"""What a contact weighs by kind; any other kind weighs 1. Having met counts like two messages."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers of a weaving; the defaults are those of a network that changed nothing."""

    # -- ties ---------------------------------------------------------------------------------------------
    half_life_days: float = 75.0
    """A contact counts half after this long; 60 to 90 predicted new ties best on held-out e-mail."""
    go_between_half_life_days: float = 30.0
    """Who can introduce is a matter of last month more than of last year."""

    # -- attention ----------------------------------------------------------------------------------------
    weekly_cap: int = 2
    """Requests a person may be shown in a week, whatever she asked for."""
    newcomer_days: int = 90
    """How long a person is new: the integration clock, plus a month."""

    # -- candidates ---------------------------------------------------------------------------------------
    candidates: int = 24
    """Best pairs kept for a person before allocation, at least: among many, value is flat beyond 20."""
    most_candidates: int = 150
    """The same, at most: a small dense network fills everybody's week only if nobody's list is cut short."""
    pairs_weighed: int = 300_000
    """Pairs that cost next to nothing to allocate: between the two, lists are as long as this allows."""
    exploration: int = 2
    """Pairs drawn by lot for somebody who has fewer candidates than that: without ties or words, still
    reached."""
    answers: int = 12
    """Offers kept for one need: enough for twelve people to be asked about it over a month."""
    hub_degree: int = 400
    """Somebody with more contacts than this is no evidence that two of them should meet."""

    # -- score: contributions of each reason, at most ---------------------------------------------------
    need_weight: float = 0.45
    """A need that meets an offer, the reason members themselves give first (essay on sharing)."""
    both_ways_weight: float = 0.25
    """Reciprocity: each can help the other."""
    shared_weight: float = 0.60
    """Shared contacts, the only structural predictor that held on real cross-circle ties."""
    across_weight: float = 0.05
    """Two circles rather than one: what the network is for."""
    town_weight: float = 0.05
    """They can meet on foot."""
    mix_weight: float = 0.05
    """Two types of actor: intersectoral meetings open perspectives."""
    newcomer_weight: float = 0.10
    """Integration is long and hard; the first ties decide whether a person stays."""

    # -- the curve of shared contacts ---------------------------------------------------------------------
    shared_half: float = 0.25
    """Resource allocation at which the reason reaches half of its weight: about three ordinary contacts."""
    working_zone: int = 10
    """Beyond ten contacts in common each one counts less: moderately weak ties help most (Rajkumar 2022)."""

    distances: tuple[float, ...] = (1.6, 1.3, 1.0, 0.5, 0.2)
    """What shared contacts weigh beside that, for somebody who wishes to be introduced near (0) ... far (4);
    a pair takes the mean of its two people. Two is the balance found above."""
    far_draws: tuple[int, ...] = (0, 0, 0, 4, 12)
    """Pairs drawn by lot for each person, by the distance she wishes: who looks far meets strangers too."""

    acceptance: float = 0.6
    """Chance that one person says yes, until the network has taught better."""
    acceptance_pairs: float = 8.0
    """Labelled pairs that weigh as much as what is believed without any: a month of two a week."""

    def candidates_among(self, people: int) -> int:
        """How many candidates each of `people` keeps."""
        return max(self.candidates, min(self.most_candidates, self.pairs_weighed // max(people, 1)))


DEFAULT = Policy()
