"""The life of an introduction, as a table: what happens to it, where that leads, and what it costs.

The numbers are those of the rows in docs/decisions/0011. Three things to see in the table:

* **A no moves nothing.** It is written in her own Side, and the introduction stays where a silence leaves
  it until her last day ends both alike: no stage and no date tells one from the other, and until that day
  she may change it. (A yes taken back once the second was asked ends it, row 13: nobody else can tell.)
* **The cost comes with the draft and with the showing.** The week's places, the quota and the pair's rest
  are written there; an ending after that takes nothing and returns nothing.
* **Who was asked first** is known here, and never by `sight`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from tisserand.domain.introductions.rules.codes import Act, Cost, Ending, Guard, Stage

Place = int | None  # the side that acts, 1 or 2; None when it is neither of them
Key = tuple[Stage | None, Act, Place, bool]

NOBODY: tuple[Place, ...] = (None,)
ONE: tuple[Place, ...] = (1,)
TWO: tuple[Place, ...] = (2,)
EITHER: tuple[Place, ...] = (1, 2)

SAYS_NO = (Act.NO, Act.NEVER)
LEAVES = (Act.WITHDRAW, Act.BLOCK)
UNSHOWN = (Stage.DRAFTED, Stage.APPROVED)
OPEN = (Stage.ASKED_FIRST, Stage.WAITING_SECOND, Stage.ASKED_SECOND)
SETTLED = (Stage.ESTABLISHED, Stage.MET, Stage.OVER)  # may stay so for ever
BY_DATE = (Act.APPROVE, Act.LAPSE, Act.NOT_SHOWN, Act.DAY_10, Act.DAY_17)  # brought by `days.due_act`
ROWS = range(1, 24)

ENDINGS = {
    Act.STOP: Ending.STOPPED,
    Act.LAPSE: Ending.LAPSED,
    Act.NOT_SHOWN: Ending.NOT_SHOWN,
    Act.SET_APART: Ending.APART,
    Act.GUARD_FAILS: Ending.GUARD,
    Act.BRIDGE_ENDS: Ending.GUARD,
    Act.YES: Ending.GUARD,
    Act.WITHDRAW: Ending.WITHDRAWN,
    Act.BLOCK: Ending.WITHDRAWN,
    Act.ERASE: Ending.ERASED,
    Act.NO: Ending.UNANSWERED,
    Act.NEVER: Ending.UNANSWERED,
    Act.DAY_10: Ending.UNANSWERED,
    Act.DAY_17: Ending.UNANSWERED,
}
DRAFT = (Cost.RESERVES_BOTH, Cost.QUOTA)
ASK_ONE = (Cost.ASKS_ONE, Cost.RESTS_FROM_SHOWN)
ASK_TWO = (Cost.ASKS_TWO,)
REST = (Cost.RESTS_FROM_DRAFT,)


@dataclass(frozen=True, slots=True)
class Arrow:
    """One move: from `stage` (None before the draft), by `act` of `place`, to `next`.

    `guard` must hold for the move; an arrow with `otherwise` is the one to follow when it does not.
    """

    row: int
    stage: Stage | None
    act: Act
    place: Place
    next: Stage
    guard: Guard | None = None
    costs: tuple[Cost, ...] = ()
    otherwise: bool = False

    @property
    def key(self) -> Key:
        """What no two arrows share."""
        return self.stage, self.act, self.place, self.otherwise

    @property
    def ends(self) -> bool:
        """Whether the introduction is over by this arrow."""
        return self.next is Stage.OVER and self.stage is not Stage.OVER

    @property
    def ending(self) -> Ending | None:
        """The code to store with the ending; None when the arrow ends nothing."""
        return ENDINGS[self.act] if self.ends else None


def _row(
    number: int,
    stages: Sequence[Stage | None],
    acts: Sequence[Act],
    places: Sequence[Place],
    to: Stage | None = None,
    guard: Guard | None = None,
    costs: tuple[Cost, ...] = (),
    otherwise: bool = False,
) -> Iterator[Arrow]:
    """Every arrow of a row; without `to`, the introduction stays where it is."""
    for stage, act, place in product(stages, acts, places):
        target = to or stage
        if target is None:
            raise ValueError(f"row {number} leads nowhere")
        yield Arrow(number, stage, act, place, target, guard, costs, otherwise)


def _before_anybody_is_asked() -> Iterator[Arrow]:
    drafted, approved, over = Stage.DRAFTED, Stage.APPROVED, Stage.OVER
    yield from _row(1, [None], [Act.WEAVE], NOBODY, drafted, Guard.MAY_BE_DRAFTED, DRAFT)
    yield from _row(1, [None], [Act.SET_APART], NOBODY, over, Guard.MAY_BE_DRAFTED, DRAFT + REST)
    yield from _row(2, [drafted], [Act.APPROVE], NOBODY, approved, Guard.CIRCLES_AGREE)
    yield from _row(3, [drafted], [Act.STOP], NOBODY, over, None, REST)
    yield from _row(4, [drafted], [Act.LAPSE], NOBODY, over)
    yield from _row(5, [approved], [Act.SHOW_FIRST], NOBODY, Stage.ASKED_FIRST, Guard.MAY_BE_SHOWN, ASK_ONE)
    yield from _row(6, [approved], [Act.NOT_SHOWN], NOBODY, over)
    yield from _row(6, UNSHOWN, [Act.GUARD_FAILS, Act.BRIDGE_ENDS], NOBODY, over)
    yield from _row(6, UNSHOWN, [Act.WITHDRAW, Act.ERASE], EITHER, over)
    yield from _row(6, UNSHOWN, [Act.BLOCK], EITHER, over, None, REST)
    yield from _row(6, UNSHOWN, [Act.SET_APART], NOBODY, over, None, REST)


def _side_one_is_asked() -> Iterator[Arrow]:
    asked, waiting, over = Stage.ASKED_FIRST, Stage.WAITING_SECOND, Stage.OVER
    yield from _row(7, [asked], [Act.YES], ONE, waiting)
    yield from _row(8, [asked], SAYS_NO, ONE)
    yield from _row(8, [asked], LEAVES, ONE, over)
    yield from _row(9, [asked], [Act.LATER], ONE)
    yield from _row(9, [asked], LEAVES, TWO)
    yield from _row(10, [asked], [Act.DAY_10], NOBODY, over)
    yield from _row(11, [waiting], [Act.SHOW_SECOND], NOBODY, Stage.ASKED_SECOND, Guard.MAY_BE_SHOWN, ASK_TWO)
    yield from _row(12, [waiting], [Act.DAY_17], NOBODY, over)
    yield from _row(12, [waiting], LEAVES, EITHER, over)
    yield from _row(13, [waiting], SAYS_NO, ONE, asked)


def _both_are_asked() -> Iterator[Arrow]:
    asked, established, over = Stage.ASKED_SECOND, Stage.ESTABLISHED, Stage.OVER
    two_yeses, no_rest = Guard.MAY_ESTABLISH, (Cost.ENDS_REST,)
    yield from _row(13, [asked], SAYS_NO, ONE, over)
    yield from _row(13, [asked], LEAVES, EITHER, over)
    yield from _row(14, [asked], [Act.YES], TWO, established, two_yeses, no_rest)
    yield from _row(15, [asked], [Act.YES], TWO, over, two_yeses, otherwise=True)
    yield from _row(16, [asked], [*SAYS_NO, Act.LATER], TWO)
    yield from _row(16, [asked], [Act.DAY_10], NOBODY, over)


def _whatever_was_shown() -> Iterator[Arrow]:
    yield from _row(17, OPEN, [Act.BRIDGE_ENDS], NOBODY)
    yield from _row(18, SETTLED, [Act.BLOCK], EITHER)
    yield from _row(19, [*OPEN, *SETTLED], [Act.ERASE], EITHER, Stage.OVER)


def _after_two_yeses() -> Iterator[Arrow]:
    established, met = Stage.ESTABLISHED, Stage.MET
    yield from _row(20, [established], [Act.MET_YES], EITHER, met, Guard.MAY_BE_MET, (Cost.CONTACT,))
    yield from _row(21, [established], [Act.MET_YES], EITHER, established, Guard.MAY_BE_MET, otherwise=True)
    yield from _row(21, [established], [Act.MET_NO], EITHER)
    yield from _row(21, [established], [Act.DAY_42], NOBODY)
    yield from _row(22, [met], [Act.OUTCOME], EITHER)
    yield from _row(23, [Stage.OVER], [Act.RESTED], NOBODY)


def check_table(arrows: Iterable[Arrow]) -> dict[Key, Arrow]:
    """The arrows by key. Raises ValueError when they are not the complete life of an introduction."""
    arrows = tuple(arrows)
    table = {arrow.key: arrow for arrow in arrows}
    faults = [
        *(f"two arrows for {arrow.key}" for arrow in arrows if table[arrow.key] is not arrow),
        *(f"row {row} is missing or unknown" for row in set(ROWS) ^ {arrow.row for arrow in arrows}),
        *(f"{act} never happens" for act in set(Act) - {arrow.act for arrow in arrows}),
        *(f"{stage} is never reached" for stage in set(Stage) - _reached(arrows)),
        *(f"{stage} has no exit by date" for stage in set(Stage) - set(SETTLED) - _left_by_date(arrows)),
        *(fault for arrow in arrows for fault in _faults(arrow, table)),
    ]
    if faults:
        raise ValueError("; ".join(faults))
    return table


def _reached(arrows: Sequence[Arrow]) -> set[Stage | None]:
    """The stages to which a weaving can lead."""
    reached: set[Stage | None] = {None}
    for _ in Stage:
        reached |= {arrow.next for arrow in arrows if arrow.stage in reached}
    return reached


def _left_by_date(arrows: Sequence[Arrow]) -> set[Stage | None]:
    """The stages that the passing of days alone puts an end to."""
    return {arrow.stage for arrow in arrows if arrow.act in BY_DATE and arrow.next is not arrow.stage}


def _faults(arrow: Arrow, table: dict[Key, Arrow]) -> Iterator[str]:
    """What no arrow may do, whatever the rest of the table."""
    moves = arrow.next is not arrow.stage
    if arrow.ends and arrow.act not in ENDINGS:
        yield f"{arrow.key} ends without a code"
    if arrow.ends and arrow.stage in OPEN and arrow.costs:
        yield f"{arrow.key}: ending what was shown takes nothing and returns nothing"
    if arrow.otherwise and (arrow.guard is None or (*arrow.key[:3], False) not in table):
        yield f"{arrow.key} has no guard to fail"
    if arrow.next is Stage.ESTABLISHED and moves and arrow.guard is not Guard.MAY_ESTABLISH:
        yield f"{arrow.key} establishes without reading the guards"
    if arrow.stage is Stage.ASKED_FIRST and arrow.place == 2 and moves and arrow.act is not Act.ERASE:
        yield f"{arrow.key} is moved by somebody who was not asked"


ARROWS = (
    *_before_anybody_is_asked(),
    *_side_one_is_asked(),
    *_both_are_asked(),
    *_whatever_was_shown(),
    *_after_two_yeses(),
)
_TABLE = check_table(ARROWS)


def next_state(
    stage: Stage | None, act: Act, *, place: Place = None, guards_hold: bool = True
) -> Arrow | None:
    """The arrow that `act` follows from `stage`; None when nothing comes of it, and the stage stays.

    `guards_hold` answers the arrow's `guard`, read in the same transaction, with the row locked.
    """
    arrow = _TABLE.get((stage, act, place, False))
    if arrow is not None and arrow.guard is not None and not guards_hold:
        return _TABLE.get((stage, act, place, True))
    return arrow
