"""The register of circles, of ties, of needs and offers."""

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
from tisserand.domain.register.people import HERS, INVITED, KEY

MEMBER = Entry(Purpose.CIRCLES, Basis.CONTRACT, (SeenBy.CIRCLE, SeenBy.ANIMATORS), Duration.ACCOUNT)
HIDDEN = Entry(Purpose.SAFETY, Basis.CONTRACT, HERS, Duration.ACCOUNT)
LISTED = Entry(Purpose.INVITE, Basis.INTEREST, (SeenBy.ANIMATORS,), Duration.LIST)
SIGNED = Entry(Purpose.CIRCLES, Basis.INTEREST, (SeenBy.ANIMATORS,), Duration.CIRCLE)
STANDS = Entry(Purpose.CIRCLES, Basis.CONSENT, (SeenBy.CIRCLE, SeenBy.OTHER_SIDE), Duration.ACCOUNT)
CONTACT = Entry(Purpose.TRUST, Basis.CONTRACT, HERS, Duration.BOTH)
TIE = Entry(Purpose.TRUST, Basis.CONTRACT, HERS, Duration.ACCOUNT)
VOUCH = Entry(Purpose.TRUST, Basis.CONSENT, (SeenBy.CONCERNED, SeenBy.OTHER_SIDE), Duration.ACCOUNT)
ASK = Entry(Purpose.INTRODUCE, Basis.CONTRACT, (SeenBy.AS_CHOSEN,), Duration.ACCOUNT)

CIRCLES = {
    "circles.Circle": Table(
        {
            **KEY,
            **each(
                NotPersonal.CIRCLE, "ref name purpose charter town dye weave listed approval kind distance"
            ),
            **each(NotPersonal.CIRCLE, "through_members takes_inside vouch_needed federation created_on"),
        }
    ),
    "circles.Membership": Table(
        {**KEY, **each(MEMBER, "person circle role sponsor joined_on left_on spared_until")},
        (Mine("person"), Mine("sponsor", ("person", "circle", "joined_on"), name="sponsor")),
    ),
    "circles.HiddenCircle": Table({**KEY, **each(HIDDEN, "person circle")}, (Mine("person"),)),
    "circles.Admission": Table(
        {**KEY, **each(INVITED, "invitation circle role sponsor facts")},
        (
            Mine("invitation__accepted_by"),
            Mine(
                "invitation__email",
                by_address=True,
                where={"invitation__accepted_by": None},
                name="waiting",
            ),
            Mine("sponsor", ("circle",), name="sponsor"),
        ),
    ),
    "circles.MemberList": Table(
        {
            **KEY,
            **each(
                LISTED, "ref circle by name encoding brought_at started_at finished_at total done outcome"
            ),
            **each(LISTED.but(Kept.OTHERS), "content reading"),
        },
        (Mine("by"),),
    ),
    "circles.Bridge": Table(
        {
            **KEY,
            **each(NotPersonal.CIRCLE, "quota quota_back themes until suspended_on suspended_by"),
            **each(SIGNED, "ref start end proposed_by proposed_on"),
        },
        (Mine("proposed_by"),),
    ),
    "circles.Signature": Table({**KEY, **each(SIGNED, "bridge circle person signed_on")}, (Mine("person"),)),
    "circles.BridgePerson": Table(
        {**KEY, **each(STANDS, "bridge person circle accepted_on")}, (Mine("person"),)
    ),
}

TIES = {
    "ties.Contact": Table(
        {
            **KEY,
            **each(CONTACT, "giver receiver kind at about confirmed_on"),
            **each(CONTACT.but(Kept.CODED), "once"),
        },
        (
            Mine("giver"),
            # what only the other said stays hers
            Mine("receiver", where={"confirmed_on__isnull": False}, name="received"),
        ),
    ),
    "ties.Tie": Table(
        {**KEY, **each(TIE, "low high strength contacts last_at")},
        (Mine("low"), Mine("high", name="high")),
    ),
    "ties.Vouch": Table(
        {**KEY, **each(VOUCH, "ref author about circle sentence written_on until agreed_on revoked_on")},
        (Mine("about"), Mine("author", name="written")),
    ),
}

EXCHANGES = {
    f"exchanges.{kind}": Table(
        {**KEY, **each(ASK, "ref person text type audience created_on until closed_on")}, (Mine("person"),)
    )
    for kind in ("Need", "Offer")
}
