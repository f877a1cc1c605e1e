"""How a room says no: a code and the facts its sentence needs, never a sentence."""

from tisserand.vocabulary import Refusal


class Refused(Exception):
    """An act that cannot be done; nothing was changed."""

    def __init__(self, code: Refusal, **facts: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.facts = facts
