"""Small numbers as a page says them: in letters up to ten, in digits beyond."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_noop

LETTERS = (
    gettext_noop("none"),
    gettext_noop("one"),
    gettext_noop("two"),
    gettext_noop("three"),
    gettext_noop("four"),
    gettext_noop("five"),
    gettext_noop("six"),
    gettext_noop("seven"),
    gettext_noop("eight"),
    gettext_noop("nine"),
    gettext_noop("ten"),
)
MINUTES = {
    5: gettext_noop("five minutes"),
    10: gettext_noop("ten minutes"),
    15: gettext_noop("fifteen minutes"),
    20: gettext_noop("twenty minutes"),
    25: gettext_noop("twenty-five minutes"),
    30: gettext_noop("half an hour"),
    35: gettext_noop("thirty-five minutes"),
    40: gettext_noop("forty minutes"),
    45: gettext_noop("three quarters of an hour"),
    50: gettext_noop("fifty minutes"),
    55: gettext_noop("fifty-five minutes"),
    60: gettext_noop("an hour"),
}


def in_letters(number: int) -> str:
    """Return a number in letters up to ten, in digits beyond."""
    return gettext(LETTERS[number]) if 0 <= number < len(LETTERS) else number_format(number, 0)


def so_long(minutes: int) -> str:
    """Return a length, a multiple of five minutes up to an hour, in letters."""
    return gettext(MINUTES[minutes])
