"""One introduction: the letter and its answers, then, once both said yes, what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tisserand.domain.introductions import actions, queries
from tisserand.domain.introductions.rules import Answer, Seen, Word, back_on
from tisserand.web.access import acted, signed_in, words
from tisserand.web.member.choices import Choice, choices, coded, joined
from tisserand.web.member.letters import OneView, one_view
from tisserand.web.member.meeting_time import times_of
from tisserand.web.member.why import why_view
from tisserand.web.request import PageRequest
from tisserand.web.tags import day
from tisserand.wording.choices import OUTCOMES, REPORT_REASONS, named_choices
from tisserand.wording.quotes import named


class State(NamedTuple):
    """Where it stands, in a sentence, and what comes next."""

    tone: str
    text: str
    after: SafeString | str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question of the outcome, with its three taps."""

    code: str
    text: str
    choices: list[Choice]


@signed_in
@require_safe
def introduction(request: PageRequest, ref: str) -> HttpResponse:
    """The page of one introduction."""
    return page_of(request, ref)


def page_of(request: PageRequest, ref: str) -> HttpResponse:
    """The page of one introduction, as it is now."""
    told = queries.introduction_for(request.user, ref, request.at)
    one = one_view(request.user, told)
    return render(
        request,
        "member/introduction.html",
        {
            "one": one,
            "state": state_of(one),
            "why": why_view(request.user, told),
            "times": times_of(told, request.at),
            "you_gave": given(one),
            "questions": questions_of(one),
            "report_reasons": choices(named_choices(REPORT_REASONS, words())),
            "wants_yes": request.GET.get("answer") == "yes",
        },
    )


def state_of(one: OneView) -> State | None:
    """What to say above an introduction; None while the letter waits for her, or once it is established."""
    seen = one.seen
    if seen.word is Word.UNAVAILABLE:
        return State("", gettext("This proposal is no longer available."))
    if seen.word is Word.ENDED:
        return State("", gettext("This proposal came to nothing."), gettext(
            "We never say why: a no and a silence look the same, for you as for the other person."
        ))  # fmt: skip
    if seen.word is Word.ESTABLISHED:
        return None
    by = format_html(gettext("You will know by {} at the latest."), day(seen.outcome_on))
    change = format_html(gettext("You can change your answer until {}."), day(seen.answer_by))
    if seen.answer is Answer.YES:
        return State("success", gettext("You said yes."), by)
    if seen.answer is Answer.NO:
        never = gettext("You said no, and never again. Nobody sees it.")
        said = never if seen.never else gettext("You said no. Nobody sees it.")
        return State("", said, change if seen.may_answer else by)
    if not seen.may_answer:
        return State("", gettext("The time to answer is over."), by)
    if not seen.on_today:
        back = format_html(gettext("It comes back on {}."), day(back_on(seen.shown_on)))
        return State("", gettext("You put this letter aside."), back)
    return None


def given(one: OneView) -> str:
    """What she gave, once it is established."""
    facts = [one.email] * one.reveals_email + [one.phone] * bool(one.reveals_phone and one.phone)
    return joined(facts) or gettext("Nothing: you write to each other here.")


def questions_of(one: OneView) -> list[QuestionView]:
    """What is asked of her once they have met."""
    said = words()
    return [
        QuestionView(
            code,
            said.gettext(question.text),
            choices(
                {key: said.gettext(text) for key, text in question.answers.items()},
                str(one.outcome.get(code, "")),
            ),
        )
        for code, question in OUTCOMES.items()
    ]


@signed_in
@require_POST
def answer(request: PageRequest, ref: str) -> HttpResponse:
    """Her yes, her no, or no and never again."""
    typed = request.POST

    def told(view: Seen) -> str:
        messages.success(request, answer_said(view))
        return reverse("introduction", args=[ref])

    return acted(
        request,
        lambda: actions.answer(
            person=request.user,
            ref=ref,
            answer=coded(Answer, typed.get("answer", "")),
            never=bool(typed.get("never")),
            reveals_email=bool(typed.get("reveals_email")),
            reveals_phone=bool(typed.get("reveals_phone")),
            intention=typed.get("intention", ""),
            at=request.at,
        ),
        to=told,
        again=lambda: page_of(request, ref),
    )


def answer_said(view: Seen) -> str:
    """What is said after an answer, from what she now sees: a second yes opens, a first one waits."""
    if view.word is Word.ESTABLISHED:
        return gettext("You both said yes: here is what you give each other, and where to write.")
    if view.answer is Answer.YES:
        return gettext("Your yes is kept. Nobody sees it unless the other person says yes too.")
    return gettext("Your answer is kept. Nobody sees it.")


@signed_in
@require_POST
def later(request: PageRequest, ref: str) -> HttpResponse:
    """Put a letter aside: it comes back once, three days before its date."""
    return acted(
        request,
        lambda: actions.put_aside(person=request.user, ref=ref, at=request.at),
        to=reverse("today"),
        again=lambda: page_of(request, ref),
        said=gettext("Put aside. It comes back three days before its date."),
    )


@signed_in
@require_POST
def message(request: PageRequest, ref: str) -> HttpResponse:
    """Write to the other, once both said yes."""
    text = request.POST.get("text", "")
    return acted(
        request,
        lambda: actions.write_message(person=request.user, ref=ref, text=text, at=request.at),
        to=reverse("introduction", args=[ref]) + "#thread",
        again=lambda: page_of(request, ref),
    )


@signed_in
@require_POST
def met(request: PageRequest, ref: str) -> HttpResponse:
    """Say whether they met."""
    yes = request.POST.get("met") == "yes"

    def told(view: Seen) -> str:
        messages.success(request, met_said(view, yes=yes))
        return reverse("introduction", args=[ref])

    return acted(
        request,
        lambda: actions.say_met(person=request.user, ref=ref, met=yes, at=request.at),
        to=told,
        again=lambda: page_of(request, ref),
    )


def met_said(view: Seen, *, yes: bool) -> str:
    """What is said after "we met" or "not yet", from what she now sees."""
    if view.met:
        return gettext("You both say that you met. Three taps remain, for you alone.")
    if yes:
        return gettext("Kept. It shows once you have both said so; until then, to nobody.")
    return gettext("Noted: not yet. You can still say that you met, on this page.")


@signed_in
@require_POST
def not_through(request: PageRequest, ref: str) -> HttpResponse:
    """Stop going through the person whom the letter names: she is hidden, and learns nothing of it."""
    between = queries.go_between_of(request.user, ref, request.at)
    return acted(
        request,
        lambda: actions.hide_person(person=request.user, other=between, at=request.at),
        to=reverse("introduction", args=[ref]),
        again=lambda: page_of(request, ref),
        said=gettext("%s is no longer named between you and anybody. You can take it back in “Me”.")
        % named(between.name),
    )


@signed_in
@require_POST
def outcome(request: PageRequest, ref: str) -> HttpResponse:
    """Say in three taps what came of it."""
    told = {code: request.POST[code] for code in OUTCOMES if request.POST.get(code)}
    return acted(
        request,
        lambda: actions.tell_outcome(person=request.user, ref=ref, outcome=told, at=request.at),
        to=reverse("introduction", args=[ref]),
        again=lambda: page_of(request, ref),
        said=gettext("Thank you. It stays yours, and counts in totals of five people or more."),
    )
