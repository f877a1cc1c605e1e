"""The bar is drawn for a person who watches, and leaves nothing behind."""

import io

from tisserand.cli.progress import Bar
from tisserand.wording.catalogue import translator


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Hours:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_bar_is_silent_when_nobody_watches() -> None:
    page, clock = io.StringIO(), Hours()
    bar = Bar(page, translator("en"), clock)
    clock.now = 100.0
    bar("candidates", 0.5)
    bar.done()
    assert page.getvalue() == ""


def test_bar_is_silent_when_the_work_is_short() -> None:
    page, clock = Terminal(), Hours()
    bar = Bar(page, translator("en"), clock)
    clock.now = 0.2
    bar("candidates", 0.5)
    bar.done()
    assert page.getvalue() == ""


def test_bar_shows_the_stage_and_wipes_itself() -> None:
    page, clock = Terminal(), Hours()
    bar = Bar(page, translator("en"), clock)
    clock.now = 1.0
    bar("candidates", 0.5)
    assert page.getvalue() == "\rLooking for who could meet  [============            ]  50%"
    length = len(page.getvalue()) - 1
    bar.done()
    assert page.getvalue().endswith("\r" + " " * length + "\r")


def test_bar_is_drawn_at_most_ten_times_a_second() -> None:
    page, clock = Terminal(), Hours()
    bar = Bar(page, translator("en"), clock)
    for tick in range(1000):
        clock.now = 1 + tick / 1000
        bar("allocation", tick / 1000)
    assert page.getvalue().count("\r") <= 11


def test_bar_shows_something_when_the_stage_is_new_or_the_part_is_odd() -> None:
    page, clock = Terminal(), Hours()
    bar = Bar(page, translator("en"), clock)
    clock.now = 1.0
    bar("stitching", 1.7)
    assert page.getvalue() == "\rWorking  [========================] 100%"
