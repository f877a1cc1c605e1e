"""`tisserand signin ADDRESS`: a code to sign in with, before mail is set up; a second check that was lost."""

from __future__ import annotations

from collections.abc import Sequence

from tisserand.cli.site import Stop
from tisserand.cli.site.options import cut
from tisserand.cli.site.ready import ready
from tisserand.wording.catalogue import N_, Words

NOT_SAID = N_("Say for whom: tisserand signin ADDRESS")
NOBODY = N_("Nobody signs in with {address}; check it, or invite this address first.")
CODE = N_("{code}   on the page “Sign in”, with the address {address}, within ten minutes, once.")
NOTED = N_("She will find it noted among her own audit lines.")
RESET = "--reset-second-factor"
TAKEN_AWAY = N_("Her second checks are taken away, and she is signed out everywhere.")
NONE_THERE = N_("She had no second check: nothing was taken away.")


def run(argv: Sequence[str], words: Words) -> int:
    """Print a code; take her second checks away when asked. `Stop` when nobody has this address."""
    options = cut(argv, words=1, flags=(RESET,))
    given = options.words
    if not given:
        raise Stop(NOT_SAID)
    ready()
    from tisserand.domain.attention.queries import now
    from tisserand.domain.people.actions import reset_second_factor, write_audit
    from tisserand.domain.people.queries import person_of_address
    from tisserand.vocabulary import AuditAct
    from tisserand.web.signin import waiting_code

    at = now()
    code, person = waiting_code(given[0], at), person_of_address(given[0])
    if not code or person is None:
        raise Stop(NOBODY, address=given[0])
    if RESET in options.flags:
        taken = reset_second_factor(person=person, at=at)
        print(words.gettext(TAKEN_AWAY if taken else NONE_THERE))
    write_audit(person=person, act=AuditAct.SIGN_IN_CODE_PRINTED, by=None, about="", at=at)
    print(words.gettext(CODE).format(code=code, address=given[0]))
    print(words.gettext(NOTED))
    return 0
