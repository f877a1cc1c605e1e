"""The verbs of attention: keyword-only, one transaction each, raising Refused."""

from tisserand.domain.attention.actions.clock import advance_clock, confirm_clock, skip_day, take_turn
from tisserand.domain.attention.actions.letters import (
    cancel_letters,
    clear_secrets,
    forget_letters,
    mark_sent,
    queue_letter,
    use_code,
)
from tisserand.domain.attention.actions.requests import ask_for_time, close_request, set_budget

__all__ = [
    "advance_clock",
    "ask_for_time",
    "cancel_letters",
    "clear_secrets",
    "close_request",
    "confirm_clock",
    "forget_letters",
    "mark_sent",
    "queue_letter",
    "set_budget",
    "skip_day",
    "take_turn",
    "use_code",
]
