"""What the clock and the commands call; each is safe to repeat."""

from tisserand.domain.introductions.jobs.carrying import Carried, carry_on
from tisserand.domain.introductions.jobs.forgetting import forget_the_absent
from tisserand.domain.introductions.jobs.weaving import weave_week
from tisserand.domain.introductions.jobs.welcoming import welcome

__all__ = ["Carried", "carry_on", "forget_the_absent", "weave_week", "welcome"]
