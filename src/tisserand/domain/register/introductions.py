"""The register of introductions: what a person reads of them is what her pages tell, and nothing else."""

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
from tisserand.domain.register.people import HERS, KEY

BOTH = (SeenBy.HERSELF, SeenBy.OTHER_SIDE, SeenBy.ANIMATORS)
PROPOSED = Entry(Purpose.INTRODUCE, Basis.CONTRACT, BOTH, Duration.ACCOUNT)
INSIDE = Entry(Purpose.INTRODUCE, Basis.CONTRACT, (SeenBy.NOBODY,), Duration.ACCOUNT, Kept.SILENCE)
OWN = Entry(Purpose.INTRODUCE, Basis.CONTRACT, HERS, Duration.ACCOUNT)
GIVEN = Entry(Purpose.INTRODUCE, Basis.CONSENT, (SeenBy.AFTER_YES,), Duration.ACCOUNT)
READ = Entry(Purpose.INTRODUCE, Basis.INTEREST, (SeenBy.ANIMATORS,), Duration.ACCOUNT)
NOTE = Entry(Purpose.INTRODUCE, Basis.INTEREST, (SeenBy.ANIMATORS, SeenBy.HERSELF), Duration.ACCOUNT)
THREAD = Entry(Purpose.INTRODUCE, Basis.CONTRACT, (SeenBy.CONCERNED,), Duration.BOTH)

INTRODUCTIONS = {
    "introductions.Weaving": Table(
        {**KEY, **each(NotPersonal.NETWORK, "week seed started_at finished_at drafted served servable")}
    ),
    "introductions.Introduction": Table(
        {
            **KEY,
            **each(PROPOSED, "ref reasons established_on met_on circle_one circle_two"),
            **each(Entry(Purpose.INTRODUCE, Basis.CONSENT, BOTH, Duration.ACCOUNT), "go_between via_circle"),
            **each(INSIDE, "weaving origin stage pair route bridge back score facts created_on approved_on"),
            **each(INSIDE, "first_shown_on ended_on ended_by rests_until apart"),
        },
        told=True,
    ),
    "introductions.Side": Table(
        {
            **KEY,
            **each(OWN, "introduction person shown_on answer answered_on never aside_until gone"),
            **each(GIVEN, "intention reveals_email reveals_phone"),
            **each(OWN, "met met_answered_on outcome closed_thread"),
            **each(INSIDE, "place"),
        },
        # what she was not shown yet would tell that somebody was asked before her
        (Mine("person", where={"shown_on__isnull": False}),),
    ),
    "introductions.Approval": Table(
        {**KEY, **each(READ, "introduction circle verdict by answered_on reason"), **each(NOTE, "note")},
        (Mine("by"),),
    ),
    "introductions.Message": Table(
        {
            **KEY,
            **each(THREAD, "introduction author text written_at"),
            **each(INSIDE, "delivered"),
        },
        (Mine("author"),),
    ),
}

OBSERVATORY = {
    "observatory.Measure": Table(
        {**KEY, **each(NotPersonal.NETWORK, "circle other week code value expected low high people")}
    )
}
