"""The verbs of people: keyword-only, one transaction each, raising Refused."""

from tisserand.domain.people.actions.apart import (
    close_report,
    lift_block,
    lift_hide,
    report,
    set_block,
    set_hide,
)
from tisserand.domain.people.actions.audit import write_audit
from tisserand.domain.people.actions.erasure import erase_row, write_ledger
from tisserand.domain.people.actions.invitations import (
    accept,
    invite,
    purge_invitations,
    send_invitation,
    withdraw_invitation,
)
from tisserand.domain.people.actions.persons import (
    confirm_person,
    create_person,
    pause,
    resume,
    set_consent,
    write_profile,
)

__all__ = [
    "accept",
    "close_report",
    "confirm_person",
    "create_person",
    "erase_row",
    "invite",
    "lift_block",
    "lift_hide",
    "pause",
    "purge_invitations",
    "report",
    "resume",
    "send_invitation",
    "set_block",
    "set_consent",
    "set_hide",
    "withdraw_invitation",
    "write_audit",
    "write_ledger",
    "write_profile",
]
