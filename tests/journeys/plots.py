"""What may happen in a small network, drawn by Hypothesis: a `Plot` says it all, the same in both worlds but
for one refusal. The smallest plot is the quietest: nobody answers, nobody changes a setting."""

from dataclasses import dataclass
from enum import StrEnum

from hypothesis import strategies as st

from tisserand.domain.introductions.rules import Act
from tisserand.vocabulary import ApprovalMode

MEMBERS, CIRCLES, LAST = 6, 3, 30
"""Members who may be proposed, circles, and the last day on which something drawn happens."""


class Way(StrEnum):
    """How B refuses in one world, where she says nothing (or nothing more) in the other."""

    NO = "no"
    NEVER = "never"
    YES_THEN_NO = "yes_then_no"
    NO_THEN_YES = "no_then_yes"
    LATER_THEN_NO = "later_then_no"
    TAKES_BACK = "takes_back"  # her first yes, once the second was asked and does not say yes


class Turn(StrEnum):
    """What anybody may do of her own, whatever waits for her."""

    PAUSE = "pause"
    RESUME = "resume"
    BLOCK = "block"
    HIDE = "hide"
    CLOSE = "close"  # takes back `beyond`
    OPEN = "open"
    LEAVE = "leave"
    ERASE = "erase"


Said = tuple[int, tuple[Act, ...]]
"""So many days after she was shown, these, one an evening."""
Turned = tuple[int, int, Turn, int]
"""Day, who, what, and to whom."""


@dataclass(frozen=True)
class Plot:
    """Everything that happens from outside. People and circles are numbers."""

    way: Way = Way.NO
    second: bool = False  # B is asked second, and A said yes
    pair: int = 0  # which of the first letters
    after: int = 0  # days from her letter to B's refusal
    again: int = 1  # days from there to what comes after
    answers: tuple[Said, ...] = ()  # by member, round and round
    turns: tuple[Turned, ...] = ()
    verdicts: tuple[tuple[int, int, bool], ...] = ()  # day, circle, approved
    modes: tuple[ApprovalMode, ...] = (ApprovalMode.NONE,) * CIRCLES
    letter_days: tuple[int, ...] = (127,)
    a_week: tuple[int, ...] = (1,)
    late: bool = False  # the clock strikes in the evening, when it is tomorrow elsewhere
    awake: frozenset[int] = frozenset()  # days on which the network is awake, beside those it must be
    weavings: int = 2  # after the refusal
    looks: frozenset[int] = frozenset()
    page_day: int = 1
    suspended: int = 0  # the day on which a bridge is suspended; 0 for never
    welcome: int = 0  # the day on which somebody arrives; 0 for never

    def told(self) -> str:
        """What it has beside the quietest plot, for a message."""
        quiet = Plot()
        kept = {name: value for name, value in vars(self).items() if value != getattr(quiet, name)}
        return f"Plot({', '.join(f'{name}={value!r}' for name, value in kept.items())})"


ANSWERS = (
    (),
    (Act.YES,),
    (Act.YES,),
    (Act.NO,),
    (Act.LATER,),
    (Act.NEVER,),
    (Act.NO, Act.YES),
    (Act.YES, Act.NO),
)
RHYTHMS = (127, 127, 31, 2 + 16, 4)
MODES = (ApprovalMode.NONE, ApprovalMode.NONE, ApprovalMode.UNLESS_STOPPED, ApprovalMode.REQUIRED)

_day = st.integers(1, LAST)
_who = st.integers(0, MEMBERS - 1)
_said = st.tuples(st.integers(0, 9), st.sampled_from(ANSWERS))


def plots(*ways: Way) -> st.SearchStrategy[Plot]:
    """Every Plot, refused in one of these `ways`, or in any."""
    return st.builds(
        Plot,
        way=st.sampled_from(ways or tuple(Way)),
        second=st.booleans(),
        pair=st.integers(0, 3),
        after=st.integers(0, 9),
        again=st.integers(1, 9),
        answers=st.lists(_said, max_size=MEMBERS).map(tuple),
        turns=st.lists(st.tuples(_day, _who, st.sampled_from(Turn), _who), max_size=4).map(tuple),
        verdicts=st.lists(
            st.tuples(st.integers(0, 20), st.integers(0, CIRCLES - 1), st.booleans()), max_size=3
        ).map(tuple),
        modes=st.tuples(*[st.sampled_from(MODES)] * CIRCLES),
        letter_days=st.lists(st.sampled_from(RHYTHMS), min_size=1, max_size=MEMBERS).map(tuple),
        a_week=st.lists(st.sampled_from((1, 1, 2)), min_size=1, max_size=MEMBERS).map(tuple),
        late=st.booleans(),
        awake=st.frozensets(st.integers(0, LAST), max_size=4),
        weavings=st.sampled_from((2, 2, 2, 3)),
        looks=st.frozensets(_day, max_size=1),
        page_day=_day,
        suspended=st.sampled_from((0, 0, 0, 5, 12)),
        welcome=st.sampled_from((0, 0, 0, 3, 10)),
    )
