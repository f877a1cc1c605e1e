"""What templates may write beyond Django's own: the motif, the day in words, a figure in the reader's way."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django import template
from django.utils import formats, translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from tisserand.web import figures, motif
from tisserand.web.dyes import DYES
from tisserand.wording.quotes import Quote

register = template.Library()


class _Dyed(Protocol):
    @property
    def dye(self) -> str: ...
    @property
    def weave(self) -> str: ...


class _Named(_Dyed, Protocol):
    @property
    def name(self) -> str: ...


class _Shared(Protocol):
    @property
    def threads(self) -> int: ...


class _Interval(Protocol):
    @property
    def value(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


def _dye(circle: _Dyed) -> str:
    """The dye of a circle; the first one when a row holds none that we know."""
    return circle.dye if circle.dye in DYES and circle.weave in motif.WEAVES else next(iter(DYES))


@register.simple_tag
def swatch(circle: _Dyed, size: int = 16) -> SafeString:
    """The mark of a circle."""
    dye = _dye(circle)
    return mark_safe(motif.swatch(dye, circle.weave if dye == circle.dye else DYES[dye].weave, size))


@register.simple_tag
def knot(circle_a: _Dyed, circle_b: _Dyed, size: int = 24) -> SafeString:
    """The knot of two circles."""
    return mark_safe(motif.knot(_dye(circle_a), _dye(circle_b), size))


@register.simple_tag
def ribbon(circle_a: _Dyed, circle_b: _Dyed | None, seed: str = "", rows: int = 5) -> SafeString:
    """The ribbon of two circles, or the plain selvedge of one."""
    other = _dye(circle_b) if circle_b else None
    return mark_safe(motif.ribbon(_dye(circle_a), other, rows=rows, seed=seed))


@register.simple_tag
def initials(circle: _Named, size: int = 32) -> SafeString:
    """The dye of a circle with its initials."""
    return mark_safe(motif.initials(_dye(circle), circle.name, size))


@register.simple_tag
def wave(circle: _Dyed) -> SafeString:
    """The line under a signature given for a circle."""
    return mark_safe(motif.wave(_dye(circle)))


@register.simple_tag
def progress(done: int, total: int) -> SafeString:
    """How far a long task is, in threads; its figures stand beside it."""
    return mark_safe(figures.progress(done, total))


@register.simple_tag
def loose_thread() -> SafeString:
    """The drawing above what is empty."""
    return mark_safe(motif.loose_thread())


@register.simple_tag
def chevron() -> SafeString:
    """The sign of a row that leads somewhere."""
    return mark_safe(motif.chevron())


@register.simple_tag
def reason_threads(reasons: tuple[_Shared, ...]) -> SafeString:
    """The twenty threads of these reasons."""
    return mark_safe(motif.reason_threads([reason.threads for reason in reasons]))


@register.simple_tag
def scale(interval: _Interval, hollow: bool = False) -> SafeString:
    """An openness on its thread, from no tie across circles to chance."""
    return mark_safe(figures.openness_thread(interval.value, interval.low, interval.high, hollow=hollow))


@register.simple_tag
def brand(size: int = 30) -> SafeString:
    """The mark of Tisserand."""
    return mark_safe(motif.brand(size))


@register.simple_tag
def end_thread() -> SafeString:
    """The end of a page that ends."""
    return mark_safe(motif.end_thread())


@register.simple_tag(takes_context=True)
def spoken(context: template.Context, quote: Quote) -> SafeString:
    """Somebody's words, marked with their language when it is not that of the page."""
    text = escape(quote.text)
    if quote.lang in ("", context["lang"]):
        return text
    return mark_safe(f'<span lang="{escape(quote.lang)}">{text}</span>')


@register.simple_tag(takes_context=True)
def kept(context: template.Context, at: str, name: str, value: object = "") -> object:
    """What a field shows: as it was typed when the form of address `at` was just refused, else `value`."""
    if at and context.get("refused_at") == at:
        return context["typed"].get(name, "")
    return "" if value is None else value


@register.filter
def day(value: date) -> SafeString:
    """A date in words, without its year: `1er décembre`, raised letters included; `1 December`."""
    month = formats.date_format(value, "F")
    french = (translation.get_language() or "").startswith("fr")
    number = "1<sup>er</sup>" if french and value.day == 1 else str(value.day)
    return mark_safe(f"{number}\u00a0{escape(month)}")


@register.filter
def full_day(value: date) -> SafeString:
    """A date in words with its year."""
    return mark_safe(f"{day(value)}\u00a0{value.year}")


@register.filter
def decimal(value: float, places: int = 2) -> str:
    """A figure with that many decimals, written as the reader writes them."""
    return formats.number_format(value, places)


@register.filter
def count(value: int) -> str:
    """A whole number with its thousands apart."""
    return formats.number_format(value, 0)


@register.filter
def ties(value: int) -> str:
    """How many ties, in a number from ten up, in words below: a small number would point at people."""
    if value < 10:
        return gettext("fewer than 10 ties")
    return gettext("%(number)s ties") % {"number": count(value)}
