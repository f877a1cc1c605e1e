"""What somebody settles for herself, and what it makes of her introductions. Doors call these, never the
verbs of the rooms below: a pause, a consent taken back, a block would leave proposals behind."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from tisserand.domain.attention.actions import close_request, forget_letters
from tisserand.domain.circles import actions as circles
from tisserand.domain.circles.models import Circle
from tisserand.domain.introductions.actions.moving import Held, follow, hold
from tisserand.domain.introductions.models import Approval, Introduction, Message, Side
from tisserand.domain.introductions.queries.left import pair_of
from tisserand.domain.introductions.queries.standings import circle_of
from tisserand.domain.introductions.rules import OUTCOME_ON, Act, Answer, Stage
from tisserand.domain.people import actions as people
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.ties.actions import forget_contacts
from tisserand.vocabulary import Consent, RequestKind


def living(person: Person, at: datetime) -> QuerySet[Introduction]:
    """The introductions with her on a side that may still change, and those that she reads as if they might:
    what she settles must look the same to her, whatever the other side did."""
    told = Q(shown_on__gt=day_of(person, at) - timedelta(days=OUTCOME_ON))
    hers = Side.objects.filter(Q(introduction__ended_on__isnull=True) | told, person=person)
    return Introduction.objects.filter(established_on__isnull=True, pk__in=hers.values("introduction"))


def between(person: Person, other: Person) -> QuerySet[Introduction]:
    """Every introduction there ever was between the two."""
    return Introduction.objects.filter(pair=pair_of(person.pk, other.pk))


@transaction.atomic
def block_person(*, person: Person, other: Person, at: datetime) -> None:
    """Block somebody: what joins them leaves the blocker at once, the other keeps her letter to its date and
    is never told. After two yeses the thread closes for the blocker alone. Refused: SELF."""
    held = hold(between(person, other))
    people.set_block(person=person, other=other, at=at)
    for one in held:
        side = one.side_of(person)
        if side is None:
            continue
        side.gone = side.closed_thread = True
        side.save(update_fields=["gone", "closed_thread"])
        _close(one, person, at)
        follow(one, Act.BLOCK, at=at, place=side.place)


@transaction.atomic
def hide_person(*, person: Person, other: Person, at: datetime) -> None:
    """Hide somebody: a proposal that nobody was shown yet is dropped; what was shown goes on.

    Refused: SELF."""
    held = hold(between(person, other))
    people.set_hide(person=person, other=other, at=at)
    for one in held:
        follow(one, Act.SET_APART, at=at)


@transaction.atomic
def pause_person(*, person: Person, at: datetime) -> Person:
    """Let her rest: nothing new, drafts dropped, her yes withdrawn. Refused: NOT_FOUND."""
    held = hold(living(person, at))
    row = people.pause(person=person, at=at)
    _withdraw(held, person, at)
    return row


@transaction.atomic
def resume_person(*, person: Person, at: datetime) -> Person:
    """End her rest. Refused: NOT_FOUND."""
    return people.resume(person=person, at=at)


@transaction.atomic
def change_consent(*, person: Person, code: Consent, allowed: bool, at: datetime) -> bool:
    """Write what she agrees to, or takes back; without `beyond`, what reaches out of her circles is dropped
    and her yes to it withdrawn. Returns whether anything was written. Refused: UNKNOWN_CHOICE, NOT_FOUND."""
    ends = code is Consent.BEYOND and not allowed
    held = hold(living(person, at)) if ends else []
    written = people.set_consent(person=person, code=code, allowed=allowed, at=at)
    _withdraw([one for one in held if not one.is_inside], person, at)
    return written


@transaction.atomic
def leave_circle(*, person: Person, circle: Circle, at: datetime) -> None:
    """Leave a circle: what was proposed by it is dropped, her yes withdrawn. Refused: as
    `circles.actions.leave_circle` (LAST_ANIMATOR, NOT_MEMBER)."""
    held = hold(living(person, at))
    circles.leave_circle(person=person, circle=circle, at=at)
    _withdraw(held, person, at, by=lambda one, side: circle_of(one, side.place) == circle.pk)


def _withdraw(
    held: Iterable[Held],
    person: Person,
    at: datetime,
    by: Callable[[Introduction, Side], bool] = lambda _one, _side: True,
) -> None:
    """Follow a withdrawal in each of her introductions; a yes of hers becomes a no, as if she had said it."""
    for one in held:
        side = one.side_of(person)
        if side is None or not by(one.introduction, side):
            continue
        if side.answer == Answer.YES:
            side.answer, side.answered_on = Answer.NO, day_of(person, at)
            side.reveals_email = side.reveals_phone = False
            side.intention = ""
            side.save()
        follow(one, Act.WITHDRAW, at=at, place=side.place)


def _close(one: Held, person: Person, at: datetime) -> None:
    close_request(person=person, kind=RequestKind.INTRODUCTION, about=one.introduction.ref, at=at)


@transaction.atomic
def erase_person(*, person: Person, at: datetime) -> str:
    """Erase somebody: what she was proposed is no longer available to the others, at once; her sides, her
    messages and notes go with her, counts stay without a name. Returns her reference. Refused: NOT_FOUND."""
    hers = Side.objects.filter(person=person).values("introduction")
    held = hold(Introduction.objects.filter(pk__in=hers))
    Message.objects.filter(author=person).update(text="")
    Approval.objects.filter(by=person).update(note="")
    for one in held:
        side = one.side_of(person)
        if side is None:
            continue
        follow(one, Act.ERASE, at=at, place=side.place)
        other = one.other(side)
        if other is not None:
            _close(one, other.person, at)
        forget(one.introduction)
    forget_contacts(person=person)
    forget_letters(addresses=[person.email])
    return people.erase_row(person=person, at=at)


def forget(one: Introduction) -> None:
    """Leave nothing in an introduction by which the erased person could be found."""
    one.pair, one.facts = "", {}
    if one.stage != Stage.OVER:
        raise ValueError("an erasure ends every introduction")
    one.save(update_fields=["pair", "facts"])
    one.approvals.update(note="")
