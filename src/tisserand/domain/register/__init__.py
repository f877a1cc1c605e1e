"""The data map: every table and every field, why it is kept, by what right, who sees it, how long, and how
somebody's rows of it are found. Codes only; `wording` says them. Pure: no Django.

A field that is not here fails the build; the privacy page and the export are made from it.
"""

from collections.abc import Mapping

from tisserand.domain.register.circles import CIRCLES, EXCHANGES, TIES
from tisserand.domain.register.codes import (
    CODE_MINUTES,
    DAYS,
    INACTIVE_MONTHS,
    WARNED_DAYS,
    Basis,
    Duration,
    Entry,
    Kept,
    Mine,
    NotPersonal,
    Purpose,
    SeenBy,
    Table,
)
from tisserand.domain.register.introductions import INTRODUCTIONS, OBSERVATORY
from tisserand.domain.register.people import ATTENTION, PEOPLE
from tisserand.domain.register.program import PROGRAM

REGISTER: Mapping[str, Table] = {
    **PEOPLE,
    **ATTENTION,
    **CIRCLES,
    **TIES,
    **EXCHANGES,
    **INTRODUCTIONS,
    **OBSERVATORY,
    **PROGRAM,
}
"""Every table by its label (`room.Model`), or by its own name when it has no model."""

__all__ = [
    "CODE_MINUTES",
    "DAYS",
    "INACTIVE_MONTHS",
    "REGISTER",
    "WARNED_DAYS",
    "Basis",
    "Duration",
    "Entry",
    "Kept",
    "Mine",
    "NotPersonal",
    "Purpose",
    "SeenBy",
    "Table",
]
