"""The verbs of circles. Keyword-only, one transaction each; they raise Refused and take the network's
instant."""

from tisserand.domain.circles.actions.bridge import (
    change_bridge,
    propose_bridge,
    renew_bridge,
    resume_bridge,
    suspend_bridge,
)
from tisserand.domain.circles.actions.bridge_person import (
    accept_bridge_role,
    ask_bridge_person,
    leave_bridge_role,
)
from tisserand.domain.circles.actions.care import name_sponsor, spare_member
from tisserand.domain.circles.actions.circle import create_circle, hide_circle, show_circle, write_circle
from tisserand.domain.circles.actions.invitation import (
    Imported,
    accept_admission,
    import_people,
    invite_to_circle,
    send_invitations,
    withdraw_from_circle,
)
from tisserand.domain.circles.actions.lists import (
    bring_list,
    choose_encoding,
    drop_list,
    keep_list,
    read_list,
    take_in,
)
from tisserand.domain.circles.actions.membership import leave_circle, name_animator, step_down
from tisserand.domain.circles.actions.signature import ask_to_sign, sign_bridge

__all__ = [
    "Imported",
    "accept_admission",
    "accept_bridge_role",
    "ask_bridge_person",
    "ask_to_sign",
    "bring_list",
    "change_bridge",
    "choose_encoding",
    "create_circle",
    "drop_list",
    "hide_circle",
    "import_people",
    "invite_to_circle",
    "keep_list",
    "leave_bridge_role",
    "leave_circle",
    "name_animator",
    "name_sponsor",
    "propose_bridge",
    "read_list",
    "renew_bridge",
    "resume_bridge",
    "send_invitations",
    "show_circle",
    "sign_bridge",
    "spare_member",
    "step_down",
    "suspend_bridge",
    "take_in",
    "withdraw_from_circle",
    "write_circle",
]
