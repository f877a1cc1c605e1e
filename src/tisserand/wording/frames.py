"""The frame of a first half hour: three questions for each axis, with their minutes, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tisserand.vocabulary import Axis
from tisserand.wording.catalogue import N_, Words


class Asked(NamedTuple):
    """A question of a frame, and how many minutes it is given, for both together."""

    minutes: int
    text: str


class Frame(NamedTuple):
    """An axis in words, what it looks at, and its three questions in their order."""

    title: str
    text: str
    questions: tuple[Asked, ...]


FRAMES: Mapping[Axis, Frame] = {
    Axis.KNOWLEDGE: Frame(
        N_("Experience and knowledge"),
        N_("What each of you has learnt by doing, and can hand on."),
        (
            Asked(8, N_("What do people come to you for, and what would you rather be asked about?")),
            Asked(12, N_("What is difficult for you at the moment, and what have you tried already?")),
            Asked(10, N_("What could you give each other that takes less than an hour?")),
        ),
    ),
    Axis.SELF: Frame(
        N_("Growing"),
        N_("Where each of you comes from, and where you would like to go."),
        (
            Asked(8, N_("What brought you to what you do today?")),
            Asked(12, N_("What are you learning at the moment, and what resists?")),
            Asked(10, N_("Which small step will you take this month, and who could walk beside you?")),
        ),
    ),
    Axis.SOCIETY: Frame(
        N_("Changing society"),
        N_("What each of you would like to see change, and what you do for it."),
        (
            Asked(8, N_("Which situation around you can you no longer accept?")),
            Asked(12, N_("What have you tried already, and what did it teach you?")),
            Asked(10, N_("What could you do together that neither of you does alone?")),
        ),
    ),
    Axis.WORLD: Frame(
        N_("Looking at the world"),
        N_("What each of you notices, without having to do anything about it."),
        (
            Asked(8, N_("What have you seen lately that made you stop?")),
            Asked(12, N_("What is changing around you that few people notice yet?")),
            Asked(10, N_("Which place, book or person would you like the other to discover, and why?")),
        ),
    ),
}
"""The first is the one shown to who chose none."""


def frame(axis: Axis, words: Words) -> Frame:
    """Return the frame of an axis in the reader's language; its minutes make half an hour."""
    found = FRAMES[axis]
    asked = tuple(Asked(one.minutes, words.gettext(one.text)) for one in found.questions)
    return Frame(words.gettext(found.title), words.gettext(found.text), asked)
