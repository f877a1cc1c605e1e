"""The register of people and of what asks for their time."""

from tisserand.domain.register.codes import (
    Basis,
    Duration,
    Entry,
    Kept,
    Mine,
    NotPersonal,
    Purpose,
    SeenBy,
    Table,
    each,
)

HERS = (SeenBy.HERSELF,)
MET = (SeenBy.CIRCLE, SeenBy.ANIMATORS, SeenBy.OTHER_SIDE)
KEY = each(NotPersonal.KEY, "id")

CARD = Entry(Purpose.CARD, Basis.CONTRACT, MET, Duration.ACCOUNT)
LETTERS = Entry(Purpose.LETTERS, Basis.CONTRACT, HERS, Duration.ACCOUNT)
RHYTHM = Entry(Purpose.RHYTHM, Basis.CONTRACT, HERS, Duration.ACCOUNT)
SIGN_IN = Entry(Purpose.SIGN_IN, Basis.CONTRACT, HERS, Duration.ACCOUNT)
INVITED = Entry(Purpose.INVITE, Basis.INTEREST, (SeenBy.ANIMATORS, SeenBy.HERSELF), Duration.INVITATION)
SAFETY = Entry(Purpose.SAFETY, Basis.INTEREST, HERS, Duration.ACCOUNT)
REPORTED = Entry(Purpose.SAFETY, Basis.INTEREST, (SeenBy.HERSELF, SeenBy.HOST), Duration.ACCOUNT)
AGREED = Entry(Purpose.AGREEMENTS, Basis.DUTY, HERS, Duration.ACCOUNT)
PROOF = Entry(Purpose.PROOF, Basis.DUTY, HERS, Duration.AUDIT)
FORGET = Entry(Purpose.FORGET, Basis.DUTY, (SeenBy.NOBODY,), Duration.ALWAYS)
SENT = Entry(Purpose.LETTERS, Basis.CONTRACT, (SeenBy.HERSELF, SeenBy.HOST), Duration.LETTER)
CODE = Entry(Purpose.SIGN_IN, Basis.CONTRACT, HERS, Duration.CODE, Kept.SECRET)

PEOPLE = {
    "people.Organisation": Table(
        {**KEY, **each(CARD, "name actor_type sector"), **each(NotPersonal.KEY, "ref")},
        (Mine("person"),),
    ),
    "people.Person": Table(
        {
            **KEY,
            **each(SIGN_IN, "ref email"),
            **each(SIGN_IN.but(Kept.SECRET), "password"),
            **each(CARD, "name town organisation actor_type sector concern"),
            **each(LETTERS, "language zone"),
            "phone": Entry(Purpose.CARD, Basis.CONSENT, (SeenBy.AFTER_YES,), Duration.ACCOUNT),
            **each(RHYTHM, "distance paused_on"),
            **each(SIGN_IN, "is_host confirmed_on created_on"),
            **each(Entry(Purpose.FORGET, Basis.DUTY, HERS, Duration.ACCOUNT), "active_month warned_on"),
        },
        (Mine("pk"),),
    ),
    "people.Invitation": Table(
        {
            **KEY,
            **each(INVITED, "ref email name language invited_by created_on sent_on"),
            **each(INVITED, "accepted_on accepted_by withdrawn_on"),
        },
        (
            Mine("accepted_by"),
            Mine("email", by_address=True, where={"accepted_by": None}, name="waiting"),
            Mine("invited_by", ("created_on", "sent_on", "withdrawn_on"), name="written"),
        ),
    ),
    "people.Consent": Table({**KEY, **each(AGREED, "person code allowed set_at current")}, (Mine("person"),)),
    "people.Block": Table({**KEY, **each(SAFETY, "person other set_on")}, (Mine("person"),)),
    "people.Hide": Table({**KEY, **each(SAFETY, "person other set_on")}, (Mine("person"),)),
    "people.Withheld": Table({**KEY, **each(AGREED, "person field reader")}, (Mine("person"),)),
    "people.Report": Table(
        {**KEY, **each(REPORTED, "ref person other reason text about made_on closed_on")}, (Mine("person"),)
    ),
    "people.AuditLine": Table(
        {**KEY, **each(PROOF, "person act by about at")},
        (Mine("person"), Mine("by", ("act", "at"), but="person", name="done")),
    ),
    "people.Erasure": Table({**KEY, **each(FORGET, "ref erased_on")}),
}

ATTENTION = {
    "attention.Clock": Table(each(NotPersonal.PROGRAM, "id at held_at ahead_days")),
    "attention.Turn": Table(each(NotPersonal.PROGRAM, "id job slot")),
    "attention.Budget": Table({**KEY, **each(RHYTHM, "person a_week letter_days")}, (Mine("person"),)),
    "attention.Request": Table(
        {**KEY, **each(RHYTHM, "person kind about shown_on week promised_on closed_on")}, (Mine("person"),)
    ),
    "attention.Letter": Table(
        {
            **KEY,
            **each(SENT, "ref person address kind about queued_at due_on sent_at cancelled_at"),
            **each(CODE, "secret"),
            **each(SENT.but(Kept.CODED), "once"),
        },
        (Mine("person"), Mine("address", by_address=True, name="address")),
    ),
}
