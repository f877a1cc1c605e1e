"""How long a Monday takes, from what is there (pure)."""

ALWAYS = 2
"""Minutes for the figure and the gesture of the week."""
A_PROPOSAL, A_REQUEST, A_NEWCOMER, A_QUIET_ONE = 3, 2, 2, 2
STEP = 5
MOST = 60


def minutes(*, proposals: int, requests: int, newcomers: int, quiet: int) -> int:
    """Return how many minutes the page asks for, rounded up to five, an hour at most: three for a proposal
    to read, two for a request that waits, for a newcomer who needs something, for somebody going quiet."""
    asked = ALWAYS + A_PROPOSAL * proposals + A_REQUEST * requests
    asked += A_NEWCOMER * newcomers + A_QUIET_ONE * quiet
    return min(-(-asked // STEP) * STEP, MOST)
