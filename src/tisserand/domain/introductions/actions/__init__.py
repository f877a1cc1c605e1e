"""The verbs of introductions: keyword-only, one transaction each, raising Refused."""

from tisserand.domain.introductions.actions.answering import answer, put_aside
from tisserand.domain.introductions.actions.approving import approve, stop
from tisserand.domain.introductions.actions.knowing import name_contact, withdraw_contact
from tisserand.domain.introductions.actions.meeting import OUTCOME, say_met, tell_outcome, write_message
from tisserand.domain.introductions.actions.standing import (
    block_person,
    change_consent,
    erase_person,
    hide_person,
    leave_circle,
    pause_person,
    resume_person,
)

__all__ = [
    "OUTCOME",
    "answer",
    "approve",
    "block_person",
    "change_consent",
    "erase_person",
    "hide_person",
    "leave_circle",
    "name_contact",
    "pause_person",
    "put_aside",
    "resume_person",
    "say_met",
    "stop",
    "tell_outcome",
    "withdraw_contact",
    "write_message",
]
