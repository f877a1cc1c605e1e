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
    note_activity,
    note_warned,
    pause,
    resume,
    set_consent,
    write_profile,
)
from tisserand.domain.people.actions.proofs import (
    end_other_sessions,
    end_session,
    forget_where,
    move_session,
    reset_second_factor,
)
from tisserand.domain.people.actions.traces import export
from tisserand.domain.people.actions.withheld import show, withhold, write_withheld

__all__ = [
    "accept",
    "close_report",
    "confirm_person",
    "create_person",
    "end_other_sessions",
    "end_session",
    "erase_row",
    "export",
    "forget_where",
    "invite",
    "lift_block",
    "lift_hide",
    "move_session",
    "note_activity",
    "note_warned",
    "pause",
    "purge_invitations",
    "report",
    "reset_second_factor",
    "resume",
    "send_invitation",
    "set_block",
    "set_consent",
    "set_hide",
    "show",
    "withdraw_invitation",
    "withhold",
    "write_audit",
    "write_ledger",
    "write_profile",
    "write_withheld",
]
